"""The end of a planned treatment: how extra pain fades after the last tablet, and how estradiol comes back."""

from ..evidence.outcomes import FELT
from ..model.errors import EstralgiaError
from ..runners.run import UNTREATED, Run
from . import style
from .axes import DAYS_PER_MONTH, days_of, logarithmic_if_needed
from .bands import band
from .series import Series, label_of, part_of, title, unit

SHORTEST = 56  # days after the last tablet that are worth a picture
BEFORE = 3  # months that are shown before it


def last_tablets(course: Run) -> dict[str, int]:
    """By arm, the day of the last tablet, where the course goes on for SHORTEST days or more without any."""
    days = days_of(course)
    planned = {arm: course.asked.arms.get(arm) for arm in course.treated}
    found = {arm: regimen.last_tablet_day(days) for arm, regimen in planned.items() if regimen}
    return {arm: day for arm, day in found.items() if day is not None and day + SHORTEST < days}


def ending(course: Run, patient: int | None = None, arm: str | None = None):
    """After the last tablet: women with a point of pain over their untreated twins, its mean, and estradiol.

    arm: the first whose tablets end within the course by default. patient: one of the women, by her number. Raises
    EstralgiaError where no tablets end well before the course, or without the untreated twins.
    """
    ends = last_tablets(course)
    arm = next(iter(ends), None) if arm is None else arm
    if arm not in ends:
        fix = "simulate a planned treatment for longer than it lasts"
        raise EstralgiaError("no tablets end two months or more before the end of this course", fix=fix)
    course = part_of(course, len(course.women), patient=patient)
    days = course.data.time.values
    months = (days - ends[arm]) / DAYS_PER_MONTH
    parts = [_share] * (len(course.women) > 1) + [_points] + [_estradiol] * ("estradiol" in course.data)
    with style.drawing():
        figure, panels = style.picture(1.1 + 1.5 * len(parts), rows=len(parts), sharex=True, squeeze=False)
        for axes, draw in zip(panels[:, 0], parts, strict=True):
            draw(axes, course, arm, months)
            axes.axvline(0, color=style.colour("faint"), linewidth=1, linestyle=":")
        last = panels[-1, 0]
        last.set_xlim(max(-BEFORE, months[0]), months[-1])
        last.locator_params(axis="x", steps=[3, 6], nbins=9, integer=True)
        last.set_xlabel("months since the last tablet")
        style.heading(figure, "The end of a planned treatment")
        figure.align_ylabels()
        style.legend(figure, handles=last.get_legend_handles_labels()[0], ncols=2)
    return figure


def _share(axes, course, arm, months):
    """Women who hurt a point more than their twins, and as many as would be without tablets: none."""
    felt = 100 * (course.excess().sel(arm=arm) >= FELT).mean("patient")
    axes.plot(months, felt, color=style.colour_of_arm(course, arm), linestyle=style.line_of_arm(course, arm))
    axes.set_title("Women with a point of extra pain", fontsize=10)
    axes.set_ylabel("% of women")
    axes.set_ylim(0, max(10, 1.2 * float(felt.max())))


def _points(axes, course, arm, months):
    """Extra pain: of one woman, or mean and middle half."""
    drawn = style.colour_of_arm(course, arm), style.line_of_arm(course, arm)
    over = Series(label_of(arm), *drawn, months, course.excess().sel(arm=arm).values)
    many = len(over.values) > 1
    if many:
        band(axes, over, hatched=False)
    axes.plot(
        months,
        over.values.mean(0),
        color=over.colour,
        linestyle=over.line,
        label=over.label.replace("with ", "after ", 1),
    )
    twin = style.colour_of_arm(course, UNTREATED), style.line_of_arm(course, UNTREATED)
    axes.axhline(0, color=twin[0], linestyle=twin[1], label=label_of(UNTREATED))
    axes.set_title("Extra pain: mean, and half of the women" if many else "Extra pain", fontsize=10)
    axes.set_ylabel("points of 10")


def _estradiol(axes, course, arm, months):
    """Medians, on a log scale."""
    for one in (arm, UNTREATED):
        median = course["estradiol"].sel(arm=one).median("patient")
        drawn = {"color": style.colour_of_arm(course, one), "linestyle": style.line_of_arm(course, one)}
        axes.plot(months, median, label=label_of(one).replace("with ", "after ", 1), **drawn)
    logarithmic_if_needed(axes, "estradiol")
    axes.set_title(title(course["estradiol"]), fontsize=10)
    axes.set_ylabel(unit(course["estradiol"]))
