"""Simulated beside published: every published number is that of a target, with its source."""

import re

import pytest

from estralgia import population, simulate
from estralgia.book import BOOK
from estralgia.evidence.published import MEASURES, NEEDS, against_published, comparisons
from estralgia.evidence.targets import filled, named, target

TIMES = re.compile(r"\b(in 12 months|by week 8)\b")  # what the definitions of the targets say of when


@pytest.fixture(scope="module")
def rows(long_course):
    return {row.what: row for row in against_published(long_course)}


@pytest.mark.parametrize("one", [pytest.param(one, id=one.what) for one in comparisons()])
def test_no_number_is_written_beside_its_target(one):
    assert named(one.published)
    bare = TIMES.sub("", re.sub(r"\{\w+\}", "", one.published))
    assert not re.search(r"\d", bare), bare
    assert one.arm in ("each", "untreated", *BOOK.drugs)


def test_every_measure_is_asked_for():
    assert {one.measure for one in comparisons()} == set(MEASURES)
    assert set(NEEDS) <= set(MEASURES)


def test_a_target_is_filled_in_with_unit_and_interval(refused):
    assert filled("{mao_lmp_odds_ratio} or {singer_onset_mean}") == "3.39 (1.21 to 9.44) or 6 weeks"
    with refused("there is no target 'mao_lmp_odd_ratio'", "did you mean 'mao_lmp_odds_ratio'?"):
        filled("{mao_lmp_odd_ratio}")


def test_a_row_names_what_is_compared_and_the_source(rows):
    found = rows["new or worse joint pain by 6 months, letrozole"]
    assert found.published == "54 % by a rheumatologist, 54 % by questionnaire"
    assert found.source == "Singer 2012, doi 10.1002/acr.21756; Swenson 2013, doi 10.1188/13.ONF.549-557"
    assert re.fullmatch(r"\d+ %", found.simulated)


def test_the_lines_in_a_heading_are_those_of_the_table(rows):
    assert "first week with 1 point more than without tablets, letrozole" in rows
    assert "worst level among cases, below 4 / 4 to 7 / 7 and more, letrozole" in rows
    assert "under 5 against over 10 years since menopause, letrozole" in rows


def test_what_was_not_recorded_or_is_of_another_drug_is_left_out(rows):
    told = " ".join(rows)
    assert "estradiol" not in told
    assert "sites" not in told
    assert "spine" not in told


def test_what_is_set_in_untreated_women_is_met(rows):
    published = target("ma17_arthralgia_placebo").value
    found = rows["joint pain on the report form in 30 months, untreated (set)"]
    assert float(found.simulated.removesuffix(" %")) == pytest.approx(published, abs=0.6)
    assert found.published == f"{published:g} %"


def test_the_survey_that_the_picture_of_sites_shows_is_that_of_the_targets():
    shown = {site["name"]: site["share_symptomatic"] for site in BOOK.sites}
    ids = {
        "fingers": "hands", "wrist": "hands", "elbow": "shoulder", "shoulder": "shoulder", "hip": "hips",
        "knee": "knees", "foot": "feet", "low back": "back",
    }  # fmt: skip
    assert shown == {name: target(f"lombard_site_{id}").value for name, id in ids.items()}


def test_what_is_in_blood_is_that_of_the_last_day_on_tablets():
    """A course that goes on after its tablets has nothing in blood at its end."""
    words, options = "letrozole for 200 days, then stop", {"years": 0.8, "record": ("concentration",), "every": 7}
    stopped = against_published(simulate(population(12, seed=1), words, twin=True, **options))
    going_on = against_published(simulate(population(12, seed=1), "letrozole", twin=True, **options | {"years": 0.55}))
    assert [row.what for row in stopped] == ["letrozole in blood at steady state, before a tablet"]
    assert stopped == going_on


def test_every_row_is_read_while_tablets_are_taken():
    """After the last tablet bone and blood recover: what is read then is not what a study on tablets saw."""
    options = {"years": 2.05, "record": ("worst_pain", "spine_density"), "every": 7, "twin": True}
    ended = {row.what for row in against_published(simulate(population(12, seed=1), "letrozole for 1 year", **options))}
    going_on = {row.what for row in against_published(simulate(population(12, seed=1), "letrozole", **options))}
    assert going_on - ended == {"spine density after two years, letrozole"}
    assert "new or worse joint pain by 6 months, letrozole" in ended
