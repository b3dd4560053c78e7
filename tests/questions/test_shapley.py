"""Shapley shares: what each mechanism holds of a woman's pain, by its definition and by the runs behind it."""

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest

import estralgia as ea
from estralgia.book import BOOK
from estralgia.model.theory import Theory, read_theory
from estralgia.questions.coalitions import run_coalitions
from estralgia.questions.shapley import QUANTITIES, mechanism_shares, pain_shares, shapley, shares_of_arms
from estralgia.runners.arms import arms_of
from estralgia.say.equations import names_of

DAY = 100
ROUNDING = 1e-6  # points: single precision holds 10 points to that, and a group is read in another order than one woman
MECHANISMS = list(BOOK.mechanisms)


def course_of(women, **options):
    return ea.simulate(women, "letrozole", years=0.3, twin=True, every=1, record=QUANTITIES, **options)


@pytest.fixture(scope="module")
def women():
    return ea.population(5, seed=5)


@pytest.fixture(scope="module")
def course(women):
    return course_of(women)


@pytest.fixture(scope="module")
def shares(course):
    return mechanism_shares(course, DAY)


def by_all_orders(values):
    """Shapley values of a game by their definition: the mean of what a player adds, over all orders of coming in."""
    players = len(values).bit_length() - 1
    orders = list(permutations(range(players)))
    found = np.zeros(players)
    for order in orders:
        coalition = 0
        for player in order:
            found[player] += values[coalition | 1 << player] - values[coalition]
            coalition |= 1 << player
    return found / len(orders)


@pytest.mark.parametrize("players", [1, 2, 3, 5])
def test_shapley_values_are_the_mean_over_all_orders(players):
    values = np.random.default_rng(players).normal(size=(2**players, 3))
    found = shapley(values)
    for column in range(3):
        np.testing.assert_allclose(found[:, column], by_all_orders(values[:, column]), atol=1e-12)
    np.testing.assert_allclose(found.sum(0), values[-1] - values[0], atol=1e-12)


def test_a_gain_and_an_input_share_what_only_both_together_make():
    background, added, gain = 1.0, 2.0, 3.0
    values = [background, background + added, gain * background, gain * (background + added)]
    assert shapley(np.array(values)) == pytest.approx([4, 4])
    assert shapley(np.array([5.0])).shape == (0,)


@pytest.mark.parametrize(
    "options",
    [
        pytest.param({}, id="as prescribed"),
        pytest.param({"tablets": "closed loop"}, id="closed loop", marks=pytest.mark.slow),
        pytest.param({"theory": "all; sensitization=direct"}, id="a rival", marks=pytest.mark.slow),
        pytest.param({"theory": read_theory("all", BOOK).scaled(2)}, id="twice as strong"),
        pytest.param({"numbers": {"cytokine_response": 3}}, id="another number"),
    ],
)
def test_background_and_points_sum_to_her_pain(women, options):
    course = course_of(women, **options)
    found = pain_shares(course, DAY, patient=3)
    for name in QUANTITIES:
        hers = course[name].sel(patient=3, time=DAY)
        np.testing.assert_allclose(found[name].sum("mechanism"), hers, atol=1e-4)
    assert list(found.mechanism.values) == ["background", *MECHANISMS]


def test_a_background_solved_from_her_pain_before_treatment_stays_as_it_is(course):
    her = ea.Patient(age=58, joint_pain_before=3, estradiol=20)
    one = course_of(her)
    np.testing.assert_allclose(
        pain_shares(one, DAY).worst_pain.sum("mechanism"), one["worst_pain"].sel(patient=0, time=DAY), atol=1e-4
    )
    weights = {"inflammation": 1.0, "sensitization": 1.0}
    names = tuple(
        dict.fromkeys((*QUANTITIES, *names_of(one.asked.theory, BOOK)))
    )  # those of `explain`: compiled already
    seen = run_coalitions(arms_of(one.asked)[0], one.women, weights, 5, names)
    for values in (seen["background_strength"], seen["own_estradiol"]):
        assert values.shape[1:] == (4, 1)
        assert (values == values[:, :1]).all()
    assert seen["background_strength"].max() > 0


