"""Doses: a NONMEM-style table read as women, a calendar of their tablets, and measurements."""

from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from ..book import BOOK
from ..model.additions import Addition, given
from ..model.book import Book
from ..model.errors import EstralgiaError
from ..model.regimen import from_day, more_additions
from ..people import Women, check_seed
from .cells import read_cells
from .covariates import COLUMNS, Changes, read_women
from .rows import SLIP, Rows, compartments, read_rows
from .swallowed import swallowed

LEAD_IN_DAYS = 672  # before a table with SS 1: docs/tables.md says what is left of the start by then
PLAIN = ("ID", "TIME", "TIME_H", "AMT", "EVID", "II", "II_H", "ADDL", "SS", "CMT", "DRUG", "DV", "MDV", "RATE")
ALIASES = {"TIMEH": "TIME_H", "IIH": "II_H", "WT": "weight"}


@dataclass(frozen=True)
class Observations:
    """Measurements of a table, arrays (measurement,): her id, day, value, and what was measured.

    what: a quantity of the book, a drug for its concentration, or "DV" where the table does not say.
    """

    ids: np.ndarray
    day: np.ndarray
    value: np.ndarray
    what: np.ndarray

    def __len__(self):
        return len(self.ids)


@dataclass(frozen=True, eq=False)
class DoseTable:
    """What a table says: who is simulated, on which tablets, how long, and what was measured.

    `simulate` takes it in place of women and regimen. doses: in ug of `drugs`, (day, drug, woman), beginning
    `lead_in` days before day 0 of the table. days: those of the table, up to its last row or dose, whichever is later.
    changes: covariates that do not stay the same. notes: what was made of the table, in words.
    """

    source: str
    women: Women
    drugs: tuple[str, ...]
    doses: np.ndarray
    lead_in: int
    days: int
    changes: Changes
    observations: Observations
    notes: tuple[str, ...]
    rows: Rows = field(repr=False)
    additions: tuple[Addition, ...] = ()

    def __str__(self):
        drugs = " and ".join(self.drugs) or "no drug"
        notes = f" ({'; '.join(self.notes)})" if self.notes else ""
        return "; ".join([f"{drugs} as in {self.source}{notes}", *map(str, self.additions)])

    @property
    def in_short(self) -> str:
        """The drugs: "anastrozole or letrozole" where each woman takes one, "letrozole then anastrozole" where all do.

        "tablets of doses.csv" where it is not as simple; "" where there are none.
        """
        taken = self.doses[self.lead_in :] > 0
        first, last = np.argmax(taken, axis=0), len(taken) - np.argmax(taken[::-1], axis=0)
        order, any_day = np.argsort(first, axis=0, kind="stable"), taken.any(axis=0)
        if (any_day.sum(axis=0) <= 1).all():
            return " or ".join(self.drugs)
        apart = np.take_along_axis(first, order, 0)[1:] >= np.take_along_axis(last, order, 0)[:-1]
        if any_day.all() and apart.all() and (order == order[:, :1]).all():
            return " then ".join(self.drugs[row] for row in order[:, 0])
        return f"tablets of {Path(self.source).name}"

    @property
    def is_untreated(self) -> bool:
        return not self.drugs and not self.additions

    def has_time_off(self, days: int) -> bool:
        """Whether any woman has, within so many days and after one with tablets, a week without before its end."""
        taken = self.doses[self.lead_in :][:days].any(axis=1)
        quiet = np.cumsum(~taken, axis=0)
        week = quiet[7:] - quiet[:-7] == 7
        return bool((week & np.maximum.accumulate(taken, axis=0)[:-7]).any())

    @property
    def phases(self) -> tuple:
        """What tells whether two arms are on the same tablets."""
        return (self.rows,)

    @property
    def treatments(self) -> tuple[str, ...]:
        """The names of what is added, in the order of their first use."""
        return tuple(dict.fromkeys(one.treatment for one in self.additions))

    def with_addition(self, text: str, book: Book = BOOK) -> "DoseTable":
        """The same tablets with more added from day 0 of the table on, e.g. "exercise from month 3"."""
        return replace(self, additions=more_additions(self.additions, text, book))

    def given(self, days: int) -> tuple[np.ndarray, np.ndarray]:
        """What is added on each of the first days: share of the usual amount and 1 where blinded, (day, treatment)."""
        return given(self.additions, self.treatments, days)

    def lead_in_of(self, women: Women) -> np.ndarray:
        """Days before day 0 on which each woman is already on tablets, (woman,): where a row of hers has SS 1."""
        steady = np.zeros(len(self.women), bool)
        steady[self.rows.woman[self.rows.steady > 0]] = True
        return np.where(steady[self._places(women)], LEAD_IN_DAYS, 0)

    def doses_of(self, women: Women, first: int, days: int) -> np.ndarray:
        """The mg of every drug of the table on `days` days from day `first` on, (day, drug, woman); 0 beyond the table.

        Raises EstralgiaError for a woman without rows.
        """
        found = np.zeros((days, len(self.drugs), len(women)))
        day = np.arange(first, first + days) + self.lead_in
        inside = (day >= 0) & (day < len(self.doses))
        found[inside] = self.doses[day[inside]][..., self._places(women)] / 1000
        return found

    def given_to(self, women: Women, first: int, days: int) -> tuple[np.ndarray, np.ndarray]:
        """What is added, from day `first` on, the same for all: two arrays (day, treatment, 1)."""
        amounts, blinded = given(self.additions, self.treatments, max(0, first + days))
        return from_day(amounts, first, days)[..., None], from_day(blinded, first, days)[..., None]

    def last_tablet_day(self, days: int) -> int | None:
        """The last of the first `days` days with a tablet of anybody, or None when there is none."""
        taken = (self.doses[self.lead_in :][:days] > 0).any(axis=(1, 2))
        return max(np.flatnonzero(taken).tolist(), default=None)

    def covariates_of(self, women: Women, first: int, days: int) -> dict[str, np.ndarray]:
        """The changing covariates of these women on `days` days from day `first` on, name -> (day, 1, woman)."""
        self._places(women)
        return self.changes.daily(women.ids, np.arange(first, first + days))

    def tablets_on(self, day: int, patient: int) -> str:
        """What one woman is to take on a day of the table, in words; "" for nothing."""
        place = self.changes.places[patient]
        doses = self.doses[self.lead_in + day, :, place] / 1000 if self.lead_in + day < len(self.doses) else []
        drugs = self.drugs if len(doses) else ()
        return " and ".join(f"{drug} {mg:.6g} mg" for drug, mg in zip(drugs, doses, strict=True) if mg)

    def _places(self, women):
        known = self.changes.places
        for number in women.ids.tolist():
            if number not in known:
                raise EstralgiaError(
                    f"the table has no rows of woman {number}",
                    self.source,
                    "simulate the women of the table: table.women",
                )
        return np.array([known[number] for number in women.ids.tolist()])


