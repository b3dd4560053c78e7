"""The report: one file for itself, that says what it is for, leads with those who do not hurt, and is written whole."""

import html
import re
from html.parser import HTMLParser

import numpy as np
import pytest

import estralgia as ea
from estralgia.model.errors import EstralgiaError
from estralgia.questions.leaflet import leaflet
from estralgia.questions.shapley import pain_shares
from estralgia.runners.run import INTENDED_USE
from estralgia.say import drawn, in_words, safety
from estralgia.say.demo import answer as answer_of_demo
from estralgia.say.report import report, write_report

ADVICE = re.compile(r"\b(you|she|women|patients?) (should|must|can|could|may) (stop|pause|switch|change|skip)", re.I)
EMPTY = {"meta", "path", "use", "br"}
SAID = re.compile(r'<figcaption><p class="seen">(.+?)</p><p>(.+?)</p></figcaption>')


class Reader(HTMLParser):
    """Checks that tags close in order, and keeps all addresses and all words."""

    def __init__(self):
        super().__init__()
        self.open, self.addresses, self.words, self.tags = [], [], [], []

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.addresses += [value for name, value in attributes if name in ("src", "href", "xlink:href", "srcset")]
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.addresses += [value for name, value in attributes if name in ("src", "href", "xlink:href")]

    def handle_endtag(self, tag):
        if tag not in EMPTY:
            assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


def read(text):
    reader = Reader()
    reader.feed(text)
    assert reader.open == []
    return reader, " ".join(" ".join(reader.words).split())


@pytest.fixture(scope="module")
def cohort():
    return ea.simulate(ea.population(12, seed=3), "letrozole for 6 months", years=0.6, twin=True)


@pytest.fixture(scope="module")
def one_woman(cohort):
    return cohort.of([4])


COURSES = ["many with twins", "many without", "one with a twin", "one without", "untreated"]


@pytest.fixture(scope="module")
def pages(cohort, one_woman):
    courses = [cohort, cohort.arm("letrozole"), one_woman, one_woman.arm("letrozole"), cohort.twin]
    return {name: report(course) for name, course in zip(COURSES, courses, strict=True)}


@pytest.fixture(scope="module")
def several():
    """The report of untreated women, of two drugs, and of one of them with exercise."""
    given = {"letrozole": "letrozole for 9 months", "anastrozole": "anastrozole"}
    return report(ea.simulate(ea.population(12, seed=3), given, add="exercise from month 3", years=2.6, twin=True))


@pytest.mark.parametrize("which", COURSES)
def test_one_file_that_fetches_nothing(pages, which):
    reader, _ = read(pages[which])
    assert all(address.startswith("#") for address in reader.addresses)
    assert not re.search(r"https?:|//[a-z]|@import|@font-face|<script|<link|<iframe|javascript:", pages[which])
    assert set(re.findall(r"url\((.)", pages[which])) <= {"#"}


@pytest.mark.parametrize("which", COURSES)
def test_intended_use_and_red_flags_stand_before_the_answer(pages, which):
    _, words = read(pages[which])
    answer = words.index("The answer")
    assert words.index(INTENDED_USE) < answer
    for flag in (*(sign for step in safety.steps() for sign in step.signs), "care team", "checked by a clinician"):
        assert words.index(flag) < answer
    assert not ADVICE.search(words)


def test_the_answer_leads_with_those_who_do_not_hurt_and_shows_the_untreated_beside(pages, cohort):
    _, words = read(pages["many with twins"])
    answer = words[words.index("The answer") : words.index("How many hurt")]
    never = int(re.search(r"In the model, of 100 women with letrozole, (\d+)", answer)[1])
    felt = (cohort.excess() >= 1).any("time").isel(arm=0)
    assert never == pytest.approx(100 * float(1 - felt.mean()), abs=1)
    assert re.search(r"by \d+ \(\d+ to \d+\) of the same 100 without tablets", answer)
    assert "95 % intervals" in answer


def test_a_population_has_its_pictures_and_one_woman_has_not(pages):
    def pages_with(picture):
        return [which for which in COURSES if f'id="{picture}-' in pages[which]]

    assert pages_with("incidence") == ["many with twins", "many without", "untreated"]
    assert pages_with("hundred-letrozole") == pages_with("sites") == ["many with twins"]
    assert pages_with("worst_pain") == pages_with("estradiol") == pages_with("cascade") == COURSES
    assert pages_with("day") == pages_with("balance") == COURSES[:4]
    assert pages_with("mechanisms") == ["many with twins", "one with a twin"]
    assert not any('id="ending-' in page for page in pages.values())  # no end that was not asked for


