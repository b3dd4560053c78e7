"""A TOML table as frozen dataclasses: every field is checked by its type, and a mistake told with its place and fix.

The dataclass is the schema. A field without a default has to stand in the table; `Literal` names the choices; `tuple`
is a list, of fixed length where it has fixed parts; another dataclass is a table within; `X | None` may be left out.
"""

import math
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Any, Literal, TypeGuard, TypeVar, Union, get_args, get_origin, get_type_hints

from .errors import BookError, EstralgiaError, nearest

Kind = TypeVar("Kind")
Grade = Literal["seen", "derived", "memory", "judgement"]
GRADES: tuple[str, ...] = get_args(Grade)
PLAIN: dict[type, tuple[tuple[type, ...], str, str]] = {
    bool: ((bool,), "neither true nor false", "write true or false"),
    int: ((int,), "no whole number", "write a whole number"),
    float: ((int, float), "no number", "write a number"),
    str: ((str,), "no text", "write a text in quotation marks"),
}


def read_toml(path: str | Path) -> dict[str, Any]:
    """The content of one TOML file. Raises BookError, with the place, where it is none."""
    try:
        return tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BookError("the table cannot be read", f"{path}: {error}", "mend this file") from error


def read_row(row: object, kind: type[Kind], where: str, whose: str = "", **given: Any) -> Kind:
    """One table as a dataclass. whose: what the table is, for the message; given: fields that stand elsewhere.

    Raises BookError, with the place and the fix, for a field that does not exist, is missing, or is of another type.
    """
    if not _is_table(row):
        raise BookError(f"{row!r} is no table", where, "write fields: name = value")
    types, needed = _types(kind)
    check_fields(row, [name for name in types if name not in given], needed - given.keys(), where, whose)
    values = {name: _value(value, types[name], name, where) for name, value in row.items()}
    return kind(**given, **values)


def read_list(path: str | Path, name: str, kind: type[Kind], by: str = "") -> dict[str, Kind]:
    """The list of tables [[name]] of a TOML file, place -> dataclass. by: the field that no two of them share.

    Raises BookError as `read_row`; the place of a row is the file and what `by` says, or its number.
    """
    rows, file = read_toml(path).get(name), Path(path).name
    if not _is_list(rows):
        raise BookError(f"there is no list of tables [[{name}]]", str(path), f"write [[{name}]] above each of them")
    found: dict[str, Kind] = {}
    for number, row in enumerate(rows, 1):
        place = f"{file}, {name} {row[by]}" if _is_table(row) and by in row else f"{file}, row {number}"
        if place in found:
            raise BookError(f"one {by} stands twice", place, "let no two of them share it")
        found[place] = read_row(row, kind, place, f"a {name}")
    return found


def check_fields(
    row: Mapping[str, Any],
    known: Collection[str],
    needed: Collection[str],
    where: str,
    whose: str = "",
    error: type[EstralgiaError] = BookError,
) -> None:
    """Raises an error with the nearest name for a field that is not known, and with all that are needed and missing."""
    for name in row:
        if name not in known:
            raise error(
                f"{whose} has no field '{name}'" if whose else f"no field '{name}'", where, nearest(name, known)
            )
    missing = [name for name in needed if name not in row]
    if missing:
        raise error(f"{', '.join(sorted(missing))} missing", where, "add what is missing")


def _is_table(value: object) -> TypeGuard[Mapping[str, Any]]:
    return isinstance(value, Mapping)


def _is_list(value: object) -> TypeGuard[list[Any]]:
    return isinstance(value, list)


@cache
def _types(kind: type[Any]) -> tuple[dict[str, Any], frozenset[str]]:
    """Field -> type, and the fields that have no default."""
    hints, own = get_type_hints(kind), fields(kind)
    needed = {one.name for one in own if one.default is MISSING and one.default_factory is MISSING}
    return {one.name: hints[one.name] for one in own}, frozenset(needed)


def _value(value: Any, wanted: Any, name: str, where: str) -> Any:
    """A value as its type wants it."""
    if wanted in PLAIN:
        return _plain(value, wanted, name, where)
    origin, parts = get_origin(wanted), get_args(wanted)
    if origin in (Union, UnionType):  # in TOML nothing is None: what may be None is left out
        return _value(value, next(one for one in parts if one is not type(None)), name, where)
    if origin is Literal:
        return check_choice(value, parts, name, where)
    if origin is tuple:
        return _list(value, parts, name, where)
    if isinstance(wanted, type) and is_dataclass(wanted):
        return read_row(value, wanted, f"{where}, {name}")
    if origin in (dict, Mapping):
        if not _is_table(value):
            raise BookError(f"{name}: {value!r} is no table", where, f"write {name} = {{ name = value }}")
        return {key: _value(one, parts[1], f"{name}.{key}", where) for key, one in value.items()}
    return value


def _plain(value: Any, wanted: type, name: str, where: str) -> Any:
    valid, is_not, fix = PLAIN[wanted]
    is_right = isinstance(value, valid) and (wanted is bool or not isinstance(value, bool))
    if not is_right or (isinstance(value, float) and math.isnan(value)):
        raise BookError(f"{name}: '{value}' is {is_not}", where, fix)
    return value


def check_choice(value: Any, valid: Iterable[Any], name: str, where: str) -> Any:
    """The value. Raises BookError with the nearest of the valid ones for any other."""
    valid = list(valid)
    if value not in valid:
        raise BookError(f"{name} = '{value}'", where, nearest(value, valid))
    return value


def _list(value: Any, parts: tuple[Any, ...], name: str, where: str) -> tuple[Any, ...]:
    if not _is_list(value):
        raise BookError(f"{name}: {value!r} is no list", where, f"write {name} = [...]")
    length = None if parts[-1] is ... else len(parts)
    if length is not None and len(value) != length:
        raise BookError(f"{name} has {len(value)} parts and needs {length}", where, f"write {length} parts in [ ]")
    kinds = parts if length is not None else parts[:1] * len(value)
    return tuple(_value(one, kind, name, where) for one, kind in zip(value, kinds, strict=True))
