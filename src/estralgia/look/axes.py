"""Axes that many pictures share: time in weeks, months or years, stretched first weeks, and log scales."""

import numpy as np
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from ..evidence.instruments import DAYS_PER_MONTH
from ..runners.run import Result
from . import style

LOGARITHMIC = ("estradiol", "estrone")  # they fall by orders of magnitude
STRETCHED = (
    (1, "week"),
    (1, "month"),
    (3, "months"),
    (6, "months"),
    (1, "year"),
    (2, "years"),
    (5, "years"),
    (10, "years"),
)
DAYS_OF = {"week": 7, "month": DAYS_PER_MONTH, "year": 12 * DAYS_PER_MONTH}
APART = 0.155  # of the axis, between two words on it
LADDER = (1, 2, 5)  # of a log scale
MOST_STEPS = 5


def days_of(course: Result) -> int:
    """How long a course lasts."""
    return int(course.data.attrs["days"])


def label_of_time(course: Result, word: str) -> str:
    """What a time axis counts."""
    return f"{word} since the {'first tablet' if course.treated else 'start'}"


def even_time(axes, course: Result, most_ticks: int = 9):
    """A time axis in whole weeks, months or years."""
    days = days_of(course)
    sizes = {"weeks": 7.0, "months": DAYS_PER_MONTH, "years": 365.25}
    word = "weeks" if days <= 120 else "months" if days <= 4.2 * 365 else "years"
    size = sizes[word]
    step = next(step for step in (1, 2, 3, 6, 12, 24) if days / size / step <= most_ticks - 1)
    ticks = np.arange(0, 1.01 * days + 1, size * step)
    axes.set_xlim(0, max(days, ticks[-1]))
    axes.set_xticks(ticks)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda day, _: f"{day / size:.0f}"))
    axes.set_xlabel(label_of_time(course, word))


def stretched_time(axes, course: Result):
    """A time axis on a square-root scale: the first weeks get the room that they need."""
    days = days_of(course)
    ticks, words = _stretched_ticks(days)
    axes.set_xscale("function", functions=(lambda day: np.sqrt(np.maximum(day, 0)), np.square))
    axes.set_xlim(0, days)
    axes.set_xticks(ticks, words, fontsize=9)
    axes.set_xlabel(label_of_time(course, "time") + "\n(the first weeks are stretched)")


def _stretched_ticks(days):
    """The start, and as many weeks, months and years as have room: days, and each number over its unit."""
    ticks, words, last = [0.0], ["0"], -0.05
    for number, unit in STRETCHED:
        day = number * DAYS_OF[unit.removesuffix("s")]
        place = np.sqrt(day / days)
        if place <= 1.005 and place - last >= APART:
            ticks, words, last = [*ticks, min(day, days)], [*words, f"{number}\n{unit}"], place
    return ticks, words


def logarithmic_if_needed(axes, name: str):
    """A log scale, with plain numbers, for a level that falls by orders of magnitude; called when all is drawn."""
    if name in LOGARITHMIC:
        axes.set_yscale("log")
        low, high = axes.get_ylim()
        steps = [step * 10.0**power for power in range(*_powers(low, high)) for step in LADDER]
        low, high = max(one for one in steps if one <= low), min(one for one in steps if one >= high)
        ticks = [one for one in steps if low <= one <= high]
        if len(ticks) > MOST_STEPS:
            ticks = [one for one in ticks if np.isclose(np.log10(one) % 1, (0, 1)).any()]
        axes.set_ylim(low, high)
        axes.yaxis.set_major_locator(FixedLocator(ticks))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda level, _: f"{level:g}"))
        axes.yaxis.set_minor_locator(NullLocator())


def _powers(low, high):
    return int(np.floor(np.log10(low))), int(np.ceil(np.log10(high))) + 1


def mark_last_tablets(axes, course: Result, label: bool = True, low: bool = False):
    """A thin line on each day, before the end of the course, on which a regimen ends; words at its top, or low."""
    arms = course.asked.arms
    lengths = {arm.days for name, arm in arms.items() if name in course.arms and not arm.is_untreated and arm.days}
    for day in sorted(day for day in lengths if day < days_of(course) - 1):
        axes.axvline(day, color=style.colour("faint"), linewidth=1, linestyle=":")
        if label:
            place = {
                "xy": (day, 0 if low else 1),
                "xycoords": ("data", "axes fraction"),
                "xytext": (3, 3 if low else -2),
                "textcoords": "offset points",
            }
            axes.annotate(
                "last tablet", va="bottom" if low else "top", fontsize=9.5, color=style.colour("faint"), **place
            )
