"""When pain starts, whether it eases, stays or fades: shares of women and times, for the claims about its course."""

from dataclasses import replace
from typing import Any

import numpy as np

from ...evidence import instruments, outcomes
from ...evidence.scores import score
from ...evidence.shares import course_shares
from ...evidence.thresholds import HURTING
from ...runners.run import UNTREATED, Run
from .runs import LAST_TABLET, Runs

DAYS_PER_YEAR, WEEK = 365.25, 7
VISITS = (0, 3, 6, 9, 12)
WINDOWS = (0, 3, 4.5, 7.5, 10.5)  # months at which women are asked until a window begins
ENTRY_DAY = 364


def _until(course: Run, years: float) -> Run:
    """The course cut at so many years."""
    return replace(course, data=course.data.sel(time=course.data.time <= years * DAYS_PER_YEAR))


def _onsets(runs: Runs, years: float) -> Any:
    return outcomes.onset_week(_until(runs["five years"], years)).sel(arm="letrozole").dropna("patient").values


def onset_quantile(runs: Runs, place: float) -> float:
    """Week of the first extra point in the first year, of the woman at this place of a hundred who have one."""
    weeks = _onsets(runs, 1)
    return float(np.quantile(weeks, place / 100)) if len(weeks) else np.nan


def onset_by(runs: Runs, week: float, years: float) -> float:
    """Percent of those whose pain starts within so many years that start by this week."""
    weeks = _onsets(runs, years)
    return 100 * float(np.mean(weeks <= week)) if len(weeks) else np.nan


def onset_between(runs: Runs, first: float, last: float) -> float:
    """Percent of all women whose first extra point comes between two months."""
    weeks = _onsets(runs, 5)
    months = weeks * WEEK / instruments.DAYS_PER_MONTH
    return 100 * float(np.sum((months > first) & (months <= last))) / len(runs["five years"].women)


def seen_by_six_months(runs: Runs, arm: str) -> float:
    """Percent of the women whose answer is worse than at first at 3, 6, 9 or 12 months who said so by 6 months."""
    days = [month * instruments.DAYS_PER_MONTH for month in VISITS]
    early, all_year = (instruments.new_or_worse(runs["five years"], found).sel(arm=arm) for found in (days[:3], days))
    return 100 * float(early.sum() / all_year.sum())


def new_or_worse_between(runs: Runs, arm: str, first: float, last: float) -> float:
    """Percent of women whose answer to the item at the end of a window is above every answer until its start."""
    before = [month for month in WINDOWS if month <= first]
    visits = [month * instruments.DAYS_PER_MONTH for month in (*before, last)]
    return 100 * float(instruments.newly_worse(runs["five years"], visits).sel(arm=arm).mean())


def four(runs: Runs, kind: str, years: float) -> float:
    """Percent of women in one of the courses of `outcomes.course_kinds`, cut at so many years; see there for names."""
    return 100 * course_shares(_until(runs["five years"], years))["letrozole"][kind]


def persisting_of_early(runs: Runs, years: float) -> float:
    """Percent of the women who hurt within half a year whose pain stayed to the end of so many years."""
    shares = course_shares(_until(runs["five years"], years))["letrozole"]
    early = shares["eased"] + shares["eased_after"] + shares["persisting"]
    return 100 * shares["persisting"] / early if early else np.nan


def eased_by_adapting(runs: Runs, years: float) -> float:
    """Percent points of easing that are gone when no tissue gets used to what it lacks."""
    names = ("five years", "not adapting")
    free, held = (course_shares(_until(runs[name], years))["letrozole"]["eased"] for name in names)
    return 100 * (free - held)


def eased_by_treatment(runs: Runs, treatment: str) -> float:
    """Percent points of women eased at one year that a treatment adds."""
    shares = course_shares(_until(runs["treated"], 1))
    return 100 * (shares[f"letrozole with {treatment}"]["eased"] - shares["letrozole"]["eased"])


def lower_by_drop_out(runs: Runs, day: int) -> float:
    """Points by which worst pain of the women still on tablets lies below that of all, had all gone on."""
    stays = runs["pain decides"]["stopped"].sel(arm="letrozole").sel(time=day, method="nearest") == 0
    pain = runs["two drugs"]["worst_pain"].sel(arm="letrozole").sel(time=day, method="nearest")
    return float(pain[stays.values].mean() - pain.mean())


def lower_by_asking_again(runs: Runs) -> float:
    """Points by which the score of women let in for pain falls when they are asked again on the same day."""
    course = runs["five years"]
    first, again = (score(course, "worst_pain", ENTRY_DAY, word).sel(arm="letrozole") for word in ("entry", "again"))
    chosen = (first >= HURTING).values
    return float((again - first).values[chosen].mean()) if chosen.any() else np.nan


def persisting_as_seen(runs: Runs, arm: str) -> float:
    """Percent of women without pain at first, and with some at 3, 6, 9 or 12 months, who have some at 12 months."""
    course = runs["five years"]
    first, *later = (instruments.category(course, month * instruments.DAYS_PER_MONTH) > 0 for month in VISITS)
    cases = ~first & np.logical_or.reduce(later)
    share = (cases & later[-1]).sel(arm=arm).sum() / cases.sel(arm=arm).sum()
    return 100 * float(share)


def after_stopping(runs: Runs, what: str) -> float:
    """How extra pain fades after the last tablet: a percent of women or points; see outcomes.after_stopping."""
    found = outcomes.after_stopping(runs["stopped after a year"], LAST_TABLET)[what]
    return found if what.startswith("their") else 100 * found


def fading_of_what_lingers(runs: Runs) -> float:
    """Points that those who keep extra pain at twelve months lose in the next six; negative is fading."""
    found = outcomes.after_stopping(runs["stopped after a year"], LAST_TABLET)
    return found["their excess at 18 months"] - found["their excess at 12 months"]


def untreated_new_or_worse(runs: Runs) -> float:
    """Percent of untreated twins who answer worse than at first after three or six months."""
    return 100 * float(instruments.new_or_worse(runs["five years"]).sel(arm=UNTREATED).mean())


def new_or_worse(runs: Runs) -> float:
    """Percent of the same women on letrozole who do."""
    return 100 * float(instruments.new_or_worse(runs["five years"]).sel(arm="letrozole").mean())
