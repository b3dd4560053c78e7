"""The same women, seen by each instrument: what is counted depends on who asks, and how."""

from textwrap import wrap
from typing import Any

from matplotlib.lines import Line2D

from ..questions.ways_of_asking import instruments_side_by_side
from ..runners.run import UNTREATED, Run
from . import style
from .series import arms_with_drugs, label_of

LETTERS = 56  # of a line of small text
LINE, SIMULATED, PUBLISHED, GAP = 0.165, 0.22, 0.17, 0.16  # heights, in inches
NONE_KNOWN = "No study of the record gives this share"


def instruments(course: Run, arm: str | None = None):
    """One cohort, the share that each instrument counts: on the drug, untreated, and as published, from least to most.

    arm: all with a drug, one under another. Raises EstralgiaError for one woman, without untreated twins, and for a
    course of less than 30 months.
    """
    arms = arms_with_drugs(course, arm)
    found = [[row for row in instruments_side_by_side(course, one) if row.pictured] for one in arms or [None]]
    rows = sorted(zip(*found, strict=True), key=lambda same: same[0].drug["share"])
    texts = [(same, *(wrap(text, LETTERS) for text in (same[0].question, _published(same[0])))) for same in rows]
    height = sum(_height(*text) for text in texts)
    with style.drawing():
        figure, axes = style.picture(height + 1.35)
        place = 0.0
        for text in texts:
            _draw_row(axes, place, course, arms, *text)
            place += _height(*text)
        axes.set(xlim=(0, 100), ylim=(height, 0))
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        axes.grid(visible=False)
        axes.set_xlabel("% of the same women who are counted")
        shares = [100 * row.drug["share"] for same in rows for row in same]
        style.heading(figure, f"The same women: {min(shares):.0f} % or {max(shares):.0f} %")
        _legend(figure, course, arms)
    return figure


def _height(same, question, published):
    return (
        LINE * (1.2 + len(question) + len(published))
        + SIMULATED * len(same)
        + PUBLISHED * bool(same[0].published)
        + GAP
    )


def _published(row):
    """The published shares in words: "Lintermans 2014: 74 % on an inhibitor, 37 % on tamoxifen"."""
    if not row.published:
        return NONE_KNOWN
    shares = [f"{100 * seen.share:.0f} % on {seen.on}{' (set)' if seen.is_set else ''}" for seen in row.published]
    return f"{row.published[0].study}: {', '.join(shares)}"


def _draw_row(axes, top, course, arms, same, question, published):
    row = same[0]
    small: dict[str, Any] = {"fontsize": 9, "va": "top", "color": style.colour("faint")}
    axes.text(0, top, row.name, fontweight="bold", fontsize=10, va="top")
    axes.text(100, top, row.when, ha="right", **small)
    for number, line in enumerate(question):
        axes.text(0, top + LINE * (1.2 + number), line, **small)
    lanes = top + LINE * (1.2 + len(question))
    below = lanes + SIMULATED * len(same) + PUBLISHED * bool(row.published)
    axes.vlines(range(0, 101, 20), lanes + 0.03, below - 0.01, color=style.colour("grid"), linewidth=0.8, zorder=0)
    for at, (arm, one) in enumerate(zip(arms, same, strict=True)):
        _mark(axes, lanes + SIMULATED * (at + 0.5), course, arm, one.drug)
    _mark(axes, lanes + SIMULATED / 2, course, UNTREATED, row.untreated)
    for seen in row.published:
        axes.add_line(Line2D([100 * seen.share], [below - PUBLISHED / 2], **_diamond(seen.group)))
    for number, line in enumerate(published):
        axes.text(0, below + LINE * number, line, **small)


def _mark(axes, height, course, arm, found):
    """A simulated share, filled on the drug and open without, with its number and 95 % interval."""
    share, low, high = (100 * found[name] for name in ("share", "low", "high"))
    axes.hlines(height, low, high, color=style.colour_of_arm(course, arm), linewidth=1.4)
    axes.add_line(Line2D([share], [height], **_dot(course, arm)))
    right = arm != UNTREATED
    place = {"ha": "left", "xytext": (6, 0)} if right else {"ha": "right", "xytext": (-6, 0)}
    looks = {"va": "center", "fontsize": 9.5, "fontweight": "bold"}
    axes.annotate(f"{share:.0f}", (high if right else low, height), textcoords="offset points", **looks, **place)


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


def _legend(figure, course, arms):
    alone: dict[str, Any] = {"linestyle": "none"}
    keys = [
        *(Line2D([], [], label=f"simulated, {label_of(arm)}", **_dot(course, arm), **alone) for arm in arms),
        Line2D([], [], label=label_of(UNTREATED), **_dot(course, UNTREATED), **alone),
        Line2D([], [], label="published, such a drug", **_diamond("drug"), **alone),
        Line2D([], [], label="tamoxifen or placebo", **_diamond("other"), **alone),
    ]
    style.legend(figure, handles=keys, ncols=2, handletextpad=0.3, columnspacing=1.0)
