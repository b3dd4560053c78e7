"""The day-step: a pure function (state, person, today's inputs) -> (state, basis), assembled from the wiring.

The basis is what a day leaves behind: whatever the book says of that day can be seen from it afterwards.

Hour states walk through the nodes of the day, day states take one predicted and corrected step with the day's means.
It knows no chapter by name. Arrays are (axis, patient): axis is 1, the joints or the drugs; patients are contiguous.
"""
# pyright: reportUnknownMemberType=false

from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar, cast

import jax
import jax.numpy as jnp

from .clock import Clock
from .reading import Reading
from .relax import phi_functions
from .values import Places, Value, Values
from .walk import Walk, fold
from .wiring import BEFORE, CHANGE, DAYS, HOURS, OVER_DAY, PERSON, YESTERDAY, Wiring

SETTLING_STEPS, SETTLING_DAYS = 60, 20.0
SETTLING_PASSES = 4


Tree = TypeVar("Tree")  # of arrays: tuples and dictionaries


def each(change: Callable[[Value], Value], tree: Tree) -> Tree:
    """The tree with every array changed."""
    return cast(Tree, jax.tree.map(change, tree))


def repeated(times: int, step: Callable[[Value, Tree], Tree], begin: Tree) -> Tree:
    """What so many steps, number and tree -> tree, make of a tree."""
    return cast(Tree, jax.lax.fori_loop(0, times, step, begin))


class State(NamedTuple):
    """Everything that one day hands to the next; dictionaries of arrays (axis, patient)."""

    hours: Values
    days: Values
    means: Values
    noises: Values
    decisions: Values


class Today(NamedTuple):
    """What the engine gives to one day: the inputs of days (axis, patient or 1) by name, and the dice.

    is_counted: whether the day is day 0 or later; before it, in a lead-in, chance rests.
    """

    given: Values
    noise: Values
    dice: Values
    is_counted: jax.Array | bool = True


class Basis(NamedTuple):
    """What a day leaves behind; dictionaries of arrays (axis, patient), `at_nodes` (read node, axis, patient).

    hours: hour states at the next waking. days: day states on waking. next_days: at the next waking. moving: all that
    holds for the day and not for the woman (noises, decisions, what was given, means of yesterday).
    """

    at_nodes: Values
    hours: Values
    days: Values
    next_days: Values
    means: Values
    moving: Values

    def of(self, places: Places) -> "Basis":
        """The same of some of the patients, by their places."""
        return each(lambda one: one[..., places], self)


