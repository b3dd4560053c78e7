"""Tables of the story in Markdown: numbers with their evidence, states, drugs, joints, theories and sources."""

from ..model.book import Book
from ..model.schema import Entry, to_days
from ..model.theory import read_theory, theories
from ..model.wiring import PERSON, Wiring
from .latex import letters

NUMBER_HEADS = ("name", "symbol", "meaning", "unit", "value", "spread", "evidence", "source", "note")
HEADS = {
    "state": ("state", "meaning", "unit", "changes by", "of each"),
    "parameter": NUMBER_HEADS,
    "quantity": ("quantity", "meaning", "unit", "changes by"),
    "reduction": ("reduction", "meaning", "of", "how"),
    "trait": ("trait", "meaning", "distribution", "of each", "correlated with", "note"),
    "noise": ("noise", "meaning", "time in days", "size", "evidence", "source", "note"),
    "decision": ("decision", "meaning", "drawn with", "lasting"),
}
CLOCKS = {PERSON: "person", "days": "day", "hours": "hour"}


def of_kind(kind: str, entries: dict[str, Entry], wiring: Wiring) -> str:
    """The table of all entries of one kind."""
    rows = [_row(entry, wiring) for entry in entries.values() if entry.kind == kind]
    return table(HEADS[kind], rows)


def _row(entry, wiring):
    row, clock = entry.details, CLOCKS[wiring.clocks[entry.name]]
    _, grade, cited, note = _evidence(row, ())
    if entry.kind == "parameter":
        home = f"[by {entry.per}](#numbers-by-{entry.per})" if entry.per else ""
        value = home or f"{entry.value / to_days(entry.unit)[0]:.10g}"
        return (*_named(entry, wiring), entry.unit, value, *_evidence(row, entry.spread))
    if entry.kind == "state":
        told = (entry.unit, clock, entry.per)
    elif entry.kind == "quantity":
        told = (entry.unit, clock)
    elif entry.kind == "reduction":
        told = (f"`{entry.of}`", entry.reduce)
    elif entry.kind == "trait":
        other = f"`{entry.correlated_with}`, {entry.correlation:g}" if "correlated_with" in row else ""
        told = (entry.distribution, entry.per, other, note)
    elif entry.kind == "noise":
        told = (f"{entry.time:g}", f"{entry.size:g}", grade, cited, note)
    else:
        told = (f"`{row.get('chance') or entry.rate}`", "yes" if row.get("lasting") else "no")
    return (f"`{entry.name}`", entry.meaning, *told)


def _named(entry, wiring):
    symbol = f"$`{letters(wiring, entry.name)}`$" if "symbol" in entry.details else ""
    return f"`{entry.name}`", symbol, entry.meaning


def _evidence(row, spread):
    """Spread, grade, sources and note of a number."""
    size = f"{spread[0]} {spread[1]:g}" if spread else ""
    note = "; ".join(filter(None, (f"prior: {row['prior']}" if "prior" in row else "", row.get("note", ""))))
    return size, row.get("grade", ""), _cited(row.get("source", ())), note


def _cited(keys):
    return ", ".join(f"[{key}](#source-{key.lower()})" for key in keys)


def members(book: Book, wiring: Wiring, axis: str) -> str:
    """For each drug or treatment the numbers of its own file."""
    parts = []
    own = [entry for entry in wiring.entries.values() if entry.per == axis and entry.kind == "parameter"]
    for member, content in book.members_of(axis).items():
        rows = []
        for entry in own:
            if row := content.get(entry.name):
                spread = next(iter(row.get("spread", {}).items()), ())
                rows.append((*_named(entry, wiring), entry.unit, f"{row['value']:.10g}", *_evidence(row, spread)))
        title = member.replace("_", " ").capitalize()
        about = content.get("title") or f"evidence {content['evidence']}"
        parts += [f"### {title}", f"{about}: {content['note']}.", table(NUMBER_HEADS, rows)]
    return "\n\n".join(parts)


def joints(book: Book) -> str:
    """For each site of joints its numbers, and the share of women with symptoms on the drug who report it."""
    own = [name for name, one in book.wiring().entries.items() if one.per == "joint" and one.kind == "parameter"]
    heads = ("site", "joints", *(f"`{name}`" for name in own), "evidence", "reported by, %", "source", "note")
    rows = []
    for site in book.sites:
        values = (f"{site[name]:g}" for name in own)
        count, reported = "2" if site["pair"] else "1", f"{site['share_symptomatic']:g}"
        rows.append((site["name"], count, *values, site["grade"], reported, _cited(site["share_source"]), site["note"]))
    return table(heads, rows)


def of_theories(book: Book) -> str:
    """The named theories and the mechanisms of each."""
    rows = []
    for name in theories(book):
        mechanisms = [one.replace("_", " ") for one, weight in read_theory(name, book).weights.items() if weight]
        rows.append((f"`{name}`", ", ".join(mechanisms)))
    return table(("theory", "mechanisms"), rows)


def of_what_is_not_simulated(book: Book) -> str:
    """Accounts that are proposed and not simulated, and why."""
    rows = [(one.words, one.meaning, one.why) for one in book.theory.proposed.values()]
    return table(("proposed", "what it says", "why it is not simulated"), rows)


def sources(book: Book) -> str:
    """Every source with what references.bib says of it, each to be linked to by its key."""
    lines = []
    for key, fields in sorted(book.references.items(), key=lambda item: item[0].lower()):
        journal = " ".join(fields[one] for one in ("journal", "volume", "pages") if one in fields)
        said = [fields.get("author", "").strip("{}"), fields.get("year", ""), fields["title"].strip("[]"), journal]
        links = {"doi": "<https://doi.org/{}>", "pmid": "PMID {}", "pmcid": "{}", "note": "{}"}
        said += [link.format(fields[one]) for one, link in links.items() if one in fields]
        lines.append(
            f'- <a id="source-{key.lower()}"></a>**{key}**: {". ".join(one.rstrip(".") for one in said if one)}.'
        )
    return "\n".join(lines)


def table(heads, rows) -> str:
    """A Markdown table without the columns in which nothing stands; nothing without rows."""
    kept = [i for i in range(len(heads)) if any(row[i] for row in rows)]
    lines = [[row[i].replace("|", "\\|") for i in kept] for row in (heads, *rows)]
    lines.insert(1, ["---"] * len(kept))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) if rows else ""
