"""Write: the doses and one simulated quantity of a course as a table that `read_doses`, and NONMEM, can read."""

import csv

import numpy as np

from ..book import BOOK
from ..model.errors import EstralgiaError
from .doses import DoseTable
from .rows import DOSE, MOST_ADDL, OBSERVATION, OTHER_EVENT

HEADER = ("ID", "TIME", "AMT", "EVID", "II", "ADDL", "SS", "CMT", "DV")


def write_table(course, path, dv: str = "worst_pain", every: int | None = None):
    """Write the one treated arm of a course: doses as prescribed, `dv` in DV, and covariates, missing values as dots.

    CMT is the number of the drug in alphabetical order, and 0 for any dv but a concentration. every: days between
    values of dv, a multiple of those between records. Raises EstralgiaError for what a table cannot hold.
    """
    arm = _arm(course)
    regimen = course.asked.arms[arm]
    if regimen.treatments:
        what = "a table of doses holds tablets alone"
        raise EstralgiaError(what, f"{arm} with {' and '.join(regimen.treatments)}", "simulate without what is added")
    doses = _of_table(regimen) if isinstance(regimen, DoseTable) else _of_text(regimen, course)
    measured = _measured(course, arm, dv, every)
    described = _covariates(course)
    last = course.asked.days - 1
    drug_numbers = {name: number for number, name in enumerate(BOOK.drugs, 1)}
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*HEADER, *(name.upper() for name in described.names)])
        for place, number in enumerate(course.women.ids.tolist()):
            rows = [
                (time, DOSE, (mg, DOSE, interval, further, steady, drug_numbers[drug], "."))
                for time, mg, drug, interval, further, steady in doses(number)
            ]
            rows += [(time, OBSERVATION, (0, OBSERVATION, 0, 0, 0, *one)) for time, *one in measured(place)]
            marks = {*described.days(place), float(last)} - {time for time, *_ in rows}
            rows += [(time, OTHER_EVENT, (0, OTHER_EVENT, 0, 0, 0, 0, ".")) for time in marks]
            rows.sort(key=lambda row: row[:2])
            values = described.values(place, [time for time, *_ in rows])
            for (time, _, (mg, *rest, value)), hers in zip(rows, values, strict=True):
                cells = (_plain(one) for one in (number, time, mg, *rest))
                writer.writerow([*cells, value if isinstance(value, str) else f"{value:.6g}", *map(_plain, hers)])


def _plain(value):
    return "." if value != value else repr(float(value)).removesuffix(".0")


def _arm(course):
    arms = course.treated or course.arms
    if len(arms) > 1:
        raise EstralgiaError(
            f"there are {len(arms)} arms, and a table holds one",
            ", ".join(arms),
            f"course.arm('{arms[0]}').to_nonmem(...)",
        )
    return arms[0]


def _of_table(table):
    """The rows with a dose as they were read, by woman."""
    rows = table.rows.doses
    starts = np.searchsorted(rows.woman, np.arange(len(rows.ids) + 1))
    places = {number: place for place, number in enumerate(rows.ids.tolist())}
    columns = (rows.time, rows.mg, rows.drug, rows.interval, rows.further, rows.steady)

    def of(number):
        begin, end = starts[places[number]], starts[places[number] + 1]
        return zip(*(one[begin:end].tolist() for one in columns), strict=True)

    return of


def _of_text(regimen, course):
    """The doses of a regimen as few rows, the same for all women."""
    doses = regimen.doses(course.asked.days)
    rows = [row for drug, mg in zip(regimen.drugs, doses.T, strict=True) for row in _runs(drug, mg)]
    return lambda _: rows


def _runs(drug, mg):
    """Equal doses at equal distances as one row each: (day, mg, drug, interval, further, steady)."""
    days, begin = np.flatnonzero(mg), 0
    while begin < len(days):
        end, apart = begin, int(days[begin + 1] - days[begin]) if begin + 1 < len(days) else 0
        while end + 1 < len(days) and end - begin < MOST_ADDL:
            if mg[days[end + 1]] != mg[days[begin]] or days[end + 1] - days[end] != apart:
                break
            end += 1
        further = end - begin
        yield float(days[begin]), float(mg[days[begin]]), drug, apart if further else 0, further, 0
        begin = end + 1


def _measured(course, arm, dv, every):
    """By woman: (day, number of the drug or 0, value) of the quantity at the recorded days, without what is missing."""
    values = course[dv].sel(arm=arm)
    if not {"patient", "time"} <= set(values.dims) <= {"patient", "time", "drug"}:
        raise EstralgiaError("DV holds one value at a time", f"dv = '{dv}'", 'write e.g. dv="worst_pain"')
    apart = course.asked.every
    if every is not None and (isinstance(every, bool) or not isinstance(every, int) or every < 1 or every % apart):
        what = f"the course was recorded every {apart} days" if apart > 1 else "values are a whole number of days apart"
        raise EstralgiaError(what, f"every = {every!r}", f"give a multiple of {apart}, or simulate(..., every=1)")
    values = values.isel(time=slice(None, None, (every or apart) // apart))
    drugs = [list(BOOK.drugs).index(one) + 1 for one in values.drug.values] if "drug" in values.dims else [0]
    times = values.time.values.astype(float).tolist()
    array = values.transpose("patient", "time", ...).values.reshape(len(values.patient), len(times), len(drugs))

    def of(place):
        hers = array[place].tolist()
        return [
            (time, drug, value)
            for time, row in zip(times, hers, strict=True)
            for drug, value in zip(drugs, row, strict=True)
            if value == value
        ]

    return of


class _covariates:
    """The columns of covariates: their names, and of each woman the days of changes and her values on given days."""

    def __init__(self, course):
        women, table = course.women, course.asked.covariates
        self.changes, self.ids = table.changes if table else None, women.ids
        before = women.given
        self.fixed = women.covariates | {name: one for name, one in before.items() if not np.isnan(one).all()}
        self.names = list(self.fixed)

    def days(self, place):
        """The days on which her covariates are given."""
        return set() if self.changes is None else self.changes.days_of(self.ids[place])

    def values(self, place, days):
        """Her covariates on these days, a list for each."""
        columns = {name: np.full(len(days), one[place]) for name, one in self.fixed.items()}
        if self.changes is not None:
            columns |= self.changes.of_one(self.ids[place], np.array(days))
        return np.stack(list(columns.values()), axis=-1).tolist()
