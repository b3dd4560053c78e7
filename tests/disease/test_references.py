"""Every number has a home: every source that a table names is in references.bib, and nothing else is."""

from pathlib import Path

import pytest

import estralgia
from estralgia.book import BOOK
from estralgia.model.references import BIBLIOGRAPHY, cite, read_bibliography
from estralgia.model.toml import read_toml

PACKAGE = Path(estralgia.__path__[0])
OWN = {"EvidencePack", "FirstTrial"}


def rows(table, place):
    """Every table within a TOML file, with its place."""
    if isinstance(table, dict):
        yield place, table
    for name, part in table.items() if isinstance(table, dict) else enumerate(table):
        if isinstance(part, dict | list):
            yield from rows(part, f"{place}.{name}")


def tables():
    for path in sorted(PACKAGE.rglob("*.toml")):
        if path.name != "targets.toml":  # its sources are texts for people, not keys
            yield from rows(read_toml(path), str(path.relative_to(PACKAGE)))


def keys_used():
    return {key: place for place, row in tables() for name in ("source", "share_source") for key in row.get(name, ())}


def test_every_source_that_is_named_exists():
    assert {key: place for key, place in keys_used().items() if key not in BOOK.references} == {}


def test_every_source_that_exists_is_named():
    assert BOOK.references.keys() - keys_used().keys() == set()


def test_a_source_is_a_list_of_different_keys():
    wrong = [
        place
        for place, row in tables()
        for name in ("source", "share_source")
        if not isinstance(row.get(name, []), list) or len(row.get(name, [])) != len(set(row.get(name, [])))
    ]
    assert wrong == []


def test_what_is_assumed_is_said_to_be_assumed():
    remembered = {place: row.get("note", "") for place, row in tables() if row.get("grade") == "memory"}
    assert remembered
    assert [place for place, note in remembered.items() if not note.startswith("assumed")] == []


def test_a_number_that_was_seen_has_a_source_other_than_ourselves():
    # The hour and size of the rhythm of interleukin-6 were read, but the pack keeps no key for where.
    known = {
        "disease/inflammation.toml.parameter.swelling_rhythm_size",
        "disease/inflammation.toml.parameter.swelling_rhythm_peak",
    }
    seen = {place for place, row in tables() if row.get("grade") == "seen" and set(row.get("source", OWN)) <= OWN}
    assert seen - known == set()


def test_our_own_sources_are_called_judgement():
    assert all(BOOK.references[key]["note"].startswith("judgement") for key in OWN)


def test_entries_have_what_they_need():
    for key, entry in BOOK.references.items():
        assert entry["type"] in ("misc", "article"), key
        assert (entry["type"] == "article") == ("journal" in entry), key
        assert entry.get("doi", "10.1/").startswith("10."), key
        assert entry.get("pmid", "1").isdigit(), key
        assert entry.get("pmcid", "PMC1").startswith("PMC"), key
        assert entry.get("year", "2000").isdigit(), key


def test_cite_gives_short_texts():
    assert cite(["Hubalek2014", "ClearanceTable"], BOOK.references) == (
        "Hubalek 2014, doi 10.1016/j.clbc.2013.12.008; Web table of metabolic clearance rates"
    )
    assert cite("FirstTrial", BOOK.references) == "The estralgia authors, A first trial of the equations"
    assert cite("MAP3", BOOK.references).endswith("Menopause 27 693")
    assert cite([], BOOK.references) == ""


def test_an_unknown_source_is_answered_with_the_nearest(refused):
    with refused("no source 'Hubalek2013'", "did you mean 'Hubalek2014'?"):
        cite(["Chim2013", "Hubalek2013"], BOOK.references)


@pytest.mark.parametrize(("text", "what"), [
    ("@misc{A,\n  title = {x},\n}\n\n@misc{A,\n  title = {y},\n}\n", "'A' stands twice"),
    ("@misc{A,\n  title = {x},\n  title = {y},\n}\n", "stands twice"),
    ("@misc{A,\n  title = x,\n}\n", "a field cannot be read"),
    ("@misc{A,\n  year = {1999},\n}\n", "has no title"),
    ("@misc{A, title = {x}}\n", "an entry cannot be read"),
    ("@misc{A,\n  title = {x},\n}\nstray\n", "an entry cannot be read"),
])  # fmt: skip
def test_a_broken_bibliography_is_refused(refused, text, what):
    with refused(what):
        read_bibliography(text)


def test_the_package_carries_its_bibliography():
    assert BIBLIOGRAPHY in {path.name for path in (PACKAGE / "disease").iterdir()}
    assert BOOK.references == read_bibliography((PACKAGE / "disease" / BIBLIOGRAPHY).read_text(encoding="utf-8"))
