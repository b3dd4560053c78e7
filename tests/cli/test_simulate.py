"""The command line says what Python says, and what it leaves behind is whole."""

import json

import numpy as np
import pytest

import estralgia as ea
from estralgia import cli
from estralgia.cli.simulate import KEPT, REPORTED_AS, SAVED_AS
from estralgia.say import words


@pytest.mark.parametrize(
    "typed",
    ["--help", "--version", *(f"{name} --help" for name in cli.main.commands), "export sbml --help", "export"],
)
def test_help_does_not_wait_for_what_is_heavy(fresh, typed):
    code = (
        "import sys\nfrom estralgia.cli import main\n"
        f"try: main({typed.split()!r}, prog_name='estralgia')\n"
        "except SystemExit as end: code = end.code\n"
        "print(code, sorted({'jax', 'xarray', 'numpy', 'rich', 'sympy'} & set(sys.modules)))"
    )
    result = fresh("-c", code)
    assert result.stdout.splitlines()[-1] == f"{2 if typed == 'export' else 0} []"


def test_help_names_every_option(run):
    text = run("simulate --help").stdout
    options = {option for one in cli.main.commands["simulate"].params for option in one.opts if option[:2] == "--"}
    assert {"--json", "--twin", "--save"} <= options
    assert all(option in text for option in options)


def test_one_woman_from_a_file_to_a_file_and_json_says_what_python_says(place, run):
    result = run("simulate anna.toml --drug Letrozole --years 0.3 --seed 3 --json --save course.nc --report a.html")
    assert result.exit_code == 0, result.output
    said = json.loads(result.stdout)
    course = ea.simulate(ea.read_patient("anna.toml"), "letrozole", years=0.3, twin=True, seed=3)
    assert list(said["arms"]) == ["letrozole", "untreated"]
    for arm in course.arms:
        pain = said["arms"][arm]["worst_pain"]["by_month"]
        assert list(pain) == ["0", "1", "3"]
        expected = course["worst_pain"].sel(arm=arm, patient=0).sel(time=[0, 30, 91]).values
        np.testing.assert_array_equal(list(pain.values()), expected.astype(float))
    assert said["arms"]["letrozole"]["estradiol"]["unit"] == "pmol / l"
    assert said["women"] == 1
    assert said["shares"] == {}
    assert said["meaning"] == words.meaning(course)
    assert (said["run"]["seed"], said["run"]["theory"], said["run"]["days"]) == ("3", "all", "110")
    assert "never advises" in said["intended_use"]
    assert result.stderr.splitlines() == ["Wrote course.nc", "Wrote a.html"]
    import xarray as xr

    with xr.open_dataset("course.nc", engine="h5netcdf") as saved:
        np.testing.assert_array_equal(saved["worst_pain"].values, course["worst_pain"].values)
    assert "<html" in (place / "a.html").read_text(encoding="utf-8").lower()
    assert not list(place.glob("*.part"))


def test_many_women_are_shown_beside_their_twins_and_time_off_is_noted(place, run):
    result = run(["simulate", "--patients", "6", "--years", "0.6", "--regimen", "letrozole for 3 months, then stop"])
    assert result.exit_code == 0, result.output
    text = " ".join(result.stdout.split())
    for expected in (
        "6 women", "seed 1", "theory: all", "as prescribed", "no failures", "month 6", "untreated", "never hurt",
        "intervals", "Next", "--theory inflammation", "never advises",
    ):  # fmt: skip
        assert expected in text
    assert text.index("never hurt") < text.index("new or worse")
    assert result.stderr.startswith("Note: times without tablets are simulated for research")
    assert "SOLE 2021" in result.stderr
    assert all(len(line) <= 80 for line in result.stdout.splitlines())


@pytest.mark.slow
def test_the_demo_answers_and_leaves_a_report(place, run):
    result = run("demo --patients 20 --years 0.6 --folder here/demo")
    assert result.exit_code == 0, result.output
    text = " ".join(result.stdout.split())
    for heading in ("How many?", "Why?", "When?", "Where?", "How long?", "Simulated beside published"):
        assert heading in text
    assert "20 women" in text
    assert "nobody knows the exact cause" in text
    assert all(len(line) <= 80 for line in result.stdout.splitlines())
    assert "<html" in (place / "here/demo/report.html").read_text(encoding="utf-8").lower()


def test_the_endings_are_those_that_a_course_can_write(place, refused):
    course = ea.simulate(ea.Patient(), years=0.05, twin=True)
    for ending in SAVED_AS:
        assert course.save(f"course{ending}").stat().st_size > 0
    with refused("cannot save", " or ".join(SAVED_AS)):
        course.save("course.xls")
    with refused("HTML", REPORTED_AS[0]):
        course.report("course.nc")


def test_a_weaker_theory_says_so_and_can_be_matched(run):
    typed = "simulate --patients 20 --years 0.2 --theory inflammation"
    alone, as_strong = run(typed), run(f"{typed} --matched")
    assert "makes no other stronger" in " ".join(alone.stdout.split())
    assert "add --matched" in alone.stdout
    assert "theory: inflammation x " in as_strong.stdout
    assert "makes no other stronger" not in " ".join(as_strong.stdout.split())
    assert "makes no other stronger" not in run("simulate --patients 20 --years 0.2").stdout


def test_a_summary_that_was_stopped_goes_on_and_says_how(place, run, monkeypatch):
    """A finished summary, one spoiled batch, and a summary that is stopped: what each says on standard error."""
    typed = "simulate --patients 40 --years 0.3 --keep summary --folder kept"
    first = run(f"{typed} --json")
    assert first.exit_code == 0, first.output
    assert first.stderr.splitlines() == ["Starting, compiling (once)", "Simulating: 20 of 40 women"]
    (batch,) = (place / "kept").glob("*.batch")
    content = batch.read_bytes()
    batch.write_bytes(content[:-1])
    again = run(f"{typed} --json --resume")
    assert again.stderr.startswith("Note: kept/000000000.batch is torn or corrupt: this batch is simulated again")
    assert json.loads(again.stdout)["arms"] == json.loads(first.stdout)["arms"]
    assert batch.read_bytes() == content
    refused = run(typed)
    assert "a run was begun in this folder" in refused.stderr
    assert "--resume" in refused.stderr

    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("estralgia.questions.cohort.arms_of", interrupt)
    stopped = run(f"{typed} --resume")
    assert (stopped.exit_code, stopped.stdout) == (130, "")
    assert stopped.stderr.strip() == KEPT.format("kept")
    assert run("simulate --patients 4").exit_code == 0
