"""Assays: a laboratory does not see a hormone, it sees what its method sees. The numbers are those of assays.toml."""
# pyright: reportUnknownMemberType=false

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np
import xarray as xr

from ..model.chance import draw
from ..model.errors import BookError, UnknownName, nearest
from ..model.toml import Grade, read_row, read_toml
from ..runners.run import Run

TOLERANCE = 4  # days between a sample and the record that stands for it, at most


@dataclass(frozen=True, kw_only=True)
class Assay:
    """One laboratory method: see assays.toml. error: SD of the natural logarithm. floor, limit: quantity -> level."""

    method: str
    error: float
    floor: Mapping[str, float]
    limit: Mapping[str, float]
    below: Literal["as measured", "the limit"]
    source: tuple[str, ...]
    grade: Grade
    note: str


@dataclass(frozen=True)
class _Table:
    assay: Mapping[str, Assay]


def read_assays(path: str | Path) -> dict[str, Assay]:
    """The assays of a file, name -> assay. Raises BookError, with the place and the fix, for a mistake in it."""
    found = read_row(read_toml(path), _Table, Path(path).name).assay
    for name, one in found.items():
        where = f"{Path(path).name}, assay {name}"
        if one.error < 0 or min((*one.floor.values(), *one.limit.values()), default=0) < 0:
            raise BookError("an error, floor or limit below 0", where, "write 0 where there is none")
        if one.floor.keys() != one.limit.keys():
            raise BookError("floor and limit are of different quantities", where, "name the same ones in both")
    return dict(found)


@cache
def _table() -> dict[str, Assay]:
    return read_assays(Path(__file__).with_name("assays.toml"))


def assays() -> dict[str, Assay]:
    """Name -> assay, in the order of assays.toml."""
    return dict(_table())


def assay_called(method: str, quantity: str) -> Assay:
    """The assay of this name. Raises UnknownName for one that does not exist, and for what it does not measure."""
    if method not in _table():
        raise UnknownName(f"there is no assay '{method}'", "assays.toml", nearest(method, _table()))
    found = _table()[method]
    if quantity not in found.floor:
        what = f"the assay '{method}' does not measure '{quantity}'"
        raise UnknownName(what, "assays.toml", nearest(quantity, found.floor))
    return found


def assay(course: Run, quantity: str, *, method: str, day: float | None = None) -> xr.DataArray:
    """A hormone as a laboratory reads it: the assay's floor on top, its error, and its limit below.

    quantity: "estradiol", "estrone", "estrone_sulfate" (pmol/L), or "aromatase_activity" for the tracer. method: a name
    of assays.toml. day: one sample, within four days of a record; by default one on every recorded day. Dims arm,
    patient and, without `day`, time. Arms share the error of a sample. Raises UnknownName as `assay_called`.
    """
    how = assay_called(method, quantity)
    measured = _measured(course, quantity, method, day)
    return measured.clip(min=how.limit[quantity]) if how.below == "the limit" else measured


def below_limit(course: Run, quantity: str, *, method: str, day: float | None = None) -> xr.DataArray:
    """Whether the laboratory reads less than the limit of its assay: bool, dims as those of `assay`, which see."""
    return _measured(course, quantity, method, day) < assay_called(method, quantity).limit[quantity]


def _measured(course: Run, quantity: str, method: str, day: float | None) -> xr.DataArray:
    how, true = assay_called(method, quantity), course[quantity]
    true = true if day is None else true.sel(time=[day], method="nearest", tolerance=TOLERANCE)
    women, purpose = course.women, f"assay of {quantity}, {method}"
    error = [draw(women.seed, women.ids, purpose, index=round(float(one))) for one in true.time.values]
    factor = xr.DataArray(np.exp(how.error * np.stack(error)), dims=("time", "patient"))
    measured = ((true + how.floor[quantity]) * factor).assign_attrs(true.attrs)
    return measured if day is None else measured.isel(time=0, drop=True)
