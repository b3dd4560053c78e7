"""One woman's story: six lines in the order of the causes, with her own numbers and those without tablets."""

import re
from functools import partial

import numpy as np
import pytest

import estralgia as ea
from estralgia.runners.run import INTENDED_USE
from estralgia.say import safety
from estralgia.say.story import story, usual_woman


def numbers_of(text):
    return [float(one) for one in re.findall(r"\d+(?:\.\d+)?", text)]


@pytest.fixture(scope="module")
def usual():
    return story()


def test_it_leads_from_pain_without_tablets_to_her_bones(usual):
    assert "in the model, without tablets" in usual.before
    assert len(usual.lines) == 6
    for line, words in zip(
        usual.lines,
        ("letrozole 2.5 mg daily", "of the enzyme is left", "notice that", "month", "without tablets", "spine"),
        strict=True,
    ):
        assert words in line
    assert "not a forecast" in usual.caution
    text = str(usual)
    assert text.startswith(usual.before)
    assert INTENDED_USE in text
    assert text.endswith("\n".join(safety.wrapped()))
    assert all(line in text for line in usual.lines)


def test_she_is_near_the_middle_of_women_alike_and_the_rule_is_said(usual):
    women = ea.population(99, seed=1, like=ea.Patient())
    course = ea.simulate(women, "letrozole", twin=True, every=7, record=("worst_pain",))
    added = np.array(course.excess().isel(arm=0).mean("time"))
    hurting = np.array(course["worst_pain"].sel(arm="untreated").mean("time"))
    off = np.array([np.abs(one.argsort().argsort() - 49) for one in (added, hurting)]).max(axis=0)
    assert list(usual.course.women.ids) == [women.ids[off.argmin()]] == list(usual_woman(1).ids)
    assert off.min() < 10  # ten of a hundred places from the middle in both
    low, high = np.quantile(added, [0.25, 0.75])
    said = numbers_of(usual.caution)
    assert said == [99, *(pytest.approx(one, abs=0.051) for one in (added[off.argmin()], 10, low, high))]
    assert low < added[off.argmin()] < high


def test_each_line_of_the_usual_woman_takes_at_most_two_of_a_narrow_terminal(usual):
    assert max(len(line) for line in (usual.before, *usual.lines)) <= 2 * 77


def test_what_the_tablets_are_for_is_said_in_figures_of_trials_and_not_in_hers(usual):
    assert "33 of 100 women with five years of tamoxifen and in 46 of 100 without" in usual.purpose
    assert "not of any one woman" in usual.purpose
    assert "shorter treatment protected less" not in usual.purpose
    curtailed = story(regimen="letrozole for 20 days, then stop", years=0.2)
    assert "not simulated" in curtailed.purpose
    assert "in trials shorter treatment protected less" in curtailed.purpose
    assert "on day 19" in curtailed.lines[0]


def test_its_numbers_are_those_of_her_course(usual):
    course = ea.simulate(usual.course.women, "letrozole", twin=True)
    np.testing.assert_array_equal(usual.course["worst_pain"], course["worst_pain"])
    her, twin = (course.data.sel(arm=arm).isel(patient=0) for arm in ("letrozole", "untreated"))
    assert numbers_of(usual.before)[1] == pytest.approx(float(twin.pain_by_joint[0].max()), abs=0.05)
    assert numbers_of(usual.lines[0])[1] == pytest.approx(float(her.concentration.sel(time=30).item()), abs=0.5)
    left, own, low = numbers_of(usual.lines[1])
    assert left == pytest.approx(100 * float(her.aromatase_activity.min()), abs=0.5)
    assert own == pytest.approx(float(twin.estradiol[0]), rel=0.05)
    assert low == pytest.approx(float(her.estradiol.min()), rel=0.05)
    felt = her.felt_withdrawal_over_the_day
    assert numbers_of(usual.lines[2]) == [max(1, round(int(felt.argmax("time")) / 30.4375))]
    assert ("less than half as much" in usual.lines[2]) == bool(felt[-1] < felt.max() / 2)
    added = (her.pain_by_joint - twin.pain_by_joint).max("time").max()
    assert numbers_of(usual.lines[3])[1] == pytest.approx(float(added), abs=0.05)
    pain, _, month, beside, last, twin_at_end = numbers_of(usual.lines[4])
    when = int((her.worst_pain - twin.worst_pain).argmax("time"))
    assert month == round(when / 30.4375)
    for said, one in ((pain, her.worst_pain[when]), (beside, twin.worst_pain[when])):
        assert said == pytest.approx(float(one), abs=0.05)
    for said, one in ((last, her.worst_pain[-1]), (twin_at_end, twin.worst_pain[-1])):
        assert said == pytest.approx(float(one), abs=0.05)
    lost, _ = numbers_of(usual.lines[5])
    assert lost == pytest.approx(100 * (1 - float(her.spine_density[-1] / twin.spine_density[-1])), abs=0.1)


def test_a_woman_by_name_who_does_not_hurt_on_a_drug_that_adds_little():
    anna = ea.Patient(name="Anna", age=70, joint_pain_before=0)
    told = story(anna, "tamoxifen", years=0.2, theory="background")
    assert told.before == "Anna of 70: in the model, without tablets, her joints hardly hurt (0.0 of 10)."
    assert "does not block the enzyme" in told.lines[1]
    assert told.lines[2] == "Her joints and nerves notice nothing."
    assert told.lines[3] == "In the model this adds less than half a point of 10 in every joint."


def test_the_drug_of_a_level_is_named_where_there_are_two(monkeypatch):
    monkeypatch.setattr("estralgia.say.story.simulate", partial(ea.simulate, every=7))
    told = story(regimen="tamoxifen for 40 days, then letrozole", years=0.2)
    assert "ug/L of tamoxifen" in told.lines[0]


def test_what_cannot_be_told_is_refused(refused):
    with refused("a story is about one woman", "women[17]"):
        story(ea.population(3))
    with refused("a story needs a drug", "letrozole"):
        story(regimen="no drug", years=0.05)
    with refused("no theory", "did you mean"):
        story(theory="inflammatio")