def read_doses(
    path, *, drug: str | None = None, dv: str | None = None, interpolation: str = "carried forward",
    time_unit: str | None = None, ignore: tuple[str, ...] = (), seed: int = 0,
) -> DoseTable:  # fmt: skip
    """Read a table with columns as in NONMEM: ID, TIME, AMT, EVID, II, ADDL, SS, CMT, DV and covariates.

    docs/tables.md describes the columns. TIME and II are in days (TIME_H and II_H in hours), AMT in mg.
    drug: of all doses, where no column says it, or whatever CMT says. dv: the quantity that DV measures where CMT does
    not say. interpolation: of covariates between rows, "carried forward" or "linear". time_unit: "days" or "hours" of
    TIME and II. ignore: headings of columns that are not read. seed: of the women's chance.
    Raises EstralgiaError with file, line, column and value for what is wrong; nothing is read half.
    """
    check_seed(seed)
    if time_unit not in (None, "days", "hours"):
        raise EstralgiaError("a unit of time is days or hours", f"time_unit = {time_unit!r}", 'write "days" or "hours"')
    known = {name: name for name in PLAIN} | {name.upper(): name for name in COLUMNS} | ALIASES
    known |= {str(name).strip().upper(): str(name) for name in _listed(ignore)}
    cells = read_cells(path, known)
    hours = None if time_unit is None else time_unit == "hours"
    kinds = ("state", "quantity", "reduction")
    quantities = [name for name, entry in BOOK.wiring().entries.items() if entry.kind in kinds]
    rows = read_rows(cells, hours, drug, dv, quantities)
    women, changes = read_women(cells, rows.ids, rows.woman, rows.time, interpolation, seed)
    lead_in = LEAD_IN_DAYS if rows.steady.any() else 0
    drugs = tuple(name for name in BOOK.drugs if name in set(rows.drug))
    doses, days = swallowed(cells, rows, drugs, lead_in)
    measured = ~np.isnan(rows.value)
    observations = (one[measured] for one in (rows.ids[rows.woman], rows.time, rows.value, rows.observed))
    notes = tuple(_notes(cells, rows, changes, lead_in, drug))
    return DoseTable(cells.file, women, drugs, doses, lead_in, days, changes, Observations(*observations), notes, rows)


def _listed(names):
    return (names,) if isinstance(names, str) else tuple(names)


def _notes(cells, rows, changes, lead_in, drug):
    """What was made of a table beyond what it says."""
    doses, clock = rows.doses, BOOK.clock
    if lead_in:
        yield f"steady state: the doses with SS 1 had been taken for {lead_in} days before"
    within = np.abs(np.append(doses.time, doses.interval) % 1)
    if (np.minimum(within, 1 - within) > SLIP).any():
        hour = (clock.waking + clock.start[clock.tablet][0]) * 24
        yield f"tablets are swallowed at {hour:g} o'clock of their day, whatever the hour in the table"
    if changes.knots:
        yield str(changes)
    if drug is None and "DRUG" not in cells:
        numbered = sorted(
            {text for text, name in zip(cells.texts("CMT"), rows.drug, strict=True) if name and text.isdigit()}
        )
        names = compartments(BOOK.drugs)
        yield from (f"CMT {number} is {names[number]}" for number in numbered)
