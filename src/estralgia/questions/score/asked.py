"""Measures of what women answer when they are asked: report forms, items, examinations, attribution, onset, sites.

A measure takes a `Place` and the words behind its name in evidence/scoring. It gives a Sample.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from ...evidence import instruments, outcomes
from ...evidence.instrument_table import instruments as table
from ...evidence.instruments import DAYS_PER_MONTH
from ...evidence.targets import target
from ...evidence.thresholds import HALF_A_YEAR, thresholds
from ...runners.run import UNTREATED, Run
from .runs import Place
from .sample import Sample, mean, odds_per_unit, odds_ratio, percent

GRADES = ("mild", "moderate", "severe")
PAIN = "worst_pain"
STAYS = 4  # weeks that a symptom is there in a row: one bad week is no onset


def _of(answers, arm: str) -> np.ndarray:
    """Answers of one arm as numbers, (woman,)."""
    return answers.sel(arm=arm).values.astype(float)


def _days(months: Sequence[float]) -> list[float]:
    return [month * DAYS_PER_MONTH for month in months]


def _entering(run: Run, arm: str, at_most: int) -> np.ndarray:
    return instruments.category(run, 0).sel(arm=arm).values <= at_most


def _reported(at: Place, trial: list[Any], at_most: int, beside: bool = False) -> list[float]:
    """The reporting probability of a trial in a run, as words for `answers`; none: that of MA.17.

    trial: the target that sets it, the arm in which it does, and the month.
    """
    if not trial:
        return []
    run, (id, arm, month) = at.beside if beside else at.run, trial
    asked = instruments.category(run, 0).sel(arm=arm) <= at_most
    return [instruments.reporting_probability(run, month, arm, target(id).value / 100, asked)]


def _on_form(at: Place, arm: str, month: int, at_most: int, trial: list[Any], beside: bool = False) -> np.ndarray:
    """1 for women on the form by a month, else 0; NaN for those whose first answer was above a category."""
    reported = _reported(at, trial, at_most, beside or bool(at.other))
    answers = at.answers(instruments.on_report_form, [month], beside, *reported)
    return np.where(_entering(at.beside if beside else at.run, arm, at_most), _of(answers, arm), np.nan)


def on_form(at: Place, arms: list[str], month: int, at_most: int = 4, trial: list[Any] | None = None) -> Sample:
    """Percent of women on the form by a month, over arms of equal size.

    at_most: the category with which they enter; trial: see `_reported`.
    """
    columns = tuple(_on_form(at, arm, month, at_most, trial or []) for arm in arms)
    return Sample(columns, lambda *all: float(np.mean([*map(percent, all)])))


def form_excess(at: Place, arm: str, month: int) -> Sample:
    """Percentage points by which more women stand on the form than of the untreated."""
    return form_difference(at, arm, UNTREATED, month, 4, [])


def form_difference(at: Place, arm: str, other: str, month: int, at_most: int, trial: list[Any]) -> Sample:
    """Percentage points by which more women stand on the form in one arm than in another."""
    columns = tuple(_on_form(at, one, month, at_most, trial) for one in (arm, other))
    return Sample(columns, lambda one, two: percent(one) - percent(two))


def form_odds_ratio(at: Place, arm: str, other: str, month: int, at_most: int, trial: list[Any]) -> Sample:
    """Odds of standing on the form in one arm over those in another."""
    return Sample(tuple(_on_form(at, one, month, at_most, trial) for one in (arm, other)), odds_ratio)


def form_grade(at: Place, arm: str, month: int, at_most: int, grade: str, trial: list[Any]) -> Sample:
    """Percent of the women on the form for whom it was first written with this grade."""
    cases = _on_form(at, arm, month, at_most, trial)
    grades = _of(at.answers(instruments.grade_on_form, [month], False, *_reported(at, trial, at_most)), arm)
    return Sample((np.where(cases == 1, grades == GRADES.index(grade), np.nan),), percent)


def form_odds_beside(at: Place, arms: list[str], month: int, at_most: int, trial: list[Any]) -> Sample:
    """Odds of standing on the form over those of other women, who set the probability; the mean of equal arms."""
    ours, theirs = (
        np.concatenate([_on_form(at, arm, month, at_most, trial, beside) for arm in arms]) for beside in (False, True)
    )
    half = len(ours) // len(arms)
    columns = tuple(one.reshape(len(arms), half).T for one in (ours, theirs))
    return Sample(columns, odds_ratio)


def _attributes(at: Place, arm: str, month: int, beside: bool = False, name: str = PAIN) -> np.ndarray:
    return _of(at.answers(instruments.attribution, [*range(1, month + 1)], beside, name), arm)


def attributes(at: Place, arm: str, month: int, name: str = PAIN) -> Sample:
    """Percent who hurt (or are stiff) and put it down to the tablets, each asked in one month until this."""
    return Sample((_attributes(at, arm, month, name=name),), percent)


def attribution_odds_by_menopause(at: Place, arm: str, month: int) -> Sample:
    """Odds of attribution soon after menopause over those long after it."""
    answers, years = _attributes(at, arm, month), at.run.women.covariates["years_since_menopause"]
    soon = np.where(years < thresholds().soon_after_menopause.value, answers, np.nan)
    late = np.where(years > thresholds().long_after_menopause.value, answers, np.nan)
    return Sample((soon, late), odds_ratio)


def attribution_odds_beside(at: Place, arm: str, month: int, name: str = PAIN) -> Sample:
    """Odds of attribution over those of other women."""
    return Sample(tuple(_attributes(at, arm, month, beside, name) for beside in (False, True)), odds_ratio)


def attribution_ratio_beside(at: Place, arm: str, month: int) -> Sample:
    """Share who attribute when they are asked in this month over that of other women."""
    columns = tuple(_of(at.answers(instruments.attribution, [month], beside), arm) for beside in (False, True))
    return Sample(columns, lambda one, other: mean(one) / mean(other))


def _new_or_worse(run: Run, arm: str, months: list[float]) -> np.ndarray:
    return _of(instruments.new_or_worse(run, [0, *_days(months)]), arm)


def new_or_worse(at: Place, arm: str, months: list[float]) -> Sample:
    """Percent whose answer to the item is above their first at any of these months."""
    return Sample((_new_or_worse(at.run, arm, months),), percent)


def new_or_worse_difference(at: Place, arm: str, other: str, months: list[float]) -> Sample:
    """Percentage points by which that is more in one arm than in another."""
    columns = tuple(_new_or_worse(at.run, one, months) for one in (arm, other))
    return Sample(columns, lambda one, two: percent(one) - percent(two))


def new_where_vitamin_d(at: Place, arm: str, at_most: float, months: list[float]) -> Sample:
    """The same, of women with at most so much vitamin D."""
    fits = at.run.women.covariates["vitamin_d"] <= at_most
    return Sample((np.where(fits, _new_or_worse(at.run, arm, months), np.nan),), percent)


def newly_worse(at: Place, arm: str, months: list[float]) -> Sample:
    """Percent whose answer at the last of these months is above those at all before."""
    return Sample((_of(instruments.newly_worse(at.run, _days(months)), arm),), percent)


def seen_by(at: Place, arm: str, early: list[float], months: list[float]) -> Sample:
    """Percent of the women who ever answer worse who do so by the early months."""
    ever, soon = (_new_or_worse(at.run, arm, some) for some in (months, early))
    return Sample((np.where(ever == 1, soon, np.nan),), percent)


def odds_per_year_of_menopause(at: Place, arm: str, months: list[float]) -> Sample:
    """Odds ratio of new or worse pain for each year since menopause."""
    columns = _new_or_worse(at.run, arm, months), at.run.women.covariates["years_since_menopause"]
    return Sample(columns, odds_per_unit)


def new_or_worse_odds_beside(at: Place, arm: str, months: list[float]) -> Sample:
    """Odds of new or worse pain over those of other women."""
    return Sample(tuple(_new_or_worse(run, arm, months) for run in (at.run, at.beside)), odds_ratio)


def found(at: Place, arm: str, months: list[int]) -> Sample:
    """Percent in whom the rheumatologist finds a rise at any of these months."""
    return Sample((_of(instruments.rheumatologist(at.run, months), arm),), percent)


def _onset_week(run: Run, arm: str) -> np.ndarray:
    """The first of four weeks with worst pain as far above her start as the rheumatologist counts; NaN: never."""
    pain = run[PAIN].sel(arm=arm).transpose("patient", "time").values
    risen = pain >= pain[:, :1] + table().rheumatologist.rise
    stays = np.min(np.lib.stride_tricks.sliding_window_view(risen, STAYS, axis=1), axis=2)
    return np.where(stays.any(axis=1), run.data.time.values[stays.argmax(axis=1)] / 7, np.nan)


def _onsets(run: Run, arm: str, until: float) -> np.ndarray:
    weeks = _onset_week(run, arm)
    return np.where(weeks <= until, weeks, np.nan)


def onset_mean(at: Place, arm: str, until: float) -> Sample:
    """Mean week of onset, of the women with one until a week."""
    return Sample((_onsets(at.run, arm, until),), mean)


def onset_by(at: Place, arm: str, week: float, until: float) -> Sample:
    """Percent of these women with onset by a week."""
    weeks = _onsets(at.run, arm, until)
    return Sample((np.where(np.isfinite(weeks), weeks <= week, np.nan),), percent)


def recalled_onset_by(at: Place, arm: str, week: float, month: int) -> Sample:
    """Percent of the women who attribute whose onset came by a week."""
    weeks, answers = _onset_week(at.run, arm), _attributes(at, arm, month)
    return Sample((np.where((answers == 1) & np.isfinite(weeks), weeks <= week, np.nan),), percent)


def _hurts(run: Run, arm: str, months: list[float]) -> np.ndarray:
    """Whether the answer to the item is above none, (month, woman)."""
    return np.stack([instruments.category(run, day).sel(arm=arm).values > 0 for day in _days(months)])


def new_pain(at: Place, arm: str, months: list[float]) -> Sample:
    """Percent of women without pain before the tablets who have some at any of these months."""
    first, later = _hurts(at.run, arm, [0])[0], _hurts(at.run, arm, months).any(axis=0)
    return Sample((np.where(first, np.nan, later),), percent)


def still_in_pain(at: Place, arm: str, months: list[float]) -> Sample:
    """Percent of the women with new pain at any of these months who have it at the last."""
    first, later = _hurts(at.run, arm, [0])[0], _hurts(at.run, arm, months)
    return Sample((np.where(~first & later.any(axis=0), later[-1], np.nan),), percent)


def stiff(at: Place, arm: str, month: float, least: float) -> Sample:
    """Percent whose stiffness on waking is read as at least so much."""
    read = instruments.reading(at.run, month * DAYS_PER_MONTH, "stiffness_on_waking")
    return Sample((_of(read >= least, arm),), percent)


def site(at: Place, arm: str, names: list[str], who: str) -> Sample:
    """Percent of some women whose answer about a joint of one of these sites is higher at half a year than before.

    who: "item" or "rheumatologist", by whom their new or worse pain was found.
    """
    found = {"item": instruments.questionnaire, "rheumatologist": instruments.rheumatologist}[who]
    cases = found(at.run, [3, 6]).sel(arm=arm).values
    before, now = (instruments.by_joint(at.run, day).sel(arm=arm) for day in (0, HALF_A_YEAR))
    parts = tuple(part for name in names for part in outcomes.SITES[name])
    mine = [joint for joint in before.joint.values if str(joint).endswith(parts)]
    worse = (now > before).sel(joint=mine).any("joint").values
    return Sample((np.where(cases, worse, np.nan),), percent)


def any_pain_at_first(at: Place) -> Sample:
    """Percent whose answer to the item before any tablet is above none."""
    return Sample((_hurts(at.run, UNTREATED, [0])[0].astype(float),), percent)


def mean_category_at_first(at: Place) -> Sample:
    """Mean answer to the item before any tablet, 0 to 4."""
    return Sample((_of(instruments.category(at.run, 0), UNTREATED),), mean)
