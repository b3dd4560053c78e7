"""The pictures: each takes a course and returns a matplotlib figure in the house style."""

from ..model.course import Course
from ..model.errors import EstralgiaError, nearest
from .bands import bands
from .body import body
from .cascade import CHAIN, cascade
from .instruments import instruments
from .series import drawable
from .shares import hundred, incidence, published, sites

__all__ = ["CHAIN", "bands", "body", "cascade", "hundred", "incidence", "instruments", "plot", "published", "sites"]

SHORT_NAMES = {"pain": "worst_pain", "stiffness": "stiffness_on_waking"}
PICTURES = {
    "joints": body,
    "pain_by_joint": body,
    "incidence": incidence,
    "hundred": hundred,
    "sites": sites,
    "cascade": cascade,
    "instruments": instruments,
}


def plot(course: Course, what: str = "pain", **options):
    """A picture: "pain", "stiffness", "estradiol", "joints", or another name in PICTURES, or a recorded quantity.

    options: those of the picture, e.g. patient=17 or day=90. Raises EstralgiaError with the nearest name for any other.
    """
    if what in PICTURES:
        return PICTURES[what](course, **options)
    valid = [*SHORT_NAMES, *PICTURES, *drawable(course)]
    if what not in valid:
        raise EstralgiaError(f"there is no picture '{what}'", fix=nearest(what, valid))
    return bands(course, SHORT_NAMES.get(what, what), **options)
