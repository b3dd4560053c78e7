"""Rows: what each row of a table says, who, when, which dose or measurement; checked, in days, mg and drugs' names."""

from dataclasses import dataclass

import numpy as np

from ..book import BOOK
from ..model.errors import EstralgiaError, nearest
from ..model.phases import LARGEST_DOSE
from ..people.women import LARGEST_ID
from .cells import Cells
from .measured import compartments, read_measured
from .unit_of_time import DOSE, LONGEST_DAYS, OBSERVATION, read_times, refuse_hours

MOST_ADDL = 10_000
OTHER_EVENT = 2
RESETS = {3: "a reset", 4: "a reset with a dose"}


@dataclass(frozen=True, eq=False, repr=False)
class Rows:
    """The rows of a table: arrays (row,); `woman` is her place in `ids`, time and interval are in days.

    drug: its name in rows with a dose, else "". further: additional doses. steady: 1 at steady state before the dose.
    observed: what DV measures, in rows with a DV, else "". value: DV, NaN where missing.
    """

    ids: np.ndarray
    woman: np.ndarray
    time: np.ndarray
    event: np.ndarray
    mg: np.ndarray
    drug: np.ndarray
    interval: np.ndarray
    further: np.ndarray
    steady: np.ndarray
    observed: np.ndarray
    value: np.ndarray

    def __repr__(self):
        return f"{len(self.woman):,} rows of {len(self.ids):,} women"

    def of(self, which: np.ndarray) -> "Rows":
        """Some of the rows."""
        names = [name for name in self.__dataclass_fields__ if name != "ids"]
        return Rows(self.ids, *(getattr(self, name)[which] for name in names))

    @property
    def doses(self) -> "Rows":
        """The rows with a dose."""
        return self.of(self.event == DOSE)


def read_rows(cells: Cells, hours: bool | None, drug: str | None, dv: str | None, tablet: float) -> Rows:
    """The checked rows of a table.

    hours: whether TIME and II are in hours where the headings do not say so (None: days, but what looks like hours is
    refused). drug: of all doses, whatever CMT says; dv: what DV measures where CMT does not say. tablet: days from
    waking to the tablet. Raises EstralgiaError with file, line, column and value.
    """
    ids, woman = _women(cells)
    time, interval = read_times(cells, hours)
    earlier = (np.diff(woman, prepend=-1) == 0) & (np.diff(time, prepend=0) < 0)
    column = "TIME" if "TIME" in cells else "TIME_H"
    cells.refuse(earlier, column, "this row is earlier than the one before", "sort the rows of each woman by time")
    mg, event = _events(cells)
    further = cells.limited("ADDL", 0, MOST_ADDL, "the number of additional doses", whole=True, missing=0).astype(int)
    steady = cells.limited("SS", 0, 2, "SS", whole=True, missing=0).astype(int)
    if hours is None and column == "TIME":
        refuse_hours(cells, woman, time, interval, event, further, steady, tablet)
    _check_repeats(cells, event, interval, further, steady)
    _check_reach(cells, column, time, interval, further)
    drug = None if drug is None else _drug_called(drug)
    names = _drugs(cells, drug, event == DOSE)
    usual_doses = BOOK.usual_doses
    usual = np.array([usual_doses.get(name, np.inf) for name in names])
    cells.refuse(
        mg > LARGEST_DOSE * usual,
        "AMT",
        f"this looks like a slip of the unit: more than {LARGEST_DOSE} times the usual dose",
        "write AMT in mg",
    )
    observed, value = read_measured(cells, event == OBSERVATION, names, drug, dv)
    rows = Rows(
        ids, woman, time, event, np.where(event == DOSE, mg, 0), names, interval, further, steady, observed, value
    )
    _check_steady(cells, rows)
    return rows


def _women(cells):
    if "ID" not in cells:
        raise EstralgiaError("there is no column ID", cells.file, "say in a column ID which woman a row is about")
    numbers_of = cells.limited("ID", 0, LARGEST_ID - 1, "the number of a woman", whole=True)
    cells.refuse(np.isnan(numbers_of), "ID", "this row has no ID", "say which woman it is about")
    starts = np.flatnonzero(np.diff(numbers_of, prepend=-1) != 0)
    ids = numbers_of[starts].astype(np.int64)
    again = np.ones(len(ids), bool)
    again[np.unique(ids, return_index=True)[1]] = False
    if again.any():
        what = "the rows of this woman are not together"
        raise cells.error(int(starts[np.argmax(again)]), "ID", what, "sort the table by ID and time")
    return ids, np.cumsum(np.isin(np.arange(len(cells)), starts)) - 1


