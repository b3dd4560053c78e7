"""What the simulator says today is what it said when the outcomes were kept; a change must be meant, and told."""

import math
import tomllib
from pathlib import Path

import pytest

KEPT = Path(__file__).with_name("outcomes.toml")
RELATIVE = 0.005  # another processor rounds otherwise
OF_A_SHARE, OF_A_MEDIAN = 0.005, 0.001  # a share moves by 0.004 with one woman
ADVICE = "If this is meant: run `make golden`, look at what moved, write it under 'Numbers changed' in CHANGELOG.md."


def same(name, kept, now):
    return math.isclose(kept, now, rel_tol=RELATIVE, abs_tol=OF_A_SHARE if "share" in name else OF_A_MEDIAN)


def moved(kept, now):
    """Every outcome that is not what was kept, in words."""
    return [
        f"{run}, {name}: kept {kept[run][name]:g}, now {now[run][name]:g}"
        for run in kept.keys() & now.keys()
        for name in kept[run].keys() & now[run].keys()
        if not same(name, kept[run][name], now[run][name])
    ]


@pytest.fixture(scope="module")
def kept():
    return tomllib.loads(KEPT.read_text(encoding="utf-8"))


@pytest.mark.slow
def test_the_same_outcomes_are_kept(simulated, kept):
    assert {run: list(rows) for run, rows in simulated.items()} == {run: list(rows) for run, rows in kept.items()}, (
        ADVICE
    )


@pytest.mark.slow
def test_nothing_moved(simulated, kept):
    found = moved(kept, simulated)
    assert found == [], ADVICE + "\n" + "\n".join(sorted(found))


def test_what_moves_is_found(kept):
    for run, rows in kept.items():
        name = max(rows, key=rows.__getitem__)
        now = kept | {run: rows | {name: rows[name] * 1.011 + 0.0051}}
        assert [line.partition(": kept")[0] for line in moved(kept, now)] == [f"{run}, {name}"]


def test_most_outcomes_are_far_from_zero(kept):
    """An outcome as small as the tolerance would guard nothing; some are zero by nature, such as what a twin loses."""
    numbers = [value for rows in kept.values() for value in rows.values()]
    assert len(numbers) > 200
    assert sum(abs(value) > 100 * OF_A_MEDIAN for value in numbers) > 0.9 * len(numbers)
