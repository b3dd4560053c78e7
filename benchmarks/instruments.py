"""One cohort, seen by each instrument: the table of docs/instruments.md.

Prints Markdown. Takes some ten seconds.
"""

import sys

import estralgia as ea
from estralgia.questions.ways_of_asking import Counted, instruments_side_by_side

WOMEN = 1000
HEADS = ("instrument", "when", "on letrozole, %", "untreated, %", "published, %", "study")


def markdown(rows: list[Counted]) -> str:
    """The rows as a Markdown table, from the least to the most that is counted."""
    lines = ["| " + " | ".join(HEADS) + " |", "|" + "---|" * len(HEADS)]
    for row in sorted(rows, key=lambda row: row.drug["share"]):
        simulated = [
            "{share:.1f} ({low:.1f} to {high:.1f})".format(**{name: 100 * value for name, value in found.items()})
            for found in (row.drug, row.untreated)
        ]
        published = ", ".join(
            f"{100 * seen.share:.1f} on {seen.on}{' (set)' if seen.is_set else ''}" for seen in row.published
        )
        studies = "; ".join(dict.fromkeys(f"{seen.study}, {seen.source}" for seen in row.published))
        visits = f" (asked at {', '.join(map(str, row.months))})" if 1 < len(row.months) < 5 else ""
        lines.append(
            "| " + " | ".join((row.name, row.when + visits, *simulated, published or "not known", studies)) + " |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    course = ea.simulate(
        ea.population(WOMEN, seed=1),
        "letrozole daily for 31 months",
        twin=True,
        every=7,
        record=("worst_pain", "average_pain"),
    )
    sys.stdout.write(markdown(instruments_side_by_side(course)) + "\n")
