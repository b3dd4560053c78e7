"""The native engine: the numbers of JAX, the same woman in any company, a known program neither traced nor made."""

from dataclasses import replace

import numpy as np
import pytest

import estralgia as ea
from estralgia.book import BOOK
from estralgia.model.theory import rivals
from estralgia.people import population
from estralgia.questions.shapley import pain_shares
from estralgia.runners import engines, native, objects
from estralgia.runners.compiled import TRACED
from estralgia.runners.engines import missing_for_native

pytestmark = pytest.mark.skipif(bool(missing_for_native()), reason="this processor has no AVX2")
SHOWN = (*BOOK.shown, "gel", "central_gain")
FEW = {"years": 0.3, "twin": True, "every": 7, "record": SHOWN}
CLOSED = {"tablets": "closed loop"}
RIVALS = [f"all; {chapter}={rival}" for chapter, rows in rivals(BOOK).items() for rival in rows]
CASES = {
    "closed loop": ("letrozole", CLOSED),
    "a drug with tissues": ("exemestane", {}),
    "two drugs, several treatments": ("letrozole and tamoxifen", {"add": ("exercise", "duloxetine from month 1")}),
    "a switch": ("letrozole for 1 month, then 2 weeks off, then exemestane", {}),
    "a second drug": ("letrozole; if she stops: 2 weeks off, then exemestane", CLOSED),
    "another theory": ("anastrozole", {"theory": "inflammation"}),
    "changed numbers": ("letrozole", {"numbers": {"turnover_rise": 0, "rate_to_shallow of letrozole": 0.5}}),
    "every day": ("letrozole", {"every": 1}),
} | {theory: ("letrozole", {"theory": theory}) for theory in RIVALS}  # fmt: skip


def both(who, regimen=None, **options):
    """The same on JAX and as machine code."""
    return [ea.simulate(who, regimen, engine=engine, **options) for engine in ("jax", "native")]


def assert_same(one, other, relative=1e-12):
    """Every number of two courses, relative to the largest of its quantity."""
    assert list(one.data.data_vars) == list(other.data.data_vars)
    for name, values in one.data.data_vars.items():
        largest = float(np.nanmax(np.abs(values), initial=0))
        np.testing.assert_allclose(other[name], values, rtol=relative, atol=relative * largest, err_msg=name)


def test_double_precision_gives_the_numbers_of_jax():
    one, other = both(population(40, seed=2), "letrozole", precision="double", **FEW)
    assert "machine code" in other.data.attrs["engine"]
    assert "JAX" in one.data.attrs["engine"]
    assert_same(one, other)


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_double_precision_gives_the_numbers_of_jax_for_all_that_can_be_asked(case):
    regimen, options = CASES[case]
    assert_same(*both(population(40, seed=2), regimen, precision="double", **FEW | options))


@pytest.mark.slow
def test_a_table_with_changing_covariates_gives_the_numbers_of_jax(tmp_path):
    rows = ("ID,TIME,AMT,II,ADDL,SS,DRUG,BMI,CHEMOTHERAPY", "1,0,2.5,1,83,1,letrozole,22,0", "1,60,.,.,.,.,.,33,1",
            "2,0,2.5,1,83,0,letrozole,35,0")  # fmt: skip
    (tmp_path / "table.csv").write_text("\n".join(rows), encoding="utf-8")
    read = ea.read_doses(tmp_path / "table.csv", interpolation="linear")
    assert_same(*both(read, twin=True, every=7, record=SHOWN, precision="double", seed=3))


def test_single_precision_is_within_the_bar_of_accuracy():
    one, other = both(population(64, seed=2), "letrozole", **FEW)
    error = (one["worst_pain"] - other["worst_pain"]).values
    assert np.abs(error).max() <= 0.02
    assert np.sqrt(np.mean(error**2)) <= 0.003
    np.testing.assert_allclose(other["estradiol"], one["estradiol"], rtol=0.015)


def test_a_woman_is_the_same_to_the_bit_alone_and_among_many():
    women = population(300, seed=3)
    options = FEW | CLOSED | {"engine": "native"}
    everybody = ea.simulate(women, "letrozole", **options)
    for which in (slice(17, 18), [299, 17, 256]):
        some = ea.simulate(women[which], "letrozole", **options)
        for name in some.data.data_vars:
            same = everybody.data[name].sel(patient=some.data.patient)
            assert np.array_equal(some.data[name].values, same.values), (which, name)


def test_a_failed_woman_is_named_and_not_dropped():
    women = population(5, seed=1)
    weight = np.where(np.arange(5) == 3, np.nan, women.covariates["weight"])
    women = replace(women, covariates=women.covariates | {"weight": weight})
    result = ea.simulate(women, "letrozole", engine="native", **FEW)
    assert result.failures["letrozole"] == [3]
    assert np.isfinite(result["worst_pain"].sel(patient=[0, 1, 2, 4])).all()


@pytest.mark.slow
def test_a_course_is_explained_and_seen_by_the_hour_as_on_jax():
    one, other = both(population(3, seed=1), "letrozole", **FEW)
    np.testing.assert_allclose(other["gel"], one["gel"], rtol=1e-4)
    np.testing.assert_allclose(other.hours(49, ("pain",))["pain"], one.hours(49, ("pain",))["pain"], atol=2e-3)
    shares = [pain_shares(course, day=49, patient=1)["worst_pain"] for course in (one, other)]
    np.testing.assert_allclose(shares[1], shares[0], atol=2e-3)


def test_a_program_that_is_known_is_neither_traced_nor_made_again(monkeypatch):
    women, options = population(3, seed=1), FEW | {"engine": "native", "record": ("worst_pain",)}
    first = ea.simulate(women, "letrozole", **options)
    monkeypatch.setattr(native, "_known", {})  # as in another process
    monkeypatch.setattr(objects, "_compiled", lambda text: pytest.fail("compiled again"))
    traced = len(TRACED["stepping"]), len(TRACED["seeing"])
    again = ea.simulate(women, "letrozole", **options)
    assert (len(TRACED["stepping"]), len(TRACED["seeing"])) == traced
    assert np.array_equal(first["worst_pain"], again["worst_pain"])


def test_an_engine_that_is_not_there_is_refused(refused, monkeypatch):
    with refused("there is no engine 'nativ'", "did you mean 'native'?"):
        ea.simulate(ea.Patient(), engine="nativ")
    monkeypatch.setattr(engines, "missing_for_native", lambda: ("llvmlite is not installed", "pip install"))
    with refused("cannot run here", "pip install"):
        ea.simulate(ea.Patient(), engine="native")


def test_machine_code_steps_where_it_can_and_the_record_says_why_not(monkeypatch):
    assert engines.check_engine(None) == "native"
    monkeypatch.setattr(engines, "missing_for_native", lambda: ("llvmlite is not installed", "pip install"))
    assert engines.check_engine(None) == "jax"
    assert engines.described("jax") == "day-step on JAX (llvmlite is not installed)"
