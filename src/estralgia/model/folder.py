"""A book read from a folder: whole, or only what differs from another book. See `model.book` for what it holds."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeGuard

from .book import Book
from .chapter import Source
from .errors import BookError, nearest
from .fields import Axis, Contents
from .pages import RIVALS, TABLES
from .toml import read_row, read_toml
from .values import Table

CONTENTS = "book.toml"
BIBLIOGRAPHY = "references.bib"
NOT_CHAPTERS = ("__init__", "words")


def read_folder(folder: str | Path, over: Book | None = None) -> Book:
    """The book in a folder. over: the book of which the folder holds only what differs.

    A table of the folder is read over the one of the same name, row by row; a chapter, drug, treatment or rival takes
    the place of the one of its name, or is new. A new chapter says in its table where it stands in the story,
    [chapter] after = "..."; a new rival what it rivals, [rival] of = "...".
    Raises BookError, with file and fix, for whatever cannot be a book.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise BookError("there is no folder of a book here", str(folder), "give a folder that mirrors disease/")
    files = sorted(one for one in folder.rglob("*") if one.is_file() and one.suffix in (".py", ".toml", ".bib"))
    if not files:
        raise BookError("the folder holds nothing of a book", str(folder), "e.g. drugs/<name>.toml, pain.toml")
    book = _empty(folder) if over is None else over
    folders = set(book.folders) | _declared(folder)
    _refuse_strangers(folder, files, folders)
    book = _with_tables(book, folder)
    for axis_folder in sorted(folders):
        rows = {one.stem: read_toml(one) for one in sorted((folder / axis_folder).glob("*.toml"))}
        known = book.folders.get(axis_folder, {})
        book = replace(book, folders=book.folders | {axis_folder: {**known, **rows}}) if rows or not known else book
    return _with_chapters(book, folder, whole=over is None)


def _empty(folder: Path) -> Book:
    """A book without a word, whose story the folder names."""
    contents = read_row(read_toml(folder / CONTENTS), Contents, str(folder / CONTENTS))
    tables: dict[str, Table] = {"day": {}, "people": {"covariate": {}}, "theory": {}}
    return Book(contents.story, contents.shown, {}, {}, tables, "")


def _declared(folder: Path) -> set[str]:
    """The folders of members that the tables of a folder declare."""
    tables = {one.name: read_toml(one) for one in folder.glob("*.toml")}
    rows = [(file, name, row) for file, table in tables.items() for name, row in table.get("axis", {}).items()]
    axes = [read_row(row, Axis, f"{file}, [axis.{name}]") for file, name, row in rows]
    return {one.members_from for one in axes if (folder / one.members_from).is_dir()}


def _refuse_strangers(folder: Path, files: Sequence[Path], folders: Collection[str]) -> None:
    """A file that no part of a book reads is a slip, never silently left out."""
    for one in files:
        place = one.relative_to(folder).parent.as_posix()
        if place not in (".", RIVALS, *folders):
            raise BookError("no part of a book is read from here", str(one), nearest(place, (RIVALS, *folders)))


def _with_tables(book: Book, folder: Path) -> Book:
    tables = {name: _over(book.tables[name], _table(folder / f"{name}.toml")) for name in TABLES}
    contents = _table(folder / CONTENTS)
    bibliography, more = book.bibliography, folder / BIBLIOGRAPHY
    if more.exists():
        bibliography = f"{bibliography}\n{more.read_text(encoding='utf-8')}".lstrip("\n")
    said = read_row({"story": list(book.story), "shown": list(book.shown)} | contents, Contents, CONTENTS)
    return replace(book, tables=tables, bibliography=bibliography, story=said.story, shown=said.shown)


def _with_chapters(book: Book, folder: Path, whole: bool) -> Book:
    """The chapters of the folder, and its tables that differ from those of chapters that it leaves as they are."""
    texts = {one.stem: one for one in sorted(folder.glob("*.py")) if one.stem not in NOT_CHAPTERS}
    tables = {one.stem for one in folder.glob("*.toml")} - {*TABLES, CONTENTS.partition(".")[0]}
    sources = dict(book.sources)
    for name in sorted({*texts, *tables} & {*book.story}):
        old = sources.get(name, Source("", {}))
        text = texts[name].read_text(encoding="utf-8") if name in texts else old.text
        sources[name] = Source(text, _over({} if name in texts else old.table, _table(folder / f"{name}.toml")))
    missing = [name for name in book.story if name not in sources]
    if missing:
        what = f"the chapter '{missing[0]}' of the story is missing"
        raise BookError(what, str(folder), f"write {missing[0]}.py")
    strangers = sorted(tables - {*book.story} - {*texts})
    if strangers:
        raise BookError(
            f"'{strangers[0]}' is no chapter", str(folder / f"{strangers[0]}.toml"), nearest(strangers[0], book.story)
        )
    book = replace(book, sources={name: sources[name] for name in [*book.story, *(sources.keys() - {*book.story})]})
    for name in sorted(texts.keys() - {*book.story}):
        book = book.with_chapter(texts[name], checked=False)
    for path in sorted((folder / RIVALS).glob("*.py")):
        book = book.with_rival(path, checked=False) if path.stem not in NOT_CHAPTERS else book
    return book if whole else book.checked()


def _table(path: Path) -> Table:
    return read_toml(path) if path.exists() else {}


def _is_table(value: object) -> TypeGuard[Table]:
    return isinstance(value, dict)


def _over(old: Table, new: Table) -> Table:
    """A table over another one, row by row; lists and numbers take the place of those of the same name."""
    merged = dict(old)
    for name, value in new.items():
        merged[name] = _over(old[name], value) if _is_table(value) and _is_table(old.get(name)) else value
    return merged
