"""One woman and her tablets as SBML Level 3 Version 2: the continuous model that the day-step approximates."""

from typing import NamedTuple

import jax
import numpy as np
import sympy

from ..book import BOOK
from ..model.book import Book
from ..model.errors import InputError
from ..model.regimen import Regimen, read_regimen
from ..model.theory import Theory, read_theory
from ..model.wiring import Wiring
from ..people import Patient, Women, as_women
from ..runners.jax_runner import Chunk
from ..runners.program import Program
from .sbml_document import Document
from .sbml_equations import equations
from .sbml_events import Day
from .sbml_math import formula
from .sbml_notes import header, number_notes
from .sbml_words import FUNCTIONS
from .symbols import AXIS_MARK, names_of, places_of


class Her(NamedTuple):
    """One woman ready to be written: the places of every axis, her states, the value of every name at its place."""

    wiring: Wiring
    places: dict[str, list[str]]
    moving: list[str]
    values: dict[str, float]
    book: Book


def sbml(
    who: Patient | Women,
    regimen: "str | Regimen" = "letrozole",
    *,
    theory: "str | Theory" = "all",
    seed: int | None = None,
    book: Book = BOOK,
) -> str:
    """One woman on a regimen as SBML Level 3 Version 2; a phase of the regimen without an end goes on for ever.

    who: a Patient, or one of the women of `population`, e.g. population(100)[17]. regimen: a readable text.
    theory: see `read_theory`. seed: of all chance; by default that of the women.
    Returns the text of the file; its notes say what it leaves out. Raises InputError for several women and for
    what cannot be simulated.
    """
    women, theory = as_women(who, seed), read_theory(theory, book)
    if len(women) != 1:
        raise InputError("SBML holds one woman", f"{len(women):,} women", "choose one, e.g. women[17]")
    if not isinstance(regimen, Regimen):
        regimen = read_regimen(regimen, book)
    if regimen.additions:
        fix = "leave the additions out: the file holds tablets alone"
        raise InputError("SBML is written without treatments", str(regimen.additions[0]), fix)
    her = prepared(women, regimen, theory, book)
    document = Document("one_woman", "one woman and her tablets", header(women, regimen, theory, her.wiring))
    filled = [name for name in her.moving if her.wiring.entries[name].details.get("filled_by")]
    day = Day(document, book.clock, regimen, filled)
    _write_book(document, her._replace(values=day.begun(her.values)))
    emptied = [
        one
        for name in her.moving
        if her.wiring.entries[name].per == "drug"
        for one in names_of(her.wiring, name, her.places)
    ]
    day.write(emptied)
    return document.text()


def prepared(women: Women, regimen: Regimen, theory: Theory, book: Book = BOOK) -> Her:
    """The woman as the simulator has her at waking on day 0, in float64."""
    with jax.enable_x64(True):
        program = Program(book, theory.rivals, regimen.drugs)
        chunk = Chunk.of(women, program, theory, dtype=np.float64)
        state = chunk.state
        known = chunk.own | state.noises | state.hours | state.days
        known = {name: np.asarray(value, float) for name, value in known.items()}
    values, places = {}, places_of(book, regimen.drugs)
    for name, value in known.items():
        names = names_of(program.wiring, name, places)
        column = np.broadcast_to(value, (len(names), value.shape[-1] if value.ndim else 1))[:, 0]
        values |= dict(zip(names, map(float, column), strict=True))
    return Her(program.wiring, places, [*state.hours, *state.days], values, book)


def _write_book(document, her):
    """Every state with its rate, every quantity with its rule, and the numbers that these name."""
    said = equations(her.wiring, her.moving, her.places, _absent(her))
    written = dict(said.rates)
    for one, what in said.quantities.items():
        unit = document.unit(her.wiring.describe(_name_of(one))[1])
        if one in said.moving:
            _parameter(document, her, one, is_constant=False)
            document.rule(one, formula(what, unit))
        elif what.is_number or _is_at_a_fixed_place(her, one):
            worked_out = "" if what.is_number else f"worked out from {sympy.sstr(what).replace('**', '^')}"
            _parameter(document, her, one, worked_out, value=said.value(one, her.values))
            continue
        else:
            _parameter(document, her, one)
            document.start(one, formula(what, unit))
        written[one] = what
    for one, change in said.rates.items():
        _parameter(document, her, one, value=her.values[one], is_constant=False)
        document.rate(one, formula(change))
    needed = {str(one) for what in written.values() for one in what.free_symbols}
    for one in her.values:
        if one in needed and one not in said.quantities and one not in said.moving:
            _parameter(document, her, one, value=her.values[one])
    for name, definition in FUNCTIONS.items():
        if any(call.func.__name__ == name for what in written.values() for call in what.atoms(sympy.Function)):
            document.function(name, *definition)


def _absent(her):
    """Pure numbers of the tables that are 0 at a fixed place: what a joint does not have."""
    entries = her.wiring.entries
    pure = {name for name in her.wiring.of_kind("parameter") if entries[name].unit == "1"}
    zero = {one for one, value in her.values.items() if value == 0 and _name_of(one) in pure}
    return {one for one in zero if _is_at_a_fixed_place(her, one)}


def _is_at_a_fixed_place(her, one):
    """What is hers at each of the places that are always all there (her joints): too many for formulas of their own.

    An engine puts the formula of what stays into every formula that names it: libRoadRunner took twice as long to load.
    """
    axis = her.wiring.axes[_name_of(one)]
    return bool(axis) and not her.book.is_chosen(axis)


def _name_of(one):
    return one.partition(AXIS_MARK)[0]


def _parameter(document, her, one, note="", **given):
    name, _, place = one.partition(AXIS_MARK)
    meaning, unit = her.wiring.describe(name)
    entry, function = her.wiring.entries[name], her.wiring.functions.get(name)
    title = f"{meaning} ({place.replace('_', ' ')})" if place else meaning
    notes = [function.sentence] if function else number_notes(her.book, entry, place)
    document.parameter(one, unit, title, [*notes, *([note] if note else [])], **given)
