"""Which mechanism holds which part of the pain: points of each, on every arm and untreated, and their range."""

from typing import Any

import numpy as np
import xarray as xr

from ..runners.run import UNTREATED, Run
from . import style
from .series import label_of

LEAST = 0.05  # points of pain of which there are parts
LINE, BETWEEN = 0.2, 0.17  # inches: of an arm, and between two mechanisms


def mechanisms(course: Run, found: dict[str, xr.Dataset]):
    """Mean points of pain that each mechanism holds in the theory of the course, on every arm and untreated.

    At the right its share of the pain of that arm. A thin line and brackets span the least and the most that it adds,
    for that depends on which others are on already. found: what `questions.shapley.shares_of_arms` finds.
    """
    first = next(iter(found.values()))
    own = {arm: parts_of(one, "") for arm, one in found.items()} | {UNTREATED: parts_of(first, "untreated_")}
    words = [str(text).partition(",")[0] for text in own[UNTREATED].meaning.values]
    block = LINE * len(own) + BETWEEN
    with style.drawing():
        figure, axes = style.picture(1.35 + block * len(words) + 0.19 * len(own))
        for place, (arm, parts) in enumerate(own.items()):
            _points(axes, course, arm, parts, block * np.arange(len(words)) + LINE * (place + 0.5))
        axes.set_yticks(
            block * np.arange(len(words)) + LINE * len(own) / 2, [text.replace(" ", "\n", 1) for text in words]
        )
        axes.set_ylim(block * len(words) - BETWEEN / 2, -BETWEEN / 2)
        axes.hlines(block * np.arange(1, len(words)) - BETWEEN / 2, 0, 1, transform=axes.get_yaxis_transform(),
                    color=style.colour("grid"), linewidth=0.8)  # fmt: skip
        axes.margins(x=0.06)
        if max(float(parts.pain) for parts in own.values()) < LEAST:
            axes.set_xlim(-LEAST, 1)  # nobody hurts: marks of nothing on a scale of their own would seem to differ
        axes.locator_params(axis="x", nbins=5)
        axes.axvline(0, color=style.colour("faint"), linewidth=0.8)
        axes.grid(axis="y", visible=False)
        axes.set_xlabel("points of pain (0 to 10)")
        place = {"xycoords": "axes fraction", "va": "bottom", "color": style.colour("faint")}
        axes.annotate("share (least to most)", (1.02, 1.005), fontsize=9, **place)
        style.heading(figure, f"What the pain of day {first.attrs['day']} is made of")
        style.legend(figure, handletextpad=0.4)
    return figure


def parts_of(found: xr.Dataset, prefix: str) -> xr.Dataset:
    """In the theory of the course, of each mechanism that it holds: `points`, `least`, `most`, and `pain` in all.

    prefix: "" on the tablets, "untreated_" without.
    """
    own = found.isel(theory=0, mechanism=np.flatnonzero(found.held.isel(theory=0).values))
    points, pain = (own.untreated, own.pain_untreated) if prefix else (own.points, own.pain)
    parts = {"points": points, "least": own[f"{prefix}least"], "most": own[f"{prefix}most"], "pain": pain}
    return xr.Dataset({name: one.rename(name) for name, one in parts.items()})


def share(parts: xr.Dataset, mechanism: str) -> str:
    """The part of the pain that a mechanism holds, and its least and most where they differ: "11 % (4 to 19)"."""
    one = parts.sel(mechanism=mechanism)
    if float(one.pain) < LEAST:
        return "no pain"
    values = [100 * float(one[name] / one.pain) for name in ("points", "least", "most")]
    for digits in (0, 1):  # a digit more where the range would seem to begin or end at what it is the range of
        points, least, most = (f"{round(value, digits) + 0:.{digits}f}".replace("-", "−") for value in values)
        if len({points, least, most}) == 3:
            return f"{points} % ({least} to {most})"
    return f"{round(values[0]) + 0:.0f} %".replace("-", "−")


def _points(axes, course, arm, parts, rows):
    """A mark for what each mechanism holds, a line from its least to its most, and its share in words."""
    colour = style.colour_of_arm(course, arm)
    axes.hlines(rows, parts.least, parts.most, color=colour, linewidth=1.3)
    mark: dict[str, Any] = {"marker": style.marker_of_arm(course, arm), "markersize": 6}
    fill = style.colour("paper") if arm == UNTREATED else colour
    words = f"{label_of(arm)}: {float(parts.pain):.1f} of 10"
    axes.plot(parts.points, rows, linestyle="", color=colour, markerfacecolor=fill, label=words, **mark)
    for row, mechanism in zip(rows, parts.mechanism.values, strict=True):
        at = {"xycoords": ("axes fraction", "data"), "va": "center", "color": colour}
        axes.annotate(share(parts, mechanism), (1.02, row), fontsize=9, **at)
