"""What may be asked of `simulate`, beyond what its runner is examined for."""

import numpy as np
import pytest

import estralgia as ea
from estralgia.book import BOOK
from estralgia.evidence.instruments import attribution
from estralgia.questions.asked import ask

WOMEN = ea.population(8, seed=1)


def test_other_numbers_change_what_they_stand_for_and_are_written_down():
    course = ea.simulate(WOMEN, "letrozole", years=0.3, numbers={"uninhibited_share": 1}, record=("estradiol",))
    level = course["estradiol"].isel(arm=0)
    np.testing.assert_allclose(level.isel(time=-1), level.isel(time=0), rtol=1e-3)  # nothing is blocked
    assert course.data.attrs["parameters"] == "uninhibited_share = 1"
    usual = ea.simulate(WOMEN, "letrozole", years=0.3, record=("estradiol",))
    assert float(usual["estradiol"].isel(time=-1).mean()) < 0.1 * float(level.mean())
    assert usual.data.attrs["parameters"] == "defaults of the tables"


def test_a_number_may_be_changed_for_one_drug_treatment_or_joint():
    both = {"letrozole": "letrozole", "anastrozole": "anastrozole"}
    kept = {"years": 0.2, "record": ("concentration",), "every": 7}
    usual = ea.simulate(WOMEN, both, **kept)["concentration"]
    one = ea.simulate(WOMEN, both, numbers={"low_clearance of Femara": 1.105}, **kept)["concentration"]
    np.testing.assert_array_equal(one.sel(arm="anastrozole"), usual.sel(arm="anastrozole"))
    slower, as_usual = (found.sel(arm="letrozole", drug="letrozole").isel(time=-1) for found in (one, usual))
    assert (slower > 1.2 * as_usual).all()
    parts = {f"low_clearance of {drug}": 3 for drug in both}
    together = ea.simulate(WOMEN, both, numbers={"low_clearance": 3}, **kept)["concentration"]
    np.testing.assert_array_equal(ea.simulate(WOMEN, both, numbers=parts, **kept)["concentration"], together)
    special = {"low_clearance of anastrozole": 1.15, "low_clearance": 3}  # what is for one counts, in any order
    found = ea.simulate(WOMEN, both, numbers=special, **kept)["concentration"]
    np.testing.assert_array_equal(found.sel(arm="anastrozole"), usual.sel(arm="anastrozole"))
    np.testing.assert_array_equal(found.sel(arm="letrozole"), together.sel(arm="letrozole"))


def test_what_a_table_holds_may_be_given_again():
    own = {"volume of letrozole": 0, "half_pain": 6, "bmi_exponent of anastrozole": -0.55, "is_hand of left knee": 0}
    kept = {"years": 0.2, "record": ("worst_pain", "grip_ratio"), "every": 7}
    both = {"letrozole": "letrozole", "anastrozole": "anastrozole"}
    one, other = ea.simulate(WOMEN, both, numbers=own, **kept), ea.simulate(WOMEN, both, **kept)
    for name in kept["record"]:
        np.testing.assert_array_equal(one[name], other[name])


@pytest.mark.parametrize(
    ("regimen", "add", "arms"),
    [
        ("Femara for 1 month, then exemestane", (), ["letrozole then exemestane"]),
        ("letrozole and tamoxifen", (), ["letrozole and tamoxifen"]),
        ("letrozole; add exercise and yoga", (), ["letrozole with exercise and yoga"]),
        ("no drug; add exercise", (), ["untreated with exercise"]),
        ("letrozole", ("exercise and yoga",), ["letrozole", "letrozole with exercise and yoga"]),
        ("letrozole; add yoga", ("exercise",), ["letrozole with yoga", "letrozole with yoga and exercise"]),
        ({"A": "letrozole; add yoga"}, ("exercise",), ["A", "A with exercise"]),
        (
            "letrozole",
            ("exercise", "exercise from month 1", "duloxetine 30 mg", "duloxetine"),
            [
                "letrozole",
                "letrozole with exercise from day 0",
                "letrozole with exercise from month 1",
                "letrozole with duloxetine 30 mg from day 0",
                "letrozole with duloxetine from day 0",
            ],
        ),
        (
            "letrozole; add duloxetine for 1 week",
            ("duloxetine from month 1",),
            ["letrozole with duloxetine", "letrozole with duloxetine and duloxetine from month 1"],
        ),
    ],
)
def test_names_of_arms_read_well_and_differ(regimen, add, arms):
    assert list(ask(WOMEN, BOOK, regimen, add=add, years=3).arms) == arms


def test_what_would_begin_after_the_end_is_refused(refused):
    with refused("exercise begins after the end of the run", "years = 2.5"):
        ea.simulate(WOMEN, "letrozole", add="exercise from month 24", years=2)
    with refused("yoga begins after the end of the run", "years = 1.3"):
        ea.simulate(WOMEN, {"a": "letrozole", "b": "letrozole; add yoga from year 1 for 3 months"}, years=0.5)
    with refused("yoga begins after the end", "let it begin earlier"):
        ea.simulate(WOMEN, "letrozole for 1 year; add yoga from year 1")
    with refused("yoga begins after the end", "let it begin earlier"):
        ea.simulate(WOMEN, "letrozole", add="yoga from year 40")
    course = ea.simulate(WOMEN, "letrozole", add="exercise from day 20", years=21 / 365.25, record=("hope",), every=1)
    assert float(course["hope"].isel(arm=1, time=-1).max()) == 0  # it begins on the last day, and acts from then on


