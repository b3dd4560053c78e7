"""The day-step on JAX: chunks of women of one shape, blocks of days of one length, fp32 or fp64, with gradients.

Every chunk has the same number of lanes and every block the same number of days, whatever the cohort and the course:
one program serves all, is compiled once and cached, and a woman is the same to the bit alone and among thousands.
"""

from dataclasses import dataclass
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
from jax.scipy.special import ndtri

from ..model import traits
from ..model.calendar import Calendar
from ..model.chance import stream, uniform
from ..model.day import State, Today
from ..model.people import Women
from ..model.theory import Theory
from .compiled import make_room
from .inputs import Inputs, in_days
from .program import LANES, Program

BLOCK_DAYS = 84
WIDE = {"xla_cpu_prefer_vector_width": 512}  # XLA prefers 256 bits even where the processor has 512
FAILED_NUMBER, FAILED_RANGE = 1, 2


@partial(jax.jit, static_argnums=0)
def advance_block(program: Program, own, state, first_day, calendar: Calendar, keys):
    """BLOCK_DAYS days.

    Returns the state, the record (record, axis, lane), tablets missed, failures.
    """
    step = program.step

    def one_day(state, brought, shown=()):
        day, calendar = brought
        hers = step.with_covariates(own, calendar.covariates)
        after, seen = step.step(state, hers, todays(program, day, calendar, keys), shown)
        return after, (seen, _missed(after))

    def one_record(state, brought):
        shown_day = partial(one_day, shown=program.record)
        shown_day, plain_day = (jax.checkpoint(one) if program.remember else one for one in (shown_day, one_day))
        state, (seen, missed) = shown_day(state, jax.tree.map(lambda one: one[0], brought))
        recorded = {name: jnp.broadcast_to(value, _shape(name, program)) for name, value in seen.items()}
        state, (_, rest) = jax.lax.scan(plain_day, state, jax.tree.map(lambda one: one[1:], brought))
        return state, (recorded, jnp.concatenate([missed[None], rest]))

    days = first_day + jnp.arange(BLOCK_DAYS, dtype=jnp.uint32)
    shape = (BLOCK_DAYS // program.every, program.every)
    brought = jax.tree.map(lambda one: one.reshape(*shape, *one.shape[1:]), (days, calendar))
    state, (record, missed) = jax.lax.scan(one_record, state, brought)
    return state, record, missed.reshape(BLOCK_DAYS, LANES), _failure(state)


# The same for a whole run; under jax.grad use advance_block, for options belong to a program of its own.
run_block = jax.jit(advance_block, static_argnums=0, compiler_options=WIDE)


@partial(jax.jit, static_argnums=(0, 6))
def see_day(program: Program, own, state, day, brought: Calendar, keys, names):
    """One more day, and what is to be shown at its read nodes (node, axis, lane)."""
    today, own = todays(program, day, brought, keys), program.step.with_covariates(own, brought.covariates)
    return program.step.step(state, own, today)[0], program.step.by_the_hour(state, own, today, names)


def todays(program: Program, day, brought: Calendar, keys) -> Today:
    """What the engine gives to a day: what the calendar brings, arrays (axis, lane or 1), and the dice."""
    wiring, dose = program.wiring, brought.prescribed_dose
    taking = (jnp.sum(dose, axis=0, keepdims=True) > 0).astype(dose.dtype)
    dice = {name: uniform(keys[name], day).astype(dose.dtype)[None] for name in keys}
    return Today(
        brought.inputs | {"taking_tablets": taking},
        {name: ndtri(dice[name]) for name in wiring.of_kind("noise")},
        {name: dice[name] for name in wiring.of_kind("decision") if program.closed_loop},
    )


def _missed(state):
    """1 for each lane that did not take the tablet prescribed for today."""
    gone = list(state.decisions.values())
    return jnp.max(jnp.concatenate(gone), axis=0)


def _failure(state):
    """What went wrong in each lane by the end of a block: a number that is not finite stays so."""
    states = [value for value in (*state.hours.values(), *state.days.values()) if value.size]
    worst = [jnp.max(jnp.abs(value), axis=0) for value in states]
    least = jnp.min(jnp.stack([jnp.min(value, axis=0) for value in state.hours.values()]), axis=0)
    return jnp.where(~jnp.isfinite(sum(worst)), FAILED_NUMBER, jnp.where(least < -1e-3, FAILED_RANGE, 0))


def _shape(name, program):
    return (program.step.sizes[program.wiring.axes[name]], LANES)


def hours_of_day(women: Women, program: Program, theory: Theory, parameters, calendar, day: int, names, dtype) -> dict:
    """Quantities at the read nodes of one day for any number of women, name -> (node, axis, woman)."""
    parts = []
    with jax.enable_x64(dtype is np.float64):
        for start in range(0, len(women), LANES):
            group = women[start : start + LANES]
            chunk = Chunk.of(group, program, theory, parameters, dtype)
            whole = day // BLOCK_DAYS * BLOCK_DAYS
            own = calendar.of(slice(start, start + LANES))
            for _ in chunk.run(own, whole):
                pass
            for one in range(whole, day + 1):
                brought = chunk.in_lanes(own, one)
                chunk.state, seen = see_day(program, chunk.own, chunk.state, np.uint32(one), brought, chunk.keys, names)
            parts.append({name: np.asarray(value)[..., : len(group)] for name, value in seen.items()})
    return {name: np.concatenate([part[name] for part in parts], axis=-1) for name in names}


@dataclass
class Chunk:
    """Up to LANES women, padded with copies of the last, ready to run."""

    women: Women
    program: Program
    own: dict
    state: State
    keys: dict

    @classmethod
    def of(cls, women: Women, program: Program, theory: Theory, parameters=None, dtype: type = np.float32) -> "Chunk":
        """Draw the women's traits and put them in balance at waking on day 0."""
        make_room(program)
        padded = women[np.minimum(np.arange(LANES), len(women) - 1)]
        drawn = traits.draw_traits(program.wiring, padded, program.members)
        given = in_days(padded)
        parameters = program.parameters() if parameters is None else parameters
        inputs = Inputs(program, theory, parameters, drawn, given, padded, dtype)
        inputs.give_estradiol()
        inputs.give_background()
        own, state, _ = inputs.prepare()
        return cls(women, program, own, state, dice_keys(program, padded))

    def in_lanes(self, calendar: Calendar, days) -> Calendar:
        """These days of the women's calendar, padded as they are, in the numbers of this run."""
        padded = calendar.of(np.minimum(np.arange(LANES), len(self.women) - 1))
        dtype = next(iter(self.state.days.values())).dtype
        return padded.each(lambda one: jnp.asarray(one[days], dtype))

    def run(self, calendar: Calendar, days: int):
        """Yield (first day, record, missed (day, lane), failed (lane,)) for each block."""
        blocks = -(-days // BLOCK_DAYS)
        whole = calendar.until(days).until(blocks * BLOCK_DAYS)
        for block in range(blocks):
            first = block * BLOCK_DAYS
            part = self.in_lanes(whole, slice(first, first + BLOCK_DAYS))
            self.state, record, missed, failed = run_block(
                self.program, self.own, self.state, np.uint32(first), part, self.keys
            )
            yield first, record, missed, failed


def dice_keys(program: Program, women: Women) -> dict:
    """The keys of all that is drawn day by day."""
    names = program.wiring.of_kind("noise") + (program.wiring.of_kind("decision") if program.closed_loop else [])
    return {name: stream(women.seed, women.ids, name) for name in names}
