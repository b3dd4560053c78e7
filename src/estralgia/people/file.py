"""The file of a woman: a few lines of TOML, never more than a little of a large or endless one."""

import tomllib
from dataclasses import fields
from difflib import get_close_matches
from pathlib import Path

from ..model.errors import InputError, OutOfBounds
from ..model.toml import check_fields
from .patient import Patient

LARGEST_FILE = 10_000  # bytes of a file about one woman: the time to read the worst of TOML grows with the square
LONGEST_TEXT, LARGEST_NUMBER = 100, 10**9  # in it


def read_patient(path) -> Patient:
    """The woman that a TOML file describes, with the fields of Patient.

    Raises InputError naming file and field; at most LARGEST_FILE bytes are read.
    """
    row = _read_row(path)
    check_fields(row, [one.name for one in fields(Patient)], (), str(path), "a woman", InputError)
    for name, value in row.items():
        if not isinstance(value, bool | int | float | str):
            kind = {dict: "table", list: "list"}.get(type(value), "time")
            what = f"{name} is a number or a text, not a {kind}"
            raise InputError(what, f"{path}, {name}", "write a woman as e.g. age = 61, without [ and {")
        if isinstance(value, str) and len(value) > LONGEST_TEXT:
            what = f"the text of {name} is longer than {LONGEST_TEXT} characters"
            raise InputError(what, f"{path}, {name}", "shorten it")
        if isinstance(value, int) and abs(value) > LARGEST_NUMBER:
            raise OutOfBounds(f"{name} lies outside what can be", f"{path}, {name}", "write e.g. age = 61")
    try:
        return Patient(**row)
    except InputError as error:
        raise type(error)(error.what, f"{path}, {error.where}", error.fix) from error


def _read_row(path) -> dict:
    """The content of a small TOML file, never more than a little of a large or endless one."""
    example = "write e.g. age = 61"
    try:
        with open(path, "rb") as file:
            content = file.read(LARGEST_FILE + 1)
        if len(content) > LARGEST_FILE:
            what = f"the file cannot be read: it is larger than {LARGEST_FILE:,} bytes"
            raise InputError(what, str(path), f"give a file about one woman: {example}")
        row = tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        what = "the file cannot be read: it is not text in UTF-8"
        raise InputError(what, str(path), f"save it as UTF-8 text; {example}") from error
    except FileNotFoundError as error:
        raise InputError("the file cannot be read: there is none", str(path), _near(path) or example) from error
    except OSError as error:
        raise InputError(f"the file cannot be read: {error.strerror}", str(path), example) from error
    except (ValueError, RecursionError) as error:
        raise InputError("the file cannot be read as TOML", f"{path}: {error}", example) from error
    if not row:
        raise InputError("the file is empty", str(path), "write at least e.g. age = 61")
    return row


def _near(path):
    """The file beside it that was probably meant, as a fix."""
    beside = {one.stem: one for one in sorted(Path(path).parent.glob("*.toml"))}
    meant = get_close_matches(Path(path).stem, beside, n=1)
    return f"did you mean '{beside[meant[0]]}'?" if meant else ""
