"""What the claims measure in the links before pain, and in pain of one day; shares and times are in `courses`.

A measure takes the runs and the words behind its name in leaflet.toml: ["fall", "estradiol", "letrozole", 28].
It gives one number: a percent, points of 10, a ratio; NaN where there is nothing to measure.
"""

import numpy as np

from ...evidence import instruments
from ...evidence.outcomes import LEVELS
from ...evidence.shares import site_shares
from ...evidence.thresholds import HALF_A_YEAR
from ...runners.run import UNTREATED
from .runs import Runs

ALONE = ("inflammation alone", "less lubricant alone", "retained fluid alone", "sensitization alone")
DAYS_PER_YEAR = 365.25


def _at(course, name, arm, day):
    return course[name].sel(arm=arm).sel(time=day, method="nearest", tolerance=14)


def fall(runs: Runs, quantity: str, drug: str, day: int) -> float:
    """Median percent by which a quantity lies below that of the untreated twin on a drug, on a day."""
    course = runs["two drugs"]
    left = _at(course, quantity, drug, day) / _at(course, quantity, UNTREATED, day)
    return 100 * (1 - float(left.median()))


def change(runs: Runs, run: str, quantity: str, arm: str, day: int) -> float:
    """Median percent change of a quantity since the first day."""
    course = runs[run]
    return 100 * (float((_at(course, quantity, arm, day) / _at(course, quantity, arm, 0)).median()) - 1)


def level(runs: Runs, run: str, quantity: str, arm: str, day: int) -> float:
    """Median of a quantity."""
    return float(_at(runs[run], quantity, arm, day).median())


def beside_twin(runs: Runs, run: str, quantity: str, arm: str, day: int) -> float:
    """Mean of a quantity over that of the untreated twins."""
    course = runs[run]
    return float((_at(course, quantity, arm, day) - _at(course, quantity, UNTREATED, day)).mean())


def share_above_twin(runs: Runs, run: str, quantity: str, least: float, day: int) -> float:
    """Percent of women on letrozole in whom a quantity is at least so much above that of her untreated twin."""
    course = runs[run]
    return 100 * float((course.excess(quantity).isel(arm=0).sel(time=day, method="nearest") >= least).mean())


def rise(runs: Runs, arm: str, day: int) -> float:
    """Mean rise of worst pain since the first day, in points."""
    pain = runs["five years"]
    return float((_at(pain, "worst_pain", arm, day) - _at(pain, "worst_pain", arm, 0)).mean())


def recurrence(runs: Runs, first: float, last: float) -> float:
    """Mean hazard of recurrence from one year to another on letrozole, relative to no treatment."""
    course = runs["five years"]
    ratio = course["recurrence_ratio"].sel(time=slice(first * DAYS_PER_YEAR, last * DAYS_PER_YEAR))
    return float((ratio.sel(arm="letrozole") / ratio.sel(arm=UNTREATED)).mean())


def accounts_that_hurt(runs: Runs, least: float) -> float:
    """How many of the four mechanisms, each alone and made strong, add so much of what all together add (a share)."""
    return float(sum(runs.strength_needed(one)[1] >= least for one in ALONE))


def strength_needed(runs: Runs, account: str) -> float:
    """How many times as strong one mechanism must be to add alone what all together add; at most 64."""
    return runs.strength_needed(account)[0]


def spread(runs: Runs, quantile: float) -> float:
    """Points of worst pain over the untreated twin at half a year, of the woman at this place of a hundred."""
    excess = runs["five years"].excess().isel(arm=0).sel(time=HALF_A_YEAR, method="nearest")
    return float(excess.quantile(quantile / 100))


def written_level(runs: Runs, level: str) -> float:
    """Percent of the women on a report form with a line by five years in whom pain of this band was first written.

    As in the trial beside it, of women with at most mild pain before the tablets.
    """
    course = runs["five years"]
    grades = instruments.grade_on_form(course, [60]).where(instruments.category(course, 0) <= 1)
    grades = grades.sel(arm="letrozole").dropna("patient")
    return 100 * float((grades == LEVELS.index(level)).mean())


def site(runs: Runs, name: str) -> float:
    """Percent of the women with new or worse pain by six months whose site hurts more than her untreated twin's."""
    return 100 * float(site_shares(runs["five years"]).sel(arm="letrozole", site=name))


def sites_apart(runs: Runs) -> float:
    """Percent by which the most frequent site is ahead of the least frequent."""
    shares = site_shares(runs["five years"]).sel(arm="letrozole")
    return 100 * float(shares.max() - shares.min())


def hour(runs: Runs, quantity: str, arm: str, moment: str) -> float:
    """Mean of a quantity at a moment of day 182."""
    found = runs.hours()[quantity].sel(arm=arm).swap_dims(hour="moment")
    return float(found.sel(moment=moment).mean())


def hour_beside_twin(runs: Runs, quantity: str, moment: str, other: str) -> float:
    """What a quantity is over the untreated twins at one moment of day 182, in units of that at another."""
    one, two = (
        hour(runs, quantity, "letrozole", when) - hour(runs, quantity, UNTREATED, when) for when in (moment, other)
    )
    return one / two if two else np.nan


def stopped(runs: Runs, day: int, why: str = "stopped") -> float:
    """Percent who have stopped the tablets for good, where pain decides; why: for any reason or one of them."""
    return 100 * float(_at(runs["pain decides"], why, "letrozole", day).mean())


def relief(runs: Runs, treatment: str, day: int) -> float:
    """Points of worst pain that a treatment itself takes, hope apart, in women who hurt when it begins: below zero."""
    one = next(one for one in runs.options() if one.arm == f"letrozole with {treatment}")
    own = one.difference - one.hope
    return float(own.sel(time=day, method="nearest").mean())
