"""A score as rows of text, for a terminal and for docs/score.md.

python -m estralgia.say.score     score the `fit` targets and write docs/score.md again
"""

import math
import sys
from pathlib import Path

from ..evidence.scoring import scoring
from ..evidence.targets import UNITS, target
from ..questions.score import score
from ..questions.score.result import Predicted, Score, Tally

DOCS = Path("docs")
HEADINGS = ("group", "inside 90 %", "no offset", "background", "no offset", "width")
MISSED = ("outside its interval", "published", "predicted", "90 % interval", "z")
ABOUT = (
    "Inside: the published number lies within what such a study would find, were the model true. No offset: without "
    "the difference between studies of one kind. Background: the same women with no drug effect on pain. z: standard "
    "errors by which the published number lies above the prediction. Width: mean of the intervals, in their commonest "
    "unit."
)
OPENING = """\
<!-- Made by `make score` (python -m estralgia.say.score): change the model or evidence/scoring, not this page. -->

# The score

Every published number of the evidence that the model may be fitted to (`use = "fit"`), predicted by simulated women
and held beside the record: {women} women, seed {seed}, theory `{theory}`. `estralgia score` computes it again,
`ea.score()` gives every number, and `estralgia score --targets check` scores numbers that are never fitted. Which run
and which measure stand behind a number, and every judged standard error with its reason, is data:
`src/estralgia/evidence/scoring`. How the intervals are made:
[decision 20](decisions/0020-how-the-intervals-of-the-score-are-made.md). Hormones pass through the assay of their study
(`evidence/assays.toml`).

{about}

**Uncalibrated.** Where intervals are wide, being inside says little: read the column of the background beside it, and
the log score (higher is better; compare two theories on the same targets only)."""


def share(one: Tally, alone: bool = False) -> str:
    """Targets inside of all: "11/18"; "" of none."""
    return f"{one.inside_alone if alone else one.inside}/{one.targets}" if one.targets else ""


def width(one: Tally) -> str:
    """The mean width with its unit."""
    if not math.isfinite(one.width):
        return ""
    return f"{_short(one.width)}{UNITS.get(one.unit, ' ' + one.unit.replace('_', ' '))}".strip()


def _short(value: float) -> str:
    """Three figures that count, without a power of ten."""
    return f"{value:.0f}" if abs(value) >= 99.5 else f"{value:.3g}" if abs(value) >= 0.01 else f"{value:.3f}"


def _row(name: str, one: Tally, two: Tally) -> tuple[str, ...]:
    return name, share(one), share(one, True), share(two), share(two, True), width(one)


def group_rows(found: Score) -> list[tuple[str, ...]]:
    """One row for each group (HEADINGS)."""
    return [_row(name, *both) for name, both in found.groups.items()]


def part_rows(found: Score) -> list[tuple[str, ...]]:
    """One row each for all targets, those of pain, and those of drugs and hormones."""
    return [(*_row(name, *both)[:-1], "") for name, both in found.parts.items() if both[0].targets]


def miss_row(one: Predicted) -> tuple[str, ...]:
    """A prediction that misses (MISSED)."""
    between = f"{_short(one.low)} to {_short(one.high)}"
    return one.id, _short(one.published), _short(one.predicted), between, f"{one.z:+z.1f}"


def in_words(found: Score) -> str:
    """One sentence for log scores."""
    (one, two), pain = found.parts["pain"], found.parts["pain"][0]
    if not pain.targets:
        return f"Mean log score {found.tally().log_score:.2f}."
    return f"Mean log score of the targets of pain {one.log_score:.2f}, of the background alone {two.log_score:.2f}."


def _table(headings: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [headings, ("---",) * len(headings), *rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in lines)


def _judged() -> list[tuple[str, ...]]:
    """The targets whose standard error is judged, with the reason."""
    rows = scoring().rows.values()
    return [
        (f"`{one.target.id}`", f"{one.se:g}", one.row.reason)
        for one in rows
        if one.row.reason and one.target.use == "fit"
    ]


def page(found: Score) -> str:
    """docs/score.md."""
    opening = OPENING.format(women=found.women, seed=found.seed, theory=found.theory, about=ABOUT)
    misses = [miss_row(one) for one in found.misses(len(found.targets))]
    left_out = [(f"`{id}`", target(id).study, why) for id, why in found.left_out.items()]
    stand_ins = [(f"`{one.id}`", one.stand_in) for one in found.targets if one.stand_in]
    return "\n\n".join([
        opening,
        _table(HEADINGS, [*part_rows(found), *group_rows(found)]),
        in_words(found),
        "## Outside their interval", _table(MISSED, [(f"`{id}`", *rest) for id, *rest in misses]),
        f"## Not computed ({len(left_out)})", _table(("target", "study", "why"), left_out),
        f"## Judged standard errors ({len(_judged())})",
        "Where none was printed. In the unit of the target; of a ratio, of its natural logarithm.",
        _table(("target", "standard error", "reason"), _judged()),
        f"## Stand-ins ({len(stand_ins)})", "What is taken for what a study asked.",
        _table(("target", "stand-in"), stand_ins),
    ]) + "\n"  # fmt: skip


def main(folder: Path = DOCS) -> None:
    """Score the `fit` targets and write the page into this folder."""
    (folder / "score.md").write_text(page(score()), encoding="utf-8")
    sys.stdout.write(f"{folder / 'score.md'}\n")


if __name__ == "__main__":
    main()
