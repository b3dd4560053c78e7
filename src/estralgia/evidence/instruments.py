"""Instruments: a study does not see pain, it sees what its instrument sees.

Each instrument says of every woman, in each arm, whether it counts her by the last of some months: bool, dims arm,
patient. Arms share all chance, so that twins differ by the drug alone. The numbers are those of instruments.toml.
"""
# pyright: reportUnknownMemberType=false

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import xarray as xr

from ..model.chance import draw
from ..model.errors import RunError
from ..runners.run import UNTREATED, Run
from .instrument_table import Form, Name, instruments
from .scores import score, unsureness
from .targets import target
from .thresholds import FELT, HURTING, SEVERE, thresholds

DAYS_PER_MONTH = 365.25 / 12
NEAR = 15  # days between a visit and the record that stands for it, at most


def reading(course: Run, day: float, name: str = "worst_pain") -> xr.DataArray:
    """A score (0 to 10) as it is read on a day, with its reading error: dims arm, patient. Arms share the error."""
    return _read(course, day, name, instruments().item.reading_error, "reading error")


def _read(course: Run, day: float, name: str, size: float, purpose: str) -> xr.DataArray:
    nearest = course[name].sel(time=day, method="nearest", tolerance=NEAR)
    error = size * draw(course.women.seed, course.women.ids, purpose, index=round(day))
    level = nearest.drop_vars("time")
    return (level + unsureness(level) * xr.DataArray(error, dims="patient")).clip(0, 10)


def category(course: Run, day: float, name: str = "worst_pain") -> xr.DataArray:
    """The answer to the five-category item on a day, 0 (none) to 4: dims arm, patient. name: of what it asks."""
    return _category(reading(course, day, name))


def _category(read: xr.DataArray) -> xr.DataArray:
    return xr.apply_ufunc(np.digitize, read, kwargs={"bins": instruments().item.cuts}).where(read.notnull())


def new_or_worse(course: Run, visits: Sequence[float] | None = None) -> xr.DataArray:
    """Whether any later visit has a higher category than the first: dims arm, patient, bool.

    visits: days, by default those of the item (0, 3 and 6 months). Raises RunError where the course is too short.
    """
    first, *later = instruments().item.visits if visits is None else visits
    check_length(course, max(later))
    return _above(course, first, later).any("visit")


def newly_worse(course: Run, visits: Sequence[float]) -> xr.DataArray:
    """Whether the category of the last of these days is above that of all before: dims arm, patient, bool.

    A window of a study counts so what is new in it. Raises RunError where the course is too short.
    """
    *before, last = visits
    check_length(course, last)
    return category(course, last) > xr.concat([category(course, day) for day in before], "visit").max("visit")


def _above(course: Run, first: float, later: Sequence[float], least: int = 1) -> xr.DataArray:
    """Whether the category is above that of the first day, and at least this one: dims visit, arm, patient."""
    before, after = category(course, first), [category(course, day) for day in later]
    return xr.concat([(one > before) & (one >= least) for one in after], "visit")


def had_pain(course: Run) -> xr.DataArray:
    """Whether her usual pain without tablets is a point or more: dims patient, bool.

    Weeks without tablets after day 0 stand for those before: good and bad weeks are alike in either direction.
    Raises RunError without untreated twins.
    """
    if UNTREATED not in course.arms:
        raise RunError("earlier pain is that of the untreated arm", fix="simulate(..., twin=True)")
    weeks = slice(0, 7 * thresholds().earlier_weeks.value)
    return course["worst_pain"].sel(arm=UNTREATED, time=weeks, drop=True).mean("time") >= FELT


def by_joint(course: Run, day: float) -> xr.DataArray:
    """Pain of every joint as it is answered, whole numbers from 0 to 10: dims arm, joint, patient."""
    level = course["pain_by_joint"].sel(time=day, method="nearest", tolerance=NEAR).drop_vars("time")
    purposes = [f"reading error of {joint}" for joint in level.joint.values]
    error = instruments().item.reading_error * draw(course.women.seed, course.women.ids, purposes, index=round(day))
    read = level + unsureness(level) * xr.DataArray(error, dims=("joint", "patient"))
    return read.clip(0, 10).round().transpose("arm", "joint", "patient")


