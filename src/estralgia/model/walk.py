"""The walk of the hour states through the nodes of a day: causes first, states that cause each other together."""
# pyright: reportUnknownMemberType=false

from collections.abc import Iterable
from typing import Any, NamedTuple

import jax
import jax.extend
import jax.numpy as jnp

from .clock import Clock
from .relax import Phis, own_derivative, phi_functions, relax
from .values import Value, Values
from .wiring import CHANGE, Wiring

# How often states that cause each other are swept. Where each one's own rate is steady (estrogens) a second sweep
# changes nothing that can be seen; where it moves (a drug with its tissues), each state is swept once for each.
SWEEPS = 2


class Group(NamedTuple):
    """Hour states that cause each other, or one alone.

    given: the quantities that reach them from outside; steady: those states whose own rate nothing in the group moves.
    """

    states: list[str]
    sweeps: int
    given: list[str]
    steady: list[str]


def fold(how: str, array: Value) -> Value:
    """Reduce over the joints or the drugs, the last axis but one; written out, which XLA turns into faster code."""
    count = array.shape[-2]
    if count == 0:
        return jnp.zeros((*array.shape[:-2], 1, array.shape[-1]), array.dtype)
    total = array[..., :1, :]
    for i in range(1, count):
        row = array[..., i : i + 1, :]
        total = jnp.maximum(total, row) if how.startswith("max") else total + row
    return total / (count if how.startswith("mean") else 1)


