"""Cells: a table file as columns of text, from which numbers are read; a mistake is named by file, line and column."""

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ..model.errors import EstralgiaError, nearest

MOST_BYTES = 50_000_000
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}
MISSING = ("", ".", "NA")
LONGEST_SHOWN = 40  # characters of a cell that a message repeats
OTHER = 'a column of your own read_doses(..., ignore="{}")'
EXAMPLE = "write a first line such as ID,TIME,AMT,EVID,II,ADDL,SS,CMT,DV"


class TableText(NamedTuple):
    """The text of a table and the name of the file that it came from."""

    file: str
    text: str

    @classmethod
    def of(cls, path) -> "TableText":
        """What stands in a file: text in UTF-8. Raises EstralgiaError for one that cannot be read or is no text."""
        return path if isinstance(path, cls) else cls(str(path), _text(path))


@dataclass(frozen=True)
class Cells:
    """The rows below the header: for each its line in the file (counted from 1), and text columns by known name."""

    file: str
    lines: list[int]
    columns: dict[str, list[str]]
    headings: dict[str, str]

    def __len__(self):
        return len(self.lines)

    def __contains__(self, column):
        return column in self.columns

    def error(self, row: int, column: str, what: str, fix: str) -> EstralgiaError:
        """A mistake in one cell."""
        where = f"{self.file}, line {self.lines[row]}"
        if column in self.columns:
            where += f", column {self.headings[column]}: '{shortened(self.columns[column][row])}'"
        return EstralgiaError(what, where, fix)

    def refuse(self, wrong: np.ndarray, column: str, what: str, fix: str):
        """Raises EstralgiaError for the first of the rows that are wrong, if any is."""
        if wrong.any():
            raise self.error(int(np.argmax(wrong)), column, what, fix)

    def texts(self, column: str) -> list[str]:
        """The cells of a column without white space around them; "" where the value or the whole column is missing."""
        if column not in self.columns:
            return [""] * len(self)
        known = {text: "" if text.strip() in MISSING else text.strip() for text in set(self.columns[column])}
        return [known[text] for text in self.columns[column]]

    def numbers(self, column: str, read: Callable[[str], float] = float, example: str = "12.5") -> np.ndarray:
        """The numbers of a column, (row,); NaN where the value or the whole column is missing.

        Raises EstralgiaError for text that `read` does not take, and for what is not finite.
        """
        texts = self.texts(column)
        known = {text: _number(text, read) for text in set(texts)}
        wrong = np.array([known[text] is None for text in texts], bool)
        self.refuse(wrong, column, "this is no number", f"write e.g. {example}, or a dot where it is missing")
        return np.array([known[text] for text in texts], float)

    def limited(
        self, column: str, least: float, most: float, what: str, whole: bool = False, missing: float = np.nan
    ) -> np.ndarray:
        """The numbers of a column, none outside its limits; `missing` where there is none."""
        values = self.numbers(column, example="1" if whole else "12.5")
        wrong = (values < least) | (values > most) | (whole & (values != np.floor(values)) & ~np.isnan(values))
        numbers = "a whole number" if whole else "a number"
        limits = f"from {least:.10g} to {most:.10g}" if np.isfinite(most) else f"of at least {least:.10g}"
        self.refuse(wrong, column, f"{what} cannot be this", f"write {numbers} {limits}")
        return np.where(np.isnan(values), missing, values)


def _number(text, read):
    if not text:
        return float("nan")
    try:
        value = float(read(text))
    except ValueError:
        return None
    return value if np.isfinite(value) and "_" not in text else None


def read_cells(table: TableText, known: dict[str, str]) -> Cells:
    """The cells of a table, between commas, semicolons or tabs; "#" stands before a comment.

    known: every spelling of a heading that is accepted, in capital letters, and the name that the column goes by; ""
    for one that is not read.
    Raises EstralgiaError for what is no table, and for an unknown column or one there twice.
    """
    file, text = table
    lines = list(_without_comments(text))
    header = next((line for line in lines if line.strip()), "")
    separator = max(SEPARATORS, key=header.count)
    rows, numbers = _rows(file, lines, separator)
    if not rows:
        raise EstralgiaError("the table is empty", file, EXAMPLE)
    names = _columns(f"{file}, line {numbers[0]}", rows[0], known)
    if len(rows) == 1:
        raise EstralgiaError("the table has a header and no rows", file, "write a row for every dose and measurement")
    for row, number in zip(rows, numbers, strict=True):
        if len(row) != len(names):
            raise EstralgiaError(
                f"this row has {len(row)} cells, the header {len(names)}",
                f"{file}, line {number}",
                f"separate cells by {SEPARATORS[separator]}, and write a dot where a value is missing",
            )
    columns = {name: list(texts) for name, texts in zip(names, zip(*rows[1:], strict=True), strict=True) if name}
    return Cells(file, numbers[1:], columns, {name: one.strip() for name, one in zip(names, rows[0], strict=True)})


def _text(path):
    path = Path(path)
    try:
        if path.exists() and not path.is_file():
            raise EstralgiaError("this is no file", str(path), "give a text file with the table")
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise EstralgiaError(
                f"the file has {size / 1e6:,.0f} MB, more than {MOST_BYTES / 1e6:.0f}",
                str(path),
                "write regular doses as one row with II and ADDL, or split the women over several files",
            )
        content = path.read_bytes()
    except (OSError, ValueError) as error:
        raise EstralgiaError("the table cannot be read", f"{path}: {error}", "check its name and place") from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise EstralgiaError("this is no text in UTF-8", str(path), "save the table as CSV text in UTF-8")
    return text


def _without_comments(text):
    for line in io.StringIO(text, newline=""):
        yield "\n" if line.lstrip().startswith("#") else line


def _rows(file, lines, separator):
    """The rows that hold anything, and their lines in the file."""
    rows, numbers = [], []
    reader = csv.reader(lines, delimiter=separator, strict=True)
    try:
        for row in reader:
            if "".join(row).strip():
                rows.append(row)
                numbers.append(reader.line_num)
    except csv.Error as error:
        where = f"{file}, line {reader.line_num}"
        raise EstralgiaError(
            f"this line cannot be split into cells: {error}", where, "check its quotation marks"
        ) from None
    return rows, numbers


def _columns(where, header, known):
    """The known name of every column."""
    if len(header) == 1 and len(header[0].split()) > 1:
        what = "the columns are separated by neither commas, semicolons nor tabs"
        raise EstralgiaError(what, f"{where}: '{shortened(header[0])}'", "save the table as CSV")
    names = []
    for heading in header:
        spelling = re.sub(r"\s+", "_", heading.strip().upper())
        if not spelling:
            raise EstralgiaError("a column has no name", where, "name every column, or take the empty ones out")
        if spelling not in known:
            listed = list(dict.fromkeys(filter(None, known.values())))
            fix = f"{nearest(spelling, listed)}; for {OTHER.format(shortened(heading))}"
            raise EstralgiaError(f"there is no column '{shortened(heading)}'", where, fix)
        if known[spelling] and known[spelling] in names:
            raise EstralgiaError(f"the column '{shortened(heading)}' is there twice", where, "keep one of the two")
        names.append(known[spelling])
    return names


def shortened(text: str) -> str:
    """A cell as a message repeats it: on one line, and not too long."""
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 3] + "..."
