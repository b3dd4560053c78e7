"""The book as a value: its pages, and other books made of it, with a drug, chapter, rival or numbers of one's own."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any, Self

from .chapter import Source
from .errors import BookError, nearest
from .members import HEAD, check_member
from .pages import RIVALS, Pages
from .schema import Entry
from .toml import check_fields, read_toml

ChapterOf = str | Path | ModuleType  # a file, or a module
TableOf = str | Path | Mapping[str, Any] | None  # a file or what stands in it; None: the .toml beside its chapter


class Book(Pages):
    """A disease as data: equal to another book where every text and number of the two is the same.

    Other books are made of it; each is a value of its own, and the first stays as it is.
    """

    def with_drug(self, path: str | Path) -> Self:
        """The book with one more drug, from a table as those of drugs/; one of the same name is replaced."""
        return self._with_member("drug", Path(path))

    def with_treatment(self, path: str | Path) -> Self:
        """The book with one more treatment, from a table as those of treatments/."""
        return self._with_member("treatment", Path(path))

    def _with_member(self, axis: str, path: Path) -> Self:
        folder = self.axes[axis].members_from
        members = self.folders[folder] | {path.stem: read_toml(path)}
        return replace(self, folders=self.folders | {folder: members}).checked()

    def with_chapter(
        self,
        chapter: ChapterOf,
        table: TableOf = None,
        *,
        after: str = "",
        replaces: tuple[str, ...] = (),
        checked: bool = True,
    ) -> Self:
        """The book with one more chapter in its story, or with another text of one that it has.

        chapter: a file, or a module. table: its numbers (default: the .toml beside it). after: the chapter behind which
        a new one stands. replaces: functions of other chapters whose place those of this one take. The last two can
        also stand in the table, [chapter].
        """
        source = _source(chapter, table)
        said = {"after": after or None, "replaces": list(replaces) or None}
        place = source.table.get("chapter", {}) | {name: one for name, one in said.items() if one}
        source = source._replace(table=source.table | {"chapter": place})
        name = _path_of(chapter).stem
        story = self.story if name in self.story else self._story_with(name, place.get("after", ""))
        sources = self.sources | {name: source}
        ordered = [*story, *(one for one in sources if one not in story)]
        book = replace(self, story=story, sources={one: sources[one] for one in ordered})
        return book.checked() if checked else book

    def _story_with(self, name: str, after: str) -> tuple[str, ...]:
        if after not in self.story:
            fix = nearest(after, self.story) if after else "say after=..., or in its table [chapter] after = ..."
            raise BookError(f"where does the chapter '{name}' stand?", f"after = '{after}'", fix)
        place = self.story.index(after) + 1
        return (*self.story[:place], name, *self.story[place:])

    def with_rival(
        self, rival: ChapterOf, table: TableOf = None, *, of: str = "", meaning: str = "", checked: bool = True
    ) -> Self:
        """The book with another account of one link, to be chosen as theory="all; <of>=<its name>".

        rival: a file, or a module, whose functions take the place of those of the same name. of: the chapter that it
        rivals; it and the meaning can also stand in its table, [rival].
        """
        source = _source(rival, table)
        said = source.table.get("rival", {}) | ({"of": of} if of else {}) | ({"meaning": meaning} if meaning else {})
        if said.get("of") not in self.story:
            fix = nearest(said["of"], self.story) if "of" in said else "say of=..., or in its table [rival] of = ..."
            raise BookError("which chapter does this rival?", str(_path_of(rival)), fix)
        said.setdefault("meaning", "another account")
        name = f"{RIVALS}.{_path_of(rival).stem}"
        book = replace(self, sources=self.sources | {name: source._replace(table=source.table | {"rival": said})})
        return book.checked() if checked else book

    def with_numbers(self, numbers: Mapping[str, float]) -> Self:
        """The book with other values of parameters, in the units of its tables; of all drugs or treatments alike."""
        sources, folders = dict(self.sources), {folder: dict(rows) for folder, rows in self.folders.items()}
        entries = self.wiring().entries
        for name, value in numbers.items():
            entry = entries.get(name)
            if entry is None or entry.kind != "parameter":
                fix = nearest(name, self.wiring().of_kind("parameter"))
                raise BookError(f"there is no number '{name}'", f"numbers = {{'{name}': {value!r}}}", fix)
            changed = {"value": value, "grade": "judgement", "note": "given by hand"}
            if entry.per and self.is_chosen(entry.per):
                folder = self.axes[entry.per].members_from
                for one, row in folders[folder].items():
                    folders[folder][one] = row | {name: row.get(name, entry.details) | changed}
            elif entry.per:
                what = f"'{name}' stands in a list of the book"
                raise BookError(what, name, "give the whole list in a folder, as joints.toml")
            else:
                source = sources[entry.chapter]
                rows = source.table["parameter"]
                parameters = rows | {name: rows[name] | changed}
                sources[entry.chapter] = source._replace(table=source.table | {"parameter": parameters})
        return replace(self, sources=sources, folders=folders).checked()

    def checked(self) -> Self:
        """The book, whose graphs and members are read at once, so that a mistake is found where it is made."""
        _ = self.clock, self.covariates, self.theory
        self._check_members()
        for rivals in ((), *((rival,) for rival in self.rivals)):
            entries = self.wiring(rivals).entries.values()
            for entry in (one for one in entries if one.kind == "parameter" and one.per):
                self.numbers_of(entry, tuple(self.members_of(entry.per)))
        return self

    def _check_members(self) -> None:
        """What the tables of drugs and treatments say beside their numbers, and that they have no others."""
        entries = [*self.wiring().entries.values(), *(one for name in self.rivals for one in self._own(name))]
        for axis in filter(self.is_chosen, self.axes):
            numbers = {one.name for one in entries if one.kind == "parameter" and one.per == axis}
            for member, row in self.members_of(axis).items():
                where = f"{self.axes[axis].members_from}/{member}.toml"
                check_fields(row, [*HEAD, *sorted(numbers)], (), where)
                check_member(row, axis, where)

    def _own(self, rival: str) -> Iterable[Entry]:
        return self.chapters[f"{RIVALS}.{rival}"].entries.values()


def _path_of(chapter: ChapterOf) -> Path:
    return Path(str(chapter.__file__) if isinstance(chapter, ModuleType) else chapter)


def _source(chapter: ChapterOf, table: TableOf) -> Source:
    path = _path_of(chapter)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BookError("the chapter cannot be read", f"{path}: {error}", "give a .py file") from error
    read = table if isinstance(table, Mapping) else read_toml(path.with_suffix(".toml") if table is None else table)
    return Source(text, dict(read))
