"""Axes that many pictures share: time in weeks, months or years, stretched first weeks, and log scales."""

import numpy as np
from matplotlib.ticker import FuncFormatter, NullFormatter

from ..runners.run import Run
from . import style

DAYS_PER_MONTH = 365.25 / 12
LOGARITHMIC = ("estradiol", "estrone")  # they fall by orders of magnitude
STRETCHED = {0: "0", 7: "1\nweek", 30: "1", 91: "3\nmonths", 183: "6", 365: "1\nyear", 730: "2", 1826: "5", 3652: "10"}


def days_of(course: Run) -> int:
    """How long a course lasts."""
    return int(course.data.attrs["days"])


def label_of_time(course: Run, word: str) -> str:
    """What a time axis counts."""
    return f"{word} since the {'first tablet' if course.treated else 'start'}"


def even_time(axes, course: Run, most_ticks: int = 9):
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


def stretched_time(axes, course: Run):
    """A time axis on a square-root scale: the first weeks get the room that they need."""
    days = days_of(course)
    ticks = [day for day in STRETCHED if day <= days]
    axes.set_xscale("function", functions=(lambda day: np.sqrt(np.maximum(day, 0)), np.square))
    axes.set_xlim(0, days)
    axes.set_xticks(ticks, [STRETCHED[day] for day in ticks], fontsize=9)
    axes.set_xlabel(label_of_time(course, "time") + "\n(the first weeks are stretched)")


def logarithmic_if_needed(axes, name: str):
    """A log scale, with plain numbers, for a level that falls by orders of magnitude."""
    if name in LOGARITHMIC:
        axes.set_yscale("log")
        axes.yaxis.set_major_formatter(FuncFormatter(lambda level, _: f"{level:g}"))
        axes.yaxis.set_minor_formatter(NullFormatter())


def mark_last_tablets(axes, course: Run, label: bool = True, low: bool = False):
    """A thin line on each day, before the end of the course, on which a regimen ends; words at its top, or low."""
    arms = course.asked.arms
    lengths = {arm.days for name, arm in arms.items() if name in course.arms and arm.drugs and arm.days}
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
