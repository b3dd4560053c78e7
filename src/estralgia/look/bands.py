"""A quantity over time: a band for many women, a line for one."""

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from ..model.course import UNTREATED, Course
from . import style
from .axes import even_time, logarithmic_if_needed, mark_last_tablets
from .series import Series, label_of, series_of, title, unit

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
NINE_IN_TEN, HALF = 0.16, 0.32  # how dense the two bands are


def bands(course: Course, name: str, patient: int | None = None):
    """A quantity over time, a panel for each arm: median, the middle half, and nine women in ten.

    The median of the untreated twins is repeated in every panel. One woman (or `patient`, by her number) is drawn as
    lines, and what is only 0 or 1 as a share of the women.
    """
    found = series_of(course, name, patient)
    share = len(found[0].values) > 1 and _is_yes_or_no(found)
    with style.drawing():
        if share or len(found[0].values) == 1:
            figure = _lines(found, 100 if share else 1)
        else:
            figure = _panels(found)
        for axes in figure.axes:
            even_time(axes, course, most_ticks=9 if len(figure.axes) == 1 else 5)
            if axes.get_title("left") != label_of(UNTREATED):
                mark_last_tablets(axes, course)
            logarithmic_if_needed(axes, name)
            if unit(course[name]) == "0 to 10":
                axes.set_ylim(0, 10)
            if len(figure.axes) > 1:
                axes.set_xlabel(axes.get_xlabel().replace(" since ", "\nsince "))
            if axes in figure.axes[::2]:  # the left ones
                axes.set_ylabel("% of women with a 1" if share else unit(course[name]))
        style.heading(figure, title(course[name]))
    return figure


def _is_yes_or_no(found: list[Series]) -> bool:
    return all(np.isin(one.values[np.isfinite(one.values)], (0, 1)).all() for one in found)


def _lines(found, factor):
    figure, axes = style.picture(3.6)
    for one in found:
        mean = factor * np.nanmean(one.values, axis=0)
        axes.plot(one.days, mean, color=one.colour, linestyle=one.line, label=one.label, linewidth=1.5)
    if factor == 100:
        axes.set_ylim(0, max(5, 1.1 * axes.get_ylim()[1]))
    figure.legend(loc="outside lower left", ncols=2)
    return figure


def _panels(found):
    twin = next((one for one in found if one.label == label_of(UNTREATED)), None)
    columns = min(len(found), 2)
    rows = -(-len(found) // columns)
    figure, panels = style.picture(1.1 + 2.7 * rows, rows, columns, sharey=True, squeeze=False)
    for axes, one in zip(panels.flat, found, strict=False):
        low, quarter, middle, three_quarters, high = np.nanquantile(one.values, QUANTILES, axis=0)
        axes.fill_between(one.days, low, high, color=one.colour, alpha=NINE_IN_TEN, linewidth=0)
        axes.fill_between(one.days, quarter, three_quarters, color=one.colour, alpha=HALF, linewidth=0)
        if twin is not None and one is not twin:
            compared = np.nanmedian(twin.values, axis=0)
            axes.plot(twin.days, compared, color=twin.colour, linestyle=twin.line, linewidth=1.5)
        axes.plot(one.days, middle, color=one.colour, linestyle=one.line)
        axes.set_title(one.label, color=one.colour, fontweight="normal")
    for axes in panels.flat[len(found) :]:
        axes.remove()
    grey = style.colour("faint")
    keys = [Line2D([], [], color=grey, label="median"), Patch(facecolor=grey, alpha=HALF, label="half of the women")]
    keys += [Patch(facecolor=grey, alpha=NINE_IN_TEN, label="9 in 10")]
    figure.legend(handles=keys, loc="outside lower left", ncols=3, columnspacing=1.2, handlelength=1.6)
    return figure
