"""The pictures: each takes a course and returns a matplotlib figure in the house style."""

from ..model.errors import EstralgiaError, nearest
from ..runners.run import Run
from .balance import QUANTITIES as BALANCE
from .balance import balance
from .bands import bands
from .body import body
from .cascade import CHAIN, cascade
from .day import day
from .difference import difference
from .ending import ending, last_tablets
from .mechanisms import mechanisms
from .series import drawable
from .shares import hundred, incidence, published, sites
from .ways_of_asking import instruments

__all__ = [
    "BALANCE",
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
    "published",
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


def plot(course: Run, what: str = "pain", **options):
    """A picture: "pain", "stiffness", "estradiol", "joints", "day", another name in PICTURES, or a recorded quantity.

    options: those of the picture, e.g. patient=17 or day=90. Raises EstralgiaError with the nearest name for any other.
    """
    if what in PICTURES:
        return PICTURES[what](course, **options)
    valid = [*SHORT_NAMES, *PICTURES, *NEED_DATA, *drawable(course)]
    if what not in valid:
        raise EstralgiaError(f"there is no picture '{what}'", fix=nearest(what, valid))
    return bands(course, SHORT_NAMES.get(what, what), **options)
