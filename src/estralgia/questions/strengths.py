"""Strengths of the treatments: solved so that a copy of the anchor trial gives the effect of the intervention library.

What is solved is the effect of the treatment itself, at full exposure and beside a control arm that hopes as much.

    python -m estralgia.questions.strengths            solve all, and write them into disease/treatments/*.toml
    python -m estralgia.questions.strengths yoga       one of them
"""

import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, cast

from scipy.optimize import brentq

from .. import disease
from ..book import BOOK
from ..evidence.studies import Study, read_study
from ..people import population
from .study import CONTROL, NOTHING, Copy, Entered, enter, follow

WOMEN, SEED = 1000, 1  # screened; duloxetine, which has a bar to meet, was solved with 3,000
GREATEST, CLOSE = 5.0, 0.01  # the largest strength that is tried; points that make no difference
HOPE_POINTS, HOPE_SCORE, HOPE_STUDY, HOPE_WEEK = -0.9, "worst_pain", "S1202", 12


class Solved(NamedTuple):
    """A strength, the effect that it gives in the copy, and the one that was wanted."""

    name: str
    strength: float
    effect: float
    wanted: float

    @property
    def reached(self) -> bool:
        """False where the mechanism cannot give that much, however strong the treatment."""
        return self.effect - self.wanted < 2 * CLOSE


def anchored() -> list[str]:
    """The treatments whose strength is solved."""
    return [name for name, one in BOOK.treatments.items() if "effect" in one]


def anchor(name: str) -> Study:
    """The trial in which a strength is solved: that of its file, the treatment blinded and at full exposure."""
    row = BOOK.treatments[name]
    design = read_study(row["effect"]["study"], row["names"][0])
    active = tuple(re.sub(r"add (blinded )?", "add blinded ", re.sub(r" at \d+ %", "", text)) for text in design.active)
    control = tuple(re.sub(r"add (?:waiting list|usual care)", "add placebo tablet", text) for text in design.control)
    return replace(design, score=row["effect"]["score"], entry_score=design.selects_on, active=active, control=control)


def effect(copy: Copy, week: float) -> float:
    """Difference of the changes, active less control."""
    return copy.difference(week)[0]


def solve(name: str, women: int = WOMEN, seed: int = SEED) -> Solved:
    """The strength of one treatment."""
    design, wanted = anchor(name), BOOK.treatments[name]["effect"]
    entered = enter(design, population(women, seed=seed))

    def missing(strength):
        return effect(follow(design, entered, numbers={"strength": float(strength)}), wanted["week"]) - wanted["mean"]

    return _root(name, missing, wanted["mean"])


def solve_hope(women: int = WOMEN, seed: int = SEED) -> Solved:
    """The number `relief_by_hope`: a placebo tablet beside nothing, in the copy of a blinded trial."""
    design = replace(read_study(HOPE_STUDY), score=HOPE_SCORE, entry_score="average_pain")
    entered: Entered = enter(design, population(women, seed=seed))

    def missing(size):
        copy = follow(design, entered, numbers={"relief_by_hope": float(size)})
        difference = copy.change(CONTROL, HOPE_WEEK) - copy.change(NOTHING, HOPE_WEEK)
        return float(difference.mean()) - HOPE_POINTS

    return _root("relief_by_hope", missing, HOPE_POINTS, 1.0)  # a share: at most all of it


def _root(name, missing, wanted, greatest=GREATEST):
    short = max(0.0, missing(greatest) + CLOSE)  # where the whole of a mechanism is less: the least that takes it all
    found = round(cast(float, brentq(lambda strength: missing(strength) - short, 0.0, greatest, xtol=2e-3)), 3)
    return Solved(name, found, missing(found) + wanted, wanted)


def write(solved: Solved):
    """Put a strength into the file of its treatment (or of expectation), in place of the one that stands there."""
    is_hope = solved.name == "relief_by_hope"
    path = Path(disease.__path__[0]) / ("expectation.toml" if is_hope else f"treatments/{solved.name}.toml")
    heading = r"\[parameter\.relief_by_hope\]\n(?:(?!\[).*\n)*?" if is_hope else r"\[strength\]\n"
    text, count = re.subn(rf"({heading}value = )\S+", rf"\g<1>{solved.strength:g}", path.read_text(encoding="utf-8"))
    assert count == 1, path
    path.write_text(text, encoding="utf-8")


def main(names):
    """Solve these, or hope and then all, one after another; each is written when it is found."""
    for name in names or ["relief_by_hope", *anchored()]:
        found = solve_hope() if name == "relief_by_hope" else solve(name)
        write(found)
        state = "" if found.reached else "   cannot be reached: at its strongest"
        sys.stdout.write(f"{name:28s} {found.strength:6.3f}   {found.effect:+z.2f} of {found.wanted:+z.2f}{state}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