def test_a_theory_without_mechanisms_leaves_the_background(women, course):
    nothing = Theory("nothing", dict.fromkeys(MECHANISMS, 0.0))
    bare = course_of(women, theory=nothing)
    for arm in course.arms:
        for patient in (0, 3):
            background = pain_shares(course, DAY, patient).worst_pain.sel(arm=arm, mechanism="background")
            assert float(background) == float(bare["worst_pain"].sel(arm=arm, patient=patient, time=DAY))
    found = pain_shares(bare, DAY, patient=0).worst_pain
    assert (found.sel(mechanism=MECHANISMS) == 0).all()


def test_what_a_theory_leaves_out_holds_nothing(women):
    found = pain_shares(course_of(women, theory="inflammation"), DAY, patient=0).worst_pain.sel(arm="letrozole")
    assert (found.sel(mechanism=["background", "inflammation", "expectation"]) > 0).all()
    assert (found.sel(mechanism=["lubricant_loss", "fluid", "sensitization"]) == 0).all()


def test_more_sensitive_nerves_hold_points_without_an_input(course):
    found = pain_shares(course, DAY, patient=3).worst_pain.sel(mechanism="sensitization")
    assert float(found.sel(arm="letrozole")) > float(found.sel(arm="untreated")) > 0


def test_untreated_she_has_no_expectation_of_tablets_and_the_same_background(course):
    found = pain_shares(course, DAY, patient=3).worst_pain
    assert float(found.sel(arm="untreated", mechanism="expectation")) == 0
    assert float(found.sel(arm="letrozole", mechanism="expectation")) > 0
    background = found.sel(mechanism="background").values
    assert background[0] == background[1] > 0


def test_a_woman_alone_is_the_same_as_among_others(women, course):
    alone = pain_shares(course_of(women[3:4]), DAY, patient=3)
    among = pain_shares(course, DAY, patient=3)
    np.testing.assert_array_equal(alone.worst_pain, among.worst_pain)


def test_the_shares_of_many_are_the_mean_of_each(course, shares):
    each = np.stack([pain_shares(course, DAY, patient).worst_pain.values for patient in range(5)])
    own = shares.sel(theory="all")
    for name, values in (("points", each[:, 0]), ("untreated", each[:, 1]), ("added", each[:, 0] - each[:, 1])):
        np.testing.assert_allclose(own[name], values.mean(0), atol=ROUNDING)
    half = 1.96 * (each[:, 0] - each[:, 1]).std(0, ddof=1) / np.sqrt(5)
    np.testing.assert_allclose(own.added_high - own.added, half, atol=ROUNDING)
    np.testing.assert_allclose(own.added - own.added_low, half, atol=ROUNDING)
    np.testing.assert_allclose(own.pain, course["worst_pain"].sel(arm="letrozole", time=DAY).mean(), atol=1e-4)
    assert shares.attrs["women"] == 5
    assert shares.attrs["left_out"] == "none"


def test_every_theory_is_read_from_the_same_runs(women, shares):
    assert list(shares.theory.values) == [
        "all", "background", "inflammation", "lubrication", "sensitization", "inflammation + lubrication",
        "inflammation + sensitization", "lubrication + sensitization",
    ]  # fmt: skip
    np.testing.assert_allclose(shares.points.sum("mechanism"), shares.pain)
    assert (shares.points.where(~shares.held, 0) == 0).all()
    assert (shares.held.sum("mechanism") == [6, 2, 3, 4, 3, 5, 4, 5]).all()
    alone = mechanism_shares(course_of(women, theory="inflammation + sensitization"), DAY)
    assert alone.theory.values[0] == "inflammation + sensitization"
    there = shares.sel(theory="inflammation + sensitization")
    np.testing.assert_allclose(alone.isel(theory=0).points, there.points, atol=1e-6)


def test_one_woman_has_no_interval_and_the_day_is_half_a_year_or_the_last(course):
    found = mechanism_shares(course, women=1)
    assert found.attrs["day"] == 109
    assert np.isnan(found.low).all()
    assert np.isfinite(found.points).all()


