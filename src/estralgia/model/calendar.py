"""The calendar of a run: what every day brings, as the engine reads it. Tablets and treatments are data."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np


class Calendar(NamedTuple):
    """What every day brings; arrays (day, drug or treatment, woman), or 1 in place of woman where all get the same.

    prescribed_dose: in ug. treatment_given: share of the usual dose, 0 to 1. treatment_blinded: 1 where she does not
    know whether it is the real one. covariates: those that change while she is simulated, name -> (day, 1, woman), time
    in days; the others stay as they were at the start.
    """

    prescribed_dose: np.ndarray
    treatment_given: np.ndarray
    treatment_blinded: np.ndarray
    covariates: dict[str, np.ndarray] = {}  # noqa: RUF012

    @property
    def days(self) -> int:
        """How many days it has."""
        return len(self.prescribed_dose)

    @property
    def inputs(self) -> dict:
        """What the book calls inputs of a day: all but the covariates, by name."""
        return {name: one for name, one in self._asdict().items() if name != "covariates"}

    def each(self, change: Callable, change_covariate: Callable | None = None) -> "Calendar":
        """The calendar with every array changed; the covariates in a way of their own where one is given."""
        covariates = {name: (change_covariate or change)(one) for name, one in self.covariates.items()}
        return Calendar(*map(change, self[:3]), covariates=covariates)

    def until(self, days: int) -> "Calendar":
        """Exactly the first `days` days; beyond its own end nothing is given and covariates stay as they are."""
        more = max(0, days - self.days)

        def nothing(one):
            return np.concatenate([one[:days], np.zeros((more, *one.shape[1:]))])

        return self.each(nothing, lambda one: np.concatenate([one[:days], np.repeat(one[-1:], more, axis=0)]))

    def after(self, days: int) -> "Calendar":
        """The calendar with `days` days before it on which nothing is given and covariates are as on its first."""

        def nothing(one):
            return np.concatenate([np.zeros((days, *one.shape[1:])), one])

        return self.each(nothing, lambda one: np.concatenate([np.repeat(one[:1], days, axis=0), one]))

    def of(self, which) -> "Calendar":
        """The calendar of some of the women, by their places."""
        return self.each(lambda one: one if one.shape[-1] == 1 else one[..., which])
