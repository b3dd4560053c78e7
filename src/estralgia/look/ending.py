"""The end of a planned treatment: how extra pain fades after the last tablet, and how estradiol comes back."""

from ..evidence.instruments import DAYS_PER_MONTH
from ..evidence.thresholds import FELT
from ..model.errors import RunError
from ..runners.run import UNTREATED, Run
from . import style
from .axes import days_of, logarithmic_if_needed
from .bands import MOST_BANDS, band
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

    arm: all whose tablets end within the course by default. patient: one of the women, by her number. Raises
    RunError where no tablets end well before the course, or without the untreated twins.
    """
    ends = last_tablets(course)
    ends = ends if arm is None else {one: day for one, day in ends.items() if one == arm}
    if not ends:
        fix = "simulate a planned treatment for longer than it lasts"
        raise RunError("no tablets end two months or more before the end of this course", fix=fix)
    course = part_of(course, len(course.women), patient=patient)
    days = course.data.time.values
    months = {one: (days - day) / DAYS_PER_MONTH for one, day in ends.items()}
    parts = [_share] * (len(course.women) > 1) + [_points] + [_estradiol] * ("estradiol" in course.data)
    with style.drawing():
        figure, panels = style.picture(1.1 + 1.5 * len(parts), rows=len(parts), sharex=True, squeeze=False)
        for axes, draw in zip(panels[:, 0], parts, strict=True):
            draw(axes, course, months)
            axes.axvline(0, color=style.colour("faint"), linewidth=1, linestyle=":")
        last = panels[-1, 0]
        first, end = min(one[0] for one in months.values()), max(one[-1] for one in months.values())
        last.set_xlim(max(-BEFORE, first), end)
        last.locator_params(axis="x", steps=[3, 6], nbins=9, integer=True)
        last.set_xlabel("months since the last tablet")
        style.heading(figure, "The end of a planned treatment")
        figure.align_ylabels()
        style.legend(figure, handles=last.get_legend_handles_labels()[0], ncols=2)
    return figure


def _drawn(course, arm):
    return {"color": style.colour_of_arm(course, arm), "linestyle": style.line_of_arm(course, arm)}


def _after(arm):
    return label_of(arm).replace("with ", "after ", 1)


def _share(axes, course, months):
    """Women who hurt a point more than their twins, and as many as would be without tablets: none."""
    felt = 100 * (course.excess() >= FELT).mean("patient")
    for arm, time in months.items():
        axes.plot(time, felt.sel(arm=arm), **_drawn(course, arm))
    axes.set_title("Women with a point of extra pain", fontsize=10)
    axes.set_ylabel("% of women")
    axes.set_ylim(0, max(10, 1.2 * float(felt.sel(arm=list(months)).max())))


def _points(axes, course, months):
    """Extra pain: of one woman, or mean and, of one arm, middle half."""
    halves = len(course.women) > 1 and len(months) < MOST_BANDS
    for arm, time in months.items():
        drawn = _drawn(course, arm)
        over = Series(_after(arm), drawn["color"], drawn["linestyle"], time, course.excess().sel(arm=arm).values)
        if halves:
            band(axes, over, hatched=False)
        axes.plot(time, over.values.mean(0), label=over.label, **drawn)
    axes.axhline(0, label=label_of(UNTREATED), **_drawn(course, UNTREATED))
    title = "Extra pain: mean, and half of the women" if halves else "Extra pain: mean"
    axes.set_title(title if len(course.women) > 1 else "Extra pain", fontsize=10)
    axes.set_ylabel("points of 10")


def _estradiol(axes, course, months):
    """Medians, on a log scale; untreated in the months of the first arm."""
    for arm, time in (*months.items(), (UNTREATED, next(iter(months.values())))):
        axes.plot(time, course["estradiol"].sel(arm=arm).median("patient"), label=_after(arm), **_drawn(course, arm))
    logarithmic_if_needed(axes, "estradiol")
    axes.set_title(title(course["estradiol"]), fontsize=10)
    axes.set_ylabel(unit(course["estradiol"]))
