"""What is added to the tablets, in words: "add duloxetine 60 mg from month 3 for 12 weeks".

    additions  ["add"] addition [(and | ,) addition]...  ["; " additions]...
    addition   [blinded] treatment [number mg | number %] [from unit number] [for time | until unit number]

The names of the treatments are those of `disease/treatments`. Left out, the amount is the usual one, the beginning the
first day, and the addition lasts as long as the simulation. "blinded" means that she does not know whether she gets the
real one, as in a trial. "month 3" is three months after the first day; "70 %" is the share that is taken or attended.
"exercise and duloxetine from month 3" leaves open when exercise begins: either all of a row say a time, or none.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from .errors import RegimenError, nearest
from .pieces import DAYS_IN, DECIMAL, DOSES_PER_MG, NUMBER, TIMES, Piece, decimals, length, quantity
from .values import Table

LONGEST = 50 * 365.25  # days
TOGETHER = r",(?!\d)\s*(?:and\b)?|\band\b"
TIMED = r"(.*?)((?:\bfrom\b.*?)?)((?:\b(?:for|until)\b.*)?)"
Span = tuple[int, int | None]  # first day, and the day on which it is over
TIME_WORDS = ("from", "for", "until")


@dataclass(frozen=True)
class Addition:
    """`share` of the usual amount of a treatment, from `start` for `days` (unrounded; None: without an end).

    `said` is the amount as it was written, "" for the usual one.
    """

    treatment: str
    name: str
    share: float = 1.0
    said: str = ""
    start: float = 0.0
    days: float | None = None
    blinded: bool = False

    def __str__(self) -> str:
        words = ["add", "blinded" * self.blinded, self.name, self.said, f"from {_when(self.start)}"]
        words += [f"for {length(self.days)}"] if self.days is not None else []
        return " ".join(filter(None, words))

    @property
    def span(self) -> Span:
        """The first day, and the day on which it is over."""
        return round(self.start), None if self.days is None else round(self.start + self.days)


def given(additions: Sequence[Addition], treatments: Sequence[str], days: int) -> tuple[np.ndarray, np.ndarray]:
    """Share of the usual amount on each of the first days, and 1 where it is blinded: two arrays (day, treatment)."""
    amounts, blinded = np.zeros((days, len(treatments))), np.zeros((days, len(treatments)))
    for one in additions:
        first, end = one.span
        column = treatments.index(one.treatment)
        amounts[first:end, column], blinded[first:end, column] = one.share, one.blinded
    return amounts, blinded


def read_addition(piece: Piece, treatments: Mapping[str, Table], drugs: Sequence[str] = ()) -> Addition:
    """Read one addition; `treatments` are those that it may name, as Book.treatments.

    Raises RegimenError, with its place and the fix, for anything else; `drugs` are told apart by name.
    """
    blinded, rest = piece.groups(r"(?:add\b\s*)?((?:blinded\b)?)(.*)")
    named, begin, end = rest.groups(TIMED)
    names = _names(treatments)
    name, amount = (named, Piece("", of=piece.of)) if named.words in names else _name_and_amount(named)
    if name.words not in names:
        raise _no_treatment(name, treatments, drugs)
    key = names[name.words]
    start = _instant(begin, "from") if begin.text else 0.0
    days = _lasting(end, start) if end.text else None
    spelled = treatments[key]["names"][0]
    return Addition(key, spelled, *_share(amount, spelled, treatments[key]), start, days, bool(blinded.text))


def _names(treatments: Mapping[str, Table]) -> dict[str, str]:
    return {name.casefold(): key for key, one in treatments.items() for name in one["names"]}


def _no_treatment(name: Piece, treatments: Mapping[str, Table], drugs: Sequence[str]) -> RegimenError:
    if name.words.partition(" ")[0] in {drug.casefold() for drug in drugs}:
        fix = "tablets stand before what is added to them: 'letrozole and tamoxifen; add exercise'"
        return name.error("This is a drug, not a treatment that is added", fix)
    known = [one["names"][0] for one in treatments.values()]
    also = [said for one in treatments.values() for said in one["names"]]
    return name.error("A treatment is needed here", nearest(name.text, known, (*also, *drugs)))


def treatment_in(piece: Piece, treatments: Mapping[str, Table]) -> Piece | None:
    """The first place in a piece that names a treatment."""
    found = [re.search(rf"(?<!\w){pattern}(?!\w)", piece.text, re.I) for pattern in _patterns(treatments)]
    spans = [one.span() for one in found if one]
    return piece.part(*min(spans)) if spans else None


def _patterns(treatments: Mapping[str, Table]) -> list[str]:
    return [r"\s+".join(map(re.escape, name.split())) for name in _names(treatments)]


def check_overlaps(whole: Piece, additions: Sequence[Addition]) -> None:
    """Raises RegimenError where one treatment is added twice at the same time."""
    for i, one in enumerate(additions):
        for other in additions[:i]:
            if one.treatment == other.treatment and _overlap(one.span, other.span):
                raise whole.error(
                    f"{one.name} is added twice at the same time",
                    f"'{other}' and '{one}': let one begin as the other ends",
                )


def _overlap(one: Span, other: Span) -> bool:
    ends = [span[1] if span[1] is not None else np.inf for span in (one, other)]
    return one[0] < ends[1] and other[0] < ends[0]


def _name_and_amount(named: Piece) -> list[Piece]:
    return named.groups(rf"(.*?)\s*(?:\bat\s+)?((?:{NUMBER}\s*(?:%|[^\W\d_]+))?)")


def _share(amount: Piece, name: str, treatment: Table) -> tuple[float, str]:
    """The share of the usual amount, and the amount in words."""
    if not amount.text:
        return 1.0, ""
    usual = treatment.get("usual_dose_mg")
    number, unit = amount.groups(r"(.*?)\s*(%|[^\W\d_]+)")
    if unit.text == "%":
        share, said = _percent(number) / 100, f"{decimals(_percent(number))} %"
    elif usual is None:
        raise amount.error(
            f"{name} has no dose in {unit.text}", "leave the amount out, or give the share taken: '70 %'"
        )
    else:
        value, per_mg = quantity(amount, DOSES_PER_MG, ("mg", "ug"))
        share, said = value / per_mg / usual, f"{decimals(value / per_mg)} mg"
    if not 0 < share <= 1:
        most = f"{decimals(float(usual))} mg" if usual and unit.text != "%" else "100 %"
        raise amount.error(
            "An amount is more than nothing and at most the usual one, which was studied", f"at most {most}"
        )
    return share, said


def _percent(number: Piece) -> float:
    try:
        return float(number.text)
    except ValueError:
        raise number.error("A number is needed here", "write it in digits, with a decimal point: 70 or 12.5") from None


def _instant(piece: Piece, word: str) -> float:
    """Days from the start: "month 6", "day 90"."""
    (when,) = piece.groups(rf"{word}\b(.*)")
    unit, number = when.groups(r"([^\W\d_]*)\s*(.*)") or (when, when)
    if unit.words not in TIMES:
        raise when.error("A time is needed here", f"write it as in '{word} month 3' or '{word} day 90'")
    if not re.fullmatch(DECIMAL, number.text, re.I) or not 0 <= float(number.text) * TIMES[unit.words] <= LONGEST:
        raise number.error("A time is a number from day 0 to year 50", f"write it as in '{word} month 3'")
    return float(number.text) * TIMES[unit.words]


def _lasting(piece: Piece, start: float) -> float:
    if piece.words.startswith("until"):
        days = _instant(piece, "until") - start
    else:
        (time,) = piece.groups(r"for\b(.*)")
        number, unit = quantity(time, TIMES, ("days", "weeks", "months", "years"))
        days = number * unit
    if not 1 <= days <= LONGEST:
        raise piece.error("An addition lasts at least 1 day and at most 50 years", "write it as in 'for 12 weeks'")
    return days


def _when(days: float) -> str:
    """An instant in the largest unit of which it is a whole multiple, or else in days with decimals."""
    for unit, size in DAYS_IN.items():
        if days and (count := round(days / size)) * size == days:
            return f"{unit} {count}"
    return f"day {decimals(days)}"


def is_addition(piece: Piece, treatments: Mapping[str, Table]) -> bool:
    """Whether a piece begins as an addition does: with "add", or with the name of a treatment."""
    begins = rf"(?:add\b|(?:blinded\s+)?(?:{'|'.join(_patterns(treatments))})(?!\w)).*"
    return bool(re.fullmatch(begins, piece.text, re.I | re.S))


def read_additions(
    pieces: Sequence[Piece], whole: Piece, treatments: Mapping[str, Table], drugs: Sequence[str] = ()
) -> tuple[Addition, ...]:
    """All additions of a text, none of them twice at the same time; a piece may be a row of several."""
    found: list[Addition] = []
    for piece in pieces:
        row = piece.split(TOGETHER)
        timed = [bool(set(TIME_WORDS) & set(one.words.split())) for one in row]
        for one in row:
            found.append(read_addition(one, treatments, drugs))
            check_overlaps(whole, found)
        if any(timed) and not all(timed):
            raise _unclear(piece, found[-len(row) :], timed)
        if "from" not in row[0].words.split() and re.search(r"\bthen\s*$", whole.text[: piece.start], re.I):
            fix = f"say when: '{found[-len(row)].name} from month 3'"
            raise piece.error("'then' does not say when a treatment begins", fix)
    return tuple(found)


def _unclear(piece: Piece, row: Sequence[Addition], timed: Sequence[bool]) -> RegimenError:
    """Part of a row says a time: nobody knows whether it is meant for all."""
    silent, told = row[timed.index(False)], row[timed.index(True)]
    same = str(replace(told, treatment=silent.treatment, name=silent.name, said=silent.said))
    return piece.error(
        f"It is not clear when {silent.name} is given",
        f"say it of each: '{same.removeprefix('add ')} and {str(told).removeprefix('add ')}', or part them by ';'",
    )
