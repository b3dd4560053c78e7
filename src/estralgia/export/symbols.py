"""The book as SymPy: what every function says in named symbols, and the same written out for each joint and drug.

The functions are called with symbols; nobody reads their text.
"""

import re

import sympy

from ..book import BOOK
from ..model.errors import EstralgiaError
from ..model.expressions import expression, symbol
from ..model.wiring import YESTERDAY, Wiring

AXIS_MARK = "__"


def expressions(wiring: Wiring) -> dict[str, sympy.Expr]:
    """What every function of the book says, function name -> expression, in the order of the story."""
    return {name: expression(wiring, name) for name in wiring.functions}


def places(axis: str, drugs: tuple[str, ...]) -> list[str]:
    """The places of an axis, as endings of a name: of "joint" "left_fingers", ..., of "drug" the drugs, of "" one.

    Treatments are left out of every export that writes places out.
    """
    joints = [re.sub(r"\W", "_", name) for name in BOOK.joints]
    return {"": [""], "joint": joints, "drug": list(drugs), "treatment": []}[axis]


def at(name: str, place: str) -> str:
    """A name at one place: pain at left_fingers is pain__left_fingers."""
    return name + AXIS_MARK + place if place else name


def names_of(wiring: Wiring, name: str, drugs: tuple[str, ...]) -> list[str]:
    """A name once for each of its places: ["pain__left_fingers", ...], or just [name]."""
    return [at(name, place) for place in places(wiring.axes[name], drugs)]


def function_written_out(wiring: Wiring, function: str, axis: str, drugs: tuple[str, ...]) -> list[sympy.Expr]:
    """What a function says at each place of its axis."""
    said = expression(wiring, function)
    found = []
    for place in places(axis, drugs):
        here = {symbol(one): symbol(at(one, place)) for one in map(str, said.free_symbols) if wiring.axes[one]}
        found.append(said.xreplace(here))
    return found


def written_out(wiring: Wiring, name: str, drugs: tuple[str, ...]) -> dict[str, sympy.Expr]:
    """A quantity or reduction at each of its places, name at the place -> expression in such names.

    Reductions over joints or drugs are written out; one over the day is what it stands for, the quantity at that
    instant. Raises EstralgiaError for a reduction of yesterday, which has no instant.
    """
    names = names_of(wiring, name, drugs)
    entry = wiring.entries[name]
    if entry.kind != "reduction":
        return dict(zip(names, function_written_out(wiring, name, wiring.axes[name], drugs), strict=True))
    parts = [symbol(one) for one in names_of(wiring, entry.of, drugs)]
    if entry.reduce == YESTERDAY:
        raise EstralgiaError(f"'{name}' is of yesterday and has no value at an instant", fix="leave it out")
    if entry.reduce not in wiring.over_axis:
        return dict(zip(names, parts, strict=True))
    if entry.reduce.startswith("max"):
        return {name: sympy.Max(*parts) if parts else sympy.S.Zero}
    total = sympy.Add(*parts)
    if entry.reduce.startswith("mean"):
        total = sympy.Mul(total, sympy.Rational(1, len(parts)), evaluate=False)
    return {name: total}
