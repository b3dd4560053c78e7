"""One day by the hour, and what tells the theories apart at the same excess of pain."""

import numpy as np
import pytest

import estralgia as ea
from estralgia.model.errors import EstralgiaError
from estralgia.questions.theories import hourly_ratios, theories


@pytest.fixture(scope="module")
def women():
    return ea.population(256, seed=1)


def half_a_year(women, theory):
    return ea.simulate(women, "letrozole", years=0.55, twin=True, every=7, theory=theory, record=("worst_pain",))


@pytest.mark.parametrize(
    ("theory", "waking", "sitting"),
    [("all", (1.2, 3), (1.2, 3)), ("lubrication", (1.5, 7), (1.5, 7)), ("sensitization", (0.9, 1.1), (0.9, 1.1))],
)
def test_the_hours_of_the_day_tell_lubrication_from_sensitization(women, theory, waking, sitting):
    early, after_sitting = hourly_ratios(half_a_year(women, theory), 182)
    assert waking[0] <= early <= waking[1]
    assert sitting[0] <= after_sitting <= sitting[1]


def test_a_day_by_the_hour_is_that_day_of_the_course(women):
    course = ea.simulate(women[:5], "letrozole", years=0.5, twin=True, every=1)
    day = course.hours(100, ("worst_joint_pain", "pain", "estradiol"))
    awake = day["worst_joint_pain"].sel(hour=day.hour <= 16)
    np.testing.assert_allclose(awake.max("hour"), course["worst_pain"].sel(time=100), rtol=1e-4)
    np.testing.assert_allclose(day["estradiol"].isel(hour=0), course["estradiol"].sel(time=100), rtol=1e-4)
    assert day["pain"].dims == ("arm", "patient", "hour", "joint")


@pytest.mark.parametrize("day", [-1, 10_000, 1.5, "noon"])
def test_a_day_that_was_not_simulated_is_refused(women, day):
    course = ea.simulate(women[:2], "letrozole", years=0.3, record=("worst_pain",))
    with pytest.raises(EstralgiaError, match="that day was not simulated"):
        course.hours(day)


def test_theories_are_compared_at_the_same_excess(women):
    everything, inflammation, sensitization = theories(women, compared=("all", "inflammation", "sensitization"))
    assert everything.factor == pytest.approx(1, abs=0.05)
    for theory in (inflammation, sensitization):
        assert theory.factor > 1
        assert theory.excess == pytest.approx(everything.excess, abs=0.05)
    assert sensitization.half_on < inflammation.half_on
    assert sensitization.half_off < inflammation.half_off
    assert sensitization.most_off / sensitization.half_off > inflammation.most_off / inflammation.half_off
    assert sensitization.waking < everything.waking < inflammation.waking + 0.1
