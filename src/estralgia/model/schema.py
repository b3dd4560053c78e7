"""The tables beside the chapters: what they hold, with every check that a table can fail."""

import math
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from .errors import EstralgiaError, nearest

GRADES = ("seen", "derived", "memory", "judgement")
# What a table declares for the whole book: where its chapter stands, which link it gives another account of, what
# repeats, and what may be said of a woman and is solved for.
DECLARATIONS = ("chapter", "rival", "axis", "given")
KINDS = ("parameter", "state", "quantity", "reduction", "trait", "noise", "decision", "input", "mechanism")
FIELDS = {
    "parameter": {
        "symbol",
        "meaning",
        "unit",
        "value",
        "spread",
        "prior",
        "grade",
        "source",
        "note",
        "per",
        "unit_note",
        "least",
        "most",
    },
    "state": {"symbol", "meaning", "unit", "clock", "per", "settled", "filled_by", "note"},
    "quantity": {"symbol", "meaning", "unit", "unit_note", "note"},
    "reduction": {"of", "reduce", "meaning"},
    "trait": {"meaning", "distribution", "per", "correlated_with", "correlation", "grade", "source", "note"},
    "noise": {"meaning", "unit", "time", "size", "grade", "source", "note"},
    "decision": {"meaning", "chance", "rate", "lasting"},
    "input": {"meaning", "unit", "clock", "per", "brings"},
    "mechanism": {"meaning", "words", "input", "states", "equations"},
}
NEEDED = {
    "parameter": {"meaning", "unit"},
    "state": {"meaning", "unit", "clock"},
    "quantity": {"meaning", "unit"},
    "reduction": {"of", "reduce", "meaning"},
    "trait": {"meaning", "distribution"},
    "noise": {"meaning", "unit", "time", "size", "grade", "source"},
    "decision": {"meaning"},
    "input": {"meaning", "unit", "clock"},
    "mechanism": {"meaning"},
}
SPREADS = {"log_sd", "cv", "sd", "share"}
DISTRIBUTIONS = ("normal", "uniform")
WEIGHT = "weight_of_"
NUMBER_NEEDS = {"value", "grade", "source"}


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
    value: object = None
    spread: tuple = ()
    per: str = ""
    clock: str = ""
    details: dict = field(default_factory=dict)

    def __getattr__(self, name):
        try:
            return self.details[name]
        except KeyError:
            raise AttributeError(name) from None


def read_toml(path) -> dict:
    """The content of one TOML file. Raises EstralgiaError, with the place, where it is none."""
    try:
        return tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise EstralgiaError("the table cannot be read", f"{path}: {error}", "mend this file") from error


@cache
def to_days(unit: str) -> tuple[float, str]:
    """What a number in this unit is multiplied with, and the unit that results, when all time is counted in days.

    Raises EstralgiaError where pint cannot read the unit.
    """
    if unit == "1":
        return 1.0, "1"
    ureg = units()
    try:
        quantity = ureg.Quantity(1.0, unit)
    except Exception as error:
        raise EstralgiaError(f"the unit '{unit}' cannot be read", fix="write it as pint does, e.g. 'L/hour'") from error
    target = ureg.Unit("")
    for part, exponent in quantity.unit_items():
        one = ureg.Unit(part)
        target *= (ureg.day if one.dimensionality == {"[time]": 1} else one) ** exponent
    return quantity.to(target).magnitude, f"{target:~}".replace("µ", "u") or "1"


@cache
def units():
    """The registry of units of the whole package."""
    import pint

    return pint.UnitRegistry(cache_folder=None)


def read_entries(table: dict, chapter: str, axes: tuple[str, ...]) -> dict[str, Entry]:
    """All the entries of the table of a chapter. Raises EstralgiaError naming the table, the entry and the fix.

    axes: the names along which something may repeat. What a table declares for the whole book (`DECLARATIONS`), and
    lists of members, are not read here.
    """
    file = f"{chapter.rpartition('.')[2]}.toml"
    table, entries = dict(table), {}
    for kind in KINDS:
        for name, row in table.pop(kind, {}).items():
            where = f"{file}, [{kind}.{name}]"
            _check_fields(row, FIELDS[kind], NEEDED[kind], where)
            _check_chance(kind, row, where)
            _check_bounds(row, where)
            entry = _entry(name, kind, chapter, row, where, axes)
            if entry.name in entries:
                raise EstralgiaError(f"'{entry.name}' stands twice in one table", where, "give the two different names")
            entries[entry.name] = entry
    wrong = next((one for one, rows in table.items() if one not in DECLARATIONS and isinstance(rows, dict)), None)
    if wrong:
        raise EstralgiaError(f"a table knows no section '{wrong}'", file, nearest(wrong, (*KINDS, *DECLARATIONS)))
    return entries


