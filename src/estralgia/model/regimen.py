"""Readable text about tablets, such as "letrozole 2.5 mg daily for 2 years, then stop", and its calendar.

A regimen is a row of phases, each with drugs or a pause, and what is added to them:

    regimen    phase [", then" phase]... [", then stop"] ["; " additions]...   ("then" and ";" also part two phases)
    additions  such as "add exercise from month 6" or "add yoga and walking": see model/additions.py
    phase      drug [and drug]... [for time]   or   (no drug | nothing | untreated | pause | break | wait) [[for] time]
    drug       name [number mg|ug] [daily | every other day | every 3 days | every 2 weeks | weekly]
    time       number days|weeks|months|years

A brand, such as Femara, may stand for its drug, which is what is printed. Before "add" a comma or "and" may stand for
the semicolon; behind a semicolon, "add" may be left out. Left out, the dose is the drug's usual one, the rhythm is
daily, and the last phase lasts as long as the simulation.

A week is 7 days, a month 365.25/12 and a year 365.25. Phases keep their lengths unrounded; only their ends, counted
from the start of the regimen, are rounded to whole days (a half to the even day: 2 years end after 730 days). Hence
14 months and then 6 months end together exactly where 20 months do.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate, groupby, pairwise

import numpy as np

from .additions import Addition, check_overlaps, given, is_addition, read_additions, treatment_in
from .book import Book
from .errors import EstralgiaError, nearest
from .pieces import DOSES_PER_MG, NEXT, NUMBER, TIMES, Piece, decimals, length, quantity

LONGEST_TEXT = 10_000  # characters
LONGEST_PHASE = 50 * 365.25  # days
LONGEST_INTERVAL = 365  # days from one tablet to the next
LARGEST_DOSE = 20  # times the usual daily dose; above it, the unit is taken for a slip

SEPARATOR = r"[,;]\s*then\b|;|(?:,|\band\b)\s*(?:and\s+)?(?=add\b)|\bthen\b"
PAUSES = r"(?:no\s+drugs?|nothing|untreated|pause|break|wait)\b"
RHYTHMS = {
    "": 1,
    "daily": 1,
    "once daily": 1,
    "once a day": 1,
    "every day": 1,
    "every other day": 2,
    "every second day": 2,
    "weekly": 7,
    "once weekly": 7,
    "once a week": 7,
    "every week": 7,
}


@dataclass(frozen=True)
class Dose:
    """`mg` milligrams of a drug, swallowed on the first day of a phase and then every `every_days` days."""

    drug: str
    mg: float
    every_days: int = 1

    def __str__(self) -> str:
        rhythm = {1: "daily", 2: "every other day", 7: "weekly"}.get(self.every_days, f"every {self.every_days} days")
        return f"{self.drug} {decimals(self.mg)} mg {rhythm}"


@dataclass(frozen=True)
class Phase:
    """The drugs swallowed together (none in a pause) during `days` days, unrounded; None days: without an end."""

    drugs: tuple[Dose, ...]
    days: float | None = None

    def __str__(self) -> str:
        drugs = " and ".join(map(str, self.drugs)) or "no drug"
        return drugs if self.days is None else f"{drugs} for {length(self.days)}"


@dataclass(frozen=True)
class Regimen:
    """Phases one after another, only the last without an end, and what is added to them.

    `read_regimen` reads its `str` back to an equal one.
    """

    phases: tuple[Phase, ...]
    additions: tuple[Addition, ...] = ()

    def __str__(self) -> str:
        is_stopped = self.phases[-1].drugs and self.days is not None
        phases = ", then ".join(map(str, self.phases)) + (", then stop" if is_stopped else "")
        return "; ".join([phases, *map(str, self.additions)])

    @property
    def drugs(self) -> tuple[str, ...]:
        """The names of the drugs in the order of their first use; empty when untreated."""
        return tuple(dict.fromkeys(dose.drug for phase in self.phases for dose in phase.drugs))

    @property
    def treatments(self) -> tuple[str, ...]:
        """The names of what is added, in the order of their first use."""
        return tuple(dict.fromkeys(one.treatment for one in self.additions))

    @property
    def is_untreated(self) -> bool:
        return not self.drugs and not self.additions

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
        for phase, (start, end) in zip(self.phases, pairwise((0, *self.ends)), strict=True):
            for dose in phase.drugs:
                calendar[start : end : dose.every_days, self.drugs.index(dose.drug)] = dose.mg
        return calendar

    def given(self, days: int) -> tuple[np.ndarray, np.ndarray]:
        """What is added on each of the first days: share of the usual amount and 1 where blinded, (day, treatment)."""
        return given(self.additions, self.treatments, days)

    @property
    def in_short(self) -> str:
        """The drugs in their order, "letrozole then exemestane", "letrozole and tamoxifen"; "" where there are none."""
        steps = (" and ".join(dose.drug for dose in phase.drugs) for phase in self.phases if phase.drugs)
        return " then ".join(step for step, _ in groupby(steps))

    def with_addition(self, text: str, book: Book) -> "Regimen":
        """The same with more added, e.g. "exercise from month 3". Raises EstralgiaError as `read_regimen`."""
        return replace(self, additions=more_additions(self.additions, text, book))

    def lead_in_of(self, women) -> np.ndarray:
        """Days before day 0 on which each woman is already on tablets, (woman,): none."""
        return np.zeros(len(women), int)

    def doses_of(self, women, first: int, days: int) -> np.ndarray:
        """The mg of every drug from day `first` on, the same for all: (day, drug, 1)."""
        return from_day(self.doses(max(0, first + days)), first, days)[..., None]

    def given_to(self, women, first: int, days: int) -> tuple[np.ndarray, np.ndarray]:
        """As `given`, from day `first` on and the same for all: two arrays (day, treatment, 1)."""
        amounts, blinded = self.given(max(0, first + days))
        return from_day(amounts, first, days)[..., None], from_day(blinded, first, days)[..., None]

    def tablets_on(self, day: int, patient: int = 0) -> str:
        """What is to be taken on a day, the same for every patient, in words; "" for nothing."""
        phases = (phase for phase, end in zip(self.phases, self.ends, strict=True) if end is None or day < end)
        return " and ".join(map(str, next(phases, Phase(())).drugs))

    def has_time_off(self, days: int) -> bool:
        """Whether, within so many days, days without tablets follow on days with tablets."""
        starts = (0, *(end for end in self.ends if end is not None))
        kinds = [bool(phase.drugs) for phase, start in zip(self.phases, starts, strict=False) if start < days]
        kinds += [False] if (self.days or days) < days else []
        return True in kinds and False in kinds[kinds.index(True) :]

    def last_tablet_day(self, days: int) -> int | None:
        """The last of the first `days` days (counted from 0) with a tablet, or None when there is none."""
        return max(np.flatnonzero(self.doses(days).any(axis=1)).tolist(), default=None)


def from_day(rows, first, days):
    """Rows of days from day 0 on as `days` rows from day `first` on, with nothing before day 0."""
    return np.concatenate([np.zeros((min(days, max(0, -first)), *rows.shape[1:])), rows[max(0, first) :]])[:days]


def read_regimen(text: str, book: Book) -> Regimen:
    """Read the text of a regimen: the drugs, their brands and usual doses, and the treatments, are those of the book.

    Drugs and brands have names of one word; capital letters and white space do not matter.
    Raises EstralgiaError, with the piece of the text, its character (counted from 1) and the fix, for anything else.
    """
    if not isinstance(text, str):
        raise EstralgiaError(f"A regimen has to be text, not {type(text).__name__}", fix="put it in quotation marks")
    if not text.strip():
        raise EstralgiaError("The regimen is empty", fix="name a drug, or write 'no drug'")
    whole = Piece(text)
    if len(text) <= LONGEST_TEXT:
        phases, added = _parted(whole, book)
        additions = read_additions(added, whole, book.treatments, tuple(book.spellings("drug")))
        regimen = Regimen(tuple(_phases(phases or [whole], book)), additions)
        if len(str(regimen)) <= LONGEST_TEXT:
            return regimen
    raise whole.error(f"In full, this regimen takes more than {LONGEST_TEXT} characters", "write fewer phases")


def more_additions(before: tuple[Addition, ...], text: str, book: Book) -> tuple[Addition, ...]:
    """What is added already, and more in words: "exercise from month 3 and duloxetine from month 6".

    Raises EstralgiaError as `read_regimen`, with the place in this text.
    """
    if not isinstance(text, str):
        what = f"What is added has to be text, not {type(text).__name__}"
        raise EstralgiaError(what, fix='write e.g. "exercise from month 3"')
    whole = Piece(text, of="what is added")
    if len(text) > LONGEST_TEXT:
        raise whole.error(f"This takes more than {LONGEST_TEXT} characters", "add fewer treatments")
    more = read_additions(whole.split(SEPARATOR), whole, book.treatments, tuple(book.spellings("drug")))
    check_overlaps(whole, (*before, *more))
    return (*before, *more)


def _parted(whole, book):
    """The pieces of a regimen that are phases, and those that are additions."""
    starts = rf"(?:{PAUSES}|stop\b|(?:{'|'.join(map(re.escape, book.spellings('drug')))})(?!\S)).*"
    phases, additions = [], []
    for piece in whole.split(SEPARATOR):
        added = is_addition(piece, book.treatments) or (additions and not piece.groups(f"({starts})"))
        (additions if added else phases).append(piece)
    return phases, additions


def _phases(pieces: list[Piece], book: Book) -> Iterator[Phase]:
    for piece, after in zip(pieces, [*pieces[1:], None], strict=True):
        if piece is not pieces[0] and (stop := piece.groups(r"stop\b\s*((?:for\b.*)?).*")):
            if piece.words != "stop" or after:
                raise piece.error("'stop' has to come last", f"say 'pause {stop[0].text[:40] or 'for 3 months'}'")
            return
        if added := treatment_in(piece, book.treatments):
            fix = f"say the tablets, or 'no drug', and then what is added: 'letrozole; add {added.words}'"
            raise added.error("This is a treatment, not a drug", fix)
        phase = _phase(piece, book)
        if phase.days is None and after:
            raise piece.error(
                "Only the last phase can go on without an end",
                f"say how long this one lasts, such as '{phase} for 1 year'",
            )
        yield phase


def _phase(piece: Piece, book: Book) -> Phase:
    if pause := piece.groups(rf"{PAUSES}(.*)"):
        drugs, time = [], pause[0]
    else:
        named, time = piece.groups(r"(.*?)((?:\bfor\b.*)?)")
        drugs = named.split(r"\band\b")
    doses = {}
    for drug in drugs:
        dose = _dose(drug, book)
        if doses.setdefault(dose.drug, dose) is not dose:
            raise drug.error(f"{dose.drug} is named twice in one phase", "name it once, with the two doses added")
    return Phase(tuple(doses.values()), _days(time) if time.text else None)


def _dose(piece: Piece, book: Book) -> Dose:
    name, amount, rhythm = piece.groups(rf"(\S*)\s*((?:{NUMBER}\s*[^\W\d_]*)?)(.*)")
    drug = book.drug_called(name.words)
    if drug is None:
        known = [*book.drugs, "no drug", "pause"]
        raise name.error("A drug is needed here", nearest(name.text, known, book.spellings("drug")))
    usual = float(book.usual_doses[drug])
    number, per_mg = quantity(amount, DOSES_PER_MG, ("mg", "ug")) if amount.text else (usual, 1)
    if (mg := number / per_mg) <= 0:
        raise amount.error("A dose has to be more than zero", "for no dose write 'no drug'")
    if mg > LARGEST_DOSE * usual:
        raise amount.error(
            f"This looks like a slip of the unit: it is {mg / usual:.4g} times the usual dose",
            f"the usual dose is '{drug} {decimals(usual)} mg'",
        )
    return Dose(drug, mg, _interval(rhythm))


def _interval(piece: Piece) -> int:
    """The days from one tablet to the next."""
    if piece.words in RHYTHMS:
        return RHYTHMS[piece.words]
    every = piece.groups(r"every\s+(\d+)\s*(days?|weeks?)")
    days = float(every[0].text) * TIMES[every[1].words] if every else 0
    if not 1 <= days <= LONGEST_INTERVAL:
        meant = nearest(piece.words.split()[0], ("daily", "every other day", "every 3 days", "weekly"))
        raise piece.error(f"This is not a rhythm of 1 to {LONGEST_INTERVAL} whole days", f"{meant} {NEXT}")
    return int(days)


def _days(piece: Piece) -> float:
    (time,) = piece.groups(r"(?:for\b)?(.*)")
    number, unit = quantity(time, TIMES, ("days", "weeks", "months", "years"))
    if not 1 <= number * unit <= LONGEST_PHASE:
        raise piece.error(
            "A phase lasts at least 1 day and at most 50 years",
            "write it as in 'for 6 months', or leave it out where the last phase has no end",
        )
    return number * unit
