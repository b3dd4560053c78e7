"""A program: what is compiled once, and serves every chunk of women, every seed, every record and every number."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property

import numpy as np

from ..model.book import Book
from ..model.day import DayStep
from ..model.wiring import BEFORE, CHANGE, HOURS, Wiring
from ..people import traits

GIVEN = ("state", "trait", "noise", "decision", "input", "covariate", "weight")
LANES = 256  # women in a chunk; a smaller chunk is padded, so that one program serves all


@dataclass(frozen=True, eq=False)
class Program:
    """What is compiled: a book with rivals, how many drugs and treatments, and how tablets are taken.

    Two programs are the same where the same code runs: drugs whose tissues move alike share one.
    stride: every which day leaves its basis, 1 or 7. remember: less memory and more time where a run is differentiated.
    """

    book: Book
    rivals: tuple[str, ...] = ()
    drugs: tuple[str, ...] = ()
    treatments: tuple[str, ...] = ()
    closed_loop: bool = False
    stride: int = 7
    remember: bool = False
    key: tuple = field(init=False, repr=False)

    def __post_init__(self):
        chosen = {axis: len(names) for axis, names in self.members.items()}
        numbered = (tuple(chosen.items()), tuple(sorted(self.idle)), tuple(self.kinds.items()))
        key = (self.book.digest, self.rivals, *numbered, self.closed_loop, self.stride, self.remember)
        object.__setattr__(self, "key", key)

    def __hash__(self):
        return hash(self.key)

    def __eq__(self, other):
        return isinstance(other, Program) and self.key == other.key

    @property
    def wiring(self) -> Wiring:
        """The graph of the book."""
        return self.book.wiring(self.rivals)

    @cached_property
    def members(self) -> dict[str, tuple[str, ...]]:
        """What repeats along each axis."""
        return self.book.members(drug=self.drugs, treatment=self.treatments)

    @cached_property
    def idle(self) -> frozenset:
        """Hour states that no drug of this run can move."""
        return idle_states(self.book, self.wiring, tuple(self.members.items()))

    @cached_property
    def kinds(self) -> dict[str, str]:
        """How every number that differs between women does so: "log_sd", "sd" or "share"."""
        return traits.spread_kinds(self.book, self.wiring)

    @cached_property
    def step(self) -> DayStep:
        """The day-step."""
        return DayStep(self.wiring, self.book.clock, self.closed_loop, self.idle, self.sizes)

    @cached_property
    def sizes(self) -> dict[str, int]:
        """How often each axis repeats."""
        return {axis: len(names) for axis, names in self.members.items()}

    def parameters(self, changed: Mapping[str, float] | None = None) -> dict[str, np.ndarray]:
        """The numbers of the tables, some `changed`: the argument to differentiate by."""
        return traits.parameter_values(self.book, self.wiring, self.members, changed)

    @cached_property
    def spreads(self) -> dict[str, np.ndarray]:
        """How much every number that differs between women does so."""
        return traits.spread_sizes(self.book, self.wiring, self.members, self.kinds)


@cache
def idle_states(book, wiring, members) -> frozenset:
    """Hour states that these drugs cannot move from their start, found by trying: tissues, for most drugs."""
    chance = np.random.default_rng(0)
    known = {name: chance.uniform(0.5, 1.5) for name, entry in wiring.entries.items() if entry.kind in GIVEN}
    known |= traits.parameter_values(book, wiring, dict(members))
    idle = {name for name in wiring.states(HOURS) if "filled_by" not in wiring.entries[name].details}
    while True:
        rest = known | {name: wiring.call(name + BEFORE, dict(known), _fold_numbers) for name in idle}
        changes = {name: wiring.call(CHANGE + name, dict(rest), _fold_numbers) for name in idle}
        moving = {name for name, change in changes.items() if np.any(np.asarray(change) != 0)}
        if not moving:
            return frozenset(idle)
        idle -= moving


def _fold_numbers(how, array):
    return np.max(array) if how.startswith("max") else np.sum(array)
