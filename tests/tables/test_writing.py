"""Tables that a course writes can be read back to the same women on the same tablets."""

import csv

import numpy as np
import pytest
import xarray as xr
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import estralgia as ea
from estralgia.book import BOOK
from estralgia.course import Course
from estralgia.model.regimen import read_regimen
from estralgia.model.theory import read_theory
from estralgia.runners.run import Asked

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def course_of(regimen, women, days, described_by=None):
    """A course with these tablets, without the work of a simulation."""
    times = np.arange(0, days, 7)
    values = np.random.default_rng(0).random((1, len(women), len(times)))
    data = xr.Dataset(
        {"worst_pain": (("arm", "patient", "time"), values)},
        {"arm": ["drug"], "patient": women.ids, "time": times},
    )
    asked = Asked(BOOK, {"drug": regimen}, days, 7, ("worst_pain",), read_theory("all", BOOK), covariates=described_by)
    return Course(data, women, asked)


def same(read, other):
    assert read.drugs == other.drugs
    assert (read.days, read.lead_in) == (other.days, other.lead_in)
    assert np.array_equal(read.doses, other.doses)
    assert np.array_equal(read.women.ids, other.women.ids)
    for name, values in read.women.covariates.items():
        assert np.array_equal(values, other.women.covariates[name])
    for name in ("joint_pain_before", "estradiol"):
        assert np.array_equal(read.women.given.get(name), other.women.given.get(name), equal_nan=True)
    changes, again = (one.covariates_of(one.women, -one.lead_in, one.lead_in + one.days) for one in (read, other))
    assert changes.keys() == again.keys()
    for name, values in changes.items():
        np.testing.assert_allclose(again[name], values, rtol=1e-12)


@pytest.mark.parametrize("interpolation", ["carried forward", "linear"])
def test_read_simulate_write_read(table, tmp_path, interpolation):
    rows = (
        "ID,TIME,AMT,EVID,II,ADDL,SS,CMT,DV,BMI,JOINT_PAIN_BEFORE,ESTRADIOL",
        "3,0,2.5,1,1,29,1,letrozole,.,25,2,4 pg/mL",
        "3,12.25,.,2,.,.,.,.,.,28,.,.",
        "3,50,1,1,2,9,0,anastrozole,.,30,.,.",
        "12,0.5,1,1,1,9,0,anastrozole,.,.,.,.",
        "12,90,.,0,.,.,.,worst_pain,3,.,.,.",
    )
    read = table(*rows, interpolation=interpolation)
    course = ea.simulate(read, twin=True, every=7)
    written = course.to_nonmem(tmp_path / "out.csv", every=14)
    again = ea.read_doses(written, interpolation=interpolation, dv="worst_pain")
    same(read, again)
    seen = course["worst_pain"].isel(arm=0).sel(time=again.observations.day.astype(int)[again.observations.ids == 3])
    values = again.observations.value[again.observations.ids == 3]
    np.testing.assert_allclose(values, seen.sel(patient=3).values, rtol=1e-5)
    assert np.diff(again.observations.day[:5]).tolist() == [14] * 4


PHASES = ("letrozole 2.5 mg daily", "letrozole 1.3 mg every 3 days", "anastrozole weekly and exemestane", "pause")


@QUICK
@given(
    phases=st.lists(st.tuples(st.sampled_from(PHASES), st.integers(1, 60)), min_size=1, max_size=4),
    days=st.integers(1, 200),
)
def test_any_regimen_in_words_reads_back(tmp_path, phases, days):
    regimen = read_regimen(", then ".join(f"{words} for {length} days" for words, length in phases), BOOK)
    women = ea.population(3, seed=2)
    again = ea.read_doses(course_of(regimen, women, days).to_nonmem(tmp_path / "out.csv"))
    drugs = tuple(drug for drug in regimen.drugs if regimen.doses(days)[:, regimen.drugs.index(drug)].any())
    expected = regimen.doses_of(women, 0, days)
    for drug in drugs:
        found = again.doses_of(women, 0, days)[:, again.drugs.index(drug)]
        np.testing.assert_allclose(
            found, np.broadcast_to(expected[:, regimen.drugs.index(drug)], found.shape), rtol=1e-12
        )
    assert set(again.drugs) == set(drugs)
    assert again.days == days
    for name, values in women.covariates.items():
        assert np.array_equal(values, again.women.covariates[name])


def test_a_concentration_is_written_by_drug(tmp_path):
    course = ea.simulate(ea.population(2, seed=1), "letrozole and tamoxifen for 8 weeks", twin=True, every=28)
    again = ea.read_doses(course.to_nonmem(tmp_path / "out.csv", dv="concentration"))
    assert again.observations.what.tolist() == ["letrozole", "tamoxifen"] * 4
    level = course["concentration"].isel(arm=0, patient=1, time=1).sel(drug="tamoxifen")
    assert again.observations.value[-1] == pytest.approx(float(level), rel=1e-5)


