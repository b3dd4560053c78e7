"""Instruments: a study does not see pain, it sees what its instrument sees."""

from functools import cache
from pathlib import Path

import numpy as np
import xarray as xr

from ..model.chance import draw
from ..model.course import UNTREATED, Course
from ..model.errors import EstralgiaError
from ..model.numbers import read_toml

DAYS_PER_MONTH = 365.25 / 12


@cache
def instruments() -> dict:
    """The numbers of the instruments, from instruments.toml."""
    return read_toml(Path(__file__).with_name("instruments.toml"))


def reading(course: Course, day: float, name: str = "worst_pain") -> xr.DataArray:
    """A score (0 to 10) as it is read on a day, with its reading error: dims arm, patient. Arms share the error."""
    nearest = course[name].sel(time=day, method="nearest", tolerance=15)
    error = instruments()["item"]["reading_error"] * draw(
        course.women.seed, course.women.ids, "reading error", index=round(day)
    )
    return (nearest.drop_vars("time") + xr.DataArray(error, dims="patient")).clip(0, 10)


def category(course: Course, day: float) -> xr.DataArray:
    """The answer to the five-category item on a day, 0 (none) to 4: dims arm, patient."""
    read = reading(course, day)
    return xr.apply_ufunc(np.digitize, read, kwargs={"bins": instruments()["item"]["cuts"]}).where(read.notnull())


def new_or_worse(course: Course, visits=None) -> xr.DataArray:
    """Whether any later visit has a higher category than the first: dims arm, patient, bool.

    visits: days, by default those of the item (0, 3 and 6 months). Raises EstralgiaError where the course is too short.
    """
    first, *later = instruments()["item"]["visits"] if visits is None else visits
    if float(course.data.time[-1]) < max(later) - 15:
        raise EstralgiaError(f"the course is shorter than the visit on day {max(later)}", fix="simulate for longer")
    before = category(course, first)
    return xr.concat([category(course, day) > before for day in later], "visit").any("visit")


def new_or_worse_by_month(course: Course, months: int | None = None) -> xr.DataArray:
    """Share of women whose answer is higher than before treatment, by month: dims arm, month."""
    last = int(float(course.data.time[-1]) / DAYS_PER_MONTH)
    found = range(1, min(last, months or last) + 1)
    course = course.sound
    before = category(course, 0)
    shares = [(category(course, month * DAYS_PER_MONTH) > before).mean("patient") for month in found]
    return xr.concat(shares, xr.DataArray(list(found), dims="month", name="month")).transpose("arm", "month")


def report_form(course: Course) -> xr.DataArray:
    """Share with joint pain on the case report form in 30 months, by arm.

    The reporting probability is that which gives the published share in the untreated arm. Raises EstralgiaError
    without that arm or where the course is shorter than 30 months.
    """
    form = instruments()["report_form"]
    days = np.arange(0, form["months"] * DAYS_PER_MONTH + 1, form["looks_every"])
    if UNTREATED not in course.arms:
        raise EstralgiaError("the reporting probability comes from the untreated arm", fix="simulate(..., twin=True)")
    course = course.sound
    ever = new_or_worse(course, days)
    chance = form["untreated_share"] / ever.sel(arm=UNTREATED).mean()
    written = xr.DataArray(draw(course.women.seed, course.women.ids, "written on the form", "uniform"), dims="patient")
    return (ever & (written < chance)).mean("patient")
