"""Which mechanism holds which part of the pain: points of each, on the tablets and untreated, and their range."""

import numpy as np
import xarray as xr

from ..runners.run import UNTREATED, Run
from . import style
from .series import label_of

APART = 0.17  # of a row, from its middle to the treated and to the untreated


def mechanisms(course: Run, found: xr.Dataset):
    """Mean points of pain that each mechanism holds in the theory of the course, on the tablets and untreated.

    At the right its share of the pain on the tablets. A thin line and brackets span what it holds in other theories:
    sets of mechanisms that contain it. found: what `questions.shapley.mechanism_shares` finds.
    """
    held = found.isel(mechanism=np.flatnonzero(found.held.isel(theory=0).values))
    treated = str(found.attrs["arm"])
    words = [str(text).partition(",")[0] for text in held.meaning.values]
    with style.drawing():
        figure, axes = style.picture(1.7 + 0.5 * len(words))
        for one, name, place in ((treated, "points", -APART), (UNTREATED, "untreated", APART)):
            _points(axes, course, one, held[name].where(held.held), place)
        shares = 100 * (held.points / held.pain).where(held.held)
        ranges = zip(
            shares.isel(theory=0).values, shares.min("theory").values, shares.max("theory").values, strict=True
        )
        for row, (share, low, high) in enumerate(ranges):
            text = f"{share:.0f} %\n({low:.0f} to {high:.0f})"
            axes.annotate(text, (1.02, row), xycoords=("axes fraction", "data"), va="center", fontsize=9.5)
        axes.set_yticks(range(len(words)), words)
        axes.set_ylim(len(words) - 0.5, -0.5)
        axes.margins(x=0.06)
        axes.locator_params(axis="x", nbins=6)
        axes.axvline(0, color=style.colour("faint"), linewidth=0.8)
        axes.grid(axis="y", visible=False)
        pain = (
            f"{float(held.pain[0]):.1f} {label_of(treated)}, {float(held.pain_untreated[0]):.1f} {label_of(UNTREATED)}"
        )
        axes.set_xlabel("points of pain (0 to 10)")
        axes.annotate("share", (1.02, 1.01), xycoords="axes fraction", va="bottom", color=style.colour("faint"))
        style.heading(figure, f"Points of pain on day {found.attrs['day']}:\n{pain}")
        style.legend(figure, ncols=2)
    return figure


def _points(axes, course, arm, points: xr.DataArray, place: float):
    """A mark for the theory of the course, and a line from the least to the most over theories."""
    rows = np.arange(points.sizes["mechanism"]) + place
    colour = style.colour_of_arm(course, arm)
    low, high = points.min("theory"), points.max("theory")
    axes.hlines(rows, low, high, color=colour, linewidth=1.3, linestyle=style.line_of_arm(course, arm))
    mark = {"marker": style.marker_of_arm(course, arm), "markersize": 7 if arm != UNTREATED else 5.5}
    fill = colour if arm != UNTREATED else style.colour("paper")
    axes.plot(
        points.isel(theory=0), rows, linestyle="", color=colour, markerfacecolor=fill, label=label_of(arm), **mark
    )
