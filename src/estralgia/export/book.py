"""The story of the disease and the glossary of its names as pages, made from the chapters and their tables.

`python -m estralgia.export.book` writes both into the folder docs again.
"""

import sys
from pathlib import Path

from ..book import BOOK
from ..model.book import Book
from ..model.errors import InputError
from ..model.wiring import Wiring
from . import book_tables as tables
from .latex import equation

REBUILD = "python -m estralgia.export.book"
MADE = f"<!-- Made from src/estralgia/disease by `{REBUILD}`: change the chapters and tables, not this page. -->"
OPENING = """\
An aromatase inhibitor blocks the enzyme that turns androgens into estrogens. Estradiol falls within days; joints begin
to hurt within weeks to months. What lies between is not known for certain: this page is the account that the simulator
reads, chapter by chapter, with every equation and every number, and with how well each number is known.

It is research and education software, not a medical device: it never advises anybody to stop, pause or change a
treatment. Tell your care team before you skip or stop a tablet: there
are several ways to help.

**How to read it.** A function's name is the quantity that it computes, and its arguments are that quantity's causes. A
state has a change per day and a value before treatment. Equations are written for one woman, one joint, one drug and
one instant; time is counted in days. A number without a symbol of its own stands under its name.

**How well a number is known.** *seen*: read from a source. *derived*: computed from what a source says. *memory*:
remembered from the literature and still to be checked against it. *judgement*: assumed; the note says why. Numbers that
differ between women have a spread: `log_sd` on the logarithm, `cv` the same as a coefficient of variation, `sd` added,
`share` the share of women who have it at all.
"""
THEORIES = "A theory is a set of weights on the mechanisms, and a choice of rivals. Background pain is in every theory."
NOT_SIMULATED = "That an account is not in the book does not say that it is wrong."
NODES = "A treatment acts on nodes of mechanisms; what its file does not name is that of the chapter, mostly 0."
DIAGRAM = "Boxes are states, which have a memory; round ones follow their causes at once."
GLOSSARY = "One name, one meaning. A name changes by the hour or by the day, or stays with a person."
LOOPS = "Every place where the causes close a circle, and the lag at which the engine closes it."


def story(book: Book = BOOK) -> str:
    """The whole book as one Markdown page: chapters with equations and tables, rivals, diagram, loops and sources."""
    wiring = book.wiring()
    parts = [MADE, "# The story of the disease, as the simulator reads it", OPENING, _contents(book)]
    parts += [_chapter(book, name, wiring) for name in book.story]
    parts += ["## Rivals", "Another account of one link. A function here takes the place of the one of the same name."]
    parts += [_chapter(book, f"alternatives.{rival}", book.wiring((rival,)), "###") for rival in book.rivals]
    parts += [
        "## Numbers by drug",
        tables.members(book, book.wiring(book.rivals), "drug"),
        "## Numbers by joint",
        tables.joints(book),
    ]
    parts += ["## Numbers by treatment", NODES, tables.members(book, wiring, "treatment")]
    parts += ["## Theories", THEORIES, tables.of_theories(book)]
    parts += ["## Proposed, not simulated", NOT_SIMULATED, tables.of_what_is_not_simulated(book)]
    parts += ["## What causes what", DIAGRAM, f"```mermaid\n{wiring.diagram()}\n```", "## Loops", LOOPS, _loops(wiring)]
    parts += ["## Sources", tables.sources(book)]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def glossary(book: Book = BOOK) -> str:
    """Every name of the book with its meaning, unit and home, as a Markdown page."""
    rows = {}
    for rivals in ((), *((rival,) for rival in book.rivals)):
        wiring = book.wiring(rivals)
        for name, entry in wiring.entries.items():
            home = entry.chapter.rpartition(".")[2]
            clock = tables.CLOCKS[wiring.clocks[name]]
            told = rows.setdefault((name, entry.meaning, _unit_of(wiring, name), entry.kind), (clock, {}))
            told[1][home] = True  # rivals may share a name, for one and the same thing
    heads = ("name", "meaning", "unit", "kind", "chapter", "changes by")
    found = [(f"`{name}`", *told, ", ".join(homes), clock) for (name, *told), (clock, homes) in sorted(rows.items())]
    body = tables.table(heads, found)
    return "\n\n".join([MADE, "# Glossary", GLOSSARY, body]) + "\n"


def write_story(path):
    """Write the story to this file. Raises InputError where its folder does not exist."""
    _write(path, story())


def write_glossary(path):
    """Write the glossary to this file. Raises InputError where its folder does not exist."""
    _write(path, glossary())


def _write(path, text):
    folder = Path(path).parent
    if not folder.is_dir():
        raise InputError(f"there is no folder '{folder}'", str(path), "run it where the repository begins")
    Path(path).write_text(text, encoding="utf-8")


def _contents(book):
    places = [
        *map(_title, book.story),
        "Rivals",
        "Numbers by drug",
        "Numbers by joint",
        "Numbers by treatment",
        "Theories",
        "What causes what",
        "Loops",
        "Sources",
    ]
    return "\n".join(f"- [{place}](#{place.lower().replace(' ', '-')})" for place in places)


def _title(chapter):
    return chapter.rpartition(".")[2].capitalize()


def _chapter(book, chapter, wiring: Wiring, level="##"):
    found = book.chapters[chapter]
    functions, entries = found.functions, found.entries
    said = found.about.partition(":")[2].strip() or found.about
    parts = [f"{level} {_title(chapter)}", said[0].upper() + said[1:]]
    for name, function in functions.items():
        math = equation(wiring, name)
        parts.append(f"`{name}`: {function.sentence}\n\n```math\n{math}\n```")
    parts += [tables.of_kind(kind, entries, wiring) for kind in tables.HEADS]
    return "\n\n".join(filter(None, parts))


def _unit_of(wiring, name):
    """The unit that the table of a name gives; a reduction has that of what it reduces."""
    entry = wiring.entries[name]
    while entry.kind == "reduction":
        entry = wiring.entries[entry.of]
    return entry.unit


def _loops(wiring):
    return tables.table(("name", "lag"), [(f"`{name}`", lag) for name, lag in wiring.loops()])


if __name__ == "__main__":
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "docs")
    write_story(folder / "story.md")
    write_glossary(folder / "glossary.md")
