"""Reading a day: everything that the book says at the read nodes, and its reductions over the day."""
# pyright: reportUnknownMemberType=false

from collections.abc import Iterable
from functools import reduce
from typing import cast

import jax
import jax.numpy as jnp

from .clock import Clock
from .values import Value, Values
from .walk import fold
from .wiring import Wiring


class Reading:
    """Evaluates quantities at the read nodes of a day, arrays (instant, axis, patient), and reduces them over the day.

    The instants are the read nodes and, last, the next waking, which closes the mean of the day.
    """

    def __init__(self, wiring: Wiring, clock: Clock) -> None:
        self.wiring, self.clock = wiring, clock

    def instants(self, at_nodes: Values, next_hours: Values, days: Values, next_days: Values, fixed: Values) -> Values:
        """What is known at the instants, from the hour states at the read nodes and the day states of two wakings."""
        clock = self.clock
        dtype = next(iter(days.values())).dtype
        share = jnp.asarray(clock.instant_start, dtype)[:, None, None]
        known = {name: value[None] if jnp.ndim(value) == 2 else value for name, value in fixed.items()}
        moving = {name: days[name] + share * (next_days[name] - days[name]) for name in days}
        for name, values in at_nodes.items():
            moving[name] = jnp.concatenate([values, next_hours[name][None]])
        moving["time_of_day"] = jnp.asarray(clock.instant_time_of_day, dtype)[:, None, None]
        moving["activity"] = jnp.asarray(clock.instant_activity, dtype)[:, None, None]
        return known | moving

    def over_day(self, names: Iterable[str], instants: Values) -> Values:
        """Reductions over the day by name, arrays (axis, patient)."""
        instants = dict(instants)
        instants |= self._per_joint({self.wiring.entries[name].of for name in names}, instants)
        return {name: self._reduce(name, instants) for name in names}

    def _per_joint(self, names: Iterable[str], instants: Values) -> Values:
        """What these names need per joint or drug and by the hour: instant after instant, from what all joints share.

        The boundary of a loop is what keeps XLA from computing what they share again for every joint.
        """
        wiring = self.wiring
        varying = {name for name, value in instants.items() if _varies(value)}
        behind = wiring.needs(names)
        inside = {n for n in behind if n in wiring.functions and wiring.axes[n] and wiring.needs([n]) & varying}
        folded = {wiring.causes(n)[0] for n in behind if wiring.entries[n].kind == "reduction" and n not in varying}
        results = sorted(inside & (folded | set(names)))
        causes = sorted({cause for name in inside for cause in wiring.causes(name)} - inside)
        shared = {name: wiring.value(name, instants, fold) for name in causes}
        moving = {name: value for name, value in shared.items() if _varies(value)}
        steady = {n: value[0] if jnp.ndim(value) == 3 else value for n, value in shared.items() if n not in moving}

        def at_one_instant(moving: Values) -> Values:
            known = steady | moving
            return {name: wiring.value(name, known, fold) for name in results}

        return cast(Values, jax.lax.map(at_one_instant, moving)) if results else {}

    def _reduce(self, name: str, instants: Values) -> Value:
        entry = self.wiring.entries[name]
        if entry.reduce == "at waking":
            waking = {n: value[:1] if jnp.ndim(value) == 3 else value for n, value in instants.items()}
            return self.wiring.value(entry.of, waking, fold)[0]
        value = self.wiring.value(entry.of, instants, fold)
        count = len(self.clock.weights)
        value = jnp.broadcast_to(value, (count, *value.shape[1:]))
        if entry.reduce == "max over day":
            return reduce(jnp.maximum, [value[i] for i in range(count) if self.clock.awake[i]])
        weights = self.clock.weights.astype(value.dtype)
        return reduce(jnp.add, [weight * one for weight, one in zip(weights, value, strict=True)])


def _varies(value: Value) -> bool:
    """Whether a value differs between the instants of the day."""
    return jnp.ndim(value) == 3 and len(value) > 1
