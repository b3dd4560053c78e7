"""Intervals: what a study like that of the target would find, were the model true.

On a scale on which errors add (logit of shares, logarithm of ratios, else the number itself) the variance is that of
the target (printed or judged), of the few simulated women, and of the study's own offset.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from ...evidence.scoring import Scored, scale_of

Z_90 = 1.6448536269514722


@dataclass(frozen=True)
class Scale:
    """A scale with its inverse and its slope: how much it moves for a unit of the number."""

    to: Callable[[float], float]
    back: Callable[[float], float]
    slope: Callable[[float], float]


SCALES = {
    "logit": Scale(
        lambda value: float(logit(value / 100)),
        lambda place: float(100 * expit(place)),
        lambda value: 100 / (value * (100 - value)),
    ),
    "log": Scale(np.log, np.exp, lambda value: 1 / value),
    "linear": Scale(float, float, lambda value: 1.0),
}


@dataclass(frozen=True)
class Interval:
    """A prediction on its scale: where it lies and its standard errors, of target, simulation and study offset."""

    scale: Scale
    place: float
    target: float
    error: float
    simulation: float
    offset: float
    bound: str = "none"

    def width(self, offset: bool = True) -> float:
        """The standard error on the scale, with or without the offset of the study."""
        return float(np.sqrt(self.error**2 + self.simulation**2 + (self.offset**2 if offset else 0)))

    def ends(self, offset: bool = True) -> tuple[float, float]:
        """The 90 % interval in the unit of the target."""
        half = Z_90 * self.width(offset)
        return float(self.scale.back(self.place - half)), float(self.scale.back(self.place + half))

    def z(self, offset: bool = True) -> float:
        """How many standard errors the published number lies above the prediction; 0 where a bound is kept."""
        apart = self.target - self.place
        kept = (self.bound == "at least" and apart <= 0) or (self.bound == "at most" and apart >= 0)
        return 0.0 if kept else float(apart / self.width(offset))

    def log_score(self, offset: bool = True) -> float:
        """The logarithm of the density of the prediction at the published number, on the scale."""
        return float(-0.5 * self.z(offset) ** 2 - np.log(self.width(offset)) - 0.5 * np.log(2 * np.pi))


def interval(one: Scored, value: float, simulation: float, women: int) -> Interval:
    """The interval of a prediction. value and simulation (its standard error): in the unit of the target.

    women: how many were counted. A share of none, or of all of them, is read as half a woman, give or take as much.
    """
    name, published = scale_of(one.target), one.target.value
    scale, half = SCALES[name], 50 / max(1, women)
    if name == "logit" and not half <= value <= 100 - half:
        value, simulation = (half if value < 50 else 100 - half), max(simulation, half)
    error = one.se if name == "log" else one.se * scale.slope(published)
    of_simulation = simulation * scale.slope(value)
    return Interval(scale, scale.to(value), scale.to(published), error, of_simulation, one.offset, one.row.bound)
