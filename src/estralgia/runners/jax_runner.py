"""The day-step on JAX: chunks of women of one shape, blocks of days of one length, fp32 or fp64, with gradients.

Every chunk has the same number of lanes and every block the same number of days, whatever the cohort, the course and
what is recorded: one program serves all, is compiled once and cached, and a woman is the same to the bit alone and
among thousands. What a day leaves behind is seen afterwards, by a small program for each set of names.
"""
# pyright: reportUnknownMemberType=false

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple, cast

import jax
import jax.numpy as jnp
import numpy as np
from jax.scipy.special import ndtri

from ..model.calendar import Calendar
from ..model.chance import Words, stream, uniform
from ..model.day import Basis, State, Today, each
from ..model.theory import Theory
from ..model.values import Places, Values
from ..people import Women
from .compiled import counted, make_room
from .inputs import Inputs
from .program import LANES, Program

Keys = dict[str, Words]  # of all that is drawn day by day
OneDay = Callable[[State, tuple[Any, Calendar]], tuple[State, tuple[Basis, jax.Array | None]]]
BLOCK_DAYS = 84
SEEN_AT_ONCE = 12  # records that are looked at in one go; fewer are filled up
WIDE = {"xla_cpu_prefer_vector_width": 512}  # XLA prefers 256 bits even where the processor has 512
FAILED_NUMBER, FAILED_RANGE = 1, 2


class Block(NamedTuple):
    """What BLOCK_DAYS days bring: what every `stride`th day leaves behind, (record, axis, lane); (day, lane) of missed
    tablets, None where nothing is decided; and failures."""

    bases: Basis
    missed: jax.Array | None
    failed: jax.Array


def one_day(
    program: Program, own: Values, keys: Keys, state: State, day: Any, brought: Calendar
) -> tuple[State, tuple[Basis, jax.Array | None]]:
    """One day of women: the state after it; what it leaves behind and, (lane,), whose tablet was missed.

    Every runner steps by this function: JAX as it stands, the others by its trace.
    """
    hers = program.step.with_covariates(own, brought.covariates)
    after, basis = program.step.step(state, hers, todays(program, day, brought, keys))
    return after, (basis, _missed(after))


