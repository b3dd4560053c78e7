"""What the tables of drugs, treatments and other members of an axis hold beside their numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from .errors import BookError
from .toml import Grade, read_row


@dataclass(frozen=True, kw_only=True)
class Effect:
    """What trials give a treatment: mean and SD of points net of the control arm, and the trial that anchors it."""

    score: str
    mean: float
    sd: float
    study: str
    week: float


@dataclass(frozen=True, kw_only=True)
class Harms:
    """What is known of the harms of a treatment, in words; keys of references.bib; how well it is known."""

    text: str
    source: tuple[str, ...]
    grade: Grade


@dataclass(frozen=True, kw_only=True)
class _OfMember:
    title: str = ""
    evidence: str = ""
    note: str = ""
    effect: Effect | None = None
    harms: Harms | None = None


@dataclass(frozen=True, kw_only=True)
class Member(_OfMember):
    """What the table of a member of an axis says beside its numbers."""

    names: tuple[str, ...] = ()
    usual_dose_mg: float | None = None


@dataclass(frozen=True, kw_only=True)
class Drug(_OfMember):
    """A drug has a usual dose; names: its brands."""

    usual_dose_mg: float
    names: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Treatment(_OfMember):
    """A treatment has names, the first of which is printed."""

    names: tuple[str, ...]
    usual_dose_mg: float | None = None


# Axis -> what the table of a member of it holds beside numbers; of any other axis it is a `Member`.
MEMBERS: dict[str, type[Member | Drug | Treatment]] = {"drug": Drug, "treatment": Treatment}
HEAD = tuple(one.name for one in fields(Member))


def check_member(row: Mapping[str, Any], axis: str, where: str) -> None:
    """Raises BookError for what a table says wrongly of a member beside its numbers, or leaves out."""
    said = read_row({name: one for name, one in row.items() if name in HEAD}, MEMBERS.get(axis, Member), where)
    if said.usual_dose_mg is not None and not said.usual_dose_mg > 0:
        raise BookError(f"usual_dose_mg = {said.usual_dose_mg:g}", where, "write a dose above 0")
    if axis == "treatment" and not said.names:
        raise BookError("a treatment has a name", f"{where}, names", "write at least one, as it is to be printed")
