"""The words of the book on SymPy symbols."""
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import sympy

from ..values import Value

exp = sympy.exp
log = sympy.log


def logistic(x: Value) -> Value:
    return 1 / (1 + sympy.exp(-x))


def power(x: Value, exponent: Value) -> Value:
    return x**exponent


def positive_part(x: Value) -> Value:
    return sympy.Max(x, 0)


def smaller(x: Value, y: Value) -> Value:
    return sympy.Min(x, y)


def choose(test: Value, yes: Value, no: Value) -> Value:
    return sympy.Piecewise((yes, test), (no, True))


def daily_wave(time_of_day: Value, peak: Value) -> Value:
    return sympy.cos(2 * sympy.pi * (time_of_day - peak))


def saturating(x: Value, half: Value) -> Value:
    return x / (x + half)
