"""What may be asked of `simulate`, beyond what its runner is examined for."""

import numpy as np
import pytest

import estralgia as ea

WOMEN = ea.population(8, seed=1)


def test_other_numbers_change_what_they_stand_for_and_are_written_down():
    course = ea.simulate(WOMEN, "letrozole", years=0.3, numbers={"uninhibited_share": 1}, record=("estradiol",))
    level = course["estradiol"].isel(arm=0)
    np.testing.assert_allclose(level.isel(time=-1), level.isel(time=0), rtol=1e-3)  # nothing is blocked
    assert course.data.attrs["parameters"] == "uninhibited_share = 1"
    usual = ea.simulate(WOMEN, "letrozole", years=0.3, record=("estradiol",))
    assert float(usual["estradiol"].isel(time=-1).mean()) < 0.1 * float(level.mean())
    assert usual.data.attrs["parameters"] == "defaults of the tables"


def test_other_numbers_come_in_the_unit_of_their_table_and_hold_in_a_closer_look():
    quick = ea.simulate(WOMEN, "letrozole", years=0.3, numbers={"forgetting_time": 0.01}, record=("worst_pain",))
    assert float(quick.hours(60, ("withdrawal",))["withdrawal"].max()) == 0  # forgotten within days: years are meant
    usual = ea.simulate(WOMEN, "letrozole", years=0.3, record=("worst_pain",))
    assert float(usual.hours(60, ("withdrawal",))["withdrawal"].max()) > 0.5


@pytest.mark.parametrize(
    ("changed", "what", "fix"),
    [
        ({"uninhibited_shar": 1}, "no number 'uninhibited_shar'", "did you mean 'uninhibited_share'?"),
        ({"uninhibited_share": "1"}, "is a number", "write a number"),
        ({"uninhibited_share": float("nan")}, "is a number", "write a number"),
    ],
)
def test_other_numbers_that_cannot_be_are_refused(refused, changed, what, fix):
    with refused(what, fix):
        ea.simulate(WOMEN, "letrozole", years=0.3, numbers=changed)
