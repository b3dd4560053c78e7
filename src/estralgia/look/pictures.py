"""The pictures: each takes a course and returns a matplotlib figure in the house style."""

from ..model.errors import RunError, UnknownName, nearest
from ..runners.run import Run
from ..runners.summary import MOMENTS, Summary
from .balance import BONES, balance
from .bands import bands
from .body import body
from .cascade import CHAIN, cascade
from .day import day
from .difference import difference
from .ending import ending, last_tablets
from .mechanisms import mechanisms
from .series import drawable
from .shares import hundred, incidence, sites
from .ways_of_asking import instruments

__all__ = [
    "BONES",
    "CHAIN",
    "balance",
    "bands",
    "body",
    "cascade",
    "day",
    "difference",
    "ending",
    "hundred",
    "incidence",
    "instruments",
    "last_tablets",
    "mechanisms",
    "plot",
    "plot_together",
    "sites",
]

SHORT_NAMES = {"pain": "worst_pain", "stiffness": "stiffness_on_waking"}
NEED_DATA = ("day", "difference", "mechanisms")  # drawn by `say.drawn.plot`, which asks for what they show
PICTURES = {
    "joints": body,
    "pain_by_joint": body,
    "incidence": incidence,
    "hundred": hundred,
    "sites": sites,
    "cascade": cascade,
    "ending": ending,
    "balance": balance,
    "instruments": instruments,
}
TOGETHER = {"hundred": hundred, "incidence": incidence, "sites": sites}  # drawn of counts alone


def plot_together(summary: Summary, what: str = "pain"):
    """A picture of women whose courses are gone: shares of them, or a recorded quantity.

    Raises RunError for one that needs the courses of single women, and UnknownName with the nearest for any other.
    """
    what = SHORT_NAMES.get(what, what)
    if what in TOGETHER:
        return TOGETHER[what](summary)
    names = [name for name in drawable(summary) if not name.startswith(MOMENTS) and "joint" not in summary[name].dims]
    if what in names:
        return bands(summary, what)
    if what in (*PICTURES, *NEED_DATA):
        fix = "simulate a few thousand with their courses, or draw it of the first, cohort.some"
        raise RunError(f"'{what}' is drawn of single women, whose courses are gone", fix=fix)
    raise UnknownName(f"there is no picture '{what}'", fix=nearest(what, [*SHORT_NAMES, *TOGETHER, *names]))


def plot(course: Run, what: str = "pain", **options):
    """A picture: "pain", "stiffness", "estradiol", "joints", "day", another name in PICTURES, or a recorded quantity.

    options: those of the picture, e.g. patient=17 or day=90. Raises UnknownName with the nearest name for any other.
    """
    if what in PICTURES:
        return PICTURES[what](course, **options)
    valid = [*SHORT_NAMES, *PICTURES, *NEED_DATA, *drawable(course)]
    if what not in valid:
        raise UnknownName(f"there is no picture '{what}'", fix=nearest(what, valid))
    return bands(course, SHORT_NAMES.get(what, what), **options)
