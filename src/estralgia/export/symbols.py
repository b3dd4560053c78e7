"""The book as SymPy: what every function says in named symbols, and the same written out for each joint and drug.

The functions are called with symbols; nobody reads their text.
"""

import re
from types import ModuleType

import sympy

from ..model.book import Book
from ..model.errors import InputError
from ..model.expressions import expression, symbol
from ..model.readings import symbols
from ..model.wiring import YESTERDAY, Wiring

AXIS_MARK = "__"


def expressions(wiring: Wiring) -> dict[str, sympy.Expr]:
    """What every function of the book says, function name -> expression, in the order of the story."""
    return {name: expression(wiring, name) for name in wiring.functions}


def places_of(book: Book, drugs: tuple[str, ...]) -> dict[str, list[str]]:
    """The places of every axis as endings of a name: of "joint" left_fingers, ..., of "drug" the drugs, of "" one.

    Of what a run chooses, only the drugs are written out: along "treatment" there is nothing.
    """
    return {axis: list(map(ending, names)) for axis, names in book.members(drug=drugs).items()}


def ending(member: str) -> str:
    """A member of an axis as the ending of a name."""
    return re.sub(r"\W", "_", member)


def at(name: str, place: str) -> str:
    """A name at one place: pain at left_fingers is pain__left_fingers."""
    return name + AXIS_MARK + place if place else name


def names_of(wiring: Wiring, name: str, places: dict[str, list[str]]) -> list[str]:
    """A name once for each of its places: ["pain__left_fingers", ...], or just [name]."""
    return [at(name, place) for place in places[wiring.axes[name]]]


def function_written_out(
    wiring: Wiring, function: str, axis: str, places: dict[str, list[str]], words: ModuleType = symbols
) -> list[sympy.Expr]:
    """What a function says at each place of its axis."""
    said = expression(wiring, function, words)
    found = []
    for place in places[axis]:
        here = {symbol(one): symbol(at(one, place)) for one in map(str, said.free_symbols) if wiring.axes[one]}
        found.append(said.xreplace(here))
    return found


def written_out(
    wiring: Wiring, name: str, places: dict[str, list[str]], words: ModuleType = symbols
) -> dict[str, sympy.Expr]:
    """A quantity or reduction at each of its places, name at the place -> expression in such names.

    Reductions over joints or drugs are written out; one over the day is what it stands for, the quantity at that
    instant. Raises InputError for a reduction of yesterday, which has no instant.
    """
    names = names_of(wiring, name, places)
    entry = wiring.entries[name]
    if entry.kind != "reduction":
        return dict(zip(names, function_written_out(wiring, name, wiring.axes[name], places, words), strict=True))
    parts = [symbol(one) for one in names_of(wiring, entry.of, places)]
    if entry.reduce == YESTERDAY:
        raise InputError(f"'{name}' is of yesterday and has no value at an instant", fix="leave it out")
    if entry.reduce not in wiring.over_axis:
        return dict(zip(names, parts, strict=True))
    if not parts:
        return {name: sympy.S.Zero}
    if entry.reduce.startswith("max"):
        return {name: sympy.Max(*parts)}
    total = sympy.Add(*parts)
    if entry.reduce.startswith("mean"):
        total = sympy.Mul(total, sympy.Rational(1, len(parts)), evaluate=False)
    return {name: total}
