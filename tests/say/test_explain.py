"""Why she hurts on a day: the path with her numbers, the points of each mechanism, and the equations behind it."""

import re
import sys
from dataclasses import replace

import numpy as np
import pytest

import estralgia as ea
from estralgia.book import BOOK
from estralgia.model.expressions import expression, symbol
from estralgia.model.theory import read_theory
from estralgia.questions.shapley import her_day, pain_shares
from estralgia.say.equations import STEPS, at_worst_joint, functions_of, names_of
from estralgia.say.explain import explain

THEORIES = ("all", "background", "all; withdrawal=level", "all; sensitization=direct")
SLOW_ONES = [pytest.param(one, marks=[pytest.mark.slow] if ";" in one else []) for one in THEORIES]


@pytest.fixture(scope="module")
def many():
    return ea.simulate(ea.population(12, seed=2), "letrozole", years=0.6, twin=True)


@pytest.fixture(scope="module")
def anna():
    regimen = "letrozole for 2 months, then letrozole 5 mg daily for 2 months, then pause"
    return ea.simulate(ea.Patient(age=55, name="Anna"), regimen, years=0.45, twin=True, seed=4)


def test_the_explanation_walks_the_path_with_her_numbers(anna):
    text = anna.explain(day=30)
    order = (
        "Anna", "day 30", "In short", "tablet:", "in blood", "aromatase", "estradiol", "used to", "input to the nerves",
        "gain of the nerves", "-> worst pain", "grip", "averaged over all orders",
        'theory "all"', "nobody knows", "never advises",
    )  # fmt: skip
    places = [text.index(part) for part in order]
    assert places == sorted(places)
    answer = text[: text.index("tablet:")].rstrip().splitlines()
    assert len(answer) <= 8  # the question, six lines of answer, and whose column is which
    assert "equations" not in text
    assert max(map(len, text.splitlines())) <= 80
    her = anna.data.sel(patient=0, time=30)
    line = next(line for line in text.splitlines() if "estradiol, pmol/L" in line)
    assert line.split()[-2:] == [f"{float(her.estradiol.sel(arm=arm)):.3g}" for arm in anna.arms]


def test_the_points_of_the_mechanisms_are_shown_on_the_drug_untreated_and_apart(anna):
    text, found = anna.explain(day=100), pain_shares(anna, 100).worst_pain
    assert "difference" in text
    for mechanism, label in (("inflammation", "inflammation"), ("sensitization", "more sensitive nerves")):
        on, off = (float(found.sel(arm=arm, mechanism=mechanism)) for arm in anna.arms)
        lines = [line.split()[-3:] for line in text.splitlines() if line.startswith(f"   {label}")]
        assert [f"{on:.2f}", f"{off:.2f}", f"{on - off:+.2f}"] in lines
    assert "averaged over all orders" in text.replace("\n", " ")
    on, off = (float(anna["worst_pain"].sel(arm=arm, time=100, patient=0)) for arm in anna.arms)
    added = "less than one point" if on - off < 1 else f"{on - off:.1f} points"
    assert f"The drug adds {added}." in text.replace("\n", " ")


def test_in_short_names_what_holds_most(anna):
    text = anna.explain(day=100).replace("\n", " ")
    found = pain_shares(anna, 100).worst_pain.sel(arm="letrozole")
    first = found.isel(mechanism=int(found.argmax("mechanism")))
    assert f"the largest parts are {first.meaning.item()} ({float(first):.1f}) and" in text


@pytest.mark.slow
def test_in_a_closed_loop_it_is_said_whose_tablets_are_taken(anna):
    said = "Pain decides about tablets here"
    assert said not in anna.explain(day=20)
    course = ea.simulate(ea.Patient(age=55), "letrozole", years=0.1, seed=4, twin=True, tablets="closed loop")
    assert said in course.explain(day=20)


@pytest.mark.parametrize("theory", SLOW_ONES)
def test_the_equations_give_what_was_simulated(theory):
    course = ea.simulate(ea.population(3, seed=3), "letrozole", years=0.2, every=1, theory=theory)
    theory = course.asked.theory
    wiring, names = BOOK.wiring(theory.rivals), names_of(theory, BOOK)
    known = her_day(course, 60, 2, names)[1]["letrozole"]
    numbers = at_worst_joint(wiring, known)
    assert numbers["pain"] == max(known["pain"]) > 0
    for function in functions_of(theory):
        said = expression(wiring, function).subs({symbol(one): value for one, value in numbers.items()})
        scale = max(abs(numbers[function]), 1e-4)
        assert float(said) == pytest.approx(numbers[function], abs=3e-3 * scale), function


