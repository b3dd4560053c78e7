"""The book that the package brings, `BOOK`, and how others are found: in a folder, or installed beside it."""

from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, cast

from . import disease
from .model.book import Book
from .model.errors import UnknownName, nearest
from .model.folder import read_folder

BOOK = read_folder(Path(disease.__path__[0]))
GROUP = "estralgia.books"


def read_book(name: "str | Path", over: Book = BOOK) -> Book:
    """The book in a folder that holds what differs from another one, or one that an installed package brings.

    name: a folder that mirrors `disease/`, or a name in the entry-point group "estralgia.books", which gives a folder
    or a function from a book to a book. Raises UnknownName for what is neither, and BookError for
    what cannot be a book.
    """
    if Path(name).is_dir():
        return read_folder(name, over)
    installed = {one.name: one for one in entry_points(group=GROUP)}
    if str(name) not in installed:
        fix = nearest(str(name), installed) if installed else "give a folder that mirrors disease/"
        raise UnknownName("there is no folder and no installed book of this name", str(name), fix)
    found: Any = installed[str(name)].load()
    return cast(Book, found(over)) if callable(found) else read_folder(found, over)
