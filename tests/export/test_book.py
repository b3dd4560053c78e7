"""The story and the glossary: made from the chapters, current, complete, and with links that lead somewhere."""

import re
from pathlib import Path

import pytest

from estralgia.book import BOOK
from estralgia.export.book import REBUILD, glossary, story, write_story

DOCS = Path(__file__).parents[2] / "docs"
STATED = ("parameter", "state", "quantity", "reduction", "trait", "noise", "decision")


@pytest.mark.parametrize(("name", "made"), [("story.md", story), ("glossary.md", glossary)])
def test_the_committed_page_is_current(name, made):
    assert (DOCS / name).read_text(encoding="utf-8") == made(), f"run {REBUILD} to rebuild it"


def test_the_story_tells_everything():
    text, wiring = story(), BOOK.wiring()
    assert re.findall(r"^## (\w+)$", text, re.M)[: len(BOOK.story)] == [name.capitalize() for name in BOOK.story]
    missing = [f for f in wiring.functions.values() if f"`{f.name}`: {f.sentence}" not in text]
    assert missing == []
    assert text.count("```math") >= len(wiring.functions)
    unsaid = [name for name, one in wiring.entries.items() if one.kind in STATED and f"| `{name}` |" not in text]
    assert unsaid == []
    assert wiring.diagram() in text
    assert all(f"| `{name}` | {lag} |" in text for name, lag in wiring.loops())


def test_numbers_stand_as_in_their_tables():
    text = story()
    assert re.search(r"\| `forgetting_time` \| .* \| year \| 7 \| log_sd 0.65 \| judgement \| \[Mao2009\]", text)
    assert re.search(r"\| `hyaluronan_turnover` \| .* \| 1/hour \| 0.0495 \|", text)
    for drug in BOOK.drugs:
        assert f"\n### {drug.capitalize()}\n" in text


def test_every_link_leads_somewhere_and_every_source_is_listed():
    text = story()
    heads = re.findall(r"^#+ (.*)$", text, re.M)
    places = set(re.findall(r'id="([^"]+)"', text)) | {head.lower().replace(" ", "-") for head in heads}
    assert len(heads) == len(set(heads))
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= places
    assert {f"source-{key.lower()}" for key in BOOK.references} <= places


def test_the_glossary_names_everything_once():
    rows = [line.split(" | ") for line in glossary().splitlines() if line.startswith("| `")]
    names = [row[0].strip("|` ") for row in rows]
    assert set(names) >= set(BOOK.wiring().entries)
    assert len(names) == len(set(names))
    units = {name: row[2] for name, row in zip(names, rows, strict=True)}
    assert units["estradiol"] == "pmol/L"
    assert units["worst_pain"] == "1"


def test_a_folder_that_is_not_there_is_refused(tmp_path, refused):
    write_story(tmp_path / "story.md")
    assert (tmp_path / "story.md").read_text(encoding="utf-8") == story()
    with refused("there is no folder", "where the repository begins"):
        write_story(tmp_path / "absent" / "story.md")
