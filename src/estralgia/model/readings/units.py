"""The words of the book on pint quantities: a number that should be pure and is not raises pint's own error."""

import math

import pint


def _pure(x):
    return x.to("dimensionless").magnitude if isinstance(x, pint.Quantity) else x


def exp(x):
    return math.exp(_pure(x))


def log(x):
    return math.log(_pure(x))


def logistic(x):
    return 1 / (1 + exp(-x))


def power(x, exponent):
    return _pure(x) ** _pure(exponent)


def positive_part(x):
    return max(x, 0 * x)


def smaller(x, y):
    return min(x, y)


def choose(test, yes, no):
    if hasattr(yes, "units") or hasattr(no, "units"):
        _ = yes + no  # both must have one dimension
    return yes if test else no


def daily_wave(time_of_day, peak):
    return math.cos(2 * math.pi * (time_of_day - peak).to("day").magnitude)


def saturating(x, half):
    return x / (x + half)
