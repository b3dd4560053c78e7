"""Swallowed: the rows of a table as the doses of any days, with additional ones and those before a steady state.

Only the rows are kept. The doses of some women on some days are made when they are asked for: a table takes as much
memory as its rows, whatever its years.
"""

import numpy as np

from .cells import Cells
from .rows import Rows
from .unit_of_time import DOSE, SLIP

MOST_DOSES = 200_000  # of one woman: eighteen a day for thirty years
WOMEN_AT_ONCE = 256


def daily(doses: Rows, drugs: tuple[str, ...], women: np.ndarray, lead_in: int, first: int, days: int) -> np.ndarray:
    """Doses in ug of these women, by their places, on `days` days from day `first` on, (day, drug, woman).

    doses: the rows with a dose. A dose counts for the day in which it lies; several of one drug on one day add up, in
    any order to the same bit. Where a row has SS 1, its doses begin `lead_in` days before day 0.
    """
    row, column = _rows_of(doses, women)
    doses = doses.of(row)
    dose, time = every_dose(doses, lead_in)
    day = np.floor(time + SLIP).astype(int) - first
    inside = (day >= 0) & (day < days)
    dose, day = dose[inside], day[inside]
    shape = (days, len(drugs), len(women))
    of = np.array([drugs.index(name) for name in doses.drug], int)[dose]
    place = np.ravel_multi_index((day, of, column[dose]), shape) if len(dose) else dose
    mg = doses.mg[dose]
    order = np.lexsort((mg, place))
    total = np.bincount(place[order], weights=mg[order] * 1000, minlength=int(np.prod(shape)))
    return total.reshape(shape)


def _rows_of(doses, women):
    """The rows of these women, one woman after the other, and the column of each row among them."""
    begin, end = np.searchsorted(doses.woman, women), np.searchsorted(doses.woman, women, side="right")
    column = np.repeat(np.arange(len(women)), end - begin)
    within = np.arange(len(column)) - np.repeat(np.cumsum(end - begin) - (end - begin), end - begin)
    return np.repeat(begin, end - begin) + within, column


def every_dose(doses: Rows, lead_in: int) -> tuple[np.ndarray, np.ndarray]:
    """Every single dose of rows with doses: the place of its row, and its time in days."""
    before = doses_before(doses, lead_in)
    count = before + doses.further + 1
    dose = np.repeat(np.arange(len(count)), count)
    number = np.arange(len(dose)) - np.repeat(np.cumsum(count) - count + before, count)
    return dose, doses.time[dose] + number * doses.interval[dose]


def doses_before(doses: Rows, lead_in: int) -> np.ndarray:
    """How many doses of a steady state come before each row."""
    apart = np.where(doses.interval > 0, doses.interval, 1)
    return np.where(doses.steady > 0, np.floor((doses.time + lead_in) / apart), 0).astype(int)


def check_doses(cells: Cells, rows: Rows, lead_in: int):
    """Raises EstralgiaError for a row that stands for too many doses, and for two that stand for the same ones."""
    doses, lines = rows.doses, np.flatnonzero(rows.event == DOSE)
    before = doses_before(doses, lead_in)
    hers = np.bincount(doses.woman, before + doses.further + 1).astype(int)[doses.woman]
    for row in np.flatnonzero(hers > MOST_DOSES)[:1]:
        what = f"the rows of this woman stand for {hers[row]:,} doses, more than {MOST_DOSES:,}"
        column = "II_H" if "II_H" in cells else "II"
        raise cells.error(int(lines[row]), column, what, "write a longer II; is it in the unit of TIME?")
    near = _may_overlap(doses, before)
    women = np.unique(doses.woman[near])
    for start in range(0, len(women), WOMEN_AT_ONCE):
        some = near[np.isin(doses.woman[near], women[start : start + WOMEN_AT_ONCE])]
        _refuse_overlaps(cells, doses, lines, lead_in, some)


def _may_overlap(doses, before):
    """The rows with II of a woman and drug that has two such rows of which one begins before the other ends."""
    runs = np.flatnonzero(doses.interval > 0)
    begin = (doses.time - before * doses.interval)[runs]
    end = (doses.time + doses.further * doses.interval)[runs]
    names, drug = np.unique(doses.drug[runs].astype(str), return_inverse=True)
    group = doses.woman[runs] * len(names) + drug
    order = np.lexsort((begin, group))
    group = group[order]
    within = (np.diff(group) == 0) & (begin[order][1:] < end[order][:-1] + 2 * SLIP)  # none: none further apart either
    return np.sort(runs[order][np.isin(group, group[1:][within])])


def _refuse_overlaps(cells, doses, lines, lead_in, runs):
    """Two of these rows must not stand for the same doses."""
    dose, time = every_dose(doses.of(runs), lead_in)
    dose = runs[dose]
    drug = np.unique(doses.drug.astype(str), return_inverse=True)[1][dose]
    order = np.lexsort((dose, np.round(time / SLIP), drug, doses.woman[dose]))
    dose, time, drug = dose[order], time[order], drug[order]
    one, other = dose[:-1], dose[1:]
    same = (np.abs(np.diff(time)) < 2 * SLIP) & (np.diff(drug) == 0)
    same &= (doses.woman[one] == doses.woman[other]) & (one != other)
    if same.any():
        place = int(np.argmax(same))
        first, second = sorted((one[place], other[place]))
        both = f"this row and line {cells.lines[lines[first]]} both give {doses.drug[second]}"
        what = f"overlapping regimens: {both} on day {time[place]:.6g}"
        fix = "write fewer additional doses in the earlier row, or one row with the doses added"
        raise cells.error(int(lines[second]), "ADDL", what, fix)
