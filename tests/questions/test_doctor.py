"""The doctor says what this installation can do, and goes on where something is missing or broken."""

import json
from importlib.metadata import PackageNotFoundError, version

import pytest

import estralgia as ea
from estralgia.questions import doctor as module
from estralgia.questions.doctor import NEEDED, OPTIONAL, doctor


@pytest.fixture
def quick(monkeypatch):
    """Without the timed run."""
    monkeypatch.setattr(module, "_timed", lambda: [2.0, 0.5])


def test_a_healthy_installation(quick):
    found = doctor()
    assert found.estralgia == ea.__version__
    assert all(found.packages[name] == version(name) for name in NEEDED)
    assert any(device.startswith(("cpu", "gpu", "tpu", "cuda")) for device in found.devices)
    assert found.precisions == ["single", "double"]
    assert found.cores >= 1
    assert found.memory_gb > (found.free_memory_gb or 0) >= 0
    assert found.kept_programs_writable
    assert found.patient_years_per_second == pytest.approx(module.WOMEN * module.DAYS / 365.25 / 0.5)
    missing = [name for name in OPTIONAL if not found.packages[name]]
    assert len(found.problems) == len(missing)
    assert json.loads(json.dumps(found.record()))["packages"]["jax"] == version("jax")


@pytest.mark.parametrize("name", [*OPTIONAL, "pint"])
def test_a_missing_package_is_named_with_the_fix(quick, monkeypatch, name):
    def look(one):
        if one == name:
            raise PackageNotFoundError(one)
        return version(one)

    monkeypatch.setattr(module, "version", look)
    found = doctor()
    fix = OPTIONAL[name][1] if name in OPTIONAL else "pip install --upgrade estralgia"
    (problem,) = [one for one in found.problems if one.startswith(f"{name} is missing")]
    assert problem.endswith(f"Fix: {fix}")
    assert f"- {problem}" in str(found)
    assert f"{name} 0" not in str(found)
    assert found.packages[name] is None


def test_a_broken_engine_is_a_problem_and_not_an_error(monkeypatch):
    def broken():
        """Asking JAX for its devices"""
        raise RuntimeError("no backend\nand more")

    monkeypatch.setattr(module, "_devices", broken)
    found = doctor()
    assert (found.devices, found.precisions, found.patient_years_per_second) == ([], [], None)
    assert "Asking JAX for its devices failed: no backend. Fix: pip install --upgrade estralgia" in found.problems
    assert "not measured" in str(found)


def test_a_folder_that_cannot_be_written_is_a_problem(quick, monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    for folder in (None, tmp_path / "file"):
        monkeypatch.setattr(module, "_kept_programs", lambda folder=folder: folder)
        monkeypatch.setattr(module, "_size", lambda _: 0)
        found = doctor()
        assert not found.kept_programs_writable
        assert any("cannot be kept" in one and "XDG_CACHE_HOME" in one for one in found.problems)


def test_the_timed_run_is_short():
    first, again = module._timed()
    assert 0 < again < 60
    assert first > 0
