"""The day-step against a tight adaptive solution of the continuous model, on the tablets really taken.

One program for all courses, in a closed loop, so that tablets are missed: each woman has a prescription of her own.
"""

import re
from dataclasses import dataclass, replace
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import pytest

import estralgia as ea
from estralgia.book import BOOK
from estralgia.model.prescription import read_prescription
from estralgia.model.wiring import OVER_DAY
from estralgia.questions.asked import ask
from estralgia.runners import referee
from estralgia.runners.arms import arms_of
from estralgia.runners.program import LANES

WOMEN, DAYS = 8, 120
SHOWN = ("worst_pain", "average_pain", "estradiol", "drug_in_blood")
PAIN_MAX, PAIN_RMS, ESTRADIOL = 0.02, 0.003, 0.015
SAID = (Path(__file__).parents[2] / "docs" / "accuracy.md").read_text(encoding="utf-8")
# Of the drug in blood on waking: the largest relative error at any time, and after a week of tablets.
CONCENTRATION = {
    drug: (float(at_any_time) / 100, float(in_time) / 100)
    for drug, at_any_time, in_time in re.findall(r"^\| (\w+) \| ([\d.]+) % \| ([\d.]+) % \|$", SAID, re.MULTILINE)
}
COURSES = {
    "break and switch": "anastrozole daily for 6 weeks, then pause for 4 weeks, then letrozole daily for 1 year",
    "after tamoxifen": "tamoxifen daily for 4 weeks, then letrozole daily for 1 year",
    "treatments": "letrozole for 1 year; add exercise from week 1; add blinded duloxetine from week 2 for 3 weeks",
    "stop": "letrozole daily for 8 weeks, then stop",
} | {drug: f"{drug} daily for 1 year" for drug in CONCENTRATION}


@dataclass(frozen=True)
class Several:
    """So many women, each with a regimen of her own: what the engine asks of a prescription."""

    regimens: tuple
    drugs: tuple[str, ...] = tuple(BOOK.drugs)
    treatments: tuple[str, ...] = ("exercise", "duloxetine")
    additions: tuple = ()

    def lead_in_of(self, women):
        return np.zeros(len(women), int)

    def doses_of(self, women, first, days):
        return self._each(self.drugs, [(one.drugs, one.doses_of(None, first, days)) for one in self.regimens])

    def tablets_of(self, women, first, days):
        return np.concatenate([one.tablets_of(None, first, days) for one in self.regimens], axis=1)

    def second_of(self, first, days):
        return np.zeros((days, len(self.drugs), 1)), 0.0

    def given_to(self, women, first, days):
        given = [(one.treatments, one.given_to(None, first, days)) for one in self.regimens]
        return tuple(self._each(self.treatments, [(names, pair[part]) for names, pair in given]) for part in (0, 1))

    def _each(self, members, rows):
        found = np.zeros((len(rows[0][1]), len(members), len(rows)))
        for woman, (names, values) in enumerate(rows):
            for place, name in enumerate(names):
                found[:, members.index(name), woman] = values[:, place, 0]
        return found


@pytest.fixture(scope="module")
def both():
    """Engine and referee, course -> name -> (day, axis, woman), and the tablets missed, (day, woman); float64."""
    several = Several(tuple(read_prescription(text, BOOK) for text in COURSES.values() for _ in range(WOMEN)))
    women = ea.population(WOMEN, seed=5)[np.tile(np.arange(WOMEN), len(COURSES))]
    asked = ask(
        women, BOOK, "letrozole", years=DAYS / 365.25, tablets="closed loop", every=1, record=(*SHOWN, "stopped"),
        precision="double",
    )  # fmt: skip
    with jax.enable_x64(True):
        (arm,) = arms_of(replace(asked, arms={"several": several}))
        part, chunk = arm.run(women), arm.chunk(women)

        def of_women(x):
            return x[..., : len(women)] if jnp.ndim(x) and x.shape[-1] == LANES else x

        own, begin, keys = jax.tree.map(of_women, (chunk.own, chunk.state, chunk.keys))
        calendar = arm.calendar(women, 0, DAYS)
        doses = calendar.inputs["prescribed_dose"] * (1 - part.missed[:, None, :])
        taking = calendar.inputs["taking_tablets"] * (1 - part.record["stopped"])
        taken = {"prescribed_dose": doses, "taking_tablets": taking}
        swallowed = calendar._replace(inputs=calendar.inputs | taken)
        judged = referee.solve(arm.program, own, begin, swallowed, keys, SHOWN)
    found = {}
    for place, course in enumerate(COURSES):
        hers = slice(WOMEN * place, WOMEN * (place + 1))
        found[course] = [{n: np.asarray(one[n])[..., hers] for n in SHOWN} for one in (part.record, judged)]
        found[course].append(part.missed[:, hers])
    return found


@pytest.mark.slow
@pytest.mark.parametrize("course", COURSES)
def test_day_step_agrees_with_the_referee(both, course):
    engine, judged, _ = both[course]
    for name in ("worst_pain", "average_pain"):
        error = engine[name] - judged[name]
        assert np.abs(error).max() <= PAIN_MAX, name
        assert np.sqrt(np.mean(error**2)) <= PAIN_RMS, name
    relative = (engine["estradiol"] / judged["estradiol"] - 1)[7:]
    assert np.abs(relative).max() <= ESTRADIOL


@pytest.mark.slow
@pytest.mark.parametrize("drug", CONCENTRATION)
def test_concentrations_are_as_near_as_is_said(both, drug):
    engine, judged, missed = both[drug]
    place = list(BOOK.drugs).index(drug)
    level, right = (one["drug_in_blood"][1:, place] for one in (engine, judged))
    error = np.where(right > 0.05 * right.max(axis=0), np.abs(level / right - 1), 0.0)
    a_week = np.array([missed[max(0, day - 6) : day + 1].sum(axis=0) == 0 for day in range(DAYS - 1)])[6:]
    at_any_time, in_time = CONCENTRATION[drug]
    assert error.max() <= at_any_time
    assert a_week.any()
    assert (error[6:] * a_week).max() <= in_time


def test_what_is_said_of_accuracy_is_said_of_every_drug():
    assert CONCENTRATION.keys() == BOOK.drugs.keys()
    for text in (f"points of 10 | {PAIN_MAX} | {PAIN_RMS} |", f"first week | {100 * ESTRADIOL} % |"):
        assert text in SAID


@pytest.mark.slow
def test_tablets_are_missed_in_these_courses(both):
    assert 0.01 < np.mean([missed.mean() for _, _, missed in both.values()]) < 0.5


@pytest.mark.parametrize("rival", [None, *sorted(BOOK.rivals)])
def test_what_moves_a_state_over_the_day_is_a_mean(rival):
    """A largest value of the day is no quantity of an instant: in continuous time another model would be solved."""
    wiring = BOOK.wiring((rival,) if rival else ())
    only_decides = {"accustomed_pain"}  # and where the referee judges, nobody decides
    behind = wiring.needs(f"change_in_{name}" for name in set(wiring.of_kind("state")) - only_decides)
    assert {wiring.entries[name].reduce for name in wiring.reductions(OVER_DAY) if name in behind} == {"mean over day"}