def _at_any(visits: list[xr.DataArray]) -> xr.DataArray:
    return xr.concat(visits, "visit").any("visit")


def check_length(course: Run, day: float) -> None:
    """Raises RunError where the course ends before a visit on this day."""
    if float(course.data.time[-1]) < day - NEAR:
        raise RunError(f"the course is shorter than the visit on day {day:.0f}", fix="simulate for longer")


def risen_by_month(course: Run, since: float = 0) -> xr.DataArray:
    """Whether her answer is higher than before treatment, month by month: bool, dims arm, patient, month.

    since: another day to compare with. Raises RunError for a course without a month.
    """
    found = range(1, int(float(course.data.time[-1]) / DAYS_PER_MONTH) + 1)
    if not found:
        raise RunError("the first answer comes after a month", "a shorter course", "simulate more than a month")
    before = category(course, since)
    risen = [category(course, month * DAYS_PER_MONTH) > before for month in found]
    return xr.concat(risen, xr.DataArray(list(found), dims="month", name="month"))


def questionnaire(course: Run, months: Iterable[int], since: float = 0) -> xr.DataArray:
    """New or worse on the item, beside a day, at any of these monthly visits: dims arm, patient, bool."""
    return new_or_worse(course, [since, *_days(months)])


def rheumatologist(course: Run, months: Iterable[int], since: float = 0) -> xr.DataArray:
    """Whether a rheumatologist finds the pain risen since a day at any of these visits: dims arm, patient, bool."""
    row, days = instruments().rheumatologist, _days(months)
    check_length(course, max(days))
    before, *found = (_read(course, day, "worst_pain", row.reading_error, "examination") for day in (since, *days))
    return _at_any([later >= before + row.rise for later in found])


def threshold(course: Run, months: Iterable[int]) -> xr.DataArray:
    """Whether her score reaches the entry rule of trials at any of these visits: dims arm, patient, bool."""
    name, days = instruments().threshold.score, _days(months)
    check_length(course, max(days))
    return _at_any([score(course, name, day) >= HURTING for day in days])


def attribution(course: Run, months: Iterable[int], name: str = "worst_pain") -> xr.DataArray:
    """Whether she hurts and thinks it began or worsened on the tablets, asked in one of these months: arm, patient.

    name: what she is asked about, e.g. "stiffness_on_waking".
    """
    women, days = course.women, _days(months)
    check_length(course, max(days))
    asked = np.floor(len(days) * draw(women.seed, women.ids, "month of the survey", "uniform")).astype(int)
    on_days = xr.concat([began_or_worsened(course, day, name) for day in days], "visit")
    return on_days.isel(visit=xr.DataArray(asked, dims="patient"))


def began_or_worsened(course: Run, day: float, name: str = "worst_pain") -> xr.DataArray:
    """Whether her answer on a day is above what she remembers of the time before the tablets: arm, patient."""
    memory = instruments().attribution.memory_error
    before = _category(_read(course, 0, name, memory, "memory of the time before"))
    return category(course, day, name) > before


def free_text(course: Run, months: Iterable[int]) -> xr.DataArray:
    """Whether new or worse pain is written as free text by the last of these months: dims arm, patient, bool."""
    return _written(course, "free_text", instruments().free_text, max(months))


def on_report_form(course: Run, months: Iterable[int], probability: float | None = None) -> xr.DataArray:
    """Whether new or worse pain stands on a report form that asks for it, by the last of these months: arm, patient.

    probability: that of reporting in a trial (`reporting_probability`), by default that of MA.17.
    """
    row, until = instruments().report_form, max(months)
    if probability is None:
        return _written(course, "report_form", row, until)
    return _needed(course, "report_form", row, until) <= probability


