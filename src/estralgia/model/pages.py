"""The pages of a book: chapters, tables and members, and all that can be read in them; hashed by content.

A folder holds a book: `book.toml` (the story, what is shown), a `.py` and a `.toml` for each chapter, rivals in
`alternatives/`, a folder of members for each axis that names one (`drugs/`, `treatments/`), `day.toml` (the clock),
`people.toml` (who is simulated), `theory.toml` and `references.bib`. A folder that is read over another book holds only
what differs.
"""

import hashlib
import json
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np

from . import schema
from .chapter import Chapter, Function, Source, read_chapter
from .clock import Clock, read_clock
from .errors import BookError, nearest
from .fields import ENTRIES, Axis, Covariate, Given, Mechanism, TheoryTable
from .references import read_bibliography
from .schema import Entry, Spread
from .toml import read_row
from .values import Table
from .wiring import Wiring

RIVALS = "alternatives"
TABLES = ("day", "people", "theory")


@dataclass(frozen=True, eq=False)
class Pages:
    """A disease as data: equal to another book where every text and number of the two is the same.

    story: the chapters in causal order. shown: what a result holds unless asked otherwise. sources: chapter ->
    its text and table, rivals as "alternatives.<name>". folders: folder of members -> member -> its table. tables:
    "day", "people" and "theory". bibliography: the text of references.bib.
    """

    story: tuple[str, ...]
    shown: tuple[str, ...]
    sources: dict[str, Source]
    folders: dict[str, dict[str, Table]]
    tables: dict[str, Table]
    bibliography: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pages) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def __reduce__(self) -> tuple[Any, ...]:
        """Another process is sent the pages, and reads them itself."""
        return type(self), tuple(getattr(self, one.name) for one in fields(self))

    def __repr__(self) -> str:
        return f"a book of {len(self.story)} chapters, {self.digest[:12]}"

    @cached_property
    def digest(self) -> str:
        """What tells two books apart: a hash of every text and number."""
        content = [self.story, self.shown, {name: list(one) for name, one in self.sources.items()}]
        content += [{axis: dict(rows) for axis, rows in self.folders.items()}, dict(self.tables), self.bibliography]
        return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()

    # What it says

    @cached_property
    def axes(self) -> dict[str, Axis]:
        """What repeats: axis -> where its members come from, as the tables of the chapters declare it."""
        return {
            name: read_row(row, Axis, f"{chapter}.toml, [axis.{name}]")
            for chapter, source in self.sources.items()
            for name, row in source.table.get("axis", {}).items()
        }

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
        found = {name: read_row(row, Covariate, f"people.toml, [covariate.{name}]") for name, row in rows}
        return {name: Entry(name, "covariate", "people", one.meaning, one.unit) for name, one in found.items()}

    @cached_property
    def given(self) -> dict[str, Given]:
        """What may be said of a woman and is solved for: name -> the quantity that it is, and through what."""
        rows = {name: row for source in self.sources.values() for name, row in source.table.get("given", {}).items()}
        return {name: read_row(row, Given, f"[given.{name}]") for name, row in rows.items()}

    @cached_property
    def mechanisms(self) -> dict[str, Mechanism]:
        """Every mechanism of the story -> what its table says of it."""
        return {
            name: read_row(row, Mechanism, f"{chapter}.toml, [mechanism.{name}]")
            for chapter in self.story
            for name, row in self.sources[chapter].table.get("mechanism", {}).items()
        }

    @cached_property
    def theory(self) -> TheoryTable:
        """What theory.toml says of the mechanisms. Raises BookError for one that the story has not."""
        table = read_row(self.tables["theory"], TheoryTable, "theory.toml")
        left_out = [one for rows in table.rival.values() for choice in rows.values() for one in choice.leave_out]
        for name in (*table.always.mechanisms, *(one for group in table.group.values() for one in group), *left_out):
            if name not in self.mechanisms:
                raise BookError(f"there is no mechanism '{name}'", "theory.toml", nearest(name, self.mechanisms))
        return table

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
    def _wirings(self) -> dict[tuple[str, ...], Wiring]:
        return {}

    def _wire(self, rivals: tuple[str, ...]) -> Wiring:
        functions: dict[str, Function] = {}
        entries = schema.read_entries(self._inputs, "day", tuple(self.axes)) | self.covariates
        for name in [*self.story, *(f"{RIVALS}.{rival}" for rival in rivals)]:
            if name not in self.chapters:
                known = self.rivals if name.startswith(RIVALS) else self.sources
                raise BookError(f"there is no chapter '{name}'", fix=nearest(name.rpartition(".")[2], known))
            chapter = self.chapters[name]
            if name in self.story:
                replaced = set(self.sources[name].table.get("chapter", {}).get("replaces", ()))
                known = functions.keys() | entries.keys()
                twice = known & (chapter.functions.keys() | chapter.entries.keys()) - replaced
                if twice:
                    what = f"'{min(twice)}' stands in two chapters"
                    raise BookError(what, name, "never one word for two things")
            functions |= chapter.functions
            entries |= chapter.entries
        return Wiring(functions, entries, tuple(self.axes))

    @property
    def _inputs(self) -> Table:
        return {kind: rows for kind, rows in self.tables["day"].items() if kind in ENTRIES}

    # Its members

    def members_of(self, axis: str) -> dict[str, Table]:
        """Every member of an axis -> its numbers: of a folder, or of a list in a table, pairs as left and right."""
        if axis not in self._members:
            self._members[axis] = self._read_members(axis)
        return self._members[axis]

    @cached_property
    def _members(self) -> dict[str, dict[str, Table]]:
        return {}

    def _read_members(self, axis: str) -> dict[str, Table]:
        if axis not in self.axes:
            return {}
        source = self.axes[axis].members_from
        if source in self.folders:
            return dict(self.folders[source])
        rows = next((one.table[source] for one in self.sources.values() if source in one.table), list[Table]())
        found: dict[str, Table] = {}
        for number, row in enumerate(rows, 1):
            if "name" not in row:
                raise BookError("name missing", f"[[{source}]], row {number}", "add what is missing")
            names = [f"left {row['name']}", f"right {row['name']}"] if row.get("pair") else [row["name"]]
            found |= dict.fromkeys(names, row)
        return found

    def is_chosen(self, axis: str) -> bool:
        """Whether a run has only some members of an axis (drugs, treatments), or always all (joints)."""
        return axis in self.axes and self.axes[axis].members_from in self.folders

    def members(self, **chosen: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
        """What repeats along each axis of a run: axis -> names; along "" one. Chosen: e.g. drug=("letrozole",)."""
        own = {axis: () if self.is_chosen(axis) else tuple(self.members_of(axis)) for axis in self.axes}
        return {"": ("",)} | own | {axis: names for axis, names in chosen.items() if axis in own}

    @property
    def drugs(self) -> dict[str, Table]:
        """The drugs that the book knows: name -> its table."""
        return self.members_of("drug")

    @property
    def treatments(self) -> dict[str, Table]:
        """What can be added to the tablets: name -> its table."""
        return self.members_of("treatment")

    @property
    def joints(self) -> tuple[str, ...]:
        """The simulated joints: pairs as left and right."""
        return tuple(self.members_of("joint"))

    @property
    def sites(self) -> tuple[Table, ...]:
        """The joint sites, a pair once."""
        return tuple({row["name"]: row for row in self.members_of("joint").values()}.values())

    @property
    def usual_doses(self) -> dict[str, float]:
        """Usual daily dose in mg of every drug."""
        return {name: drug["usual_dose_mg"] for name, drug in self.drugs.items()}

    def number_of(self, entry: Entry, member: str) -> tuple[float, Spread]:
        """Value (time in days) and spread of a parameter for one member of its axis."""
        row = self.row_of(entry, member)
        if not self.is_chosen(entry.per):
            return row["value"] * schema.to_days(entry.unit)[0], ()
        is_own = entry.name in self.members_of(entry.per)[member]
        own = f"{self.axes[entry.per].members_from}/{member}.toml, [{entry.name}]"
        return schema.number(row, entry.unit, own if is_own else f"{entry.chapter}.toml, [parameter.{entry.name}]")

    def row_of(self, entry: Entry, member: str) -> Table:
        """What the table of one member says of a parameter; what it leaves out is as in the table of the chapter.

        Raises BookError where neither has it.
        """
        row = self.members_of(entry.per)[member]
        if not self.is_chosen(entry.per):
            if entry.name not in row:
                where = f"[[{self.axes[entry.per].members_from}]]"
                raise BookError(f"{member} has no '{entry.name}'", where, f"add {entry.name} = ...")
            return row | {"value": row[entry.name]}
        if entry.name not in row and "value" not in entry.details:
            file = f"{self.axes[entry.per].members_from}/{member}.toml"
            raise BookError(f"{member} has no '{entry.name}'", file, f"add [{entry.name}]")
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
