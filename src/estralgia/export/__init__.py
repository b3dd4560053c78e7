"""The same equations in other languages: symbols, LaTeX, the story as a page, SBML."""

from importlib.util import find_spec

from ..model.errors import InputError

if find_spec("sympy") is None:
    raise InputError(
        "equations are written with SymPy, which is not installed",
        "estralgia.export",
        'pip install "estralgia[symbols]"',
    )
