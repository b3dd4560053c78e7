"""Readable text about tablets, such as "letrozole 2.5 mg daily for 2 years, then stop", and its calendar.

A regimen is a row of phases, each with drugs or a pause, and what is added to them:

    regimen    phase [", then" phase]... [", then stop"] ["; if she stops: " [pause ", then"] drug [and drug]...]
               ["; " additions]...   ("then" and ";" also part two phases)
    additions  such as "add exercise from month 6" or "add yoga and walking": see model/additions.py
    phase      drug [and drug]... [for time]   or   (no drug | nothing | untreated | pause | break | wait) [[for] time]
               or   placebo [rhythm] [for time]
    drug       name [number mg|ug] [rhythm]
    rhythm     daily | every other day | every 3 days | every 2 weeks | weekly
    time       number days|weeks|months|years

A brand, such as Femara, may stand for its drug, which is what is printed. Before "add" a comma or "and" may stand for
the semicolon; behind a semicolon, "add" may be left out. Left out, the dose is the drug's usual one, the rhythm is
daily, and the last phase lasts as long as the simulation. A placebo is a tablet without a drug: she takes it for one.

A week is 7 days, a month 365.25/12 and a year 365.25. Phases keep their lengths unrounded; only their ends, counted
from the start of the regimen, are rounded to whole days (a half to the even day: 2 years end after 730 days). Hence
14 months and then 6 months end together exactly where 20 months do.
"""

import re
from dataclasses import dataclass, replace
from itertools import accumulate, groupby
from typing import Any

import numpy as np

from .additions import Addition, check_overlaps, given, is_addition, read_additions
from .book import Book
from .errors import RegimenError
from .phases import PAUSES, PLACEBO, Dose, Phase, Second, read_phases, read_second
from .pieces import Piece

__all__ = ["Dose", "Phase", "Regimen", "Second", "from_day", "more_additions", "read_regimen"]

LONGEST_TEXT = 10_000  # characters
SEPARATOR = r"[,;]\s*then\b|;|(?:,|\band\b)\s*(?:and\s+)?(?=add\b)|\bthen\b"
IF_SHE_STOPS = r"[,;]?\s*\bif\s+she\s+stops\b(?:\s+for\s+(?:pain|her\s+joints|joints)\b)?\s*[:,]?"


