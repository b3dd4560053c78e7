"""The closed vocabulary of the book: the only functions that a chapter may call.

Each word means the same in every reading. Which reading is meant follows from what the word is given: SymPy
symbols, pint quantities, or anything else, which is read as numbers (JAX and NumPy arrays, floats).
Each is safe for gradients at its edges.
"""

from importlib import import_module

READINGS = {"sympy": "symbols", "pint": "units"}


def exp(x):
    """The exponential function of a pure number."""
    return _reading(x).exp(x)


def log(x):
    """The natural logarithm of a positive pure number."""
    return _reading(x).log(x)


def power(x, exponent):
    """x to the exponent, for x at or above zero; at zero the value is 0 and the slope is finite."""
    return _reading(x, exponent).power(x, exponent)


def positive_part(x):
    """x where it is above zero, else zero."""
    return _reading(x).positive_part(x)


def smaller(x, y):
    """The smaller of the two."""
    return _reading(x, y).smaller(x, y)


def choose(test, yes, no):
    """`yes` where the comparison `test` holds, else `no`."""
    return _reading(test, yes, no).choose(test, yes, no)


def daily_wave(time_of_day, peak):
    """A wave of period one day between -1 and 1, highest at `peak`; both are times after midnight."""
    return _reading(time_of_day, peak).daily_wave(time_of_day, peak)


def saturating(x, half):
    """x / (x + half): grows with x, is one half at `half`, and never passes 1."""
    return x / (x + half)


def logistic(x):
    """1 / (1 + exp(-x)): from 0 to 1, one half at zero."""
    return _reading(x).logistic(x)


def _reading(*values):
    families = [type(value).__module__.partition(".")[0] for value in values]
    name = next((READINGS[family] for family in families if family in READINGS), "numbers")
    return import_module(f"estralgia.model.readings.{name}")
