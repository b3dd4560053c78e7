"""References: where the numbers of the tables come from, read from references.bib."""

import re
from collections.abc import Iterable, Mapping

from .errors import BookError, UnknownName, nearest

BIBLIOGRAPHY = "references.bib"
ENTRY = re.compile(r"@(?P<type>\w+)\{(?P<key>\w+),\n(?P<fields>(?:  .*\n)*)\}\n")
FIELD = re.compile(r"  (?P<name>\w+) = \{(?P<value>.*)\},\n")
COMMENT = re.compile(r"@comment\{[^{}]*\}\n")
LINKS = {"doi": "doi ", "pmid": "PMID ", "pmcid": ""}


def cite(keys: str | Iterable[str], references: Mapping[str, Mapping[str, str]]) -> str:
    """Short texts of these sources, e.g. "Hubalek 2014, doi 10.1016/j.clbc.2013.12.008; ...".

    Raises UnknownName with the nearest key for one that references.bib does not hold.
    """
    return "; ".join(_short(key, references) for key in ([keys] if isinstance(keys, str) else keys))


def _short(key: str, known: Mapping[str, Mapping[str, str]]) -> str:
    if key not in known:
        raise UnknownName(f"there is no source '{key}'", BIBLIOGRAPHY, nearest(key, known))
    entry = known[key]
    who = entry.get("author", entry["title"]).strip("{}[]")
    link = next((words + entry[field] for field, words in LINKS.items() if field in entry), "")
    place = link or " ".join(entry[field] for field in ("journal", "volume", "pages") if field in entry)
    what = entry["title"].strip("[]") if "author" in entry else ""
    year = entry.get("year", "")
    return ", ".join(filter(None, (f"{who} {year}" if "author" in entry and year else who, place or what)))


def read_bibliography(text: str) -> dict[str, dict[str, str]]:
    """Entries of a BibTeX text with one field a line, as references.bib. Raises BookError for anything else."""
    text = COMMENT.sub("", text)
    found: dict[str, dict[str, str]] = {}
    for entry in ENTRY.finditer(text):
        key, where = entry["key"], f"{BIBLIOGRAPHY}, {entry['key']}"
        fields = {field["name"]: field["value"] for field in FIELD.finditer(entry["fields"])}
        if len(fields) != len(entry["fields"].splitlines()):
            raise BookError("a field cannot be read or stands twice", where, "write each once: name = {value},")
        if key in found:
            raise BookError(f"'{key}' stands twice", where, "keep one of the two")
        if "title" not in fields:
            raise BookError("a source has no title", where, "say what it is: title = {...},")
        found[key] = {"type": entry["type"].lower(), **fields}
    rest = ENTRY.sub("", text).strip()
    if rest:
        raise BookError("an entry cannot be read", f"{BIBLIOGRAPHY}: {rest.splitlines()[0]}", "write @misc{...}")
    return found