@dataclass(frozen=True)
class Regimen:
    """Phases one after another, only the last without an end, and what is added to them.

    `read_regimen` reads its `str` back to an equal one.
    """

    phases: tuple[Phase, ...]
    additions: tuple[Addition, ...] = ()
    second: Second | None = None

    def __str__(self) -> str:
        is_stopped = self.phases[-1].has_tablets and self.days is not None
        phases = ", then ".join(map(str, self.phases)) + (", then stop" if is_stopped else "")
        return "; ".join([phases, *map(str, filter(None, [self.second])), *map(str, self.additions)])

    @property
    def drugs(self) -> tuple[str, ...]:
        """The names of the drugs in the order of their first use; empty when untreated."""
        planned = [dose.drug for phase in self.phases for dose in phase.drugs]
        return tuple(dict.fromkeys([*planned, *(dose.drug for dose in (self.second.drugs if self.second else ()))]))

    @property
    def treatments(self) -> tuple[str, ...]:
        """The names of what is added, in the order of their first use."""
        return tuple(dict.fromkeys(one.treatment for one in self.additions))

    @property
    def is_untreated(self) -> bool:
        return not self.additions and not any(phase.has_tablets for phase in self.phases)

    @property
    def ends(self) -> tuple[int | None, ...]:
        """For each phase, the day (counted from 0) on which it is over; None for a last phase without an end."""
        lengths = [phase.days for phase in self.phases if phase.days is not None]
        return (*map(round, accumulate(lengths)), *[None] * (len(self.phases) - len(lengths)))

    @property
    def days(self) -> int | None:
        """The length of the whole regimen in days, or None when it lasts as long as the simulation."""
        return self.ends[-1]

    def doses(self, days: int) -> np.ndarray:
        """The mg swallowed on each of the first `days` (0 or more) days: float64 of shape (days, len(drugs))."""
        calendar = np.zeros((days, len(self.drugs)))
        for phase, start, end in self._spans:
            for dose in phase.drugs:
                calendar[start : end : dose.every_days, self.drugs.index(dose.drug)] = dose.mg
        return calendar

    def tablets(self, days: int) -> np.ndarray:
        """Whether anything is swallowed on each of the first days, with a drug or without: bool, (day,)."""
        found = np.asarray(self.doses(days).any(axis=1))
        for phase, start, end in self._spans:
            if phase.placebo_every:
                found[start : end : phase.placebo_every] = True
        return found

    @property
    def _spans(self) -> list[tuple[Phase, int, int | None]]:
        """Every phase with its first day and the day on which it is over."""
        starts = (0, *(end for end in self.ends if end is not None))
        return list(zip(self.phases, starts, self.ends, strict=False))

    def given(self, days: int) -> tuple[np.ndarray, np.ndarray]:
        """What is added on each of the first days: share of the usual amount and 1 where blinded, (day, treatment)."""
        return given(self.additions, self.treatments, days)

    @property
    def in_short(self) -> str:
        """The tablets in their order, "letrozole then exemestane" or "letrozole and tamoxifen"; "" for none."""
        steps = (phase.in_short for phase in self.phases if phase.has_tablets)
        planned = " then ".join(step for step, _ in groupby(steps))
        second = " and ".join(dose.drug for dose in self.second.drugs) if self.second else ""
        return " or ".join(filter(None, [planned, second]))

    def with_addition(self, text: str, book: Book) -> "Regimen":
        """The same with more added, e.g. "exercise from month 3". Raises RegimenError as `read_regimen`."""
        return replace(self, additions=more_additions(self.additions, text, book))

    def lead_in_of(self, women: Any) -> np.ndarray:
        """Days before day 0 on which each woman is already on tablets, (woman,): none."""
        return np.zeros(len(women), int)

    def doses_of(self, women: Any, first: int, days: int) -> np.ndarray:
        """The mg of every drug from day `first` on, the same for all: (day, drug, 1)."""
        return from_day(self.doses(max(0, first + days)), first, days)[..., None]

    def second_of(self, first: int, days: int) -> tuple[np.ndarray, float]:
        """The mg of every drug that she takes once she has stopped, on `days` days from day `first` on, the same for
        all: (day, drug, 1); and the days of nothing before.
        """
        calendar = np.zeros((max(0, first + days), len(self.drugs)))
        for dose in self.second.drugs if self.second else ():
            calendar[: self.days, self.drugs.index(dose.drug)] = dose.mg
        return from_day(calendar, first, days)[..., None], self.second.wash_out if self.second else 0.0

    def tablets_of(self, women: Any, first: int, days: int) -> np.ndarray:
        """Whether anything is swallowed on `days` days from day `first` on, the same for all: (day, 1)."""
        return from_day(self.tablets(max(0, first + days)), first, days)[:, None] > 0

    def given_to(self, women: Any, first: int, days: int) -> tuple[np.ndarray, np.ndarray]:
        """As `given`, from day `first` on and the same for all: two arrays (day, treatment, 1)."""
        amounts, blinded = self.given(max(0, first + days))
        return from_day(amounts, first, days)[..., None], from_day(blinded, first, days)[..., None]

    def tablets_on(self, day: int, patient: int = 0) -> str:
        """What is to be taken on a day, the same for every patient, in words; "" for nothing."""
        phase = next((one for one, _, end in self._spans if end is None or day < end), Phase(()))
        return str(replace(phase, days=None)) if phase.has_tablets else ""

    def has_time_off(self, days: int) -> bool:
        """Whether, within so many days, days without a drug follow on days with one."""
        kinds = [bool(phase.drugs) for phase, start, _ in self._spans if start < days]
        kinds += [False] if (self.days or days) < days else []
        return True in kinds and False in kinds[kinds.index(True) :]

    def last_tablet_day(self, days: int) -> int | None:
        """The last of the first `days` days (counted from 0) with a tablet, or None when there is none."""
        return max(np.flatnonzero(self.tablets(days)).tolist(), default=None)


