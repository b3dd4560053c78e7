"""Notebooks: results show themselves as tables and a picture."""

import re

import estralgia as ea
from estralgia.look import style
from estralgia.runners.run import INTENDED_USE


def cells(html, row):
    line = next(line for line in re.findall(r"<tr>(.*?)</tr>", html, re.S) if row in line)
    return re.findall(r"<td[^>]*>(.*?)</td>", line)


def test_a_course_shows_its_key_numbers_and_pain(cohort):
    html = cohort._repr_html_()
    pain = cohort["worst_pain"].sel(arm="letrozole").isel(time=0)
    low, middle, high = (f"{value:.1f}" for value in pain.quantile([0.25, 0.5, 0.75]).values)
    assert cells(html, "worst pain")[:3] == ["worst pain, 0–10", "letrozole", f"{middle} ({low}–{high})"]
    assert html.count("<svg") == html.count("</svg>") == 1
    assert INTENDED_USE in html
    assert "<pre>" not in html
    assert "letrozole 2.5 mg daily for 6 months" in html


def test_one_woman_and_a_course_without_pain_show_what_there_is(cohort, one_woman):
    assert "quartiles" not in one_woman._repr_html_()
    assert "<svg" in one_woman._repr_html_()
    bare = cohort.with_data(cohort.data[["estradiol", "status"]])
    assert "estradiol" in bare._repr_html_()
    assert "<svg" not in bare._repr_html_()


def test_women_show_their_covariates():
    women = ea.population(400, seed=1)
    html = women._repr_html_()
    age = women.covariates["age"]
    assert cells(html, ">age<")[1] == f"{sorted(age)[200]:.3g}"
    assert repr(women) in html
    anna = ea.Patient(age=61, bmi=29, name="Anna").women(1)
    assert cells(anna._repr_html_(), ">bmi<") == ["bmi", "29"]


def test_a_picture_shows_itself_as_svg(cohort):
    assert isinstance(cohort.plot("pain"), style.Picture)
    assert cohort.plot("pain")._repr_svg_().lstrip().startswith("<?xml")
