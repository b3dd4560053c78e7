"""One woman and her tablets as SBML Level 3 Version 2: the continuous model that the day-step approximates."""

from typing import NamedTuple

import jax
import numpy as np

from ..book import BOOK
from ..model.book import Book
from ..model.errors import EstralgiaError
from ..model.regimen import Regimen, read_regimen
from ..model.theory import Theory, read_theory
from ..model.wiring import CHANGE, PERSON, YESTERDAY, Wiring
from ..people import Patient, Women, as_women
from ..runners.jax_runner import Chunk
from ..runners.program import Program
from .sbml_document import Document
from .sbml_events import write_day
from .sbml_math import formula
from .sbml_notes import header, number_notes
from .symbols import AXIS_MARK, function_written_out, names_of, written_out

GIVEN_BY_EVENTS = ("time_of_day", "activity", "taking_tablets")


class Her(NamedTuple):
    """One woman ready to be written: the book, her drugs, and the value of every name at every place."""

    wiring: Wiring
    drugs: tuple[str, ...]
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
    Returns the text of the file; its notes say what it leaves out. Raises EstralgiaError for several women and for
    what cannot be simulated.
    """
    women, theory = as_women(who, seed), read_theory(theory, book)
    if len(women) != 1:
        raise EstralgiaError("SBML holds one woman", f"{len(women):,} women", "choose one, e.g. women[17]")
    if not isinstance(regimen, Regimen):
        regimen = read_regimen(regimen, book)
    if regimen.additions:
        fix = "leave the additions out: the file holds tablets alone"
        raise EstralgiaError("SBML is written without treatments", str(regimen.additions[0]), fix)
    her = prepared(women, regimen, theory, book)
    document = Document("joint_pain", "joint pain under aromatase inhibitors", header(women, regimen, theory))
    _write_book(document, her)
    entries = her.wiring.entries
    filled = [name for name in her.moving if entries[name].details.get("filled_by")]
    emptied = [
        one for name in her.moving if entries[name].per == "drug" for one in names_of(her.wiring, name, her.drugs)
    ]
    write_day(document, book.clock, regimen, filled, emptied)
    return document.text()


def prepared(women: Women, regimen: Regimen, theory: Theory, book: Book = BOOK) -> Her:
    """The woman as the simulator has her at waking on day 0, in float64."""
    with jax.enable_x64(True):
        program = Program(book, theory.rivals, regimen.drugs)
        chunk = Chunk.of(women, program, theory, dtype=np.float64)
        state = chunk.state
        known = chunk.own | state.noises | state.hours | state.days
        known = {name: np.asarray(value, float) for name, value in known.items()}
    values = {}
    for name, value in known.items():
        names = names_of(program.wiring, name, regimen.drugs)
        column = np.broadcast_to(value, (len(names), value.shape[-1] if value.ndim else 1))[:, 0]
        values |= dict(zip(names, map(float, column), strict=True))
    return Her(program.wiring, regimen.drugs, [*state.hours, *state.days], values, book)


def quantities(wiring: Wiring) -> list[str]:
    """Quantities and reductions that have a value at an instant: all but those that need decisions or yesterday."""
    outside = {*wiring.of_kind("decision"), "prescribed_dose", *wiring.reductions({YESTERDAY})}
    found = [name for name, entry in wiring.entries.items() if entry.kind in ("quantity", "reduction")]
    while more := {name for name in found if name not in outside and outside & {*wiring.causes(name)}}:
        outside |= more
    return [name for name in found if name not in outside]


def _write_book(document, her):
    """Every state with its rate, every quantity with its rule, and the numbers that these name."""
    wiring, needed = her.wiring, set()
    for name in quantities(wiring):
        unit, stays = wiring.describe(name)[1], wiring.clocks[name] == PERSON
        for one, said in written_out(wiring, name, her.drugs).items():
            _parameter(document, her, one, is_constant=stays)
            (document.start if stays else document.rule)(one, formula(said, document.unit(unit)))
            needed |= {str(one) for one in said.free_symbols}
    for name in her.moving:
        said = function_written_out(wiring, CHANGE + name, wiring.axes[name], her.drugs)
        for one, change in zip(names_of(wiring, name, her.drugs), said, strict=True):
            _parameter(document, her, one, value=her.values[one], is_constant=False)
            document.rate(one, formula(change))
            needed |= {str(one) for one in change.free_symbols}
    made = {*quantities(wiring), *her.moving, *GIVEN_BY_EVENTS}
    for one in her.values:
        if one in needed and one.partition(AXIS_MARK)[0] not in made:
            _parameter(document, her, one, value=her.values[one])


def _parameter(document, her, one, **given):
    name, _, place = one.partition(AXIS_MARK)
    meaning, unit = her.wiring.describe(name)
    entry, function = her.wiring.entries[name], her.wiring.functions.get(name)
    title = f"{meaning} ({place.replace('_', ' ')})" if place else meaning
    notes = [function.sentence] if function else number_notes(her.book, entry, place)
    document.parameter(one, unit, title, notes, **given)
