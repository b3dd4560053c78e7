"""The other side of the balance: recurrence and bone over time, the arithmetic of trials."""

from collections.abc import Collection

import numpy as np

from ..model.errors import RunError
from ..runners.run import UNTREATED, Run
from . import style
from .axes import even_time, mark_last_tablets
from .bands import MOST_BANDS, band
from .series import series_of

# name: its words, what it is relative to, and the lowest value of its axis, at most
QUANTITIES = {
    "recurrence_ratio": ("Hazard of recurrence", "ratio to that\nuntreated", 0.0),
    "spine_density": ("Density of the lumbar spine", "ratio to that\nbefore", 0.95),
    "hip_density": ("Density of the hip", "ratio to that\nbefore", 0.95),
}
BONES = ("spine_density", "hip_density")


def balance(course: Run, patient: int | None = None, shown: Collection[str] = tuple(QUANTITIES)):
    """Hazard of recurrence, and density of spine and hip, beside the same women untreated: medians.

    shown: some of the three; a report, which lay people read, shows `BONES`.

    The middle half of the women is drawn while there are at most two arms. All are ratios: the hazard to that without
    tablets, density to her own before. patient: one of the women, by her number. Raises RunError where none of
    them was recorded.
    """
    names = [name for name in QUANTITIES if name in shown and name in course.data]
    if not names:
        fix = 'simulate(..., record=("recurrence_ratio", "spine_density"))'
        raise RunError("neither recurrence nor bone was recorded", fix=fix)
    with style.drawing():
        figure, panels = style.picture(1.1 + 1.45 * len(names), rows=len(names), sharex=True, squeeze=False)
        for axes, name in zip(panels[:, 0], names, strict=True):
            words, relative, least = QUANTITIES[name]
            series = series_of(course, name, patient)
            for one in series:
                if len(one.values) > 1 and len(series) <= MOST_BANDS:
                    band(axes, one, hatched=one.colour == style.colour(UNTREATED))
                middle = np.nanmedian(one.values, axis=0)
                axes.plot(one.days, middle, color=one.colour, linestyle=one.line, label=one.label)
            axes.set_title(words, fontsize=10)
            axes.set_ylabel(relative, fontsize=9.5)
            low, high = axes.get_ylim()
            axes.set_ylim(min(low, least), max(high, 1 + 0.05 * (1 - least)))
            even_time(axes, course)
            mark_last_tablets(axes, course, label=axes is panels[0, 0], low=True)
        for axes in panels[:-1, 0]:
            axes.set_xlabel("")
        style.heading(figure, "Recurrence and bone" if names[0] not in BONES else "Bone")
        figure.align_ylabels()
        style.legend(figure, handles=panels[0, 0].get_legend_handles_labels()[0], ncols=2)
    return figure
