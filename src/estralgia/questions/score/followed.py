"""Measures of the same women over time: rise of pain, grip, stopping, what follows it, copied trials, reliability.

A measure takes a `Place` and the words behind its name in evidence/scoring. It gives a Sample.
"""

import numpy as np

from ...evidence import instruments
from ...evidence.instruments import DAYS_PER_MONTH
from ...evidence.scores import score
from ...runners.run import Run
from .runs import Place
from .sample import Sample, mean, percent, quantile, spread

PAIN = "worst_pain"


def _score(run: Run, arm: str, month: float, name: str) -> np.ndarray:
    return score(run, name, month * DAYS_PER_MONTH).sel(arm=arm).values


def _those(run: Run, prior: str) -> np.ndarray:
    """1 for women with or without pain before the tablets, or for all, else NaN."""
    if prior == "all":
        return np.ones(len(run.women))
    return np.where(instruments.had_pain(run).values == (prior == "with"), 1.0, np.nan)


def _rise(run: Run, arm: str, month: float, name: str) -> np.ndarray:
    return _score(run, arm, month, name) - _score(run, arm, 0, name)


def rise(at: Place, arm: str, month: float, prior: str, name: str) -> Sample:
    """Mean of a score of a month less that before the tablets; prior: "with", "without" earlier pain, or "all"."""
    return Sample((_rise(at.run, arm, month, name) * _those(at.run, prior),), mean)


def spread_of_rise(at: Place, arm: str, month: float, name: str) -> Sample:
    """The standard deviation of that rise over all women."""
    return Sample((_rise(at.run, arm, month, name),), spread)


def sign_of_rise(at: Place, arm: str, month: float, name: str) -> Sample:
    """1 or -1: whether the mean score of a month lies above that before the tablets."""
    return Sample((_rise(at.run, arm, month, name),), lambda one: 1.0 if mean(one) > 0 else -1.0)


def mean_level(at: Place, arm: str, months: int, prior: str, name: str) -> Sample:
    """Mean over women of her mean monthly score until a month."""
    return Sample((_level(at.run, arm, months, prior, name),), mean)


def median_level(at: Place, arm: str, months: int, prior: str, name: str) -> Sample:
    """Median over women of her mean monthly score until a month."""
    return Sample((_level(at.run, arm, months, prior, name),), quantile(50))


def _level(run: Run, arm: str, months: int, prior: str, name: str) -> np.ndarray:
    return np.mean([_score(run, arm, month, name) for month in range(months + 1)], axis=0) * _those(run, prior)


def _grip(run: Run, arm: str, month: float) -> np.ndarray:
    grip = run["grip_ratio"].sel(arm=arm)
    return (grip.sel(time=month * DAYS_PER_MONTH, method="nearest") / grip.isel(time=0)).values - 1


def grip_change(at: Place, arm: str, month: float) -> Sample:
    """Mean percent change of grip since before the tablets."""
    return Sample((_grip(at.run, arm, month),), percent)


def grip_extra_loss(at: Place, arm: str, month: float, usual: float) -> Sample:
    """Change of grip, in kg of a usual one, of women whom the rheumatologist finds, less that of the others."""
    change = usual * _grip(at.run, arm, month)
    cases = instruments.rheumatologist(at.run, [3, 6]).sel(arm=arm).values
    columns = np.where(cases, change, np.nan), np.where(cases, np.nan, change)
    return Sample(columns, lambda one, other: mean(one) - mean(other))


def _stop_day(run: Run, arm: str, reason: str) -> np.ndarray:
    """The recorded day by which she had stopped for good, for her joints or for any reason; infinite: never."""
    stopped = _over_time(run, "stopped", arm) > 0
    day = np.where(stopped.any(axis=1), run.data.time.values[stopped.argmax(axis=1)], np.inf)
    if reason == "any":
        return day
    return np.where((_over_time(run, "stopped_for_joints", arm) > 0).any(axis=1), day, np.inf)


def _over_time(run: Run, name: str, arm: str) -> np.ndarray:
    """A quantity of one arm, (woman, record)."""
    return run[name].sel(arm=arm).transpose("patient", "time").values


def stopped_by(at: Place, arm: str, month: float, reason: str) -> Sample:
    """Percent who have stopped for good by a month, for "joints" or for "any" reason."""
    return Sample((1.0 * (_stop_day(at.run, arm, reason) <= month * DAYS_PER_MONTH),), percent)


def median_stop(at: Place, arm: str, month: float, reason: str) -> Sample:
    """Median month of stopping, of the women who do so by a month."""
    months = _stop_day(at.run, arm, reason) / DAYS_PER_MONTH
    return Sample((np.where(months <= month, months, np.nan),), quantile(50))


