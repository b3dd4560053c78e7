"""One day by the hour, and what tells the theories apart at the same excess of pain."""

from pathlib import Path

import numpy as np
import pytest

import estralgia as ea
from estralgia.book import BOOK
from estralgia.model.errors import EstralgiaError
from estralgia.questions.theories import Pattern, hourly_ratios, matched, theories
from estralgia.say.theories import proposed, rows


@pytest.fixture(scope="module")
def women():
    return ea.population(256, seed=1)


def half_a_year(women, theory):
    return ea.simulate(women, "letrozole", years=0.55, twin=True, every=7, theory=theory, record=("worst_pain",))


@pytest.mark.parametrize(
    ("theory", "waking", "sitting"),
    [("all", (1.2, 3), (1.1, 3)), ("lubrication", (1.15, 7), (1.15, 7)), ("sensitization", (0.9, 1.1), (0.9, 1.1))],
)
def test_the_hours_of_the_day_tell_lubrication_from_sensitization(women, theory, waking, sitting):
    early, after_sitting = hourly_ratios(half_a_year(women, theory), 182)
    assert waking[0] <= early <= waking[1]
    assert sitting[0] <= after_sitting <= sitting[1]


def test_a_day_by_the_hour_is_that_day_of_the_course(women):
    course = ea.simulate(women[:5], "letrozole", years=0.5, twin=True, every=1)
    day = course.hours(100, ("worst_joint_pain", "pain", "estradiol"))
    awake = day["worst_joint_pain"].sel(hour=day.hour <= 16)
    np.testing.assert_allclose(awake.max("hour"), course["worst_pain"].sel(time=100), rtol=1e-4)
    np.testing.assert_allclose(day["estradiol"].isel(hour=0), course["estradiol"].sel(time=100), rtol=1e-4)
    assert day["pain"].dims == ("arm", "patient", "hour", "joint")


@pytest.mark.parametrize("day", [-1, 10_000, 1.5, "noon"])
def test_a_day_that_was_not_simulated_is_refused(women, day):
    course = ea.simulate(women[:2], "letrozole", years=0.3, record=("worst_pain",))
    with pytest.raises(EstralgiaError, match="that day was not simulated"):
        course.hours(day)


def test_theories_are_compared_at_the_same_excess(women):
    everything, inflammation, sensitization = theories(women, compared=("all", "inflammation", "sensitization"))
    assert everything.factor == pytest.approx(1, abs=0.05)
    for theory in (inflammation, sensitization):
        assert theory.factor > 1
        assert theory.excess == pytest.approx(everything.excess, abs=0.05)
    assert sensitization.half_on < inflammation.half_on
    assert sensitization.half_off < inflammation.half_off
    assert sensitization.waking < everything.waking < inflammation.waking + 0.1


@pytest.mark.slow
def test_rivals_are_told_apart_by_menopause_earlier_pain_and_tablets_without_a_drug(women):
    names = ("all", "all; withdrawal=off_target", "all; withdrawal=unmasking", "all; withdrawal=nocebo")
    book, off_target, unmasking, nocebo = theories(women, compared=names)
    assert max(one.excess for one in (off_target, unmasking, nocebo)) - book.excess < 0.05
    assert max(off_target.menopause, unmasking.menopause) < book.menopause
    assert unmasking.before > 1.2 * max(book.before, off_target.before)
    assert nocebo.placebo > 0.7 > 2 * max(book.placebo, off_target.placebo)


def test_what_is_proposed_and_not_simulated_stands_with_its_reason():
    rows_of_it = proposed(ea.BOOK)
    assert rows_of_it[0][0] == "an autoimmune disease"
    assert len(rows_of_it) == 7
    assert all(meaning and why for _, meaning, why in rows_of_it)
    page = (Path(__file__).parents[2] / "docs" / "theories.md").read_text(encoding="utf-8")
    assert all("| " + " | ".join(row) + " |" in page for row in rows_of_it)


def test_what_is_never_reached_is_a_word():
    pattern = Pattern("all", 1, 1.3, 4, 17, 9, float("nan"), 1.4, 1.2, 5.1, 0.48, float("nan"), 1.2, 0.1)
    found = {words: values for words, *values in rows([pattern, pattern])}
    assert found["80 % off, weeks"] == ["never", "never"]
    assert found["half on, weeks"] == ["4", "4"]
    assert found["odds ratio, < 5 / > 10 years"] == ["too few", "too few"]
    assert not any("nan" in one for values in found.values() for one in values)


def test_a_theory_is_matched_with_all_of_them(women, refused):
    def excess(theory):
        return float(half_a_year(women, theory).excess().sel(time=182).mean())

    found = matched("inflammation", women)
    assert excess("inflammation") < 0.5 * excess("all")
    assert excess(found) == pytest.approx(excess("all"), abs=0.05)
    assert found.name.startswith("inflammation x ")
    with refused("nothing of it can be made stronger", "name a mechanism"):
        matched("background", women)
    with refused("too little to match", "letrozole"):
        matched("inflammation", women, drug="tamoxifen", book=BOOK.with_numbers({"expectation_pain": 0}))
