"""The page's own woman: in Node she has the numbers of JAX, in double precision, whatever can be asked."""

import json
import subprocess
import zlib
from pathlib import Path

import jax
import numpy as np
import pytest

import estralgia as ea
from estralgia.book import BOOK
from estralgia.export.wasm import wasm
from estralgia.model.chance import draw, stream
from estralgia.model.theory import read_theory, rivals
from estralgia.people import population
from estralgia.questions.asked import ask
from estralgia.runners.arms import arms_of
from estralgia.runners.jax_runner import Chunk
from estralgia.runners.program import LANES

SHOWN = (*BOOK.shown, "gel", "central_gain")
DAYS = 110
CLOSED = {"tablets": "closed loop"}
RIVALS = [f"all; {chapter}={rival}" for chapter, rows in rivals(BOOK).items() for rival in rows]
CASES = {
    "closed loop": ("letrozole", CLOSED),
    "a drug with tissues": ("exemestane", {}),
    "two drugs, several treatments": ("letrozole and tamoxifen", {"add": ("exercise", "duloxetine from month 1")}),
    "a second drug": ("letrozole; if she stops: 2 weeks off, then exemestane", CLOSED),
    "another theory": ("anastrozole", {"theory": "inflammation"}),
} | {theory: ("letrozole", {"theory": theory}) for theory in RIVALS}


