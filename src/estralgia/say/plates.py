"""Which pictures a report shows of a course, each with what one sees in it and what was assumed."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np

from ..evidence.thresholds import FELT, HALF_A_YEAR
from ..look import pictures
from ..look.axes import days_of
from ..look.series import label_of
from ..model.toml import read_toml
from ..questions.added import beside_of, harms_of, options
from ..runners.run import UNTREATED, Run
from . import drawn, in_words, safety
from .page import Plate

OVER_TIME = ("worst_pain", "stiffness_on_waking", "estradiol")
ONE_MONTH, THIRTY_MONTHS = 31, 914


@cache
def _captions():
    return read_toml(Path(__file__).with_name("captions.toml"))


def sections_of(course: Run) -> dict[str, list[Plate]]:
    """Heading -> the pictures of a report that this course can fill, those who do not hurt first."""
    makers = {
        "How many hurt, and when": _how_many,
        "Pain, stiffness and estradiol": _over_time,
        "Where it hurts": _where,
        "One day by the hour": _by_the_hour,
        "What the pain is made of": _made_of,
        "What is added": _added,
        "Who asks, and how": _instruments,
        "One woman from tablet to pain": _from_tablet_to_pain,
        "The end of a planned treatment": _planned_end,
        "Bone": _other_side,
    }
    found = {heading: list(make(course, set(course.data.data_vars))) for heading, make in makers.items()}
    return {heading: plates for heading, plates in found.items() if plates}


def _how_many(course, has) -> Iterator[Plate]:
    if _many(course) and "worst_pain" in has:
        for arm in course.treated if _compared(course) else ():
            yield _of_arm(course, "hundred", pictures.hundred, in_words.hundred, arm)
        if days_of(course) > ONE_MONTH:
            yield _plate(course, "incidence", pictures.incidence(course), in_words.incidence(course))


def _over_time(course, has):
    for name in OVER_TIME:
        if name in has:
            yield _plate(course, name, pictures.bands(course, name), in_words.over_time(course, name))


def _added(course, has):
    added = [arm for arm in course.arms if course.asked.arms[arm].additions] if _can_run_again(course, has) else []
    if any(beside_of(course, arm) for arm in added):
        found = options(course)
        harms = "; ".join(dict.fromkeys(harms_of(course, one.arm) for one in found))
        words = f"{caption(course, 'difference')} Harms: {harms}. {safety.words().ask_first}"
        yield Plate("difference", pictures.difference(course, found), in_words.difference(found), words)


def _where(course, has):
    if "pain_by_joint" in has:
        for arm in course.treated or course.arms:
            yield _of_arm(course, "extra_pain" if _compared(course) else "body", pictures.body, in_words.body, arm)
        if _many(course) and _compared(course) and course.data.time[-1] >= HALF_A_YEAR and "worst_pain" in has:
            yield _plate(course, "sites", pictures.sites(course), in_words.sites(course))


def _instruments(course, has):
    """One cohort, five instruments: where the course is as long as the longest of them."""
    long = days_of(course) > THIRTY_MONTHS and has >= {"worst_pain", "average_pain"}
    if long and _many(course) and _compared(course):
        yield _plate(course, "instruments", pictures.instruments(course), in_words.instruments(course))


def _by_the_hour(course, has):
    if _can_run_again(course, has):
        hours = drawn.hours_of(course)
        yield _plate(course, "day", pictures.day(course, hours), in_words.day(course, hours))


def _made_of(course, has):
    if _can_run_again(course, has) and _compared(course):
        found = drawn.made_of(course)
        yield _plate(course, "mechanisms", pictures.mechanisms(course, found), in_words.mechanisms(found))


def _from_tablet_to_pain(course, has):
    if has & set(pictures.CHAIN):
        patient, why = example(course) if _many(course) else (int(course.data.patient[0]), "")
        given = {"patient": patient, "why": why, "every": course.data.attrs["recorded_every_days"]}
        yield _plate(course, "cascade", pictures.cascade(course, patient), in_words.cascade(course, patient), **given)


def _planned_end(course, has):
    """Only of a course whose own regimen ends: a report shows no end that was not asked for."""
    for arm, last in pictures.last_tablets(course).items() if _compared(course) and "worst_pain" in has else ():
        words = caption(course, "ending")
        yield Plate(f"ending-{arm}", pictures.ending(course, arm=arm), in_words.ending(course, arm, last), words)


def _other_side(course, has):
    """Bone; of recurrence the report gives figures of trials, in words."""
    if has & set(pictures.BONES) and course.treated and days_of(course) > HALF_A_YEAR:
        yield _plate(course, "balance", pictures.balance(course, shown=pictures.BONES), in_words.balance(course))


def _many(course):
    return len(course.women) > 1


def _compared(course):
    return UNTREATED in course.arms and bool(course.treated)


def _can_run_again(course, has):
    """Whether the women can be simulated again, to look closer at one day of theirs."""
    return "worst_pain" in has and bool(course.treated)


def _plate(course, name, figure, seen, **given):
    return Plate(name, figure, seen, caption(course, name, **given))


def _of_arm(course, name, draw, say, arm):
    """The plate of one arm: how it is read is said of the first, and holds for the others."""
    is_first = arm == (course.treated or course.arms)[0]
    words = caption(course, name) if is_first else f"Read as the one {label_of((course.treated or course.arms)[0])}."
    return Plate(f"{name}-{arm}", draw(course, arm=arm), say(course, arm), words)


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
    hurting = highest[highest >= FELT]
    chosen = hurting if hurting.size else highest
    middle = int(chosen.patient[int(np.argsort(chosen.values)[chosen.size // 2])])
    return (
        middle,
        ", whose extra pain is in the middle of those who have any" if hurting.size else ", who is in the middle",
    )
