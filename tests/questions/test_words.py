"""What a course says of itself: the numbers of the data, those who do not hurt first, and why she hurts on a day."""

import re
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binomtest

import estralgia as ea
from estralgia.evidence import outcomes
from estralgia.evidence.instruments import new_or_worse
from estralgia.questions import words
from estralgia.questions.explain import explain


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
    for name, share in outcomes.course_shares(many)["letrozole"].items():
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
    assert "untreated" in second


def test_nothing_is_claimed_without_the_twin(many):
    assert words.meaning(many.arm("letrozole")) == [
        "Without the untreated twin nobody can say how much of the pain comes from the drug."
    ]
    assert words.meaning(many.arm("untreated")) == ["Nobody took a drug here: joint pain is common without any."]
    assert "never" not in words.shares(many.arm("letrozole"))["letrozole"]


def test_a_failure_is_named_and_left_out(many):
    course = failing(many, 5)
    assert "failed: 1 on letrozole (patients 5)" in repr(course)
    others = many["worst_pain"].sel(arm="letrozole").isel(time=0).drop_sel(patient=5)
    assert words.key_numbers(course)["letrozole"]["worst_pain"][0][1] == pytest.approx(float(others.median()))
    with pytest.raises(ea.EstralgiaError, match="her run failed"):
        explain(course, patient=5)


def test_one_woman_is_no_forecast(anna):
    *said, last = words.meaning(anna)
    assert "not a forecast" in last
    end = anna["worst_pain"].isel(time=-1, patient=0)
    assert f"{float(end[0]):.1f} of 10; untreated it would be {float(end[1]):.1f}" in said[-1]


def test_the_explanation_walks_the_path_with_her_numbers(anna):
    text = anna.explain(day=30)
    order = (
        "Anna", "day 30", "tablet:", "in blood", "aromatase", "estradiol", "used to", "input to the nerves",
        "gain of the nerves", "worst pain", "grip", "In short", 'theory "all"', "nobody knows", "never advises",
    )  # fmt: skip
    places = [text.index(part) for part in order]
    assert places == sorted(places)
    her = anna.data.sel(patient=0, time=30)
    line = next(line for line in text.splitlines() if "estradiol, pmol/L" in line)
    assert line.split()[-2:] == [f"{float(her.estradiol.sel(arm=arm)):.3g}" for arm in anna.arms]


def test_the_shares_of_the_input_sum_to_all(anna):
    for column in (0, 1):
        shares = [re.findall(r"\(\s*(\d+) %\)", line) for line in anna.explain(day=100).splitlines()[:-6]]
        found = [int(row[column]) for row in shares if len(row) == 2]
        assert len(found) == 5
        assert abs(sum(found) - 100) <= 2


TABLETS = [(10, "letrozole 2.5 mg daily"), (70, "letrozole 5 mg daily"), (150, "none")]


@pytest.mark.parametrize(("day", "tablet"), TABLETS)
def test_the_tablet_is_that_of_the_day(anna, day, tablet):
    line = next(line for line in anna.explain(day=day).splitlines() if line.startswith("tablet:"))
    assert line == f"tablet: {tablet}"


def test_a_missed_tablet_is_told(anna):
    missed = np.zeros((2, 1, anna.settings["days"]))
    missed[0, 0, 10] = 1
    course = replace(anna, data=anna.data.assign(tablet_missed=(("arm", "patient", "day"), missed)))
    assert "letrozole 2.5 mg daily, but not taken on this day" in course.explain(day=10)
    assert "not taken" not in course.explain(day=11)


def test_what_a_theory_leaves_out_is_said():
    course = ea.simulate(ea.Patient(), years=0.2, theory="inflammation", seed=1)
    text = course.explain(day=60)
    assert text.count("not in this theory") == 3
    assert "untreated" not in text
    assert "She" not in text.splitlines()[0]


def test_a_day_between_records_names_the_record(many):
    assert "on day 90? (recorded: day 91)" in many.explain(day=90, patient=3)
    assert "Why does woman 11 hurt on day 217?" in many.explain(patient=11)


@pytest.mark.parametrize("day", [-1, 219, 1e9, float("nan"), "90", True])
def test_a_day_outside_the_run_is_refused(many, refused, day):
    with refused("does not have this day", "0 to 218"):
        explain(many, day=day)


@pytest.mark.parametrize("patient", [-1, 12, "Anna", None, True])
def test_a_woman_who_is_not_there_is_refused(many, refused, patient):
    with refused("not in this course", "0 to 11"):
        explain(many, patient=patient)


def test_a_course_without_the_path_is_refused(anna, refused):
    course = replace(anna, data=anna.data[["status", "worst_pain"]].assign_attrs(anna.data.attrs))
    with refused("holds no 'aromatase_activity'", "record"):
        course.explain()
    assert "worst pain" in repr(course)
    assert "estradiol" not in repr(course)