@partial(counted, "stepping")
def advance_block(
    program: Program, own: Values, state: State, days: jax.Array, brought: Calendar, keys: Keys
) -> tuple[State, Block]:
    """The state after these days, and what they bring. days: their numbers, int32."""

    def one(state: State, today: tuple[Any, Calendar]) -> tuple[State, tuple[Basis, jax.Array | None]]:
        return one_day(program, own, keys, state, *today)

    day_of = cast(OneDay, jax.checkpoint(one)) if program.remember else one

    def plain_day(state: State, today: tuple[Any, Calendar]) -> tuple[State, jax.Array | None]:
        after, (_, missed) = day_of(state, today)
        return after, missed

    def one_record(state: State, today: tuple[Any, Calendar]) -> tuple[State, tuple[Basis, jax.Array | None]]:
        state, (basis, first) = day_of(state, each(lambda one: one[0], today))
        state, rest = jax.lax.scan(plain_day, state, each(lambda one: one[1:], today))
        missed = None if first is None or rest is None else jnp.concatenate([first[None], rest])
        return state, (basis, missed)

    shape = (BLOCK_DAYS // program.stride, program.stride)
    today = each(lambda one: one.reshape(*shape, *one.shape[1:]), (days, brought._replace(first=days)))
    state, (bases, missed) = jax.lax.scan(one_record, state, today)
    return state, Block(bases, None if missed is None else missed.reshape(BLOCK_DAYS, LANES), _failure(state))


# The same for a whole run; under jax.grad use advance_block, for options belong to a program of its own.
run_block = jax.jit(advance_block, static_argnums=0, compiler_options=WIDE)


def see_one(program: Program, names: tuple[str, ...], own: Values, basis: Basis, covariates: Values) -> Values:
    """What the book says of one day, from what it left behind, name -> (axis, lane)."""
    return program.step.see(program.step.with_covariates(own, covariates), basis, names)


@partial(counted, "seeing")
def see_days(program: Program, names: tuple[str, ...], own: Values, covariates: Values, bases: Basis) -> Values:
    """What the book says of some days, from what each left behind, name -> (day, axis, lane)."""

    def one(day: tuple[Basis, Values]) -> Values:
        return see_one(program, names, own, *day)

    return cast(Values, jax.lax.map(one, (bases, covariates)))


see = jax.jit(see_days, static_argnums=(0, 1), compiler_options=WIDE)


@partial(jax.jit, static_argnums=(0, 1))
@partial(counted, "seeing hours")
def see_hours(program: Program, names: tuple[str, ...], own: Values, covariates: Values, basis: Basis) -> Values:
    """What the book says of one day at its read nodes, name -> (node, axis, lane)."""
    return program.step.see_hours(program.step.with_covariates(own, covariates), basis, names)


def todays(program: Program, day: jax.Array, brought: Calendar, keys: Keys) -> Today:
    """What the engine gives to a day: what the calendar brings, arrays (axis, lane or 1), and the dice."""
    wiring, dtype = program.wiring, next(iter(brought.inputs.values())).dtype
    number = day.astype(jnp.uint32)
    dice = {name: uniform(keys[name], number).astype(dtype)[None] for name in keys}
    return Today(
        brought.inputs,
        {name: ndtri(dice[name]) for name in wiring.of_kind("noise")},
        {name: dice[name] for name in wiring.of_kind("decision") if program.closed_loop},
        day >= 0,
    )


def _missed(state: State) -> jax.Array | None:
    """1 for each lane that did not take the tablet prescribed for today; nothing where the book decides nothing."""
    gone = list(state.decisions.values())
    return jnp.max(jnp.concatenate(gone), axis=0) if gone else None


def failure(moving: Any, hours: Any) -> Any:
    """What went wrong in each lane by the end of a block: a number that is not finite stays so.

    moving: hour and day states in rows (row, lane); hours: the rows of hour states; of NumPy or JAX.
    """
    library = jnp if isinstance(moving, jax.Array) else np
    low = library.where(hours.min(axis=0) < -1e-3, FAILED_RANGE, 0)
    return library.where(library.isfinite(moving).all(axis=0), low, FAILED_NUMBER)


def _failure(state: State) -> jax.Array:
    hours, days = (jnp.concatenate(list(rows.values())) for rows in (state.hours, state.days))
    return failure(jnp.concatenate([hours, days]), hours)


@dataclass
class Chunk:
    """Up to LANES women, padded with copies of the last, ready to run."""

    women: Women
    program: Program
    own: Values
    state: State
    keys: Keys

    @classmethod
    def of(
        cls,
        women: Women,
        program: Program,
        theory: Theory,
        parameters: Values | None = None,
        dtype: type[Any] = np.float32,
    ) -> "Chunk":
        """Draw the women's traits and put them in balance at waking on day 0."""
        make_room(program)
        padded = women[np.minimum(np.arange(LANES), len(women) - 1)]
        parameters = program.parameters() if parameters is None else parameters
        own, state, _ = Inputs.of(padded, program, theory, parameters, dtype).prepare()
        return cls(women, program, own, state, dice_keys(program, padded))

    @property
    def dtype(self) -> Any:
        """The precision of this run."""
        return next(iter(self.state.days.values())).dtype

    @staticmethod
    def array(values: np.ndarray, dtype: Any) -> Any:
        """Numbers as the runner reads them."""
        return jnp.asarray(values, dtype)

    def in_lanes(self, calendar: Calendar, days: Places) -> Calendar:
        """These days of the women's calendar, padded as they are, in the numbers of this run."""
        lanes = np.minimum(np.arange(LANES), len(self.women) - 1)

        def padded(one: np.ndarray) -> Any:
            one = one[days]
            whole = one[..., lanes] if one.shape[-1] > 1 else np.broadcast_to(one, (*one.shape[:-1], LANES))
            return self.array(whole, self.dtype)

        return calendar.each(padded)

    def run(self, calendar: Calendar, days: int) -> Iterator[tuple[int, Calendar, Block]]:
        """Yield (number of its first day, calendar in lanes, what it brings) for each block of the first `days`."""
        blocks = -(-days // BLOCK_DAYS)
        whole = calendar.until(days).until(blocks * BLOCK_DAYS)
        for block in range(blocks):
            first = block * BLOCK_DAYS
            part = self.in_lanes(whole, slice(first, first + BLOCK_DAYS))
            yield calendar.first + first, part, self.advance(calendar.first + first, part)

    def advance(self, first: int, brought: Calendar) -> Block:
        """Step through the days of one block, of which this is the first, and give what they bring."""
        numbers = jnp.arange(BLOCK_DAYS, dtype=jnp.int32) + np.int32(first)
        given = self.program, self.own, self.state, numbers, brought, self.keys
        self.state, found = cast(tuple[State, Block], run_block(*given))
        return found

    def see(self, names: tuple[str, ...], calendar: Calendar, bases: Basis) -> dict[str, np.ndarray]:
        """What the book says of these days, name -> (day, axis, woman). calendar: of the same days, in lanes."""
        count = next(iter(bases.days.values())).shape[0]
        parts: list[dict[str, np.ndarray]] = []
        for start in range(0, count, SEEN_AT_ONCE):
            places = np.minimum(np.arange(start, start + SEEN_AT_ONCE), count - 1)
            some, covariates = bases, calendar.covariates
            if count != SEEN_AT_ONCE:  # else these days are all of them
                some, covariates = each(lambda one: one[places], (some, covariates))  # noqa: B023
            found = cast(Values, see(self.program, names, self.own, covariates, some))
            parts.append({name: np.asarray(one)[: count - start, :, : len(self.women)] for name, one in found.items()})
        return {name: np.concatenate([part[name] for part in parts]) for name in names}


def dice_keys(program: Program, women: Women) -> Keys:
    """The keys of all that is drawn day by day."""
    names = program.wiring.of_kind("noise") + (program.wiring.of_kind("decision") if program.closed_loop else [])
    return {name: stream(women.seed, women.ids, name) for name in names}
