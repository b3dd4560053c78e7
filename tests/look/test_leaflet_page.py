"""The leaflet on a page."""

from html.parser import HTMLParser

import pytest

from estralgia.questions.leaflet import leaflet
from estralgia.say.page import leaflet_of as fragment


@pytest.fixture(scope="module")
def shown():
    return leaflet([1, 6], women=20)


def test_each_claim_has_its_verdict_its_sentence_and_simulated_beside_published(shown):
    html = fragment(shown)
    for one in shown:
        assert html.index(f"{one.claim.number}. {one.claim.title}") < html.index(one.claim.sentence)
        assert one.claim.assumed in html
    assert html.count("the record: ") == 2
    assert "the record: partly supported" in html
    assert "published 96.7 % (Geisler 1996)" in html


def test_its_tags_are_closed(shown):
    stack = []

    class Tags(HTMLParser):
        def handle_starttag(self, tag, attributes):
            stack.append(tag)

        def handle_endtag(self, tag):
            assert stack.pop() == tag

    Tags().feed(fragment(shown))
    assert stack == []


def test_nothing_is_fetched(shown):
    assert "http" not in fragment(shown)