def reporting_probability(
    course: Run, month: int, arm: str, share: float, counted: xr.DataArray | None = None
) -> float:
    """The probability of reporting at which a share (0 to 1) of the women of an arm stand on the form by a month.

    counted: which women are asked, bool, dims patient; by default all.
    """
    needed = _needed(course, "report_form", instruments().report_form, month).sel(arm=arm)
    return _meeting(needed.values if counted is None else needed.values[counted.values], share)


def grade_on_form(course: Run, months: Iterable[int], probability: float | None = None) -> xr.DataArray:
    """The grade with which it was first written: 0 mild (below 4), 1 moderate, 2 severe (from 7); NaN: not on the form.

    An event is written once, with the grade that it has then. probability: as for `on_report_form`. Dims arm, patient.
    """
    until = visits_until("report_form", max(months))
    written = _needed_by_visit(course, "report_form", instruments().report_form, max(months))
    if probability is None:
        probability = _probability(course, "report_form", instruments().report_form)
    is_written = written <= probability
    readings = xr.concat([reading(course, day) for day in _days(until)], "visit")
    first = readings.isel(visit=is_written.argmax("visit"))
    grade = xr.apply_ufunc(np.digitize, first, kwargs={"bins": [HURTING, SEVERE]})
    return grade.where(is_written.any("visit"))


def report_form(course: Run) -> xr.DataArray:
    """Share with joint pain on the case report form in 30 months, by arm.

    The reporting probability is that which gives the published share in the untreated arm. Raises RunError
    without that arm or where the course is shorter than 30 months.
    """
    return on_report_form(course.sound, [instruments().report_form.set_month]).mean("patient")


def _written(course: Run, name: Name, row: Form, until: int) -> xr.DataArray:
    """Counted where her own number is at most the reporting probability."""
    return _needed(course, name, row, until) <= _probability(course, name, row)


def _probability(course: Run, name: Name, row: Form) -> float:
    """The reporting probability of the trial of an instrument, which meets the published share to a woman."""
    if UNTREATED not in course.arms:
        raise RunError("the reporting probability comes from the untreated arm", fix="simulate(..., twin=True)")
    arms = [UNTREATED] if row.set_in == "untreated" else [course.treated[0], UNTREATED]
    return _meeting(_needed(course, name, row, row.set_month).sel(arm=arms).values, target(row.set_to).value / 100)


def _meeting(needed: np.ndarray[Any, Any], share: float) -> float:
    """The probability that lets this share be written; certain reporting where even that gives less."""
    women = round(share * needed.size)
    return min(float(np.sort(needed, axis=None)[women - 1]) if women else 0.0, 1.0)


def _needed(course: Run, name: Name, row: Form, until: int) -> xr.DataArray:
    """The least reporting probability at which her pain would stand on the form; infinite where it never rose."""
    return _needed_by_visit(course, name, row, until).min("visit")


def _needed_by_visit(course: Run, name: Name, row: Form, until: int) -> xr.DataArray:
    women, months = course.women, visits_until(name, until)
    check_length(course, _days(months)[-1])
    indices = months if row.one_chance_per == "visit" else [0] * len(months)
    dice = [draw(women.seed, women.ids, f"written: {name}", "uniform", index=index) for index in indices]
    risen = _above(course, 0, _days(months), row.least_answer)
    return xr.DataArray(np.stack(dice), dims=("visit", "patient")).where(risen, np.inf)


def visits_until(name: Name, month: int) -> list[int]:
    """The months at which an instrument looks, until one."""
    every = instruments().called(name).visits_every
    return list(range(every, month + 1, every))


def _days(months: Iterable[int]) -> list[float]:
    return [month * DAYS_PER_MONTH for month in months]


ASK: dict[Name, Callable[[Run, Iterable[int]], xr.DataArray]] = {
    "free_text": free_text,
    "report_form": on_report_form,
    "threshold": threshold,
    "attribution": attribution,
    "rheumatologist": rheumatologist,
    "item": questionnaire,
}