def test_a_woman_whose_run_failed_is_left_out_and_refused_alone(course, shares, refused):
    data = course.data.copy(deep=True)
    data["status"].loc[{"arm": "letrozole", "patient": 0}] = 1
    failing = replace(course, data=data)
    found = mechanism_shares(failing, DAY)
    each = np.mean([pain_shares(course, DAY, one).worst_pain.sel(arm="letrozole") for one in (1, 2, 3, 4)], axis=0)
    np.testing.assert_allclose(found.points.sel(theory="all"), each, atol=1e-12)
    assert found.attrs["women"] == 4
    with refused("her run failed", "another woman"):
        pain_shares(failing, DAY, patient=0)
    data["status"][:] = 1
    with refused("every course failed", "failures"):
        mechanism_shares(replace(course, data=data), DAY)


def test_a_woman_who_fails_only_without_some_mechanisms_is_named(course, refused, monkeypatch):
    def failing(job, women, weights, day, names):
        found = run_coalitions(job, women, weights, day, names)
        found[names[0]][:, 3, broken] = np.nan
        return found

    monkeypatch.setattr("estralgia.questions.coalitions.run_coalitions", failing)
    broken = [2]
    found = mechanism_shares(course, DAY)
    assert found.attrs["women"] == 4
    assert found.attrs["left_out"] == "2"
    assert np.isfinite(found.points).all()
    broken = [0, 1, 2, 3, 4]
    with refused("every course failed", "earlier day"):
        mechanism_shares(course, DAY)
    broken = [0]
    with refused("without some of the mechanisms failed", "another woman"):
        pain_shares(course, DAY, patient=2)


@pytest.mark.parametrize("day", [-1, 110, float("nan"), "noon", True])
def test_a_day_outside_the_course_is_refused(course, refused, day):
    for ask in (pain_shares, mechanism_shares):
        with refused("does not have this day", "0 to 109"):
            ask(course, day)


@pytest.mark.parametrize(
    ("options", "what", "fix"),
    [
        ({"arm": "letrozol"}, "no arm 'letrozol'", "'letrozole'"),
        ({"name": "worst_pein"}, "no quantity 'worst_pein'", "'worst_pain'"),
        ({"name": "pain_by_joint"}, "one per joint", "whole woman"),
        ({"women": 0}, "whole number", "at least 1"),
    ],
)
def test_what_cannot_be_shared_is_refused(course, refused, options, what, fix):
    with refused(what, fix):
        mechanism_shares(course, DAY, **options)


def test_without_the_twin_nobody_can_say(course, refused):
    with refused("twins were not simulated", "twin=True"):
        mechanism_shares(course.arm("letrozole"), DAY)
    with refused("not in this course", "0 to 4"):
        pain_shares(course, DAY, patient=5)


def test_the_points_stand_between_the_least_and_the_most_that_each_adds(course, shares):
    """By their definition: the mean over all orders lies within the range over all orders."""
    game = run_coalitions(arms_of(course.asked)[0], course.women, course.asked.theory.weights, DAY, ("worst_pain",))
    mean = game["worst_pain"][0].mean(-1)
    own = shares.sel(theory="all")
    for bit, name in enumerate(course.asked.theory.weights):
        steps = [mean[one | 1 << bit] - mean[one] for one in range(len(mean)) if not one >> bit & 1]
        hers = own.sel(mechanism=name)
        assert (float(hers.least), float(hers.most)) == pytest.approx((min(steps), max(steps)), abs=1e-6)
    for points, least, most in (("points", "least", "most"), ("untreated", "untreated_least", "untreated_most")):
        assert ((shares[least] <= shares[points] + 1e-9) & (shares[points] <= shares[most] + 1e-9)).all()
    strictly = (own.least < own.points - 1e-3) & (own.points + 1e-3 < own.most)
    assert int(strictly.sum()) >= 4
    assert float(own.least.sel(mechanism="background")) == float(own.most.sel(mechanism="background"))


def test_the_shares_of_all_arms_are_those_of_each():
    women = ea.population(4, seed=2)
    both = ea.simulate(women, {"letrozole": "letrozole", "anastrozole": "anastrozole"}, years=0.3, twin=True)
    found = shares_of_arms(both, DAY)
    assert list(found) == ["letrozole", "anastrozole"]
    for arm, one in found.items():
        alone = mechanism_shares(both, DAY, arm)
        for name in ("points", "untreated", "least", "most"):
            np.testing.assert_array_equal(one[name], alone[name])
        assert one.attrs == alone.attrs
