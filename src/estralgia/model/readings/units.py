"""The words of the book on pint quantities: a number that should be pure and is not raises pint's own error."""

import math

from ..values import Value


def _pure(x: Value) -> Value:
    return x.to("dimensionless").magnitude if hasattr(x, "units") else x


def exp(x: Value) -> Value:
    return math.exp(_pure(x))


def log(x: Value) -> Value:
    return math.log(_pure(x))


def logistic(x: Value) -> Value:
    return 1 / (1 + exp(-x))


def power(x: Value, exponent: Value) -> Value:
    return _pure(x) ** _pure(exponent)


def positive_part(x: Value) -> Value:
    return max(x, 0 * x)


def smaller(x: Value, y: Value) -> Value:
    return min(x, y)


def choose(test: Value, yes: Value, no: Value) -> Value:
    if hasattr(yes, "units") or hasattr(no, "units"):
        _ = yes + no  # both must have one dimension
    return yes if test else no


def daily_wave(time_of_day: Value, peak: Value) -> Value:
    return math.cos(2 * math.pi * (time_of_day - peak).to("day").magnitude)


def saturating(x: Value, half: Value) -> Value:
    return x / (x + half)
