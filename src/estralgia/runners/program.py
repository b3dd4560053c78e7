"""A program: what is compiled once, and serves every chunk of women, every seed, every record and every number."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

import numpy as np

from ..model.book import Book
from ..model.day import DayStep
from ..model.idle import idle_states
from ..model.readings.fixed import Fixed
from ..model.wiring import Wiring
from ..people import traits

Numbers = tuple[tuple[str, tuple[float | None, ...]], ...]
LANES = 256  # women in a chunk; a smaller chunk is padded, so that one program serves all


@dataclass(frozen=True, eq=False)
class Program:
    """What is compiled: a book with rivals, how many drugs and treatments, and how tablets are taken.

    Two programs are the same where the same code runs: drugs whose tissues move alike share one.
    stride: every which day leaves its basis, 1 or 7. remember: less memory and more time where a run is differentiated.
    changed: other values of numbers of the tables; they are no part of what is compiled, but for what they let rest.
    """

    book: Book
    rivals: tuple[str, ...] = ()
    drugs: tuple[str, ...] = ()
    treatments: tuple[str, ...] = ()
    closed_loop: bool = False
    stride: int = 7
    remember: bool = False
    changed: Mapping[str, float] = field(default_factory=dict[str, float])
    key: tuple[Any, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        chosen = {axis: len(names) for axis, names in self.members.items()}
        numbered = (tuple(chosen.items()), tuple(sorted(self.idle)), tuple(self.kinds.items()))
        key = (self.book.digest, self.rivals, *numbered, self.closed_loop, self.stride, self.remember)
        object.__setattr__(self, "key", key)

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Program) and self.key == other.key

    @property
    def day(self) -> tuple[Any, ...]:
        """What a day of it hangs on, however often one is kept."""
        return self.key[:-2]

    @property
    def wiring(self) -> Wiring:
        """The graph of the book."""
        return self.book.wiring(self.rivals)

    @cached_property
    def members(self) -> dict[str, tuple[str, ...]]:
        """What repeats along each axis."""
        return self.book.members(drug=self.drugs, treatment=self.treatments)

    @cached_property
    def idle(self) -> frozenset[str]:
        """Hour states that no drug of this run can move; none where numbers are differentiated by."""
        return frozenset() if self.remember else _idle(self.wiring, tuple(self.sizes.items()), self._fixed)

    @cached_property
    def kinds(self) -> dict[str, str]:
        """How every number that differs between women does so: "log_sd", "sd" or "share"."""
        return _kinds(self.book, self.wiring)

    @property
    def step(self) -> DayStep:
        """The day-step, made once for all programs that are the same."""
        return _step(self)

    @cached_property
    def sizes(self) -> dict[str, int]:
        """How often each axis repeats."""
        return {axis: len(names) for axis, names in self.members.items()}

    def parameters(self) -> dict[str, np.ndarray]:
        """The numbers of the tables, those `changed` in place of their own: the argument to differentiate by."""
        return traits.parameter_values(self.book, self.wiring, self.members, self.changed)

    @property
    def _fixed(self) -> Numbers:
        """The numbers that are the same for all women, name -> of each member: (value, or None where women differ)."""
        rows: list[tuple[str, tuple[float | None, ...]]] = []
        for name, value in self.parameters().items():
            numbers = value.ravel().tolist()
            if name in self.kinds:  # a spread of a factor, or a share, leaves nothing nothing
                sizes = np.broadcast_to(self.spreads[name], value.shape).ravel()
                same = (sizes == 0) & (self.kinds[name] != "share") | (self.kinds[name] != "sd") & (value.ravel() == 0)
                numbers = [one if so else None for one, so in zip(numbers, same, strict=True)]
            rows.append((name, tuple(numbers)))
        return tuple(rows)

    @cached_property
    def spreads(self) -> dict[str, np.ndarray]:
        """How much every number that differs between women does so."""
        return traits.spread_sizes(self.book, self.wiring, self.members, self.kinds)


@cache
def _step(program: Program) -> DayStep:
    return DayStep(program.wiring, program.book.clock, program.closed_loop, program.idle, program.sizes)


@cache
def _kinds(book: Book, wiring: Wiring) -> dict[str, str]:
    return traits.spread_kinds(book, wiring)


@cache
def _idle(wiring: Wiring, sizes: tuple[tuple[str, int], ...], numbers: Numbers) -> frozenset[str]:
    return idle_states(wiring, dict(sizes), {name: Fixed(*values) for name, values in numbers})
