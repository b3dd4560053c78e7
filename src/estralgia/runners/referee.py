"""The referee: the continuous model of the same book, solved adaptively and tightly, on the tablets really taken.

A mean over the day is here what it stands for, the quantity at that instant. Every discontinuity (tablet, a change of
activity, the daily turn of chance) ends a step. Far too slow to simulate with; it judges the day-step.
"""
# pyright: reportUnknownMemberType=false

from collections.abc import Callable
from typing import Any, cast

import diffrax
import jax
import jax.numpy as jnp
from jax.scipy.special import ndtri

from ..model.calendar import Calendar
from ..model.chance import uniform
from ..model.day import State
from ..model.values import Value, Values
from ..model.walk import fold
from ..model.wiring import CHANGE
from .program import Program

TOLERANCE = 1e-8


def solve(
    program: Program, own: Values, begin: State, calendar: Calendar, keys: Values, shown: tuple[str, ...]
) -> Values:
    """The course from a state at waking on day 0.

    calendar: with the tablets as they were taken; nobody decides here. keys of the daily chance. Arrays should be
    float64.
    Returns the shown reductions over the day and states at waking, name -> (day, axis, patient).
    """
    step, wiring, clock = program.step, program.wiring, program.step.clock
    calendar = calendar.each(cast(Callable[[Any], Any], jnp.asarray))
    dtype = next(iter(calendar.inputs.values())).dtype

    def change(time: Value, states: Values, given: Value) -> Values:
        fixed, start_time, activity = given
        known = fixed | states | {"time_of_day": start_time + time, "activity": activity}
        for name in step.drives:
            if name not in known:
                known[name] = wiring.value(wiring.entries[name].of, known, fold)
        return {name: jnp.broadcast_to(wiring.call(CHANGE + name, known, fold), x.shape) for name, x in states.items()}

    def stretch(states: Values, node: Value, fixed: Values, dose: Value) -> tuple[Values, Values]:
        length, time_of_day, activity, tablet = node
        filled = {n: x + tablet * dose if wiring.entries[n].details.get("filled_by") else x for n, x in states.items()}
        solved = diffrax.diffeqsolve(
            diffrax.ODETerm(change), diffrax.Tsit5(), 0.0, length, length / 8, filled, (fixed, time_of_day, activity),
            stepsize_controller=diffrax.PIDController(rtol=TOLERANCE, atol=TOLERANCE), max_steps=4096,
        )  # fmt: skip
        end = cast(Values, solved.ys)  # the end is saved unless asked otherwise
        return {name: value[-1] for name, value in end.items()}, states

    nodes = tuple(jnp.asarray(one, dtype) for one in (clock.length, clock.time_of_day, clock.activity, clock.tablet))

    def one_day(carry: tuple[Values, Values], today: tuple[Any, Calendar]) -> tuple[tuple[Values, Values], Values]:
        states, noises = carry
        day, brought = today
        given = brought.inputs | dict.fromkeys(step.wiring.of_kind("decision"), jnp.zeros((), dtype))
        noises = {n: step.drift(n, x, ndtri(uniform(keys[n], day).astype(dtype)[None])) for n, x in noises.items()}
        hers = step.with_covariates(own, brought.covariates)
        fixed = hers | noises | given
        dose = step.swallowed(fixed | states)
        after, at_nodes = jax.lax.scan(lambda s, node: stretch(s, node, fixed, dose), states, nodes)
        hours = {name: at_nodes[name][clock.read] for name in step.hour_states}
        days = {name: states[name] for name in step.day_states}
        instants = step.reading.instants(hours, after, days, {name: after[name] for name in days}, fixed)
        for name in days:
            instants[name] = jnp.concatenate([at_nodes[name][clock.read], after[name][None]])
        reduced = step.reading.over_day([name for name in shown if name not in states], instants)
        return (after, noises), reduced | {name: states[name] for name in shown if name in states}

    start = ({**begin.hours, **begin.days}, begin.noises)

    @jax.jit
    def all_days(start: tuple[Values, Values], day: Value, brought: Calendar) -> Values:
        return jax.lax.scan(one_day, start, (day, brought))[1]

    days = jnp.arange(calendar.days, dtype=jnp.uint32)
    return cast(Values, all_days(start, days, calendar._replace(first=jnp.arange(calendar.days))))
