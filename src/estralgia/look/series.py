"""What is drawn of a quantity: its words and units, and one series of numbers for each arm."""

from dataclasses import dataclass, replace

import numpy as np
import xarray as xr

from ..model.errors import RunError, UnknownName, nearest
from ..model.phases import PLACEBO
from ..people.women import said_ids
from ..runners.run import UNTREATED, Result, Run
from ..runners.summary import QUANTILES
from . import style


@dataclass(frozen=True, eq=False)
class Series:
    """One line or band: values (patient, day) on these days, or (quantile, day), and how it is drawn."""

    label: str
    colour: str
    line: object
    days: np.ndarray
    values: np.ndarray
    of_quantiles: bool = False

    def at(self, *shares: float) -> np.ndarray:
        """Quantiles over the women, (share, day)."""
        if self.of_quantiles:
            return self.values[[QUANTILES.index(share) for share in shares]]
        return np.nanquantile(self.values, shares, axis=0)


def title(array: xr.DataArray) -> str:
    """What a quantity is, as a title: its long name without the scale."""
    name = _name_and_scale(array)[0]
    return name[:1].upper() + name[1:]


def unit(array: xr.DataArray) -> str:
    """The unit of a quantity for an axis: as a chemist writes it, or the scale that its long name ends in."""
    units, name = array.attrs["units"], array.attrs["long_name"]
    if units == "1":
        return _name_and_scale(array)[1] or ("ratio" if "relative to" in name else "no unit")
    parts = {"l": "L", "ug": "µg", "dl": "dL", "ml": "mL"}
    return " ".join(parts.get(part) or part for part in units.split()).replace(" / ", "/")


def _name_and_scale(array):
    name, _, scale = array.attrs["long_name"].rpartition(", ")
    if array.attrs["units"] == "1" and name and any(letter.isdigit() for letter in scale):
        return name, scale
    return array.attrs["long_name"], ""


def drawable(course: Result) -> list[str]:
    """The recorded quantities that have a course in time, and so can be drawn."""
    return [str(name) for name, array in course.data.data_vars.items() if {"time", "day"} & set(array.dims)]


def series_of(course: Result, name: str, patient: int | None = None) -> list[Series]:
    """The series of a quantity, treated arms first; one for each drug where the quantity is one of drugs."""
    if name not in drawable(course):
        raise UnknownName(f"there is no '{name}' to draw", fix=nearest(name, drawable(course)))
    array = women_of(course[name], patient)
    if "joint" in array.dims:
        raise RunError(f"'{name}' has one value for each joint", fix='plot("joints") draws them')
    days = array["time"].values if "time" in array.dims else np.arange(array.sizes["day"])
    found = []
    for arm in course.treated + [UNTREATED] * (UNTREATED in course.arms):
        for label, values in _by_drug(array.sel(arm=arm), arm):
            look = style.colour_of_arm(course, arm), style.line_of_arm(course, arm)
            found.append(Series(label, *look, days, values, "quantile" in array.dims))
    if not found:
        raise RunError(f"there is no '{name}' to draw: nobody takes a drug", fix="draw another quantity")
    return found


def arms_with_drugs(course: Run, arm: str | None = None) -> list[str]:
    """All arms with a drug, or this one. Raises UnknownName with the nearest name for one that is not there."""
    if arm is not None and arm not in course.treated:
        raise UnknownName(f"there is no arm '{arm}' with a drug", fix=nearest(arm, course.treated))
    return course.treated if arm is None else [arm]


def _by_drug(array, arm):
    """(label, values) of an arm, or of each drug that is taken in it."""
    if "drug" not in array.dims:
        return [(label_of(arm), array.values)]
    taken = [drug for drug in array.drug.values if float(array.sel(drug=drug).max()) > 0]
    return [(label_of(arm) if len(taken) == 1 else str(drug), array.sel(drug=drug).values) for drug in taken]


def women_of(array: xr.DataArray, patient: int | None) -> xr.DataArray:
    """Of all women, or of one by her number. Raises UnknownName where she was not simulated."""
    if patient is None:
        return array
    if "patient" not in array.dims:
        raise RunError("a summary holds no single woman", f"patient = {patient!r}", "draw her from a course of her own")
    numbers = array.patient.values
    if patient not in numbers:
        fix = f"give the number of one who was: {said_ids(numbers)}"
        raise UnknownName(f"woman {patient} was not simulated", f"patient = {patient!r}", fix)
    return array.sel(patient=[patient])


def part_of(course: Run, most: int, arms: list[str] | None = None, patient: int | None = None) -> Run:
    """At most so many of the women whose run did not fail (or the one of this number), and these arms (or all)."""
    arms = course.arms if arms is None else arms
    for arm in arms:
        course.arm(arm)  # which refuses what is not there
    if patient is None:
        course = course.sound
        places = np.arange(min(most, len(course.women)))
    else:
        women_of(course.data.patient, patient)
        places = np.flatnonzero(course.data.patient.values == patient)
    found = course.of(places)
    return replace(found, data=found.data.sel(arm=arms))


def label_of(arm: str) -> str:
    """An arm in words for a legend: "with letrozole", "with letrozole, with exercise", "without tablets" and others."""
    tablets, *added = arm.split(" with ")
    said = {UNTREATED: "without tablets", PLACEBO: "with tablets without a drug"}.get(tablets, f"with {tablets}")
    return ", with ".join([said, *added])
