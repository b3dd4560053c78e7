"""The claims as they stand in leaflet.toml, with every check that an entry can fail."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path

from ... import evidence
from ...book import BOOK
from ...evidence.targets import Target, target
from ...model.errors import EstralgiaError, nearest
from ...model.references import cite
from ...model.schema import GRADES, read_toml

PATH = Path(evidence.__path__[0]) / "leaflet.toml"
VERDICTS = ("supported", "partly", "contradicted", "not known")
UNITS = {
    "percent": " %", "percent_suppression": " %", "percent_inhibition": " %", "percent_change": " %",
    "percentage_points": " points", "ug/day": " ug a day", "pg/mL": " pg/mL", "weeks": " weeks", "months": " months",
    "bpi_points": " points of 10", "vas_points": " points of 10", "nrs_points": " points of 10",
    "odds_ratio": "", "risk_ratio": "", "rate_ratio": "", "hazard_ratio": "",
}  # fmt: skip
SIGNED = ("percent_change", "percentage_points", "bpi_points", "vas_points", "nrs_points")
FROM_MEMORY = ", from memory, not checked"


@dataclass(frozen=True)
class Reason:
    """Why the record says so: `text` with its published numbers filled in; keys of references.bib; the grade."""

    text: str
    source: tuple[str, ...]
    grade: str
    note: str = ""

    @property
    def sources(self) -> str:
        """The sources as a text, and what is to be known of the grade."""
        told = {"derived": "derived", "memory": "from memory, not checked", "judgement": "judgement"}
        return "; ".join(filter(None, (cite(self.source, BOOK.references), told.get(self.grade, ""))))


@dataclass(frozen=True)
class Quantity:
    """What is measured: `measure` is a function of measures.py or courses.py and what it is given.

    least and most: bounds, None where there is none. They are those of the published numbers (`targets`) widened by
    `within`, or assumed. `twin` measures the same in the untreated twins. `beside`: published, and no bound.
    """

    what: str
    measure: tuple
    unit: str
    least: float | None = None
    most: float | None = None
    targets: tuple[str, ...] = ()
    within: float | None = None
    twin: tuple = ()
    beside: tuple[str, ...] = ()

    @property
    def bounds(self) -> tuple[float, float]:
        """The lowest and the highest value that agree with the claim; infinite where there is no bound."""
        if self.targets:
            found = [target(one).value for one in self.targets]
            return min(found) - (self.within or 0), max(found) + (self.within or 0)
        low, high = float("-inf"), float("inf")
        return (low if self.least is None else self.least), (high if self.most is None else self.most)

    @property
    def is_bound(self) -> bool:
        """Whether a value can fail."""
        return self.bounds != (float("-inf"), float("inf"))

    @property
    def published(self) -> str:
        """The published numbers with their studies; "" where there are none."""
        rows = [target(one) for one in (*self.targets, *self.beside)]
        return "; ".join(f"{in_words(row)} ({row.study}{FROM_MEMORY * (row.grade == 'memory')})" for row in rows)


@dataclass(frozen=True)
class Without:
    """How to switch off what carries the claim: another theory, or other numbers; in words, what that means."""

    words: str
    theory: str = "all"
    numbers: Mapping[str, float] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Claim:
    """One thing that women are told about these pains, and what stands behind it: see leaflet.toml."""

    number: int
    title: str
    sentence: str
    runs: tuple[str, ...]
    picture: str
    verdict: str
    reasons: tuple[Reason, ...]
    assumed: str
    shows: tuple[Quantity, ...]
    without: Without
    little: str = ""


@cache
def claims() -> tuple[Claim, ...]:
    """All the claims of the leaflet, in its order."""
    return read_claims(PATH)


def claim(number: int) -> Claim:
    """The claim of this number. Raises EstralgiaError for a number that the leaflet has not."""
    found = {one.number: one for one in claims()}
    if isinstance(number, bool) or number not in found:
        raise EstralgiaError(f"there is no claim {number!r}", fix=f"give a number from 1 to {max(found)}")
    return found[number]


def read_claims(path: str | Path) -> tuple[Claim, ...]:
    """The claims of a file. Raises EstralgiaError naming the claim and the fix."""
    found: list[Claim] = []
    for row in read_toml(path)["claim"]:
        where = f"{Path(path).name}, claim {row.get('number', '?')}"
        one = _claim(row, where)
        if one.number in [other.number for other in found]:
            raise EstralgiaError("a number stands twice", where, "give the two claims different numbers")
        found.append(one)
    return tuple(found)


def _claim(row, where) -> Claim:
    reasons = tuple(_reason(one, where) for one in row.pop("reasons", ()))
    shows = tuple(_made(Quantity, one, where) for one in row.pop("shows", ()))
    without = _made(Without, row.pop("without", {}), where)
    made = _made(Claim, row | {"reasons": reasons, "shows": shows, "without": without}, where)
    if made.verdict not in VERDICTS:
        raise EstralgiaError(f"verdict = '{made.verdict}'", where, nearest(made.verdict, VERDICTS))
    if not any(one.is_bound for one in shows):
        raise EstralgiaError("nothing that is measured can fail", where, "give one quantity a bound")
    for one in shows:
        for name in (*one.targets, *one.beside):
            target(name)
        if one.targets and (one.within is None or one.least is not None or one.most is not None):
            raise EstralgiaError(f"the bounds of '{one.what}'", where, "give targets and within, or least and most")
    return made


def _reason(row, where) -> Reason:
    made = _made(Reason, row | {"text": re.sub(r"\{(\w+)\}", lambda one: _filled(one[1], where), row["text"])}, where)
    if made.grade not in GRADES:
        raise EstralgiaError(f"grade = '{made.grade}'", where, nearest(made.grade, GRADES))
    cite(made.source, BOOK.references)
    return made


def _filled(name, where) -> str:
    try:
        return in_words(target(name))
    except EstralgiaError as error:
        raise EstralgiaError(error.what, where, error.fix) from error


def in_words(row: Target) -> str:
    """A published number with its unit, and its 95 % interval where one was printed."""
    if row.unit not in UNITS:
        raise EstralgiaError(f"the unit '{row.unit}' has no words", row.id, nearest(row.unit, UNITS))
    sign = "+" if row.unit in SIGNED else ""
    interval = "({:g} to {:g})".format(*row.spread["ci95"]) if "ci95" in row.spread else ""
    return f"{row.value:{sign}g}{UNITS[row.unit]} {interval}".rstrip()


def _made(kind, row, where):
    known = [one.name for one in fields(kind)]
    for name in row:
        if name not in known:
            raise EstralgiaError(f"no field '{name}'", where, nearest(name, known))
    try:
        return kind(**{name: tuple(value) if isinstance(value, list) else value for name, value in row.items()})
    except TypeError as error:
        raise EstralgiaError("a field is missing", where, str(error).partition(": ")[2]) from error
