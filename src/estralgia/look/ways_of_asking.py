"""The same women, seen by each instrument: what is counted depends on who asks, and how."""

from textwrap import wrap
from typing import Any

from matplotlib.lines import Line2D

from ..questions.ways_of_asking import instruments_side_by_side
from ..runners.run import UNTREATED, Run
from . import style
from .series import label_of

LETTERS = 62  # of a line of small text
LINE, SIMULATED, PUBLISHED, GAP = 0.165, 0.22, 0.17, 0.16  # heights, in inches
NONE_KNOWN = "No study of the record gives this share"


def instruments(course: Run, arm: str | None = None):
    """One cohort, the share that each instrument counts: on the drug, untreated, and as published, from least to most.

    arm: the first with a drug. Raises EstralgiaError for one woman, without untreated twins, and for a course of less
    than 30 months.
    """
    rows = [row for row in instruments_side_by_side(course, arm) if row.pictured]
    rows.sort(key=lambda row: row.drug["share"])
    arm = arm or course.treated[0]
    texts = [(row, wrap(_published(row), LETTERS)) for row in rows]
    height = sum(_height(*text) for text in texts)
    with style.drawing():
        figure, axes = style.picture(height + 1.35)
        place = 0.0
        for text in texts:
            _draw_row(axes, place, course, arm, *text)
            place += _height(*text)
        axes.set(xlim=(0, 100), ylim=(height, 0))
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        axes.grid(visible=False)
        axes.set_xlabel("% of the same women who are counted")
        least, most = (f"{100 * row.drug['share']:.0f} %" for row in (rows[0], rows[-1]))
        style.heading(figure, f"The same women: {least} or {most}")
        _legend(figure, course, arm)
    return figure


def _height(row, published):
    return LINE * (2.2 + len(published)) + SIMULATED + PUBLISHED * bool(row.published) + GAP


def _published(row):
    """The published shares in words: "Lintermans 2014: 74 % on an inhibitor, 37 % on tamoxifen"."""
    if not row.published:
        return NONE_KNOWN
    shares = [f"{100 * seen.share:.0f} % on {seen.on}{' (set)' if seen.is_set else ''}" for seen in row.published]
    return f"{row.published[0].study}: {', '.join(shares)}"


def _draw_row(axes, top, course, arm, row, published):
    small: dict[str, Any] = {"fontsize": 8.8, "va": "top", "color": style.colour("faint")}
    axes.text(0, top, row.name, fontweight="bold", fontsize=10, va="top")
    axes.text(100, top, row.when, ha="right", **small)
    axes.text(0, top + LINE * 1.2, row.question, **small)
    lanes = top + LINE * 2.2
    below = lanes + SIMULATED + PUBLISHED * bool(row.published)
    axes.vlines(range(0, 101, 20), lanes + 0.03, below - 0.01, color=style.colour("grid"), linewidth=0.8, zorder=0)
    _marks(axes, lanes + SIMULATED / 2, course, arm, row)
    for seen in row.published:
        axes.add_line(Line2D([100 * seen.share], [below - PUBLISHED / 2], **_diamond(seen.group)))
    for number, line in enumerate(published):
        axes.text(0, below + LINE * number, line, **small)


def _marks(axes, height, course, arm, row):
    """The simulated shares, filled on the drug and open without, each with its number and 95 % interval."""
    for one, found, side in ((arm, row.drug, 1), (UNTREATED, row.untreated, -1)):
        share, low, high = (100 * found[name] for name in ("share", "low", "high"))
        axes.hlines(height, low, high, color=style.colour_of_arm(course, one), linewidth=1.4)
        axes.add_line(Line2D([share], [height], **_dot(course, one)))
        place = {"ha": "left", "xytext": (6, 0)} if side > 0 else {"ha": "right", "xytext": (-6, 0)}
        at = (high if side > 0 else low, height)
        axes.annotate(
            f"{share:.0f}", at, textcoords="offset points", va="center", fontsize=9.5, fontweight="bold", **place
        )


def _dot(course, arm) -> dict[str, Any]:
    colour, inside = style.colour_of_arm(course, arm), style.colour("paper")
    filled = inside if arm == UNTREATED else colour
    return {"color": colour, "marker": "o", "markersize": 8, "markeredgewidth": 1.8, "markerfacecolor": filled}


def _diamond(group) -> dict[str, Any]:
    ink, paper = style.colour("ink"), style.colour("paper")
    looks = {"drug": ("full", ink), "other": ("full", paper), "both": ("left", ink)}
    fill, inside = looks[group]
    return {
        "color": ink,
        "marker": "D",
        "markersize": 5.5,
        "fillstyle": fill,
        "markerfacecolor": inside,
        "markerfacecoloralt": paper,
    }


def _legend(figure, course, arm):
    alone: dict[str, Any] = {"linestyle": "none"}
    keys = [
        Line2D([], [], label=f"simulated, {label_of(arm)}", **_dot(course, arm), **alone),
        Line2D([], [], label="published, such a drug", **_diamond("drug"), **alone),
        Line2D([], [], label=label_of(UNTREATED), **_dot(course, UNTREATED), **alone),
        Line2D([], [], label="tamoxifen or placebo", **_diamond("other"), **alone),
    ]
    style.legend(figure, handles=keys, ncols=2, handletextpad=0.3, columnspacing=1.0)
