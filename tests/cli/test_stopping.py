"""Ctrl-C at any moment is one line and code 130, and leaves nothing half-written; so does a full disk, with code 2."""

import errno
import os
import resource
import signal
import time
from pathlib import Path

import numpy as np
import pytest

import estralgia as ea
from estralgia.cli import stopping

FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
# The command as it is typed; it can say when it is about to begin. Tests may run where Ctrl-C is ignored, as in the
# background of a shell: a process would inherit that.
BEGIN = (
    "import signal, sys\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n"
    "from estralgia.cli import main\nsys.argv = ['estralgia', {}]\n{}\nmain()"
)
SAY = "print('begun', flush=True)"
# A command that has written half of a file, says so, and waits.
HALF = "import pathlib, time\npathlib.Path.replace = lambda *_: (print('half', flush=True), time.sleep(60))"


@pytest.fixture
def stopped(start, tmp_path):
    """Begin a command in a process of its own, send a signal, and return its code, outputs and the files it left."""

    def stop(typed, delay, change=SAY, which=signal.SIGINT, word="begun"):
        code = BEGIN.format(", ".join(map(repr, typed.split())), change)
        with start("-c", code, cwd=tmp_path, variables={"XDG_CACHE_HOME": str(tmp_path / "cache")}) as process:
            while process.stdout.readline().strip() != word:
                assert process.poll() is None
            time.sleep(delay)
            process.send_signal(which)
            out, err = process.communicate(timeout=120)
        left = [path.name for path in tmp_path.iterdir() if path.name != "cache"]
        return process.returncode, out, err, left

    return stop


@pytest.mark.parametrize("delay", [0.1, 1, 4], ids=["while it loads", "soon", "while it compiles"])
def test_a_real_interruption_ends_before_the_work_does(stopped, delay):
    found = stopped("simulate --patients 200000 --save c.nc --report c.html", delay)
    assert found == (130, "", f"{stopping.STOPPED}\n", [])


@pytest.mark.parametrize(("which", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_file_half_written_is_gone_after_a_real_interruption(stopped, which, code):
    found = stopped("export glossary --output glossary.md", 0.1, HALF, which, "half")
    assert found == (code, "", f"{stopping.STOPPED}\n", [])


@pytest.mark.parametrize(
    "place_of_it",
    ["estralgia.cli.options.read_tablets", "estralgia.questions.simulate.run_of", "estralgia.say.words.meaning"],
    ids=["at parse", "at work", "at the words"],
)
@pytest.mark.parametrize("stop", [KeyboardInterrupt, EOFError])
def test_stopping_is_one_line_and_code_130(place, run, monkeypatch, place_of_it, stop):
    def interrupt(*_, **__):
        raise stop

    monkeypatch.setattr(place_of_it, interrupt)
    before = sorted(place.rglob("*"))
    result = run("simulate --years 0.05 --json")
    assert result.exit_code == 130
    assert result.stdout == ""
    assert result.stderr.strip() == stopping.STOPPED
    assert sorted(place.rglob("*")) == before


@pytest.mark.parametrize("option", ["--save c.nc", "--save c.csv", "--report c.html"])
@pytest.mark.parametrize(("trouble", "code"), [(KeyboardInterrupt(), 130), (FULL, 2)], ids=["Ctrl-C", "full disk"])
def test_trouble_while_writing_leaves_the_old_file_and_no_half_one(place, run, monkeypatch, option, trouble, code):
    name = option.split()[1]
    (place / name).write_text("the old one", encoding="utf-8")
    before = sorted(place.rglob("*"))

    def half(self, *_, **__):
        self.touch()
        raise trouble

    def half_a_table(_, path, **__):
        half(Path(path))

    monkeypatch.setattr("pathlib.Path.write_bytes", half)
    monkeypatch.setattr("pathlib.Path.write_text", half)
    monkeypatch.setattr("pandas.DataFrame.to_csv", half_a_table)
    result = run(f"simulate --years 0.05 {option}")
    monkeypatch.undo()
    assert (result.exit_code, result.stdout) == (code, ""), result.output
    assert sorted(place.rglob("*")) == before
    assert (place / name).read_text(encoding="utf-8") == "the old one"
    if code == 2:
        assert [line[:9] for line in result.stderr.splitlines()] == ["Error: th", "  where: ", "  fix: gi"]
        assert "No space left on device" in result.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no disk that is always full")
@pytest.mark.parametrize("typed", ["cite", "export glossary", "--help", "doctor --help"])
def test_a_full_disk_behind_standard_output_is_one_message(fresh, typed):
    with Path("/dev/full").open("w") as full:
        result = fresh("-m", "estralgia", *typed.split(), stdout=full)
    assert result.returncode == 2
    assert result.stderr.splitlines() == [
        "Error: standard output cannot be written: No space left on device",
        f"  where: estralgia {typed}",
        "  fix: make room, or send it elsewhere",
    ]


def test_a_reader_who_has_seen_enough_and_nobody_who_reads_are_no_mistake(fresh):
    reading, writing = os.pipe()
    os.close(reading)
    result = fresh("-m", "estralgia", "cite", stdout=writing)
    os.close(writing)
    assert result.stderr == ""
    assert fresh("-c", BEGIN.format("'cite'", "sys.stdout = None")).returncode == 0


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="this system has no limit on the size of a file")
def test_a_disk_that_fills_up_does_not_crash_the_writer_of_netcdf(tmp_path, refused):
    noise = np.random.default_rng(1).normal(size=50_000)
    course = ea.simulate(ea.Patient(), "no drug", years=0.01, record=("worst_pain",))
    course = course.with_data(course.data.assign(noise=("moment", noise)))
    most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, most[1]))
    try:
        with refused("cannot be written", "another place"):
            course.save(tmp_path / "course.nc")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, most)
    assert list(tmp_path.iterdir()) == []