def test_those_who_do_not_hurt_come_first_and_what_is_on_the_page_is_listed(pages):
    _, words = read(pages["many with twins"])
    headings = re.findall(r'<h2 id="([^"]+)">', pages["many with twins"])
    assert headings[:2] == ["the-answer", "how-many-hurt-and-when"]
    assert headings[-2:] == ["simulated-beside-published", "what-was-assumed"]
    assert re.findall(r'<a href="#([^"]+)">', pages["many with twins"]) == headings[1:]
    assert len(set(headings)) == len(headings)
    assert words.index("no extra pain") < words.index("extra pain that stays")


def test_a_planned_end_is_shown_and_no_advice_is_given():
    ended = ea.simulate(ea.population(12, seed=3), "letrozole for 3 months", years=0.6, twin=True)
    _, words = read(report(ended))
    assert "The end of a planned treatment" in words
    assert "no advice to end one" in words
    assert safety.words().not_simulated in words
    assert "Hazard" not in words
    assert not ADVICE.search(words)


@pytest.mark.slow
def test_a_report_of_arms_that_all_have_something_added(tmp_path):
    arms = ea.simulate(
        ea.Patient(), "letrozole; add yoga from month 1 and exercise from month 2", years=0.3, every=7, twin=True
    )
    page = arms.report(tmp_path / "added.html").read_text(encoding="utf-8")
    assert "with letrozole, with yoga and exercise" in page
    assert "What is added, beside the same without" not in page  # nobody is simulated without
    for one in re.findall(r' id="([^"]+)"', page):
        assert " " not in one


def test_without_twins_the_page_says_so(pages):
    assert "twin=True" in read(pages["many without"])[1]
    assert "twin=True" in read(pages["one without"])[1]
    assert "ring is the same joint" not in pages["one without"]
    assert "dashed" not in read(pages["many without"])[1].lower()


@pytest.mark.parametrize("which", COURSES)
def test_every_picture_has_a_caption(pages, which):
    figures = re.findall(r"<figure>(.*?)</figure>", pages[which], re.DOTALL)
    assert len(figures) >= 5
    for figure in figures:
        seen, caption = map(html.unescape, re.search(SAID, figure).groups())
        assert caption.count(". ") <= 5
        assert "{" not in caption
        assert html.unescape(re.search(r'aria-label="([^"]*)"', figure)[1]) == seen


@pytest.mark.parametrize("which", [*COURSES, "arms"])
def test_what_is_seen_is_said_of_every_picture_with_its_numbers(pages, several, which):
    """Those who cannot see a picture are given its answer, and never that it is like another one."""
    page = several if which == "arms" else pages[which]
    seen = [html.unescape(text) for text in re.findall(r'role="img" aria-label="([^"]*)"', page)]
    assert len(seen) == page.count("<figure>") >= 5
    assert len(set(seen)) == len(seen)
    for text in seen:
        assert re.search(r"\d", text), text
        assert "the same with" not in text.lower()
        assert "nan" not in text.split()
        assert "in the model" in text.lower()
        assert "-0.0" not in text
    if "untreated" not in which and "without" not in which:
        assert all("without tablets" in text for text in seen if not text.endswith(" alone."))


def test_pictures_stand_before_words_and_the_answer_before_all(several):
    headings = re.findall(r'<h2 id="([^"]+)">', several)
    assert headings[:5] == [
        "the-answer", "how-many-hurt-and-when", "pain-stiffness-and-estradiol", "where-it-hurts", "one-day-by-the-hour",
    ]  # fmt: skip
    assert several.index("<figure>") < several.index("<nav")
    assert several.rindex("<figure>") < several.index('id="simulated-beside-published"')


def test_numbers_of_an_arm_stand_in_the_colour_of_its_pictures(several):
    rows = re.findall(r'<td>([^<]*)</td><td data-label="simulated"(?: class="of-(\w+)")?>', several)
    assert len(rows) > 10
    roles = {
        "letrozole": "treated",
        "anastrozole": "second",
        "letrozole with exercise": "third",
        "untreated": "untreated",
    }
    for what, role in rows:
        arm = max((one for one in roles if one in what), key=len)
        assert role == roles[arm], what
    assert all(f".of-{role} {{ color: var(--{role}); }}" in several for role in roles.values())


