"""What a course says of itself: the numbers of the data, and those who do not hurt first."""

import re
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binomtest

import estralgia as ea
from estralgia.evidence.instruments import new_or_worse
from estralgia.evidence.shares import course_shares
from estralgia.say import words


@pytest.fixture(scope="module")
def many():
    return ea.simulate(ea.population(12, seed=2), "letrozole", years=0.6, twin=True)


@pytest.fixture(scope="module")
def anna():
    regimen = "letrozole for 2 months, then letrozole 5 mg daily for 2 months, then pause"
    return ea.simulate(ea.Patient(age=55, name="Anna"), regimen, years=0.45, twin=True, seed=4)


def failing(course, patient):
    """The same course, as if one woman's run on the first arm had failed."""
    data = course.data.copy(deep=True)
    data["status"].loc[{"arm": course.arms[0], "patient": patient}] = 1
    for name in ("worst_pain", "estradiol"):
        data[name].loc[{"arm": course.arms[0], "patient": patient}] = np.nan
    return replace(course, data=data)


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0.0"), (-0.04, "0.0"), (0.39, "0.4"), (9.94, "9.9"), (9.96, "10"), (1234.5, "1,234"), (np.nan, "missing")],
)
def test_numbers_are_short(value, text):
    assert words.number(value) == text


def test_a_course_says_who_what_and_how(many):
    text = repr(many)
    for expected in (
        "12 women", "letrozole 2.5 mg daily", "seed 2", "theory: all", "as prescribed", "219 days", "every 7 days",
        "no failures", "month 6", "untreated", "course.report", "never advises",
    ):  # fmt: skip
        assert expected in text
    assert re.search(r"\d\.\d\d s;", text)


def test_key_numbers_are_those_of_the_data(many):
    found = words.key_numbers(many)
    assert list(found) == ["letrozole", "untreated"]
    assert list(found["letrozole"]["estradiol"]) == [0, 1, 3, 6]
    values = many["estradiol"].sel(arm="letrozole").sel(time=91, method="nearest")
    np.testing.assert_allclose(found["letrozole"]["estradiol"][3], np.quantile(values, [0.25, 0.5, 0.75]), rtol=1e-6)


def test_the_table_shows_a_loss_as_a_loss(many):
    label, shown = words.LINES["spine_density"]
    assert shown(0.96) == pytest.approx(4)
    middle, quartiles = words.table(many)[label]["letrozole"][-1]
    low, high = map(float, quartiles.split("–"))
    assert low <= float(middle) <= high


def test_shares_are_those_of_the_outcomes_with_an_interval(many):
    found = words.shares(many)
    for name, share in course_shares(many)["letrozole"].items():
        assert found["letrozole"][name]["share"] == share
    row = found["untreated"]["new_or_worse_by_6_months"]
    cases = int(new_or_worse(many).sel(arm="untreated").sum())
    expected = binomtest(cases, 12).proportion_ci(method="wilson")
    assert row["share"] == pytest.approx(cases / 12)
    assert (row["low"], row["high"]) == pytest.approx((expected.low, expected.high), abs=1e-4)


def test_those_who_do_not_hurt_come_first(many):
    first, second, *_ = words.meaning(many)
    never = words.shares(many)["letrozole"]["never"]
    assert f"{100 * never['share']:.0f} % ({100 * never['low']:.0f} to {100 * never['high']:.0f}) on letrozole" in first
    assert "never hurt" in first
    assert "without tablets" in second


def test_nothing_is_claimed_without_the_twin(many):
    assert words.meaning(many.arm("letrozole")) == [
        "Without the same women untreated nobody can say how much of the pain comes from the drug."
    ]
    assert words.meaning(many.arm("untreated")) == ["Nobody took a drug here: joint pain is common without any."]
    assert "never" not in words.shares(many.arm("letrozole"))["letrozole"]


def test_a_failure_is_named_and_left_out(many):
    course = failing(many, 5)
    assert "failed: 1 on letrozole (patients 5)" in repr(course)
    others = many["worst_pain"].sel(arm="letrozole").isel(time=0).drop_sel(patient=5)
    assert words.key_numbers(course)["letrozole"]["worst_pain"][0][1] == pytest.approx(float(others.median()))


def test_one_woman_is_no_forecast(anna):
    *said, dice, curtailed = words.meaning(anna)
    assert "not a forecast" in dice
    assert "shorter treatment protected less" in curtailed
    end = anna["worst_pain"].isel(time=-1, patient=0)
    assert f"{float(end[0]):.1f} of 10; without tablets it would be {float(end[1]):.1f}" in said[-1]


def test_a_course_of_pain_alone_tells_of_pain_alone(anna):
    course = replace(anna, data=anna.data[["status", "worst_pain"]].assign_attrs(anna.data.attrs))
    assert "worst pain" in repr(course)
    assert "estradiol" not in repr(course)