def test_other_numbers_come_in_the_unit_of_their_table_and_hold_in_a_closer_look():
    quick = ea.simulate(WOMEN, "letrozole", years=0.3, numbers={"forgetting_time": 0.01}, record=("worst_pain",))
    assert (
        float(quick.hours(60, ("withdrawal",))["withdrawal"].max()) < 0.5
    )  # menopause is forgotten within days: years are meant
    usual = ea.simulate(WOMEN, "letrozole", years=0.3, record=("worst_pain",))
    assert float(usual.hours(60, ("withdrawal",))["withdrawal"].max()) > 1


@pytest.mark.parametrize(
    ("changed", "what", "fix"),
    [
        ({"uninhibited_shar": 1}, "no number 'uninhibited_shar'", "did you mean 'uninhibited_share'?"),
        ({"uninhibited_share": "1"}, "is a number", "write a number"),
        ({"uninhibited_share": float("nan")}, "is a number", "write a number"),
        ({"uninhibited_share": True}, "is a number", "write a number"),
        (
            {"central_time": -10},
            "outside what can be: -10 day",
            "at least 0.042 day (from 0.042 to 42000; the",
        ),
        ({"half_pain": -6}, "outside what can be: -6", "at least 0.1 "),
        ({"forgetting_time": 0}, "outside what can be: 0 year", "at least 0.007 year"),
        ({"uninhibited_share": 1.01}, "outside what can be: 1.01", "at most 1 (from 0 to 1; the table has 0.0005)"),
        ({"low_clearance": 0}, "outside what can be: 0 L/hour", "the table has 1.15 to 627"),
        ({"low_clearance of letrozol": 2}, "there is no drug 'letrozol'", "did you mean 'letrozole'?"),
        ({"low_clearance of Femera": 2}, "there is no drug 'Femera'", "did you mean 'Femara'?"),
        ({"low_clearance of letrozole": 0}, "outside what can be: 0 L/hour", "the table has 2.21"),
        ({"low_clearance of anastrozole": 2}, "nobody in this run takes what the number is for", "leave it out"),
        ({"strength of yoga": 2}, "nobody in this run takes what the number is for", "leave it out"),
        ({"central_time of letrozole": 2}, "one number for all", "write 'central_time'"),
        ({"is_hand of left toe": 1}, "there is no joint 'left toe'", "did you mean"),
    ],
)
def test_other_numbers_that_cannot_be_are_refused(refused, changed, what, fix):
    with refused(what, fix):
        ea.simulate(WOMEN, "letrozole", years=0.3, numbers=changed)


@pytest.mark.parametrize(("regimen", "record", "kept"), [
    ("no drug", None, "worst_pain"),
    ("no drug", ("concentration", "worst_pain"), "worst_pain"),
    ("letrozole", ("treatment_effect", "concentration"), "concentration"),
])  # fmt: skip
def test_what_has_no_drug_or_treatment_to_be_of_is_left_out_so_that_tables_are_not_empty(regimen, record, kept):
    course = ea.simulate(ea.Patient(), regimen, years=0.1, record=record)
    assert min(course.data.sizes.values()) > 0
    table = course.data[[kept]].to_dataframe()
    assert len(table) == course[kept].size > 0
    assert len(course.data.to_dataframe()) > 0
    assert "treatment_effect" not in course.data


def test_tablets_without_a_drug_bring_nocebo_that_lasts_and_was_not_there_before():
    women, record = ea.population(1024, seed=1), ("worst_pain", "estradiol", "watching")
    arms = {"letrozole": "letrozole", "placebo": "placebo daily for 2 years"}
    course = ea.simulate(women, arms, years=2.05, twin=True, every=7, record=record)
    assert course.treated == ["letrozole", "placebo"]
    without, placebo = (course.arm(one) for one in ("untreated", "placebo"))
    np.testing.assert_array_equal(placebo["estradiol"], without["estradiol"])
    assert abs(float(course.excess().sel(arm="placebo", time=0).mean())) < 0.05
    shares = attribution(course, [24]).mean("patient")
    assert 1.2 <= float(shares.sel(arm="placebo") / shares.sel(arm="untreated")) <= 2.5
    early, late = (float(course.excess().sel(arm="placebo", time=day).mean()) for day in (182, 728))
    assert late > 0.6 * early > 0.1
    assert float(without["watching"].max()) == 0
    assert float(course.excess("watching").sel(arm="placebo").isel(time=-1).max()) < 0.7


@pytest.mark.slow
def test_when_her_joints_made_her_stop_she_takes_the_second_tablets_after_the_pause(refused):
    women, record = ea.population(256, seed=1), ("stopped", "stopped_for_joints", "on_second", "concentration")
    then = "; if she stops: 4 weeks off, then exemestane"
    arms = {"none": "letrozole for 1 year", "second": f"letrozole for 1 year{then}"}
    course = ea.simulate(women, arms, tablets="closed loop", years=1.1, twin=True, every=1, record=record)
    none, second = (course.data.sel(arm=one) for one in arms)
    for name in ("stopped", "stopped_for_joints"):
        np.testing.assert_array_equal(none[name], second[name])  # what comes later does not decide who stops
    joints, on = second.stopped_for_joints.values > 0, second.on_second.values > 0
    first, stops = joints.argmax(axis=1), joints.any(axis=1)
    day = np.arange(on.shape[1])
    assert not on[:, (day >= 365)].any()
    assert not on[~stops].any()
    assert not (on & (day < first[:, None] + 28)).any()
    due = np.flatnonzero(stops & (first + 28 < 365))
    assert on[due, first[due] + 28].mean() > 0.8  # the others stop the second tablets on the day on which they begin
    assert float(second.concentration.sel(drug="exemestane").max()) > 0.5  # on waking, a day after the tablet
    assert float(none.on_second.max()) == 0
    assert 0.05 < stops.mean() < 0.5
    with refused("nobody stops where every tablet is taken", "closed loop"):
        ea.simulate(women[:1], arms)
