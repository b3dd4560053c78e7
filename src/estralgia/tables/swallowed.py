"""Swallowed: the rows of a table as the doses of every day, with additional ones and those before a steady state."""

import numpy as np

from ..model.errors import EstralgiaError
from .cells import Cells
from .rows import DOSE, SLIP, Rows

MOST_DOSES = 20_000_000  # of a whole table
MOST_VALUES = 100_000_000  # of a calendar: days x drugs x women


def swallowed(cells: Cells, rows: Rows, drugs: tuple[str, ...], lead_in: int) -> tuple[np.ndarray, int]:
    """Doses in ug, (day, drug, woman), from `lead_in` days before day 0 of the table; and the days from day 0 on.

    A dose counts for the day in which it lies; several of one drug on one day add up, in any order to the same bit.
    Raises EstralgiaError for two rows that repeat the same drug at the same times, and for more than can be kept.
    """
    doses = rows.doses
    dose, time = _every_dose(cells, doses, lead_in)
    column = np.array([drugs.index(name) for name in doses.drug], int)[dose]
    _refuse_overlaps(cells, rows, dose, time, column)
    day = np.floor(time + SLIP).astype(int)
    days = max(int(np.floor(rows.time.max() + SLIP)), int(day.max(initial=0))) + 1
    shape = (lead_in + days, len(drugs), len(rows.ids))
    if np.prod(shape, dtype=float) > MOST_VALUES:
        raise EstralgiaError(
            f"{len(rows.ids):,} women over {shape[0]:,} days are more than can be kept",
            cells.file,
            "split the women over several files",
        )
    place = np.ravel_multi_index((day + lead_in, column, doses.woman[dose]), shape) if len(dose) else dose
    order = np.lexsort((doses.mg[dose], place))
    total = np.bincount(place[order], weights=doses.mg[dose][order] * 1000, minlength=int(np.prod(shape)))
    return total.reshape(shape), days


def _every_dose(cells, doses, lead_in):
    """Every single dose: its place among the rows with a dose, and its time in days."""
    apart = np.where(doses.interval > 0, doses.interval, 1)
    before = np.where(doses.steady > 0, np.floor((doses.time + lead_in) / apart), 0).astype(int)
    count = before + doses.further + 1
    if count.sum() > MOST_DOSES:
        what = f"the table stands for {count.sum():,} doses, more than {MOST_DOSES:,}"
        raise EstralgiaError(what, cells.file, "split the women over several files; is II in the unit of TIME?")
    dose = np.repeat(np.arange(len(count)), count)
    number = np.arange(len(dose)) - np.repeat(np.cumsum(count) - count + before, count)
    return dose, doses.time[dose] + number * doses.interval[dose]


def _refuse_overlaps(cells, rows, dose, time, column):
    """Two rows with II must not stand for the same doses."""
    doses, lines = rows.doses, np.flatnonzero(rows.event == DOSE)
    of_run = np.flatnonzero((doses.interval > 0)[dose])
    of_run = of_run[
        np.lexsort((dose[of_run], np.round(time[of_run] / SLIP), column[of_run], doses.woman[dose][of_run]))
    ]
    one, other = of_run[:-1], of_run[1:]
    same = (np.abs(time[one] - time[other]) < 2 * SLIP) & (column[one] == column[other])
    same &= (doses.woman[dose[one]] == doses.woman[dose[other]]) & (dose[one] != dose[other])
    if same.any():
        first, second = sorted((dose[one[np.argmax(same)]], dose[other[np.argmax(same)]]))
        both = f"this row and line {cells.lines[lines[first]]} both give {doses.drug[second]}"
        what = f"overlapping regimens: {both} on day {time[one[np.argmax(same)]]:.6g}"
        fix = "write fewer additional doses in the earlier row, or one row with the doses added"
        raise cells.error(int(lines[second]), "ADDL", what, fix)
