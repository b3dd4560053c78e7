"""Which pictures a report shows of a course, each with what one sees in it and what was assumed."""

from collections.abc import Iterator

import numpy as np

from ..model.course import UNTREATED, Course
from . import pictures
from .page import Plate
from .series import label_of

TWIN_LINE = " The dashed line is the median of the same women without tablets."
CAPTIONS = {
    "hundred": "Each circle is one of 100 women. Extra pain means that on some recorded day her worst pain was at least one "
    "point of 10 above that of the same woman without tablets; it eases if the last eight weeks are at most half of her "
    "worst. Assumed: chance, good and bad weeks are the same with and without tablets.",
    "incidence": "The share of women who answer, month by month, that their worst joint hurts in a higher category (none, mild, "
    "moderate, severe, very severe) than before treatment. Many do so without tablets too: only the distance between the "
    "lines comes from the tablets. Assumed: the limits of the categories and the error of an answer.",
    "worst_pain": "The worst pain of the day: the line is the woman in the middle, the dark band half of the women, the pale band "
    "nine in ten.{twin} Assumed: how strongly each mechanism reaches the nerves.",
    "stiffness_on_waking": "How stiff the stiffest joint is on waking; a rested joint is a little stiff in health too.{twin} "
    "Assumed: how much lost lubricant and fluid stiffen a joint.",
    "estradiol": "Estradiol in blood on a scale where each step is tenfold: it falls within days, long before pain "
    "comes.{twin} Measured: the fall; assumed: little.",
    "sites": "Of the women with new or worse pain by six months, the share with at least half a point of extra pain at each site, "
    "beside what women told one web survey (Lombard 2016; it asked for shoulder or elbow together). Such a survey has no "
    "untreated twins, so it counts background pain too.",
}
ONE_WOMAN = {
    "worst_pain": "Her worst pain of each day.{twin} Good and bad weeks are chance and the same in both lines.",
    "stiffness_on_waking": "How stiff her stiffest joint is on waking; a rested joint is a little stiff in health too.{twin}",
    "estradiol": "Her estradiol in blood on a scale where each step is tenfold: it falls within days, long before pain comes.{twin}",
}
BODY_OF_MANY = "Mean of all women: the larger the circle, the more extra pain in that joint. Joints are seen from the front. "
BODY_OF_ONE = "Her joints from the front: the larger the circle, the more pain. "
ASSUMED_OF_JOINTS = "Assumed: how sensitive each kind of joint is, and that left and right differ by chance alone."
ONE_MONTH, HALF_A_YEAR = 31, 183


def plates_of(course: Course) -> Iterator[Plate]:
    """The pictures that this course can fill, those who do not hurt first."""
    many, compared = len(course.women) > 1, UNTREATED in course.arms and bool(course.treated)
    has = set(course.data.data_vars)
    days = int(course.data.time[-1])
    if many and compared and "worst_pain" in has:
        for arm in course.treated:
            yield Plate(f"hundred-{arm}", pictures.hundred(course, arm), CAPTIONS["hundred"])
    if many and days >= ONE_MONTH and "worst_pain" in has:
        yield Plate("incidence", pictures.incidence(course), CAPTIONS["incidence"])
    for name in ("worst_pain", "stiffness_on_waking", "estradiol"):
        if name in has:
            twin = TWIN_LINE if many else " The dashed line is the same woman without tablets."
            caption = (CAPTIONS if many else ONE_WOMAN)[name].format(twin=twin if compared else "")
            yield Plate(name, pictures.bands(course, name), caption)
    if "pain_by_joint" in has:
        for arm in course.treated or course.arms:
            yield Plate(f"body-{arm}", pictures.body(course, arm=arm), _caption_of_body(many, compared))
            if many and compared and days >= HALF_A_YEAR and "worst_pain" in has:
                yield Plate(f"sites-{arm}", pictures.sites(course, arm), CAPTIONS["sites"])
    if has & set(pictures.CHAIN):
        yield _one_woman(course, many, compared)


def _caption_of_body(many, compared):
    if many and not compared:
        return "Mean of all women: the larger the circle, the more pain in that joint. " + ASSUMED_OF_JOINTS
    ring = "The ring is the same joint without tablets. " if compared else ""
    return (BODY_OF_MANY if many else BODY_OF_ONE + ring) + ASSUMED_OF_JOINTS


def _one_woman(course, many, compared):
    patient, why = example(course) if many else (int(course.data.patient[0]), "")
    who = f"One of the women, number {patient}{why}" if many else "The same woman"
    words = f"{who}: from the tablet, at the top, to pain, at the bottom. Each link is slower than the one above it. "
    words += f"Dashed: {label_of(UNTREATED)}. " * compared
    return Plate("cascade", pictures.cascade(course, patient), words + "Assumed: most of the links between estradiol and pain.")


def example(course: Course) -> tuple[int, str]:
    """A woman to show, and why: the one in the middle of those with at least one point of extra pain, or of all women."""
    if UNTREATED not in course.arms or not course.treated or "worst_pain" not in course.data:
        return int(course.data.patient[0]), ", the first"
    highest = course.excess().isel(arm=0).max("time").dropna("patient")
    hurting = highest[highest >= 1]
    chosen = hurting if hurting.size else highest
    middle = int(chosen.patient[int(np.argsort(chosen.values)[chosen.size // 2])])
    return middle, ", whose extra pain is in the middle of those who have any" if hurting.size else ", who is in the middle"
