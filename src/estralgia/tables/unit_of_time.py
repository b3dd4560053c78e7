"""Unit of time: TIME and II in days; what looks like hours is asked about, and how they were read is always said.

These tablets are taken every day, or at most a few days apart. So a table in days shows tablets 1, 2, 3, 5 or 7 apart,
and visits whole weeks or tens of days apart. A table in hours shows tablets 8, 12, 24, 36, 72 or 168 apart, or one
tablet and samples at 0.5, 1, 2, 4, 8, 24. The rules below (assumed: they are a habit of those who write tables) tell
the two apart, and ask where nothing does.
"""

import numpy as np

from ..model.errors import EstralgiaError
from .cells import Cells

LONGEST_DAYS = 10_957  # thirty years
HOURS_PER_DAY = 24
SLIP = 1e-6  # days: what arithmetic in other units may lose; far below a node of the day
ROUND = 1e-3  # of a number that is meant to be whole
AS_WRITTEN = 5e-5  # days: four digits behind the point
LEAST_DAY = 0.9  # from one tablet to the next, where one is taken late
OFTEN, WEEK = 4, 7  # a tablet more often than every 4 hours, or every 4 or 6 days, is not how these are taken
LATEST_SAMPLE = 96  # hours: later ones are measured on days that are as likely days
OBSERVATION, DOSE = 0, 1
ASK = (
    'call the columns TIME_H and II_H, or say which it is: read_doses(..., time_unit="hours") or '
    'read_doses(..., time_unit="days")'
)


def read_times(cells: Cells, hours: bool | None) -> tuple[np.ndarray, np.ndarray]:
    """TIME and II in days, (row,) each. hours: whether they are in hours where the headings do not say so.

    Raises EstralgiaError with file, line, column and value for what is no time, or one that cannot be in this unit.
    """
    column, interval_column = _columns(cells, hours)
    in_hours = column == "TIME_H" or bool(hours)
    if column == "TIME" and hours is None:
        late = np.nan_to_num(cells.numbers(column)) > LONGEST_DAYS
        cells.refuse(late, column, "more than thirty years of days: this looks like hours", ASK)
    per_day = HOURS_PER_DAY if in_hours else 1
    time = cells.limited(column, 0, LONGEST_DAYS * per_day, "a time since the first tablet") / per_day
    fix = "count days from waking before the first tablet, from 0"
    cells.refuse(np.isnan(time), column, "this row has no time", fix)
    interval_per_day = HOURS_PER_DAY if interval_column == "II_H" else per_day
    most = LONGEST_DAYS * interval_per_day
    interval = cells.limited(interval_column, 0, most, "the time from one dose to the next", missing=0)
    if in_hours and interval_column == "II":
        what = f"a tablet more often than every {OFTEN} hours: this looks like days"
        fix = "II is in the unit of time, here hours: write 24 for once a day, or call the column II_H"
        cells.refuse((interval > 0) & (interval < OFTEN), "II", what, fix)
    return time, interval / interval_per_day


def _columns(cells, hours):
    """The headings of the two columns, checked."""
    if ("TIME" in cells) == ("TIME_H" in cells):
        what = "there are two columns of time" if "TIME" in cells else "there is no column TIME"
        raise EstralgiaError(what, cells.file, "give one: TIME in days, or TIME_H in hours")
    if "II" in cells and "II_H" in cells:
        what = "there are two columns of II"
        raise EstralgiaError(what, cells.file, "give one: II in the unit of time, or II_H in hours")
    column = "TIME_H" if "TIME_H" in cells else "TIME"
    if column == "TIME_H" and hours is False:
        raise EstralgiaError("the heading says hours, the option days", f"{cells.file}, TIME_H", "leave the option out")
    return column, "II_H" if "II_H" in cells else "II"


def how_read(cells: Cells, hours: bool | None, last_day: int) -> str:
    """How TIME and II were read, in words, and the day on which the last of them lies."""
    in_hours = "TIME_H" in cells or bool(hours)
    unit, end = "hours" if in_hours else "days", f": the last row or dose lies on day {last_day}"
    time, interval = (one if one in cells else f"{one}_H" if f"{one}_H" in cells else "" for one in ("TIME", "II"))
    if interval == "II":
        return f"{time} and II are in {unit}{end}"
    return f"{time} is in {unit}{' and II_H in hours' if interval else ''}{end}"


