"""The equations of the book in LaTeX, by chapter, in the symbols of the tables."""

import sympy
from sympy.core.alphabets import greeks
from sympy.printing.latex import LatexPrinter, tex_greek_dictionary

from ..book import BOOK
from ..model.book import Book
from ..model.expressions import expression
from ..model.wiring import BEFORE, CHANGE, Wiring

GREEK = {*greeks, *tex_greek_dictionary}


def latex(rivals: tuple[str, ...] = (), book: Book = BOOK) -> str:
    """All equations as LaTeX sections, one for each chapter, to be put into an article that loads breqn.

    rivals: chapters of alternatives that are read in place of the book's own, e.g. ("level",).
    book: another book.
    """
    wiring = book.wiring(rivals)
    parts = []
    for chapter in [*book.story, *(f"alternatives.{rival}" for rival in rivals)]:
        rows = [equation(wiring, name) for name, one in wiring.functions.items() if one.chapter == chapter]
        if rows:
            title = chapter.rpartition(".")[2].capitalize()
            body = "\n".join(f"\\begin{{dmath*}}\n{row}\n\\end{{dmath*}}" for row in rows)
            parts.append(f"\\section{{{title}}}\n{body}\n")
    return "\n".join(parts)


def equation(wiring: Wiring, function: str) -> str:
    """One function of the book as an equation: a quantity, the change of a state, or where a state starts."""
    return f"{left_side(wiring, function)} = {_Printer(wiring).doprint(expression(wiring, function))}"


def left_side(wiring: Wiring, function: str) -> str:
    """What a function computes, as LaTeX."""
    if function.startswith(CHANGE):
        return rf"\frac{{d}}{{dt}} {letters(wiring, function.removeprefix(CHANGE))}"
    if function.endswith(BEFORE):
        return rf"{letters(wiring, function.removesuffix(BEFORE))}(0)"
    return letters(wiring, function)


def letters(wiring: Wiring, name: str) -> str:
    """A name as LaTeX: the symbol of its table, or the name itself upright."""
    given = wiring.entries[name].details.get("symbol") if name in wiring.entries else None
    if given is None:
        return _upright(name)
    base, _, below = given.partition("_")
    return _letter(base) + (f"_{{{_letter(below)}}}" if below else "")


def _letter(text):
    if text in GREEK:
        return tex_greek_dictionary.get(text, f"\\{text}")
    return text if len(text) == 1 or text.isdigit() else _upright(text)


def _upright(text):
    return rf"\mathrm{{{text.replace('_', chr(92) + '_')}}}"


class _Printer(LatexPrinter):
    """SymPy's own printer with the symbols of the tables."""

    def __init__(self, wiring):
        super().__init__({"order": "none", "ln_notation": True, "mul_symbol": r"\,"})
        self.wiring = wiring

    def _print_Symbol(self, expr, style="plain"):
        return letters(self.wiring, expr.name)

    def _as_ordered_terms(self, expr, order=None):
        return sorted(expr.args, key=lambda term: term.could_extract_minus_sign())

    def _print_cos(self, expr, exp=None):
        turns = (expr.args[0] / (2 * sympy.pi)).expand()
        return rf"\cos\left(2 \pi\,\left({self._print(turns)}\right)\right)"
