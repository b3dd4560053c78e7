"""The same equations in other languages: symbols, LaTeX, the story as a page, SBML."""

from importlib.util import find_spec

from ..model.errors import EstralgiaError

if find_spec("sympy") is None:
    raise EstralgiaError(
        "equations are written with SymPy, which is not installed",
        "estralgia.export",
        'pip install "estralgia[symbols]"',
    )
