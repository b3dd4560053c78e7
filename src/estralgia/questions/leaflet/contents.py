"""The claims as they stand in leaflet.toml, with every check that an entry can fail."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from ... import evidence
from ...book import BOOK
from ...evidence.targets import filled, target
from ...model.errors import BookError, EstralgiaError, UnknownName
from ...model.references import cite
from ...model.toml import Grade, read_list

PATH = Path(evidence.__path__[0]) / "leaflet.toml"
Verdict = Literal["supported", "partly", "contradicted", "described"]
VERDICTS: tuple[str, ...] = get_args(Verdict)
FROM_MEMORY = ", from memory, not checked"


@dataclass(frozen=True)
class Reason:
    """Why the record says so: `text` with its published numbers filled in; keys of references.bib; the grade."""

    text: str
    source: tuple[str, ...]
    grade: Grade
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
    `for_programs`: a ratio that no text for lay people shows.
    """

    what: str
    measure: tuple[Any, ...]
    unit: str
    least: float | None = None
    most: float | None = None
    targets: tuple[str, ...] = ()
    within: float | None = None
    twin: tuple[Any, ...] = ()
    beside: tuple[str, ...] = ()
    for_programs: bool = False

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
        return "; ".join(f"{row.in_words} ({row.study}{FROM_MEMORY * (row.grade == 'memory')})" for row in rows)


@dataclass(frozen=True)
class Without:
    """How to switch off what carries the claim: another theory, or other numbers; in words, what that means."""

    words: str
    theory: str = "all"
    numbers: Mapping[str, float] = field(default_factory=dict[str, float], hash=False)


@dataclass(frozen=True)
class Claim:
    """One thing that women are told about these pains, and what stands behind it: see leaflet.toml."""

    number: int
    title: str
    sentence: str
    runs: tuple[str, ...]
    picture: str
    verdict: Verdict
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
    """The claim of this number. Raises UnknownName for a number that the leaflet has not."""
    found = {one.number: one for one in claims()}
    if isinstance(number, bool) or number not in found:
        raise UnknownName(f"there is no claim {number!r}", fix=f"give a number from 1 to {max(found)}")
    return found[number]


def read_claims(path: str | Path) -> tuple[Claim, ...]:
    """The claims of a file. Raises BookError naming the claim and the fix."""
    return tuple(_checked(one, where) for where, one in read_list(path, "claim", Claim, by="number").items())


def _checked(one: Claim, where: str) -> Claim:
    """The claim with its published numbers filled in."""
    try:
        for name in (name for shown in one.shows for name in (*shown.targets, *shown.beside)):
            target(name)
        reasons = tuple(replace(reason, text=filled(reason.text)) for reason in one.reasons)
        for reason in reasons:
            cite(reason.source, BOOK.references)
    except EstralgiaError as error:
        raise BookError(error.what, where, error.fix) from error
    if not any(shown.is_bound for shown in one.shows):
        raise BookError("nothing that is measured can fail", where, "give one quantity a bound")
    for shown in one.shows:
        if shown.targets and (shown.within is None or shown.least is not None or shown.most is not None):
            raise BookError(f"the bounds of '{shown.what}'", where, "give targets and within, or least and most")
    return replace(one, sentence=filled(one.sentence), reasons=reasons)
