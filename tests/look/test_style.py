"""Colours that can be read and told apart, and figures whose colours follow light and dark."""

import re
from itertools import combinations
from xml.etree import ElementTree

import pytest
import xarray as xr

from estralgia.look import pictures, style

WORDS, SERIES = ("ink", "faint"), ("untreated", *style.ROLES)


def luminance(colour):
    shares = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("paper", ["paper", "skin"])
@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
def test_words_and_lines_stand_out_from_what_is_behind_them(mode, paper):
    behind = style.COLOURS[paper][mode]
    assert all(contrast(style.COLOURS[role][mode], behind) >= 4.5 for role in WORDS)
    assert all(contrast(style.COLOURS[role][mode], behind) >= 3 for role in SERIES)


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
def test_numbers_in_the_colour_of_an_arm_can_be_read(mode):
    assert all(contrast(style.COLOURS[role][mode], style.COLOURS["paper"][mode]) >= 4.5 for role in SERIES)


def test_no_two_roles_share_a_colour_that_stands_for_them():
    lights = [light for light, _ in style.COLOURS.values()]
    assert len(set(lights)) == len(lights)


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
def test_treated_and_untreated_differ_for_red_green_blind_eyes(mode):
    """A red-green blind eye keeps the difference of blue from yellow: here blue minus the mean of red and green."""

    def yellow_blue(role):
        red, green, blue = (int(style.COLOURS[role][mode][i : i + 2], 16) / 255 for i in (1, 3, 5))
        return blue - (red + green) / 2

    assert all(yellow_blue("untreated") - yellow_blue(role) > 0.3 for role in SERIES[1:])


def test_the_untreated_twin_has_her_own_colour_and_line(cohort):
    assert style.colour_of_arm(cohort, "untreated") == style.colour("untreated")
    assert style.colour_of_arm(cohort, "letrozole") == style.colour("treated")
    assert style.line_of_arm(cohort, "untreated") != style.line_of_arm(cohort, "letrozole")


def test_all_arms_can_be_told_apart_without_colours(cohort):
    arms = ["letrozole", "second", "third", "fourth", "fifth", "untreated"]
    data = xr.concat([cohort.data.sel(arm="letrozole", drop=True)] * 6, xr.DataArray(arms, dims="arm", name="arm"))
    course = cohort.with_data(data)
    assert len({str(style.line_of_arm(course, arm)) for arm in arms}) == 6
    assert len({style.marker_of_arm(course, arm) for arm in arms}) == 6
    assert len({style.colour_of_arm(course, arm) for arm in arms}) == 6


def test_a_saved_figure_is_valid_svg_with_real_text_in_variable_colours(cohort, tmp_path):
    path = tmp_path / "pain.svg"
    pictures.plot(cohort, "pain").savefig(path)
    text = path.read_text(encoding="utf-8")
    words = " ".join(ElementTree.fromstring(text).itertext())
    assert "months" in words
    assert "with letrozole" in words
    assert "prefers-color-scheme:dark" in text
    named = set(re.findall(r"var\(--(\w+), (#\w{6})\)", text))
    assert {("paper", "#ffffff"), ("treated", style.colour("treated"))} <= named
    assert all(style.COLOURS[role][0] == light for role, light in named)
    assert set(re.findall(r": (#\w{6})", text)) <= {"#000000"}  # the black that matplotlib writes for invisible marks


def test_the_same_figure_is_written_the_same_twice(cohort):
    first, second = (style.figure_for_page(pictures.plot(cohort, "pain"), "a", "words") for _ in range(2))
    assert first == second


def test_figures_on_one_page_do_not_share_ids(cohort):
    names = ("one", "two", "ending-letrozole with (vitamin D)")
    texts = [style.figure_for_page(pictures.plot(cohort, "pain"), name, '"<words>"') for name in names]
    ids = [set(re.findall(r' id="([^"]+)"', text)) for text in texts]
    assert all(ids)
    assert not any(one & other for one, other in combinations(ids, 2))
    for text, own in zip(texts, ids, strict=True):
        used = set(re.findall(r'url\(#([^)]+)\)|href="#([^"]+)"', text))
        assert {a or b for a, b in used} <= own
        assert not [one for one in own if re.search(r"[\s()]", one)]
    assert 'aria-label="&quot;&lt;words&gt;&quot;"' in texts[0]
