"""What an addition changes over time: the mean difference beside the same women without it, with its interval."""

import numpy as np

from ..model.errors import RunError
from ..runners.run import Run
from . import style
from .axes import even_time
from .series import label_of


def difference(course: Run, found):
    """Mean difference of worst pain between each arm with something added and the same women without it.

    Thin: what hope alone does. Pale: the 95 % interval of the evidence, in the proportion in which the trials of the
    treatment are uncertain. Of women with a worst pain of at least 4 when it begins, or of the one woman.
    found: what `questions.added.options` finds. Raises RunError where nothing was added.
    """
    if not found:
        raise RunError("nothing was added here", fix='simulate(..., add="exercise from month 3")')
    with style.drawing():
        figure, axes = style.picture(3.9)
        for beside in dict.fromkeys(one.beside for one in found):
            axes.axhline(
                0, color=style.colour_of_arm(course, beside), linewidth=1.2, label=f"the same {label_of(beside)}"
            )
        for one in found:
            colour, line = style.colour_of_arm(course, one.arm), style.line_of_arm(course, one.arm)
            mean, hope = (part.mean("patient").values for part in (one.difference, one.hope))
            days = one.difference.time.values
            axes.plot(days, mean, color=colour, linestyle=line, label=label_of(one.arm))
            axes.plot(days, hope, color=colour, linestyle=line, linewidth=0.8)
            if one.share is not None:
                half = np.abs(mean - hope) * one.share
                axes.fill_between(days, mean - half, mean + half, color=colour, alpha=0.14, linewidth=0)
        even_time(axes, course)
        axes.set_ylabel("points of 10 (less is relief)")
        style.heading(figure, "What is added, beside the same without")
        style.legend(figure)
    return figure