def test_every_step_has_its_equations_in_every_theory():
    for theory in (read_theory(one, BOOK) for one in THEORIES):
        assert set(functions_of(theory)) <= set(BOOK.wiring(theory.rivals).functions)
    assert {"nociception_from_fluid", "change_in_central_gain"}.isdisjoint(
        functions_of(read_theory("background", BOOK))
    )
    assert len(functions_of(read_theory("all", BOOK))) == sum(map(len, STEPS.values()))


def test_an_equation_stands_in_the_names_of_the_book_and_in_her_numbers(anna):
    lines = anna.explain(day=100, equations=True).splitlines()
    at = lines.index("   change_in_adaptation = (felt_lack_over_the_day - adaptation) /")
    assert lines[at + 1].strip() == "adaptation_time"
    lack, adaptation, time, last = map(float, re.findall(r"(?<![\w.])-?\d[\d.e-]*", lines[at + 2]))
    assert (lack - adaptation) / time == pytest.approx(last, rel=0.02)
    assert max(map(len, lines)) <= 80


def test_without_sympy_it_is_said_how_to_get_the_equations(anna, monkeypatch):
    for name in [name for name in sys.modules if name == "estralgia.model.expressions"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "sympy", None)
    text = anna.explain(day=100, equations=True)
    assert 'pip install "estralgia[symbols]"' in text
    assert "positive_part" not in text
    assert "more sensitive nerves" in text


TABLETS = [(10, "letrozole 2.5 mg daily"), (70, "letrozole 5 mg daily"), (150, "none")]


@pytest.mark.parametrize(("day", "tablet"), TABLETS)
def test_the_tablet_is_that_of_the_day(anna, day, tablet):
    line = next(line for line in anna.explain(day=day).splitlines() if line.startswith("tablet:"))
    assert line == f"tablet: {tablet}"


def test_a_missed_tablet_is_told(anna):
    missed = np.zeros((2, 1, anna.asked.days))
    missed[0, 0, 10] = 1
    course = replace(anna, data=anna.data.assign(tablet_missed=(("arm", "patient", "day"), missed)))
    assert "letrozole 2.5 mg daily, but not taken on this day" in course.explain(day=10)
    assert "not taken" not in course.explain(day=11)


def test_why_she_stopped_for_good_is_told(anna):
    missed = np.ones((2, 1, anna.asked.days))
    for name, why in (("stopped_for_joints", "her joints"), ("stopped_otherwise", "another reason")):
        stopped = (anna["worst_pain"] * 0).where(anna.data.time < 20, 1)
        none = dict.fromkeys(("stopped_for_joints", "stopped_otherwise"), stopped * 0)
        data = anna.data.assign(none | {name: stopped, "tablet_missed": (("arm", "patient", "day"), missed)})
        course = replace(anna, data=data)
        assert f"letrozole 2.5 mg daily, but stopped for good for {why}" in course.explain(day=30)
        assert "but not taken on this day" in course.explain(day=11)


def test_slow_change_of_tissue_has_a_line_of_its_own(anna):
    lines = anna.explain(day=100).splitlines()
    (part,) = (line for line in lines if line.startswith("      of this, slow tissue change"))
    whole = next(line for line in lines if line.startswith("   inflammation") and "." in line)
    assert 0 < float(part.split()[-2]) < float(whole.split()[-2]) / 3


def test_what_a_theory_leaves_out_is_said():
    course = ea.simulate(ea.Patient(), years=0.2, theory="inflammation", seed=1)
    text = course.explain(day=60)
    assert text.count("not in this theory") == 3
    assert "untreated" not in text
    assert "She" not in text.splitlines()[0]


def test_a_day_between_records_names_the_record(many):
    assert "on day 90? (recorded: day 91)" in many.explain(day=90, patient=3)
    assert "Why does woman 11 hurt on day 217?" in many.explain(patient=11)


@pytest.mark.parametrize("day", [-1, 219, 1e9, float("nan"), "90", True])
def test_a_day_outside_the_run_is_refused(many, refused, day):
    with refused("does not have this day", "0 to 218"):
        explain(many, day=day)


@pytest.mark.parametrize("patient", [-1, 12, "Anna", None, True])
def test_a_woman_who_is_not_there_is_refused(many, refused, patient):
    with refused("not in this course", "0 to 11"):
        explain(many, patient=patient)


def test_a_woman_whose_run_failed_is_refused(many, refused):
    data = many.data.copy(deep=True)
    data["status"].loc[{"arm": "letrozole", "patient": 5}] = 1
    with refused("her run failed", "another woman"):
        explain(replace(many, data=data), patient=5)


def test_a_course_without_the_path_is_refused(anna, refused):
    course = replace(anna, data=anna.data[["status", "worst_pain"]].assign_attrs(anna.data.attrs))
    with refused("holds no 'aromatase_activity'", "record"):
        course.explain()
