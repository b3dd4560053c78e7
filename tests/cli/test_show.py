"""What a terminal of any width shows: no line longer than it, no word cut off, nothing that is not a number."""

import io
import re

import pytest

from estralgia import cli
from estralgia.cli.show import FIRST_RUN, LAST, LINE_EVERY, RUNNING, done_and_left, filled, progress

TABLE = "ID,TIME,AMT,EVID,II,ADDL,DRUG\n7,0,2.5,1,1,60,letrozole\n8,3,1,1,1,60,anastrozole\n"
ADDED = "--add 'duloxetine from week 8 for 6 weeks' --add 'exercise from month 2'"
TYPED = (
    "",
    "simulate anna.toml --years 0.6",
    f"simulate --patients 30 --years 0.6 {ADDED}",
    "simulate --patients 30 --years 0.6 --tablets 'closed loop'",
    "simulate --patients 30 --regimen 'letrozole for 2 months, then anastrozole' --years 0.6",
    "simulate --doses doses.csv --years 0.3",
    "explain --day 84 --equations --regimen 'letrozole for 2 months, then stop'",
    "leaflet 1 --patients 20",
    "leaflet --list",
    "treatments --controls",
    "theories all sensitization --patients 100",
    "study",
    "study YOCAS --screened 200",
    "cite --theory 'all; withdrawal=level'",
    "score --patients 100 --targets ma17_arthralgia_letrozole",
    "doctor",
    "when-to-get-help",
)
LONG = ("score", "theories", "explain", "treatments")
SHOWN = [pytest.param(one, marks=[pytest.mark.slow] if one.split(" ")[0] in LONG else []) for one in TYPED]
FOR_PROGRAMS = ("demo", "export")  # the demo: see test_simulate; what is exported is read by other programs
ALONE = ["--help", *(f"{one} --help" for one in cli.main.commands)]
EXPORTED = [f"export {one} --help" for one in cli.main.commands["export"].commands]


def test_every_command_is_looked_at():
    assert {typed.split()[0] for typed in TYPED if typed} | {*FOR_PROGRAMS} == set(cli.main.commands)


@pytest.mark.parametrize("typed", [*SHOWN, *ALONE, *EXPORTED])
def test_no_line_is_longer_than_the_terminal_and_nothing_is_cut_off(place, run, monkeypatch, typed):
    (place / "doses.csv").write_text(TABLE, encoding="utf-8")
    for width in (80, 120):
        monkeypatch.setenv("COLUMNS", str(width))
        result = run(typed)
        assert result.exit_code == 0, result.output
        lines = result.output.splitlines()
        assert [line for line in lines if len(line) > width] == []
        assert not re.search(r"…|\bnan\b|[+-]nan|-0\.0+\b", result.output)
        assert [line for line in lines if re.match(r"\s*(%|s;)", line)] == []  # a unit stays with its number


@pytest.mark.parametrize(("line", "shown"), [
    ("- one two three", ["- one two", "  three"]),
    ("10. one two three", ["10. one two", "    three"]),
    ("  a  one two three", ["  a  one", "     two", "     three"]),
    ("a:    one two three", ["a:    one", "      two", "      three"]),
    ("   one two three", ["   one two", "     three"]),
    ("one two three four", ["one two", "three four"]),
    ("one two 40 % four", ["one two", "40 % four"]),
    ("in all in 40 weeks", ["in all in", "40 weeks"]),
])  # fmt: skip
def test_what_follows_stands_below_where_the_words_begin(line, shown):
    assert filled(line, 11).splitlines() == shown


def test_the_bar_says_that_it_compiles_then_simulates_then_writes(monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    shown = []
    monkeypatch.setattr("sys.stderr", Terminal())
    monkeypatch.setattr("rich.progress.Progress.add_task", lambda _, said, **__: shown.append(said))
    monkeypatch.setattr("rich.progress.Progress.update", lambda *_, description, **__: shown.append(description))
    with progress() as bar:
        for share in (0.5, 1.0):
            bar(share)
    assert shown == [FIRST_RUN, RUNNING, LAST]


@pytest.fixture
def clock(monkeypatch):
    """`clock(seconds)` lets time pass, and no other time does."""
    now = [0.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    return lambda seconds: now.__setitem__(0, now[0] + seconds)


@pytest.mark.parametrize(("seconds", "left"), [(1, "3 s left"), (60, "3 min left"), (7200, "6 h left")])
def test_women_who_are_done_and_the_time_that_is_left(clock, seconds, left):
    """One in five was done before: only what was done since tells the pace."""
    words = done_and_left(10_000)
    assert words(0.0) == ""
    assert words(0.2) == "2,000 of 10,000 women"
    clock(seconds)
    assert words(0.4) == f"4,000 of 10,000 women, {left}"
    assert words(1.0) == "10,000 of 10,000 women"
    assert done_and_left()(0.2) == "20 %"


def test_where_no_terminal_shows_a_bar_a_line_comes_now_and_then(clock, monkeypatch):
    monkeypatch.setattr("sys.stderr", io.StringIO())
    with progress() as bar:
        assert bar is None
    said = []
    monkeypatch.setattr("estralgia.cli.show.say", lambda line, err: said.append(line))
    with progress(1000, lines=True) as bar:
        for share in (0.0, 0.1, 0.2, 0.3):
            bar(share)
            clock(LINE_EVERY / 2 if share else 20)
    assert said == [FIRST_RUN, f"{RUNNING}: 100 of 1,000 women", f"{RUNNING}: 300 of 1,000 women, 2 min left"]
