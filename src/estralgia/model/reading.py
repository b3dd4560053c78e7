"""Reading a day: everything that the book says at the read nodes, and its reductions over the day."""

from functools import reduce

import jax
import jax.numpy as jnp

from .clock import Clock
from .walk import fold
from .wiring import OVER_AXIS, Wiring


class Reading:
    """Evaluates quantities at the read nodes of a day, arrays (instant, axis, patient), and reduces them over the day.

    The instants are the read nodes and, last, the next waking, which closes the mean of the day.
    """

    def __init__(self, wiring: Wiring, clock: Clock):
        self.wiring, self.clock = wiring, clock

    def instants(self, at_nodes: dict, next_hours: dict, days: dict, next_days: dict, fixed: dict) -> dict:
        """What is known at the instants, from the hour states at all nodes and the day states between two wakings."""
        clock = self.clock
        dtype = next(iter(days.values())).dtype
        share = jnp.asarray(clock.instant_start, dtype)[:, None, None]
        known = {name: value[None] if jnp.ndim(value) == 2 else value for name, value in fixed.items()}
        moving = {name: days[name] + share * (next_days[name] - days[name]) for name in days}
        for name, values in at_nodes.items():
            moving[name] = jnp.stack([*(values[node] for node in clock.read), next_hours[name]])
        moving["time_of_day"] = jnp.asarray(clock.instant_time_of_day, dtype)[:, None, None]
        moving["activity"] = jnp.asarray(clock.instant_activity, dtype)[:, None, None]
        return known | jax.tree.map(jax.lax.optimization_barrier, moving)  # one by one: what nobody reads is not made

    def over_day(self, names, instants: dict) -> dict:
        """Reductions over the day by name, arrays (axis, patient)."""
        sources = {self.wiring.entries[name].of for name in names}
        instants = instants | self._one_by_one(sorted(sources - instants.keys()), instants)
        return {name: self._reduce(name, instants) for name in names}

    def _one_by_one(self, names, instants):
        """Those of these quantities that concern joints or drugs, instant by instant: a loop keeps the work in the cache.

        What does not change through the day, and what all joints share, is computed before the loop.
        """
        wiring = self.wiring
        folded = [wiring.entries[name] for name in wiring.needs(names) if name in wiring.entries]
        folded = {entry.of for entry in folded if entry.kind == "reduction" and entry.reduce in OVER_AXIS}
        repeated = {name for name in folded.union(names) if wiring.axes[name]}
        needed = wiring.needs(repeated)
        varying = {name for name, value in instants.items() if jnp.ndim(value) == 3 and value.shape[0] > 1}
        steady = {
            name: value[0] if jnp.ndim(value) == 3 else value for name, value in instants.items() if name not in varying
        }
        for name in sorted(needed & wiring.functions.keys()):
            if not wiring.needs([name]) & varying:
                wiring.value(name, steady, fold)
        shared = {
            cause for name in needed & wiring.functions.keys() if wiring.axes[name] for cause in wiring.causes(name)
        }
        shared = {name for name in shared if not wiring.axes[name]} - steady.keys()
        moving = {name: instants[name] for name in varying & needed}
        moving |= {name: wiring.value(name, dict(instants), fold) for name in sorted(shared)}

        def at_one(moving):
            return {name: wiring.value(name, steady | moving, fold) for name in sorted(repeated)}

        return jax.lax.map(at_one, moving) if repeated else {}

    def _reduce(self, name, instants):
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
