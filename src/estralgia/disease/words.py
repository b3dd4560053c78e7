"""The closed vocabulary of the book: the only functions that a chapter may call, here on plain numbers.

Each word means the same in every reading: `model.readings` says it on arrays (JAX and NumPy), on symbols (SymPy) and on
quantities with units (pint), safe for gradients at its edges, and hands its words to the chapters.
"""

import math


def exp(x):
    """The exponential function of a pure number."""
    return math.exp(x)


def log(x):
    """The natural logarithm of a positive pure number."""
    return math.log(x)


def power(x, exponent):
    """x to the exponent, for x at or above zero; at zero the value is 0 and the slope is finite."""
    return x**exponent if x > 0 else 0


def positive_part(x):
    """x where it is above zero, else zero."""
    return max(x, 0)


def smaller(x, y):
    """The smaller of the two."""
    return min(x, y)


def choose(test, yes, no):
    """`yes` where the comparison `test` holds, else `no`."""
    return yes if test else no


def daily_wave(time_of_day, peak):
    """A wave of period one day between -1 and 1, highest at `peak`; both are times after midnight, in days."""
    return math.cos(2 * math.pi * (time_of_day - peak))


def saturating(x, half):
    """x / (x + half): grows with x, is one half at `half`, and never passes 1."""
    return x / (x + half)


def logistic(x):
    """1 / (1 + exp(-x)): from 0 to 1, one half at zero."""
    return 1 / (1 + math.exp(-x))
