"""The day-step: a pure function (state, person, today's inputs) -> (state, today's record), assembled from the wiring.

Hour states walk through the nodes of the day, day states take one predicted and corrected step with the day's means.
It knows no chapter by name. Arrays are (axis, patient): axis is 1, the joints or the drugs; patients are contiguous.
"""

from functools import reduce
from typing import NamedTuple

import jax
import jax.numpy as jnp

from .clock import the_clock
from .relax import own_derivative, phi_functions, relax
from .wiring import BEFORE, CHANGE, DAYS, HOURS, OVER_DAY, PERSON, YESTERDAY, Wiring

SWEEPS = 2
SETTLING_STEPS, SETTLING_DAYS = 60, 20.0
SETTLING_PASSES = 4


class State(NamedTuple):
    """Everything that one day hands to the next; dictionaries of arrays (axis, patient)."""

    hours: dict
    days: dict
    means: dict
    noises: dict
    decisions: dict


class Today(NamedTuple):
    """What the engine gives to one day: prescribed dose (drug, 1) in ug, whether any is prescribed, the dice."""

    prescribed_dose: jax.Array
    taking_tablets: jax.Array
    noise: dict
    dice: dict


def fold(how, array):
    """Reduce over the joints or the drugs, the last axis but one; written out, which XLA turns into faster code."""
    count = array.shape[-2]
    if count == 0:
        return jnp.zeros((*array.shape[:-2], 1, array.shape[-1]), array.dtype)
    rows = [array[..., i : i + 1, :] for i in range(count)]
    if how.startswith("max"):
        return reduce(jnp.maximum, rows)
    return reduce(jnp.add, rows) / (count if how.startswith("mean") else 1)


