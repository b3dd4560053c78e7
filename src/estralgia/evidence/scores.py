"""Scores of a week, 0 to 10, as a woman gives them: days differ, memory leans to the peak, and answers are whole.

The diary noise, the recall and its error are those of scores.toml; arms share them, so that twins differ by what is
given to them alone.
"""
# pyright: reportUnknownMemberType=false

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr

from ..model.chance import draw
from ..model.errors import UnknownName, nearest
from ..model.toml import Grade, read_row, read_toml
from ..people import Women
from ..runners.run import Run


@dataclass(frozen=True, kw_only=True)
class Diary:
    """Noise of a day about the latent level, in points, and how much of it stays until the next day."""

    within_sd: float
    within_log_sd: float
    lag_1: float
    source: tuple[str, ...]
    grade: Grade
    note: str


@dataclass(frozen=True, kw_only=True)
class Recall:
    """How many days are remembered, and the error, in points."""

    days: int
    error: float
    source: tuple[str, ...]
    grade: Grade
    note: str


@dataclass(frozen=True, kw_only=True)
class Sureness:
    """The level of pain, in points, at which an answer errs half as much as one about strong pain: none is sure."""

    half: float
    source: tuple[str, ...]
    grade: Grade
    note: str


@dataclass(frozen=True)
class Score:
    """The quantity that is asked for, and the share of the worst day in what is remembered of it.

    most: its largest value. reads: what an answer says at 0 and at the most; step: in which steps.
    """

    of: str
    peak: float
    most: float = 10.0
    reads: tuple[float, float] = (0.0, 10.0)
    step: float = 1.0
    source: tuple[str, ...] = ()
    grade: Grade = "judgement"
    note: str = ""


@dataclass(frozen=True)
class _Table:
    diary: Diary
    recall: Recall
    sureness: Sureness
    score: dict[str, Score]


@cache
def _table() -> _Table:
    path = Path(__file__).with_name("scores.toml")
    return read_row(read_toml(path), _Table, path.name)


def scores() -> list[str]:
    """The names of the scores."""
    return list(_table().score)


def quantity_of(name: str) -> str:
    """The quantity that a score asks for. Raises UnknownName for a score that does not exist."""
    if name not in _table().score:
        raise UnknownName(f"there is no score '{name}'", fix=nearest(name, scores()))
    return _table().score[name].of


def score(course: Run, name: str, day: float, occasion: str = "") -> xr.DataArray:
    """A score of the week that ends on a day: dims arm, patient, in the steps of its scale, whole numbers from 0 to 10.

    occasion: another word gives another throw of the dice, as if she had been asked twice. Raises UnknownName for a
    score that does not exist, and RunError for a quantity that was not recorded.
    """
    latent = course[quantity_of(name)].sel(time=day, method="nearest", tolerance=14).drop_vars("time")
    row, recall = _table().score[name], _table().recall
    latent = latent * (10 / row.most)
    women, unsure = course.women, unsureness(latent)
    diary = xr.DataArray(_diary(women, name, day, occasion), dims=("day", "patient"))
    days = (latent + unsure * diary).clip(0, 10)
    remembered = (1 - row.peak) * days.mean("day") + row.peak * days.max("day")
    error = recall.error * draw(women.seed, women.ids, f"recall of {name} {occasion}", index=round(day))
    points = (remembered + unsure * xr.DataArray(error, dims="patient")).clip(0, 10)
    return _as_read(points, row)


def _as_read(points: xr.DataArray, row: Score) -> xr.DataArray:
    """Points of 10 as the scale says them."""
    at_none, at_most = row.reads
    return ((at_none + (at_most - at_none) * points / 10) / row.step).round() * row.step


def unsureness(level: xr.DataArray) -> xr.DataArray:
    """How much an answer about this level errs, 0 where there is nothing to tell, towards 1 where there is much."""
    return level / (level + _table().sureness.half)


def _diary(women: Women, name: str, day: float, occasion: str) -> np.ndarray[Any, Any]:
    """Noise of the days of one week, (day, woman): correlated from day to day, of a size of her own."""
    row, count = _table().diary, _table().recall.days
    size = row.within_sd * np.exp(row.within_log_sd * draw(women.seed, women.ids, "diary noise"))
    purpose = f"diary of {name} {occasion}"
    fresh = [draw(women.seed, women.ids, purpose, index=count * round(day) + i) for i in range(count)]
    found = [fresh[0]]
    for one in fresh[1:]:
        found.append(row.lag_1 * found[-1] + np.sqrt(1 - row.lag_1**2) * one)
    return size * np.stack(found)
