"""Instruments: a study does not see pain, it sees what its instrument sees.

Each instrument says of every woman, in each arm, whether it counts her by the last of some months: bool, dims arm,
patient. Arms share all chance, so that twins differ by the drug alone. The numbers are those of instruments.toml.
"""

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import numpy as np
import xarray as xr

from ..model.chance import draw
from ..model.errors import EstralgiaError
from ..model.schema import read_toml
from ..runners.run import UNTREATED, Run
from .scores import score
from .targets import target

DAYS_PER_MONTH = 365.25 / 12
NEAR = 15  # days between a visit and the record that stands for it, at most


@cache
def instruments() -> dict:
    """The numbers of the instruments, from instruments.toml."""
    return read_toml(Path(__file__).with_name("instruments.toml"))


def reading(course: Run, day: float, name: str = "worst_pain") -> xr.DataArray:
    """A score (0 to 10) as it is read on a day, with its reading error: dims arm, patient. Arms share the error."""
    return _read(course, day, name, instruments()["item"]["reading_error"], "reading error")


def _read(course, day, name, size, purpose):
    nearest = course[name].sel(time=day, method="nearest", tolerance=NEAR)
    error = size * draw(course.women.seed, course.women.ids, purpose, index=round(day))
    return (nearest.drop_vars("time") + xr.DataArray(error, dims="patient")).clip(0, 10)


def category(course: Run, day: float) -> xr.DataArray:
    """The answer to the five-category item on a day, 0 (none) to 4: dims arm, patient."""
    return _category(reading(course, day))


def _category(read):
    return xr.apply_ufunc(np.digitize, read, kwargs={"bins": instruments()["item"]["cuts"]}).where(read.notnull())


def new_or_worse(course: Run, visits=None) -> xr.DataArray:
    """Whether any later visit has a higher category than the first: dims arm, patient, bool.

    visits: days, by default those of the item (0, 3 and 6 months). Raises EstralgiaError where the course is too short.
    """
    first, *later = instruments()["item"]["visits"] if visits is None else visits
    check_length(course, max(later))
    return _above(course, first, later).any("visit")


def _above(course, first, later):
    """Whether the category is above that of the first day: dims visit, arm, patient."""
    before = category(course, first)
    return xr.concat([category(course, day) > before for day in later], "visit")


def _at_any(visits: list[xr.DataArray]) -> xr.DataArray:
    return xr.concat(visits, "visit").any("visit")


def check_length(course: Run, day: float):
    """Raises EstralgiaError where the course ends before a visit on this day."""
    if float(course.data.time[-1]) < day - NEAR:
        raise EstralgiaError(f"the course is shorter than the visit on day {day:.0f}", fix="simulate for longer")


def new_or_worse_by_month(course: Run, months: int | None = None) -> xr.DataArray:
    """Share of women whose answer is higher than before treatment, by month: dims arm, month."""
    last = int(float(course.data.time[-1]) / DAYS_PER_MONTH)
    found = range(1, min(last, months or last) + 1)
    if not found:
        raise EstralgiaError("the first answer comes after a month", "a shorter course", "simulate more than a month")
    course = course.sound
    before = category(course, 0)
    shares = [(category(course, month * DAYS_PER_MONTH) > before).mean("patient") for month in found]
    return xr.concat(shares, xr.DataArray(list(found), dims="month", name="month")).transpose("arm", "month")


def questionnaire(course: Run, months: Iterable[int]) -> xr.DataArray:
    """New or worse on the item at any of these monthly visits: dims arm, patient, bool."""
    return new_or_worse(course, [0, *_days(months)])


def rheumatologist(course: Run, months: Iterable[int]) -> xr.DataArray:
    """Whether a rheumatologist finds the pain risen at any of these visits: dims arm, patient, bool."""
    row, days = instruments()["rheumatologist"], _days(months)
    check_length(course, max(days))
    before, *found = (_read(course, day, "worst_pain", row["reading_error"], "examination") for day in (0, *days))
    return _at_any([later >= before + row["rise"] for later in found])


def threshold(course: Run, months: Iterable[int]) -> xr.DataArray:
    """Whether her score reaches the entry rule of trials at any of these visits: dims arm, patient, bool."""
    row, days = instruments()["threshold"], _days(months)
    check_length(course, max(days))
    return _at_any([score(course, row["score"], day) >= row["least"] for day in days])


def attribution(course: Run, months: Iterable[int]) -> xr.DataArray:
    """Whether she hurts and thinks it began or worsened on the tablets, asked in one of these months: arm, patient."""
    women, days = course.women, _days(months)
    check_length(course, max(days))
    memory = instruments()["attribution"]["memory_error"]
    remembered = _category(_read(course, 0, "worst_pain", memory, "memory of the time before"))
    asked = np.floor(len(days) * draw(women.seed, women.ids, "month of the survey", "uniform")).astype(int)
    now = xr.concat([category(course, day) for day in days], "visit").isel(visit=xr.DataArray(asked, dims="patient"))
    return now > remembered


def free_text(course: Run, months: Iterable[int]) -> xr.DataArray:
    """Whether new or worse pain is written as free text by the last of these months: dims arm, patient, bool."""
    return _written(course, "free_text", max(months))


def on_report_form(course: Run, months: Iterable[int]) -> xr.DataArray:
    """Whether new or worse pain stands on a report form that asks for it, by the last of these months: arm, patient."""
    return _written(course, "report_form", max(months))


def report_form(course: Run) -> xr.DataArray:
    """Share with joint pain on the case report form in 30 months, by arm.

    The reporting probability is that which gives the published share in the untreated arm. Raises EstralgiaError
    without that arm or where the course is shorter than 30 months.
    """
    return on_report_form(course.sound, [instruments()["report_form"]["set_month"]]).mean("patient")


def _written(course, name, until):
    """Counted where her own number is at most the reporting probability, which meets the published share, to a woman.

    Where even certain reporting gives less than the published share, everything is written.
    """
    row = instruments()[name]
    if UNTREATED not in course.arms:
        raise EstralgiaError("the reporting probability comes from the untreated arm", fix="simulate(..., twin=True)")
    arms = [UNTREATED] if row["set_in"] == "untreated" else [course.treated[0], UNTREATED]
    needed = np.sort(_needed(course, name, row["set_month"]).sel(arm=arms).values, axis=None)
    women = round(target(row["set_to"]).value / 100 * needed.size)
    return _needed(course, name, until) <= min(needed[women - 1] if women else 0.0, 1.0)


def _needed(course, name, until):
    """The least reporting probability at which her pain would stand on the form; infinite where it never rose."""
    row, women = instruments()[name], course.women
    months = visits_until(name, until)
    check_length(course, _days(months)[-1])
    index = (lambda month: month) if row["one_chance_per"] == "visit" else (lambda month: 0)
    dice = [draw(women.seed, women.ids, f"written: {name}", "uniform", index=index(month)) for month in months]
    risen = _above(course, 0, _days(months))
    return xr.DataArray(np.stack(dice), dims=("visit", "patient")).where(risen, np.inf).min("visit")


def visits_until(name: str, month: int) -> list[int]:
    """The months at which an instrument looks, until one."""
    every = instruments()[name]["visits_every"]
    return list(range(every, month + 1, every))


def _days(months):
    return [month * DAYS_PER_MONTH for month in months]


ASK: dict[str, Callable[[Run, Iterable[int]], xr.DataArray]] = {
    "free_text": free_text,
    "report_form": on_report_form,
    "threshold": threshold,
    "attribution": attribution,
    "rheumatologist": rheumatologist,
    "item": questionnaire,
}
