"""The words of the book on SymPy symbols."""

import sympy

exp = sympy.exp
log = sympy.log


def logistic(x):
    return 1 / (1 + sympy.exp(-x))


def power(x, exponent):
    return x**exponent


def positive_part(x):
    return sympy.Max(x, 0)


def smaller(x, y):
    return sympy.Min(x, y)


def choose(test, yes, no):
    return sympy.Piecewise((yes, test), (no, True))


def daily_wave(time_of_day, peak):
    return sympy.cos(2 * sympy.pi * (time_of_day - peak))


def saturating(x, half):
    return x / (x + half)
