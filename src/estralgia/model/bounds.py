"""Bounds: what a number of the tables may be changed to, so that a woman stays a woman.

A table says `least` and `most`, in its own unit, where these rules would be wrong (all assumed):

- a number with a unit (a time, a rate, a volume, a level) may be a thousandth to a thousand times what it is;
- a pure number may be 0 to a thousand times what it is;
- of numbers that each drug, treatment or joint has for itself, the smallest and the largest count, and what is 0 for
  one of them may be 0 for all;
- a number that is 0, or below 0 for anybody, has no rule: its table says both, or at least the side that is missing.

What a table holds may always be given again, also outside its bounds: 0 L for a volume that goes by weight alone.
"""

import math
from collections.abc import Mapping
from typing import cast

import numpy as np

from .book import Book
from .errors import BookError, InputError, OutOfBounds, UnknownName, nearest
from .schema import Entry
from .wiring import Wiring

FACTOR = 1000
OF = " of "  # "low_clearance of letrozole"


def bounds(book: Book, entry: Entry) -> tuple[float, float]:
    """The least and the most that a parameter may be changed to, in the unit of its table.

    Raises BookError where neither its table nor a rule says them.
    """
    own = [value for value in own_values(book, entry).values() if math.isfinite(value)]
    smallest, largest = min(own), max(own)
    least, most = entry.details.get("least"), entry.details.get("most")
    where = f"{entry.chapter}.toml, [parameter.{entry.name}]"
    if least is None and smallest < 0:
        raise BookError("a number below 0 has no rule for its least value", where, f"write e.g. least = {-FACTOR}")
    if most is None and largest <= 0:
        raise BookError(f"{largest:g} has no rule for its greatest value", where, f"write e.g. most = {FACTOR}")
    return (
        float(least if least is not None else 0.0 if entry.unit == "1" else smallest / FACTOR),
        float(most if most is not None else largest * FACTOR),
    )


def own_values(book: Book, entry: Entry) -> dict[str, float]:
    """What the tables hold, in their unit: member of its axis -> number; "" -> number where there is one for all."""
    if not entry.per:
        return {"": float(entry.details["value"])}
    return {one: float(book.row_of(entry, one)["value"]) for one in book.members_of(entry.per)}


def read_changed(
    book: Book, wiring: Wiring, changed: Mapping[str, float] | None
) -> list[tuple[Entry, str | None, float]]:
    """Other values for parameters, checked: the parameter, the one member it is meant for (None: all), the value.

    What is for all comes before what is for one. A member is named behind the number, "low_clearance of letrozole".
    Raises UnknownName for what is no parameter or member, InputError for what is no number, OutOfBounds else.
    """
    found: list[tuple[Entry, str | None, float]] = []
    for name, value in (changed or {}).items():
        where = f"numbers = {{'{name}': {value!r}}}"
        entry, member = _meant(book, wiring, name, where)
        if not _is_finite(value):
            raise InputError(f"'{name}' is a number", where, f"write a number, in {entry.unit}")
        _check_bounds(book, entry, member, float(value), where)
        found.append((entry, member, float(value)))
    return sorted(found, key=lambda one: one[1] is not None)


def for_absent(
    book: Book, wiring: Wiring, members: Mapping[str, tuple[str, ...]], changed: Mapping[str, float]
) -> list[str]:
    """The names of those changed numbers that are meant for one member who is not in a run: they would do nothing."""
    found = {name: read_changed(book, wiring, {name: value})[0] for name, value in changed.items()}
    return [name for name, (entry, one, _) in found.items() if one is not None and one not in members[entry.per]]


def _is_finite(value: object) -> bool:
    is_number = isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool)
    return is_number and math.isfinite(float(cast(float, value)))


def _meant(book: Book, wiring: Wiring, name: str, where: str) -> tuple[Entry, str | None]:
    parameters = wiring.of_kind("parameter")
    number, of, member = str(name).partition(OF)
    if number not in parameters:
        raise UnknownName(f"there is no number '{number}'", where, nearest(number, parameters))
    entry = wiring.entries[number]
    if not of:
        return entry, None
    if not entry.per:
        raise UnknownName(f"'{number}' is one number for all", where, f"write '{number}'")
    said = {one: one for one in book.members_of(entry.per)} | book.spellings(entry.per)
    meant = {one.casefold(): name for one, name in said.items()}
    if member.casefold() not in meant:
        raise UnknownName(
            f"there is no {entry.per} '{member}'", where, nearest(member, book.members_of(entry.per), said)
        )
    return entry, meant[member.casefold()]


def _check_bounds(book: Book, entry: Entry, member: str | None, value: float, where: str) -> None:
    least, most = bounds(book, entry)
    own = own_values(book, entry)
    theirs = list(own.values()) if member is None else [own[member]]
    if not least <= value <= most and any(value != one for one in theirs):
        unit = "" if entry.unit == "1" else f" {entry.unit}"
        told = f"{min(theirs):g}" if len(set(theirs)) == 1 else f"{min(theirs):g} to {max(theirs):g}"
        raise OutOfBounds(
            f"'{entry.name}' lies outside what can be: {value:g}{unit}",
            where,
            f"give at {'least' if value < least else 'most'} {least if value < least else most:g}{unit} "
            f"(from {least:g} to {most:g}; the table has {told})",
        )
