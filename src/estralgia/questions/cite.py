"""Cite: the papers behind a run, from every number of the book that it reads, and how to cite the software."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .. import __version__
from ..book import BOOK
from ..model.book import Book
from ..model.bounds import read_changed
from ..model.prescription import Prescription, read_prescription
from ..model.references import cite as in_short
from ..model.theory import Theory, read_theory
from ..model.toml import GRADES
from ..model.wiring import Wiring
from .asked import members_of

SOFTWARE = {
    "title": "estralgia: a simulator of joint pain under aromatase inhibitors",
    "author": "{The estralgia authors}",
    "version": __version__,
    "note": "software, Apache-2.0",
}
FROM_PAPERS = ("seen", "derived")
KINDS = ("parameter", "trait", "noise", "covariate")


@dataclass(frozen=True)
class Number:
    """A number that a run reads: its home (a chapter, a drug, the joints), how well it is known, and its sources.

    Its grade is one of those of the tables, or "given" where the run was told another value.
    """

    name: str
    home: str
    grade: str
    sources: tuple[str, ...]
    book: Book = field(default=BOOK, repr=False)

    @property
    def papers(self) -> tuple[str, ...]:
        """Its sources without our own, which are judgement."""
        return tuple(
            key for key in self.sources if not self.book.references[key].get("note", "").startswith("judgement")
        )


@dataclass(frozen=True)
class Citation:
    """Every number that a run reads, in the order of the story; prints the papers by home."""

    numbers: tuple[Number, ...]
    theory: str
    drugs: tuple[str, ...]
    book: Book = field(default=BOOK, repr=False)

    @property
    def papers(self) -> dict[str, list[str]]:
        """Keys of references.bib behind the numbers of each home."""
        found = {}
        for one in self.numbers:
            found.setdefault(one.home, {}).update(dict.fromkeys(one.papers))
        return {home: list(keys) for home, keys in found.items() if keys}

    @property
    def counts(self) -> dict[str, int]:
        """How many numbers are of each grade, all together, and how many have no paper."""
        grades = (*GRADES, "given")
        found = {grade: sum(one.grade == grade for one in self.numbers) for grade in grades}
        without = sum(not one.papers for one in self.numbers)
        return {grade: count for grade, count in found.items() if count} | {
            "all": len(self.numbers),
            "without a paper": without,
        }

    def bibtex(self) -> str:
        """BibTeX entries of the software and of every paper, each once."""
        keys = dict.fromkeys(key for keys in self.papers.values() for key in keys)
        entries = {"estralgia": {"type": "software", **SOFTWARE}} | {key: self.book.references[key] for key in keys}
        return "\n".join(_entry(key, fields) for key, fields in entries.items())

    def record(self) -> dict:
        """The same for programs."""
        return {
            "software": SOFTWARE,
            "theory": self.theory,
            "drugs": list(self.drugs),
            "papers": {
                home: {key: in_short(key, self.book.references) for key in keys} for home, keys in self.papers.items()
            },
            "numbers": self.counts,
        }

    def __str__(self):
        counts = self.counts
        known = sum(one.grade in FROM_PAPERS and bool(one.papers) for one in self.numbers)
        assumed = counts.get("judgement", 0) + counts.get("memory", 0)
        given = f" Given by hand: {counts['given']}." if "given" in counts else ""
        parts = [
            f"The software: The estralgia authors. {SOFTWARE['title']}, version {__version__}.",
            f'What is behind theory "{self.theory}" with {" and ".join(self.drugs) or "no drug"}, by chapter:',
        ]
        for home, keys in self.papers.items():
            parts.append("\n".join([home, *(f"  {key}: {in_short(key, self.book.references)}" for key in keys)]))
        parts.append(
            f"Of {counts['all']} numbers, {known} are seen in these papers or derived from them. Judgement or "
            f"memory: {assumed}, though a paper may have guided them.{given} Without any paper: "
            f"{counts['without a paper']}."
        )
        return "\n\n".join(parts)


def cite(
    regimen: "str | Prescription | Mapping[str, str | Prescription]" = "letrozole",
    *,
    theory: str | Theory = "all",
    tablets: str = "as prescribed",
    record: tuple[str, ...] | None = None,
    numbers: Mapping[str, float] | None = None,
    book: Book = BOOK,
) -> Citation:
    """The sources of every number that `simulate` reads with these arguments; nothing is simulated.

    numbers: as in `simulate`, whose own sources no longer count. A mechanism that the theory weighs with
    zero is read too. Raises EstralgiaError as `simulate` for a regimen, theory or quantity that does not exist.
    """
    texts = regimen.values() if isinstance(regimen, Mapping) else (regimen,)
    read = [read_prescription(text, book) for text in texts]
    chosen = read_theory(theory, book)
    wiring = book.wiring(chosen.rivals)
    members = members_of({str(place): one for place, one in enumerate(read)}, book)
    found = []
    names = book.shown if record is None else record
    for name in names:
        wiring.describe(name)
    for name in _read(wiring, names, tablets == "closed loop"):
        found += _numbers_of(book, wiring.entries[name], members)
    given = {
        (entry.name, member and member.replace("_", " ")) for entry, member, _ in read_changed(book, wiring, numbers)
    }
    return Citation(
        tuple(
            Number(one.name, one.home, "given", (), book) if {(one.name, None), (one.name, one.home)} & given else one
            for one in found
        ),
        chosen.name,
        members.get("drug", ()),
        book,
    )


def _read(wiring: Wiring, names, closed_loop) -> list[str]:
    """All entries with numbers on which these names depend at any time, in the order of the story."""
    found, waiting = set(), list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            entry = wiring.entries[name]
            waiting += wiring.causes(name) if closed_loop or entry.kind != "decision" else ()
            waiting += [entry.correlated_with] if "correlated_with" in entry.details else []
    return [name for name, entry in wiring.entries.items() if name in found and entry.kind in KINDS]


def _numbers_of(book, entry, members):
    """The numbers behind one entry, each with its home: a chapter, a drug, a treatment, or the list of an axis."""
    home = entry.chapter.rpartition(".")[2]
    if entry.kind == "parameter" and entry.per and book.is_chosen(entry.per):
        known = book.members_of(entry.per)  # what a table leaves out is nothing of its own
        rows = [(one.replace("_", " "), known[one].get(entry.name, {})) for one in members[entry.per]]
    elif entry.kind == "parameter" and entry.per:
        found = {row["name"]: row for row in book.members_of(entry.per).values()}.values()
        rows = [(home, row | {"source": row.get("share_source", row.get("source", ()))}) for row in found]
    elif entry.kind == "covariate":
        rows = [(home, {"grade": "judgement"} | book.tables["people"]["covariate"][entry.name])]
    else:
        rows = [(home, entry.details)]
    return [Number(entry.name, home, row["grade"], tuple(row["source"]), book) for home, row in rows if "grade" in row]


def _entry(key, fields):
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if name != "type"]
    return f"@{fields['type']}{{{key},\n{''.join(lines)}}}\n"
