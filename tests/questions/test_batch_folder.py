"""A run that is ended at any moment goes on to the same bits; what is torn, foreign or in the way is found and said."""

import errno
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import numpy as np
import pytest
import xarray as xr
import zarr

import estralgia as ea
from estralgia.model.errors import RerunWarning
from estralgia.model.tally import Blocks
from estralgia.questions import batch_folder, full_courses
from estralgia.runners.engines import missing_for_native

MANY = 3 * batch_folder.BATCH + 300
ASKED = {"years": 0.25, "twin": True, "record": ("worst_pain", "estradiol"), "every": 7, "keep": "summary"}
# The same in a process of its own, which says when its first batch is kept.
ALONE = (
    "import sys, estralgia as ea\nwomen = ea.population({many}, seed=1)\n"
    "ea.simulate(women, 'letrozole', folder=sys.argv[1], resume=sys.argv[2] == 'resume', **{asked})"
)


def simulated(folder, many=MANY, seed=1, regimen="letrozole", **options):
    return ea.simulate(ea.population(many, seed=seed), regimen, folder=folder, **ASKED | options)


def begun(folder, resume=False):
    code = ALONE.format(many=MANY, asked=ASKED)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    words = [sys.executable, "-c", code, str(folder), "resume" if resume else "begin"]
    return subprocess.Popen(words, env=environment, stderr=subprocess.PIPE, text=True)


def kept(folder):
    return sorted(one.name for one in folder.glob(f"*{batch_folder.ENDING}"))


def same(one, other):
    """Equal to the bit: counts, sums, what is made of them, failures, and the first courses."""
    for mine, theirs in ((one.tally.counts, other.tally.counts), (one.tally.sums, other.tally.sums)):
        assert mine.keys() == theirs.keys()
        for name in mine:
            assert mine[name].dtype == theirs[name].dtype
            assert mine[name].tobytes() == theirs[name].tobytes(), name
    attributes = [{name: told for name, told in run.data.attrs.items() if name != "seconds"} for run in (one, other)]
    assert attributes[0] == attributes[1]
    assert one.data.equals(other.data)
    assert one.some.data.equals(other.some.data)
    assert one.failures == other.failures
    return True


@pytest.fixture(scope="module")
def whole():
    return simulated(None)


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cohort") / "run"
    simulated(folder)
    return folder


@pytest.fixture
def folder(finished, tmp_path):
    """A finished run, to be spoiled."""
    return shutil.copytree(finished, tmp_path / "run")


@pytest.fixture
def counted(monkeypatch):
    """The places of the women that are simulated, a row for each time."""
    found, usual = [], batch_folder.BatchFolder.write

    def write(self, number, *given):
        found.append(number)
        usual(self, number, *given)

    monkeypatch.setattr(batch_folder.BatchFolder, "write", write)
    return found


def test_a_folder_changes_no_bit_and_a_finished_run_is_only_read(whole, finished, counted):
    assert len(kept(finished)) == 4
    assert same(simulated(finished, resume=True), whole)
    assert counted == []


def test_batches_of_any_size_are_the_same_to_the_bit(whole, tmp_path, monkeypatch):
    monkeypatch.setattr("estralgia.questions.cohort.BATCH", 512)
    assert same(simulated(tmp_path / "run"), whole)
    assert len(kept(tmp_path / "run")) > 4


def killed_after(folder, batches, delay):
    """End a run without warning some seconds after so many batches are there; whether it was still running."""
    with begun(folder, resume=folder.exists()) as process:
        while process.poll() is None and len(kept(folder)) < batches:
            time.sleep(0.002)
        time.sleep(delay)
        was_running = process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.wait()
    return was_running


def test_a_run_that_is_killed_goes_on_to_the_same_bits(whole, tmp_path, counted):
    folder = tmp_path / "run"
    assert killed_after(folder, 1, 0.0)
    there = kept(folder)
    assert 1 <= len(there) < 4
    assert same(simulated(folder, resume=True), whole)
    assert len(counted) == 4 - len(there)
    assert len(kept(folder)) == 4


@pytest.mark.slow
@pytest.mark.parametrize("moment", range(10))
def test_a_run_that_is_killed_at_a_random_moment_goes_on_to_the_same_bits(whole, tmp_path, moment):
    chance, folder, ended = random.Random(moment), tmp_path / "run", 0
    for _ in range(3):
        ended += killed_after(folder, chance.randrange(4), chance.uniform(0, 1.5))
        if not folder.exists():
            folder.mkdir()
    assert ended
    assert same(simulated(folder, resume=True), whole)


