"""Doses: a NONMEM-style table read as women, a calendar of their tablets, and measurements."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from ..book import BOOK
from ..model.additions import Addition, given
from ..model.book import Book
from ..model.errors import EstralgiaError
from ..model.regimen import from_day, more_additions
from ..people import Women, check_seed
from ..people.women import said_ids
from .cells import TableText, read_cells
from .covariates import COLUMNS, Changes, read_women
from .measured import numbered
from .rows import Rows, read_rows
from .spans import first_and_last, has_quiet_week, last_day, last_day_within
from .swallowed import check_doses, daily
from .unit_of_time import SLIP, how_read

MOST_VALUES = 100_000_000  # of a calendar that is written out: days x drugs x women
LEAD_IN_DAYS = 672  # before a table with SS 1: docs/tables.md says what is left of the start by then
PLAIN = ("ID", "TIME", "TIME_H", "AMT", "EVID", "II", "II_H", "ADDL", "SS", "CMT", "DRUG", "DV", "MDV", "RATE")
ALIASES = {"TIMEH": "TIME_H", "IIH": "II_H", "WT": "weight"}


class NoDoses(EstralgiaError):
    """A drug for all doses was given, and the table has none."""


@dataclass(frozen=True, repr=False)
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

    def __repr__(self):
        names, counts = np.unique(self.what.astype(str), return_counts=True)
        each = ", ".join(f"{name} {count:,}" for name, count in zip(names, counts, strict=True))
        kind = "measurement" if len(self) == 1 else "measurements"
        return f"{len(self):,} {kind}: {each}" if len(self) else "no measurements"


@dataclass(frozen=True, eq=False, repr=False)
class DoseTable:
    """What a table says: who is simulated, on which tablets, how long, and what was measured.

    `simulate` takes it in place of women and regimen. lead_in: days before day 0 on which a woman at steady state has
    her doses. days: up to the last row or dose, whichever is later; later ones are days without doses; None where there
    is no dose, and no row after day 0 begins. changes: covariates that do not stay the same. notes: what was made of
    the table, in words. told: the text and the options that it was read with, with which `read_doses` reads it again.
    """

    source: str
    women: Women
    drugs: tuple[str, ...]
    lead_in: int
    days: int | None
    changes: Changes
    observations: Observations
    notes: tuple[str, ...]
    rows: Rows = field(repr=False)
    told: Mapping[str, Any] = field(repr=False)
    additions: tuple[Addition, ...] = ()

    def __str__(self):
        drugs = " and ".join(self.drugs) or "no drug"
        return "; ".join([f"{drugs} as in {self.origin}", *map(str, self.additions)])

    def __repr__(self):
        """A few lines: who, how long, which drugs, what was measured, and what was made of it."""
        who = f"{len(self.women):,} women" if len(self.women) > 1 else "one woman"
        length = f"{self.days} days" if self.days else "no length of its own"
        drugs = " and ".join(self.drugs) or "no drug"
        lines = (f"{who} ({said_ids(self.women.ids)})", f"{length}, {drugs}", repr(self.observations))
        return "\n  ".join([f"Dose table {self.source}", *lines, *self.notes, *map(str, self.additions)])

    @property
    def origin(self) -> str:
        """The file, and what was made of it: how its times were read, among others."""
        return f"{self.source} ({'; '.join(self.notes)})"

    @property
    def doses(self) -> np.ndarray:
        """All doses in ug of `drugs`, (day, drug, woman), beginning `lead_in` days before day 0 of the table.

        Written out when asked for. Raises EstralgiaError for more than can be kept; `doses_of` gives some of them.
        """
        shape = (self.lead_in + (self.days or 1), len(self.drugs), len(self.women))
        if np.prod(shape, dtype=float) > MOST_VALUES:
            what = f"{shape[2]:,} women over {shape[0]:,} days are more than can be written out"
            raise EstralgiaError(what, self.source, "ask for some of them: table.doses_of(table.women[:100], 0, 365)")
        return daily(self.dose_rows, self.drugs, np.arange(shape[2]), self.lead_in, -self.lead_in, shape[0])

    @cached_property
    def dose_rows(self) -> Rows:
        """The rows with a dose."""
        return self.rows.doses

    @cached_property
    def in_short(self) -> str:
        """The drugs: "anastrozole or letrozole" where each woman takes one, "letrozole then anastrozole" where all do.

        "tablets of doses.csv" where it is not as simple; "" where there are none.
        """
        first, last, any_day = first_and_last(self.dose_rows, self.drugs, len(self.women))
        order = np.argsort(first, axis=0, kind="stable")
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
        """Whether any woman has, within so many days and after one with tablets, a week without."""
        return has_quiet_week(self.dose_rows, days)

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
        return daily(self.dose_rows, self.drugs, self._places(women), self.lead_in, first, days) / 1000

    def second_of(self, first: int, days: int) -> tuple[np.ndarray, float]:
        """What is taken once she has stopped: nothing, (day, drug, 1), for a table says all that she is to take."""
        return np.zeros((days, len(self.drugs), 1)), 0.0

    def tablets_of(self, women: Women, first: int, days: int) -> np.ndarray:
        """Whether a woman has any dose on `days` days from day `first` on: bool, (day, woman)."""
        return np.asarray(self.doses_of(women, first, days).any(axis=1))

    def given_to(self, women: Women, first: int, days: int) -> tuple[np.ndarray, np.ndarray]:
        """What is added, from day `first` on, the same for all: two arrays (day, treatment, 1)."""
        amounts, blinded = given(self.additions, self.treatments, max(0, first + days))
        return from_day(amounts, first, days)[..., None], from_day(blinded, first, days)[..., None]

    def last_tablet_day(self, days: int) -> int | None:
        """The last of the first `days` days with a tablet of anybody, or None when there is none."""
        return last_day_within(self.dose_rows, days)

    def covariates_of(self, women: Women, first: int, days: int) -> dict[str, np.ndarray]:
        """The changing covariates of these women on `days` days from day `first` on, name -> (day, 1, woman)."""
        self._places(women)
        return self.changes.daily(women.ids, np.arange(first, first + days))

    def tablets_on(self, day: int, patient: int) -> str:
        """What one woman is to take on a day of the table, in words; "" for nothing."""
        place = np.array([self._place(patient)])
        doses = daily(self.dose_rows, self.drugs, place, self.lead_in, day, 1)[0, :, 0] / 1000
        return " and ".join(f"{drug} {mg:.6g} mg" for drug, mg in zip(self.drugs, doses, strict=True) if mg)

    def _places(self, women):
        return np.array([self._place(number) for number in women.ids.tolist()], int)

    def _place(self, number):
        if number not in self.changes.places:
            what = f"the table has no rows of woman {number}"
            fix = f"simulate the women of the table, table.women: {said_ids(self.women.ids)}"
            raise EstralgiaError(what, self.source, fix)
        return self.changes.places[number]


def read_doses(
    path, *, drug: str | None = None, dv: str | None = None, interpolation: str = "carried forward",
    time_unit: str | None = None, ignore: tuple[str, ...] = (), seed: int = 0,
) -> DoseTable:  # fmt: skip
    """Read a table with columns as in NONMEM: ID, TIME, AMT, EVID, II, ADDL, SS, CMT, DV and covariates.

    path: of a file, or a `TableText`. Columns: see docs/tables.md; TIME and II in days (_H in hours), AMT in mg.
    drug: of all doses, where no column says it, or CMT counts compartments of your own. dv: what DV measures where CMT
    does not say: a quantity, or a drug for its concentration. interpolation: of covariates between rows, "carried
    forward" or "linear". time_unit: "days" or "hours" of TIME and II. ignore: headings of columns that are not read.
    seed: of the women's chance.
    Raises EstralgiaError with file, line, column and value for what is wrong; nothing is read half.
    """
    check_seed(seed)
    if time_unit not in (None, "days", "hours"):
        raise EstralgiaError("a unit of time is days or hours", f"time_unit = {time_unit!r}", 'write "days" or "hours"')
    known = {name: name for name in PLAIN} | {name.upper(): name for name in COLUMNS} | ALIASES
    known |= {str(name).strip().upper(): "" for name in _listed(ignore)}
    text = TableText.of(path)
    cells = read_cells(text, known)
    hours = None if time_unit is None else time_unit == "hours"
    rows = read_rows(cells, hours, drug, dv, tablet_time())
    if drug is not None and not (rows.drug != "").any():
        fix = f'read_doses(...) without it, and simulate(table, "{drug}")'
        raise NoDoses("no row of the table has a dose, so nothing is of this drug", f"drug = {drug!r}", fix)
    women, changes = read_women(cells, rows.ids, rows.woman, rows.time, interpolation, seed)
    lead_in = LEAD_IN_DAYS if rows.steady.any() else 0
    check_doses(cells, rows, lead_in)
    drugs = tuple(name for name in BOOK.drugs if name in set(rows.drug))
    last = max(int(np.floor(rows.time.max() + SLIP)), last_day(rows.doses) or 0)
    measured = ~np.isnan(rows.value)
    observations = (one[measured] for one in (rows.ids[rows.woman], rows.time, rows.value, rows.observed))
    notes = tuple(_notes(cells, rows, changes, lead_in, drug, how_read(cells, hours, last)))
    days = last + 1 if rows.time.max() > 0 or drugs else None
    told = {"drug": drug, "dv": dv, "interpolation": interpolation, "time_unit": time_unit, "ignore": _listed(ignore)}
    told |= {"path": text, "seed": seed}
    return DoseTable(cells.file, women, drugs, lead_in, days, changes, Observations(*observations), notes, rows, told)


def tablet_time() -> float:
    """Days from waking to the tablet."""
    return float(BOOK.clock.start[BOOK.clock.tablet][0])


def _listed(names):
    return (names,) if isinstance(names, str) else tuple(names)


def _notes(cells, rows, changes, lead_in, drug, how):
    """What was made of a table beyond what it says."""
    doses, tablet = rows.doses, tablet_time()
    yield how
    if lead_in:
        yield f"steady state: the doses with SS 1 had been taken for {lead_in} days before"
    other = np.append(doses.time[np.abs(doses.time % 1 - tablet) > SLIP], doses.interval)
    if (np.abs(other - np.round(other)) > SLIP).any():
        hour = (BOOK.clock.waking + tablet) * 24
        yield f"tablets are swallowed at {hour:g} o'clock of their day, whatever the hour in the table"
    if changes.knots:
        yield str(changes)
    texts = cells.texts("CMT")
    if drug is not None and any(texts[row] for row in np.flatnonzero(rows.drug != "")):
        yield f"all doses are {doses.drug[0]}, whatever CMT says"
    said = {}
    if drug is None and "DRUG" not in cells:
        said = {text: name for text, name in zip(texts, rows.drug, strict=True) if name and text.isdigit()}
    yield from (f"CMT {number} is {name}" for number, name in sorted(said.items()))
    for number, what in numbered(cells, rows.observed).items():
        if said.get(number) != what:
            yield f"DV in CMT {number} is {what}{' in blood' if what in BOOK.drugs else ''}"
