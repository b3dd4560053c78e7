"""What an SBML file says of every quantity and state, at its places; what never moves in it is worked out once."""

from typing import Any, NamedTuple, cast

import sympy

from ..model.expressions import symbol
from ..model.wiring import CHANGE, YESTERDAY, Wiring
from . import sbml_words
from .symbols import function_written_out, names_of, written_out

GIVEN_BY_EVENTS = ("time_of_day", "activity", "taking_tablets")
NEVER_GIVEN = ("second_planned", "wash_out")  # for nobody stops


class Equations(NamedTuple):
    """Name at its place -> what it is, or how fast it changes, per day; `moving`: all that changes while she lives."""

    quantities: dict[str, sympy.Expr]
    rates: dict[str, sympy.Expr]
    moving: frozenset[str]

    def value(self, name: str, values: dict[str, float]) -> float:
        """What a quantity that nothing moves is, from the values of constants."""
        said = self.quantities[name]
        own = {
            one: values[str(one)] if str(one) in values else self.value(str(one), values) for one in said.free_symbols
        }
        return float(cast(Any, said.xreplace({one: sympy.Float(value) for one, value in own.items()})))


def quantities(wiring: Wiring) -> list[str]:
    """Quantities and reductions that have a value at an instant: all but those that need a dose of today or yesterday.

    Nobody decides in such a file: every tablet is taken as prescribed, and each decision is 0.
    """
    outside = {"prescribed_dose", "second_dose", *wiring.reductions({YESTERDAY})}
    found = [name for name, entry in wiring.entries.items() if entry.kind in ("quantity", "reduction")]
    while more := {name for name in found if name not in outside and outside & {*wiring.causes(name)}}:
        outside |= more
    return [name for name in found if name not in outside]


def equations(wiring: Wiring, states: list[str], places: dict[str, list[str]], absent: set[str]) -> Equations:
    """All that the file says. A pure number that nothing can move is put into whatever names it, as is the 0 of what is
    `absent`.
    """
    said, rates = {}, {}
    for name in quantities(wiring):
        said |= written_out(wiring, name, places, sbml_words)
    for name in states:
        changes = function_written_out(wiring, CHANGE + name, wiring.axes[name], places, sbml_words)
        rates |= dict(zip(names_of(wiring, name, places), changes, strict=True))
    pure = {
        one for name in quantities(wiring) if wiring.describe(name)[1] == "1" for one in names_of(wiring, name, places)
    }
    known = found = {symbol(one): sympy.S.Zero for one in (*absent, *wiring.of_kind("decision"), *NEVER_GIVEN)}
    while found:
        said, rates = ({one: it.xreplace(found) for one, it in part.items()} for part in (said, rates))
        found = {symbol(one): said[one] for one in pure if said[one].is_number and symbol(one) not in known}
        known = known | found
    said, rates = ({one: without_idle_choices(it) for one, it in part.items()} for part in (said, rates))
    moving = {*GIVEN_BY_EVENTS, *rates}
    while more := {one for one, it in said.items() if one not in moving and moving & set(map(str, it.free_symbols))}:
        moving |= more
    return Equations(said, rates, frozenset(moving))


def without_idle_choices(said: sympy.Expr) -> sympy.Expr:
    """The same, with no choice between two factors of a gap that turns where the gap closes, as in one of two speeds.

    Nothing jumps there, but an engine looks for the instant of every choice; where a state comes to rest on its aim,
    the choice turns without end, and COPASI gives up.
    """
    return cast(sympy.Expr, said.replace(_has_a_choice, _as_parts))


def _has_a_choice(part):
    return part.is_Mul and any(isinstance(factor, sympy.Piecewise) for factor in part.args)


def _as_parts(product):
    """gap * (yes if gap > 0 else no) as yes * max(0, gap) - no * max(0, -gap)."""
    for choice in (one for one in product.args if isinstance(one, sympy.Piecewise) and len(one.args) == 2):
        (yes, test), (no, _) = cast(Any, choice.args)
        gap = test.gts - test.lts
        for factor in product.args:
            for sign in (1, -1):
                if sympy.expand(factor - sign * gap) == 0:
                    rest = sympy.Mul(*(one for one in product.args if one not in (choice, factor)))
                    return sign * rest * (yes * sympy.Max(0, gap) - no * sympy.Max(0, -gap))
    return product
