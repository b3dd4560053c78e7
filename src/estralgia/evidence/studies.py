"""Studies: published trials as data, with every check that a row can fail."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

from ..model.errors import BookError, UnknownName, nearest
from ..model.toml import Grade, read_row, read_toml
from .targets import target

FILE = "studies.toml"


@dataclass(frozen=True)
class Published:
    """What a trial found at one week: difference of the changes with its 95 % interval, and the changes (or None)."""

    week: float
    difference: float
    interval: tuple[float, float]
    active_change: float | None = None
    control_change: float | None = None


@dataclass(frozen=True)
class Study:
    """The design of a trial: see studies.toml. `months` and `visits` count from the first tablet and from entry.

    symptoms: "any"; "began or worsened": her answer at entry is above what she remembers of the time before;
    "none before": the item was none then.
    """

    name: str
    title: str
    score: str
    entry: float
    months: tuple[float, ...]
    women: tuple[int, int]
    visits: tuple[float, ...]
    active: tuple[str, ...]
    control: tuple[str, ...]
    source: tuple[str, ...]
    grade: Grade
    note: str
    entry_score: str = ""
    entry_most: float = math.inf
    symptoms: Literal["any", "began or worsened", "none before"] = "any"
    least_and_most: Mapping[str, tuple[float, float]] = field(
        default_factory=dict[str, tuple[float, float]], hash=False
    )
    published: Published | None = None

    @property
    def selects_on(self) -> str:
        """The score that decides about entry."""
        return self.entry_score or self.score


@dataclass(frozen=True)
class Ids:
    """What stands in studies.toml of a finding: ids of targets; an interval of its own where the target has none."""

    week: float
    difference: str
    interval: tuple[float, float] | None = None
    active_change: str = ""
    control_change: str = ""

    def found(self, where: str) -> Published:
        """The finding. Raises BookError for a target that does not exist, and unless it has one interval."""
        try:
            difference = target(self.difference)
            changes = (target(one).value if one else None for one in (self.active_change, self.control_change))
            printed = difference.spread.get("ci95")
            if (printed is None) == (self.interval is None):
                what = "a difference has one 95 % interval, that of its target or one that stands here"
                raise BookError(what, where, "give interval, or leave it out where the target has ci95")
            low, high = printed or self.interval or ()
            return Published(self.week, difference.value, (low, high), *changes)
        except UnknownName as error:
            raise BookError(error.what, where, error.fix) from error


@cache
def _rows() -> dict[str, dict[str, Any]]:
    return read_toml(Path(__file__).with_name(FILE))["study"]


def studies() -> list[str]:
    """The names of the studies that can be copied."""
    return list(_rows())


def read_study(name: str, treatment: str = "") -> Study:
    """The design of a study; `treatment`, in words, takes the place that a design for any treatment leaves open.

    Raises UnknownName with the nearest name for one that does not exist.
    """
    key = next((one for one in _rows() if one.casefold() == str(name).casefold()), None)
    if key is None:
        raise UnknownName(f"there is no study '{name}'", FILE, nearest(name, studies()))
    where, row = f"{FILE}, {key}", dict(_rows()[key])
    found = row.pop("published", None)
    published = None if found is None else read_row(found, Ids, f"{where}, published").found(where)
    study = read_row(row, Study, where, "a study", name=key, published=published)
    return replace(study, active=_said(study.active, treatment), control=_said(study.control, treatment))


def _said(arm: tuple[str, ...], treatment: str) -> tuple[str, ...]:
    return tuple(text.format(treatment=treatment) for text in arm)