def test_what_a_table_cannot_hold_is_refused_and_writes_nothing(tmp_path, refused):
    women, file = ea.population(2, seed=1), tmp_path / "out.csv"
    file.write_text("mine")
    plain = course_of(read_regimen("letrozole for 1 year", BOOK), women, 100)
    with refused("holds no 'wurst_pain'", "did you mean 'worst_pain'?"):
        plain.to_nonmem(file, dv="wurst_pain")
    for every in (0, 10, True):
        with refused("recorded every 7 days", "a multiple of 7"):
            plain.to_nonmem(file, every=every)
    with refused("tablets alone", "simulate without"):
        course_of(read_regimen("letrozole; add exercise", BOOK), women, 100).to_nonmem(file)
    several = plain.with_data(xr.concat([plain.data, plain.data.assign_coords(arm=["b"])], "arm"))
    with refused("2 arms, and a table holds one", "course.arm('drug').to_nonmem"):
        several.to_nonmem(file)
    with refused("one value at a time", "worst_pain"):
        joints = plain.data["worst_pain"].expand_dims(joint=["left knee"], axis=-1)
        plain.with_data(plain.data.assign(pain_by_joint=joints)).to_nonmem(file, dv="pain_by_joint")
    with refused("cannot be written", "another place"):
        plain.to_nonmem(tmp_path / "nowhere" / "out.csv")
    assert file.read_text() == "mine"
    assert list(tmp_path.iterdir()) == [file]


def test_a_woman_whose_run_failed_has_no_values(tmp_path):
    women = ea.population(2, seed=1)
    course = course_of(read_regimen("letrozole for 1 year", BOOK), women, 50)
    course.data["worst_pain"][0, 1] = np.nan
    again = ea.read_doses(course.to_nonmem(tmp_path / "out.csv"), dv="worst_pain")
    assert set(again.observations.ids.tolist()) == {0}
    assert again.women.ids.tolist() == [0, 1]


def rows_of(path):
    with open(path, encoding="utf-8", newline="") as file:
        return [{name: float(cell) for name, cell in row.items() if cell != "."} for row in csv.DictReader(file)]


def test_a_dose_is_written_at_the_hour_at_which_it_reaches_her(tmp_path):
    course = ea.simulate(ea.Patient(), "letrozole daily for 10 days", every=1)
    doses = [row for row in rows_of(course.to_nonmem(tmp_path / "out.csv", dv="concentration")) if row["EVID"] == 1]
    assert [row["AMT"] for row in doses] == [2.5]
    swallowed = doses[0]["TIME"] * 24
    assert swallowed == pytest.approx(BOOK.clock.start[BOOK.clock.tablet][0] * 24)
    level = course.hours(0, ("concentration",))["concentration"].squeeze()
    since_waking = level.hour.values - level.hour.values[0]
    assert not level.values[since_waking <= swallowed].any()
    assert (level.values[since_waking > swallowed] > 0).all()
    again = ea.read_doses(tmp_path / "out.csv", drug="letrozole")
    assert again.observations.day.tolist() == list(range(10))  # of waking, before the tablet of the day


WOMEN = {
    "at another hour": ["1,0.6,2.5,1,9,0,letrozole"],
    "twice a day": ["1,0.25,1.25,0.5,9,0,letrozole"],
    "two runs a day": ["1,0,1,1,9,0,letrozole", "1,0.5,1.5,1,9,0,letrozole"],
    "every other day and a half": ["1,0,2.5,1.5,9,0,letrozole"],
    "a loading dose": ["1,0,5,.,.,0,letrozole", "1,1,2.5,1,8,0,letrozole"],
    "a switch": ["1,0.9,20,1,4,0,tamoxifen", "1,5,1,2,4,0,anastrozole", "1,20.5,1,.,.,0,anastrozole"],
    "steady": ["1,0.6,2.5,1,9,1,letrozole"],
    "steady, weekly, from day 5": ["1,5,25,7,2,1,exemestane"],
    "steady, from week 3": ["1,20,1,7,.,1,anastrozole"],
    "steady, and more beside": ["1,0.25,1,1,9,1,anastrozole", "1,0.75,0.5,1,7,0,anastrozole"],
    "steady, and two beside": ["1,0.5,25,1,9,1,exemestane", "2,3.5,1,1,9,0,anastrozole", "2,3.9,1,1,9,0,anastrozole"],
}


@pytest.mark.parametrize("name", WOMEN)
def test_whatever_the_hour_in_a_table_what_is_written_is_what_was_swallowed(table, tmp_path, name):
    read = table("ID,TIME,AMT,II,ADDL,SS,DRUG", *WOMEN[name], time_unit="days")
    written = course_of(read, read.women, read.days, described_by=read).to_nonmem(tmp_path / "out.csv")
    same(read, ea.read_doses(written))
    tablet = BOOK.clock.start[BOOK.clock.tablet][0]
    hours = [row["TIME"] % 1 for row in rows_of(written) if row["EVID"] == 1]
    np.testing.assert_allclose(hours, tablet, atol=1e-9)


def test_a_steady_state_between_days_cannot_be_written(table, tmp_path, refused):
    read = table("ID,TIME,AMT,II,ADDL,SS,DRUG", "1,0,1.25,0.5,9,1,letrozole")
    with refused("doses at steady state that are no whole days apart", "an II of whole days"):
        course_of(read, read.women, read.days, described_by=read).to_nonmem(tmp_path / "out.csv")


@pytest.mark.parametrize("every", [1, 7])
def test_a_course_without_a_drug_reads_back_as_days(tmp_path, every):
    course = ea.simulate(ea.population(2, seed=1), "no drug", years=0.1, every=every, record=("worst_pain",))
    again = ea.read_doses(course.to_nonmem(tmp_path / "out.csv"), dv="worst_pain")
    assert (again.drugs, again.days) == ((), course.asked.days)
    assert np.diff(again.observations.day[again.observations.ids == 0]).tolist()[:3] == [every] * 3
