"""The day-step against a tight adaptive solution of the continuous model, on the tablets really taken."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

import estralgia as ea
from estralgia.book import BOOK
from estralgia.model.prescription import calendar_of
from estralgia.model.regimen import read_regimen
from estralgia.model.theory import read_theory
from estralgia.runners import jax_runner, referee
from estralgia.runners.program import Program

WOMEN, DAYS = 8, 120
BOOK.shown = ("worst_pain", "average_pain", "estradiol")
PAIN_MAX, PAIN_RMS, ESTRADIOL = 0.02, 0.003, 0.015

COURSES = {
    "missed tablets in a closed loop": ("letrozole daily", True),
    "break and switch": (
        "anastrozole daily for 6 weeks, then pause for 4 weeks, then letrozole daily for 1 year",
        False,
    ),
    "irreversible": ("exemestane daily", False),
    "after tamoxifen": ("tamoxifen daily for 4 weeks, then letrozole daily for 1 year", False),
    "treatments": (
        "letrozole daily for 1 year; add exercise from week 1; add blinded duloxetine 30 mg from week 2 for 3 weeks",
        False,
    ),
    "stop": ("letrozole daily for 8 weeks, then stop", False),
}


def both(text, closed_loop, days=DAYS, women=WOMEN):
    """Engine and referee, name -> (day, axis, woman), float64."""
    with jax.enable_x64(True):
        regimen = read_regimen(text, BOOK)
        program = Program((), regimen.drugs, closed_loop, BOOK.shown, 1, treatments=regimen.treatments)
        chunk = jax_runner.Chunk.of(ea.population(women, seed=5), program, read_theory("all", BOOK), dtype=np.float64)

        def first(tree):
            return jax.tree.map(
                lambda x: x[..., :women] if jnp.ndim(x) and x.shape[-1] == jax_runner.LANES else x, tree
            )

        own, begin, keys = first(chunk.own), first(chunk.state), first(chunk.keys)
        calendar = calendar_of(regimen, program.members, days)
        blocks = list(chunk.run(calendar, days))
        engine = {
            n: np.concatenate([np.asarray(block[1][n]) for block in blocks])[:days, :, :women] for n in BOOK.shown
        }
        missed = np.concatenate([np.asarray(block[2]) for block in blocks])[:days, :women]
        swallowed = calendar._replace(prescribed_dose=calendar.prescribed_dose * (1 - missed[:, None, :]))
        judged = referee.solve(program, own, begin, swallowed, keys, BOOK.shown)
        return engine, {name: np.asarray(value) for name, value in judged.items()}, missed


@pytest.mark.parametrize("course", COURSES)
def test_day_step_agrees_with_the_referee(course):
    engine, judged, missed = both(*COURSES[course])
    for name in ("worst_pain", "average_pain"):
        error = engine[name] - judged[name]
        assert np.abs(error).max() <= PAIN_MAX, name
        assert np.sqrt(np.mean(error**2)) <= PAIN_RMS, name
    relative = (engine["estradiol"] / judged["estradiol"] - 1)[7:]
    assert np.abs(relative).max() <= ESTRADIOL
    assert (missed.mean() > 0.01) == COURSES[course][1]
