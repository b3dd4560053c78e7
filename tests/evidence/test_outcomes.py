"""What a course amounts to: who eased while taking tablets is told apart from who eased after the last one."""

from dataclasses import replace

import numpy as np
import pytest

import estralgia as ea
from estralgia.evidence.outcomes import SHARES, course_kinds, last_tablet_day, why_ended
from estralgia.model.prescription import read_prescription
from estralgia.say import in_words, words

DAY_LAST = 182  # of the last tablet of "letrozole for 26 weeks", counted from 1


@pytest.fixture(scope="module")
def ended():
    """Five women whose extra pain is set by hand: six months on tablets, then six without."""
    course = ea.simulate(ea.population(5, seed=1), "letrozole for 26 weeks", years=1, twin=True, every=7)
    days = course.data.time.values
    on, late = days < DAY_LAST, days > 320
    extra = np.array([
        np.zeros(len(days)),  # never
        np.where(on & (days > 20) & (days < 90), 2.0, 0.0),  # eased on tablets
        np.where(on & (days > 20), 2.0, 0.0),  # eased after the last
        np.where(days > 20, 2.0, 0.0),  # stays
        np.where(late, 2.0, 0.0),  # late
    ])  # fmt: skip
    pain = course["worst_pain"].transpose("arm", "patient", "time").copy()
    pain.loc[{"arm": "letrozole"}] = pain.sel(arm="untreated").values + extra
    data = course.data.assign(worst_pain=pain.assign_attrs(course["worst_pain"].attrs))
    return replace(course, data=data)


def kinds_of(course):
    found = course_kinds(course)
    assert sum(kind.astype(int) for kind in found.values()).max() == 1
    return [next(name for name in SHARES if bool(found[name].sel(patient=one)[0])) for one in course.data.patient]


def test_each_woman_has_one_course_and_the_last_tablet_tells_which(ended):
    assert kinds_of(ended) == ["never", "eased", "eased_after", "persisting", "late"]


def test_in_a_course_whose_tablets_go_on_nobody_eases_after_the_last(ended):
    arms = {"letrozole": read_prescription("letrozole", ended.asked.book), "untreated": ended.asked.arms["untreated"]}
    going_on = replace(ended, asked=replace(ended.asked, arms=arms))
    assert kinds_of(going_on) == ["never", "eased", "eased", "persisting", "late"]
    assert set(last_tablet_day(going_on).values.ravel()) == {float(ended.data.time[-1])}


def test_the_last_tablet_is_that_of_the_plan_or_of_her_who_stops_for_good(ended):
    assert set(last_tablet_day(ended).values.ravel()) == {DAY_LAST - 1}
    stopped = (ended["worst_pain"] * 0).where(ended.data.time < 91, 1)
    data = ended.data.assign(stopped=stopped)
    hers = replace(ended, data=data, asked=replace(ended.asked, tablets="closed loop"))
    assert set(last_tablet_day(hers).values.ravel()) == {91}


def test_three_reasons_for_the_end_of_tablets_are_told_apart(ended, refused):
    with refused("no reasons for stopping", "record="):
        why_ended(replace(ended, data=ended.data.drop_vars("stopped_for_joints")))
    none = ended["worst_pain"] * 0
    joints, otherwise = (none.where(ended.data.patient != woman, 1) for woman in (1, 2))
    stopped = {"stopped_for_joints": joints, "stopped_otherwise": otherwise, "stopped": joints + otherwise}
    hers = replace(ended, data=ended.data.assign(stopped), asked=replace(ended.asked, tablets="closed loop"))
    found = {why: [int(one) for one in women.sel(arm="letrozole")] for why, women in why_ended(hers).items()}
    assert found == {"joints": [0, 1, 0, 0, 0], "otherwise": [0, 0, 1, 0, 0], "planned": [1, 0, 0, 1, 1]}


def test_words_tell_the_two_apart(ended):
    said = in_words.hundred(ended, "letrozole")
    assert "in 20 it eased while she took the tablets" in said
    assert "in 20 it eased after the last tablet" in said
    assert "20 % it eased after the last tablet" in words.how_long(ended)
