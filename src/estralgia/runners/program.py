"""A program: what is compiled once, and serves every chunk of women, every seed and every number of the tables."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

import numpy as np

from ..model import numbers, traits
from ..model.day import DayStep
from ..model.wiring import BEFORE, CHANGE, HOURS, read_book

GIVEN = ("state", "trait", "noise", "decision", "input", "covariate", "weight")
LANES = 256  # women in a chunk; a smaller chunk is padded, so that one program serves all


@dataclass(frozen=True)
class Program:
    """What is compiled: the book with rivals, drugs and treatments, how tablets are taken, and what is recorded."""

    rivals: tuple[str, ...]
    drugs: tuple[str, ...]
    closed_loop: bool
    record: tuple[str, ...]
    every: int
    remember: bool = False
    treatments: tuple[str, ...] = field(default=(), compare=False)
    alike: tuple = field(init=False, repr=False)
    step: DayStep = field(init=False, compare=False, repr=False)
    sizes: dict = field(init=False, compare=False, repr=False)

    def __post_init__(self):
        wiring = read_book(self.rivals)
        object.__setattr__(self, "step", self._day_step(wiring))
        object.__setattr__(self, "sizes", traits.spread_sizes(wiring, self.members))
        object.__setattr__(self, "alike", self._alike(wiring))

    def _alike(self, wiring):
        """What of the treatments is compiled: how many there are, and how their numbers differ between women."""
        spread = [name for name in self.sizes if wiring.axes[name] == "treatment"]
        return (len(self.treatments), *((name, *self.sizes[name][1].ravel().tolist()) for name in spread))

    def _day_step(self, wiring):
        sizes = {axis: len(names) for axis, names in self.members.items()}
        return DayStep(wiring, self.closed_loop, idle_states(wiring, self.drugs), sizes)

    def __hash__(self):
        names = (self.rivals, self.drugs, self.record, self.alike)
        return hash((*names, self.closed_loop, self.every, self.remember))

    @property
    def wiring(self):
        return self.step.wiring

    @property
    def members(self):
        return numbers.members(self.drugs, self.treatments)

    def parameters(self, changed: Mapping[str, float] | None = None) -> dict[str, np.ndarray]:
        """The numbers of the tables, some `changed`: the argument to differentiate by."""
        return traits.parameter_values(self.wiring, self.members, changed)


@cache
def idle_states(wiring, drugs) -> frozenset:
    """Hour states that these drugs cannot move from their start, found by trying: tissues, for most drugs."""
    chance = np.random.default_rng(0)
    known = {name: chance.uniform(0.5, 1.5) for name, entry in wiring.entries.items() if entry.kind in GIVEN}
    known |= traits.parameter_values(wiring, numbers.members(drugs))
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
