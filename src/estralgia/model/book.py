"""The book as a value: chapters, tables and members, hashed by content, from which other books can be made.

A folder holds a book: `book.toml` (the story, what is shown), a `.py` and a `.toml` for each chapter, rivals in
`alternatives/`, a folder of members for each axis that names one (`drugs/`, `treatments/`), `day.toml` (the clock),
`people.toml` (who is simulated), `theory.toml` and `references.bib`. A folder that is read over another book holds only
what differs.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from types import ModuleType

import numpy as np

from . import schema
from .chapter import Chapter, Source, read_chapter
from .clock import Clock, read_clock
from .errors import EstralgiaError, nearest
from .references import read_bibliography
from .schema import Entry, read_toml
from .wiring import Wiring

RIVALS = "alternatives"
TABLES = ("day", "people", "theory")


@dataclass(frozen=True, eq=False)
class Book:
    """A disease as data: equal to another book where every text and number of the two is the same.

    story: the chapters in causal order. shown: what a result holds unless asked otherwise. sources: chapter ->
    its text and table, rivals as "alternatives.<name>". folders: folder of members -> member -> its table. tables:
    "day", "people" and "theory". bibliography: the text of references.bib.
    """

    story: tuple[str, ...]
    shown: tuple[str, ...]
    sources: dict[str, Source]
    folders: dict[str, dict[str, dict]]
    tables: dict[str, dict]
    bibliography: str

    def __eq__(self, other):
        return isinstance(other, Book) and self.digest == other.digest

    def __hash__(self):
        return hash(self.digest)

    def __repr__(self):
        return f"a book of {len(self.story)} chapters, {self.digest[:12]}"

    @cached_property
    def digest(self) -> str:
        """What tells two books apart: a hash of every text and number."""
        content = [self.story, self.shown, {name: list(one) for name, one in self.sources.items()}]
        content += [{axis: dict(rows) for axis, rows in self.folders.items()}, dict(self.tables), self.bibliography]
        return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()

    # What it says

    @cached_property
    def axes(self) -> dict[str, dict]:
        """What repeats: axis -> where its members come from, as the tables of the chapters declare it."""
        return {axis: row for source in self.sources.values() for axis, row in source.table.get("axis", {}).items()}

    @cached_property
    def chapters(self) -> dict[str, Chapter]:
        """Every chapter, rivals after the story."""
        return {name: read_chapter(name, source, tuple(self.axes)) for name, source in self.sources.items()}

    @property
    def rivals(self) -> tuple[str, ...]:
        """Names of the chapters that give another account of a link."""
        return tuple(name.partition(".")[2] for name in self.sources if name not in self.story)

    @cached_property
    def clock(self) -> Clock:
        """The clock of the day."""
        return read_clock(self.tables["day"])

    @cached_property
    def covariates(self) -> dict[str, Entry]:
        """What a woman is described by, as names that chapters may use."""
        rows = self.tables["people"]["covariate"].items()
        return {name: Entry(name, "covariate", "people", row["meaning"], row["unit"]) for name, row in rows}

    @cached_property
    def given(self) -> dict[str, dict]:
        """What may be said of a woman and is solved for: name -> the quantity that it is, and through what."""
        return {name: row for source in self.sources.values() for name, row in source.table.get("given", {}).items()}

    @cached_property
    def mechanisms(self) -> dict[str, dict]:
        """Every mechanism of the story -> what its table says of it."""
        tables = (self.sources[chapter].table for chapter in self.story)
        return {name: row for table in tables for name, row in table.get("mechanism", {}).items()}

    @cached_property
    def references(self) -> dict[str, dict[str, str]]:
        """Every source, key -> fields (type, title, author, year, doi, pmid, note, ...)."""
        return read_bibliography(self.bibliography)

    def wiring(self, rivals: tuple[str, ...] = ()) -> Wiring:
        """The whole book as one checked graph; `rivals` are read over the chapters whose functions they replace."""
        if rivals not in self._wirings:
            self._wirings[rivals] = self._wire(rivals)
        return self._wirings[rivals]

    @cached_property
    def _wirings(self) -> dict:
        return {}

    def _wire(self, rivals) -> Wiring:
        functions, entries = {}, schema.read_entries(self._inputs, "day", tuple(self.axes)) | self.covariates
        for name in [*self.story, *(f"{RIVALS}.{rival}" for rival in rivals)]:
            if name not in self.chapters:
                known = self.rivals if name.startswith(RIVALS) else self.sources
                raise EstralgiaError(f"there is no chapter '{name}'", fix=nearest(name.rpartition(".")[2], known))
            chapter = self.chapters[name]
            if name in self.story:
                replaced = set(self.sources[name].table.get("chapter", {}).get("replaces", ()))
                known = functions.keys() | entries.keys()
                twice = known & (chapter.functions.keys() | chapter.entries.keys()) - replaced
                if twice:
                    what = f"'{min(twice)}' stands in two chapters"
                    raise EstralgiaError(what, name, "never one word for two things")
            functions |= chapter.functions
            entries |= chapter.entries
        return Wiring(functions, entries, tuple(self.axes))

    @property
    def _inputs(self):
        return {kind: rows for kind, rows in self.tables["day"].items() if kind in schema.KINDS}

    # Its members

    def members_of(self, axis: str) -> dict[str, dict]:
        """Every member of an axis -> its numbers: of a folder, or of a list in a table, pairs as left and right."""
        if axis not in self._members:
            self._members[axis] = self._read_members(axis)
        return self._members[axis]

    @cached_property
    def _members(self) -> dict:
        return {}

    def _read_members(self, axis):
        if axis not in self.axes:
            return {}
        source = self.axes[axis]["members_from"]
        if source in self.folders:
            return dict(self.folders[source])
        rows = next((one.table[source] for one in self.sources.values() if source in one.table), [])
        found = {}
        for row in rows:
            names = [f"left {row['name']}", f"right {row['name']}"] if row.get("pair") else [row["name"]]
            found |= dict.fromkeys(names, row)
        return found

    def is_chosen(self, axis: str) -> bool:
        """Whether a run has only some members of an axis (drugs, treatments), or always all (joints)."""
        return axis in self.axes and self.axes[axis]["members_from"] in self.folders

    def members(self, **chosen: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
        """What repeats along each axis of a run: axis -> names; along "" one. Chosen: e.g. drug=("letrozole",)."""
        own = {axis: () if self.is_chosen(axis) else tuple(self.members_of(axis)) for axis in self.axes}
        return {"": ("",)} | own | {axis: names for axis, names in chosen.items() if axis in own}

    @property
    def drugs(self) -> dict[str, dict]:
        """The drugs that the book knows: name -> its table."""
        return self.members_of("drug")

    @property
    def treatments(self) -> dict[str, dict]:
        """What can be added to the tablets: name -> its table."""
        return self.members_of("treatment")

    @property
    def joints(self) -> tuple[str, ...]:
        """The simulated joints: pairs as left and right."""
        return tuple(self.members_of("joint"))

    @property
    def sites(self) -> tuple[dict, ...]:
        """The joint sites, a pair once."""
        return tuple({row["name"]: row for row in self.members_of("joint").values()}.values())

    @property
    def usual_doses(self) -> dict[str, float]:
        """Usual daily dose in mg of every drug."""
        return {name: drug["usual_dose_mg"] for name, drug in self.drugs.items()}

    def number_of(self, entry: Entry, member: str) -> tuple[float, tuple]:
        """Value (time in days) and spread of a parameter for one member of its axis."""
        row = self.row_of(entry, member)
        if not self.is_chosen(entry.per):
            return row["value"] * schema.to_days(entry.unit)[0], ()
        is_own = entry.name in self.members_of(entry.per)[member]
        own = f"{self.axes[entry.per]['members_from']}/{member}.toml, [{entry.name}]"
        return schema.number(row, entry.unit, own if is_own else f"{entry.chapter}.toml, [parameter.{entry.name}]")

    def row_of(self, entry: Entry, member: str) -> dict:
        """What the table of one member says of a parameter; what it leaves out is as in the table of the chapter.

        Raises EstralgiaError where neither has it.
        """
        row = self.members_of(entry.per)[member]
        if not self.is_chosen(entry.per):
            return row | {"value": row[entry.name]}
        if entry.name not in row and "value" not in entry.details:
            file = f"{self.axes[entry.per]['members_from']}/{member}.toml"
            raise EstralgiaError(f"{member} has no '{entry.name}'", file, f"add [{entry.name}]")
        return row.get(entry.name, entry.details)

    def spellings(self, axis: str) -> dict[str, str]:
        """Everything that a member (a drug's brands too) is called -> its name in the tables."""
        rows = self.members_of(axis).items() if self.is_chosen(axis) else ()
        return {said: name for name, row in rows for said in (name, *row.get("names", ()))}

    def drug_called(self, name: str) -> str | None:
        """The drug that goes by this name or brand, in capitals or not; None where there is none."""
        said = {one.casefold(): drug for one, drug in self.spellings("drug").items()}
        return said.get(str(name).strip().casefold())

    def numbers_of(self, entry: Entry, members: tuple[str, ...]) -> np.ndarray:
        """Values of a parameter that repeats, (member,)."""
        return np.array([self.number_of(entry, one)[0] for one in members], float)

    # Other books made of it

    def with_drug(self, path) -> "Book":
        """The book with one more drug, from a table as those of drugs/; one of the same name is replaced."""
        return self._with_member("drug", Path(path))

    def with_treatment(self, path) -> "Book":
        """The book with one more treatment, from a table as those of treatments/."""
        return self._with_member("treatment", Path(path))

    def _with_member(self, axis, path):
        folder = self.axes[axis]["members_from"]
        members = self.folders[folder] | {path.stem: read_toml(path)}
        return replace(self, folders=self.folders | {folder: members}).checked()

    def with_chapter(
        self,
        chapter: "str | Path | ModuleType",
        table=None,
        *,
        after: str = "",
        replaces: tuple[str, ...] = (),
        checked=True,
    ) -> "Book":
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

    def _story_with(self, name, after):
        if after not in self.story:
            fix = nearest(after, self.story) if after else "say after=..., or in its table [chapter] after = ..."
            raise EstralgiaError(f"where does the chapter '{name}' stand?", f"after = '{after}'", fix)
        place = self.story.index(after) + 1
        return (*self.story[:place], name, *self.story[place:])

    def with_rival(
        self, rival: "str | Path | ModuleType", table=None, *, of: str = "", meaning: str = "", checked=True
    ) -> "Book":
        """The book with another account of one link, to be chosen as theory="all; <of>=<its name>".

        rival: a file, or a module, whose functions take the place of those of the same name. of: the chapter that it
        rivals; it and the meaning can also stand in its table, [rival].
        """
        source = _source(rival, table)
        said = source.table.get("rival", {}) | ({"of": of} if of else {}) | ({"meaning": meaning} if meaning else {})
        if said.get("of") not in self.story:
            fix = nearest(said["of"], self.story) if "of" in said else "say of=..., or in its table [rival] of = ..."
            raise EstralgiaError("which chapter does this rival?", str(_path_of(rival)), fix)
        said.setdefault("meaning", "another account")
        name = f"{RIVALS}.{_path_of(rival).stem}"
        book = replace(self, sources=self.sources | {name: source._replace(table=source.table | {"rival": said})})
        return book.checked() if checked else book

    def with_numbers(self, numbers: Mapping[str, float]) -> "Book":
        """The book with other values of parameters, in the units of its tables; of all drugs or treatments alike."""
        sources, folders = dict(self.sources), {folder: dict(rows) for folder, rows in self.folders.items()}
        entries = self.wiring().entries
        for name, value in numbers.items():
            entry = entries.get(name)
            if entry is None or entry.kind != "parameter":
                fix = nearest(name, self.wiring().of_kind("parameter"))
                raise EstralgiaError(f"there is no number '{name}'", f"numbers = {{'{name}': {value!r}}}", fix)
            changed = {"value": value, "grade": "judgement", "note": "given by hand"}
            if entry.per and self.is_chosen(entry.per):
                folder = self.axes[entry.per]["members_from"]
                for one, row in folders[folder].items():
                    folders[folder][one] = row | {name: row.get(name, entry.details) | changed}
            elif entry.per:
                what = f"'{name}' stands in a list of the book"
                raise EstralgiaError(what, name, "give the whole list in a folder, as joints.toml")
            else:
                source = sources[entry.chapter]
                rows = source.table["parameter"]
                parameters = rows | {name: rows[name] | changed}
                sources[entry.chapter] = source._replace(table=source.table | {"parameter": parameters})
        return replace(self, sources=sources, folders=folders).checked()

    def checked(self) -> "Book":
        """The book, whose graphs and members are read at once, so that a mistake is found where it is made."""
        for rivals in ((), *((rival,) for rival in self.rivals)):
            entries = self.wiring(rivals).entries.values()
            for entry in (one for one in entries if one.kind == "parameter" and one.per):
                self.numbers_of(entry, tuple(self.members_of(entry.per)))
        return self


def _path_of(chapter) -> Path:
    return Path(str(chapter.__file__) if isinstance(chapter, ModuleType) else chapter)


def _source(chapter, table) -> Source:
    path = _path_of(chapter)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise EstralgiaError("the chapter cannot be read", f"{path}: {error}", "give a .py file") from error
    read = table if isinstance(table, Mapping) else read_toml(path.with_suffix(".toml") if table is None else table)
    return Source(text, dict(read))
