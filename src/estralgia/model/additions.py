"""What is added to the tablets, in words: "add duloxetine 60 mg from month 3 for 12 weeks".

    addition   add [blinded] treatment [number mg | number %] [from unit number] [for time | until unit number]

The names of the treatments are those of `disease/treatments`. Left out, the amount is the usual one, the beginning the
first day, and the addition lasts as long as the simulation. "blinded" means that she does not know whether she gets the
real one, as in a trial. "month 3" is three months after the first day; "70 %" is the share that is taken or attended.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .errors import nearest
from .pieces import DAYS_IN, DECIMAL, DOSES_PER_MG, NUMBER, TIMES, Piece, decimals, length, quantity

LONGEST = 50 * 365.25  # days


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
    def span(self) -> tuple[int, int | None]:
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


def read_addition(piece: Piece, treatments: Mapping[str, dict]) -> Addition:
    """Read one addition; `treatments` are those that it may name, as numbers.treatments().

    Raises EstralgiaError, with its place and the fix, for anything else.
    """
    blinded, rest = piece.groups(r"add\b\s*((?:blinded\b)?)(.*)")
    named, begin, end = rest.groups(r"(.*?)((?:\bfrom\b.*?)?)((?:\b(?:for|until)\b.*)?)")
    names = {name.casefold(): key for key, one in treatments.items() for name in one["names"]}
    name, amount = (named, Piece("")) if named.words in names else _name_and_amount(named)
    if name.words not in names:
        raise name.error(
            "A treatment is needed here", nearest(name.text, [one["names"][0] for one in treatments.values()])
        )
    key = names[name.words]
    start = _instant(begin, "from") if begin.text else 0.0
    days = _lasting(end, start) if end.text else None
    spelled = treatments[key]["names"][0]
    return Addition(key, spelled, *_share(amount, spelled, treatments[key]), start, days, bool(blinded.text))


def check_overlaps(whole: Piece, additions: Sequence[Addition]):
    """Raises EstralgiaError where one treatment is added twice at the same time."""
    for i, one in enumerate(additions):
        for other in additions[:i]:
            if one.treatment == other.treatment and _overlap(one.span, other.span):
                raise whole.error(
                    f"{one.name} is added twice at the same time",
                    f"'{other}' and '{one}': let one begin as the other ends",
                )


def _overlap(one, other):
    ends = [span[1] if span[1] is not None else np.inf for span in (one, other)]
    return one[0] < ends[1] and other[0] < ends[0]


def _name_and_amount(named):
    return named.groups(rf"(.*?)\s*(?:\bat\s+)?((?:{NUMBER}\s*(?:%|[^\W\d_]+))?)")


def _share(amount, name, treatment):
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


def _percent(number):
    try:
        return float(number.text)
    except ValueError:
        raise number.error("A number is needed here", "write it in digits, with a decimal point: 70 or 12.5") from None


def _instant(piece, word):
    """Days from the start: "month 6", "day 90"."""
    (when,) = piece.groups(rf"{word}\b(.*)")
    unit, number = when.groups(r"([^\W\d_]*)\s*(.*)") or (when, when)
    if unit.words not in TIMES:
        raise when.error("A time is needed here", f"write it as in '{word} month 3' or '{word} day 90'")
    if not re.fullmatch(DECIMAL, number.text, re.I) or not 0 <= float(number.text) * TIMES[unit.words] <= LONGEST:
        raise number.error("A time is a number from day 0 to year 50", f"write it as in '{word} month 3'")
    return float(number.text) * TIMES[unit.words]


def _lasting(piece, start):
    if piece.words.startswith("until"):
        days = _instant(piece, "until") - start
    else:
        (time,) = piece.groups(r"for\b(.*)")
        number, unit = quantity(time, TIMES, ("days", "weeks", "months", "years"))
        days = number * unit
    if not 1 <= days <= LONGEST:
        raise piece.error("An addition lasts at least 1 day and at most 50 years", "write it as in 'for 12 weeks'")
    return days


def _when(days):
    """An instant in the largest unit of which it is a whole multiple, or else in days with decimals."""
    for unit, size in DAYS_IN.items():
        if days and (count := round(days / size)) * size == days:
            return f"{unit} {count}"
    return f"day {decimals(days)}"


def split_additions(pieces: Sequence[Piece]) -> tuple[list[Piece], list[Piece]]:
    """The pieces of a regimen that are phases, and those that are additions."""
    is_addition = [bool(piece.groups(r"(add\b.*)")) for piece in pieces]
    phases, additions = (
        [p for p, yes in zip(pieces, is_addition, strict=True) if yes is want] for want in (False, True)
    )
    return phases, additions


def read_additions(pieces: Sequence[Piece], whole: Piece, treatments: Mapping[str, dict]) -> tuple[Addition, ...]:
    """All additions of a regimen, none of them twice at the same time."""
    found: list[Addition] = []
    for piece in pieces:
        found.append(read_addition(piece, treatments))
        check_overlaps(whole, found)
    return tuple(found)
