"""What is added: option by option beside the same women without, with the interval of the evidence."""

import numpy as np
import pytest

import estralgia as ea
from estralgia.book import BOOK
from estralgia.model.regimen import read_regimen
from estralgia.model.theory import read_theory
from estralgia.questions.added import added, beside_of, options
from estralgia.questions.asked import hope_alone
from estralgia.questions.treatments import treatment, treatments

OPTIONS = ("duloxetine from month 2", "walking from month 2")
SHAM = ("placebo tablet from month 2", "blinded duloxetine from month 2")


@pytest.fixture(scope="module")
def course():
    return ea.simulate(ea.population(64, seed=5), "letrozole", add=OPTIONS, years=0.6, every=7, tablets="closed loop")


def test_every_option_is_an_arm_beside_the_regimen(course):
    assert course.arms == ["letrozole", "letrozole with duloxetine", "letrozole with walking"]
    assert {beside_of(course, arm) for arm in course.arms[1:]} == {"letrozole"}
    first = course["worst_pain"].sel(time=0)
    np.testing.assert_array_equal(first.sel(arm="letrozole"), first.sel(arm="letrozole with walking"))


def test_the_table_says_what_changes_for_whom_and_how_sure_it_is(course):
    rows = {row.names[0]: row for row in added(course)}
    assert list(rows) == ["duloxetine", "walking"]
    one = rows["duloxetine"]
    chosen = options(course)[0].chosen
    assert 0 < one.women == chosen.sum() < 64
    last = course["worst_pain"].isel(time=-1)
    expected = (last.sel(arm=one.arm) - last.sel(arm="letrozole")).values[chosen].mean()
    assert one.pain == pytest.approx(float(expected), abs=1e-6)
    low, high = one.evidence
    mean, below, above = treatment("duloxetine").effect
    assert (high - low) / abs(one.pain - one.hope) == pytest.approx((above - below) / abs(mean))
    assert one.pain < one.hope < -0.2
    assert one.chance[0] < one.pain < one.chance[1] < 0
    assert "78 against 50" in one.unknown
    assert all(0 <= share <= 1 for row in rows.values() for share in row.stopped)


def test_a_placebo_works_by_hope_alone(course):
    sham = ea.simulate(course.women, "letrozole", add=SHAM, years=0.6, every=7, tablets="closed loop")
    placebo, blinded = added(sham)
    assert placebo.pain == placebo.hope < -0.2
    assert placebo.evidence is None
    assert abs(added(course)[1].stiffness) > abs(placebo.stiffness)
    assert blinded.pain < blinded.hope


def test_hope_alone_has_no_active_part_whatever_was_changed():
    arms = {"one": read_regimen("letrozole; add yoga", BOOK), "other": read_regimen("anastrozole; add walking", BOOK)}
    changed = {
        "strength": 2, "strength of yoga": 1, "strength of walking": 1, "half_pain": 5,
        "low_clearance of anastrozole": 2,
    }  # fmt: skip
    assert hope_alone(changed, {"one": arms["one"]}, read_theory("all", BOOK), BOOK) == {"strength": 0, "half_pain": 5}
    assert hope_alone(changed, arms, read_theory("all", BOOK), BOOK) == {
        "strength": 0, "half_pain": 5, "low_clearance of anastrozole": 2,
    }  # fmt: skip


def test_nothing_added_gives_no_rows_and_pain_is_needed(refused):
    assert added(ea.simulate(ea.Patient(), "letrozole", years=0.1)) == []
    course = ea.simulate(ea.Patient(), "letrozole", add="yoga", years=0.1, every=7, record=("worst_pain",))
    with refused("holds no 'stiffness_on_waking'", "without record"):
        added(course)


def test_treatments_are_listed_the_best_known_first():
    found = treatments()
    assert found[0].name == "duloxetine"
    assert found[-1].name == "omega-3"
    assert "placebo tablet" not in [one.name for one in found]
    assert "placebo tablet" in [one.name for one in treatments(controls=True)]
    assert found[0].effect_in_words == "average pain -0.7 (-1.0 to -0.4)"
    assert all(one.acts_on and one.source for one in found)


def test_a_treatment_has_several_names(refused):
    assert treatment("Supervised exercise").key == "exercise"
    with refused("no treatment 'yogga'", "did you mean 'yoga'?"):
        treatment("yogga")
