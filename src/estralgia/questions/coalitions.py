"""Coalitions: the same women again up to a day, with only some of the theory's mechanisms switched on."""

from dataclasses import dataclass, replace

import jax
import numpy as np

from ..model import traits
from ..model.people import Women
from ..runners.inputs import Inputs, in_days
from ..runners.jax_runner import Chunk, dice_keys, keep_compiled
from ..runners.program import LANES


@dataclass(frozen=True)
class Runs:
    """One day of some women under every coalition of mechanisms.

    `seen`: name -> (axis, coalition, woman), NaN where a run failed; `own`: the women's own numbers, name ->
    (axis, woman). Bit i of the number of a coalition tells whether mechanism i is on: the last one has all on.
    """

    seen: dict[str, np.ndarray]
    own: dict[str, np.ndarray]


def run_coalitions(job, women: Women, weights: dict[str, float], day: int, names: tuple[str, ...]) -> Runs:
    """Every coalition of the mechanisms in `weights`, each at its weight there; all other mechanisms are off.

    job: one arm of a course (`simulate.jobs_of`). A woman keeps her numbers as the theory of the course has them (a
    background that was solved from her pain before treatment stays), her chance and what is prescribed. Where pain
    decides about tablets, each coalition takes its own, on the same dice.
    """
    keep_compiled()
    program = replace(job.program, record=names, every=1)
    coalitions = 2 ** len(weights)
    women_of, coalition_of = np.divmod(np.arange(len(women) * coalitions), coalitions)
    seen, own = [], []
    with jax.enable_x64(job.dtype is np.float64):
        for start in range(0, len(women_of), LANES):
            lanes = np.minimum(np.arange(start, start + LANES), len(women_of) - 1)
            on = {name: weight * (coalition_of[lanes] >> bit & 1) for bit, (name, weight) in enumerate(weights.items())}
            chunk = _switched(job, program, women[women_of[lanes]], on)
            used = len(women_of[start : start + LANES])
            seen.append(_run_to(chunk, job.doses, day, used))
            own.append({name: _lanes(value)[:, :used] for name, value in chunk.own.items()})
    return Runs(
        {name: _join(seen, name).reshape(-1, len(women), coalitions).swapaxes(1, 2) for name in names},
        {name: _join(own, name)[:, ::coalitions] for name in own[0]},
    )


def _join(parts, name):
    return np.concatenate([part[name] for part in parts], axis=-1)


def _switched(job, program, women, on):
    """A chunk whose lanes are these women, in balance before treatment with each lane's own mechanisms on."""
    everything = {name: np.full((1, LANES), weight) for name, weight in job.theory.weights.items()}
    drawn = traits.draw_traits(program.wiring, women, program.drugs)
    theory = replace(job.theory, weights=everything)
    inputs = Inputs(program, theory, job.parameters, drawn, in_days(women), women, job.dtype)
    inputs.give_estradiol()
    inputs.give_background()
    off = {name: np.zeros((1, LANES)) for name in everything}
    inputs.theory = replace(theory, weights=off | {name: np.asarray(weight)[None] for name, weight in on.items()})
    own, state, _ = inputs.prepare()
    return Chunk(women, program, own, state, dice_keys(program, women))


def _run_to(chunk, doses, day, used):
    """What is recorded of the day, name -> (axis, lane)."""
    seen, bad = {}, np.zeros(LANES, bool)
    for first, record, _, failed in chunk.run(doses, day + 1):
        bad |= np.asarray(failed) > 0
        seen = {name: values[day - first] for name, values in record.items()} if day >= first else seen
    return {name: np.where(bad, np.nan, _lanes(value))[:, :used] for name, value in seen.items()}


def _lanes(value):
    """(axis, lane) of whatever is the same for all."""
    value = np.atleast_2d(np.asarray(value, float))
    return np.broadcast_to(value, (value.shape[0], LANES))
