"""Measured: what DV of each row is a measurement of, and which values cannot be."""

import numpy as np

from ..book import BOOK
from ..model.answers import picomolar
from ..model.errors import EstralgiaError, nearest
from ..people.patient import OWN_ESTRADIOL
from .cells import Cells

CONCENTRATION = "concentration"  # of a drug in blood
UNKNOWN = "DV"  # what is measured where the table does not say
NAME_IT = "name in CMT what is measured: a drug, or a quantity such as worst_pain"
NO_TABLET = ("", "0")  # a CMT that names neither a quantity nor a compartment


def read_measured(cells: Cells, is_measured: np.ndarray, drugs: np.ndarray, drug: str | None, dv: str | None):
    """What DV measures in each row with a value, else "", and the value, NaN where there is none; arrays (row,).

    is_measured: the rows that may hold a measurement. drugs: the drug of every dose, "" in other rows. drug: of all
    doses, whatever CMT says, or None. dv: what DV is where CMT does not name it.
    Raises EstralgiaError with file, line, column and value for what nobody can measure.
    """
    drugs_and_quantities = compartments(BOOK.drugs) | {name: name for name in quantities_of_the_book()}
    dv = None if dv is None else _called(dv, drugs_and_quantities)
    value = cells.numbers("DV", read=picomolar, example='12.5 or "4 pg/mL"')
    is_measured = is_measured & (cells.limited("MDV", 0, 1, "MDV", missing=0) == 0) & ~np.isnan(value)
    texts = np.array(cells.texts("CMT"), object)
    by_name = drugs_and_quantities | dict.fromkeys(NO_TABLET, dv or UNKNOWN)
    observed = np.array([by_name.get(text.lower(), "") for text in texts], object)
    is_number = np.array([text.isdigit() and text not in NO_TABLET for text in texts], bool) & is_measured
    if drug is not None or "DRUG" in cells:
        observed[is_number] = _of_own_compartments(cells, is_number, texts, drugs, drug, dv)[is_number]
    elif (drugs != "").any():
        strange = is_number & (observed != "") & ~np.isin(observed, drugs)
        for row in np.flatnonzero(strange)[:1]:
            what = f"CMT {texts[row]} is {observed[row]}, and nobody takes it"
            fix = 'where CMT counts compartments of your own: read_doses(..., drug="letrozole"); else name it in CMT'
            raise cells.error(int(row), "CMT", what, fix)
    for row in np.flatnonzero(is_measured & (observed == "")):
        fix = f"{nearest(texts[row], [name for name in by_name if name])}; a drug stands for its concentration"
        raise cells.error(int(row), "CMT", "nothing of this name can be measured", fix)
    has_unit = np.array(["/" in text for text in cells.texts("DV")], bool) & is_measured
    wrong_unit = has_unit & (observed != "estradiol")
    cells.refuse(wrong_unit, "DV", "only estradiol has a choice of units", "write the number alone")
    _check_values(cells, np.where(is_measured, observed, ""), value)
    return np.where(is_measured, observed, ""), np.where(is_measured, value, np.nan)


def _called(dv, known):
    """The name of what is meant by dv, a quantity or a drug in blood."""
    if str(dv).isdigit() or str(dv).lower() not in known:
        fix = nearest(str(dv), [name for name in known if not name.isdigit()])
        raise EstralgiaError(f"there is no quantity '{dv}'", f"dv = {dv!r}", fix)
    return known[str(dv).lower()]


def _of_own_compartments(cells, is_number, texts, drugs, drug, dv):
    """What is measured in compartments that are numbered as in a model of one's own: dv, or the drug in blood."""
    numbers = sorted(set(texts[is_number]))
    if len(numbers) > 1:
        row = int(np.flatnonzero(is_number & (texts == numbers[1]))[0])
        what = f"DV is measured in the compartments {' and '.join(numbers)}, and nothing says what they are"
        raise cells.error(row, "CMT", what, NAME_IT)
    taken = sorted(set(drugs) - {""})
    usual = drug or (taken[0] if len(taken) == 1 else "")
    names = compartments(BOOK.drugs)
    named = [names.get(text.lower(), usual) for text in cells.texts("DRUG")]
    found = np.array([dv or one for one in named], object)
    for row in np.flatnonzero(is_number & (found == ""))[:1]:
        what = "this measurement is of no drug and no quantity"
        raise cells.error(int(row), "CMT", what, NAME_IT)
    return found


def numbered(cells: Cells, observed: np.ndarray) -> dict[str, str]:
    """What every number in CMT of a measurement is read as."""
    pairs = zip(cells.texts("CMT"), observed, strict=True)
    return {text: what for text, what in sorted(set(pairs)) if what and text.isdigit() and text not in NO_TABLET}


def quantities_of_the_book() -> list[str]:
    """What may be measured beside the concentration of a drug."""
    kinds = ("state", "quantity", "reduction")
    return [name for name, entry in BOOK.wiring().entries.items() if entry.kind in kinds]


def compartments(names) -> dict[str, str]:
    """What CMT may hold, in lower case: a name, that of a brand, or its number counted from 1 in their order."""
    names = list(names)
    brands = {said.lower(): name for said, name in BOOK.spellings("drug").items() if name in names}
    return brands | {name: name for name in names} | {str(number): name for number, name in enumerate(names, 1)}


def _check_values(cells, observed, value):
    """No measurement is outside what can be."""
    for name in sorted(set(observed) - {"", UNKNOWN}):
        least, most, unit = limits(name)
        wrong = (observed == name) & ((value < least) | (value > most))
        fix = f"{name} is {least:g} to {most:g}{unit}" if most < np.inf else f"{name} is at least {least:g}{unit}"
        cells.refuse(wrong, "DV", f"{name} lies outside what can be", f"{fix}; write a dot where nothing was measured")


def limits(name: str) -> tuple[float, float, str]:
    """The least and the most that a measurement of a quantity, or of a drug in blood, can be, and its unit in words.

    The range that the book's table gives; estradiol as high as a woman may begin with; an amount, a concentration or
    whatever else has a unit is not below zero. A plain number without a range may be any.
    """
    wiring = BOOK.wiring()
    unit = wiring.describe(CONCENTRATION if name in BOOK.drugs else name)[1]
    has_unit = unit != "1"
    least, most = (0.0 if has_unit else -np.inf), np.inf
    if name == "estradiol":
        most = OWN_ESTRADIOL["most"]
    if name not in BOOK.drugs:
        least, most = wiring.range_of(name) or (least, most)
    return least, most, f" {unit.replace(' ', '')}" if has_unit else ""
