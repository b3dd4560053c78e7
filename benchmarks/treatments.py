"""What helps under which theory: the table of docs/treatments.md. Prints Markdown; takes some minutes.

Each theory is as strong as it must be for the same excess of pain at six months (docs/theories.md, whose column
"strength beside default" is read); each treatment is given, blinded and whole, in the copy of its anchor trial.
"""

import re
import sys
from pathlib import Path

import estralgia as ea
from estralgia.book import BOOK
from estralgia.model.errors import EstralgiaError
from estralgia.model.theory import read_theory
from estralgia.questions.strengths import anchor, anchored
from estralgia.questions.study import study
from estralgia.questions.treatments import SCORES, treatment

WOMEN = 1000
THEORIES = ("all", "inflammation", "lubrication", "sensitization")
TABLE = Path(__file__).parent.parent / "docs" / "theories.md"


def strength_of(name: str) -> float:
    """The strength at the common excess, from the table of theories."""
    found = re.search(rf"^\| {re.escape(name)} \| ([\d.]+) \|", TABLE.read_text(encoding="utf-8"), re.M)
    assert found, name
    return float(found[1])


def main():
    """Print the table, row by row."""
    women = ea.population(WOMEN, seed=1)
    heads = ("treatment", "score, week", *(f'"{name}"' for name in THEORIES))
    sys.stdout.write(f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}\n")
    for key in anchored():
        one, design = treatment(key), anchor(key)
        week = BOOK.treatments[key]["effect"]["week"]
        cells = []
        for name in THEORIES:
            try:
                copy = study(design, screened=women, theory=read_theory(name, BOOK).scaled(strength_of(name)))
                mean, low, high = copy.difference(week)
                cells.append(f"{mean:+.2f} ({low:+.2f} to {high:+.2f})")
            except EstralgiaError as error:
                cells.append(error.what)
        sys.stdout.write(f"| {one.name} | {SCORES[one.score]}, {week:g} | {' | '.join(cells)} |\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
