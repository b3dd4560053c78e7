"""One day by the hour: stiff and sore on waking and after sitting, easing with movement."""

import numpy as np
import xarray as xr

from ..runners.run import UNTREATED, Run
from . import style
from .bands import MOST_BANDS, band
from .series import Series, label_of, title, unit

QUANTITIES = ("worst_joint_pain", "worst_joint_stiffness")
RESTS = (("sitting down", "after an hour's sitting", "sits"), ("bedtime", "night", "in bed"))  # from, to, in words


def day(course: Run, hours: xr.Dataset):
    """Pain and stiffness from waking to night, on the tablets and untreated: means and middle half, or one woman.

    hours: QUANTITIES of some of the women at the nodes of one day, as `questions.hours.by_the_hour` gives them.
    """
    arms, women = [str(one) for one in hours.arm.values], hours.sizes["patient"]
    treated = [one for one in arms if one != UNTREATED]
    with style.drawing():
        figure, panels = style.picture(5.2, rows=len(QUANTITIES), sharex=True)
        for axes, name in zip(panels, QUANTITIES, strict=True):
            for one in arms:
                values = hours[name].sel(arm=one).values
                drawn = style.colour_of_arm(course, one), style.line_of_arm(course, one)
                _line(axes, Series(label_of(one), *drawn, hours.hour.values, values), one == UNTREATED, len(arms))
            axes.set_title(title(hours[name]), fontsize=10)
            axes.set_ylabel(unit(hours[name]))
            axes.set_ylim(0, min(10, np.ceil(1.25 * axes.get_ylim()[1])))
            _rests(axes, hours, label=axes is panels[0])
        panels[-1].set_xlabel("hours after waking")
        panels[-1].set_xticks(range(0, 19, 3))
        panels[-1].set_xlim(0, float(hours.hour[-1]))
        whose = label_of((treated or arms)[0]) if women == 1 and len(treated) < 2 else f"mean of {women:,} women"
        whose = "one woman" if women == 1 and len(treated) > 1 else whose
        style.heading(figure, f"Day {hours.attrs['day']} by the hour, {whose}")
        style.legend(figure, handles=panels[0].get_legend_handles_labels()[0], ncols=2)
    return figure


def _line(axes, one, hatched, arms):
    """The mean, with its points, over the middle half where that can be seen."""
    if len(one.values) > 1 and arms <= MOST_BANDS:
        band(axes, one, hatched)
    mark = {"marker": "D" if hatched else "o", "markersize": 4, "label": one.label}
    axes.plot(one.days, np.nanmean(one.values, axis=0), color=one.colour, linestyle=one.line, **mark)


def _rests(axes, hours, label):
    """Shade the hours of rest, and say what she does."""
    at = dict(zip(hours.moment.values, hours.hour.values, strict=True))
    for start, end, words in RESTS:
        axes.axvspan(at[start], at[end], color=style.colour("skin"), zorder=0, linewidth=0)
        if label:
            middle = (at[start] + at[end]) / 2
            _word(axes, middle, words, "center")
    if label:
        _word(axes, 0.2, "wakes", "left")
        _word(axes, 6, "moves", "center")


def _word(axes, hour, words, side):
    place = {"xycoords": ("data", "axes fraction"), "ha": side, "va": "top"}
    axes.annotate(words, (hour, 0.98), fontsize=9.5, color=style.colour("faint"), **place)
