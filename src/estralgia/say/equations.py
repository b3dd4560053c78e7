"""The equations behind an explanation: what the book says of each link, in plain text, and with her numbers."""

import re
from collections.abc import Iterator
from textwrap import wrap

import numpy as np

from ..model.book import Book
from ..model.theory import Theory
from ..model.wiring import Wiring

WIDTH, MARGIN = 80, 3
# Step of the path -> (function of the book, the mechanism without which it is idle). Rivals may leave one out.
STEPS = {
    "tablet to estradiol": (("aromatase_activity", ""), ("estradiol_ratio", "")),
    "estradiol to what her tissue misses": (
        ("felt_lack", ""), ("change_in_adaptation", ""), ("accustomed_lack", ""), ("change_in_menopause_memory", ""),
        ("withdrawal", ""), ("felt_withdrawal", ""),
    ),
    "what is missed to the joint": (
        ("change_in_cytokine", "inflammation"), ("change_in_secretory_capacity", "lubricant_loss"),
        ("change_in_retained_fluid", "fluid"),
    ),
    "the joint to its nerves": (
        ("background_nociception", ""), ("nociception_from_inflammation", "inflammation"),
        ("nociception_from_lubricant_loss", "lubricant_loss"), ("nociception_from_fluid", "fluid"),
        ("nociception_from_expectation", "expectation"), ("nociception", ""),
    ),
    "how the nerves turn it up": (
        ("change_in_peripheral_gain", "sensitization"), ("central_drive", "sensitization"),
        ("change_in_central_gain", "sensitization"), ("felt_central_gain", "sensitization"), ("gain", ""),
    ),
    "pain": (("diffuse_pain", "sensitization"), ("pain", "")),
}  # fmt: skip
NOT_INSTALLED = 'The equations behind it are written with SymPy: pip install "estralgia[symbols]"'


def functions_of(theory: Theory) -> list[str]:
    """The functions whose equations are shown under a theory."""
    return [one for step in STEPS.values() for one, mechanism in step if not mechanism or theory.weights[mechanism]]


def names_of(theory: Theory, book: Book) -> tuple[str, ...]:
    """All names that the equations can hold; the same for any weights, so that one program serves all."""
    wiring = book.wiring(theory.rivals)
    functions = [one for step in STEPS.values() for one, _ in step]
    return tuple(dict.fromkeys((*functions, *(cause for one in functions for cause in wiring.functions[one].causes))))


def equations_behind(theory: Theory, book: Book, known: dict[str, np.ndarray], arm: str, day: int) -> Iterator[str]:
    """The lines: each equation in the names of the book, and with her numbers on waking, in the joint that hurts most.

    known: name -> (axis,) for `names_of`. Without SymPy one line says how to get it.
    """
    try:
        from ..model.expressions import expression
    except ModuleNotFoundError:
        yield NOT_INSTALLED
        return
    from .plain_symbols import in_names, in_numbers

    wiring = book.wiring(theory.rivals)
    numbers = at_worst_joint(wiring, known)
    yield f"The equations behind it, with her numbers on waking of day {day}"
    yield f"on {arm}, for her {_worst(book, known)}"
    yield "(time in days, a change is per day; rounded to three digits):"
    shown = functions_of(theory)
    for step, functions in STEPS.items():
        here = [one for one, _ in functions if one in shown]
        if here:
            yield f"-> {step}"
        for one in here:
            said = expression(wiring, one)
            yield from _wrapped(f"{one} = {in_names(said)}", 0)
            yield from _wrapped(f"= {in_numbers(said, numbers)} = {numbers[one] + 0.0:.3g}", 4)


def at_worst_joint(wiring: Wiring, known: dict[str, np.ndarray]) -> dict[str, float]:
    """Each of her numbers at the joint that hurts most on waking; what is not of a joint as it is."""
    joint = int(np.argmax(known["pain"]))
    return {name: float(row[joint if wiring.axes[name] == "joint" else 0]) for name, row in known.items()}


def _worst(book, known):
    return book.joints[int(np.argmax(known["pain"]))]


def _wrapped(text, indent):
    text = re.sub(r"(?<!\*)\*(?!\*)", " * ", text.replace("/", " / "))
    first = " " * (MARGIN + indent)
    return wrap(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=first + " " * 8,
        break_long_words=False,
        break_on_hyphens=False,
    )
