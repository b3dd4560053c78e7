"""Which pictures a report shows of a course, each with what one sees in it and what was assumed."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np

from ..model.course import UNTREATED, Course
from ..model.numbers import read_toml
from . import pictures
from .page import Plate
from .series import label_of

OVER_TIME = ("worst_pain", "stiffness_on_waking", "estradiol")
ONE_MONTH, HALF_A_YEAR = 31, 183


@cache
def _captions():
    return read_toml(Path(__file__).with_name("captions.toml"))


def plates_of(course: Course) -> Iterator[Plate]:
    """The pictures that this course can fill, those who do not hurt first."""
    many, compared = len(course.women) > 1, UNTREATED in course.arms and bool(course.treated)
    has, days = set(course.data.data_vars), int(course.data.time[-1])
    if many and "worst_pain" in has:
        for arm in course.treated if compared else ():
            yield _of_arm(course, "hundred", pictures.hundred, arm)
        if days >= ONE_MONTH:
            yield Plate("incidence", pictures.incidence(course), caption(course, "incidence"))
    for name in OVER_TIME:
        if name in has:
            yield Plate(name, pictures.bands(course, name), caption(course, name))
    if "pain_by_joint" in has:
        for arm in course.treated or course.arms:
            yield _of_arm(course, "extra_pain" if compared else "body", pictures.body, arm)
        for arm in course.treated if many and compared and days >= HALF_A_YEAR and "worst_pain" in has else ():
            yield _of_arm(course, "sites", pictures.sites, arm)
    if has & set(pictures.CHAIN):
        patient, why = example(course) if many else (int(course.data.patient[0]), "")
        words = caption(course, "cascade", patient=patient, why=why, every=course.data.attrs["recorded_every_days"])
        yield Plate("cascade", pictures.cascade(course, patient), words)


def _of_arm(course, name, draw, arm):
    """The plate of one arm: what one sees is said of the first, and holds for the others."""
    is_first = arm == (course.treated or course.arms)[0]
    words = caption(course, name) if is_first else f"The same {label_of(arm)}."
    return Plate(f"{name}-{arm}", draw(course, arm=arm), words)


def caption(course: Course, name: str, **values) -> str:
    """What one sees in a picture, with or without the words about the untreated twin."""
    group = "many" if len(course.women) > 1 else "one"
    compared = UNTREATED in course.arms and bool(course.treated)
    twin = {"twin": group, "share": "share", "woman": "woman"}
    words = {place: _captions()["twin"][key] if compared else "" for place, key in twin.items()}
    return " ".join(_captions()[group][name].format(**words, **values).split())


def example(course: Course) -> tuple[int, str]:
    """A woman to show, and why: the one in the middle of those with a point of extra pain or more, or else of all."""
    if UNTREATED not in course.arms or not course.treated or "worst_pain" not in course.data:
        return int(course.data.patient[0]), ", the first"
    highest = course.excess().isel(arm=0).max("time").dropna("patient")
    hurting = highest[highest >= 1]
    chosen = hurting if hurting.size else highest
    middle = int(chosen.patient[int(np.argsort(chosen.values)[chosen.size // 2])])
    return (
        middle,
        ", whose extra pain is in the middle of those who have any" if hurting.size else ", who is in the middle",
    )