class DayStep:
    """One day of the book that `wiring` describes.

    closed_loop: chances decide about tablets, else all are taken. idle: hour states that no drug of this run can move.
    sizes: how often each axis repeats.
    """

    def __init__(
        self, wiring: Wiring, clock: Clock, closed_loop: bool, idle: frozenset[str], sizes: dict[str, int]
    ) -> None:
        self.wiring, self.clock, self.closed_loop, self.idle, self.sizes = wiring, clock, closed_loop, idle, sizes
        self.hour_states = [name for name in wiring.states(HOURS) if name not in idle]
        self.day_states = wiring.states(DAYS)
        self.walk = Walk(wiring, self.clock, self.hour_states)
        self.reading = Reading(wiring, self.clock)
        self.person_names = [n for n, c in wiring.clocks.items() if c == PERSON and n in wiring.functions]
        self.drives = self._drives()

    def _drives(self) -> list[str]:
        """The reductions over the day that move something: the others are made only where they are shown."""
        movers = [CHANGE + name for name in self.day_states] + [name + BEFORE for name in self.day_states]
        if self.closed_loop:
            movers += [self.wiring.causes(name)[0] for name in self.wiring.of_kind("decision")]
        return self._over_day_behind(movers)

    def _over_day_behind(self, names: Iterable[str]) -> list[str]:
        needed = self.wiring.needs(names)
        entries = self.wiring.entries
        needed |= {entries[name].of for name in self.wiring.reductions({YESTERDAY}) if name in needed}
        return [name for name in self.wiring.reductions(OVER_DAY) if name in needed]

    def value(self, name: str, known: Values) -> Value:
        return self.wiring.value(name, known, fold)

    def complete_person(self, own: Values, given: Values) -> Values:
        """Parameters, traits and covariates of the women, and every quantity that stays with a person."""
        own = own | given
        for name in self.person_names:
            self.value(name, own)
        dtype = own[self.wiring.of_kind("covariate")[0]].dtype
        return own | {name: jnp.asarray(self.wiring.call(name + BEFORE, own, fold), dtype) for name in self.idle}

    def with_covariates(self, own: Values, changed: Values) -> Values:
        """The women on a day on which these covariates, name -> (1, patient), are no longer as they were at the start.

        All that stays with a person is made again; what she was before treatment and what chance gave her remain.
        """
        if not changed:
            return own
        return self.complete_person({name: one for name, one in own.items() if name not in self.person_names}, changed)

    def advance(self, days: Values, means: Values, fixed: Values) -> Values:
        """Day states after one day under these means: one predicted and corrected exponential step."""
        before = fixed | means | days
        moves = {name: self.walk.derivative(name, days[name], before) for name in days}
        phis = {name: phi_functions(rate) for name, (_, rate) in moves.items()}
        predicted = {name: days[name] + phis[name][0] * moves[name][0] for name in days}
        after = fixed | means | predicted
        corrected: Values = {}
        for name in days:
            change, _ = moves[name]
            later, _ = self.walk.derivative(name, days[name], dict(after))
            corrected[name] = predicted[name] + phis[name][1] * (later - change)
        return corrected

    def decide(self, state: State, own: Values, today: Today) -> Values:
        """Draw today's decisions from yesterday and what is prescribed; none where every tablet is taken."""
        if not self.closed_loop:
            return state.decisions
        known = own | today.given | state.days | state.means | state.decisions | self._yesterday(state.means)
        decided: Values = {}
        for name, before in state.decisions.items():
            entry = self.wiring.entries[name]
            if "rate" in entry.details:
                chance = 1 - jnp.exp(-self.value(entry.rate, known))
            else:
                chance = self.value(entry.chance, known)
            drawn = (today.dice[name] < chance).astype(before.dtype)
            decided[name] = jnp.maximum(before, drawn) if entry.details.get("lasting") else drawn
        return decided

    def _yesterday(self, means: Values) -> Values:
        entries = self.wiring.entries
        return {n: means[entries[n].of] for n in self.wiring.reductions({YESTERDAY}) if entries[n].of in means}

    def step(self, state: State, own: Values, today: Today) -> tuple[State, Basis]:
        """One day: the state at the next waking, and what the day leaves behind.

        Before day 0 (`today.is_counted` 0) nothing is left to chance: noises stay, and every tablet is taken.
        """
        noises = {name: self.drift(name, state.noises[name], today.noise[name]) for name in state.noises}
        decisions = self.decide(state, own, today)
        noises, decisions = (
            {name: jnp.where(today.is_counted, one, before[name]) for name, one in after.items()}
            for before, after in ((state.noises, noises), (state.decisions, decisions))
        )
        moving = noises | decisions | self._yesterday(state.means) | today.given
        fixed = own | moving
        hours, at_nodes = self.walk(state.hours, fixed | state.days, self.swallowed(fixed | state.days))
        expected = self.advance(state.days, state.means, fixed)
        at_nodes = {name: jnp.stack([values[node] for node in self.clock.read]) for name, values in at_nodes.items()}
        instants = self.reading.instants(at_nodes, hours, state.days, expected, fixed | state.means)
        means = self.reading.over_day(self.drives, instants)
        days = self.advance(state.days, means, fixed)
        return State(hours, days, means, noises, decisions), Basis(at_nodes, hours, state.days, days, means, moving)

    def swallowed(self, fixed: Values) -> Value:
        """What fills the states that tablets fill, arrays (axis, patient); a scalar zero where there are none."""
        entries = [self.wiring.entries[name] for name in self.hour_states]
        names = [one.filled_by for one in entries if "filled_by" in one.details]
        return self.value(names[0], dict(fixed)) if names else jnp.zeros(())

    def see(self, own: Values, basis: Basis, names: tuple[str, ...]) -> Values:
        """What the book says of a day, seen from what it left behind: name -> (axis, patient).

        States and what changes by the hour are given as they are on waking.
        """
        fixed, instants = self._behind(own, basis)
        known = fixed | basis.means | basis.days | {name: instants[name][0] for name in self.hour_states}
        known |= {"time_of_day": self.clock.time_of_day[0], "activity": self.clock.activity[0]}
        known |= self.reading.over_day(self._over_day_behind(names), instants)
        return {name: jnp.broadcast_to(self.value(name, known), self._shape(name, basis)) for name in names}

    def see_hours(self, own: Values, basis: Basis, names: tuple[str, ...]) -> Values:
        """What the book says of a day at its read nodes: name -> (node, axis, patient)."""
        _, instants = self._behind(own, basis)
        count = len(self.clock.read)
        values = {name: self.value(name, instants) for name in names}
        shapes = {name: (count, *self._shape(name, basis)) for name in names}
        return {name: jnp.broadcast_to(values[name][:count], shapes[name]) for name in names}

    def _behind(self, own: Values, basis: Basis) -> tuple[Values, Values]:
        fixed = own | basis.moving
        days, after = basis.days, basis.next_days
        return fixed, self.reading.instants(basis.at_nodes, basis.hours, days, after, fixed | basis.means)

    def _shape(self, name: str, basis: Basis) -> tuple[int, int]:
        patients = next(iter(basis.days.values())).shape[-1]
        return self.sizes[self.wiring.axes[name]], patients

    def drift(self, name: str, before: Value, dice: Value) -> Value:
        entry = self.wiring.entries[name]
        kept = jnp.exp(-1 / jnp.asarray(entry.time, before.dtype))
        return kept * before + entry.size * jnp.sqrt(1 - kept * kept) * dice

    # Before treatment

    def begin(self, own: Values, noises: Values, shown: tuple[str, ...] = ()) -> tuple[State, Values]:
        """The state at waking on day 0: hour states on their daily orbit without a drug, day states in balance.

        Beside it what is to be shown, quantities of the person or reductions over the day, as before treatment.
        """
        patients = max(value.shape[1] for value in own.values() if jnp.ndim(value) == 2 and value.shape[0] == 1)
        dtype = own[self.wiring.of_kind("covariate")[0]].dtype

        def full(name: str, value: Value = 0.0) -> Value:
            return jnp.broadcast_to(jnp.asarray(value, dtype), (self.sizes[self.wiring.axes[name]], patients))

        decisions = {name: full(name) for name in self.wiring.of_kind("decision")}
        fixed = own | noises | decisions
        inputs = [name for name in self.wiring.of_kind("input") if self.wiring.entries[name].clock == DAYS]
        fixed |= {name: jnp.zeros((self.sizes[self.wiring.axes[name]], 1), dtype) for name in inputs}
        days = {name: full(name) for name in self.day_states}
        means = {name: full(name) for name in self.drives}
        fixed |= self._yesterday(means)
        hours = {name: full(name, self.wiring.call(name + BEFORE, dict(fixed), fold)) for name in self.hour_states}

        def untreated_day(_: Value, walked: tuple[Values, Values]) -> tuple[Values, Values]:
            return self.walk(walked[0], fixed | days, jnp.zeros((), dtype))

        nodes = {name: jnp.zeros((len(self.clock.start), *value.shape), dtype) for name, value in hours.items()}
        hours, at_nodes = repeated(self.clock.spin_up_days + 1, untreated_day, (hours, nodes))
        at_nodes = {name: jnp.stack([values[node] for node in self.clock.read]) for name, values in at_nodes.items()}

        def settled(_: Value, days_and_means: tuple[Values, Values]) -> tuple[Values, Values]:
            days, means = dict(days_and_means[0]), days_and_means[1]
            for name in self.day_states:
                days[name] = full(name, self.wiring.call(name + BEFORE, fixed | means | days, fold))
                if self.wiring.entries[name].details.get("settled"):
                    days[name] = self._settle(name, days, means, fixed)
            instants = self.reading.instants(at_nodes, hours, days, days, fixed | means)
            means = self.reading.over_day(self.drives, instants)
            return days, {name: full(name, value) for name, value in means.items()}

        days, means = repeated(SETTLING_PASSES, settled, (days, means))
        instants = self.reading.instants(at_nodes, hours, days, days, fixed | means)
        means = self.reading.over_day(self.drives, instants)
        over_day = self.reading.over_day([name for name in shown if name not in fixed], instants)
        return State(hours, days, means, noises, decisions), {n: over_day.get(n, fixed.get(n)) for n in shown}

    def _settle(self, name: str, days: Values, means: Values, fixed: Values) -> Value:
        """The balance of one state with all else as it is, from its start and by its own dynamics."""

        def one(_: Value, x: Value) -> Value:
            change, rate = self.walk.derivative(name, x, fixed | means | days | {name: x})
            return x + SETTLING_DAYS * phi_functions(rate * SETTLING_DAYS)[0] * change

        return repeated(SETTLING_STEPS, one, days[name])
