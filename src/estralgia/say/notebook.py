"""How results show themselves in a notebook: as a table of key numbers and a picture."""

from html import escape

import numpy as np

from ..book import BOOK
from ..look import style
from ..look.bands import bands
from ..people import Women
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


def of_women(women: Women) -> str:
    """Their number and seed, and of each covariate the median and quartiles, a share, or the one woman's own: HTML."""
    columns = ("covariate", "unit", "her own") if len(women) == 1 else ("covariate", "unit", "median", "quartiles")
    rows = []
    for name, entry in BOOK.covariates.items():
        values = women.covariates[name]
        low, middle, high = (f"{value:.3g}" for value in np.quantile(values, [0.25, 0.5, 0.75]))
        texts = (middle, f"{low} to {high}")
        if set(values) <= {0, 1}:  # yes or no
            texts = (f"{100 * values.mean():.0f} % of them", "")
        what = entry.meaning.removeprefix("1 "), "" if entry.unit == "1" else entry.unit.replace("**2", "²")
        rows.append((*what, middle) if len(women) == 1 else (*what, *texts))
    return _lines([repr(women)]) + table(columns, rows)


def _lines(texts):
    return "<p>" + "<br>".join(escape(text) for text in texts) + "</p>"
