"""Notebooks: results show themselves as tables and a picture."""

import html
import re

import estralgia as ea
from estralgia.cli.show import show_course
from estralgia.look import style
from estralgia.runners.run import INTENDED_USE
from estralgia.say import sheet


def cells(page, row):
    line = next(line for line in re.findall(r"<tr>(.*?)</tr>", page, re.S) if row in line)
    return re.findall(r"<td[^>]*>(.*?)</td>", line)


def test_a_course_shows_its_key_numbers_and_pain(cohort):
    page = cohort._repr_html_()
    pain = cohort["worst_pain"].sel(arm="letrozole").isel(time=0)
    low, middle, high = (f"{value:.1f}" for value in pain.quantile([0.25, 0.5, 0.75]).values)
    assert cells(page, "worst pain")[:3] == ["worst pain, 0–10", "letrozole", f"{middle} ({low}–{high})"]
    assert page.count("<svg") == page.count("</svg>") == 1
    assert INTENDED_USE in page
    assert "<pre>" not in page
    assert "letrozole 2.5 mg daily for 6 months" in page


def test_one_woman_and_a_course_without_pain_show_what_there_is(cohort, one_woman):
    assert "quartiles" not in one_woman._repr_html_()
    assert "<svg" in one_woman._repr_html_()
    bare = cohort.with_data(cohort.data[["estradiol", "status"]])
    assert "estradiol" in bare._repr_html_()
    assert "<svg" not in bare._repr_html_()


def test_the_terminal_print_and_a_notebook_say_the_same(arms, one_woman, capsys):
    """Every word and number of the sheet stands in all three."""
    for course in (arms, one_woman):
        found = sheet.sheet(course)
        assert found.lines
        assert found.meaning
        show_course(course)
        page = html.unescape(re.sub(r"<style.*?</style>|<svg.*?</svg>|<[^>]+>", " ", course._repr_html_(), flags=re.S))
        for text in (page, repr(course), capsys.readouterr().out):
            said = "".join(text.split())
            for words in (*found.who, *found.meaning, found.use, *found.months):
                assert "".join(words.split()) in said
            for line in found.lines:
                assert all("".join(part.split()) in said for part in (line.label, line.arm))
                assert all(part in text for cell in line.cells for part in cell)


def test_women_show_their_covariates():
    women = ea.population(400, seed=1)
    page = women._repr_html_()
    age = women.covariates["age"]
    assert cells(page, ">age<")[1] == f"{sorted(age)[200]:.3g}"
    assert repr(women) in page
    anna = ea.Patient(age=61, bmi=29, name="Anna").women(1)
    assert cells(anna._repr_html_(), ">bmi<") == ["bmi", "29"]


def test_a_picture_shows_itself_as_svg(cohort):
    assert isinstance(cohort.plot("pain"), style.Picture)
    assert cohort.plot("pain")._repr_svg_().lstrip().startswith("<?xml")
