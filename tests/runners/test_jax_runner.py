"""The JAX runner: the same woman in any company, failures named, precision, gradients, speed."""

from dataclasses import replace

import jax
import jax.numpy as jnp
import numpy as np
import pytest

import estralgia as ea
from estralgia.book import BOOK
from estralgia.model.chance import draw
from estralgia.people import population
from estralgia.questions.asked import ask
from estralgia.runners.arms import arms_of
from estralgia.runners.compiled import TRACED
from estralgia.runners.engines import ENGINES
from estralgia.runners.inputs import Inputs, prepare
from estralgia.runners.jax_runner import BLOCK_DAYS, LANES, Chunk, advance_block, dice_keys, see_days

RECORD = ("worst_pain", "estradiol", "central_gain")


def course(who, **options):
    settings = {
        "years": 0.4,
        "twin": True,
        "every": 7,
        "record": RECORD,
        "tablets": "closed loop",
        "engine": "jax",
    } | options
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


@pytest.mark.slow
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
    assert "concentration" not in result.data  # of no drug: along an empty axis every table of the courses is empty


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


def test_without_a_drug_a_recently_menopausal_woman_only_forgets_and_her_bone_ages():
    woman = ea.Patient(age=52, years_since_menopause=1, joint_pain_before=0)
    falling, resting = ("menopause_memory", "own_bone"), ("felt_withdrawal_over_the_day", "cytokine", "worst_pain")
    result = ea.simulate(woman, "no drug", years=3, every=28, record=(*falling, *resting), precision="double")
    for name in falling:
        assert np.all(np.diff(result[name].values.squeeze()) < 0), name
    for name in resting:
        assert np.ptp(result[name].values) <= 1e-6, name


def test_a_failed_woman_is_named_and_not_dropped():
    women = population(5, seed=1)
    weight = np.where(np.arange(5) == 3, np.nan, women.covariates["weight"])
    women = replace(women, covariates=women.covariates | {"weight": weight})
    result = course(women, tablets="as prescribed")
    assert result.failures["letrozole"] == [3]
    assert np.isnan(result["worst_pain"].sel(patient=3, arm="letrozole")).all()
    assert np.isfinite(result["worst_pain"].sel(patient=[0, 1, 2, 4])).all()


@pytest.mark.slow
def test_gradients_are_finite_and_agree_with_differences():
    asked = ask(few := population(4, seed=4), BOOK, "letrozole", every=7, record=("worst_pain",), precision="double")
    with jax.enable_x64(True):
        (arm,) = arms_of(asked)
        program = replace(arm.program, remember=True)
        chunk = Chunk.of(few, program, asked.theory, dtype=np.float64)
        inputs = Inputs.of(population(LANES, seed=4), program, asked.theory, program.parameters(), np.float64)
        noise = {
            n: jnp.asarray(draw(4, inputs.women.ids, f"{n} before")[None]) for n in program.wiring.of_kind("noise")
        }
        fixed = jax.tree.map(jnp.asarray, (asked.theory.weights, inputs.drawn, inputs.told))
        spreads, parameters = jax.tree.map(jnp.asarray, (program.spreads, program.parameters()))
        calendar = chunk.in_lanes(arm.calendar(few, 0, BLOCK_DAYS), slice(0, BLOCK_DAYS))
        days, keys = jnp.arange(BLOCK_DAYS, dtype=jnp.int32), dice_keys(program, inputs.women)

        @jax.jit
        def mean_pain(chosen):
            own, state, _ = prepare(program, parameters | chosen, spreads, *fixed, noise)
            _, block = advance_block(program, own, state, days, calendar, keys)
            return jnp.mean(see_days(program, ("worst_pain",), own, {}, block.bases)["worst_pain"])

        names = ("thickening_pain", "withdrawal_unit", "low_clearance")
        chosen = {name: parameters[name] for name in names}
        slopes = jax.jit(jax.grad(mean_pain))(chosen)
        for name in names:
            step = 1e-5 * float(jnp.max(jnp.abs(chosen[name])))
            up, down = (mean_pain(chosen | {name: chosen[name] + sign * step}) for sign in (1, -1))
            difference = float(up - down) / (2 * step)
            assert np.isfinite(np.asarray(slopes[name])).all()
            assert float(jnp.sum(slopes[name])) == pytest.approx(difference, rel=2e-3, abs=1e-9), name


