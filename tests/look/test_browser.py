"""The report as a browser lays it out: on a telephone, on a desk, in the dark and on paper."""

import re

import pytest

from estralgia.look import style

from .browser import MISSING, Browser, find_browser

pytestmark = pytest.mark.skipif(find_browser() is None, reason=MISSING)
TEXTS = """[...document.querySelectorAll('figure')].map(figure => {
  const svg = figure.querySelector('svg'), outer = svg.getBoundingClientRect();
  const size = outer.width / svg.viewBox.baseVal.width;
  return {outer: [outer.left, outer.top, outer.right, outer.bottom], texts: [...svg.querySelectorAll('text')]
    .filter(text => text.textContent.trim()).map(text => {
      const box = text.getBoundingClientRect();
      return {words: text.textContent, pixels: parseFloat(getComputedStyle(text).fontSize) * size,
              box: [box.left, box.top, box.right, box.bottom]};
    })};
})"""


@pytest.fixture(scope="module", params=["many", "one", "ended", "arms"])
def report(request, cohort, one_woman, ended, arms, tmp_path_factory):
    course = {"many": cohort, "one": one_woman, "ended": ended, "arms": arms}[request.param]
    return course.report(tmp_path_factory.mktemp("report") / "report.html")


@pytest.fixture(scope="module")
def telephone(report):
    with Browser(width=360, height=740) as page:
        page.open(report)
        yield page


def test_nothing_is_wider_than_a_telephone(telephone):
    assert telephone.value("document.documentElement.scrollWidth") <= 360
    assert telephone.value("document.querySelectorAll('figure').length") >= 6


def test_nothing_but_the_file_is_asked_for(telephone, report):
    assert telephone.requested == [report.as_uri()]


def test_words_on_a_telephone_can_be_read(telephone):
    assert telephone.value("parseFloat(getComputedStyle(document.querySelector('.answer p')).fontSize)") >= 16
    assert telephone.value("parseFloat(getComputedStyle(document.querySelector('figcaption')).fontSize)") >= 14
    sizes = [text["pixels"] for figure in telephone.value(TEXTS) for text in figure["texts"]]
    assert min(sizes) >= 10
    assert len(sizes) > 100


def test_no_words_of_a_picture_are_cut_off(telephone):
    for figure in telephone.value(TEXTS):
        left, top, right, bottom = figure["outer"]
        for text in figure["texts"]:
            box = text["box"]
            assert left - 1 <= box[0], text
            assert box[2] <= right + 1, text
            assert top - 1 <= box[1], text
            assert box[3] <= bottom + 1, text


def test_no_words_of_a_picture_lie_on_others(telephone):
    for figure in telephone.value(TEXTS):
        for at, one in enumerate(figure["texts"]):
            for other in figure["texts"][at + 1 :]:
                assert _shared(one["box"], other["box"]) < 0.25, (one["words"], other["words"])


def _shared(one, other):
    """The share of the smaller box that lies on the other."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    least = min((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return max(wide, 0) * max(high, 0) / least


@pytest.mark.parametrize(("width", "height", "columns"), [(390, 844, 1), (1280, 800, 2), (1920, 1080, 3)])
def test_the_first_picture_is_near_and_the_width_is_used(report, width, height, columns):
    """Below the signs that need help and the answer: on the third screen of a telephone, on the first of a desk.

    Nothing is left blank beside a column of words.
    """
    with Browser(width=width, height=height) as page:
        page.open(report)
        top = page.value("document.querySelector('figure').getBoundingClientRect().top + scrollY")
        assert top < (3 if columns == 1 else 1) * height
        lefts = page.value("[...document.querySelectorAll('figure')].map(one => one.getBoundingClientRect().left)")
        assert len({round(left) for left in lefts}) >= columns
        assert page.value("document.documentElement.scrollWidth") <= width
        right = "Math.max(...[...document.querySelectorAll('figure')].map(one => one.getBoundingClientRect().right))"
        assert page.value(right) > 0.75 * width


def test_links_of_the_contents_lead_somewhere(telephone):
    links = telephone.value("[...document.querySelectorAll('nav a')].map(link => link.getAttribute('href'))")
    assert len(links) >= 6
    for link in links:
        assert telephone.value(f"document.querySelector('h2{link}') !== null")


def test_the_dark_is_dark_and_paper_is_white(report, tmp_path):
    shade = "getComputedStyle(document.body).backgroundColor"
    with Browser(dark=True) as page:
        page.open(report)
        dark = [int(part) for part in re.findall(r"\d+", page.value(shade))]
        assert dark == [int(style.COLOURS["paper"][1][i : i + 2], 16) for i in (1, 3, 5)]
        assert page.value("document.documentElement.scrollWidth") <= 1200
        page.medium("print")
        assert re.findall(r"\d+", page.value(shade)) == ["255", "255", "255"]
        page.print(tmp_path / "report.pdf")
    printed = (tmp_path / "report.pdf").read_bytes()
    assert printed.startswith(b"%PDF")
    assert 3 <= len(re.findall(rb"/Type /Page\b", printed)) <= 20  # more arms, more pictures
