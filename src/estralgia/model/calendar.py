"""The calendar of a run: what every day brings, as the engine reads it. Tablets and treatments are data."""

from typing import NamedTuple

import numpy as np


class Calendar(NamedTuple):
    """What every day brings; arrays (day, drug or treatment, woman), or 1 in place of woman where all get the same.

    prescribed_dose: in ug. treatment_given: share of the usual dose, 0 to 1. treatment_blinded: 1 where she does not
    know whether it is the real one.
    """

    prescribed_dose: np.ndarray
    treatment_given: np.ndarray
    treatment_blinded: np.ndarray

    def __len__(self):
        return len(self.prescribed_dose)

    def until(self, days: int) -> "Calendar":
        """Exactly the first `days` days; beyond its own end nothing is given."""
        more = max(0, days - len(self))
        return Calendar(*(np.concatenate([one[:days], np.zeros((more, *one.shape[1:]))]) for one in self))

    def of(self, which) -> "Calendar":
        """The calendar of some of the women, by their places."""
        return Calendar(*(one if one.shape[-1] == 1 else one[..., which] for one in self))
