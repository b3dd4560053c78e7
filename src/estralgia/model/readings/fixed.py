"""The words of the book where only some numbers are known: what follows from the known ones, and nothing more.

A `Fixed` holds one number for each member of an axis, or None where it is not known. Nothing times an unknown number
is nothing, and an unknown part of an infinite one is nothing: what a drug without a number cannot move, rests.
"""

import math
from collections.abc import Callable
from operator import le, lt
from typing import Any, Union

import numpy as np

MaybeKnown = float | None  # None where it is not known
Operand = Union["Fixed", float]  # what arithmetic takes


class Fixed:
    """Numbers along one axis, None where one is not known; arithmetic keeps what is certain."""

    def __init__(self, *numbers: MaybeKnown) -> None:
        self.numbers = numbers

    @property
    def is_nothing(self) -> bool:
        """Whether it is known to be zero everywhere."""
        return all(one == 0 for one in self.numbers)

    def __add__(self, other: Operand) -> "Fixed":
        return _each(_sum, self, other)

    def __mul__(self, other: Operand) -> "Fixed":
        return _each(_product, self, other)

    def __truediv__(self, other: Operand) -> "Fixed":
        return _each(_ratio, self, other)

    def __rtruediv__(self, other: Operand) -> "Fixed":
        return _each(_ratio, other, self)

    def __neg__(self) -> "Fixed":
        return self * -1.0

    def __sub__(self, other: Operand) -> "Fixed":
        return self + -_fixed(other)

    def __rsub__(self, other: Operand) -> "Fixed":
        return -self + other

    def __pow__(self, other: Operand) -> "Fixed":
        return power(self, other)

    def __lt__(self, other: Operand) -> "Fixed":
        return _known(lt, self, other)

    def __le__(self, other: Operand) -> "Fixed":
        return _known(le, self, other)

    def __gt__(self, other: Operand) -> "Fixed":
        return _fixed(other) < self

    def __ge__(self, other: Operand) -> "Fixed":
        return _fixed(other) <= self

    __radd__, __rmul__ = __add__, __mul__


def fold(how: str, one: Fixed) -> Fixed:
    """Reduce over the axis: sum, max or mean; unknown where one of its numbers is."""
    if not one.numbers:
        return Fixed(0.0)
    known = [number for number in one.numbers if number is not None]
    if len(known) < len(one.numbers):
        return Fixed(None)
    if how.startswith("max"):
        return Fixed(float(max(known)))
    return Fixed(float(sum(known)) / (len(known) if how.startswith("mean") else 1))


def exp(x: Operand) -> Fixed:
    return _known(np.exp, x)


def log(x: Operand) -> Fixed:
    return _known(np.log, x)


def logistic(x: Operand) -> Fixed:
    return 1 / (1 + exp(-_fixed(x)))


def power(x: Operand, exponent: Operand) -> Fixed:
    return _each(_power, x, exponent)


def positive_part(x: Operand) -> Fixed:
    return _known(max, x, 0.0)


def smaller(x: Operand, y: Operand) -> Fixed:
    return _known(min, x, y)


def choose(test: Operand, yes: Operand, no: Operand) -> Fixed:
    return _each(_chosen, test, yes, no)


def daily_wave(time_of_day: Operand, peak: Operand) -> Fixed:

    def wave(time: float, top: float) -> float:
        return np.cos(2 * np.pi * (time - top))

    return _known(wave, time_of_day, peak)


def saturating(x: Operand, half: Operand) -> Fixed:
    return x / (_fixed(x) + half)


def _fixed(value: Operand) -> Fixed:
    return value if isinstance(value, Fixed) else Fixed(float(value))


def _each(how: Callable[..., Any], *values: Operand) -> Fixed:
    """Member by member; what is the same for all stands beside each."""
    rows = [_fixed(value).numbers for value in values]
    count = 0 if any(len(row) == 0 for row in rows) else max(len(row) for row in rows)
    with np.errstate(all="ignore"):
        return Fixed(*(how(*(row[0] if len(row) == 1 else row[place] for row in rows)) for place in range(count)))


def _known(how: Callable[..., Any], *values: Operand) -> Fixed:
    return _each(lambda *numbers: None if None in numbers else float(how(*numbers)), *values)


def _chosen(is_so: MaybeKnown, yes: MaybeKnown, no: MaybeKnown) -> MaybeKnown:
    if is_so is None:
        return yes if yes == no else None
    return yes if is_so else no


def _sum(one: MaybeKnown, two: MaybeKnown) -> MaybeKnown:
    if one is not None and two is not None:
        return one + two
    return next((number for number in (one, two) if number is not None and math.isinf(number)), None)


def _product(one: MaybeKnown, two: MaybeKnown) -> MaybeKnown:
    if one is not None and two is not None:
        return one * two
    return 0.0 if 0 in (one, two) else None


def _ratio(one: MaybeKnown, two: MaybeKnown) -> MaybeKnown:
    if one is not None and two is not None:
        return float(np.float64(one) / np.float64(two))
    return 0.0 if one == 0 or (two is not None and math.isinf(two)) else None


def _power(x: MaybeKnown, exponent: MaybeKnown) -> MaybeKnown:
    if x is not None and exponent is not None:
        return float(np.float64(x) ** exponent) if x > 0 else 0.0
    return 0.0 if x == 0 else None
