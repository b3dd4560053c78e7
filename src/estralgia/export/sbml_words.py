"""The words of the book on SymPy symbols as SBML says them: a word that names a cause twice is a function of its own.

An engine writes every formula out, down to states and constants. A cause that is named twice is then there twice, and
what names such a cause twice has it four times; the cause of a function call is worked out once.
"""

import sympy

from ..model.readings.symbols import choose, daily_wave, exp, log, logistic, positive_part, power, smaller

__all__ = ["choose", "daily_wave", "exp", "log", "logistic", "positive_part", "power", "saturating", "smaller"]


class saturating(sympy.Function):
    """x / (x + half), as a call."""

    @classmethod
    def eval(cls, x, half):
        """A number of numbers, and nothing of nothing."""
        if x.is_number and half.is_number:
            return x / (x + half)
        return sympy.S.Zero if x.is_zero else None


# What stands as a function definition in a file whose formulas call it: name -> causes, formula, meaning.
FUNCTIONS = {"saturating": (("x", "half"), "x / (x + half)", "grows with x, is one half at `half`, never passes 1")}
