"""Theories side by side as rows of text: what would tell them apart, for a terminal and for docs/theories.md."""

import math
from collections.abc import Sequence

from ..model.book import Book
from ..questions.theories import Pattern

# Field of a pattern -> what it is, and the form of its numbers.
ROWS = {
    "factor": ("strength beside default", "{:.1f}"),
    "excess": ("excess at 6 months, points", "{:.1f}"),
    "half_on": ("half on, weeks", "{:.0f}"),
    "most_on": ("90 % on, weeks", "{:.0f}"),
    "half_off": ("half off, weeks", "{:.0f}"),
    "most_off": ("80 % off, weeks", "{:.0f}"),
    "waking": ("waking / afternoon", "{:.1f}"),
    "sitting": ("after / before sitting", "{:.1f}"),
    "sites": ("sites a case (of 7)", "{:.1f}"),
    "back": ("share with low back", "{:.2f}"),
    "menopause": ("odds ratio, < 5 / > 10 years", "{:.1f}"),
    "before": ("hurt before / did not", "{:.1f}"),
    "placebo": ("on placebo, share of it", "{:.2f}"),
}
NEVER, TOO_FEW = "never", "too few"  # of a time: within what was simulated; of a ratio: women to count


def rows(patterns: Sequence[Pattern]) -> list[tuple[str, ...]]:
    """One row for each quantity: its words, then its value under each theory, or a word where it has none."""

    def text(one, name, form):
        value = getattr(one, name)
        absent = NEVER if ROWS[name][0].endswith("weeks") else TOO_FEW
        return form.format(value) if math.isfinite(value) else absent

    return [(words, *(text(one, name, form) for one in patterns)) for name, (words, form) in ROWS.items()]


def proposed(book: Book) -> list[tuple[str, str, str]]:
    """What is proposed and not simulated: (words, what it says, why it is left out) of each."""
    return [(one.words, one.meaning, one.why) for one in book.theory.proposed.values()]
