"""What an addition changes over time: the mean difference beside the same women without it, with its intervals."""

import numpy as np

from ..model.course import Course
from ..model.errors import EstralgiaError
from . import style
from .axes import even_time
from .series import unit

Z_95 = 1.96


def difference(course: Course, name: str = "worst_pain"):
    """Mean difference of a quantity between each arm with something added and the same women without it.

    Pale: the 95 % interval of the evidence, in the proportion in which the trials of the treatment are uncertain.
    Of women with a worst pain of at least 4 when it begins, or the one woman. EstralgiaError where nothing was added.
    """
    from ..questions.added import added, uncertainty, who_hurts

    rows = added(course)
    if not rows:
        raise EstralgiaError("nothing was added here", fix='simulate(..., add="exercise from month 3")')
    course = course.sound
    with style.drawing():
        figure, axes = style.picture(3.8)
        axes.axhline(0, color=style.colour("untreated"), linestyle=style.line_of_arm("untreated"), linewidth=1.2)
        for row in rows:
            chosen = who_hurts(course, row.arm, row.beside)
            each = (course[name].sel(arm=row.arm) - course[name].sel(arm=row.beside))[chosen]
            mean, colour = each.mean("patient").values, style.colour_of_arm(course, row.arm)
            line = ("-", (0, (5, 1, 1, 1)), ":")[rows.index(row) % 3]
            axes.plot(each.time, mean, color=colour, linestyle=line, label=f"with {' and '.join(row.names)}")
            wide = uncertainty(course, row.arm)
            if wide is not None and name == "worst_pain":
                half = np.abs(mean) * wide
                axes.fill_between(each.time, mean - half, mean + half, color=colour, alpha=0.14, linewidth=0)
        even_time(axes, course)
        axes.set_ylabel(f"points of 10, {unit(course[name])}" if unit(course[name]) != "0 to 10" else "points of 10")
        style.heading(figure, "What is added, beside the same women without")
        figure.legend(loc="outside lower left", ncols=1)
    return figure