def refuse_hours(cells: Cells, woman, time, interval, event, further, steady, tablet: float):
    """Raises EstralgiaError where TIME and II, read as days, look like hours; arrays (row,).

    tablet: days from waking to the tablet. A table whose doses lie there was written in days.
    """
    if _lies_at(tablet, woman, time, event):
        return
    own = interval if "II" in cells else np.zeros(len(time))
    for row in np.flatnonzero(like_hours(own))[:1]:
        raise cells.error(int(row), "II", f"a tablet every {own[row]:g} days: this looks like hours", ASK)
    rows, gaps = _gaps(woman, time, interval, event, further, "II" in cells)
    often = (gaps > LEAST_DAY) & (gaps < WEEK + ROUND) & ~like_hours(gaps)
    runs = (event == DOSE) & (own > 0)
    for_days = often.sum() + np.maximum(further, 2 * steady)[runs].sum()  # tablets that are days apart
    seldom = (gaps > WEEK + ROUND) & ~_of_days(gaps)
    for_hours = seldom if seldom.sum() > 1 and not for_days else seldom & like_hours(gaps)
    if for_hours.any() and for_hours.sum() >= for_days:
        place = int(np.argmax(for_hours))
        what = f"two tablets lie {gaps[place]:g} apart: this looks like hours"
        raise cells.error(int(rows[place]), "TIME", what, ASK)
    if for_days < 2:
        _refuse_samples(cells, _since_dose(woman, time, event), event)


def like_hours(apart: np.ndarray) -> np.ndarray:
    """Whether tablets, or what follows them, so far apart are more likely so many hours apart than days.

    8, 12, 24, 36, 72, ... are: multiples of 4 or 6 and no whole number of weeks or tens of days, unless of 24; so are
    fractions above 7, and 4 and 6.
    """
    steps = _is_multiple(apart, 4) | _is_multiple(apart, 6)
    late = (apart > WEEK + ROUND) & ~_of_days(apart) & (steps | ~_is_multiple(apart, 1))
    return late | ((apart > 0) & (apart < WEEK) & steps)


def _of_days(apart):
    """Weeks, and tens of days, but for whole days in hours."""
    return (_is_multiple(apart, WEEK) | _is_multiple(apart, 10)) & ~_is_multiple(apart, HOURS_PER_DAY)


def _is_multiple(number, of):
    return np.abs(number - of * np.round(number / of)) < ROUND


def _lies_at(tablet, woman, time, event):
    """Whether most doses lie at the hour of the tablet to four digits, or without any a row of most women."""
    at, is_dose = np.abs(time % 1 - tablet) < AS_WRITTEN, event == DOSE
    share = at[is_dose].mean() if is_dose.any() else len(np.unique(woman[at])) / (woman[-1] + 1)
    return bool(share > 0.5)


def _gaps(woman, time, interval, event, further, ends_known):
    """From the last dose of a woman so far to the next row with a later dose: the places of these rows, and the gaps.

    ends_known: False where II is in another unit than TIME, and nobody knows where a run ends.
    """
    rows = np.flatnonzero(event == DOSE)
    one_woman = 1 << 40  # in units of SLIP, more than any time
    begin = np.round(time[rows] / SLIP).astype(np.int64)
    end = np.minimum(begin + (interval * further)[rows] / SLIP, one_woman / 2)
    end = np.where(ends_known | (further[rows] == 0), end, one_woman / 2).astype(np.int64)
    reach = np.maximum.accumulate(end + woman[rows] * one_woman)
    gaps = (begin + woman[rows] * one_woman)[1:] - reach[:-1]
    later = (np.diff(woman[rows]) == 0) & (gaps > 1)
    return rows[1:][later], gaps[later] * SLIP


def _since_dose(woman, time, event):
    """The time since her last dose, or since day 0 before any, (row,)."""
    first = np.diff(woman, prepend=-1) != 0
    rows = np.maximum.accumulate(np.where(first | (event == DOSE), np.arange(len(time)), 0))
    return time - np.where(event[rows] == DOSE, time[rows], 0)


def _refuse_samples(cells, since, event):
    """Of a table whose doses tell nothing: samples within a day, or at the hours at which samples are taken."""
    after = since > SLIP
    sampled = after & (event == OBSERVATION)
    odd = _odd_samples(np.unique(since[sampled]), bool((event == DOSE).any()))
    if not sampled.any():
        sampled = after & (event != DOSE)
        times = np.unique(since[sampled])
        odd = times[(times <= LATEST_SAMPLE) & bool(_is_multiple(times, HOURS_PER_DAY).all())]
    if len(odd):
        what = f"{odd[0]:g} after the start or a tablet, and no tablets that are days apart: this looks like hours"
        cells.refuse(sampled & (since == odd[0]), "TIME", what, ASK)


def _odd_samples(times, has_doses):
    """Which of these times of samples tell that they are hours: the others may be days."""
    parts = times[~_is_multiple(times, 1)]
    usual = times[like_hours(times) & (times > WEEK) & (times <= LATEST_SAMPLE)]
    visits = (times > WEEK + ROUND) & _is_multiple(times, WEEK) & ~_is_multiple(times, HOURS_PER_DAY)
    if len(parts):
        return parts
    if len(usual) and len(usual) >= visits.sum():
        return usual
    return times[-1:] if has_doses and len(times) and times[-1] < WEEK else times[:0]