def _events(cells):
    """AMT in mg and EVID of every row."""
    mg = cells.limited("AMT", 0, np.inf, "an amount in mg", missing=0)
    event = cells.numbers("EVID")
    for number, meaning in RESETS.items():
        fix = "give doses as EVID 1; for a woman who begins again, a new ID"
        cells.refuse(event == number, "EVID", f"EVID {number}, {meaning}, is not simulated", fix)
    known = np.isin(event, (OBSERVATION, DOSE, OTHER_EVENT)) | np.isnan(event)
    cells.refuse(
        ~known, "EVID", "there is no such EVID", "write 0 for a measurement, 1 for a dose, 2 for anything else"
    )
    event = np.where(np.isnan(event), np.where(mg > 0, DOSE, OBSERVATION), event).astype(int)
    cells.refuse((mg > 0) & (event != DOSE), "EVID", "there is an AMT, but the row is no dose", "write EVID 1 or AMT 0")
    cells.refuse((mg == 0) & (event == DOSE), "AMT", "a dose has an amount above zero", "write AMT in mg, or EVID 0")
    rate = cells.numbers("RATE")
    cells.refuse(np.nan_to_num(rate) != 0, "RATE", "tablets have no rate of infusion", "write RATE 0 or take it out")
    return mg, event


def _check_repeats(cells, event, interval, further, steady):
    """ADDL, SS and II of every row fit together."""
    column = "II_H" if "II_H" in cells else "II"
    fix = "write SS 1, for steady state before this dose, or 0"
    cells.refuse(steady == 2, "SS", "SS 2, steady state beside earlier doses, is not simulated", fix)
    repeats = (further > 0) | (steady > 0)
    plain = event != DOSE
    cells.refuse(
        repeats & plain, "ADDL" if (further > 0).any() else "SS", "only a dose is repeated", "write EVID 1 and AMT"
    )
    cells.refuse(
        (further > 0) & (interval == 0), column, "there is ADDL but no II", "write the days between doses as II"
    )
    cells.refuse((steady > 0) & (interval == 0), column, "there is SS but no II", "write the days between doses as II")
    unused = (interval > 0) & ~repeats
    cells.refuse(unused, column, "there is II but neither ADDL nor SS", "write how many more doses follow as ADDL")


def _check_reach(cells, column, time, interval, further):
    """No dose comes later than can be simulated."""
    late = time + interval * further > LONGEST_DAYS
    fix = "write fewer additional doses" + (
        "" if "TIME_H" in cells or "II_H" in cells else "; are time and II in days?"
    )
    cells.refuse(late, "ADDL" if "ADDL" in cells else column, "its last dose comes later than thirty years", fix)


def _drug_called(drug):
    """The name of a drug that is meant for all doses."""
    meant = BOOK.drug_called(str(drug))
    if meant is None:
        fix = nearest(str(drug), list(BOOK.drugs), BOOK.spellings("drug"))
        raise EstralgiaError(f"there is no drug '{drug}'", f"drug = {drug!r}", fix)
    return meant


def _drugs(cells, drug, is_dose):
    """The name of the drug in every row with a dose, "" in others."""
    column = "DRUG" if "DRUG" in cells else "CMT"
    names, texts = compartments(BOOK.drugs), cells.texts(column)
    meant = {text: names.get(text.lower(), "") for text in set(texts)}
    found = np.array([meant[text] for text in texts], object)
    if drug is not None:
        _refuse_other_drugs(cells, column, drug, is_dose, texts, found)
        return np.where(is_dose, drug, "")
    for row in np.flatnonzero(is_dose & (found == "")):
        if texts[row]:
            fix = nearest(texts[row], [*BOOK.drugs, *filter(str.isdigit, names)], BOOK.spellings("drug"))
            raise cells.error(int(row), column, "there is no such drug", fix)
        fix = 'name the drug in a column DRUG, or read_doses(..., drug="letrozole")'
        raise cells.error(int(row), column, "this dose has no drug", fix)
    return np.where(is_dose, found, "")


def _refuse_other_drugs(cells, column, drug, is_dose, texts, found):
    """A drug for all doses turns none into another: of CMT only numbers, compartments of one's own, are not read."""
    says_drug = np.array([bool(text) and (column == "DRUG" or not text.isdigit()) for text in texts], bool)
    other = is_dose & says_drug & (found != drug) & ((column == "DRUG") | (found != ""))
    for row in np.flatnonzero(other)[:1]:
        what = f"the table gives {found[row] or 'something else'} here, and all doses are to be {drug}"
        fix = f'leave drug out; or do not read the column that says so: read_doses(..., ignore="{column}")'
        raise cells.error(int(row), column, what, fix)


def _check_steady(cells, rows):
    """Steady state is reached before the first dose of a drug, not after others."""
    for drug in set(rows.drug) - {""}:
        of = rows.drug == drug
        first = np.full(len(rows.ids), np.inf)
        np.minimum.at(first, rows.woman[of], rows.time[of])
        late = of & (rows.steady > 0) & (rows.time > first[rows.woman])
        fix = f"write SS 1 in her first row of {drug} only"
        cells.refuse(late, "SS", f"steady state after earlier doses of {drug} is not simulated", fix)
