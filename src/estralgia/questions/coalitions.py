"""Coalitions: the same women again up to a day, with only some of the theory's mechanisms switched on."""

from dataclasses import replace

import jax
import numpy as np

from ..model import traits
from ..people import Women
from ..runners.compiled import keep_compiled, make_room
from ..runners.inputs import Inputs, in_days
from ..runners.jax_runner import Chunk, dice_keys
from ..runners.program import LANES


def run_coalitions(
    job, women: Women, weights: dict[str, float], day: int, names: tuple[str, ...]
) -> dict[str, np.ndarray]:
    """One day of these women under every coalition of mechanisms.

    job: one arm of a course (`jobs.jobs_of`). weights: the mechanisms that are switched, each at its weight when
    on; all others are off. names: anything of the book, as a record has it. A woman keeps her numbers as the theory of
    the course has them (a background that was solved from her pain before treatment stays), her chance and what is
    prescribed. Where pain decides about tablets, every coalition takes its own, on the same dice.
    Returns name -> (axis, coalition, woman), NaN after a failure. Bit i of a coalition's number is mechanism i: the
    first has all off, the last all on.
    """
    keep_compiled()
    program = replace(job.program, record=names, every=1)
    make_room(program)
    coalitions = 2 ** len(weights)
    woman, coalition = np.divmod(np.arange(len(women) * coalitions), coalitions)
    calendar = job.calendar.of(np.flatnonzero(np.isin(job.women.ids, women.ids)))
    parts = []
    with jax.enable_x64(job.dtype is np.float64):
        for start in range(0, len(woman), LANES):
            lanes = np.minimum(np.arange(start, start + LANES), len(woman) - 1)
            on = {name: weight * (coalition[lanes] >> bit & 1) for bit, (name, weight) in enumerate(weights.items())}
            chunk = _switched(job, program, women[woman[lanes]], on)
            parts.append(
                _on_day(chunk, calendar.of(woman[lanes]), job.lead_in + day, len(woman[start : start + LANES]))
            )
    joined = {name: np.concatenate([part[name] for part in parts], axis=-1) for name in names}
    return {name: row.reshape(-1, len(women), coalitions).swapaxes(1, 2) for name, row in joined.items()}


def _switched(job, program, women, on):
    """A chunk with one of these women in each lane, in balance before treatment with that lane's own mechanisms on."""
    everything = {name: np.full((1, LANES), weight) for name, weight in job.theory.weights.items()}
    drawn = traits.draw_traits(program.wiring, women, program.members)
    theory = replace(job.theory, weights=everything)
    inputs = Inputs(program, theory, job.parameters, drawn, in_days(women), women, job.dtype)
    inputs.give_estradiol()
    inputs.give_background()
    off = {name: np.zeros((1, LANES)) for name in everything}
    inputs.theory = replace(theory, weights=off | {name: weight[None] for name, weight in on.items()})
    own, state, _ = inputs.prepare()
    return Chunk(women, program, own, state, dice_keys(program, women))


def _on_day(chunk, calendar, day, used):
    """What is recorded of the day in the first `used` lanes, name -> (axis, lane)."""
    failed_by_then, seen = np.zeros(LANES, bool), {}
    for first, record, _, failed in chunk.run(calendar, day + 1):
        failed_by_then |= np.asarray(failed) > 0
        if first <= day:
            seen = {name: values[day - first] for name, values in record.items()}
    return {name: np.where(failed_by_then, np.nan, value)[:, :used] for name, value in seen.items()}
