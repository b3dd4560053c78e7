"""Which pictures a report shows of a course, each with what one sees in it and what was assumed."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np

from ..look import pictures
from ..look.axes import days_of
from ..look.series import label_of
from ..model.schema import read_toml
from ..questions.added import beside_of
from ..runners.run import UNTREATED, Run
from . import drawn
from .page import Plate

OVER_TIME = ("worst_pain", "stiffness_on_waking", "estradiol")
ONE_MONTH, HALF_A_YEAR, THIRTY_MONTHS = 31, 183, 914


@cache
def _captions():
    return read_toml(Path(__file__).with_name("captions.toml"))


def sections_of(course: Run) -> dict[str, list[Plate]]:
    """Heading -> the pictures of a report that this course can fill, those who do not hurt first."""
    makers = {
        "How many hurt, and when": _how_many,
        "Pain, stiffness and estradiol": _over_time,
        "What is added": _added,
        "Where it hurts": _where,
        "Who asks, and how": _instruments,
        "One day by the hour": _by_the_hour,
        "What the pain is made of": _made_of,
        "One woman from tablet to pain": _from_tablet_to_pain,
        "The end of a planned treatment": _planned_end,
        "The other side of the balance": _other_side,
    }
    found = {heading: list(make(course, set(course.data.data_vars))) for heading, make in makers.items()}
    return {heading: plates for heading, plates in found.items() if plates}


def _how_many(course, has) -> Iterator[Plate]:
    if _many(course) and "worst_pain" in has:
        for arm in course.plain if _compared(course) else ():
            yield _of_arm(course, "hundred", pictures.hundred, arm)
        if days_of(course) > ONE_MONTH:
            yield Plate("incidence", pictures.incidence(course), caption(course, "incidence"))


def _over_time(course, has):
    for name in OVER_TIME:
        if name in has:
            yield Plate(name, pictures.bands(course, name), caption(course, name))


def _added(course, has):
    added = [arm for arm in course.arms if course.asked.arms[arm].additions] if _can_run_again(course, has) else []
    if any(beside_of(course, arm) for arm in added):
        yield Plate("difference", drawn.difference(course), caption(course, "difference"))


def _where(course, has):
    if "pain_by_joint" in has:
        for arm in course.plain or course.arms:
            yield _of_arm(course, "extra_pain" if _compared(course) else "body", pictures.body, arm)
        if _many(course) and _compared(course) and course.data.time[-1] >= HALF_A_YEAR and "worst_pain" in has:
            yield Plate("sites", pictures.sites(course), caption(course, "sites"))


def _instruments(course, has):
    """One cohort, five instruments: where the course is as long as the longest of them."""
    long = days_of(course) > THIRTY_MONTHS and has >= {"worst_pain", "average_pain"}
    if long and _many(course) and _compared(course):
        yield Plate("instruments", pictures.instruments(course), caption(course, "instruments"))


def _by_the_hour(course, has):
    if _can_run_again(course, has):
        yield Plate("day", drawn.day(course), caption(course, "day"))


def _made_of(course, has):
    if _can_run_again(course, has) and _compared(course):
        yield Plate("mechanisms", drawn.mechanisms(course), caption(course, "mechanisms"))


def _from_tablet_to_pain(course, has):
    if has & set(pictures.CHAIN):
        patient, why = example(course) if _many(course) else (int(course.data.patient[0]), "")
        words = caption(course, "cascade", patient=patient, why=why, every=course.data.attrs["recorded_every_days"])
        yield Plate("cascade", pictures.cascade(course, patient), words)


def _planned_end(course, has):
    """Only of a course whose own regimen ends: a report shows no end that was not asked for."""
    for arm in pictures.last_tablets(course) if _compared(course) and "worst_pain" in has else ():
        yield Plate(f"ending-{arm}", pictures.ending(course, arm=arm), caption(course, "ending"))


def _other_side(course, has):
    if has & set(pictures.BALANCE) and course.treated and days_of(course) > HALF_A_YEAR:
        yield Plate("balance", pictures.balance(course), caption(course, "balance"))


def _many(course):
    return len(course.women) > 1


def _compared(course):
    return UNTREATED in course.arms and bool(course.treated)


def _can_run_again(course, has):
    """Whether the women can be simulated again, to look closer at one day of theirs."""
    return "worst_pain" in has and bool(course.treated)


def _of_arm(course, name, draw, arm):
    """The plate of one arm: what one sees is said of the first, and holds for the others."""
    is_first = arm == (course.treated or course.arms)[0]
    words = caption(course, name) if is_first else f"The same {label_of(arm)}."
    return Plate(f"{name}-{arm}", draw(course, arm=arm), words)


def caption(course: Run, name: str, **values) -> str:
    """What one sees in a picture, with or without the words about the untreated twin."""
    group = "many" if _many(course) else "one"
    compared = _compared(course)
    twin = {"twin": group, "share": "share", "woman": "woman", "diamond": "diamond"}
    words = {place: _captions()["twin"][key] if compared else "" for place, key in twin.items()}
    return " ".join(_captions()[group][name].format(**words, **values).split())


def example(course: Run) -> tuple[int, str]:
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
