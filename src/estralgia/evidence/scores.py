"""Scores of a week, 0 to 10, as a woman gives them: days differ, memory leans to the peak, and answers are whole.

The diary noise, the recall and its error are those of scores.toml; arms share them, so that twins differ by what is
given to them alone.
"""

from functools import cache
from pathlib import Path

import numpy as np
import xarray as xr

from ..model.chance import draw
from ..model.errors import EstralgiaError, nearest
from ..model.schema import read_toml
from ..runners.run import Run


@cache
def _table() -> dict:
    return read_toml(Path(__file__).with_name("scores.toml"))


def scores() -> list[str]:
    """The names of the scores."""
    return list(_table()["score"])


def score(course: Run, name: str, day: float, occasion: str = "") -> xr.DataArray:
    """A score of the week that ends on a day: dims arm, patient, whole numbers from 0 to 10.

    occasion: another word gives another throw of the dice, as if she had been asked twice. Raises EstralgiaError for a
    score that does not exist and for a day that was not recorded.
    """
    if name not in _table()["score"]:
        raise EstralgiaError(f"there is no score '{name}'", fix=nearest(name, scores()))
    row, recall = _table()["score"][name], _table()["recall"]
    latent = course[row["of"]].sel(time=day, method="nearest", tolerance=14).drop_vars("time")
    women = course.women
    days = (latent + xr.DataArray(_diary(women, name, day, occasion), dims=("day", "patient"))).clip(0, 10)
    remembered = (1 - row["peak"]) * days.mean("day") + row["peak"] * days.max("day")
    error = recall["error"] * draw(women.seed, women.ids, f"recall of {name} {occasion}", index=round(day))
    return (remembered + xr.DataArray(error, dims="patient")).clip(0, 10).round()


def _diary(women, name, day, occasion):
    """Noise of the days of one week, (day, woman): correlated from day to day, of a size of her own."""
    row, count = _table()["diary"], _table()["recall"]["days"]
    size = row["within_sd"] * np.exp(row["within_log_sd"] * draw(women.seed, women.ids, "diary noise"))
    purpose = f"diary of {name} {occasion}"
    fresh = [draw(women.seed, women.ids, purpose, index=count * round(day) + i) for i in range(count)]
    found = [fresh[0]]
    for one in fresh[1:]:
        found.append(row["lag_1"] * found[-1] + np.sqrt(1 - row["lag_1"] ** 2) * one)
    return size * np.stack(found)
