"""The command line says what Python says; every mistake is one message with what, where and fix, before any work."""

import json
import os
import subprocess
import sys

import numpy as np
import pytest
from click.testing import CliRunner

import estralgia as ea
from estralgia import cli
from estralgia.questions import words

WOMAN = "age = 61\nyears_since_menopause = 9\nbmi = 29\njoint_pain_before = 2\n"
FILES = {
    "anna.toml": WOMAN,
    "empty.toml": "",
    "broken.toml": "age = \n",
    "typo.toml": "agee = 61\n",
    "text.toml": 'age = "old"\n',
    "young.toml": "age = 45\nyears_since_menopause = 0.2\n",
    "level.toml": 'age = 61\nestradiol = "4 miles"\n',
    "latin.toml": b"name = '\xe9'\n",
}
BAD = [
    # what is typed, what the message says, where, and the fix that it offers
    ("simulat", "no command 'simulat'", "estralgia simulat", "did you mean 'simulate'?"),
    ("--verson", "no option '--verson'", "estralgia", "did you mean '--version'?"),
    ("simulate --patient 3", "no option '--patient'", "estralgia simulate", "did you mean '--patients'?"),
    ("simulate a.toml b.toml", "unexpected extra argument", "estralgia simulate", "see estralgia simulate --help"),
    ("simulate --patients x", "not a valid integer", "--patients", "--patients 2000"),
    ("simulate --patients 2.5", "not a valid integer", "--patients", "--patients 2000"),
    ("simulate --patients 0", "at least 1", "--patients 0", "--patients 2000"),
    ("simulate --patients -3", "at least 1", "--patients -3", "--patients 2000"),
    ("simulate --patients 1000000000000", "at most 1,000,000", "--patients 1000000000000", "--patients 2000"),
    ("simulate --patients 1000000 --years 30", "would take", "1,000,000 women", "fewer women"),
    ("simulate anna.toml --patients 3", "not both", "anna.toml and --patients 3", "leave one"),
    ("simulate --drug letrozol", "no drug 'letrozol'", "--drug letrozol", "did you mean 'letrozole'?"),
    ("simulate --drug", "requires an argument", "--drug", "--drug anastrozole"),
    ("simulate --drug letrozole --regimen letrozole", "not both", "--drug letrozole", "leave one"),
    ("simulate --regimen 'letrozole -2.5 mg daily'", "more than zero", "-2.5 mg", "no drug"),
    ("simulate --regimen 'letrozole 250 mg daily'", "slip of the unit", "250 mg", "2.5 mg"),
    ("simulate --regimen 'letrozole twice a blue moon'", "not a rhythm", "character 11", "daily"),
    ("simulate --regimen ''", "regimen is empty", "estralgia simulate", "name a drug"),
    ("simulate --years nan", "number of years", "years = nan", "at most 30"),
    ("simulate --years -1", "number of years", "years = -1", "at most 30"),
    ("simulate --years soon", "not a valid float", "--years", "--years 2"),
    ("simulate --theory inflammatio", "no theory 'inflammatio'", "inflammatio", "did you mean 'inflammation'?"),
    ("simulate --theory 'all; withdrawal=levels'", "no rival", "withdrawal=levels", "did you mean 'level'?"),
    ("simulate --tablets closed", "tablets cannot be 'closed'", "--tablets closed", "closed loop"),
    ("simulate --seed -1", "a seed is a whole number", "seed = -1", "seed=1"),
    ("simulate nobody.toml", "cannot be read", "nobody.toml", "age = 61"),
    ("simulate folder", "cannot be read", "folder", "age = 61"),
    ("simulate empty.toml", "empty", "empty.toml", "age = 61"),
    ("simulate broken.toml", "cannot be read as TOML", "broken.toml", "age = 61"),
    ("simulate latin.toml", "cannot be read", "latin.toml", "age = 61"),
    ("simulate typo.toml", "no 'agee'", "typo.toml", "did you mean 'age'?"),
    ("simulate text.toml", "age is a number", "text.toml, age = 'old'", "age = "),
    ("simulate young.toml", "less than a year after her last period", "young.toml", "at least 1"),
    ("simulate level.toml", "estradiol cannot be read", "level.toml", "pmol/L"),
    ("simulate --save course.xls", "ends in .nc or .csv", "--save course.xls", "--save course.nc"),
    ("simulate --save nowhere/course.nc", "no folder 'nowhere'", "--save nowhere/course.nc", "make it first"),
    ("simulate --save folder.nc", "this is a folder", "--save folder.nc", "--save course.nc"),
    ("simulate --report course.pdf", "ends in .html or .htm", "--report course.pdf", "--report course.html"),
    ("demo --patients 0", "at least 1", "--patients 0", "--patients 2000"),
    ("demo --patients 1", "counts women", "patients = 1", "2 or more"),
    ("demo --years nan", "number of years", "years = nan", "at most 30"),
    ("demo --folder anna.toml", "cannot be written there", "anna.toml", "another folder"),
    ("demo --folder anna.toml/deeper", "cannot be written there", "anna.toml", "another folder"),
]


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A folder to work in, with files of women, good and bad."""
    for name, text in FILES.items():
        (tmp_path / name).write_bytes(text.encode() if isinstance(text, str) else text)
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder.nc").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def at_work(monkeypatch):
    """Called in place of the long work."""

    def replace(instead):
        monkeypatch.setattr("estralgia.questions.simulate._run", instead)

    return replace


def run(arguments):
    return CliRunner().invoke(cli.main, arguments, prog_name="estralgia")


def fresh(*arguments):
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    return subprocess.run(
        [sys.executable, *arguments], env=environment, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.mark.parametrize(("typed", "what", "where", "fix"), BAD, ids=[row[0] for row in BAD])
def test_a_mistake_is_one_message_before_any_work(place, at_work, typed, what, where, fix):
    def work(*_):
        raise AssertionError("the mistake was not seen before the long work")

    at_work(work)
    before = sorted(place.rglob("*"))
    result = run(typed)
    assert result.exit_code == 2
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert lines[0].startswith("Error: ")
    assert what in lines[0]
    assert [line[:9] for line in lines[1:]] == ["  where: ", "  fix: " + lines[2][7:9]]
    assert where in lines[1]
    assert fix in lines[2]
    assert sorted(place.rglob("*")) == before


def test_stopping_is_one_line_and_code_130(place, at_work):
    def work(*_):
        raise KeyboardInterrupt

    at_work(work)
    before = sorted(place.rglob("*"))
    result = run("simulate --save course.nc --report course.html")
    assert result.exit_code == 130
    assert result.stdout == ""
    assert result.stderr.strip() == "Stopped before the end: unfinished work is lost."
    assert sorted(place.rglob("*")) == before


def test_a_mistake_of_ours_is_not_hidden(place, at_work):
    def work(*_):
        raise ZeroDivisionError

    at_work(work)
    assert isinstance(run("simulate").exception, ZeroDivisionError)


@pytest.mark.parametrize("typed", ["", "--help", "--version", "simulate --help", "demo --help"])
def test_help_does_not_wait_for_what_is_heavy(typed):
    code = (
        "import sys\nfrom estralgia.cli import main\n"
        f"try: main({typed.split()!r}, prog_name='estralgia')\n"
        "except SystemExit as end: print(end.code, sorted({'jax', 'xarray', 'numpy', 'rich'} & set(sys.modules)))"
    )
    result = fresh("-c", code)
    assert result.stderr == ""
    assert result.stdout.splitlines()[-1] == "0 []"


def test_alone_it_says_in_six_lines_what_to_type():
    result = fresh("-m", "estralgia")
    assert (result.returncode, result.stderr) == (0, "")
    assert len(result.stdout.splitlines()) == 6
    assert "estralgia simulate" in result.stdout
    assert "never advises" in result.stdout


def test_help_names_every_option():
    text = run("simulate --help").stdout
    options = {option for one in cli.main.commands["simulate"].params for option in one.opts if option[:2] == "--"}
    assert {"--json", "--twin", "--save"} <= options
    assert all(option in text for option in options)


def test_one_woman_from_a_file_to_a_file_and_json_says_what_python_says(place):
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


def test_many_women_are_shown_beside_their_twins_and_time_off_is_noted(place):
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


@pytest.mark.parametrize(
    ("text", "days", "has_time_off"),
    [
        ("letrozole", 700, False),
        ("letrozole for 1 year", 365, False),
        ("letrozole for 1 year, then stop", 700, True),
        ("letrozole for 1 year, then pause for 3 months, then letrozole", 700, True),
        ("letrozole for 1 year, then pause for 3 months, then letrozole", 300, False),
        ("no drug for 3 months, then letrozole", 700, False),
        ("letrozole for 1 year, then anastrozole", 700, False),
        ("no drug", 700, False),
    ],
)
def test_time_off_is_days_without_tablets_after_tablets(text, days, has_time_off):
    assert cli._has_time_off(cli._regimen(None, text), days) is has_time_off


def test_the_demo_answers_and_leaves_a_report(place):
    result = run("demo --patients 20 --years 0.6 --folder here/demo")
    assert result.exit_code == 0, result.output
    text = " ".join(result.stdout.split())
    for heading in ("How many?", "Why?", "When?", "Where?", "How long?", "Simulated beside published"):
        assert heading in text
    assert "20 women" in text
    assert "nobody knows the exact cause" in text
    assert "<html" in (place / "here/demo/report.html").read_text(encoding="utf-8").lower()


def test_the_endings_are_those_that_a_course_can_write(place, refused):
    course = ea.simulate(ea.Patient(), years=0.05, twin=True)
    for ending in cli.SAVED_AS:
        assert course.save(f"course{ending}").stat().st_size > 0
    with refused("cannot save", " or ".join(cli.SAVED_AS)):
        course.save("course.xls")
    with refused("HTML", cli.REPORTED_AS[0]):
        course.report("course.nc")
