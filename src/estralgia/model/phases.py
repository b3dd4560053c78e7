"""The phases of a regimen: which tablets are swallowed on which rhythm, for how long; read from words and printed."""

from collections.abc import Iterator
from dataclasses import dataclass

from .additions import treatment_in
from .book import Book
from .errors import nearest
from .pieces import DOSES_PER_MG, NEXT, NUMBER, TIMES, Piece, decimals, length, quantity

LONGEST_PHASE = 50 * 365.25  # days
LONGEST_INTERVAL = 365  # days from one tablet to the next
LARGEST_DOSE = 20  # times the usual daily dose; above it, the unit is taken for a slip
PLACEBO = "placebo"  # a tablet that holds no drug

PAUSES = r"(?:no\s+drugs?|nothing|untreated|pause|break|wait|wash-?out)\b"
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
        return f"{self.drug} {decimals(self.mg)} mg {_rhythm(self.every_days)}"


@dataclass(frozen=True)
class Phase:
    """The drugs swallowed together (none in a pause) during `days` days, unrounded; None days: without an end.

    placebo_every: days from one tablet without a drug to the next, where she is given those in place of drugs; else 0.
    """

    drugs: tuple[Dose, ...]
    days: float | None = None
    placebo_every: int = 0

    def __str__(self) -> str:
        placebo = f"{PLACEBO} {_rhythm(self.placebo_every)}" if self.placebo_every else "no drug"
        tablets = " and ".join(map(str, self.drugs)) or placebo
        return tablets if self.days is None else f"{tablets} for {length(self.days)}"

    @property
    def has_tablets(self) -> bool:
        """Whether she swallows anything: a drug, or tablets without one."""
        return bool(self.drugs or self.placebo_every)

    @property
    def in_short(self) -> str:
        """Her drugs, or "placebo"; "" in a pause."""
        return " and ".join(dose.drug for dose in self.drugs) or PLACEBO * bool(self.placebo_every)


def _rhythm(every_days: int) -> str:
    return {1: "daily", 2: "every other day", 7: "weekly"}.get(every_days, f"every {every_days} days")


def read_phases(pieces: list[Piece], book: Book) -> Iterator[Phase]:
    """The phases that the pieces of a regimen say, one each. Raises RegimenError for what is none."""
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


@dataclass(frozen=True)
class Second:
    """What she takes when she stops the tablets for her joints: `wash_out` days of nothing, then these drugs daily.

    They last until the planned end of the tablets that she stopped.
    """

    drugs: tuple[Dose, ...]
    wash_out: float = 0.0

    def __str__(self) -> str:
        pause = f"no drug for {length(self.wash_out)}, then " if self.wash_out else ""
        return f"if she stops for her joints: {pause}{' and '.join(map(str, self.drugs))}"


def read_second(pieces: list[Piece], book: Book) -> Second | None:
    """What is taken when she stops; None for nothing. Raises RegimenError for more than a pause and daily drugs."""
    phases = list(read_phases(pieces, book))
    *before, last = phases
    if not last.has_tablets and not before:
        return None
    wash_out = before[0].days if before else 0.0
    has_pause_first = len(before) < 2 and not any(one.has_tablets for one in before)
    if not has_pause_first or wash_out is None or not last.drugs:
        what = "After she stops there is at most one pause, and then drugs"
        raise pieces[-1].error(what, "write e.g. 'if she stops: 4 weeks off, then exemestane'")
    if last.days is not None or any(dose.every_days > 1 for dose in last.drugs):
        what = "What follows is taken daily until the planned end"
        raise pieces[-1].error(what, f"write '{' and '.join(dose.drug for dose in last.drugs)}' alone")
    return Second(last.drugs, wash_out)


def _phase(piece: Piece, book: Book) -> Phase:
    if off := piece.groups(r"(.*\S)\s+off\b"):
        return Phase((), _days(off[0]))
    if pause := piece.groups(rf"{PAUSES}(.*)"):
        drugs, time = [], pause[0]
    elif placebo := piece.groups(rf"{PLACEBO}\b((?:(?!\bfor\b).)*)((?:\bfor\b.*)?)"):
        return Phase((), _days(placebo[1]) if placebo[1].text else None, _interval(placebo[0]))
    else:
        named, time = piece.groups(r"(.*?)((?:\bfor\b.*)?)")
        drugs = named.split(r"\band\b")
    doses: dict[str, Dose] = {}
    for drug in drugs:
        dose = _dose(drug, book)
        if doses.setdefault(dose.drug, dose) is not dose:
            raise drug.error(f"{dose.drug} is named twice in one phase", "name it once, with the two doses added")
    return Phase(tuple(doses.values()), _days(time) if time.text else None)


def _dose(piece: Piece, book: Book) -> Dose:
    name, amount, rhythm = piece.groups(rf"(\S*)\s*((?:{NUMBER}\s*[^\W\d_]*)?)(.*)")
    drug = book.drug_called(name.words)
    if drug is None:
        known = [*book.drugs, PLACEBO, "no drug", "pause"]
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
