"""Studies: published trials as data, with every check that a row can fail."""

from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any

from ..model.errors import EstralgiaError, nearest
from ..model.schema import read_toml


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
    """The design of a trial: see studies.toml. `months` and `visits` count from the first tablet and from entry."""

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
    grade: str
    note: str
    entry_score: str = ""
    least_and_most: dict = field(default_factory=dict, hash=False)
    published: Published | None = None

    @property
    def selects_on(self) -> str:
        """The score that decides about entry."""
        return self.entry_score or self.score


@cache
def _rows() -> dict:
    return read_toml(Path(__file__).with_name("studies.toml"))["study"]


def studies() -> list[str]:
    """The names of the studies that can be copied."""
    return list(_rows())


def read_study(name: str, treatment: str = "") -> Study:
    """The design of a study; `treatment`, in words, takes the place that a design for any treatment leaves open.

    Raises EstralgiaError with the nearest name for one that does not exist.
    """
    key = next((one for one in _rows() if one.casefold() == str(name).casefold()), None)
    if key is None:
        raise EstralgiaError(f"there is no study '{name}'", "studies.toml", nearest(name, studies()))
    row: dict[str, Any] = dict(_rows()[key])
    known = {one.name for one in fields(Study)}
    for one in row:
        if one not in known:
            raise EstralgiaError(f"a study has no field '{one}'", f"studies.toml, {key}", nearest(one, known))
    for arm in ("active", "control"):
        row[arm] = tuple(text.format(treatment=treatment) for text in row[arm])
    row |= {one: tuple(row[one]) for one in ("months", "women", "visits", "source")}
    if "published" in row:
        found = row["published"]
        row["published"] = Published(**found | {"interval": tuple(found["interval"])})
    return Study(key, **row)
