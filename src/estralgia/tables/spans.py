"""Spans: from when to when tablets are taken, told from the rows of a table without writing out its days."""

import numpy as np

from .rows import Rows
from .unit_of_time import SLIP

OFF = 7  # days without a tablet that are time off


def last_day(doses: Rows) -> int | None:
    """The last day with a tablet of anybody, or None where there is none."""
    return max(_day(doses.time + doses.interval * doses.further).tolist(), default=None)


def last_day_within(doses: Rows, days: int) -> int | None:
    """The last of the first `days` days with a tablet of anybody, or None where there is none."""
    found, last = _until(doses, days)
    return max(last[found].tolist(), default=None)


def first_and_last(doses: Rows, drugs: tuple[str, ...], women: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of every woman and drug: the first day with it from day 0 on, the day after the last, and whether there is one.

    Arrays (drug, woman).
    """
    first, last = np.full((len(drugs), women), np.inf), np.full((len(drugs), women), -np.inf)
    of = np.array([drugs.index(name) for name in doses.drug], int)
    np.minimum.at(first, (of, doses.woman), _begin(doses))
    np.maximum.at(last, (of, doses.woman), _day(doses.time + doses.interval * doses.further))
    return first, last + 1, np.isfinite(first)


def has_quiet_week(doses: Rows, days: int) -> bool:
    """Whether any woman has, within so many days and after one with a tablet, a week without."""
    found, last = _until(doses, days)
    often = np.flatnonzero(found & (doses.interval <= OFF))  # tablets from its begin to its end
    row, number = _numbers(doses, np.flatnonzero(found & (doses.interval > OFF)))
    single = _day(doses.time[row] + number * doses.interval[row])
    row, single = row[single < days], single[single < days]
    woman = np.concatenate([doses.woman[often], doses.woman[row]])
    begin, end = np.concatenate([_begin(doses)[often], single]), np.concatenate([last[often], single])
    if not len(woman):
        return False
    order = np.lexsort((begin, woman))
    woman, begin, end = woman[order], begin[order], end[order]
    apart = woman * (days + OFF)  # what comes before of another woman does not reach here
    reach = np.maximum.accumulate(end + apart)
    is_last = np.append(np.diff(woman) != 0, True)
    following = np.where(is_last, days + apart, np.append((begin + apart)[1:], 0))
    return bool((following - reach > OFF).any())


def _numbers(doses, rows):
    """Every dose of these rows from day 0 on: its row, and its number there, below 0 before the row itself."""
    before = _before(doses)[rows]
    count = before + doses.further[rows] + 1
    number = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count + before, count)
    return np.repeat(rows, count), number


def _before(doses):
    """How many doses of a steady state lie between day 0 and each row."""
    apart = np.where(doses.interval > 0, doses.interval, 1)
    return np.where(doses.steady > 0, np.floor((doses.time + SLIP) / apart), 0).astype(int)


def _begin(doses):
    """The first day with a dose of each row from day 0 on."""
    return _day(doses.time - _before(doses) * doses.interval)


def _until(doses, days):
    """Whether each row has a dose on the first days, and the last day of them."""
    apart, least = np.where(doses.interval > 0, doses.interval, 1), -_before(doses)
    number = np.clip(np.floor((days - doses.time) / apart), least, doses.further).astype(int)
    for _ in range(2):  # what rounding may have added
        late = (number > least) & (_day(doses.time + number * doses.interval) >= days)
        number = np.where(late, number - 1, number)
    last = _day(doses.time + number * doses.interval)
    return last < days, last


def _day(time):
    return np.floor(time + SLIP).astype(int)
