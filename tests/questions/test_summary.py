"""A summary of women whose courses are dropped is that of the courses, to the bit."""

import json

import matplotlib.pyplot as plt
import numpy as np
import pytest
import xarray as xr
from click.testing import CliRunner

import estralgia as ea
from estralgia.cli import main
from estralgia.evidence.shares import all_counts, course_shares
from estralgia.questions.summary import summarized
from estralgia.say.words import key_numbers, meaning

RECORD = ("worst_pain", "estradiol")


@pytest.fixture(scope="module")
def course():
    return ea.simulate(ea.population(600, seed=1), "letrozole", years=0.6, twin=True, record=RECORD)


@pytest.fixture(scope="module")
def summary():
    options = {"years": 0.6, "twin": True, "record": RECORD, "every": 7}
    return ea.simulate(ea.population(600, seed=1), "letrozole", keep="summary", **options)


def test_folded_women_are_summed_up_as_kept_ones(course, summary):
    kept = summarized(course)
    assert summary.count == kept.count == 600
    for name in kept.tally.counts:
        assert np.array_equal(kept.tally.counts[name], summary.tally.counts[name]), name
    for name in kept.tally.sums:
        assert np.array_equal(kept.tally.sums[name], summary.tally.sums[name]), name
    assert course_shares(summary) == course_shares(course)


def test_who_eased_after_the_last_tablet_is_counted_alike():
    regimen, options = "letrozole for 4 months, then stop", {"years": 0.6, "twin": True, "record": RECORD, "every": 7}
    women = ea.population(600, seed=1)
    course, summary = ea.simulate(women, regimen, **options), ea.simulate(women, regimen, keep="summary", **options)
    shares = course_shares(course)["letrozole"]
    assert shares["eased_after"] > 0
    assert course_shares(summary)["letrozole"] == shares


def test_quantiles_are_those_of_the_courses(course, summary):
    for name in RECORD:
        right = course.data[name].quantile([0.05, 0.25, 0.5, 0.75, 0.95], dim="patient")
        found = summary.data[name].transpose(*right.dims)
        np.testing.assert_allclose(found, right, rtol=0.01, atol=0.005)
    mean = course.data["worst_pain"].mean("patient")
    np.testing.assert_allclose(summary.data["mean of worst_pain"], mean, rtol=1e-4)


def test_every_count_is_held(course, summary):
    assert {"courses", "onsets", "cases"} <= all_counts(course).keys() <= summary.tally.counts.keys()


def test_a_summary_says_what_its_courses_say(course, summary):
    """The same sentences; the numbers of the table are those of the steps in which a summary counts."""
    assert meaning(summary) == meaning(course)
    assert repr(summary).startswith("600 women, median age")
    assert summary.data.attrs["women"] == "600"
    mine, theirs = (key_numbers(one) for one in (summary, course))
    for arm, quantities in theirs.items():
        for name, months in quantities.items():
            for month, quartiles in months.items():
                np.testing.assert_allclose(mine[arm][name][month], quartiles, rtol=0.01, atol=0.01)


@pytest.mark.parametrize("what", ["pain", "estradiol", "hundred", "incidence"])
def test_a_picture_of_a_summary_is_that_of_its_courses(course, summary, what):
    mine, theirs = summary.plot(what), course.plot(what)
    assert [text.get_text() for text in mine.texts] == [text.get_text() for text in theirs.texts]
    for one, other in zip(mine.axes, theirs.axes, strict=True):
        for line, same in zip(one.lines, other.lines, strict=True):
            np.testing.assert_allclose(line.get_ydata(), same.get_ydata(), rtol=0.01, atol=0.01)
    plt.close("all")


def test_a_summary_is_saved_and_holds_the_first_courses(course, summary, tmp_path, refused):
    with xr.open_dataset(summary.save(tmp_path / "cohort.nc"), engine="h5netcdf") as saved:
        assert saved.load().equals(summary.data)
    with refused("cannot save as '.csv'", ".nc"):
        summary.save(tmp_path / "cohort.csv")
    assert np.array_equal(summary.some["worst_pain"], course["worst_pain"][:, : len(summary.some.women)])
    with refused("whose courses are gone", "cohort.some"):
        summary.plot("joints")
    with refused("does not count the sites", "record worst_pain and pain_by_joint"):
        summary.plot("sites")
    with refused("no picture 'pian'", "did you mean 'pain'?"):
        summary.plot("pian")
    with refused("holds no 'gel'"):
        _ = summary["gel"]


def test_the_command_keeps_a_summary(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    words = "simulate --patients 40 --years 0.3 --keep summary"
    found = CliRunner().invoke(main, [*words.split(), "--save", "x.nc"])
    assert found.exit_code == 0, found.output
    assert "40 women, median age" in found.output
    assert "Wrote x.nc" in found.output
    record = json.loads(CliRunner().invoke(main, [*words.split(), "--json"]).output)
    assert record["women"] == 40
    assert record["added"] == []
    refused = CliRunner().invoke(main, [*words.split(), "--report", "x.html"])
    assert refused.exit_code == 2
    assert "draws single women" in refused.output


def test_what_is_kept_is_courses_or_a_summary(refused):
    with refused("keep cannot be 'sumary'", "'summary'"):
        ea.simulate(ea.Patient(), keep="sumary")
