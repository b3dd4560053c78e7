"""Covariates of a table: who the women are, and what of it changes on the way."""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from ..book import BOOK
from ..model.answers import picomolar, yes_or_no
from ..model.errors import EstralgiaError, nearest
from ..model.schema import to_days
from ..people import Patient, Women
from ..people.patient import YES_OR_NO
from .cells import Cells

INTERPOLATIONS = ("carried forward", "linear")
COLUMNS = tuple(one.name for one in fields(Patient) if one.name != "name")
FIXED = (  # what she began with, or is born with
    "joint_pain_before", "estradiol", "cyp2a6_variant_alleles", "tamoxifen_years", "symptom_burden",
)  # fmt: skip
CARRIED = YES_OR_NO  # nothing lies between
FOLLOWS = {"weight": "bmi", "years_since_menopause": "age"}  # where the table does not give it


@dataclass(frozen=True, repr=False)
class Changes:
    """The covariates that change, name -> (woman's place, day, value), sorted, and what holds between two of a woman.

    places: the place of every woman, by her id.
    """

    places: dict[int, int]
    knots: dict[str, tuple[np.ndarray, np.ndarray, np.ndarray]]
    interpolation: str

    def __str__(self):
        words = {
            "linear": "linear between the rows that give them",
            "carried forward": "carried forward from row to row",
        }
        return f"{', '.join(self.knots)} changing, {words[self.interpolation]}"

    def __repr__(self):
        return str(self) if self.knots else "no covariates changing"

    def daily(self, ids: np.ndarray, days: np.ndarray) -> dict[str, np.ndarray]:
        """Values for these women on these days of the table, time in days, name -> (day, 1, woman)."""
        hers = [self.of_one(one, days) for one in ids]
        return {
            name: np.stack([one[name] for one in hers], axis=-1)[:, None] * to_days(BOOK.covariates[name].unit)[0]
            for name in self.knots
        }

    def of_one(self, woman: int, days: np.ndarray) -> dict[str, np.ndarray]:
        """Values of one woman, by her id, on these days of the table, name -> (day,), in the units of people.toml."""
        return {name: self._between(name, *self._hers(woman, name), days) for name in self.knots}

    def days_of(self, woman: int) -> set[float]:
        """The days of the table at which anything of hers is given."""
        return {day for name in self.knots for day in self._hers(woman, name)[0].tolist()}

    def _hers(self, woman, name):
        owner, day, value = self.knots[name]
        begin, end = np.searchsorted(owner, self.places[int(woman)] + np.arange(2))
        return day[begin:end], value[begin:end]

    def _between(self, name, day, value, days):
        if self.interpolation == "linear" and name not in CARRIED:
            return np.interp(days, day, value)
        return value[np.maximum(np.searchsorted(np.floor(day), days, side="right") - 1, 0)]


def read_women(
    cells: Cells, ids: np.ndarray, woman: np.ndarray, time: np.ndarray, interpolation: str, seed: int
) -> tuple[Women, Changes]:
    """The women of a table as they are at its first day, and the changes; what it does not give is as in Patient.

    A value holds from its row on (or changes evenly until the next, "linear"), the first also before its row.
    Raises EstralgiaError with file, line, column and value for what cannot be.
    """
    if interpolation not in INTERPOLATIONS:
        what = f"interpolation cannot be '{interpolation}'"
        raise EstralgiaError(what, fix=nearest(str(interpolation), INTERPOLATIONS))
    read = {"estradiol": picomolar} | dict.fromkeys(YES_OR_NO, yes_or_no)
    example = dict.fromkeys(YES_OR_NO, "yes or no")
    given = {
        name: cells.numbers(name, read.get(name, float), example.get(name, "12.5")) for name in COLUMNS if name in cells
    }
    turns = {name: _turns(cells, name, values, woman, time) for name, values in given.items()}
    first = np.diff(woman, prepend=-1) != 0
    rows = np.flatnonzero(np.logical_or.reduce([first, *turns.values()]))
    filled = {name: _filled(values, first)[rows] for name, values in given.items()}
    values, of_first = _described(cells, filled, rows, woman, given), first[rows]
    women = Women(
        ids,
        {name: one[of_first] for name, one in values.items() if name in BOOK.covariates},
        seed,
        {name: values[name][of_first] for name in ("joint_pain_before", "estradiol")},
    )
    knots = {}
    for name in BOOK.covariates:
        known = of_first | _turns_behind(name, given, turns, woman)[rows]
        where, value = woman[rows][known], values[name][known]
        if ((np.diff(where) == 0) & (np.diff(value) != 0)).any():
            knots[name] = (where, time[rows][known], value)
    return women, Changes({one: place for place, one in enumerate(ids.tolist())}, knots, interpolation)


def _turns(cells, name, values, woman, time):
    """The rows before and after each change of a value, (row,) bool."""
    known = np.flatnonzero(~np.isnan(values))
    differ = (np.diff(woman[known]) == 0) & (np.diff(values[known]) != 0)
    before, after, turns = known[:-1][differ], known[1:][differ], np.zeros(len(cells), bool)
    turns[after] = True
    if name in FIXED:
        cells.refuse(
            turns, name, f"{name} is what she begins with and does not change", "write it in her first row only"
        )
    twice = np.zeros(len(cells), bool)
    twice[after[time[before] == time[after]]] = True
    cells.refuse(twice, name, f"she has two values of {name} at one time", "keep one of the two")
    turns[before] = True
    return turns


def _turns_behind(name, given, turns, woman):
    """The rows around the changes of a covariate, or of what it follows in women for whom the table leaves it out."""
    nowhere = np.zeros(len(woman), bool)
    own = turns.get(name, nowhere)
    if name not in FOLLOWS:
        return own
    has_own = np.zeros(woman[-1] + 1, bool)
    if name in given:
        has_own[woman[~np.isnan(given[name])]] = True
    return np.where(has_own[woman], own, turns.get(FOLLOWS[name], nowhere))


def _filled(values, first):
    """Each woman's values carried forward, and her first one back to her first row; NaN where she has none."""
    rows, known, last = np.arange(len(values)), ~np.isnan(values), np.append(first[1:], True)
    forward = values[np.maximum.accumulate(np.where(known | first, rows, 0))]
    backward = values[np.minimum.accumulate(np.where(known | last, rows, len(rows))[::-1])[::-1]]
    return np.where(np.isnan(forward), backward, forward)


def _described(cells, filled, rows, woman, given):
    """All that a Patient with these values is described by, name -> (one of rows,)."""
    known, found = {}, []
    for place, row in enumerate(rows):
        values: dict[str, Any] = {name: float(one[place]) for name, one in filled.items() if not np.isnan(one[place])}
        key = tuple(values.items())
        if key not in known:
            try:
                her = Patient(**values).women(0)
            except EstralgiaError as error:
                name = next((name for name in values if error.where.startswith(f"{name} =")), "age")
                source = (woman == woman[row]) & (given.get(name, woman * np.nan) == values.get(name))
                raise cells.error(
                    int(np.argmax(source)) if source.any() else int(row), name, error.what, error.fix
                ) from None
            known[key] = her.covariates | her.given
        found.append(known[key])
    return {name: np.array([one[name][0] for one in found]) for name in found[0]}
