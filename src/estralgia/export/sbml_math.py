"""SymPy expressions as formulas that libSBML reads, with a unit on every literal."""

import sympy
from sympy.printing.str import StrPrinter

PURE, TIME, RATE = "dimensionless", "day", "per_day"


def formula(expression: sympy.Expr, unit: str = PURE) -> str:
    """An expression as text in libSBML's Level 3 infix; `unit` is the unit of a whole that is one bare number.

    Every other literal is a pure number, but for the 2 pi per day of a daily wave, whose times are in days.
    """
    if expression.is_number:
        return literal(float(expression), unit)
    return _Printer().doprint(expression)


def literal(value: float, unit: str) -> str:
    """A number with its unit."""
    return f"({value!r} {unit})" if value < 0 else f"{value!r} {unit}"


class _Printer(StrPrinter):
    def __init__(self):
        super().__init__({"order": "none"})

    def _print_number(self, expr):
        return literal(float(expr), PURE)

    _print_Integer = _print_Rational = _print_Float = _print_number
    _print_Zero = _print_One = _print_NegativeOne = _print_Half = _print_number

    def _print_Mul(self, expr):
        above, below = [], []
        for factor in expr.args:
            base, exponent = factor.as_base_exp()
            is_below = exponent.is_number and exponent.is_negative
            (below if is_below else above).append(base**-exponent if is_below else factor)
        sign = ""
        if sympy.S.NegativeOne in above:
            above.remove(sympy.S.NegativeOne)
            sign = "-"
        text = " * ".join(map(self._part, above)) or literal(1.0, PURE)
        if below:
            text += " / " + (self._part(below[0]) if len(below) == 1 else f"({' * '.join(map(self._part, below))})")
        return sign + text

    def _part(self, expr):
        text = self._print(expr)
        return f"({text})" if expr.is_Add or expr.is_Mul or expr.is_Pow else text

    def _print_Add(self, expr, order=None):
        first, *rest = sorted(expr.args, key=lambda term: term.could_extract_minus_sign())
        signs = [(" - ", -term) if term.could_extract_minus_sign() else (" + ", term) for term in rest]
        return self._print(first) + "".join(sign + self._part(term) for sign, term in signs)

    def _print_Pow(self, expr, rational=False):
        base, exponent = expr.as_base_exp()
        if exponent.is_number and exponent.is_negative:
            return f"{literal(1.0, PURE)} / {self._part(base**-exponent)}"
        return f"{self._part(base)}^{self._part(exponent)}"

    def _print_ExpBase(self, expr):
        return f"exp({self._print(expr.args[0])})"

    _print_exp = _print_ExpBase

    def _print_log(self, expr):
        return f"ln({self._print(expr.args[0])})"

    def _print_cos(self, expr):
        turns = (expr.args[0] / (2 * sympy.pi)).expand()
        return f"cos({literal(float(2 * sympy.pi), RATE)} * ({self._print(turns)}))"

    def _print_Max(self, expr):
        return f"max({', '.join(map(self._print, expr.args))})"

    def _print_Min(self, expr):
        return f"min({', '.join(map(self._print, expr.args))})"

    def _print_Piecewise(self, expr):
        parts = [part for value, test in expr.args for part in (value, test) if part != sympy.true]
        return f"piecewise({', '.join(map(self._print, parts))})"

    def _print_Relational(self, expr):
        return f"{self._part(expr.lhs)} {expr.rel_op} {self._part(expr.rhs)}"
