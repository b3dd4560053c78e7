"""The site builds without a warning from the files of the project, and a page of it asks nobody for anything."""

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow  # Sphinx
ROOT = Path(__file__).parents[2]
PAGES = ("index", "tutorial", "api", "story", "glossary", "theories", "contributing", "decisions", "changelog")
# What a browser fetches when it shows a page; a link that somebody may follow is not among them.
FETCHED = {"script": "src", "img": "src", "iframe": "src", "link": "href", "source": "src", "object": "data"}


class Page(HTMLParser):
    """What a page fetches, and the places in it that can be linked to."""

    def __init__(self, text):
        super().__init__()
        self.fetched, self.places, self.links = [], set(), []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        known = dict(attrs)
        if FETCHED.get(tag) in known:
            self.fetched.append(known[FETCHED[tag]])
        if "id" in known:
            self.places.add(known["id"])
        if tag == "a" and "href" in known:
            self.links.append(known["href"])


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    command = ["-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html", "-d", folder / "read", "docs", folder / "html"]
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stderr.strip() == ""
    return folder / "html"


def read(site, name):
    return (site / f"{name}.html").read_text(encoding="utf-8")


def test_every_page_of_the_project_is_there(site):
    assert [name for name in PAGES if not (site / f"{name}.html").exists()] == []
    decisions = {path.stem for path in (ROOT / "docs" / "decisions").glob("*.md")}
    assert decisions == {path.stem for path in (site / "decisions").glob("*.html")}
    sources = {path.stem for path in (ROOT / "docs").glob("*.md")}
    assert sources == {path.stem for path in site.glob("*.html")} - {"genindex", "search", "py-modindex"}


def test_nothing_is_fetched_from_elsewhere(site):
    pages = sorted(site.rglob("*.html"))
    fetched = [(page.name, one) for page in pages for one in Page(page.read_text(encoding="utf-8")).fetched]
    assert len(fetched) > len(pages)
    assert [one for one in fetched if re.match(r"(\w+:)?//", one[1])] == []
    missing = [
        (page.name, one) for page in pages for one in Page(page.read_text(encoding="utf-8")).fetched
        if not (page.parent / one.partition("?")[0]).exists() and not one.startswith("#")
    ]  # fmt: skip
    assert missing == []
    styles = [path for path in site.rglob("*.css") if re.search(r"url\(['\"]?(https?:)?//|@import", path.read_text())]
    assert styles == []


def test_what_scrolls_sideways_can_be_reached_by_the_keyboard_and_landmarks_have_names(site):
    """What axe-core finds wrong in the pages of the theme, without a browser."""
    scrolls = aside = 0
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        regions = re.findall(r'<pre[^>]*>|<div[^>]* class="(?:table-wrapper|math)[^>]*>', text)
        assert all('tabindex="0"' in one for one in regions), page.name
        assert not re.search(r'<div class="(table-wrapper|math)', text), page.name
        asides = re.findall(r"<aside[^>]*>", text)
        assert all("aria-label=" in one for one in asides), page.name
        scrolls, aside = scrolls + len(regions), aside + len(asides)
        assert text.count("<h1") == 1, page.name
    assert scrolls > 200
    assert aside > 20


def test_links_within_the_site_lead_somewhere(site):
    pages = {page: Page(page.read_text(encoding="utf-8")) for page in site.rglob("*.html")}
    broken = []
    for page, read in pages.items():
        for link in read.links:
            path, _, place = link.partition("#")
            if re.match(r"\w+:", link):
                continue
            aim = (page.parent / path).resolve() if path else page
            if not aim.exists() or (place and aim in pages and place not in pages[aim].places):
                broken.append((page.name, link))
    assert broken == []


def test_equations_are_drawn_and_their_names_stay_whole(site):
    text, equations = read(site, "story"), (ROOT / "docs" / "story.md").read_text(encoding="utf-8").count("```math")
    assert text.count("<math ") == equations > 100
    assert "<mtext>felt_withdrawal</mtext>" in text
    inside = re.findall(r"<math .*?</math>", text, re.S)
    assert [one for one in inside if "\\" in re.sub(r"<annotation.*?</annotation>", "", one)] == []


def test_the_public_words_are_explained(site):
    from estralgia import __all__

    text = read(site, "api")
    assert [word for word in __all__ if f'id="estralgia.{word}"' not in text] == []
    for verb in (
        "say.story",
        "say.explain",
        "questions.study",
        "questions.theories",
        "questions.cite",
        "questions.doctor",
    ):
        assert f"estralgia.{verb}." in text
