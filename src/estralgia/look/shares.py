"""Pictures of shares: of a hundred women, month by month, and beside what was published."""

import numpy as np

from ..evidence.instruments import DAYS_PER_MONTH
from ..evidence.outcomes import SITES
from ..evidence.shares import course_shares, new_or_worse_by_month, site_shares
from ..model.errors import RunError
from ..runners.run import UNTREATED, Run
from . import style
from .axes import even_time, mark_last_tablets
from .series import arms_with_drugs, label_of

# The five courses of `evidence.outcomes`, those who do not hurt first: name there, words here, fill of the dot.
COURSES = (
    ("never", "no extra pain, or less than one point of 10", "none"),
    ("eased", "extra pain that eases on the tablets", "none"),
    ("eased_after", "extra pain that eases after the last tablet", "left"),
    ("late", "extra pain that begins after half a year", "bottom"),
    ("persisting", "extra pain that stays", "full"),
)


def incidence(course: Run):
    """Share of women whose answer to a question about joint pain is worse than before treatment, by month."""
    shares = 100 * new_or_worse_by_month(course)
    with style.drawing():
        figure, axes = style.picture(3.6)
        for arm in course.arms:
            drawn = {"color": style.colour_of_arm(course, arm), "linestyle": style.line_of_arm(course, arm)}
            days = shares.month * DAYS_PER_MONTH
            drawn["marker"] = style.marker_of_arm(course, arm)
            axes.plot(days, shares.sel(arm=arm), markersize=4, label=label_of(arm), **drawn)
        axes.set_ylim(0, max(50, 10 * np.ceil(float(shares.max()) / 10 + 0.5)))
        style.heading(figure, "New or worse joint pain than before")
        axes.set_ylabel("% of women")
        even_time(axes, course)
        mark_last_tablets(axes, course)
        style.legend(figure, ncols=2)
    return figure


def hundred(course: Run, arm: str | None = None):
    """A hundred women as dots: how their pain went beside that of their untreated twins. arm: all with a drug."""
    if not course.treated:
        raise RunError("a hundred women are sorted by what a drug adds", fix="simulate a regimen with a drug")
    arms = arms_with_drugs(course, arm)
    shares = course_shares(course)
    with style.drawing():
        figure, panels = style.small_multiples(len(arms), 4.9)
        for axes, one in zip(panels, arms, strict=True):
            _dots(axes, course, one, out_of_hundred(shares[one]))
            if len(arms) > 1:
                axes.set_title(label_of(one), color=style.colour_of_arm(course, one))
        whom = f" {label_of(arms[0])}" if len(arms) == 1 else ""
        style.heading(figure, f"Of 100 women{whom}, beside\nthe same women {label_of(UNTREATED)}")
    return figure


def _dots(axes, course, arm, counts):
    """The women of one arm, those who do not hurt first and in the colour of the untreated."""
    place = 0
    for name, words, filled in COURSES:
        if name == "eased_after" and not counts[name]:  # as in every course whose tablets go on
            continue
        at = np.arange(place, place + counts[name])
        alike = UNTREATED if name == "never" else arm
        dots = {
            "color": style.colour_of_arm(course, alike),
            "fillstyle": filled,
            "markerfacecoloralt": style.colour("paper"),
        }
        words = f"{counts[name]} {'has' if counts[name] == 1 else 'have'} {words}"
        axes.plot(at % 10, -(at // 10), "o", markersize=11, markeredgewidth=1.8, label=words, **dots)
        place += counts[name]
    axes.set(aspect="equal", xlim=(-0.6, 9.6), ylim=(-9.6, 0.6))
    axes.axis("off")
    axes.set_anchor("NW")
    axes.legend(loc="upper left", bbox_to_anchor=(-0.02, 0.0), handlelength=1.2, handletextpad=0.4, borderaxespad=0)


def sites(course: Run, arm: str | None = None):
    """Where it hurts: of women with new or worse pain, the share with pain at each site, beside a published survey.

    arm: all with a drug by default.
    """
    arms = arms_with_drugs(course, arm)
    shares = 100 * site_shares(course)
    seen = {site["name"]: site["share_symptomatic"] for site in course.asked.book.sites}
    order = sorted(SITES, key=lambda name: seen[SITES[name][0]])
    published = [seen[SITES[name][0]] for name in order]
    with style.drawing():
        figure, axes = style.picture(3.9)
        found = {one: [float(shares.sel(arm=one, site=name)) for name in order] for one in arms}
        ends = [published, *found.values()]
        axes.hlines(order, np.min(ends, axis=0), np.max(ends, axis=0), color=style.colour("grid"), linewidth=3)
        axes.plot(published, order, "x", color=style.colour("ink"), markeredgewidth=2, label="published survey")
        for one, values in found.items():
            drawn = {"color": style.colour_of_arm(course, one), "marker": style.marker_of_arm(course, one)}
            axes.plot(values, order, linestyle="", markersize=7, label=label_of(one), **drawn)
        axes.set_xlim(0, 100)
        axes.set_xlabel("% of women with\nnew or worse joint pain")
        style.heading(figure, "Where it hurts")
        beyond = f"simulated: beyond the pain {label_of(UNTREATED)}"
        style.legend(figure, handlelength=1.2, title=beyond, alignment="left")
    return figure


def out_of_hundred(shares: dict[str, float]) -> dict[str, int]:
    """Whole women of a hundred: rounded down, and the women left over go to the largest remainders."""
    exact = {name: 100 * share for name, share in shares.items()}
    whole = {name: int(value) for name, value in exact.items()}
    left = 100 - sum(whole.values())
    for name in sorted(exact, key=lambda name: whole[name] - exact[name])[:left]:
        whole[name] += 1
    return whole
