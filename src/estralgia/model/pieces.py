"""Reading a text piece by piece: every piece knows where it stands, so that a mistake can be shown in its place."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite

import numpy as np

from .errors import RegimenError

DAYS_IN = {"year": 365.25, "month": 365.25 / 12, "week": 7.0, "day": 1.0}
TIMES = {
    spelling: DAYS_IN[unit]
    for unit, short in zip(DAYS_IN, ("y yr yrs", "mo mos", "wk wks", "d"), strict=True)
    for spelling in (unit, f"{unit}s", *short.split())
}
DOSES_PER_MG = {"mg": 1, "ug": 1000, "μg": 1000, "mcg": 1000, "microgram": 1000, "micrograms": 1000}
NEXT = "(a time begins with 'for', and a new phase with ', then')"
NUMBER = r"[+-]?(?:[\d.,]*\d(?:e[+-]?\d+)?|nan\b|inf(?:inity)?\b)"  # what is meant as a number
DECIMAL = r"[+-]?(?:\d+|\d*\.\d+)(?:e[+-]?\d+)?"  # what can be read as one


@dataclass(frozen=True)
class Piece:
    """A part of the text, how many characters stand before it, and what the whole text is."""

    text: str
    start: int = 0
    of: str = "the regimen"

    @property
    def words(self) -> str:
        return " ".join(self.text.casefold().split())

    def part(self, start: int, stop: int) -> "Piece":
        """The characters from `start` up to `stop`, without the white space around them."""
        part = self.text[start:stop]
        return Piece(part.strip(), self.start + start + len(part) - len(part.lstrip()), self.of)

    def split(self, pattern: str) -> list["Piece"]:
        """The parts between the matches of the pattern."""
        edges = (edge for match in re.finditer(pattern, self.text, re.I) for edge in match.span())
        edges = [0, *edges, len(self.text)]
        return [self.part(*span) for span in zip(edges[::2], edges[1::2], strict=True)]

    def groups(self, pattern: str) -> list["Piece"]:
        """The parts in the groups of the pattern when it fits the whole piece; otherwise none."""
        match = re.fullmatch(pattern, self.text, re.I | re.S)
        return [self.part(*match.span(group + 1)) for group in range(match.re.groups)] if match else []

    def error(self, what: str, fix: str) -> RegimenError:
        shown = repr(self.text if len(self.text) <= 60 else self.text[:60] + "...") if self.text else "nothing"
        return RegimenError(what, f"{shown} at character {self.start + 1} of {self.of}", fix)


def quantity(piece: Piece, units: Mapping[str, float], examples: tuple[str, ...]) -> tuple[float, float]:
    """A finite number, and the value of the unit behind it."""
    number, unit, rest = piece.groups(rf"({NUMBER}|\S*)\s*([^\W\d_]*)(.*)")
    if not re.fullmatch(DECIMAL, number.text, re.I) or not isfinite(value := float(number.text)):
        raise number.error("A number is needed here", "write it in digits, with a decimal point: 2 or 2.5")
    if unit.words not in units:
        meant = " or ".join(f"'{number.text[:20]} {example}'" for example in examples)
        raise piece.error("The number needs a unit behind it", f"did you mean {meant}?")
    if rest.text:
        raise rest.error("This cannot follow here", f"leave it out, or mend it {NEXT}")
    return value, units[unit.words]


def decimals(number: float) -> str:
    """The shortest decimals, without an exponent, that read back to exactly this number."""
    return np.format_float_positional(number, trim="-")


def length(days: float) -> str:
    """A length of time in the largest unit of which it is a whole multiple, or else in days with decimals."""
    for unit, length in DAYS_IN.items():
        if (count := round(days / length)) * length == days:
            return f"{count} {unit}" + "s" * (count != 1)
    return f"{decimals(days)} days"
