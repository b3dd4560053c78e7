"""What the tables of a book may hold: one dataclass for each kind of table, read by `model.toml`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from .toml import Grade

ClockName = Literal["hours", "days"]


def _nothing() -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True, kw_only=True)
class _OfNumber:
    symbol: str = ""
    unit_note: str = ""
    spread: Mapping[str, float] = field(default_factory=_nothing)
    prior: str = ""
    note: str = ""
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True, kw_only=True)
class NumberFields(_OfNumber):
    """A number with its spread between women, grade and sources; least and most: what it may be changed to."""

    value: float
    grade: Grade
    source: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ParameterFields(_OfNumber):
    """A parameter. One that repeats (`per`) may leave the number to the members of its axis."""

    meaning: str
    unit: str
    per: str = ""
    value: float | None = None
    grade: Grade = "judgement"
    source: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class StateFields:
    """A state; settled: it begins where it would come to rest; filled_by: the input that is swallowed into it."""

    meaning: str
    unit: str
    clock: ClockName
    symbol: str = ""
    range: tuple[float, float] | None = None
    per: str = ""
    settled: bool = False
    filled_by: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class QuantityFields:
    """A quantity that a function of a chapter gives; range: the least and the most that it can be."""

    meaning: str
    unit: str
    symbol: str = ""
    range: tuple[float, float] | None = None
    unit_note: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class ReductionFields:
    """A quantity taken over a day or an axis."""

    of: str
    reduce: str
    meaning: str
    range: tuple[float, float] | None = None


@dataclass(frozen=True, kw_only=True)
class TraitFields:
    """What chance gives to a woman once; alike: what members of its axis share where they are given the same."""

    meaning: str
    distribution: Literal["normal", "uniform"]
    per: str = ""
    alike: str = ""
    correlated_with: str = ""
    correlation: float = 0.0
    grade: Grade = "judgement"
    source: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class NoiseFields:
    """What chance does from day to day: mean-reverting over `time` days, of a size."""

    meaning: str
    unit: str
    time: float
    size: float
    grade: Grade
    source: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class DecisionFields:
    """What a woman decides day by day, by the quantity that is its chance or its rate; lasting: for good."""

    meaning: str
    chance: str = ""
    rate: str = ""
    lasting: bool = False


@dataclass(frozen=True, kw_only=True)
class InputFields:
    """What the engine gives to the chapters; brings: what of a prescription it is."""

    meaning: str
    unit: str
    clock: ClockName
    per: str = ""
    brings: str = ""


@dataclass(frozen=True, kw_only=True)
class Mechanism:
    """A mechanism: the quantity by which it reaches what is felt, states and equations that explain it.

    parts: quantity -> words, what of its input is told on a line of its own.
    """

    meaning: str
    words: str = ""
    input: str = ""
    states: Mapping[str, str] = field(default_factory=_nothing)
    parts: Mapping[str, str] = field(default_factory=_nothing)
    equations: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Axis:
    """What repeats: a folder or list that its members come from."""

    members_from: str


@dataclass(frozen=True, kw_only=True)
class Given:
    """What may be said of a woman and is solved for: the quantity that it is, and the number through which.

    least, most: where the number is looked for; range: what can be reached; draw and likely: how it is drawn where the
    quantity alone does not tell it.
    """

    meaning: str
    of: str
    through: str
    least: float
    most: float
    range: tuple[float, float] | None = None
    draw: str = ""
    likely: str = ""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a chapter stands in the story, and functions of other chapters whose place its own take."""

    after: str = ""
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Rival:
    """The chapter that this one gives another account of."""

    of: str
    meaning: str = "another account"


@dataclass(frozen=True, kw_only=True)
class Covariate:
    """What a woman is described by, its limits, and how a population has it."""

    meaning: str
    unit: str
    least: float | None = None
    most: float | None = None
    whole: bool = False
    example: float | None = None
    mean: float | None = None
    sd: float | None = None
    share: float | None = None
    share_of: str = ""
    by_age: float | None = None
    by_bmi: float | None = None
    allele_share: float | None = None
    menopause_mean: float | None = None
    menopause_sd: float | None = None
    height_mean: float | None = None
    height_sd: float | None = None
    height_least: float | None = None
    height_most: float | None = None
    source: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Background:
    """What is there without any mechanism: in words, and the quantity by which it reaches what is felt."""

    words: str = "background"
    input: str = ""


@dataclass(frozen=True, kw_only=True)
class Always:
    """The mechanisms that are in every theory."""

    mechanisms: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A rival that leaves out mechanisms, or is a chapter."""

    meaning: str
    leave_out: tuple[str, ...] = ()
    chapter: str = ""


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """An account that is proposed and not simulated: what it says, and why it is left out."""

    words: str
    meaning: str
    why: str


@dataclass(frozen=True, kw_only=True)
class TheoryTable:
    """What theory.toml says: groups of mechanisms, rivals that leave some of a group out, and what is not simulated."""

    background: Background = Background()
    always: Always = Always()
    group: Mapping[str, tuple[str, ...]] = field(default_factory=_nothing)
    rival: Mapping[str, Mapping[str, Choice]] = field(default_factory=_nothing)
    proposed: Mapping[str, Proposed] = field(default_factory=_nothing)


@dataclass(frozen=True, kw_only=True)
class Contents:
    """What book.toml says: the chapters in causal order, and what a result holds unless asked otherwise."""

    story: tuple[str, ...]
    shown: tuple[str, ...]


# Section of a chapter's table -> what a row of it may hold.
ENTRIES: dict[str, type[Any]] = {
    "parameter": ParameterFields,
    "state": StateFields,
    "quantity": QuantityFields,
    "reduction": ReductionFields,
    "trait": TraitFields,
    "noise": NoiseFields,
    "decision": DecisionFields,
    "input": InputFields,
    "mechanism": Mechanism,
}
# What a table declares for the whole book: what repeats, and what may be said of a woman and is solved for (a table of
# rows each); where its chapter stands, and which link it gives another account of (one row each).
DECLARED: dict[str, type[Any]] = {"axis": Axis, "given": Given}
OF_CHAPTER: dict[str, type[Any]] = {"chapter": Place, "rival": Rival}
