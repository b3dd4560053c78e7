"""Cite: the papers behind a run, from every number of the book that it reads, and how to cite the software."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .. import __version__, people
from ..disease import SHOWN
from ..model.bounds import read_changed
from ..model.references import cite as in_short
from ..model.references import references
from ..model.regimen import Regimen, read_regimen
from ..model.theory import Theory, read_theory
from ..model.wiring import Wiring, read_book

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

    @property
    def papers(self) -> tuple[str, ...]:
        """Its sources without our own, which are judgement."""
        return tuple(key for key in self.sources if not references()[key].get("note", "").startswith("judgement"))


@dataclass(frozen=True)
class Citation:
    """Every number that a run reads, in the order of the story; prints the papers by home."""

    numbers: tuple[Number, ...]
    theory: str
    drugs: tuple[str, ...]

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
        grades = (*numbers.GRADES, "given")
        found = {grade: sum(one.grade == grade for one in self.numbers) for grade in grades}
        without = sum(not one.papers for one in self.numbers)
        return {grade: count for grade, count in found.items() if count} | {
            "all": len(self.numbers),
            "without a paper": without,
        }

    def bibtex(self) -> str:
        """BibTeX entries of the software and of every paper, each once."""
        keys = dict.fromkeys(key for keys in self.papers.values() for key in keys)
        entries = {"estralgia": {"type": "software", **SOFTWARE}} | {key: references()[key] for key in keys}
        return "\n".join(_entry(key, fields) for key, fields in entries.items())

    def record(self) -> dict:
        """The same for programs."""
        return {
            "software": SOFTWARE,
            "theory": self.theory,
            "drugs": list(self.drugs),
            "papers": {home: {key: in_short(key) for key in keys} for home, keys in self.papers.items()},
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
            parts.append("\n".join([home, *(f"  {key}: {in_short(key)}" for key in keys)]))
        parts.append(
            f"Of {counts['all']} numbers, {known} are seen in these papers or derived from them. Judgement or "
            f"memory: {assumed}, though a paper may have guided them.{given} Without any paper: "
            f"{counts['without a paper']}."
        )
        return "\n\n".join(parts)


def cite(
    regimen: "str | Regimen | Mapping[str, str | Regimen]" = "letrozole",
    *,
    theory: str | Theory = "all",
    tablets: str = "as prescribed",
    record: tuple[str, ...] = SHOWN,
    changed: Mapping[str, float] | None = None,
) -> Citation:
    """The sources of every number that `simulate` reads with these arguments; nothing is simulated.

    changed: the `numbers` of `simulate`, whose own sources no longer count. A mechanism that the theory weighs with
    zero is read too. Raises EstralgiaError as `simulate` for a regimen, theory or quantity that does not exist.
    """
    texts = regimen.values() if isinstance(regimen, Mapping) else (regimen,)
    read = [text if isinstance(text, Regimen) else read_regimen(text) for text in texts]
    drugs, treatments = (
        tuple(dict.fromkeys(name for one in read for name in names(one)))
        for names in (lambda one: one.drugs, lambda one: one.treatments)
    )
    chosen = read_theory(theory)
    wiring = read_book(chosen.rivals)
    for name in record:
        wiring.describe(name)
    found = []
    for name in _read(wiring, record, tablets == "closed loop"):
        found += _numbers_of(wiring.entries[name], drugs, treatments)
    given = {(entry.name, member and member.replace("_", " ")) for entry, member, _ in read_changed(wiring, changed)}
    return Citation(
        tuple(
            Number(one.name, one.home, "given", ()) if {(one.name, None), (one.name, one.home)} & given else one
            for one in found
        ),
        chosen.name,
        drugs,
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


def _numbers_of(entry, drugs, treatments):
    home = entry.chapter.rpartition(".")[2]
    if entry.per == "drug" and entry.kind == "parameter":
        rows = [(drug, numbers.drugs()[drug][entry.name]) for drug in drugs]
    elif entry.per == "treatment" and entry.kind == "parameter":
        rows = [(one.replace("_", " "), numbers.treatments()[one].get(entry.name, {})) for one in treatments]
    elif entry.per == "joint" and entry.kind == "parameter":
        rows = [("joints", site | {"source": site["share_source"]}) for site in numbers.sites()]
    elif entry.kind == "covariate":
        rows = [(home, {"grade": "judgement"} | _covariates()[entry.name])]
    else:
        rows = [(home, entry.details)]
    return [Number(entry.name, home, row["grade"], tuple(row["source"])) for home, row in rows if "grade" in row]


@cache
def _covariates():
    return numbers.read_toml(Path(people.__file__).with_name("people.toml"))["covariate"]


def _entry(key, fields):
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if name != "type"]
    return f"@{fields['type']}{{{key},\n{''.join(lines)}}}\n"
