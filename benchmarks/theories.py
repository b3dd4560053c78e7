"""The theories side by side at the same excess of pain at six months: the table of docs/theories.md.

Prints Markdown. Takes a few minutes: every theory's strength is solved by simulation.
"""

import dataclasses
import sys

import estralgia as ea
from estralgia.questions.theories import Pattern, theories

WOMEN = 512
HEADS = {
    "theory": "theory",
    "factor": "strength beside default",
    "excess": "excess at 6 months, points",
    "half_on": "half on, weeks",
    "most_on": "90 % on, weeks",
    "half_off": "half off, weeks",
    "most_off": "80 % off, weeks",
    "waking": "waking / afternoon",
    "sitting": "after / before sitting",
    "sites": "sites a case (of 7)",
    "back": "share with low back",
    "menopause": "odds ratio, < 5 / > 10 years since menopause",
}


def markdown(patterns: list[Pattern]) -> str:
    """The patterns as a Markdown table."""
    lines = ["| " + " | ".join(HEADS.values()) + " |", "|" + "---|" * len(HEADS)]
    for pattern in patterns:
        row = dataclasses.asdict(pattern)
        lines.append("| " + " | ".join(v if isinstance(v, str) else f"{v:.2f}" for v in (row[n] for n in HEADS)) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(markdown(theories(ea.population(WOMEN, seed=1))) + "\n")