class Walk:
    """Moves these hour states of the book through one day. Whole days are arrays (node, axis, patient)."""

    def __init__(self, wiring: Wiring, clock: Clock, states: list[str]) -> None:
        self.wiring, self.clock = wiring, clock
        self.groups = [self._group(*one) for one in hour_groups(wiring, states)]

    def __call__(self, hours: Values, fixed: Values, dose: Value) -> tuple[Values, Values]:
        """The states at the next waking, and as they are at every node before anything is swallowed there."""
        dtype = jnp.result_type(dose)
        instants = [fixed | moment for moment in self.clock.moments(dtype)]
        after, at_nodes = Values(), Values()
        for group in self.groups:
            last, before, mean = self._through(group, {name: hours[name] for name in group.states}, instants, dose)
            begin = self._swallow(before, dose, jnp.asarray(self.clock.tablet, dtype)[:, None, None])
            end = {name: jnp.concatenate([before[name][1:], last[name][None]]) for name in last}
            for known, states in zip(instants, (begin, mean, end), strict=True):
                known |= states
            after |= last
            at_nodes |= before
        return after, at_nodes

    def derivative(self, name: str, x: Value, known: Values) -> tuple[Value, Value]:
        """Change of a state at x while all its causes stand as known, and its own derivative."""
        function, said = self.wiring.functions[CHANGE + name], self.wiring.said(CHANGE + name)
        causes = {cause: self.wiring.value(cause, known, fold) for cause in function.causes if cause != name}

        def change(x: Value) -> Value:
            return jnp.broadcast_to(said(*[x if one == name else causes[one] for one in function.causes]), x.shape)

        return own_derivative(change, x)

    def _through(self, group: Group, x: Values, instants: list[Values], dose: Value) -> tuple[Values, Values, Values]:
        """One group through all nodes: at the end of the day, and at the start and in the mean of every stretch."""
        dtype = instants[0]["time_of_day"].dtype
        given = [{name: self.wiring.value(name, known, fold) for name in group.given} for known in instants]
        moving = [{name: value for name, value in known.items() if jnp.ndim(value) == 3} for known in given]
        length, tablet = (jnp.asarray(one, dtype) for one in (self.clock.length, self.clock.tablet))
        phis = self._steady_phis(group, x, given[1], length)

        def stretch(x: Values, node: Value) -> tuple[Values, tuple[Values, Values]]:
            length, tablet, moving, phis = node
            begin = self._swallow(x, dose, tablet)
            now = [known | moved for known, moved in zip(given, moving, strict=True)]
            end, mean = self._stretch(group, begin, now, length, phis)
            return end, (x, mean)

        last, (before, mean) = jax.lax.scan(stretch, x, (length, tablet, moving, phis))
        return last, before, mean

    def _swallow(self, states: Values, dose: Value, tablet: Value) -> Values:
        filled = {name for name in states if self.wiring.entries[name].details.get("filled_by")}
        return {name: x + tablet * dose if name in filled else x for name, x in states.items()}

    def _steady_phis(self, group: Group, x: Values, known: Values, length: Value) -> dict[str, Phis]:
        """What relaxes the states with a steady rate, for all nodes at once: made once, outside the loop over days."""
        x = {name: jnp.broadcast_to(value, (len(length), *value.shape)) for name, value in x.items()}
        rates = {name: self.derivative(name, x[name], known | x)[1] for name in group.steady}
        return {name: phi_functions(rate * length[:, None, None]) for name, rate in rates.items()}

    def _stretch(
        self, group: Group, x: Values, given: list[Values], length: Value, phis: dict[str, Phis]
    ) -> tuple[Values, Values]:
        """A group from one node to the next: end and mean; what causes each other is swept several times."""
        end, mean = dict(x), dict(x)
        before, halfway, after = given
        start = {name: self.derivative(name, x[name], before | x)[0] for name in x}
        for _ in range(group.sweeps):
            for name in group.states:
                midway, rate = self.derivative(name, x[name], halfway | mean)
                last, _ = self.derivative(name, x[name], after | end)
                phi = phis[name] if name in phis else phi_functions(rate * length)
                end[name], mean[name] = relax(x[name], phi, length, start[name], midway, last)
        return end, mean

    def _group(self, states: list[str], in_a_loop: bool) -> Group:
        wiring = self.wiring
        inside = {
            name
            for name in wiring.needs(cause for state in states for cause in wiring.functions[CHANGE + state].causes)
            if name not in states and wiring.needs([name]) & set(states)
        }
        reached = [*inside, *(CHANGE + state for state in states)]
        given = sorted({cause for name in reached for cause in wiring.causes(name)} - inside - set(states))
        group = Group(states, SWEEPS if in_a_loop else 1, given, [])
        steady = [name for name in states if not self._rate_moves(name, group)]
        moves = in_a_loop and len(steady) < len(states)
        return group._replace(steady=steady, sweeps=max(SWEEPS, len(states)) if moves else group.sweeps)

    def _rate_moves(self, name: str, group: Group) -> bool:
        """Whether a state's own rate depends on any state of its group, found by tracing it."""
        one = jnp.ones((1, 1))
        known = dict.fromkeys(group.given, one)

        def rate(x: Values) -> Value:
            return self.derivative(name, x[name], known | x)[1]

        traced = jax.make_jaxpr(rate)(dict.fromkeys(group.states, one))
        touched = set(traced.jaxpr.invars)

        def is_touched(variables: Iterable[Any]) -> bool:
            return any(isinstance(one, jax.extend.core.Var) and one in touched for one in variables)

        for equation in traced.jaxpr.eqns:
            if is_touched(equation.invars):
                touched.update(equation.outvars)
        return is_touched(traced.jaxpr.outvars)


def hour_groups(wiring: Wiring, states: list[str]) -> list[tuple[list[str], bool]]:
    """Hour states, causes before effects, in groups that cause each other; True where a group is a loop."""
    direct: dict[str, set[str]] = {}
    for name in states:
        change = wiring.functions[CHANGE + name]
        others = wiring.needs([cause for cause in change.causes if cause != name])
        direct[name] = {one for one in others if one in states}
    reach = {name: set(causes) for name, causes in direct.items()}
    for _ in states:
        reach = {name: causes.union(*(reach[one] for one in causes)) for name, causes in reach.items()}
    groups: list[tuple[list[str], bool]] = []
    for name in sorted(states, key=lambda one: (len(reach[one] | {one}), states.index(one))):
        group = [one for one in states if one == name or (one in reach[name] and name in reach[one])]
        if not any(name in done for done, _ in groups):
            groups.append((group, name in reach[name]))
    return groups
