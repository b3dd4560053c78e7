"""A book read from a folder: whole, or only what differs from another book. See `model.book` for what it holds."""

from dataclasses import replace
from pathlib import Path

from .book import Book
from .chapter import Source
from .errors import EstralgiaError, nearest
from .pages import RIVALS, TABLES
from .schema import read_toml

CONTENTS = "book.toml"
BIBLIOGRAPHY = "references.bib"
NOT_CHAPTERS = ("__init__", "words")


def read_folder(folder, over: Book | None = None) -> Book:
    """The book in a folder. over: the book of which the folder holds only what differs.

    A table of the folder is read over the one of the same name, row by row; a chapter, drug, treatment or rival takes
    the place of the one of its name, or is new. A new chapter says in its table where it stands in the story,
    [chapter] after = "..."; a new rival what it rivals, [rival] of = "...".
    Raises EstralgiaError, with file and fix, for whatever cannot be a book.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise EstralgiaError("there is no folder of a book here", str(folder), "give a folder that mirrors disease/")
    files = sorted(one for one in folder.rglob("*") if one.is_file() and one.suffix in (".py", ".toml", ".bib"))
    if not files:
        raise EstralgiaError("the folder holds nothing of a book", str(folder), "e.g. drugs/<name>.toml, pain.toml")
    book = _empty(folder) if over is None else over
    folders = set(book.folders) | _declared(folder)
    _refuse_strangers(folder, files, folders)
    book = _with_tables(book, folder)
    for axis_folder in sorted(folders):
        rows = {one.stem: read_toml(one) for one in sorted((folder / axis_folder).glob("*.toml"))}
        known = book.folders.get(axis_folder, {})
        book = replace(book, folders=book.folders | {axis_folder: {**known, **rows}}) if rows or not known else book
    return _with_chapters(book, folder, whole=over is None)


def _empty(folder):
    """A book without a word, whose story the folder names."""
    contents = read_toml(folder / CONTENTS)
    for one in ("story", "shown"):
        if not isinstance(contents.get(one), list):
            raise EstralgiaError(f"{one} is missing", str(folder / CONTENTS), f'write {one} = ["..."]')
    story = tuple(contents["story"])
    tables = {"day": {}, "people": {"covariate": {}}, "theory": {}}
    return Book(story, tuple(contents["shown"]), {}, {}, tables, "")


def _declared(folder):
    """The folders of members that the tables of a folder declare."""
    tables = (read_toml(one) for one in folder.glob("*.toml"))
    rows = [row for table in tables for row in table.get("axis", {}).values()]
    return {row["members_from"] for row in rows if (folder / row["members_from"]).is_dir()}


def _refuse_strangers(folder, files, folders):
    """A file that no part of a book reads is a slip, never silently left out."""
    for one in files:
        place = one.relative_to(folder).parent.as_posix()
        if place not in (".", RIVALS, *folders):
            raise EstralgiaError("no part of a book is read from here", str(one), nearest(place, (RIVALS, *folders)))


def _with_tables(book, folder):
    tables = {name: _over(book.tables[name], _table(folder / f"{name}.toml")) for name in TABLES}
    contents = _table(folder / CONTENTS)
    bibliography, more = book.bibliography, folder / BIBLIOGRAPHY
    if more.exists():
        bibliography = f"{bibliography}\n{more.read_text(encoding='utf-8')}".lstrip("\n")
    story, shown = (tuple(contents.get(one, getattr(book, one))) for one in ("story", "shown"))
    return replace(book, tables=tables, bibliography=bibliography, story=story, shown=shown)


def _with_chapters(book, folder, whole):
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
        raise EstralgiaError(what, str(folder), f"write {missing[0]}.py")
    strangers = sorted(tables - {*book.story} - {*texts})
    if strangers:
        raise EstralgiaError(
            f"'{strangers[0]}' is no chapter", str(folder / f"{strangers[0]}.toml"), nearest(strangers[0], book.story)
        )
    book = replace(book, sources={name: sources[name] for name in [*book.story, *(sources.keys() - {*book.story})]})
    for name in sorted(texts.keys() - {*book.story}):
        book = book.with_chapter(texts[name], checked=False)
    for path in sorted((folder / RIVALS).glob("*.py")):
        book = book.with_rival(path, checked=False) if path.stem not in NOT_CHAPTERS else book
    return book if whole else book.checked()


def _table(path):
    return read_toml(path) if path.exists() else {}


def _over(old: dict, new: dict) -> dict:
    """A table over another one, row by row; lists and numbers take the place of those of the same name."""
    merged = dict(old)
    for name, value in new.items():
        both = isinstance(value, dict) and isinstance(old.get(name), dict)
        merged[name] = _over(old[name], value) if both else value
    return merged
