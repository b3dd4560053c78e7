"""How results show themselves in a notebook: as a table of key numbers and a picture."""

from html import escape

from ..look import style
from ..look.bands import bands
from ..runners.run import INTENDED_USE, Run
from .page import table


def of_course(course: Run) -> str:
    """Who and what, the key numbers by month and arm, pain over time, and what it is for: HTML."""
    from . import words

    rows = []
    for label, arms in words.table(course).items():
        for arm, cells in arms.items():
            rows.append((label, arm, *(f"{middle} ({part})" if part else middle for middle, part in cells)))
    parts = [_lines(words.who_and_what(course))]
    if rows:
        kind = "median (quartiles)" if len(course.women) > 1 else "key numbers"
        parts.append(table((kind, "arm", *map(words.heading, words.months_of(course))), rows))
    if "worst_pain" in course.data and len(course.sound.women):
        figure = style.figure_for_page(bands(course, "worst_pain"), "worst-pain", "Worst pain of the day over time")
        parts.append(f'<div style="max-width: 28em">{figure}</div>')
    return "".join([*parts, _lines([INTENDED_USE])])


def _lines(texts):
    return "<p>" + "<br>".join(escape(text) for text in texts) + "</p>"
