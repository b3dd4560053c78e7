"""Rows: what each row of a table says, who, when, which dose or measurement; checked, in days, mg and drugs' names."""

from dataclasses import dataclass

import numpy as np

from ..book import BOOK
from ..model.answers import picomolar
from ..model.errors import EstralgiaError, nearest
from ..model.regimen import LARGEST_DOSE
from ..people.women import LARGEST_ID
from .cells import Cells

LONGEST_DAYS = 10_957  # thirty years
MOST_ADDL = 10_000
HOURS_PER_DAY = 24
SLIP = 1e-6  # days: what arithmetic in other units may lose; far below a node of the day
OBSERVATION, DOSE, OTHER_EVENT = 0, 1, 2
RESETS = {3: "a reset", 4: "a reset with a dose"}
HOURS_NOT_DAYS = (12, 24, 48, 168)  # an II of so many days is more likely one in hours


@dataclass(frozen=True, eq=False)
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

    def of(self, which: np.ndarray) -> "Rows":
        """Some of the rows."""
        names = [name for name in self.__dataclass_fields__ if name != "ids"]
        return Rows(self.ids, *(getattr(self, name)[which] for name in names))

    @property
    def doses(self) -> "Rows":
        """The rows with a dose."""
        return self.of(self.event == DOSE)


def read_rows(cells: Cells, hours: bool | None, drug: str | None, dv: str | None, quantities) -> Rows:
    """The checked rows of a table.

    hours: whether TIME and II are in hours where the headings do not say so (None: days, but what looks like hours is
    refused). drug: of all doses, whatever CMT says; dv: what DV measures where CMT does not say. quantities: names that
    CMT may hold beside those of drugs. Raises EstralgiaError with file, line, column and value.
    """
    ids, woman = _women(cells)
    time, interval = _times(cells, hours)
    earlier = (np.diff(woman, prepend=-1) == 0) & (np.diff(time, prepend=0) < 0)
    column = "TIME" if "TIME" in cells else "TIME_H"
    cells.refuse(earlier, column, "this row is earlier than the one before", "sort the rows of each woman by time")
    mg, event = _events(cells)
    further, steady = _repeats(cells, event, interval)
    _check_reach(cells, column, time, interval, further)
    names = _drugs(cells, drug, event == DOSE)
    usual_doses = BOOK.usual_doses
    usual = np.array([usual_doses.get(name, np.inf) for name in names])
    cells.refuse(
        mg > LARGEST_DOSE * usual,
        "AMT",
        f"this looks like a slip of the unit: more than {LARGEST_DOSE} times the usual dose",
        "write AMT in mg",
    )
    observed, value = _observed(cells, event, dv, quantities)
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


def _times(cells, hours):
    """Time and II in days."""
    if ("TIME" in cells) == ("TIME_H" in cells):
        what = "there are two columns of time" if "TIME" in cells else "there is no column TIME"
        raise EstralgiaError(what, cells.file, "give one: TIME in days, or TIME_H in hours")
    if "II" in cells and "II_H" in cells:
        raise EstralgiaError(
            "there are two columns of II", cells.file, "give one: II in the unit of time, or II_H in hours"
        )
    column = "TIME_H" if "TIME_H" in cells else "TIME"
    in_hours = column == "TIME_H" or bool(hours)
    if column == "TIME_H" and hours is False:
        raise EstralgiaError("the heading says hours, the option days", f"{cells.file}, TIME_H", "leave the option out")
    per_day = HOURS_PER_DAY if in_hours else 1
    time = cells.limited(column, 0, LONGEST_DAYS * per_day, "a time since the first tablet") / per_day
    cells.refuse(
        np.isnan(time), column, "this row has no time", "count days from waking before the first tablet, from 0"
    )
    interval_column = "II_H" if "II_H" in cells else "II"
    interval_per_day = HOURS_PER_DAY if interval_column == "II_H" else per_day
    most = LONGEST_DAYS * interval_per_day
    interval = (
        cells.limited(interval_column, 0, most, "the time from one dose to the next", missing=0) / interval_per_day
    )
    if hours is None and not in_hours:
        fix = 'call the columns TIME_H and II_H, or read_doses(..., time_unit="hours"); if not: time_unit="days"'
        slips = np.isin(interval, HOURS_NOT_DAYS) & (interval_column == "II")
        cells.refuse(slips, "II", "this looks like hours, and TIME and II are in days", fix)
        gaps = np.diff(np.unique(time))
        if len(gaps) > 1 and gaps.min() in HOURS_NOT_DAYS[:2] and not (gaps % gaps.min()).any():
            what = f"the rows lie {gaps.min():g} apart: this looks like hours, and TIME is in days"
            cells.refuse(time > 0, "TIME", what, fix)
    return time, interval


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


