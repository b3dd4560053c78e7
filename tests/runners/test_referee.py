"""The day-step against a tight adaptive solution of the continuous model, on the tablets really taken."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

import estralgia as ea
from estralgia.book import BOOK
from estralgia.questions.asked import ask
from estralgia.runners import referee
from estralgia.runners.arms import arms_of
from estralgia.runners.program import LANES

WOMEN, DAYS = 8, 120
SHOWN = ("worst_pain", "average_pain", "estradiol")
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
    many = ea.population(women, seed=5)
    tablets = "closed loop" if closed_loop else "as prescribed"
    asked = ask(many, BOOK, text, years=days / 365.25, tablets=tablets, every=1, record=SHOWN, precision="double")
    with jax.enable_x64(True):
        (arm,) = arms_of(asked)
        part, chunk = arm.run(many), arm.chunk(many)

        def first(tree):
            return jax.tree.map(lambda x: x[..., :women] if jnp.ndim(x) and x.shape[-1] == LANES else x, tree)

        own, begin, keys = first(chunk.own), first(chunk.state), first(chunk.keys)
        calendar = arm.calendar(many, 0, days)
        missed = np.zeros((days, women)) if part.missed is None else part.missed
        doses = calendar.inputs["prescribed_dose"] * (1 - missed[:, None, :])
        swallowed = calendar._replace(inputs=calendar.inputs | {"prescribed_dose": doses})
        judged = referee.solve(arm.program, own, begin, swallowed, keys, SHOWN)
        return part.record, {name: np.asarray(value) for name, value in judged.items()}, missed


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
