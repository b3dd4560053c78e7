"""The gallery of the docs: the page is what the module writes, each picture with words for who cannot see it."""

import re
from pathlib import Path

import pytest

import estralgia as ea
from estralgia.say.gallery import ADDED, OPENING, SHOWN, gallery

DOCS = Path(__file__).parents[2] / "docs"
PICTURE = re.compile(r"!\[(.+?)\]\(pictures/(.+?)\)")


@pytest.fixture(scope="module")
def small():
    arms = {"letrozole": "letrozole", "anastrozole": "anastrozole"}
    return ea.simulate(ea.population(12, seed=3), arms, years=0.6, add=ADDED, twin=True)


def test_the_page_of_the_docs_is_what_the_module_writes(small):
    """Of other women: the words alike, the numbers their own."""
    text, files = gallery(small)
    page = (DOCS / "gallery.md").read_text(encoding="utf-8")
    assert page.startswith(OPENING)
    assert [file for _, file in PICTURE.findall(page)] == list(files)
    assert {path.name for path in (DOCS / "pictures").iterdir()} == set(files)
    headings = [re.sub(r"\d+", "n", line) for line in page.splitlines() if line.startswith("## ")]
    assert headings == [re.sub(r"\d+", "n", line) for line in text.splitlines() if line.startswith("## ")]
    assert all(f"`{call}`" in page for call in SHOWN.values())


def test_every_picture_of_the_docs_says_what_is_seen():
    found = PICTURE.findall((DOCS / "gallery.md").read_text(encoding="utf-8"))
    said = [words for words, _ in found]
    assert len(set(said)) == len(said) == len(SHOWN)
    assert all(re.search(r"\d", words) for words in said)


def test_pictures_of_the_docs_follow_light_and_dark():
    for path in (DOCS / "pictures").iterdir():
        text = path.read_text(encoding="utf-8")
        assert "prefers-color-scheme:dark" in text, path.name
        assert "var(--paper, #ffffff)" in text, path.name
