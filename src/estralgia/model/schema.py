"""The tables beside the chapters as entries, with every check that the type of a field does not make."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from .errors import BookError, nearest
from .fields import DECLARED, ENTRIES, OF_CHAPTER, NumberFields
from .toml import check_choice, read_row

if TYPE_CHECKING:
    import pint

KINDS = tuple(ENTRIES)
SECTIONS = (*ENTRIES, *DECLARED, *OF_CHAPTER)
SPREADS = {"log_sd", "cv", "sd", "share"}
WEIGHT = "weight_of_"
Spread = tuple[str, float] | tuple[()]  # kind and size, or nothing


@dataclass(frozen=True)
class Entry:
    """One row of a table: a parameter, state, quantity, reduction, trait, noise, decision or input.

    `value` is in the engine's units: days for time, otherwise the unit that the table names.
    For per = "drug" or "joint" it is an array over that axis.
    """

    name: str
    kind: str
    chapter: str
    meaning: str
    unit: str = "1"
    value: Any = None
    spread: Spread = ()
    per: str = ""
    clock: str = ""
    details: dict[str, Any] = field(default_factory=dict[str, Any])

    def __getattr__(self, name: str) -> Any:
        try:
            return self.details[name]
        except KeyError:
            raise AttributeError(name) from None


@cache
def to_days(unit: str) -> tuple[float, str]:
    """What a number in this unit is multiplied with, and the unit that results, when all time is counted in days.

    Raises BookError where pint cannot read the unit.
    """
    if unit == "1":
        return 1.0, "1"
    ureg = units()
    try:
        quantity = cast(Any, ureg.Quantity(1.0, unit))
    except Exception as error:
        raise BookError(f"the unit '{unit}' cannot be read", fix="write it as pint does, e.g. 'L/hour'") from error
    target: Any = ureg.Unit("")
    for part, exponent in quantity.unit_items():
        one = ureg.Unit(part)
        target *= (ureg.day if one.dimensionality == {"[time]": 1} else one) ** exponent
    return quantity.to(target).magnitude, f"{target:~}".replace("µ", "u") or "1"


@cache
def units() -> "pint.UnitRegistry[Any]":
    """The registry of units of the whole package."""
    import pint

    return pint.UnitRegistry(cache_folder=None)


def read_entries(table: Mapping[str, Any], chapter: str, axes: tuple[str, ...]) -> dict[str, Entry]:
    """All the entries of the table of a chapter. Raises BookError naming the table, the entry and the fix.

    axes: the names along which something may repeat. What a table declares for the whole book (`DECLARATIONS`), and
    lists of members, are not read here.
    """
    file, entries = f"{chapter.rpartition('.')[2]}.toml", dict[str, Entry]()
    for kind in KINDS:
        for name, row in table.get(kind, {}).items():
            where = f"{file}, [{kind}.{name}]"
            read_row(row, ENTRIES[kind], where)
            _check_chance(kind, row, where)
            _check_bounds(row, where)
            entry = _entry(name, kind, chapter, row, where, axes)
            if entry.name in entries:
                raise BookError(f"'{entry.name}' stands twice in one table", where, "give the two different names")
            entries[entry.name] = entry
    for section, kind in DECLARED.items():
        for name, row in table.get(section, {}).items():
            read_row(row, kind, f"{file}, [{section}.{name}]")
    for section, kind in OF_CHAPTER.items():
        if section in table:
            read_row(table[section], kind, f"{file}, [{section}]")
    wrong = next((one for one, rows in table.items() if one not in SECTIONS and isinstance(rows, dict)), None)
    if wrong:
        raise BookError(f"a table knows no section '{wrong}'", file, nearest(wrong, SECTIONS))
    return entries


def number(row: Mapping[str, Any], unit: str, where: str) -> tuple[float, Spread]:
    """Value (time in days) and spread ((kind, size) or ()) of a row that holds a number, checked."""
    one = read_row(row, NumberFields, where)
    if not one.source:
        raise BookError("a number needs at least one source", where, 'write source = ["Key"]')
    if len(one.spread) > 1 or not SPREADS >= one.spread.keys():
        raise BookError(f"a spread is one of {', '.join(sorted(SPREADS))}", where, "e.g. spread = { cv = 0.3 }")
    for size in one.spread.values():
        if not 0 <= size < math.inf:
            raise BookError(f"a spread of {size!r}", where, "write a number of at least 0")
    return one.value * to_days(unit)[0], next(iter(one.spread.items()), ())


def _check_chance(kind: str, row: Mapping[str, Any], where: str) -> None:
    """What chance needs to know: a correlation that can be, a time above zero, a probability."""
    if kind == "trait" and not -1 <= row.get("correlation", 0) <= 1:
        raise BookError(f"correlation = {row['correlation']}", where, "write a number from -1 to 1")
    if kind == "noise" and not (row["time"] > 0 and row["size"] >= 0):
        raise BookError("a noise needs a time above 0 and a size of at least 0", where, "write e.g. time = 60")
    if kind == "decision" and ("chance" in row) == ("rate" in row):
        raise BookError("a decision has either a chance or a rate", where, 'write e.g. chance = "missing_chance"')


def _check_bounds(row: Mapping[str, Any], where: str) -> None:
    """`least` and `most` lie on either side of the value; a `range` is a least and a most."""
    low, high = row.get("range", (0, 1))
    if not low < high:
        raise BookError("a range is the least and the most that can be", where, "write e.g. range = [0, 10]")
    least, most = row.get("least", -math.inf), row.get("most", math.inf)
    value = row.get("value", least)
    if not least < most or value < least or value > most:
        what = "a value lies from `least` to `most`, and these two differ"
        raise BookError(what, where, f"mend least = {least:g}, most = {most:g} or the value")


def _entry(name: str, kind: str, chapter: str, row: Mapping[str, Any], where: str, axes: tuple[str, ...]) -> Entry:
    if kind == "mechanism":  # what chapters name is its weight in a theory
        return Entry(WEIGHT + name, "weight", chapter, f"weight of {row['meaning']}")
    rest = dict(row)
    per, clock, unit = rest.pop("per", ""), rest.pop("clock", ""), rest.pop("unit", "1")
    if per:
        check_choice(per, axes, "per", where)
    meaning, has_own = rest.pop("meaning"), kind == "parameter" and not per
    value, spread = number(rest, unit, where) if has_own else (None, ())
    return Entry(name, kind, chapter, meaning, unit, value, spread, per, clock, rest)
