"""The papers behind a run are those of the numbers that it reads, and of no others."""

from pathlib import Path

import numpy as np
import pytest

import estralgia as ea
from estralgia.book import BOOK
from estralgia.model.references import read_bibliography
from estralgia.questions.cite import SOFTWARE, cite

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def usual():
    return cite()


def names(found):
    return {one.name for one in found.numbers}


def keys(found):
    return {key for some in found.papers.values() for key in some}


def test_every_number_of_the_book_but_those_of_chance_about_tablets_is_read(usual):
    entries = BOOK.wiring().entries.items()
    book = {name for name, entry in entries if entry.kind == "parameter" and entry.per != "treatment"}
    assert book - names(usual) == {name for name in book if BOOK.wiring().entries[name].chapter == "behavior"}
    assert book <= names(cite(tablets="closed loop"))


def test_what_is_added_brings_its_own():
    added = cite("letrozole; add duloxetine from month 3")
    assert names(added) - names(cite()) == {
        "strength", "onset_time", "offset_time", "acts_on_descending_inhibition"
    }  # fmt: skip
    assert "Henry2018" in added.papers["duloxetine"]


def test_papers_stand_in_the_order_of_the_story_and_are_not_our_own(usual):
    homes = [home for home in usual.papers if home in ("letrozole", "aromatase", "estrogen", "withdrawal", "bone")]
    assert homes == ["letrozole", "aromatase", "estrogen", "withdrawal", "bone"]
    assert keys(usual) <= BOOK.references.keys() - {"EvidencePack", "FirstTrial"}
    assert "Sioufi1997" in usual.papers["letrozole"]


def test_drugs_rivals_and_tablets_bring_their_own():
    assert "Hubalek2014" in keys(cite("anastrozole")) - keys(cite("letrozole"))
    both = cite({"a": "letrozole for 1 year, then anastrozole", "b": "no drug"})
    assert both.drugs == ("letrozole", "anastrozole")
    assert keys(both) == keys(cite("anastrozole")) | keys(cite("letrozole"))
    level = cite(theory="all; withdrawal=level")
    assert "half_level" in names(level) - names(cite())
    pain = {"record": ("worst_pain",)}
    assert "forgetting_time" in names(cite(**pain)) - names(cite(theory="all; withdrawal=level", **pain))
    assert "Chim2013" in keys(cite(tablets="closed loop")) - keys(cite())
    assert cite("no drug").drugs == ()
    assert "letrozole" not in cite("no drug").papers


def test_a_number_that_is_not_cited_changes_nothing_and_one_that_is_does():
    def estradiol(**numbers):
        course = ea.simulate(ea.Patient(), years=0.1, record=("estradiol",), numbers=numbers, seed=1)
        return course["estradiol"].values, names(course.cite())

    usual, read = estradiol()
    for name, value, is_read in (
        ("cytokine_pain", 9, False),
        ("half_pain", 9, False),
        ("uninhibited_share", 0.5, True),
    ):
        changed, _ = estradiol(**{name: value})
        assert (name in read, not np.array_equal(changed, usual)) == (is_read, is_read), name


def test_a_course_cites_what_it_read():
    course = ea.simulate(
        ea.Patient(), "anastrozole", years=0.1, every=7, tablets="closed loop", numbers={"half_pain": 2.0}
    )
    found = course.cite()
    assert names(found) == names(cite("anastrozole", tablets="closed loop"))
    assert [one.name for one in found.numbers if one.grade == "given"] == ["half_pain"]
    assert "Given by hand: 1." in str(found)
    both = {"one": "anastrozole", "other": "letrozole; add vitamin D"}
    own = cite(both, numbers={"low_clearance of Femara": 2, "strength of vitamin D": 0.2, "absorption_rate": 1})
    given = {(one.name, one.home) for one in own.numbers if one.grade == "given"}
    everywhere = {("absorption_rate", drug) for drug in ("anastrozole", "letrozole")}
    assert given == {("low_clearance", "letrozole"), ("strength", "vitamin d")} | everywhere


def test_it_says_how_much_is_judgement(usual):
    counts = usual.counts
    grades = [counts[grade] for grade in ("seen", "derived", "memory", "judgement")]
    assert sum(grades) == counts["all"] == len(usual.numbers)
    assert counts["without a paper"] == sum(not one.papers for one in usual.numbers) > 0
    assert f"Judgement or memory: {counts['memory'] + counts['judgement']}," in str(usual)
    assert f"Without any paper: {counts['without a paper']}." in str(usual)


def test_bibtex_reads_back(usual, tmp_path):
    path = tmp_path / "used.bib"
    path.write_text(usual.bibtex(), encoding="utf-8")
    found = read_bibliography(path.read_text(encoding="utf-8"))
    software = found.pop("estralgia")
    assert found == {key: BOOK.references[key] for key in keys(usual)}
    assert software == {"type": "software"} | SOFTWARE


def test_the_software_is_cited_as_the_repository_asks():
    asked = dict(
        line.split(": ", 1) for line in (ROOT / "CITATION.cff").read_text(encoding="utf-8").splitlines() if ": " in line
    )
    assert asked["title"].strip('"') == SOFTWARE["title"]
    assert asked["version"] == SOFTWARE["version"] == ea.__version__
    assert asked["  - name"] == SOFTWARE["author"].strip("{}")
    assert asked["license"] in SOFTWARE["note"]


def test_what_does_not_exist_is_refused(refused):
    with refused("A drug is needed", "did you mean 'letrozole'?"):
        cite("letrozol")
    with refused("no theory", "did you mean 'inflammation'?"):
        cite(theory="inflammatio")
    with refused("no quantity", "did you mean 'estradiol'?"):
        cite(record=("estradol",))
