"""CONTRIBUTING.md is followed to the letter on a copy of the book: its mechanism acts, and is off at zero."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
MOST_FILES = 4
PYTEST = ("-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider")
FENCE = "`" * 3
BLOCK = re.compile(rf"`(?P<path>src/[\w/.]+)`:\n\n{FENCE}(?P<kind>\w+)\n(?P<code>.*?)^{FENCE}$", re.M | re.S)
SHOWN = re.compile(rf"^### See what it does\n.*?{FENCE}python\n(?P<code>.*?)^{FENCE}$", re.M | re.S)
CHECKS = """
import numpy as np
from estralgia.book import BOOK
from estralgia.model.wiring import unused

assert unused(BOOK.wiring()) == [], unused(BOOK.wiring())
assert "sleep_feeds_gain" in BOOK.wiring().entries
np.testing.assert_array_less(0.01, added.max("time"))  # every one of the women feels it
np.testing.assert_array_equal(slept_badly["broken_sleep"], slept_well["broken_sleep"])
np.save("without.npy", slept_well["worst_pain"].values)
"""
BEFORE = """
import numpy as np
import estralgia as ea

course = ea.simulate(ea.population(3, seed=1), "letrozole", years=0.5, record=("worst_pain",))
np.testing.assert_allclose(np.load("without.npy"), course["worst_pain"].values, rtol=0, atol=1e-5)
"""


def changed(text, diff):
    """The text after a change: the lines of the diff without + stand in it once, and give way to those without -."""
    lines = diff.splitlines(keepends=True)
    old, new = ("".join(line[1:] for line in lines if line[0] != sign) for sign in "+-")
    assert text.count(old) == 1, f"CONTRIBUTING.md is stale: this stands nowhere, or twice:\n{old}"
    return text.replace(old, new)


def follow(tree):
    """Take every step of CONTRIBUTING.md in this copy; the files that were touched."""
    touched = []
    for block in BLOCK.finditer(TEXT):
        path = tree / block["path"]
        assert path.exists() == (block["kind"] == "diff"), f"CONTRIBUTING.md is stale: {block['path']}"
        old = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_text(changed(old, block["code"]) if old else block["code"], encoding="utf-8")
        touched.append(block["path"])
    return touched


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    copy = tmp_path_factory.mktemp("contributing")
    for folder in ("src", "tests"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    (copy / "docs").mkdir()
    return copy


@pytest.fixture(scope="module")
def touched(tree):
    return follow(tree)


def run(tree, *words, source=None):
    """A Python process that sees the copy, or the source that is given, and no other book."""
    surroundings = os.environ | {"PYTHONPATH": str(source or tree / "src")}
    done = subprocess.run(
        [sys.executable, *words], cwd=tree, env=surroundings, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    return done.stdout


def test_four_steps_touch_four_files(touched):
    steps = re.findall(r"^\*\*Step (\d)", TEXT, re.M)
    assert steps == [str(number) for number in range(1, len(touched) + 1)]
    assert len(set(touched)) == len(touched) <= MOST_FILES


@pytest.mark.slow
def test_the_mechanism_acts_and_is_off_at_zero(tree, touched):
    printed = run(tree, "-c", SHOWN.search(TEXT)["code"] + CHECKS)
    assert float(re.search(r"adds up to ([\d.]+) points", printed)[1]) > 0.1
    run(tree, "-c", BEFORE, source=ROOT / "src")  # the women of the book as it is


@pytest.mark.slow
def test_the_exams_of_the_book_and_of_the_house_pass(tree, touched):
    """What the new chapter brings and changes is examined again, by the tests of the copy."""
    exams = ("tests/disease/test_book.py", "tests/disease/test_mechanisms.py", "tests/disease/test_references.py")
    chosen = "sleep or central_drive or used or shown or rests or without_any or source_that_is_named"
    done = run(tree, *PYTEST, "-k", chosen, *exams)
    assert int(re.search(r"(\d+) passed", done)[1]) > 20
    done = run(tree, *PYTEST, "-k", "sleep.py or sleep.toml or sensitization or examined", "tests/test_house_rules.py")
    assert int(re.search(r"(\d+) passed", done)[1]) > 8


def test_the_pages_are_made_again_by_one_command(tree, touched):
    run(tree, "-m", "estralgia.export.book")
    assert "## Sleep" in (tree / "docs" / "story.md").read_text(encoding="utf-8")
    assert "`broken_sleep_time`" in (tree / "docs" / "glossary.md").read_text(encoding="utf-8")


def test_a_stale_step_is_found():
    with pytest.raises(AssertionError, match="stale"):
        changed("def central_drive(a):\n    return a\n", " def central_drive(b):\n-    return b\n+    return 2 * b\n")


def test_the_example_is_not_in_the_book():
    assert not (ROOT / "src" / "estralgia" / "disease" / "sleep.py").exists()
