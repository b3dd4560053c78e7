"""The book as a value: from outside the package, over the own one, and for another disease altogether."""

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import estralgia as ea
from estralgia import disease
from estralgia.book import BOOK, read_book
from estralgia.export.latex import latex
from estralgia.export.sbml import sbml
from estralgia.model.folder import read_folder
from estralgia.model.theory import read_theory
from estralgia.questions.asked import ask
from estralgia.runners.arms import arms_of
from estralgia.runners.engines import missing_for_native

EXAMPLE = Path(__file__).parents[2] / "examples" / "book"
DRUGS = Path(disease.__path__[0]) / "drugs"
LETROZOLE = (DRUGS / "letrozole.toml").read_text(encoding="utf-8")
TABLE = (EXAMPLE / "sleep.toml").read_text(encoding="utf-8")


@pytest.fixture
def outside(tmp_path):
    """A copy of the example: a chapter, a drug, a treatment, a rival and a table that differs."""
    return Path(shutil.copytree(EXAMPLE, tmp_path / "mine"))


def test_a_folder_outside_is_read_over_the_book_and_changes_nothing_of_it(outside):
    book = read_book(outside)
    assert book != BOOK
    assert book.story[book.story.index("lubrication") + 1] == "sleep"
    assert "sleep" not in BOOK.story
    assert book.wiring().entries["half_pain"].value == 5
    assert BOOK.wiring().entries["half_pain"].value != 5
    assert {"newtrozole", "letrozole"} <= book.drugs.keys()
    assert "tai_chi" in book.treatments
    assert read_book(outside) == book
    assert hash(read_book(outside)) == hash(book)


@pytest.mark.slow
def test_what_stands_in_a_folder_outside_is_simulated_explained_cited_and_exported(outside):
    book = read_book(outside)
    course = ea.simulate(
        ea.population(2, seed=1), "newtrozole; add tai chi from week 4", years=0.3, twin=True, every=7, book=book,
        theory="all; withdrawal=steep",
    )  # fmt: skip
    assert course.arms == ["newtrozole with tai chi", "untreated"]
    assert float(course["broken_sleep"].sel(arm=course.arms[0]).isel(time=-1).min()) > 0
    assert course.data.attrs["book"] == book.digest
    assert "newtrozole" in course.explain(day=70)
    assert "newtrozole" in course.cite().drugs
    assert "Sleep" in latex(book=book)
    assert "broken_sleep" in sbml(ea.Patient(), "newtrozole for 1 month", book=book)


def test_books_are_made_of_books(outside):
    by_hand = (
        BOOK.with_chapter(outside / "sleep.py").with_drug(outside / "drugs" / "newtrozole.toml")
        .with_treatment(outside / "treatments" / "tai_chi.toml").with_rival(outside / "alternatives" / "steep.py")
        .with_numbers({"half_pain": 5})
    )  # fmt: skip
    assert by_hand.wiring().functions.keys() == read_book(outside).wiring().functions.keys()
    assert read_theory("all; withdrawal=steep", by_hand).rivals == ("steep",)
    assert by_hand.wiring().entries["half_pain"].value == 5


@pytest.mark.parametrize(("make", "what", "fix"), [
    (lambda folder: read_book(folder / "nowhere"), "no folder and no installed book", "mirrors disease/"),
    (lambda folder: BOOK.with_numbers({"half_pian": 1}), "there is no number 'half_pian'", "'half_pain'"),
    (lambda folder: BOOK.with_chapter(folder / "sleep.py", after="lubricaton"), "where does", "'lubrication'"),
    (lambda folder: BOOK.with_rival(folder / "sleep.py", of="withdrawel"), "which chapter does", "'withdrawal'"),
])  # fmt: skip
def test_what_cannot_be_a_book_is_refused(outside, refused, make, what, fix):
    with refused(what, fix):
        make(outside)


@pytest.mark.parametrize(("file", "text", "what"), [
    ("sleep.py", "def (", "cannot be read"),
    ("sleep.toml", TABLE.replace("sleep_time]", "slep_time]"), "'broken_sleep_time' is provided"),
    ("drugs/newtrozole.toml", "usual_dose_mg = 1\n", "newtrozole has no"),
    ("elsewhere/x.toml", "a = 1\n", "no part of a book is read from here"),
    ("pian.toml", "a = 1\n", "'pian' is no chapter"),
    ("drugs/newtrozole.toml", LETROZOLE.replace("[absorption_", "[absorbtion_"), "no field 'absorbtion_rate'"),
    ("drugs/newtrozole.toml", LETROZOLE.replace("names = ", "name = "), "no field 'name'"),
    ("drugs/newtrozole.toml", LETROZOLE.replace("usual_dose_mg = 2.5", "usual_dose_mg = '2.5'"), "'2.5' is no number"),
    ("drugs/newtrozole.toml", LETROZOLE.replace("value = 1.5", "valeu = 1.5"), "no field 'valeu'"),
    ("drugs/newtrozole.toml", LETROZOLE.replace("usual_dose_mg = 2.5\n", ""), "usual_dose_mg missing"),
    ("drugs/newtrozole.toml", LETROZOLE.replace("usual_dose_mg = 2.5", "usual_dose_mg = 0"), "usual_dose_mg = 0"),
    ("treatments/tai_chi.toml", "evidence = 'C'\n", "names missing"),
    ("treatments/tai_chi.toml", "names = []\n", "a treatment has a name"),
    ("day.toml", "waking = 'seven'\n", "waking: 'seven' is no number"),
    ("day.toml", "awake_till = 16\n", "no field 'awake_till'"),
    ("people.toml", "[covariate.bmi]\nunti = 'kg/m**2'\n", "no field 'unti'"),
    ("theory.toml", "[group]\nwater = ['fluids']\n", "there is no mechanism 'fluids'"),
    ("theory.toml", "[groups]\nwater = ['fluid']\n", "no field 'groups'"),
    ("book.toml", "shown = 'estradiol'\n", "shown: 'estradiol' is no list"),
    ("sleep.toml", TABLE + "[axis.night]\nmembers = 'nights'\n", "no field 'members'"),
    ("joints.toml", "site = [{ pair = true }]\n", "name missing"),
    ("joints.toml", "site = [{ name = 'knee' }]\n", "knee has no '"),
])  # fmt: skip
def test_a_mistake_in_a_folder_is_found_when_it_is_read(outside, refused, file, text, what):
    (outside / file).parent.mkdir(exist_ok=True)
    (outside / file).write_text(text, encoding="utf-8")
    with refused(what):
        read_book(outside)


