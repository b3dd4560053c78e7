"""Expressions of the book as plain text, in its names or with numbers in their place. Needs SymPy."""

import re

from sympy.printing.str import StrPrinter

NEGATIVE_TWICE = re.compile(r"\(\((-[\d.e+-]+)\)\)")  # exp((-1))


class _InNames(StrPrinter):
    """SymPy's own plain text in the words of the book."""

    def __init__(self):
        super().__init__({"order": "none"})

    def _as_ordered_terms(self, expr, order=None):
        return sorted(expr.args, key=lambda term: term.could_extract_minus_sign())

    def _print_Max(self, expr):
        return f"positive_part({', '.join(self._print(one) for one in expr.args if one != 0)})"

    def _print_Min(self, expr):
        return f"smaller({', '.join(map(self._print, expr.args))})"


class _InNumbers(_InNames):
    """The same with a number in the place of every name."""

    def __init__(self, numbers):
        super().__init__()
        self.numbers = numbers

    def _print_Symbol(self, expr):
        value = f"{self.numbers[expr.name] + 0.0:.3g}"
        return f"({value})" if value.startswith("-") else value


def in_names(expression) -> str:
    """An expression in the names of the book."""
    return _InNames().doprint(expression)


def in_numbers(expression, numbers: dict[str, float]) -> str:
    """An expression with a number for every name, to three digits."""
    return NEGATIVE_TWICE.sub(r"(\1)", _InNumbers(numbers).doprint(expression))
