"""Write: the doses and one simulated quantity of a course as a table that `read_doses`, and NONMEM, can read."""

import csv

import numpy as np

from ..book import BOOK
from ..model.errors import EstralgiaError
from ..model.prescription import UG_PER_MG
from .doses import DoseTable, tablet_time
from .rows import MOST_ADDL, OTHER_EVENT
from .swallowed import daily
from .unit_of_time import DOSE, OBSERVATION, SLIP

HEADER = ("ID", "TIME", "AMT", "EVID", "II", "ADDL", "SS", "CMT", "DV")


def write_table(course, path, dv: str = "worst_pain", every: int | None = None):
    """Write the one treated arm of a course: doses as prescribed, `dv` in DV, and covariates, missing values as dots.

    TIME is in days: of a dose the hour at which it is swallowed, of `dv` that of waking. CMT is the number of the drug
    in alphabetical order, and 0 for any dv but a concentration. every: days between values of dv, a multiple of those
    between records. Raises EstralgiaError for what a table cannot hold.
    """
    arm = _arm(course)
    regimen = course.asked.arms[arm]
    if regimen.treatments:
        what = "a table of doses holds tablets alone"
        raise EstralgiaError(what, f"{arm} with {' and '.join(regimen.treatments)}", "simulate without what is added")
    days = course.asked.days
    doses = _of_table(regimen, days) if isinstance(regimen, DoseTable) else _of_text(regimen, days)
    measured = _measured(course, arm, dv, every)
    described = _covariates(course)
    tablet = tablet_time()
    last = days - 1 + tablet
    drug_numbers = {name: number for number, name in enumerate(BOOK.drugs, 1)}
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*HEADER, *(name.upper() for name in described.names)])
        for place, number in enumerate(course.women.ids.tolist()):
            rows = [
                (day + tablet, DOSE, (mg, DOSE, interval, further, steady, drug_numbers[drug], "."))
                for day, mg, drug, interval, further, steady in doses(number)
            ]
            rows += [(time, OBSERVATION, (0, OBSERVATION, 0, 0, 0, *one)) for time, *one in measured(place)]
            marks = {*described.days(place), last} - {time for time, *_ in rows}
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


def _of_table(table, days):
    """The doses of each woman of a table as they were swallowed, one of a drug a day: by woman, rows as in `_runs`."""
    rows, places = table.dose_rows, table.changes.places
    apart = rows.interval[rows.steady > 0]
    if (np.abs(apart - np.round(apart)) > SLIP).any():
        what = "doses at steady state that are no whole days apart have no rows of one tablet a day"
        raise EstralgiaError(what, table.source, "simulate a table in which SS 1 has an II of whole days")

    def of(number):
        place = np.array([places[number]])
        found = []
        steady = rows.of((rows.woman == place) & (rows.steady > 0))
        mg = daily(rows, table.drugs, place, table.lead_in, 0, days)[..., 0] / UG_PER_MG
        for time, first_mg, drug, interval in zip(steady.time, steady.mg, steady.drug, steady.interval, strict=True):
            day, each = int((time + SLIP) % interval), mg[:, table.drugs.index(drug)]
            found.append((day, float(first_mg), drug, round(interval), 0, 1))
            if day < days:
                beside, each[day] = each[day] - first_mg, 0
                found += [(day, float(beside), drug, 0, 0, 0)] if beside > 0 else []
        return found + [row for drug, each in zip(table.drugs, mg.T, strict=True) for row in _runs(drug, each)]

    return of


def _of_text(regimen, days):
    """The doses of a regimen as few rows, the same for all women."""
    doses = regimen.doses(days)
    if regimen.second or (regimen.tablets(days) > doses.any(axis=1)).any():
        what = "a table says doses alone: no tablets without a drug, and nothing that depends on what she does"
        raise EstralgiaError(what, str(regimen), "write another arm: course.arm(...)")
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
