"""Saved and read back: a course says the same, whoever wrote the file; what is no course is refused."""

from dataclasses import replace

import numpy as np
import pytest
import xarray as xr

import estralgia as ea

TABLE = """ID,TIME,AMT,EVID,II,ADDL,SS,CMT,BMI
7,0,2.5,1,1,83,0,letrozole,25
7,50,.,2,.,.,.,.,28
9,0,2.5,1,1,99,1,letrozole,31
"""
WOMAN = ea.Patient(age=61, joint_pain_before=2, estradiol="4 pg/mL", name="Anna")
ASKED = {
    "one woman": (WOMAN, "letrozole", {"twin": True}),
    "many and an option": (ea.population(12, seed=2), "letrozole", {"add": "exercise from month 1", "seed": 5}),
    "arms, theory and numbers": (
        ea.population(5, seed=2),
        {"one": "anastrozole every other day", "two": "letrozole for 60 days, then stop"},
        {"theory": "inflammation", "numbers": {"half_pain": 5}},
    ),
    "pain decides": (ea.population(5, seed=2), "letrozole", {"tablets": "closed loop"}),
    "no drug": (WOMAN, "no drug", {}),
}


@pytest.fixture(
    scope="module",
    params=[pytest.param(one, marks=[pytest.mark.slow] if one == "pain decides" else []) for one in ASKED],
)
def course(request):
    who, regimen, options = ASKED[request.param]
    return ea.simulate(who, regimen, years=0.4, every=7, **options)


@pytest.fixture
def again(course, tmp_path):
    return ea.read_course(course.save(tmp_path / "course.nc"))


def test_a_course_that_is_read_back_is_the_same(course, again):
    assert again.data.identical(course.data)
    assert (again.women, again.asked, again.failures) == (course.women, course.asked, course.failures)


def test_it_says_and_draws_the_same(course, again):
    assert repr(again) == repr(course)
    assert again.explain(day=91) == course.explain(day=91)
    assert again.cite().bibtex() == course.cite().bibtex()
    assert again.plot("pain").axes[0].get_title() == course.plot("pain").axes[0].get_title()


def test_what_was_not_recorded_is_gone(again, refused):
    with refused("gel"):
        _ = again["gel"]


@pytest.mark.slow
def test_a_course_from_a_table_is_read_back(tmp_path):
    path = tmp_path / "doses.csv"
    path.write_text(TABLE, encoding="utf-8")
    table = ea.read_doses(path, seed=4)
    course = ea.simulate(table, {"table": table, "words": "letrozole"}, years=0.3, every=7)
    saved = course.save(tmp_path / "course.nc")
    path.unlink()
    again = ea.read_course(saved)
    assert again.data.identical(course.data)
    assert again.women == course.women
    assert repr(again) == repr(course)
    for arm, one in course.asked.arms.items():
        assert str(again.asked.arms[arm]) == str(one)
        assert np.array_equal(
            again.asked.arms[arm].doses_of(course.women, -3, 120), one.doses_of(course.women, -3, 120)
        )
    hours, same = (one.hours(84, ("pain",)) for one in (course, again))
    np.testing.assert_array_equal(hours["pain"], same["pain"])  # simulated again, from the table in the file


def test_one_arm_is_saved_alone(tmp_path):
    course = ea.simulate(WOMAN, "letrozole", twin=True, years=0.2)
    assert ea.Course.of_run(course.arm("letrozole")).save(tmp_path / "one.nc").exists()
    assert ea.read_course(tmp_path / "one.nc").arms == ["letrozole"]


def test_a_course_of_another_book_asks_for_it(tmp_path, refused):
    book, course = ea.BOOK.with_numbers({"half_pain": 5}), ea.simulate(WOMAN, "letrozole", years=0.1)
    path = replace(course, asked=replace(course.asked, book=book)).save(tmp_path / "course.nc")
    with refused("another book", "read_course(path, book="):
        ea.read_course(path)
    assert ea.read_course(path, book=book).asked.book is book


@pytest.mark.parametrize("kind", ["nothing", "text", "another NetCDF", "table"])
def test_what_is_no_course_is_refused(kind, tmp_path, refused):
    path = tmp_path / "x.nc"
    if kind == "text":
        path.write_text("age = 61", encoding="utf-8")
    if kind == "another NetCDF":
        xr.Dataset({"pain": ("day", [1.0])}).to_netcdf(path, engine="h5netcdf")
    if kind == "table":
        path = ea.simulate(WOMAN, "letrozole", years=0.1).save(tmp_path / "x.csv")
    with refused("no saved course", ".nc"):
        ea.read_course(path)


def test_a_file_of_a_later_version_is_refused(course, tmp_path, refused, monkeypatch):
    monkeypatch.setattr("estralgia.saved.SCHEMA", 99)
    path = course.save(tmp_path / "course.nc")
    monkeypatch.undo()
    with refused("a later version", "update"):
        ea.read_course(path)
