"""The file of a woman: a few lines of TOML, never more than a little of a large or endless one."""

import tomllib
from dataclasses import fields
from difflib import get_close_matches
from pathlib import Path

from ..model.errors import EstralgiaError, nearest
from .patient import Patient

LARGEST_FILE = 10_000  # bytes of a file about one woman: the time to read the worst of TOML grows with the square
LONGEST_TEXT, LARGEST_NUMBER = 100, 10**9  # in it


def read_patient(path) -> Patient:
    """The woman that a TOML file describes, with the fields of Patient.

    Raises EstralgiaError naming file and field; at most LARGEST_FILE bytes are read.
    """
    row = _read_row(path)
    known = [one.name for one in fields(Patient)]
    for name, value in row.items():
        if name not in known:
            raise EstralgiaError(f"a woman has no '{name}'", str(path), nearest(name, known))
        if not isinstance(value, bool | int | float | str):
            kind = {dict: "table", list: "list"}.get(type(value), "time")
            what = f"{name} is a number or a text, not a {kind}"
            raise EstralgiaError(what, f"{path}, {name}", "write a woman as e.g. age = 61, without [ and {")
        if isinstance(value, str) and len(value) > LONGEST_TEXT:
            what = f"the text of {name} is longer than {LONGEST_TEXT} characters"
            raise EstralgiaError(what, f"{path}, {name}", "shorten it")
        if isinstance(value, int) and abs(value) > LARGEST_NUMBER:
            raise EstralgiaError(f"{name} lies outside what can be", f"{path}, {name}", "write e.g. age = 61")
    try:
        return Patient(**row)
    except EstralgiaError as error:
        raise EstralgiaError(error.what, f"{path}, {error.where}", error.fix) from error


def _read_row(path) -> dict:
    """The content of a small TOML file, never more than a little of a large or endless one."""
    example = "write e.g. age = 61"
    try:
        with open(path, "rb") as file:
            content = file.read(LARGEST_FILE + 1)
        if len(content) > LARGEST_FILE:
            what = f"the file cannot be read: it is larger than {LARGEST_FILE:,} bytes"
            raise EstralgiaError(what, str(path), f"give a file about one woman: {example}")
        row = tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        what = "the file cannot be read: it is not text in UTF-8"
        raise EstralgiaError(what, str(path), f"save it as UTF-8 text; {example}") from error
    except FileNotFoundError as error:
        raise EstralgiaError("the file cannot be read: there is none", str(path), _near(path) or example) from error
    except OSError as error:
        raise EstralgiaError(f"the file cannot be read: {error.strerror}", str(path), example) from error
    except (ValueError, RecursionError) as error:
        raise EstralgiaError("the file cannot be read as TOML", f"{path}: {error}", example) from error
    if not row:
        raise EstralgiaError("the file is empty", str(path), "write at least e.g. age = 61")
    return row


def _near(path):
    """The file beside it that was probably meant, as a fix."""
    beside = {one.stem: one for one in sorted(Path(path).parent.glob("*.toml"))}
    meant = get_close_matches(Path(path).stem, beside, n=1)
    return f"did you mean '{beside[meant[0]]}'?" if meant else ""