@pytest.mark.parametrize("spoil", ["torn", "one byte", "empty", "of another place"])
def test_a_batch_that_is_not_whole_is_said_and_made_again_alone(whole, folder, counted, spoil):
    first, second, *_ = (folder / name for name in kept(folder))
    content = second.read_bytes()
    spoiled = {
        "torn": content[: len(content) // 2],
        "one byte": content[:-100] + bytes([content[-100] ^ 1]) + content[-99:],
        "empty": b"",
        "of another place": first.read_bytes(),
    }
    second.write_bytes(spoiled[spoil])
    with pytest.warns(RerunWarning, match=f"{second.name} .*simulated again"):
        assert same(simulated(folder, resume=True), whole)
    assert counted == [batch_folder.BATCH]
    assert second.read_bytes() == content


def test_a_batch_of_another_question_is_made_again(whole, folder, tmp_path, counted):
    simulated(tmp_path / "other", many=batch_folder.BATCH, seed=2)
    name = kept(folder)[0]
    shutil.copy(tmp_path / "other" / name, folder / name)
    counted.clear()
    with pytest.warns(RerunWarning, match="answers another question"):
        assert same(simulated(folder, resume=True), whole)
    assert counted == [0]


def test_a_batch_that_is_spoiled_while_others_are_made_is_refused(folder, monkeypatch, refused):
    (folder / kept(folder)[0]).unlink()
    last = folder / kept(folder)[-1]
    usual = batch_folder.BatchFolder.write
    monkeypatch.setattr(batch_folder.BatchFolder, "write", lambda *given: (usual(*given), last.write_bytes(b"spoiled")))
    with refused("has vanished or been changed", "--resume"):
        simulated(folder, resume=True)


@pytest.mark.parametrize(
    ("options", "what"),
    [
        ({"seed": 2}, "seed 1, not 2"),
        ({"many": 300}, "number of women"),
        ({"years": 0.5}, "days 91, not 183"),
        ({"regimen": "exemestane"}, "arms"),
        ({"numbers": {"forgetting_time": 20}}, "numbers"),
        ({"theory": "inflammation"}, "theory"),
        ({"tablets": "closed loop"}, "tablets"),
        ({"precision": "double"}, "precision"),
        pytest.param({"engine": "jax"}, "engine", marks=pytest.mark.skipif(bool(missing_for_native()), reason="JAX")),
        ({"twin": False}, "arms"),
        ({"book": ea.BOOK.with_numbers({"forgetting_time": 20})}, "book"),
    ],
)
def test_a_folder_of_another_question_is_refused(finished, refused, options, what):
    before = {one.name: one.read_bytes() for one in finished.iterdir()}
    with refused("this folder answers another question", "another folder") as caught:
        simulated(finished, resume=True, **options)
    assert what in caught.value.what
    assert {one.name: one.read_bytes() for one in finished.iterdir()} == before


def test_a_folder_that_is_in_the_way_is_refused(finished, tmp_path, refused):
    with refused("a run was begun in this folder", "resume=True (--resume)"):
        simulated(finished)
    (tmp_path / "thesis.txt").touch()
    with refused("holds other files", "another folder"):
        simulated(tmp_path, resume=True)
    with refused("a file, not a folder", "another place"):
        simulated(tmp_path / "thesis.txt")
    with refused("there is no folder", "make it first"):
        simulated(tmp_path / "not" / "there")
    with refused("where is the run to go on with?", "folder="):
        simulated(None, resume=True)
    for options in ({"folder": tmp_path / "run"}, {"folder": None, "resume": True}, {"folder": None, "full": True}):
        with refused("this is about a summary", 'keep="summary"'):
            simulated(**options, keep="courses")
    with refused("where are all courses to be kept?", "folder="):
        simulated(None, full=True)


def test_one_process_at_a_time_simulates_into_a_folder(folder, refused):
    (folder / kept(folder)[0]).unlink()
    with batch_folder.locked(folder), refused("another process simulates into this folder", "wait"):
        simulated(folder, resume=True)


def test_what_a_killed_process_left_half_written_is_swept(folder, whole):
    (folder / "000000000-17-4.part").write_bytes(b"half")
    (folder / batch_folder.QUESTION).write_text("{", encoding="utf-8")
    assert same(simulated(folder, resume=True), whole)
    assert not list(folder.glob("*.part"))
    assert json.loads((folder / batch_folder.QUESTION).read_text(encoding="utf-8"))["seed"] == 1


@contextmanager
def no_room(monkeypatch):
    """The disk is full from the second batch on."""
    usual, written = os.fsync, []

    def fsync(handle):
        written.append(handle)
        if len(written) > 2:  # the question and a batch
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        usual(handle)

    with monkeypatch.context() as changed:
        changed.setattr(os, "fsync", fsync)
        yield


def test_a_full_disk_is_one_message_and_loses_no_batch_that_was_kept(whole, tmp_path, monkeypatch, refused):
    folder = tmp_path / "run"
    with no_room(monkeypatch), refused("No space left on device", "make room, and go on with resume=True (--resume)"):
        simulated(folder)
    assert len(kept(folder)) == 1
    assert not list(folder.glob("*.part"))
    assert same(simulated(folder, resume=True), whole)


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="this system has no limit on the size of a file")
def test_a_file_that_may_not_grow_is_one_message(tmp_path, refused):
    most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8_000, most[1]))
    try:
        with refused("File too large", "make room"):
            simulated(tmp_path / "run", many=300)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, most)
    assert kept(tmp_path / "run") == []


