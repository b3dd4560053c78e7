"""The JAX runner: the same woman in any company, failures named, precision, gradients, speed."""

import time

import jax
import jax.numpy as jnp
import numpy as np
import pytest

import estralgia as ea
from estralgia import people
from estralgia.book import BOOK
from estralgia.model.calendar import Calendar
from estralgia.model.chance import draw
from estralgia.model.theory import read_theory
from estralgia.people import traits
from estralgia.runners import jax_runner
from estralgia.runners.inputs import in_days, prepare
from estralgia.runners.jax_runner import LANES, Chunk, advance_block, dice_keys
from estralgia.runners.program import Program

RECORD = ("worst_pain", "estradiol", "central_gain")


def course(who, **options):
    settings = {"years": 0.4, "twin": True, "every": 7, "record": RECORD, "tablets": "closed loop"} | options
    return ea.simulate(who, "letrozole", **settings)


def test_a_woman_is_the_same_to_the_bit_alone_and_among_thousands():
    women = ea.population(600, seed=3)
    everybody = course(women)
    for which in (slice(17, 18), slice(300, 420), [599, 17, 256]):
        some = course(women[which])
        for name in (*RECORD, "tablet_missed"):
            same = everybody.data[name].sel(patient=some.data.patient)
            assert np.array_equal(some.data[name].values, same.values), (which, name)


def test_population_size_and_cores_do_not_change_her():
    few, many = ea.population(20, seed=3), ea.population(2000, seed=3)
    one_core, two_cores = course(few, cores=1), course(many[:20], cores=2)
    for name in RECORD:
        assert np.array_equal(one_core.data[name].values, two_cores.data[name].values)


def test_single_and_double_precision_agree():
    women = ea.population(64, seed=2)
    single = course(women, tablets="as prescribed")
    double = course(women, tablets="as prescribed", precision="double")
    assert double["worst_pain"].dtype == np.float64
    np.testing.assert_allclose(single["worst_pain"], double["worst_pain"], atol=2e-3)
    np.testing.assert_allclose(single["estradiol"], double["estradiol"], rtol=2e-3)


def test_women_without_a_drug_run_alone():
    result = ea.simulate(ea.population(3, seed=1), "no drug", years=0.2)
    assert result.arms == ["untreated"]
    assert np.isfinite(result["worst_pain"]).all()
    assert result["concentration"].sizes["drug"] == 0


def test_women_at_rest_stay_at_rest():
    """Long after menopause, without background pain: nothing moves in two years without a drug."""
    woman = ea.Patient(age=85, years_since_menopause=45, joint_pain_before=0)
    names = (
        "cytokine",
        "thickening",
        "matrix",
        "hyaluronan",
        "retained_fluid",
        "peripheral_gain",
        "central_gain",
        "worst_pain",
    )
    result = ea.simulate(woman, "no drug", years=2, every=7, record=names, precision="double")
    for name in names:
        assert np.ptp(result[name].values) <= 1e-6, name


def test_recently_menopausal_women_drift_only_as_the_set_point_forgets():
    woman = ea.Patient(age=52, years_since_menopause=1, joint_pain_before=0)
    names = ("set_point", "felt_withdrawal_over_the_day", "cytokine")
    result = ea.simulate(woman, "no drug", years=3, every=28, record=names, precision="double")
    for name in names:
        values = result[name].values.squeeze()
        assert values[0] > values[-1]
        assert np.all(np.diff(values) <= 1e-9), name


def test_a_failed_woman_is_named_and_not_dropped():
    women = ea.population(5, seed=1)
    women.covariates["weight"][3] = np.nan
    result = course(women, tablets="as prescribed")
    assert result.failures["letrozole"] == [3]
    assert np.isnan(result["worst_pain"].sel(patient=3, arm="letrozole")).all()
    assert np.isfinite(result["worst_pain"].sel(patient=[0, 1, 2, 4])).all()


def test_gradients_are_finite_and_agree_with_differences():
    with jax.enable_x64(True):
        program = Program((), ("letrozole",), False, ("worst_pain",), 7, remember=True)
        women = ea.population(LANES, seed=4)
        drawn = jax.tree.map(jnp.asarray, traits.draw_traits(program.wiring, women, program.members))
        given = jax.tree.map(jnp.asarray, in_days(women))
        noise = {
            n: jnp.asarray(draw(women.seed, women.ids, f"{n} before")[None]) for n in program.wiring.of_kind("noise")
        }
        weights = jax.tree.map(jnp.asarray, read_theory("all", BOOK).weights)
        nothing = jnp.zeros((jax_runner.BLOCK_DAYS, 0, 1))
        calendar = Calendar(jnp.full((jax_runner.BLOCK_DAYS, 1, 1), 2500.0), nothing, nothing)
        keys = dice_keys(program, women)
        parameters = jax.tree.map(jnp.asarray, program.parameters())

        def mean_pain(chosen):
            own, state, _ = prepare(program, parameters | chosen, weights, drawn, given, noise)
            _, record, *_ = advance_block(program, own, state, np.uint32(0), calendar, keys)
            return jnp.mean(record["worst_pain"])

        names = ("thickening_pain", "tolerance", "low_clearance")
        chosen = {name: parameters[name] for name in names}
        slopes = jax.grad(mean_pain)(chosen)
        for name in names:
            step = 1e-5 * float(jnp.max(jnp.abs(chosen[name])))
            up, down = (mean_pain(chosen | {name: chosen[name] + sign * step}) for sign in (1, -1))
            difference = float(up - down) / (2 * step)
            assert np.isfinite(np.asarray(slopes[name])).all()
            assert float(jnp.sum(slopes[name])) == pytest.approx(difference, rel=2e-3, abs=1e-9), name


def test_one_woman_is_quick_when_warm():
    woman = ea.Patient()
    ea.simulate(woman, "letrozole", years=2)
    times = []
    for _ in range(5):
        start = time.perf_counter()
        ea.simulate(woman, "letrozole", years=2)
        times.append(time.perf_counter() - start)
    assert np.median(times) < 0.6  # the goal is 0.3 on a quiet machine; machines here are noisy


def test_chunks_have_one_shape_whatever_the_cohort():
    program = Program((), ("letrozole",), False, ("worst_pain",), 7)
    for n in (1, 40):
        chunk = Chunk.of(people.population(n, seed=1), program, read_theory("all", BOOK))
        assert {value.shape[-1] for value in chunk.state.days.values()} == {LANES}
