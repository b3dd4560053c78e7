"""Arms: each arm of a run with its program and numbers, and what chunks of its women leave."""
# pyright: reportUnknownMemberType=false

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, cast

import jax
import numpy as np

from ..model.calendar import Calendar
from ..model.day import Basis, each
from ..model.prescription import calendar_of
from ..model.values import Value, Values
from ..people import Women
from .compiled import keep_compiled
from .engines import chunk_of
from .jax_runner import BLOCK_DAYS, Block, Chunk, see_hours
from .program import LANES, Program
from .run import Asked

Seen = tuple[Basis, Values]  # what some days left behind, and the changing covariates of then
DTYPES = {"single": np.float32, "double": np.float64}


@dataclass(frozen=True, eq=False)
class Part:
    """What one chunk of women leaves in one arm.

    record: name -> (record, axis, woman). missed: (day, woman) or None where every tablet is taken. failed: (woman,).
    basis: what the recorded days left behind, (record, ..., woman), or None. own: what holds for each woman.
    """

    record: dict[str, np.ndarray]
    missed: np.ndarray | None
    failed: np.ndarray
    basis: Basis | None


@dataclass(frozen=True, eq=False)
class Arm:
    """One arm of what was asked."""

    name: str
    asked: Asked
    program: Program
    parameters: dict[str, np.ndarray]

    @property
    def prescription(self) -> Any:
        """What is taken and added in this arm."""
        return self.asked.arms[self.name]

    @property
    def dtype(self) -> type:
        """The precision of its numbers."""
        return DTYPES[self.asked.precision]

    def lead_in_of(self, women: Women) -> np.ndarray:
        """Days before day 0 with which each woman begins, (woman,): whole blocks."""
        return -(-self.prescription.lead_in_of(women) // BLOCK_DAYS) * BLOCK_DAYS

    def calendar(self, women: Women, first: int, days: int) -> Calendar:
        """What every day from `first` on brings to these women."""
        found = calendar_of(self.prescription, women, self.program.wiring, self.program.members, first, days)
        table = self.asked.covariates
        return found._replace(covariates=table.covariates_of(women, first, days)) if table is not None else found

    def for_day(self, day: int) -> "Arm":
        """The same arm, on a program whose days leave behind what is needed of this one."""
        program = self.program if day % self.program.stride == 0 else replace(self.program, stride=1)
        return replace(self, program=program)

    def chunk(self, women: Women) -> Chunk:
        """These women, at most LANES and with one lead-in, ready to run."""
        return self.kind.of(women, self.program, self.asked.theory, self.parameters, self.dtype)

    @property
    def kind(self) -> type[Chunk]:
        """The kind of chunk that its engine runs."""
        return chunk_of(self.asked.engine)

    def run(self, women: Women, keep: bool = False) -> Part:
        """Run at most LANES women with one lead-in. keep: also what the recorded days leave behind."""
        with jax.enable_x64(self.dtype is np.float64):
            chunk, every, days = self.chunk(women), self.asked.every, self.asked.days
            lead_in = int(self.lead_in_of(women)[0])
            calendar = self.calendar(women, -lead_in, lead_in + days)
            waiting, bases, failed = list[Seen](), list[Basis](), np.zeros(len(women), int)
            records, missed = list[dict[str, np.ndarray]](), list[np.ndarray]()
            for first, part, block in chunk.run(calendar, lead_in + days):
                failed = np.maximum(failed, np.asarray(block.failed)[: len(women)])
                if first < 0:
                    continue
                shown = np.arange(-first % every, min(BLOCK_DAYS, days - first), every)
                waiting.append(days_of(shown, part, block, self.program.stride))
                if self.program.closed_loop:
                    missed.append(np.asarray(block.missed)[: days - first, : len(women)])
                if self.asked.record and sum(len(_first(one)) for one, _ in waiting) >= 12:
                    records.append(_see(chunk, self.asked.record, waiting))
                    bases += [one for one, _ in waiting] if keep else []
                    waiting = []
            if waiting and self.asked.record:
                records.append(_see(chunk, self.asked.record, waiting))
            bases += [one for one, _ in waiting] if keep else []
        record = {name: np.concatenate([one[name] for one in records]) for name in self.asked.record}
        basis = _joined(bases, len(women)) if keep else None
        return Part(record, np.concatenate(missed) if missed else None, failed, basis)

    def days_behind(self, women: Women, day: int) -> tuple[Chunk, Values, Basis, np.ndarray]:
        """One day of at most LANES women with one lead-in: the chunk, her covariates then, its basis, who failed."""
        with jax.enable_x64(self.dtype is np.float64):
            chunk, lead_in = self.for_day(day).chunk(women), int(self.lead_in_of(women)[0])
            failed = np.zeros(len(women), bool)
            found = None
            for first, part, block in chunk.run(self.calendar(women, -lead_in, lead_in + day + 1), lead_in + day + 1):
                failed |= np.asarray(block.failed)[: len(women)] > 0
                if 0 <= day - first < BLOCK_DAYS:
                    found = days_of(np.array([day - first]), part, block, chunk.program.stride)
        assert found is not None  # the last block holds the day
        return chunk, found[1], found[0], failed

    def see_day(self, women: Women, day: int, names: tuple[str, ...]) -> dict[str, np.ndarray]:
        """Quantities of one day as a record has them, of any number of women, name -> (axis, woman); NaN on failure."""
        return _over_groups(self, women, partial(self._seen, day=day, names=names))

    def _seen(self, women: Women, day: int, names: tuple[str, ...]) -> dict[str, np.ndarray]:
        chunk, covariates, basis, failed = self.days_behind(women, day)
        with jax.enable_x64(self.dtype is np.float64):
            seen = chunk.see(names, Calendar({}, covariates), basis)
        return {name: np.where(failed, np.nan, one[0]) for name, one in seen.items()}

    def see(self, women: Women, days: np.ndarray, kept: Basis, names: tuple[str, ...]) -> dict[str, np.ndarray]:
        """Quantities of some days from what these left behind, (day, ..., woman), name -> (day, axis, woman)."""

        def one(group: Women, places: Any) -> dict[str, np.ndarray]:
            lanes = np.minimum(np.arange(LANES), len(group) - 1)
            with jax.enable_x64(self.dtype is np.float64):
                chunk = self.chunk(group)
                bases = kept.of(places).of(lanes)
                calendar = self.calendar(group, int(days[0]), int(days[-1] - days[0]) + 1)
                return chunk.see(names, chunk.in_lanes(calendar, days - days[0]), bases)

        return _over_groups(self, women, one, places=True)

    def hours(self, women: Women, day: int, names: tuple[str, ...], kept: Basis | None = None) -> dict[str, np.ndarray]:
        """Quantities at the read nodes of one day, of any number of women, name -> (node, axis, woman).

        kept: what that day left behind, (..., woman); where it is given, no day is simulated.
        """

        def one(group: Women, places: Any = slice(None)) -> dict[str, np.ndarray]:
            with jax.enable_x64(self.dtype is np.float64):
                if kept is None:
                    chunk, covariates, basis, _ = self.days_behind(group, day)
                    basis, covariates = each(lambda one: one[0], (basis, covariates))
                else:
                    chunk = self.chunk(group)
                    lanes = np.minimum(np.arange(LANES), len(group) - 1)
                    basis = kept.of(places).of(lanes)
                    calendar = chunk.in_lanes(self.calendar(group, day, 1), slice(0, 1))
                    covariates = {name: one[0] for name, one in calendar.covariates.items()}
                found = cast(Values, see_hours(self.program, names, chunk.own, covariates, basis))
            return {name: np.asarray(value)[..., : len(group)] for name, value in found.items()}

        return _over_groups(self, women, one, places=True)


def arms_of(asked: Asked) -> list[Arm]:
    """The arms of what was asked, all with the same treatments on their axis.

    An arm without a drug runs on the program of the first with one, to compile nothing twice.
    """
    keep_compiled()
    treatments = tuple(dict.fromkeys(name for one in asked.arms.values() for name in one.treatments))
    first = next((one.drugs for one in asked.arms.values() if one.drugs), tuple(asked.book.drugs)[:1])
    found: list[Arm] = []
    for name, one in asked.arms.items():
        program = Program(
            asked.book, asked.theory.rivals, one.drugs or first, treatments, asked.is_closed_loop,
            stride=1 if asked.every % 7 else 7, changed=asked.numbers,
        )  # fmt: skip
        found.append(Arm(name, asked, program, program.parameters()))
    return found


def groups_of(arm: Arm, women: Women) -> list[np.ndarray]:
    """The places of women who are run together: at most LANES, all with the same lead-in."""
    lead_in = arm.lead_in_of(women)
    groups = [np.flatnonzero(lead_in == one) for one in np.unique(lead_in)]
    return [group[start : start + LANES] for group in groups for start in range(0, len(group), LANES)]


def _over_groups(
    arm: Arm, women: Women, look: Callable[..., dict[str, np.ndarray]], places: bool = False
) -> dict[str, np.ndarray]:
    """What is seen of all women, from what is seen of each group of them: the last axis is the women's."""
    groups = groups_of(arm, women)
    parts = [look(women[group], group) if places else look(women[group]) for group in groups]
    back = np.argsort(np.concatenate(groups))
    return {name: np.concatenate([part[name] for part in parts], axis=-1)[..., back] for name in parts[0]}


def _first(basis: Basis) -> Value:
    return next(iter(basis.days.values()))


def days_of(shown: np.ndarray, part: Calendar, block: Block, stride: int) -> Seen:
    """What these days of a block left behind, and the changing covariates of then; all of them are not copied."""
    records = shown // stride
    is_whole = len(records) == len(_first(block.bases))

    def in_all_lanes(one: Value) -> Value:
        one = one if is_whole else np.asarray(one)[records]
        return one if one.shape[-1] == LANES else np.broadcast_to(np.asarray(one), (*one.shape[:-1], LANES))

    return jax.tree.map(in_all_lanes, block.bases), {
        name: np.asarray(one)[shown] for name, one in part.covariates.items()
    }


def _see(chunk: Chunk, names: tuple[str, ...], waiting: list[Seen]) -> dict[str, np.ndarray]:
    bases, covariates = (
        rows[0] if len(rows) == 1 else jax.tree.map(lambda *parts: np.concatenate(parts), *rows)
        for rows in zip(*waiting, strict=True)
    )
    return chunk.see(names, Calendar({}, covariates), bases)


def _joined(bases: list[Basis], women: int) -> Basis:
    """Blocks of records as one, of these women alone."""

    def join(*parts: Value) -> np.ndarray:
        return np.concatenate([np.asarray(one)[..., :women] for one in parts])

    return jax.tree.map(join, *bases)