def test_chunks_have_one_shape_whatever_the_cohort():
    for n in (1, 40):
        women = population(n, seed=1)
        (arm,) = arms_of(ask(women, BOOK, "letrozole"))
        assert {value.shape[-1] for value in arm.chunk(women).state.days.values()} == {LANES}


@pytest.mark.parametrize("engine", ENGINES)
def test_another_record_steps_with_the_same_program(engine):
    women, options = population(3, seed=1), {"years": 0.3, "engine": engine}
    first = ea.simulate(women, "letrozole", every=7, record=("worst_pain",), **options)
    stepped, seen = len(TRACED["stepping"]), len(TRACED["seeing"])
    other = ea.simulate(women, "letrozole", every=28, record=("gel", "estrone", "worst_pain"), **options)
    ea.simulate(women, {"a": "anastrozole", "b": "letrozole every other day"}, every=7, twin=True, **options)
    assert len(TRACED["stepping"]) == stepped  # drugs whose tissues move alike share one, too
    assert len(TRACED["seeing"]) > seen or engine == "native"  # which may know how to see it from an earlier run
    assert np.array_equal(first["worst_pain"][0, :, ::4], other["worst_pain"][0])


@pytest.mark.parametrize("engine", ENGINES)
def test_what_a_day_left_behind_is_seen_without_a_step(engine):
    women, more = population(3, seed=1), ("gel", "pain_by_joint")
    options = {"years": 0.3, "every": 7, "twin": True, "engine": engine}
    course = ea.simulate(women, "letrozole", record=("worst_pain",), **options)
    again = ea.simulate(women, "letrozole", record=more, **options)
    stepped = len(TRACED["stepping"])
    for name in more:
        assert np.array_equal(course[name].values, again[name].values)
        assert course[name].attrs == again[name].attrs
    hours = course.hours(49, ("pain",))
    assert len(TRACED["stepping"]) == stepped
    np.testing.assert_array_equal(replace(course, kept={}).hours(49, ("pain",))["pain"], hours["pain"])
    with pytest.raises(ea.EstralgiaError, match="holds no 'gel'"):
        _ = replace(course, kept={})["gel"]


def test_a_woman_is_the_same_beside_one_at_steady_state(tmp_path):
    head = "ID,TIME,AMT,EVID,II,ADDL,SS,CMT,DV\n"
    hers = "7,0,2.5,1,1,83,0,letrozole,.\n"
    (tmp_path / "alone.csv").write_text(head + hers, encoding="utf-8")
    (tmp_path / "beside.csv").write_text(head + hers + "900,0,1,1,1,1,1,anastrozole,.\n", encoding="utf-8")
    alone, beside = (
        ea.simulate(ea.read_doses(tmp_path / name, seed=3), twin=True, years=0.23, every=7, record=RECORD)
        for name in ("alone.csv", "beside.csv")
    )
    for name in RECORD:
        assert np.array_equal(alone[name].sel(patient=7).values, beside[name].sel(patient=7).values), name
    assert float(beside["estradiol"].sel(patient=900).isel(arm=0, time=0)) < 3  # she has taken them for long
    table, options = ea.read_doses(tmp_path / "beside.csv", seed=3), {"years": 0.23, "every": 7, "record": RECORD}
    words = ea.simulate(table.women, {"table": table, "words": "letrozole"}, **options)
    only = ea.simulate(table.women, "letrozole", **options)
    assert np.array_equal(words["worst_pain"].sel(arm="words"), only["worst_pain"][0])