def test_a_digest_tells_any_two_books_apart():
    other = replace(BOOK, tables=BOOK.tables | {"theory": {}})
    assert len({BOOK.digest, other.digest, BOOK.with_numbers({"half_pain": 6.5}).digest}) == 3


THIRST = '''"""Thirst: water is lost all day, and a dry mouth asks for it."""

from .words import positive_part, saturating


def change_in_water(water, activity, swallowed, usual_water, loss_time):
    """What is drunk fills it, and it runs out by day."""
    return (usual_water * (1 - activity / 10) - water) / loss_time


def water_before_treatment(usual_water):
    """In balance."""
    return usual_water


def change_in_dry_mouth(dry_mouth, water_over_the_day, usual_water, drying_time):
    """It follows what is missing."""
    return (positive_part(1 - water_over_the_day / usual_water) - dry_mouth) / drying_time


def dry_mouth_before_treatment():
    """None."""
    return 0


def thirst(dry_mouth, half_dry):
    """How thirsty she is, 0 to 1."""
    return saturating(dry_mouth, half_dry)
'''
THIRST_TABLE = """[state.water]
meaning = "water in the body"
unit = "L"
clock = "hours"

[state.dry_mouth]
meaning = "how dry the mouth is"
unit = "1"
clock = "days"

[quantity.thirst]
meaning = "how thirsty she is"
unit = "1"

[reduction.water_over_the_day]
of = "water"
reduce = "mean over day"
meaning = "water, mean of the day"

[parameter.usual_water]
meaning = "usual water"
unit = "L"
value = 40
spread = { cv = 0.1 }
grade = "judgement"
source = ["Toy"]

[parameter.loss_time]
meaning = "time in which it is lost"
unit = "day"
value = 10
grade = "judgement"
source = ["Toy"]

[parameter.drying_time]
meaning = "time in which a mouth dries"
unit = "day"
value = 2
grade = "judgement"
source = ["Toy"]

[parameter.half_dry]
meaning = "dryness at half of all thirst"
unit = "1"
value = 0.1
grade = "judgement"
source = ["Toy"]
"""
DAY = """waking = 6
tablet = 1.0
awake_until = 16.0
spin_up_days = 60

[[node]]
hour = 0.0
activity = 0.5
read = true
name = "waking"

[[node]]
hour = 12.0
activity = 0.0
read = true
name = "evening"

[input.time_of_day]
meaning = "time after midnight"
unit = "day"
clock = "hours"

[input.activity]
meaning = "activity"
unit = "1"
clock = "hours"

[input.swallowed]
meaning = "1 on days with a drink"
unit = "1"
clock = "days"
brings = "any dose"
"""


def test_the_engine_runs_a_book_of_another_disease(tmp_path):
    """A toy: one chapter, no joints, no drugs, no pain; model/ and runners/ know nothing of what they step."""
    for name, text in {
        "book.toml": 'story = ["thirst"]\nshown = ["thirst", "water"]\n', "thirst.py": THIRST,
        "thirst.toml": THIRST_TABLE, "day.toml": DAY,
        "people.toml": '[covariate.height]\nmeaning = "height"\nunit = "m"\n',
        "references.bib": "@misc{Toy,\n  title = {a toy},\n}\n",
    }.items():  # fmt: skip
        (tmp_path / name).write_text(text, encoding="utf-8")
    book = read_folder(tmp_path)
    women = ea.Women(np.arange(3), {"height": np.full(3, 1.7)}, 4)
    asked = ask(women, book, "no drug", years=0.3, every=7)
    (arm,) = arms_of(asked)
    part = arm.run(women)
    assert part.record.keys() == {"thirst", "water"}
    assert np.ptp(part.record["water"], axis=0).max() < 0.1  # on her daily orbit, each on her own
    assert len(np.unique(part.record["water"][0])) == 3
    assert (np.diff(part.record["thirst"][:, 0], axis=0) >= 0).all()
    assert 0.01 < part.record["thirst"][-1].min() < part.record["thirst"][-1].max() < 1
    if not missing_for_native():  # and so does machine code
        (other,) = arms_of(replace(asked, engine="native"))
        for name, values in other.run(women).record.items():
            np.testing.assert_allclose(values, part.record[name], rtol=1e-5)