def from_day(rows: np.ndarray, first: int, days: int) -> np.ndarray:
    """Rows of days from day 0 on as `days` rows from day `first` on, with nothing before day 0."""
    return np.concatenate([np.zeros((min(days, max(0, -first)), *rows.shape[1:])), rows[max(0, first) :]])[:days]


def read_regimen(text: str, book: Book) -> Regimen:
    """Read the text of a regimen: the drugs, their brands and usual doses, and the treatments, are those of the book.

    Drugs and brands have names of one word; capital letters and white space do not matter.
    Raises RegimenError, with the piece of the text, its character (counted from 1) and the fix, for anything else.
    """
    if not isinstance(text, str):  # pyright: ignore[reportUnnecessaryIsInstance]  # callers are not checked
        raise RegimenError(f"A regimen has to be text, not {type(text).__name__}", fix="put it in quotation marks")
    if not text.strip():
        raise RegimenError("The regimen is empty", fix="name a drug, or write 'no drug'")
    whole = Piece(text)
    if len(text) <= LONGEST_TEXT:
        planned, *rest = whole.split(IF_SHE_STOPS)
        if len(rest) > 1:
            raise rest[1].error("'if she stops' stands twice", "say once what she takes then")
        phases, added = _parted(planned, book)
        second, more = _parted(rest[0], book) if rest else ([], [])
        additions = read_additions([*added, *more], whole, book.treatments, tuple(book.spellings("drug")))
        read = tuple(read_phases(phases or [planned], book))
        regimen = Regimen(read, additions, read_second(second or rest, book) if rest else None)
        if regimen.second and not any(phase.has_tablets for phase in read):
            raise planned.error("There is nothing that she could stop", "name the drug that she takes first")
        if len(str(regimen)) <= LONGEST_TEXT:
            return regimen
    raise whole.error(f"In full, this regimen takes more than {LONGEST_TEXT} characters", "write fewer phases")


def more_additions(before: tuple[Addition, ...], text: str, book: Book) -> tuple[Addition, ...]:
    """What is added already, and more in words: "exercise from month 3 and duloxetine from month 6".

    Raises RegimenError as `read_regimen`, with the place in this text.
    """
    if not isinstance(text, str):  # pyright: ignore[reportUnnecessaryIsInstance]  # callers are not checked
        what = f"What is added has to be text, not {type(text).__name__}"
        raise RegimenError(what, fix='write e.g. "exercise from month 3"')
    whole = Piece(text, of="what is added")
    if len(text) > LONGEST_TEXT:
        raise whole.error(f"This takes more than {LONGEST_TEXT} characters", "add fewer treatments")
    more = read_additions(whole.split(SEPARATOR), whole, book.treatments, tuple(book.spellings("drug")))
    check_overlaps(whole, (*before, *more))
    return (*before, *more)


def _parted(whole: Piece, book: Book) -> tuple[list[Piece], list[Piece]]:
    """The pieces of a regimen that are phases, and those that are additions."""
    starts = rf"(?:{PAUSES}|stop\b|{PLACEBO}\b|(?:{'|'.join(map(re.escape, book.spellings('drug')))})(?!\S)).*"
    phases, additions = list[Piece](), list[Piece]()
    for piece in whole.split(SEPARATOR):
        added = is_addition(piece, book.treatments) or bool(additions and not piece.groups(f"({starts})"))
        (additions if added else phases).append(piece)
    return phases, additions
