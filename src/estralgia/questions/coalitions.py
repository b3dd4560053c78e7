"""Coalitions: the same women again up to a day, with only some of the theory's mechanisms switched on."""

from dataclasses import replace

import jax
import numpy as np

from ..model.calendar import Calendar
from ..people import Women
from ..runners.arms import Arm, days_of
from ..runners.compiled import make_room
from ..runners.inputs import Inputs
from ..runners.jax_runner import BLOCK_DAYS, dice_keys
from ..runners.program import LANES


def run_coalitions(
    arm: Arm, women: Women, weights: dict[str, float], day: int, names: tuple[str, ...]
) -> dict[str, np.ndarray]:
    """One day of these women under every coalition of mechanisms.

    arm: one of a run (`runners.arms`). weights: the mechanisms that are switched, each at its weight when
    on; all others are off. names: anything of the book, as a record has it. A woman keeps her numbers as the theory of
    the run has them (a background that was solved from her pain before treatment stays), her chance and what is
    prescribed. Where pain decides about tablets, every coalition takes its own, on the same dice.
    Returns name -> (axis, coalition, woman), NaN after a failure. Bit i of a coalition's number is mechanism i: the
    first has all off, the last all on.
    """
    arm = arm.for_day(day)
    make_room(arm.program)
    coalitions = 2 ** len(weights)
    lead_in, found = arm.lead_in_of(women), {}
    for one in np.unique(lead_in):
        places = np.flatnonzero(lead_in == one)
        part = _of_group(arm, women[places], weights, day, names, int(one))
        for name, values in part.items():
            whole = found.setdefault(name, np.zeros((len(values), coalitions, len(women))))
            whole[..., places] = values
    return found


def _of_group(arm, women, weights, day, names, lead_in):
    """The same of women with one lead-in."""
    coalitions = 2 ** len(weights)
    woman, coalition = np.divmod(np.arange(len(women) * coalitions), coalitions)
    parts = []
    with jax.enable_x64(arm.dtype is np.float64):
        for start in range(0, len(woman), LANES):
            lanes = np.minimum(np.arange(start, start + LANES), len(woman) - 1)
            on = {name: weight * (coalition[lanes] >> bit & 1) for bit, (name, weight) in enumerate(weights.items())}
            chunk = _switched(arm, women[woman[lanes]], on)
            parts.append(_on_day(arm, chunk, day, names, lead_in, len(woman[start : start + LANES])))
    joined = {name: np.concatenate([part[name] for part in parts], axis=-1) for name in names}
    return {name: row.reshape(-1, len(women), coalitions).swapaxes(1, 2) for name, row in joined.items()}


def _switched(arm, women, on):
    """A chunk with one of these women in each lane, in balance before treatment with that lane's own mechanisms on."""
    theory = arm.asked.theory
    everything = {name: np.full((1, LANES), weight) for name, weight in theory.weights.items()}
    inputs = Inputs.of(women, arm.program, replace(theory, weights=everything), arm.parameters, arm.dtype)
    off = {name: np.zeros((1, LANES)) for name in everything}
    inputs.theory = replace(theory, weights=off | {name: weight[None] for name, weight in on.items()})
    own, state, _ = inputs.prepare()
    return arm.kind(women, arm.program, own, state, dice_keys(arm.program, women))


def _on_day(arm, chunk, day, names, lead_in, used):
    """What the book says of the day in the first `used` lanes, name -> (axis, lane)."""
    failed, seen = np.zeros(LANES, bool), {}
    for first, part, block in chunk.run(arm.calendar(chunk.women, -lead_in, lead_in + day + 1), lead_in + day + 1):
        failed |= np.asarray(block.failed) > 0
        if 0 <= day - first < BLOCK_DAYS:
            basis, covariates = days_of(np.array([day - first]), part, block, arm.program.stride)
            seen = chunk.see(names, Calendar({}, covariates), basis)
    return {name: np.where(failed, np.nan, value[0])[:, :used] for name, value in seen.items()}
