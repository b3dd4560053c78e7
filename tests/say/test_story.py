"""One woman's story: six lines in the order of the causes, with her own numbers and those of her untreated twin."""

import re

import numpy as np
import pytest

import estralgia as ea
from estralgia.say.story import story


def numbers_of(text):
    return [float(one) for one in re.findall(r"\d+(?:\.\d+)?", text)]


@pytest.fixture(scope="module")
def usual():
    return story()


def test_it_leads_from_pain_without_any_drug_to_the_balance(usual):
    assert "without any drug" in usual.before
    assert len(usual.lines) == 6
    for line, words in zip(
        usual.lines,
        ("letrozole 2.5 mg daily", "blocks aromatase", "misses it", "Month", "untreated", "Recurrence"),
        strict=True,
    ):
        assert words in line
    assert "not a forecast" in usual.caution
    text = str(usual)
    assert text.startswith(usual.before)
    assert text.endswith("it never advises anybody to stop, pause or change a treatment.")
    assert all(line in text for line in usual.lines)


def test_the_lines_of_the_usual_woman_fit_a_narrow_terminal(usual):
    assert max(len(line) for line in (usual.before, *usual.lines)) <= 77


def test_its_numbers_are_those_of_her_course(usual):
    course = ea.simulate(ea.Patient(), "letrozole", twin=True, seed=1)
    np.testing.assert_array_equal(usual.course["worst_pain"], course["worst_pain"])
    her, twin = (course.data.sel(arm=arm).isel(patient=0) for arm in ("letrozole", "untreated"))
    assert numbers_of(usual.before)[1] == pytest.approx(float(twin.pain_by_joint[0].max()), abs=0.05)
    assert numbers_of(usual.lines[0])[2] == pytest.approx(float(her.concentration.sel(time=30).item()), abs=0.5)
    left, own, low = numbers_of(usual.lines[1])
    assert left == pytest.approx(100 * float(her.aromatase_activity.min()), rel=0.05)
    assert own == pytest.approx(float(twin.estradiol[0]), rel=0.05)
    assert low == pytest.approx(float(her.estradiol.min()), rel=0.05)
    most, day, _, end = numbers_of(usual.lines[2])
    assert most == pytest.approx(float(her.felt_withdrawal_over_the_day.max()), abs=0.05)
    assert most == pytest.approx(float(her.felt_withdrawal_over_the_day.sel(time=day)), abs=0.05)
    assert end == pytest.approx(float(her.felt_withdrawal_over_the_day[-1]), abs=0.05)
    added = (her.pain_by_joint - twin.pain_by_joint).max("time").max()
    assert numbers_of(usual.lines[3])[1] == pytest.approx(float(added), abs=0.05)
    pain, _, month, beside, last, twin_at_end = numbers_of(usual.lines[4])
    when = int((her.worst_pain - twin.worst_pain).argmax("time"))
    assert month == round(when / 30.4375)
    for said, one in ((pain, her.worst_pain[when]), (beside, twin.worst_pain[when])):
        assert said == pytest.approx(float(one), abs=0.05)
    for said, one in ((last, her.worst_pain[-1]), (twin_at_end, twin.worst_pain[-1])):
        assert said == pytest.approx(float(one), abs=0.05)
    fewer, lost = numbers_of(usual.lines[5])
    assert fewer == pytest.approx(100 * (1 - float(her.recurrence_ratio[-1] / twin.recurrence_ratio[-1])), abs=0.5)
    assert lost == pytest.approx(100 * (1 - float(her.spine_density[-1])), abs=0.1)


def test_a_woman_by_name_who_does_not_hurt_on_a_drug_that_adds_little():
    anna = ea.Patient(name="Anna", age=70, joint_pain_before=0)
    told = story(anna, "tamoxifen", years=0.2, theory="background")
    assert told.before == "Anna of 70: without any drug, her joints hardly hurt (0.0 of 10)."
    assert "does not block aromatase" in told.lines[1]
    assert told.lines[2] == "Her tissue misses nothing that it was used to."
    assert told.lines[3] == "In no joint does this add as much as half a point of 10."


def test_the_drug_of_a_level_is_named_where_there_are_two():
    told = story(regimen="tamoxifen for 40 days, then letrozole", years=0.2)
    assert "ug/L of tamoxifen" in told.lines[0]


def test_what_cannot_be_told_is_refused(refused):
    with refused("a story is about one woman", "women[17]"):
        story(ea.population(3))
    with refused("a story needs a drug", "letrozole"):
        story(regimen="no drug", years=0.05)
    with refused("no theory", "did you mean"):
        story(theory="inflammatio")
