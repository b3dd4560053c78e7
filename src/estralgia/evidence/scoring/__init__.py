"""Scoring: for every target that the model can speak to, which run is looked at and which measure is taken; data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

from ...model.errors import BookError, EstralgiaError
from ...model.toml import check_choice, read_row, read_toml
from ..studies import Study, read_study
from ..targets import RATIOS, SHARES, Target, target

FOLDER = Path(__file__).parent
RUNS = "runs.toml"
Bound = Literal["none", "at least", "at most"]


def _nothing() -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True, kw_only=True)
class RunRow:
    """One simulation that many targets share: see runs.toml.

    covariates: the same for all women of this run, or, between 0 and 1, the share who have it. most_women: how many are
    enough.
    """

    arms: Mapping[str, str]
    years: float
    untreated: bool = False
    every: int = 7
    tablets: Literal["as prescribed", "closed loop"] = "as prescribed"
    covariates: Mapping[str, float] = field(default_factory=_nothing)
    numbers: Mapping[str, float] = field(default_factory=_nothing)
    most_women: int | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class TrialRow:
    """A copied trial: a study of studies.toml, with what differs from it. covariates: of all who are looked at.

    most_women: how many are looked at.
    """

    study: str
    drug: str = ""
    score: str = ""
    entry_score: str = ""
    entry: float | None = None
    active: tuple[str, ...] = ()
    control: tuple[str, ...] = ()
    visits: tuple[float, ...] = ()
    symptoms: str = ""
    covariates: Mapping[str, float] = field(default_factory=_nothing)
    most_women: int = 256
    note: str = ""

    def design(self) -> Study:
        """The study as it is copied. Raises UnknownName for one that does not exist."""
        names = ("score", "entry_score", "entry", "active", "control", "visits", "symptoms")
        changed = {name: getattr(self, name) for name in names if getattr(self, name)}
        return replace(read_study(self.study), **changed)


@dataclass(frozen=True)
class Runs:
    """Every run, and the quantities that are recorded in all of them, where the book has them."""

    record: tuple[str, ...]
    run: Mapping[str, RunRow]
    trial: Mapping[str, TrialRow]

    @property
    def names(self) -> list[str]:
        """The names of runs and trials."""
        return [*self.run, *self.trial]


@dataclass(frozen=True, kw_only=True)
class Row:
    """How one target is computed.

    run: a name of runs.toml; beside: another, whose women are compared. measure: a measure and what it is given.
    tolerance: its judged standard error, in the unit of `se`, where none was printed, with its reason. offset: of the
    study, in place of that of the group, on the scale on which intervals are made. stand_in: what is taken for what was
    asked. bound: a number that was printed as one.
    """

    run: str
    measure: tuple[Any, ...]
    beside: str = ""
    tolerance: float | None = None
    reason: str = ""
    offset: float | None = None
    stand_in: str = ""
    bound: Bound = "none"


@dataclass(frozen=True, kw_only=True)
class Group:
    """Targets of one kind. of: whether drug theories of pain can move them, or the drug and hormone chapters do.

    offset: how much a study of this kind differs from another (SD), with its reason. out: target -> why it is not
    computed.
    """

    name: str
    of: Literal["pain", "drug"]
    row: Mapping[str, Row] = field(default_factory=_nothing)
    offset: float = 0.0
    offset_reason: str = ""
    out: Mapping[str, str] = field(default_factory=_nothing)


@dataclass(frozen=True)
class Scored:
    """A target with its group and the way it is computed."""

    target: Target
    group: Group
    row: Row

    @property
    def offset(self) -> float:
        """How much its study may differ from others, SD on the scale on which intervals are made."""
        return self.group.offset if self.row.offset is None else self.row.offset

    @property
    def se(self) -> float:
        """The standard error of the target, printed or judged, in its unit (of the logarithm for ratios)."""
        found = self.row.tolerance if self.target.se is None else self.target.se
        assert found is not None  # checked when it is read
        return found


@dataclass(frozen=True)
class Scoring:
    """Everything that is scored, and why the rest is not."""

    runs: Runs
    groups: tuple[Group, ...]
    rows: Mapping[str, Scored]
    out: Mapping[str, str]


def read_scoring(folder: str | Path = FOLDER) -> Scoring:
    """The scoring of a folder: runs.toml and one file for each group.

    Raises BookError, with the place and the fix, for a target, run or study that does not exist, one that stands twice,
    and a judged tolerance that is missing, needless or without a reason.
    """
    runs = read_row(read_toml(Path(folder) / RUNS), Runs, RUNS)
    for name, trial in runs.trial.items():
        try:
            trial.design()
        except EstralgiaError as error:
            raise BookError(error.what, f"{RUNS}, trial {name}", error.fix) from error
    rows: dict[str, Scored] = {}
    out: dict[str, str] = {}
    groups: list[Group] = []
    for path in sorted(Path(folder).glob("*.toml")):
        if path.name != RUNS:
            group = read_row(read_toml(path), Group, path.name)
            groups.append(group)
            _check_group(group, runs, (*rows, *out), path.name)
            rows |= {id: Scored(target(id), group, row) for id, row in group.row.items()}
            out |= group.out
    return Scoring(runs, tuple(groups), rows, out)


@cache
def scoring() -> Scoring:
    """The scoring of the package."""
    return read_scoring()


def _check_group(group: Group, runs: Runs, before: Iterable[str], file: str) -> None:
    known = set(before)
    for id in (*group.row, *group.out):
        where = f"{file}, {id}"
        if id in known:
            raise BookError("a target stands twice", where, "let it stand in one place")
        known.add(id)
        try:
            found = target(id)
        except EstralgiaError as error:
            raise BookError(error.what, where, error.fix) from error
        if id in group.row:
            _check_row(group.row[id], found, runs, where)
        elif not group.out[id]:
            raise BookError("no reason why it is not computed", where, "write one")


def _check_row(row: Row, found: Target, runs: Runs, where: str) -> None:
    check_choice(row.run, runs.names, "run", where)
    check_choice(row.beside, ["", *runs.names], "beside", where)
    judged, reason = row.tolerance is not None, bool(row.reason)
    for fails, what, fix in (
        (not row.measure or not isinstance(row.measure[0], str), "no measure", 'write measure = ["name", ...]'),
        (found.se is None and not judged, "neither a printed nor a judged standard error", "give tolerance and reason"),
        (found.se is not None and judged, "a tolerance beside a printed standard error", "leave the tolerance out"),
        (judged and not reason, "a judged tolerance without a reason", "give its reason"),
        ((row.tolerance or 1) <= 0, f"tolerance = {row.tolerance}", "a standard error is above 0"),
        ((row.offset or 0) < 0, f"offset = {row.offset}", "an offset is at least 0"),
    ):
        if fails:
            raise BookError(what, where, fix)


def scale_of(found: Target) -> Literal["logit", "log", "linear"]:
    """The scale on which the interval of a target is made: logit for shares, log for ratios, else its own."""
    if found.unit in SHARES and 0 < found.value < 100:
        return "logit"
    return "log" if found.unit in RATIOS else "linear"
