"""What the functions of the book say, as SymPy expressions: they are called with symbols, nobody reads their text."""
# pyright: reportMissingTypeStubs=false

import math
from types import ModuleType
from typing import Any, cast

import sympy

from .readings import symbols
from .wiring import Wiring


def symbol(name: str) -> sympy.Symbol:
    """The symbol of a name: a real number."""
    return sympy.Symbol(name, real=True)


def expression(wiring: Wiring, function: str, words: ModuleType = symbols) -> sympy.Expr:
    """What one function of the book says, in the symbols of its causes; `words`: the vocabulary on symbols."""
    one = wiring.functions[function]
    said = cast(Any, sympy.sympify(one.said_in(words)(*map(symbol, one.causes))))
    return said.replace(_is_log_2, _log_2)


def _log_2(number: Any) -> Any:
    return sympy.log(2) * sympy.sign(number)


def _is_log_2(part: Any) -> bool:
    """log(2) names no symbol, and SymPy may have worked it out."""
    return part.is_Float and abs(part) == sympy.Float(math.log(2))
