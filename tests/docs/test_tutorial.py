"""The tutorial does what it says: its blocks run in order and print what stands below them."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import estralgia as ea

ROOT = Path(__file__).parents[2]

NUMBER = re.compile(r"-?\d+(?:\.\d*)?")


def alike(shown, printed):
    """The same words, and numbers that differ by no more than a last digit that was rounded another way."""
    numbers, others = (re.findall(NUMBER, shown), re.findall(NUMBER, printed)), (shown, printed)
    words = [NUMBER.sub("", one).split() for one in others]
    assert words[0] == words[1]
    assert [float(one) for one in numbers[1]] == pytest.approx([float(one) for one in numbers[0]], rel=0.02, abs=0.11)


@pytest.mark.slow
def test_every_block_prints_what_the_page_shows(tutorial):
    compared = [(shown, printed) for _, shown, printed in tutorial if shown is not None]
    assert len(compared) >= 7
    for shown, printed in compared:
        assert printed.strip(), "a block that shows its output prints nothing"
        alike(shown, printed)


@pytest.mark.parametrize(("shown", "printed"), [("all: 1.3", "all: 1.6"), ("all: 1.3", "none: 1.3"), ("1 2", "1")])
def test_what_differs_is_found(shown, printed):
    with pytest.raises(AssertionError):
        alike(shown, printed)


@pytest.fixture
def program(tmp_path):
    """Runs a program of the tutorial, by its caption, with words of it replaced, and gives what it prints."""
    text = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    programs = dict(re.findall(r"```{code-block} python\n:caption: (\S+)\n(.*?)```", text, re.S))

    def run(name, **replaced):
        code = programs[name]
        for old, new in replaced.items():
            assert old in code
            code = code.replace(old, new)
        (tmp_path / name).write_text(code, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, name], cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
            capture_output=True, text=True, timeout=300, check=True,
        )  # fmt: skip
        return done.stdout

    return run


@pytest.mark.slow
def test_the_pool_of_processes_says_what_this_process_says(program):
    course = ea.simulate(ea.population(64, seed=1), "letrozole for 1 year", every=28)
    first, second = (float(number) for number in program("regimens.py").strip(" []\n").split(","))
    assert first == float(course["worst_pain"].isel(time=-1).mean())
    assert first != second


@pytest.mark.slow
def test_a_cohort_is_kept_and_its_courses_are_read_by_others(program):
    few = {"100_000": "300", "years=1": "years=0.3, full=True"}
    first, again = (re.sub(r"[\d.]+ s;", "", program("cohort.py", **few)) for _ in range(2))  # but for its seconds
    assert "300 women" in first
    assert again == first  # nothing is left to do
    assert "worst_pain" in program("courses.py")
