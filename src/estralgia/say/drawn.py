"""What a picture needs that the course itself does not hold is asked for here; then `look` draws it."""

from ..look import pictures
from ..look.day import QUANTITIES
from ..look.series import part_of
from ..questions.added import options
from ..questions.hours import by_the_hour, usual_day
from ..questions.shapley import mechanism_shares, shares_of_arms
from ..runners.run import UNTREATED, Run

MOST_WOMEN, FEW_WOMEN = 256, 64  # of one day by the hour; of whom each is simulated once for every set of mechanisms


def plot(course: Run, what: str = "pain", **given):
    """A picture: "pain", "stiffness", "estradiol", "joints", "day", another name in PICTURES, or a recorded quantity.

    given: options of the picture, e.g. patient=17 or day=90. Raises EstralgiaError with the nearest name for any other.
    """
    return DRAWN[what](course, **given) if what in DRAWN else pictures.plot(course, what, **given)


def day(course: Run, day: int | None = None, patient: int | None = None, arm: str | None = None):
    """Pain and stiffness from waking to night: half a year by default, or the last day recorded before.

    arm: one with a drug (by default all of them), beside the untreated twins. patient: one of the women, by her number;
    else at most MOST_WOMEN are taken. A day that was not kept is simulated again, which takes a few seconds.
    """
    return pictures.day(course, hours_of(course, day, patient, arm))


def hours_of(course: Run, day: int | None = None, patient: int | None = None, arm: str | None = None):
    """What `day` draws."""
    beside = [UNTREATED] if UNTREATED in course.arms and arm != UNTREATED else []
    arms = course.arms if arm is None else [arm, *beside]
    some = part_of(course, MOST_WOMEN, arms, patient)
    return by_the_hour(some, usual_day(course) if day is None else day, QUANTITIES)


def difference(course: Run):
    """What an addition changes over time: see `look.difference`."""
    return pictures.difference(course, options(course))


def mechanisms(course: Run, day: int | None = None, arm: str | None = None, patient: int | None = None):
    """Points of pain by mechanism: see `look.mechanisms`; day as `questions.shapley.mechanism_shares`, arm: or all."""
    return pictures.mechanisms(course, made_of(course, day, arm, patient))


def made_of(course: Run, day: int | None = None, arm: str | None = None, patient: int | None = None):
    """What `mechanisms` draws, arm -> dataset: of FEW_WOMEN at most, or of one by her number."""
    some = part_of(course, FEW_WOMEN, patient=patient)
    return shares_of_arms(some, day) if arm is None else {arm: mechanism_shares(some, day, arm)}


DRAWN = {"day": day, "a day": day, "difference": difference, "mechanisms": mechanisms}
