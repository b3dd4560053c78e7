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


@pytest.mark.slow
def test_the_pool_of_processes_says_what_this_process_says(tmp_path):
    text = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    name, code = re.search(r"```{code-block} python\n:caption: (\S+)\n(.*?)```", text, re.S).groups()
    (tmp_path / name).write_text(code, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, tmp_path / name], env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        capture_output=True, text=True, timeout=300, check=True,
    )  # fmt: skip
    course = ea.simulate(ea.population(64, seed=1), "letrozole for 1 year", every=28)
    first, second = (float(number) for number in done.stdout.strip(" []\n").split(","))
    assert first == float(course["worst_pain"].isel(time=-1).mean())
    assert first != second
