"""Samples: what was measured of each woman, and the one number that a study makes of it, with its own uncertainty."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

GROUPS = 20  # of women, each left out once


@dataclass(frozen=True)
class Sample:
    """Columns of numbers, (woman,) or (woman, k), of the same women, and what a study makes of them: one number.

    A woman who is not counted holds NaN. One woman of several arms stands in one row.
    """

    columns: tuple[np.ndarray, ...]
    number: Callable[..., float]

    @property
    def value(self) -> float:
        """The number; NaN where there is nobody to make it of."""
        return self._of(slice(None))

    @property
    def error(self) -> float:
        """The standard error of the number that comes of so few simulated women: a jackknife over groups of them."""
        women = len(self.columns[0])
        groups = min(GROUPS, women)
        if groups < 2:
            return np.nan
        group = np.arange(women) % groups
        without = np.array([self._of(group != one) for one in range(groups)])
        without = without[np.isfinite(without)]
        spread = np.sum((without - without.mean()) ** 2) if len(without) else np.nan
        return float(np.sqrt((groups - 1) / groups * spread))

    @property
    def counted(self) -> int:
        """How many women are counted in the first column."""
        return int(np.isfinite(self.columns[0].reshape(len(self.columns[0]), -1)).any(axis=1).sum())

    def _of(self, which) -> float:
        with np.errstate(all="ignore"):
            return float(self.number(*(one[which] for one in self.columns)))


def known(column: np.ndarray) -> np.ndarray:
    """The numbers of the women who are counted."""
    return column[np.isfinite(column)]


def mean(column: np.ndarray) -> float:
    """The mean of those who are counted; of several columns, over all."""
    values = known(column)
    return float(values.mean()) if values.size else np.nan


def percent(column: np.ndarray) -> float:
    """Women of a hundred."""
    return 100 * mean(column)


def spread(column: np.ndarray) -> float:
    """The standard deviation of those who are counted."""
    values = known(column)
    return float(values.std(ddof=1)) if values.size > 1 else np.nan


def quantile(place: float) -> Callable[[np.ndarray], float]:
    """The number of the woman at this place of a hundred."""

    def number(column: np.ndarray) -> float:
        values = known(column)
        return float(np.quantile(values, place / 100)) if values.size else np.nan

    return number


def geometric_mean(column: np.ndarray) -> float:
    """The exponential of the mean logarithm."""
    return float(np.exp(mean(np.log(column))))


def coefficient_of_variation(column: np.ndarray) -> float:
    """The standard deviation as a percentage of the mean."""
    return 100 * spread(column) / mean(column)


AVERAGES: dict[str, Callable[[np.ndarray], float]] = {
    "mean": mean,
    "median": quantile(50),
    "sd": spread,
    "cv": coefficient_of_variation,
    "geometric mean": geometric_mean,
}


def odds(column: np.ndarray) -> float:
    """The odds among those who are counted, half a woman on either side, so that there is always a number."""
    values = known(column)
    yes = values.sum()
    return float((yes + 0.5) / (values.size - yes + 0.5)) if values.size else np.nan


def odds_ratio(one: np.ndarray, other: np.ndarray) -> float:
    """The odds in one column over those in the other."""
    return odds(one) / odds(other)


def correlation(one: np.ndarray, other: np.ndarray) -> float:
    """Pearson's, of the women who are counted in both."""
    both = np.isfinite(one) & np.isfinite(other)
    return float(np.corrcoef(one[both], other[both])[0, 1]) if both.sum() > 2 else np.nan


def odds_per_unit(column: np.ndarray, covariate: np.ndarray) -> float:
    """The odds ratio of one unit of a covariate: logistic regression with one slope, by Newton's steps."""
    counted = np.isfinite(column)
    y, x = column[counted], covariate[counted]
    if not 0 < y.sum() < len(y):
        return np.nan
    design = np.stack([np.ones_like(x), x - x.mean()], axis=1)
    beta = np.zeros(2)
    for _ in range(20):
        p = 1 / (1 + np.exp(-design @ beta))
        beta = beta + np.linalg.solve(design.T @ (design * (p * (1 - p))[:, None]), design.T @ (y - p))
    return float(np.exp(beta[1]))