class DayStep:
    """One day of the book that `wiring` describes.

    closed_loop: chances decide about tablets, else all are taken. idle: hour states that no drug of this run can move.
    """

    def __init__(self, wiring: Wiring, closed_loop: bool, idle: frozenset = frozenset()):
        self.wiring, self.clock, self.closed_loop, self.idle = wiring, the_clock(), closed_loop, idle
        self.hour_states = [name for name in wiring.states(HOURS) if name not in idle]
        self.day_states = wiring.states(DAYS)
        self.groups = hour_groups(wiring, self.hour_states)
        self.person_names = [n for n, c in wiring.clocks.items() if c == PERSON and n in wiring.functions]
        self.drives = self._drives()

    def _drives(self):
        """The reductions over the day that move something: the others are made only where they are shown."""
        movers = [CHANGE + name for name in self.day_states] + [name + BEFORE for name in self.day_states]
        if self.closed_loop:
            movers += [self.wiring.causes(name)[0] for name in self.wiring.of_kind("decision")]
        return self._over_day_behind(movers)

    def _over_day_behind(self, names):
        needed = self.wiring.needs(names)
        entries = self.wiring.entries
        needed |= {entries[name].of for name in self.wiring.reductions({YESTERDAY}) if name in needed}
        return [name for name in self.wiring.reductions(OVER_DAY) if name in needed]

    def value(self, name, known):
        return self.wiring.value(name, known, fold)

    def complete_person(self, own: dict, given: dict) -> dict:
        """Parameters, traits and covariates of the women, and every quantity that stays with a person."""
        own = own | given
        for name in self.person_names:
            self.value(name, own)
        dtype = own[self.wiring.of_kind("covariate")[0]].dtype
        return own | {name: jnp.asarray(self.wiring.call(name + BEFORE, own, fold), dtype) for name in self.idle}

    # The hours

    def walk(self, hours: dict, fixed: dict, dose):
        """Hour states through one day. Returns them at the next waking, and at every node (node, axis, patient)."""
        clock = self.clock

        def stretch(hours, node):
            start, length, time_of_day, activity, tablet = node
            swallowed = {
                name: hours[name] + tablet * dose for name in hours if self.wiring.entries[name].details.get("filled_by")
            }
            return self._stretch(hours | swallowed, fixed, length, time_of_day, activity), hours

        dtype = next(iter(hours.values())).dtype
        nodes = (clock.start, clock.length, clock.time_of_day, clock.activity, clock.tablet)
        return jax.lax.scan(stretch, hours, tuple(jnp.asarray(one, dtype) for one in nodes))

    def _stretch(self, hours, fixed, length, time_of_day, activity):
        """Hour states from one node to the next: causes first; what causes each other is swept several times."""
        begin = self._instant(hours, fixed, time_of_day, activity)
        end, mean = dict(hours), dict(hours)
        for group, in_a_loop in self.groups:
            for _ in range(SWEEPS if in_a_loop else 1):
                for name in group:
                    middle = self._instant(mean, fixed, time_of_day + length / 2, activity)
                    finish = self._instant(end, fixed, time_of_day + length, activity)
                    moved = [self._derivative(name, hours[name], at) for at in (begin, middle, finish)]
                    (start, _), (midway, rate), (last, _) = moved
                    end[name], mean[name] = relax(hours[name], rate, length, start, midway, last)
        return end

    def _instant(self, hours, fixed, time_of_day, activity):
        return fixed | hours | {"time_of_day": time_of_day, "activity": activity}

    def _derivative(self, name, x, known):
        """Change of a state at x while all its causes stand as known, and its own derivative."""
        function = self.wiring.functions[CHANGE + name]
        causes = {cause: self.value(cause, known) for cause in function.causes if cause != name}

        def change(x):
            return jnp.broadcast_to(function.call(*[x if one == name else causes[one] for one in function.causes]), x.shape)

        return own_derivative(change, x)

    # Reading: everything at the read nodes, then reduced over the day

    def read(self, names, instants):
        """Reductions over the day by name, from what is known at the read nodes."""
        return {name: self._over_day(name, instants) for name in names}

    def instants(self, hours_at_nodes, days, days_next, means, fixed):
        """What is known at the read nodes, arrays (node, axis, patient); day states move evenly between two values."""
        clock = self.clock
        dtype = next(iter(days.values())).dtype
        share = jnp.asarray(clock.read_start, dtype)[:, None, None]
        known = {name: value[None] for name, value in (fixed | means).items() if jnp.ndim(value) == 2}
        known |= {name: value for name, value in fixed.items() if jnp.ndim(value) == 0}
        known |= {name: days[name] + share * (days_next[name] - days[name]) for name in days}
        known |= {name: hours_at_nodes[name][clock.read] for name in self.hour_states}
        known["time_of_day"] = jnp.asarray(clock.time_of_day[clock.read], dtype)[:, None, None]
        known["activity"] = jnp.asarray(clock.activity[clock.read], dtype)[:, None, None]
        return known

    def _over_day(self, name, known):
        entry = self.wiring.entries[name]
        if entry.reduce == "at waking":
            return self.value(entry.of, _some(known, slice(0, 1)))[0]
        if entry.reduce == "max over day":
            return reduce(jnp.maximum, list(self.value(entry.of, known)[self.clock.awake]))
        value = self.value(entry.of, known)
        weights = jnp.asarray(self.clock.weights, value.dtype)[:, None, None]
        shape = jnp.broadcast_shapes(value.shape, (len(self.clock.weights), 1, known[self.day_states[0]].shape[-1]))
        return jnp.sum(weights * jnp.broadcast_to(value, shape), axis=0)

    # The days

    def advance(self, days, means, fixed):
        """Day states after one day under these means: one predicted and corrected exponential step."""
        before = fixed | means | days
        moves = {name: self._derivative(name, days[name], before) for name in days}
        phis = {name: phi_functions(rate) for name, (_, rate) in moves.items()}
        predicted = {name: days[name] + phis[name][0] * moves[name][0] for name in days}
        after = fixed | means | predicted
        corrected = {}
        for name in days:
            change, _ = moves[name]
            later, _ = self._derivative(name, days[name], dict(after))
            corrected[name] = predicted[name] + phis[name][1] * (later - change)
        return corrected

    def decide(self, state: State, own, today: Today):
        """Draw today's decisions from yesterday; none where every tablet is taken as prescribed."""
        if not self.closed_loop:
            return state.decisions
        known = own | state.days | state.means | state.decisions | self._yesterday(state.means)
        decided = {}
        for name, before in state.decisions.items():
            entry = self.wiring.entries[name]
            if "rate" in entry.details:
                chance = 1 - jnp.exp(-self.value(entry.rate, known))
            else:
                chance = self.value(entry.chance, known)
            drawn = (today.dice[name] < chance).astype(before.dtype)
            decided[name] = jnp.maximum(before, drawn) if entry.details.get("lasting") else drawn
        return decided

    def _yesterday(self, means):
        entries = self.wiring.entries
        return {n: means[entries[n].of] for n in self.wiring.reductions({YESTERDAY}) if entries[n].of in means}

    def step(self, state: State, own: dict, today: Today, shown: tuple[str, ...] = ()) -> tuple[State, dict]:
        """One day. Returns the state at the next waking and, of today, what is to be shown, arrays (axis, patient).

        States and what changes by the hour are shown as they are on waking.
        """
        noises = {name: self._drift(name, state.noises[name], today.noise[name]) for name in state.noises}
        decisions = self.decide(state, own, today)
        fixed = own | noises | decisions | self._yesterday(state.means)
        fixed |= {"prescribed_dose": today.prescribed_dose, "taking_tablets": today.taking_tablets}
        dose = self.value("dose_taken", fixed)
        hours, at_nodes = self.walk(state.hours, fixed | state.days, dose)
        expected = self.advance(state.days, state.means, fixed)
        instants = self.instants(at_nodes, state.days, expected, state.means, fixed)
        means = self.read(self.drives, instants)
        days = self.advance(state.days, means, fixed)
        known = fixed | state.days | means | {name: at_nodes[name][0] for name in self.hour_states}
        known |= {"time_of_day": self.clock.time_of_day[0], "activity": self.clock.activity[0]}
        known |= self.read([name for name in self._over_day_behind(shown) if name not in means], instants)
        return State(hours, days, means, noises, decisions), {name: self.value(name, known) for name in shown}

    def _drift(self, name, before, dice):
        entry = self.wiring.entries[name]
        kept = jnp.exp(-1 / jnp.asarray(entry.time, before.dtype))
        return kept * before + entry.size * jnp.sqrt(1 - kept * kept) * dice

    # Before treatment

    def begin(self, own: dict, noises: dict, shown: tuple[str, ...] = ()) -> tuple[State, dict]:
        """The state at waking on day 0: hour states on their daily orbit without a drug, day states in balance.

        Beside it the reductions over the day that are to be shown, as they are before treatment.
        """
        shape = jnp.broadcast_shapes(*[value.shape for value in own.values() if jnp.ndim(value) == 2 and value.shape[0] == 1])
        dtype = next(iter(noises.values())).dtype
        sizes = {"": 1} | {self.wiring.axes[n]: v.shape[0] for n, v in own.items() if self.wiring.axes.get(n) and jnp.ndim(v)}

        def full(name, value=0.0):
            return jnp.broadcast_to(jnp.asarray(value, dtype), (sizes[self.wiring.axes[name]], shape[1]))

        decisions = {name: full(name) for name in self.wiring.of_kind("decision")}
        drugs = sizes.get("drug", 0)
        fixed = own | noises | decisions
        fixed |= {"prescribed_dose": jnp.zeros((drugs, 1), dtype), "taking_tablets": jnp.zeros((1, 1), dtype)}
        days = {name: full(name) for name in self.day_states}
        means = {name: full(name) for name in self.drives}
        fixed |= self._yesterday(means)
        hours = {name: full(name, self.wiring.call(name + BEFORE, dict(fixed), fold)) for name in self.hour_states}

        def untreated_day(_, hours):
            return self.walk(hours, fixed | days, jnp.zeros((), dtype))[0]

        hours = jax.lax.fori_loop(0, self.clock.spin_up_days, untreated_day, hours)
        _, at_nodes = self.walk(hours, fixed | days, jnp.zeros((), dtype))
        for _ in range(SETTLING_PASSES):
            known = fixed | means
            for name in self.day_states:
                days[name] = full(name, self.wiring.call(name + BEFORE, known | days, fold))
                if self.wiring.entries[name].details.get("settled"):
                    days[name] = self._settle(name, days, means, fixed)
            instants = self.instants(at_nodes, days, days, means, fixed)
            means = self.read(self.drives, instants)
        return State(hours, days, means, noises, decisions), self.read(shown, instants)

    def _settle(self, name, days, means, fixed):
        """The balance of one state with all else as it is, from its start and by its own dynamics."""

        def one(_, x):
            change, rate = self._derivative(name, x, fixed | means | days | {name: x})
            return x + SETTLING_DAYS * phi_functions(rate * SETTLING_DAYS)[0] * change

        return jax.lax.fori_loop(0, SETTLING_STEPS, one, days[name])


def _some(known, nodes):
    """What is known at some of the read nodes."""
    return {name: value[nodes] if jnp.ndim(value) == 3 and value.shape[0] > 1 else value for name, value in known.items()}


def hour_groups(wiring: Wiring, states: list[str]) -> list[tuple[list[str], bool]]:
    """Hour states, causes before effects, in groups that cause each other; True where a group is a loop."""
    direct = {}
    for name in states:
        change = wiring.functions[CHANGE + name]
        others = wiring.needs([cause for cause in change.causes if cause != name])
        direct[name] = {one for one in others if one in states}
    reach = {name: set(causes) for name, causes in direct.items()}
    for _ in states:
        reach = {name: causes.union(*(reach[one] for one in causes)) for name, causes in reach.items()}
    groups = []
    for name in sorted(states, key=lambda one: (len(reach[one] | {one}), states.index(one))):
        group = [one for one in states if one == name or (one in reach[name] and name in reach[one])]
        if not any(name in done for done, _ in groups):
            groups.append((group, name in reach[name]))
    return groups