def _repeats(cells, event, interval):
    """ADDL and SS of every row."""
    column = "II_H" if "II_H" in cells else "II"
    further = cells.limited("ADDL", 0, MOST_ADDL, "the number of additional doses", whole=True, missing=0)
    steady = cells.limited("SS", 0, 2, "SS", whole=True, missing=0)
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
    return further.astype(int), steady.astype(int)


def _check_reach(cells, column, time, interval, further):
    """No dose comes later than can be simulated."""
    late = time + interval * further > LONGEST_DAYS
    fix = "write fewer additional doses" + (
        "" if "TIME_H" in cells or "II_H" in cells else "; are time and II in days?"
    )
    cells.refuse(late, "ADDL" if "ADDL" in cells else column, "its last dose comes later than thirty years", fix)


def _drugs(cells, drug, is_dose):
    """The name of the drug in every row with a dose, "" in others."""
    known = list(BOOK.drugs)
    if drug is not None:
        meant = BOOK.drug_called(str(drug))
        if meant is None:
            fix = nearest(str(drug), known, BOOK.spellings("drug"))
            raise EstralgiaError(f"there is no drug '{drug}'", f"drug = {drug!r}", fix)
        return np.where(is_dose, meant, "")
    column = "DRUG" if "DRUG" in cells else "CMT"
    names = compartments(known)
    texts = cells.texts(column)
    meant = {text: names.get(text.lower(), "") for text in set(texts)}
    found = np.array([meant[text] for text in texts], object)
    for row in np.flatnonzero(is_dose & (found == "")):
        if texts[row]:
            fix = nearest(texts[row], [*known, *filter(str.isdigit, names)], BOOK.spellings("drug"))
            raise cells.error(int(row), column, "there is no such drug", fix)
        fix = 'name the drug in a column DRUG, or read_doses(..., drug="letrozole")'
        raise cells.error(int(row), column, "this dose has no drug", fix)
    return np.where(is_dose, found, "")


def compartments(names) -> dict[str, str]:
    """What CMT may hold, in lower case: a name, that of a brand, or its number counted from 1 in their order."""
    names = list(names)
    brands = {said.lower(): name for said, name in BOOK.spellings("drug").items() if name in names}
    return brands | {name: name for name in names} | {str(number): name for number, name in enumerate(names, 1)}


def _observed(cells, event, dv, quantities):
    """What DV measures in each row with a value, and the value."""
    if dv is not None and dv not in quantities:
        raise EstralgiaError(f"there is no quantity '{dv}'", f"dv = {dv!r}", nearest(str(dv), quantities))
    value = cells.numbers("DV", read=picomolar, example='12.5 or "4 pg/mL"')
    value = np.where((event == OBSERVATION) & (cells.limited("MDV", 0, 1, "MDV", missing=0) == 0), value, np.nan)
    known = compartments(BOOK.drugs) | {name: name for name in quantities} | dict.fromkeys(("", "0"), dv or "DV")
    texts = cells.texts("CMT")
    observed = np.array([known.get(text.lower(), "") for text in texts], object)
    for row in np.flatnonzero(~np.isnan(value) & (observed == "")):
        fix = f"{nearest(texts[row], [name for name in known if name])}; a drug stands for its concentration"
        raise cells.error(int(row), "CMT", "nothing of this name can be measured", fix)
    has_unit = np.array(["/" in text for text in cells.texts("DV")], bool) & ~np.isnan(value)
    cells.refuse(
        has_unit & (observed != "estradiol"), "DV", "only estradiol has a choice of units", "write the number alone"
    )
    return np.where(np.isnan(value), "", observed), value


def _check_steady(cells, rows):
    """Steady state is reached before the first dose of a drug, not after others."""
    for drug in set(rows.drug) - {""}:
        of = rows.drug == drug
        first = np.full(len(rows.ids), np.inf)
        np.minimum.at(first, rows.woman[of], rows.time[of])
        late = of & (rows.steady > 0) & (rows.time > first[rows.woman])
        fix = f"write SS 1 in her first row of {drug} only"
        cells.refuse(late, "SS", f"steady state after earlier doses of {drug} is not simulated", fix)
