"""The theories side by side at the same excess of pain at six months, and those not simulated: docs/theories.md.

Prints Markdown. Takes a few minutes: every theory's strength is solved by simulation.
"""

import sys
from collections.abc import Sequence

import estralgia as ea
from estralgia.questions.theories import Pattern, theories
from estralgia.say.theories import proposed, rows

WOMEN = 512


def markdown(patterns: Sequence[Pattern]) -> str:
    """The patterns as a Markdown table, a theory a line."""
    lines = [("theory", *(one.theory for one in patterns)), *rows(patterns)]
    return _table(*zip(*lines, strict=True))


def _table(heads, *rows) -> str:
    return "\n".join("| " + " | ".join(one) + " |" for one in (heads, ["---"] * len(heads), *rows))


def not_simulated() -> str:
    """What is proposed and not simulated as a Markdown table."""
    return _table(("proposed", "what it says", "why it is not simulated"), *proposed(ea.BOOK))


if __name__ == "__main__":
    sys.stdout.write(markdown(theories(ea.population(WOMEN, seed=1))) + "\n\n" + not_simulated() + "\n")