def number(row: dict, unit: str, where: str) -> tuple[float, tuple]:
    """Value (time in days) and spread ((kind, size) or ()) of a row that holds a number, checked."""
    missing = NUMBER_NEEDS - row.keys()
    if missing:
        raise EstralgiaError(f"a number needs {', '.join(sorted(missing))}", where, "add what is missing")
    if row["grade"] not in GRADES:
        raise EstralgiaError(f"no grade '{row['grade']}'", where, nearest(row["grade"], GRADES))
    if not _is_number(row["value"]) or math.isnan(row["value"]):
        raise EstralgiaError(f"'{row['value']}' is no number", where, "write a number")
    if not row["source"] or not isinstance(row["source"], list):
        raise EstralgiaError("a number needs at least one source", where, 'write source = ["Key"]')
    spread = row.get("spread", {})
    if len(spread) > 1 or not SPREADS >= spread.keys():
        raise EstralgiaError(f"a spread is one of {', '.join(sorted(SPREADS))}", where, "e.g. spread = { cv = 0.3 }")
    for size in spread.values():
        if not _is_number(size) or not 0 <= size < math.inf:
            raise EstralgiaError(f"a spread of {size!r}", where, "write a number of at least 0")
    return row["value"] * to_days(unit)[0], next(iter(spread.items()), ())


def _is_number(value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _check_chance(kind, row, where):
    """What chance needs to know: a distribution, a correlation that can be, a time above zero, a probability."""
    if kind == "trait" and row["distribution"] not in DISTRIBUTIONS:
        raise EstralgiaError(
            f"distribution = '{row['distribution']}'", where, nearest(row["distribution"], DISTRIBUTIONS)
        )
    if kind == "trait" and not -1 <= row.get("correlation", 0) <= 1:
        raise EstralgiaError(f"correlation = {row['correlation']}", where, "write a number from -1 to 1")
    if kind == "noise" and not (row["time"] > 0 and row["size"] >= 0):
        raise EstralgiaError("a noise needs a time above 0 and a size of at least 0", where, "write e.g. time = 60")
    if kind == "decision" and ("chance" in row) == ("rate" in row):
        raise EstralgiaError("a decision has either a chance or a rate", where, 'write e.g. chance = "missing_chance"')


def _check_bounds(row, where):
    """`least` and `most` are numbers on either side of the value."""
    least, most = row.get("least", -math.inf), row.get("most", math.inf)
    for name, bound in (("least", least), ("most", most)):
        if not _is_number(bound) or math.isnan(bound):
            raise EstralgiaError(f"{name} = {bound!r} is no number", where, f"write e.g. {name} = 1")
    value = row.get("value", least)
    if not least < most or (_is_number(value) and (value < least or value > most)):
        what = "a value lies from `least` to `most`, and these two differ"
        raise EstralgiaError(what, where, f"mend least = {least:g}, most = {most:g} or the value")


def _entry(name, kind, chapter, row, where, axes) -> Entry:
    if kind == "mechanism":  # what chapters name is its weight in a theory
        return Entry(WEIGHT + name, "weight", chapter, f"weight of {row['meaning']}")
    row = dict(row)
    per = row.pop("per", "")
    if per and per not in axes:
        raise EstralgiaError(f"per = '{per}'", where, nearest(per, axes))
    clock = row.pop("clock", "")
    if kind in ("state", "input") and clock not in ("hours", "days"):
        raise EstralgiaError(f"clock = '{clock}'", where, nearest(clock, ("hours", "days")))
    unit = row.pop("unit", "1")
    value, spread = None, ()
    if kind == "parameter" and not per:
        value, spread = number(row, unit, where)
    return Entry(name, kind, chapter, row.pop("meaning"), unit, value, spread, per, clock, row)


def _check_fields(row, known, needed, where):
    for one in row:
        if one not in known:
            raise EstralgiaError(f"no field '{one}'", where, nearest(one, known))
    if needed - row.keys():
        raise EstralgiaError(f"{', '.join(sorted(needed - row.keys()))} missing", where, "add what is missing")
