"""Answers about a woman that are given in words: yes or no, and a level with its unit."""

from .errors import InputError

PG_PER_ML = 3.671  # pmol/L of estradiol
YES, NO = ("yes", "true"), ("no", "false")


def yes_or_no(text: str) -> float:
    """1 for "yes" or "true", 0 for "no" or "false", in capitals or not; else the number that it is, or ValueError."""
    word = text.strip().lower()
    return 1.0 if word in YES else 0.0 if word in NO else float(text)


def true_or_false(name: str, text: str) -> bool:
    """What a text says about something that is so or not. Raises InputError for anything else."""
    try:
        value = yes_or_no(text)
    except ValueError:
        value = None
    if value not in (0, 1):
        what = f"{name} is either true or false"
        raise InputError(what, f"{name} = '{text}'", f"write {name} = true or {name} = false")
    return value == 1


def picomolar(text: str) -> float:
    """Estradiol in pmol/L from a number with or without its unit, "15 pmol/L" or "4 pg/mL"; else ValueError."""
    amount, _, unit = text.strip().partition(" ")
    factors = {"pmol/l": 1.0, "": 1.0, "pg/ml": PG_PER_ML}
    if unit.strip().lower() not in factors:
        raise ValueError(f"no unit of estradiol: {unit}")
    return float(amount) * factors[unit.strip().lower()]
