"""One cohort, many instruments: the share that each counts, on the drug and untreated, beside what was published."""

from dataclasses import dataclass, replace
from typing import Literal

from ..evidence.instrument_table import Asking, Instrument, instruments
from ..evidence.instruments import ASK, DAYS_PER_MONTH, check_length, visits_until
from ..evidence.intervals import with_interval
from ..evidence.targets import target
from ..model.errors import RunError, UnknownName, nearest
from ..runners.run import UNTREATED, Run

Group = Literal["drug", "other", "both"]


@dataclass(frozen=True)
class Seen:
    """A published share (0 to 1): of women on the drug, on another (or placebo), or on both. is_set: met on purpose."""

    group: Group
    on: str
    share: float
    study: str
    source: str
    is_set: bool


@dataclass(frozen=True)
class Counted:
    """An instrument: who asked, how, when and in which months; the simulated shares {share, low, high}, 0 to 1."""

    instrument: str
    name: str
    question: str
    when: str
    months: tuple[int, ...]
    drug: dict[str, float]
    untreated: dict[str, float]
    published: tuple[Seen, ...]
    pictured: bool

    @property
    def month(self) -> int:
        """The month of the last visit."""
        return self.months[-1]

    @property
    def is_set(self) -> bool:
        """Whether a reporting probability was set so that a published number of this row is met."""
        return any(seen.is_set for seen in self.published)


def instruments_side_by_side(course: Run, arm: str | None = None) -> list[Counted]:
    """What each instrument sees of the same women, in the order of instruments.toml.

    arm: the first with a drug. Women whose run failed in an arm are left out. The intervals are Wilson's, 95 %, of the
    draw of women alone. Raises EstralgiaError for one woman, without a drug or untreated twins, where pain was not
    recorded, and where the course is shorter than the last visit (30 months).
    """
    course = _of_two_arms(course, arm)
    return [_counted(course, row) for row in instruments().row]


def _of_two_arms(course: Run, arm: str | None) -> Run:
    arm = arm or (course.treated or [""])[0]
    if arm not in course.treated:
        fix = nearest(arm, course.treated) if course.treated else "simulate a regimen with a drug"
        raise UnknownName(f"there is no arm '{arm}' with a drug", fix=fix)
    if UNTREATED not in course.arms:
        raise RunError("the untreated twins were not simulated", fix="simulate(..., twin=True)")
    check_length(course, max(_months(row)[-1] for row in instruments().row) * DAYS_PER_MONTH)
    course = replace(course, data=course.data.sel(arm=[arm, UNTREATED])).sound
    if len(course.women) < 2:
        raise RunError("a share needs many women", fix="simulate(population(500), ...)")
    return course


def _months(row: Asking) -> tuple[int, ...]:
    return row.months or tuple(visits_until(row.instrument, row.until))


def _counted(course: Run, row: Asking) -> Counted:
    about, months = instruments().called(row.instrument), _months(row)
    counted = ASK[row.instrument](course, months).mean("patient")
    drug, untreated = (with_interval(float(counted.sel(arm=one)), len(course.women)) for one in course.arms)
    ids: dict[Group, str] = {"drug": row.drug, "other": row.other, "both": row.both}
    published = tuple(_seen(id, group, about) for group, id in ids.items() if id)
    return Counted(
        row.instrument, about.name, about.question, about.when.format(month=months[-1]), months,
        drug, untreated, published, row.pictured,
    )  # fmt: skip


def _seen(id: str, group: Group, about: Instrument) -> Seen:
    found = target(id)
    on = "an inhibitor" if found.drug == "any AI" else found.drug
    return Seen(group, on, found.value / 100, found.study, found.source, id == getattr(about, "set_to", ""))