def test_the_terminal_shares_the_pain_as_the_page_does(pages, cohort):
    """One decomposition: the sentence of the demonstration is what is said of the picture."""
    said = in_words.mechanisms(drawn.made_of(cohort))
    assert said in answer_of_demo(cohort)["Why?"]
    assert said in html.unescape(pages["many with twins"])
    mine = drawn.made_of(cohort.of([4]), 84)["letrozole"].isel(theory=0)
    told = pain_shares(cohort, 84, patient=4).worst_pain.sel(arm="letrozole")
    assert np.allclose(mine.points, told, atol=1e-6)


def test_claims_come_after_the_pictures_a_line_each(cohort):
    shown = leaflet([1, 6], women=20)
    page = report(cohort, shown)
    assert page.rindex("<figure>") < page.index('<ol class="leaflet">')
    claims = re.findall(r"<li><details><summary>(.*?)</summary>", page)
    assert [one.partition(". ")[0] for one in claims] == ["1", "6"]
    assert "open" not in re.findall(r"<details([^>]*)>", page)


def test_published_numbers_and_the_run_record_are_there(pages, cohort):
    reader, words = read(pages["many with twins"])
    assert "new or worse joint pain by 6 months" in words
    assert "Singer 2012" in words
    assert "details" in reader.tags
    assert all(str(value) in html.unescape(words) for value in cohort.data.attrs.values())
    assert "table" not in read(pages["one with a twin"])[0].tags


def test_dark_light_print_and_telephone(pages):
    page = pages["one with a twin"]
    assert "@media screen and (prefers-color-scheme:dark)" in page  # so that paper stays white
    assert "@media print" in page
    assert 'name="viewport" content="width=device-width' in page


def test_names_are_text_and_not_markup(one_woman):
    her = ea.Patient(name="<b>Anna & Co</b>").women(3)
    page = report(one_woman.with_data(one_woman.data, her))
    assert "<script" not in report(one_woman.with_data(one_woman.data, ea.Patient(name="<script>").women(3)))
    assert "<h1>Joint pain with letrozole: &lt;b&gt;Anna &amp; Co&lt;/b&gt;, simulated" in page


def test_what_was_not_recorded_is_left_out(cohort):
    for names in (["estradiol", "status"], ["worst_pain", "status"], ["sleep_quality", "status"]):
        text = report(cohort.with_data(cohort.data[names]))
        reader, words = read(text)
        assert INTENDED_USE in words
        assert "table" not in reader.tags


def test_failed_women_are_named(cohort):
    data = cohort.data.copy(deep=True)
    for name in set(data.data_vars) - {"status"}:
        data[name][{"arm": 0, "patient": 2}] = np.nan
    data["status"][{"arm": 0, "patient": 2}] = 1
    assert "The course of 1 woman failed and is left out: number 2." in report(cohort.with_data(data))
    data["status"][:] = 1
    with pytest.raises(EstralgiaError, match="every course failed"):
        report(cohort.with_data(data))


def test_an_older_report_is_replaced_whole(one_woman, tmp_path):
    path = tmp_path / "anna.html"
    path.write_text("old", encoding="utf-8")
    assert one_woman.report(path) == path
    assert path.read_text(encoding="utf-8").endswith("</html>\n")
    assert [one.name for one in tmp_path.iterdir()] == ["anna.html"]


def test_a_place_that_cannot_be_written_is_refused_at_once_and_leaves_nothing(one_woman, tmp_path, monkeypatch):
    monkeypatch.setattr("estralgia.say.report.report", lambda *_: pytest.fail("nothing is drawn"))
    with pytest.raises(EstralgiaError, match="cannot be written") as caught:
        write_report(one_woman, tmp_path / "nowhere" / "anna.html")
    assert "fix: give another place" in str(caught.value)
    (tmp_path / "folder.html").mkdir()
    with pytest.raises(EstralgiaError, match="cannot be written"):
        write_report(one_woman, tmp_path / "folder.html")
    with pytest.raises(EstralgiaError, match=r"end the name in \.html"):
        write_report(one_woman, tmp_path / "anna.pdf")
    assert [one.name for one in tmp_path.rglob("*")] == ["folder.html"]