def test_a_folder_that_vanishes_is_one_message(tmp_path, monkeypatch, refused):
    folder, usual = tmp_path / "run", batch_folder.BatchFolder.write
    monkeypatch.setattr(
        batch_folder.BatchFolder, "write", lambda *given: (usual(*given), shutil.rmtree(folder, ignore_errors=True))
    )
    with refused("the folder has vanished", "bring it back, and go on with"):
        simulated(folder)


def test_counts_in_few_bytes_are_the_same_counts():
    counts = {"few": np.array([0, 7]), "many": np.array([[70_000]]), "one": np.array(3)}
    sums = np.array([[0.1], [np.nan]])
    found = batch_folder.unpacked(batch_folder.packed(Blocks(counts, {"sum": sums})))
    for name, right in counts.items():
        assert np.array_equal(found.counts[name], right)
    assert found.sums["sum"].tobytes() == sums.tobytes()


FULL = {"years": 0.1, "twin": True, "record": ("worst_pain", "pain_by_joint"), "every": 7, "full": True}
FULL |= {"tablets": "closed loop"}


@pytest.fixture
def small_chunks(monkeypatch):
    """Chunks of 512 women, and of some of their times where there are many joints."""
    monkeypatch.setattr("estralgia.questions.full_courses.CHUNK_BYTES", 100_000)


def test_every_course_is_streamed_to_chunks_each_written_once(tmp_path, small_chunks, monkeypatch):
    written, usual = [], zarr.storage.LocalStore.set

    async def count(self, key, value):
        written.append(f"{self.root}/{key}")
        await usual(self, key, value)

    monkeypatch.setattr(zarr.storage.LocalStore, "set", count)
    cohort = simulated(tmp_path / "run", many=1100, **FULL)
    chunks = [key for key in written if "/c/" in key]
    assert len(chunks) == len(set(chunks)) > 15
    course = ea.simulate(ea.population(1100, seed=1), "letrozole", **FULL | {"full": False})
    with xr.open_zarr(tmp_path / "run" / "courses.zarr", consolidated=False) as found:
        assert found["pain_by_joint"].encoding["chunks"][1:3] == (512, 2)
        assert {*found.data_vars} == {*course.data.data_vars}
        for name, one in course.data.data_vars.items():
            assert found[name].dims == one.dims
            assert found[name].attrs == one.attrs
            assert np.array_equal(found[name].values, one.values), name
        for name, one in course.data.coords.items():
            assert [*found[name].values] == [*one.values], name
        assert found.attrs["seed"] == "1"
    assert same(cohort, simulated(None, many=1100, **FULL | {"full": False}))


def test_a_batch_whose_courses_are_gone_is_made_again_alone(tmp_path, small_chunks, counted):
    folder = tmp_path / "run"
    whole = simulated(folder, many=1100, **FULL)
    before = {one: one.read_bytes() for one in (folder / "courses.zarr").rglob("*") if one.is_file()}
    torn = folder / "courses.zarr" / "pain_by_joint" / "c" / "0" / "1" / "0" / "0"
    torn.write_bytes(torn.read_bytes()[:-1])
    counted.clear()
    with pytest.warns(RerunWarning, match="courses of it are gone"):
        assert same(simulated(folder, many=1100, resume=True, **FULL), whole)
    assert counted == [512]
    assert {one: one.read_bytes() for one in before} == before
    shutil.rmtree(folder / "courses.zarr")
    with pytest.warns(RerunWarning, match="courses of it are gone"):
        assert same(simulated(folder, many=1100, resume=True, **FULL), whole)
    assert {one: one.read_bytes() for one in before} == before


def test_chunks_are_as_large_as_they_are_well_read(tmp_path):
    for days, every in ((365, 7), (1826, 7), (1826, 1)):
        times = {"time": np.arange(0, days, every), "joint": np.arange(20), "arm": ["a", "b"], "patient": [0]}
        dims = ("arm", "patient", "time")
        shell = xr.Dataset({
            "one": (dims, np.zeros((2, 1, len(times["time"])), np.float32)),
            "by_joint": ((*dims, "joint"), np.zeros((2, 1, len(times["time"]), 20), np.float32)),
        })  # fmt: skip
        women = full_courses.women_at_once(shell)
        store = full_courses.FullCourses(tmp_path, shell, ea.population(5), women)
        sizes = {name: 4 * np.prod(store.chunks_of(one)) for name, one in shell.data_vars.items()}
        assert women % 512 == 0
        assert 50e6 < sizes["by_joint"] <= 100e6
        assert 4e6 < sizes["one"] < 10e6


def test_without_zarr_whole_courses_are_refused(tmp_path, monkeypatch, refused):
    monkeypatch.setattr(full_courses, "find_spec", lambda _: None)
    with refused("zarr is not installed", "estralgia[large]"):
        simulated(tmp_path / "run", many=4, **FULL)
    assert not (tmp_path / "run").exists()