def stopping_rate_ratio(at: Place, arm: str, least: float, until: int, every: int) -> Sample:
    """Rate of stopping after answers of worst pain of at least so much over that after others, asked every few months.

    An answer counts until the next one; who has stopped is not asked.
    """
    stop, visits = _stop_day(at.run, arm, "any") / DAYS_PER_MONTH, range(0, until, every)
    answers = np.stack([_score(at.run, arm, month, PAIN) >= least for month in visits], axis=1)
    since = stop[:, None] - np.array(visits)
    months, stops = np.clip(since, 0, every), (since > 0) & (since <= every)

    def number(stops_in, months_in, stops_out, months_out):
        return ((stops_in.sum() + 0.5) / months_in.sum()) / ((stops_out.sum() + 0.5) / months_out.sum())

    parts = stops & answers, months * answers, stops & ~answers, months * ~answers
    return Sample(tuple(one.sum(axis=1).astype(float) for one in parts), number)


def _of_later_stoppers(at: Place, arm: str, month: float, until: float, name: str) -> np.ndarray:
    day = _stop_day(at.run, arm, "joints")
    later = (day > month * DAYS_PER_MONTH) & (day <= until * DAYS_PER_MONTH)
    return np.where(later, _rise(at.run, arm, month, name), np.nan)


def rise_of_later_stoppers(at: Place, arm: str, month: float, until: float, name: str) -> Sample:
    """Mean rise of a score of women who stop for their joints after this month and until another."""
    return Sample((_of_later_stoppers(at, arm, month, until, name),), mean)


def spread_of_later_stoppers(at: Place, arm: str, month: float, until: float, name: str) -> Sample:
    """The standard deviation of their rise."""
    return Sample((_of_later_stoppers(at, arm, month, until, name),), spread)


def better_after_stopping(at: Place, arm: str, until: float, weeks: float) -> Sample:
    """Percent of the women who stop for their joints until a month who read less so many weeks after it than then."""
    day = _stop_day(at.run, arm, "joints")
    stops = np.where(day <= until * DAYS_PER_MONTH, day, np.nan)
    better = np.full(len(stops), np.nan)
    for one in np.unique(stops[np.isfinite(stops)]):
        then, later = (instruments.reading(at.run, one + more).sel(arm=arm).values for more in (0, 7 * weeks))
        better = np.where(stops == one, later < then, better)
    return Sample((better,), percent)


def change(at: Place, arm: str, name: str, week: float) -> Sample:
    """Mean change of a score from entry to a week in one arm of a copied trial."""
    return Sample((_change(at, arm, name, week),), mean)


def _change(at: Place, arm: str, name: str, week: float) -> np.ndarray:
    return at.run.readings(arm, name, week) - at.run.readings(arm, name, 0)


def difference(at: Place, name: str, weeks: list[float]) -> Sample:
    """Mean of a score in the active arm less that in the control arm, over some weeks of a copied trial."""
    each = [at.run.readings("active", name, week) - at.run.readings("control", name, week) for week in weeks]
    return Sample((np.mean(each, axis=0),), mean)


def responders(at: Place, arm: str, name: str, week: float, least: float) -> Sample:
    """Percent of one arm of a copied trial whose score at a week lies at least so far below entry."""
    return Sample((1.0 * (-_change(at, arm, name, week) >= least),), percent)


def _error(one: np.ndarray, other: np.ndarray) -> float:
    return float(spread(one - other) / np.sqrt(2))


def _reliability(one: np.ndarray, other: np.ndarray) -> float:
    return float(1 - _error(one, other) ** 2 / np.mean([spread(one) ** 2, spread(other) ** 2]))


def _twice(at: Place, arm: str, name: str, first: float, second: float) -> tuple[np.ndarray, np.ndarray]:
    one, other = (score(at.run, name, day).sel(arm=arm).values for day in (first, second))
    return one, other


def standard_error(at: Place, arm: str, name: str, first: float, second: float) -> Sample:
    """Standard error of measurement of a score between two days."""
    return Sample(_twice(at, arm, name, first, second), _error)


def reliability(at: Place, arm: str, name: str, first: float, second: float) -> Sample:
    """One less the squared ratio of that error to the standard deviation over women."""
    return Sample(_twice(at, arm, name, first, second), _reliability)


def _neighbors(at: Place, arm: str, day: float) -> tuple[np.ndarray, np.ndarray]:
    one, other = (instruments.reading(at.run, one).sel(arm=arm).values for one in (day, day + 1))
    return one, other


def standard_error_of_a_day(at: Place, arm: str, day: float) -> Sample:
    """Standard error of measurement between the answers of two neighboring days."""
    return Sample(_neighbors(at, arm, day), _error)


def reliability_of_a_day(at: Place, arm: str, day: float) -> Sample:
    """The reliability of these answers."""
    return Sample(_neighbors(at, arm, day), _reliability)