def run(node, folder, files, job):
    """What Node makes of a job, see `run_wasm.mjs`."""
    for name, content in files.items():
        (folder / name).write_bytes(content)
    (folder / "job.json").write_text(json.dumps(job), encoding="utf-8")
    script = Path(__file__).with_name("run_wasm.mjs")
    done = subprocess.run([node, script, folder / "job.json", folder], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def as_said(women):
    """Women as a page says them."""
    for place, number in enumerate(women.ids.tolist()):
        given = {name: float(values[place]) for name, values in women.given.items() if np.isfinite(values[place])}
        covariates = {name: float(values[place]) for name, values in women.covariates.items()}
        yield {"seed": women.seed, "id": number, "covariates": covariates, "given": given}


def calendars(arms, women):
    """What every day brings in each arm, of each woman: input -> (day, member)."""
    for arm in arms:
        inputs = arm.calendar(women, 0, DAYS).inputs
        yield [{name: one[..., min(i, one.shape[-1] - 1)].tolist() for name, one in inputs.items()}
               for i in range(len(women))]  # fmt: skip


def balances(arm, women):
    """Her own numbers and her state at waking on day 0 as JAX has them, of each woman, in the order of the module."""
    with jax.enable_x64(True):
        chunk = Chunk.of(women, arm.program, arm.asked.theory, arm.parameters, np.float64)
    rows = [np.asarray(one).reshape(-1, np.shape(one)[-1] if np.ndim(one) else 1)
            for one in jax.tree.leaves((chunk.own, chunk.state))]  # fmt: skip
    return np.concatenate([np.broadcast_to(one, (len(one), LANES)) for one in rows])[:, : len(women)].T


def assert_same(node, folder, women, regimen, options):
    """Her balance in Node is that of JAX, and so is every number of her days from the same balance, to 1e-12.

    From her own balance they may differ by 1e-7 in the first days: before treatment the lining neither thickens nor
    thins, and rounding decides which of the two times holds at that moment.
    """
    wanted = ea.simulate(
        women,
        regimen,
        years=DAYS / 365.25,
        twin=True,
        every=7,
        record=SHOWN,
        precision="double",
        engine="jax",
        **options,
    )
    arms = arms_of(ask(women, BOOK, regimen, twin=True, every=7, **options))
    balanced = balances(arms[0], women)
    said = [[one if np.isfinite(one) else str(one) for one in row] for row in balanced.tolist()]
    job = {"women": list(as_said(women)), "arms": list(calendars(arms, women)), "options": {"days": DAYS, "every": 7}}
    found = run(node, folder, wasm(regimen, record=SHOWN, **options), job | {"balances": said})["courses"]
    balance = np.array([one["balance"] for one in found], float)
    np.testing.assert_allclose(balance, balanced, rtol=1e-12, atol=1e-13)
    for name in SHOWN:
        values = wanted[name].values
        largest = np.abs(values).max()
        for arm in range(len(arms)):
            for place, one in enumerate(found):
                jax_had = values[arm, place].ravel()
                for which, bar in (("arms_from_jax", 1e-12), ("arms", 1e-7)):
                    assert one[which][arm]["finite"]
                    hers = one[which][arm][name]
                    np.testing.assert_allclose(hers, jax_had, rtol=bar, atol=bar * largest, err_msg=f"{name}, {which}")


def test_a_woman_in_node_has_the_numbers_of_jax(node, tmp_path):
    assert_same(node, tmp_path, population(6, seed=2), "letrozole", {})


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_a_woman_in_node_has_the_numbers_of_jax_for_all_that_can_be_asked(node, tmp_path, case):
    regimen, options = CASES[case]
    assert_same(node, tmp_path, population(6, seed=2), regimen, options)


def test_what_is_said_of_a_woman_is_met_and_her_chance_is_her_own(node, tmp_path):
    people = [
        ea.Patient(joint_pain_before=4, estradiol=30, bmi=31, age=58),
        ea.Patient(joint_pain_before=0),
        ea.Patient(estradiol=60, cyp2a6_variant_alleles=2, chemotherapy=True),
    ]
    draws = [(5, 7, "site_trait of hand", 0), (2**40 + 3, 2**31 + 5, "bad_weeks", 9)]
    asked = [(seed, number, zlib.crc32(purpose.encode()), day) for seed, number, purpose, day in draws]
    files, calendar = wasm(record=("worst_pain",)), [{"prescribed_dose": [[2500]] * 5}]
    options = {"years": 5 / 365.25, "every": 1, "record": ("worst_pain",), "precision": "double"}
    for one in people:
        women = one.women(2**33 + 1)
        job = {"women": list(as_said(women)), "arms": [calendar], "options": {"days": 5, "every": 1}, "draws": asked}
        found = run(node, tmp_path, files, job)
        hers = found["courses"][0]["arms"][0]["worst_pain"]
        np.testing.assert_allclose(hers, ea.simulate(women, **options)["worst_pain"].values[0, 0], rtol=1e-12)
        if one.joint_pain_before is not None:
            assert found["courses"][0]["before"]["worst_pain"] == pytest.approx(one.joint_pain_before, abs=1e-3)
    for (seed, number, purpose, day), one in zip(draws, found["draws"], strict=True):
        wanted = [draw(seed, np.array([number]), purpose, kind, day)[0] for kind in ("uniform", "normal")]
        np.testing.assert_allclose([one["uniform"], one["normal"]], wanted, rtol=1e-14)
        assert one["key"] == [int(word[0]) for word in stream(seed, np.array([number]), purpose)]


def test_a_page_changes_numbers_and_weights_and_is_told_of_a_name_that_is_not_there(node, tmp_path):
    women, theory = population(2, seed=4), read_theory("inflammation", BOOK)
    numbers, options = {"turnover_rise": 0.3, "half_pain": 4.0}, {"years": 29 / 365.25, "every": 7, "record": SHOWN}
    wanted = ea.simulate(women, numbers=numbers, theory=theory, precision="double", engine="native", **options)
    files, calendar = wasm(record=SHOWN), {"prescribed_dose": [[2500]] * 29}
    said = [one | {"numbers": numbers, "weights": theory.weights} for one in as_said(women)]
    job = {"women": said, "arms": [[calendar] * 2], "options": {"days": 29, "every": 7}}
    found = run(node, tmp_path, files, job)["courses"]
    for name in SHOWN:
        values = wanted[name].values[0]
        hers = [one["arms"][0][name] for one in found]
        bar = 1e-12 * np.abs(values).max()
        np.testing.assert_allclose(hers, values.reshape(2, -1), rtol=1e-12, atol=bar, err_msg=name)
    with pytest.raises(AssertionError, match="there is no 'half_pian': one of"):
        run(node, tmp_path, files, job | {"women": [said[0] | {"numbers": {"half_pian": 1}}]})
