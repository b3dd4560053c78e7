"""A quantity over time: bands for many women, the untreated twins under the others; lines for one."""

from textwrap import fill

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from ..runners.run import UNTREATED, Result
from . import style
from .axes import LOGARITHMIC, even_time, logarithmic_if_needed, mark_last_tablets
from .series import Series, label_of, series_of, title, unit

MOST_BANDS = 2  # that lie over one another and can still be told apart
FILLED, HATCHED = 0.35, 0.85  # how dense the band of an arm and the hatching of the untreated twins are


def bands(course: Result, name: str, patient: int | None = None):
    """A quantity over time, a panel for each arm with a drug, over the band of the untreated twins.

    A band holds the middle half of the women, thick lines are medians, and between the thin lines lie nine women in
    ten. One woman (or `patient`, by her number) is drawn as lines, and what is only 0 or 1 as a share of the women.
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
            if course.treated:
                mark_last_tablets(axes, course, low=name in LOGARITHMIC)
            logarithmic_if_needed(axes, name)
            if unit(course[name]) == "0 to 10":
                axes.set_ylim(0, 10)
                axes.set_yticks(range(0, 11, 2))
            if len(figure.axes) > 1:
                axes.set_xlabel(axes.get_xlabel().replace(" since ", "\nsince "))
            if axes in figure.axes[::2]:  # the left ones
                axes.set_ylabel("% of women with a 1" if share else unit(course[name]))
        style.heading(figure, title(course[name]))
    return figure


def _is_yes_or_no(found: list[Series]) -> bool:
    return all(np.isin(one.values[np.isfinite(one.values)], (0, 1)).all() for one in found)


def _lines(found, factor):
    figure, axes = style.picture(3.4)
    for one in found:
        mean = factor * np.nanmean(one.values, axis=0)
        axes.plot(one.days, mean, color=one.colour, linestyle=one.line, label=one.label, linewidth=1.5)
    if factor == 100:
        axes.set_ylim(0, max(5, 1.1 * axes.get_ylim()[1]))
    style.legend(figure, ncols=2)
    return figure


def _panels(found):
    twin = next((one for one in found if one.label == label_of(UNTREATED)), None)
    shown = [one for one in found if one is not twin] or found
    columns = min(len(shown), 2)
    rows = -(-len(shown) // columns)
    figure, panels = style.picture(1.4 + 2.5 * rows, rows, columns, sharey=True, squeeze=False)
    for axes, one in zip(panels.flat, shown, strict=False):
        for each in dict.fromkeys((one, twin)):
            if each is not None:
                _quantiles(axes, each, hatched=each is twin)
        if len(shown) > 1:
            axes.set_title(fill(one.label, 22), color=one.colour, fontweight="normal")
    for axes in panels.flat[len(shown) :]:
        axes.remove()
    _key(figure, shown, twin)
    return figure


def _quantiles(axes, one, hatched):
    band(axes, one, hatched)
    low, middle, high = one.at(0.05, 0.5, 0.95)
    for limit in (low, high):
        axes.plot(one.days, limit, color=one.colour, linestyle=one.line, linewidth=0.7)
    axes.plot(one.days, middle, color=one.colour, linestyle=one.line, linewidth=2)


def band(axes, one: Series, hatched: bool):
    """The middle half of the women: filled, or hatched for the untreated twins."""
    quarter, three_quarters = one.at(0.25, 0.75)
    axes.fill_between(one.days, quarter, three_quarters, **_look(one.colour, hatched))


def _look(colour, hatched):
    if hatched:
        return {"facecolor": "none", "edgecolor": colour, "alpha": HATCHED, "hatch": style.HATCH, "linewidth": 0}
    return {"facecolor": colour, "alpha": FILLED, "linewidth": 0}


def _key(figure, shown, twin):
    """Whose each band is, and what its parts are."""
    whose = [(one, one is twin) for one in (*shown, *([twin] if twin is not None and twin not in shown else []))]
    keys = [Patch(label=one.label, **_look(one.colour, hatched)) for one, hatched in whose]
    grey = style.colour("faint")
    keys += [Line2D([], [], color=grey, linewidth=2, label="median; band: half")]
    keys += [Line2D([], [], color=grey, linewidth=0.7, label="limits of 9 in 10")]
    style.legend(figure, handles=keys, ncols=2)
