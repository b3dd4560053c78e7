"""Instruments: the same women are counted by some and not by others; what is set is met, the rest is predicted."""

import numpy as np
import pytest

import estralgia as ea
from estralgia.evidence import instruments
from estralgia.evidence.targets import target
from estralgia.questions.ways_of_asking import instruments_side_by_side

ORDER = ["free_text", "report_form", "threshold", "attribution", "rheumatologist", "item"]
# How far a prediction for 256 women may be from the published share: the worst seen is 9 points, chance adds 6.
FARTHEST = 15


@pytest.fixture(scope="module")
def rows(long_course):
    return instruments_side_by_side(long_course)


@pytest.fixture(scope="module")
def pictured(rows):
    return {row.instrument: row for row in rows if row.pictured}


def by_arm(counted):
    return {str(arm): float(counted.sel(arm=arm).mean()) for arm in counted.arm.values}


def test_six_ways_of_asking_count_ever_more_of_the_same_women(pictured):
    shares = [pictured[name].drug["share"] for name in ("free_text", "report_form", "rheumatologist", "item")]
    assert shares == sorted(shares)
    assert shares[0] < 0.25
    assert shares[-1] > 0.55
    assert pictured["report_form"].drug["share"] < pictured["threshold"].drug["share"] < shares[-1]
    assert pictured["report_form"].drug["share"] < pictured["attribution"].drug["share"] < shares[-1]


def test_every_instrument_counts_fewer_of_the_untreated_twins(rows):
    assert all(row.untreated["share"] < row.drug["share"] for row in rows)


def test_every_share_lies_in_its_interval(rows):
    for found in (one for row in rows for one in (row.drug, row.untreated)):
        assert 0 <= found["low"] < found["share"] < found["high"] <= 1


def test_what_is_set_is_met_to_a_woman(long_course, pictured):
    women = len(long_course.women)
    (of_both,) = pictured["free_text"].published
    met = (pictured["free_text"].drug["share"] + pictured["free_text"].untreated["share"]) / 2
    assert of_both.is_set
    assert met == pytest.approx(round(of_both.share * 2 * women) / (2 * women), abs=1 / women)  # twins share dice: ties
    on_placebo = pictured["report_form"].published[1]
    assert on_placebo.is_set
    assert pictured["report_form"].untreated["share"] == pytest.approx(round(on_placebo.share * women) / women)


def test_only_the_two_forms_have_something_set(rows):
    assert {row.instrument for row in rows if row.is_set} == {"free_text", "report_form"}
    assert [row.month for row in rows if row.is_set] == [12, 30]


def test_what_is_not_set_is_predicted_within_the_stated_distance(rows):
    compared = 0
    for row in rows:
        mixed = (row.drug["share"] + row.untreated["share"]) / 2
        simulated = {"drug": row.drug["share"], "other": row.untreated["share"], "both": mixed}
        for seen in row.published:
            if not seen.is_set:
                assert abs(simulated[seen.group] - seen.share) < FARTHEST / 100, (row.instrument, seen)
                compared += 1
    assert compared == 8


def test_published_shares_are_those_of_the_targets(pictured):
    assert [seen.share for seen in pictured["item"].published] == [
        target(name).value / 100 for name in ("lintermans_new_or_worse_ai", "lintermans_new_or_worse_tam")
    ]
    assert pictured["threshold"].published == ()


def test_without_a_drug_both_arms_are_counted_alike(switched_off):
    for row in instruments_side_by_side(switched_off):
        assert row.drug == row.untreated


def test_free_text_is_written_later_and_later_but_never_unwritten(long_course):
    at_3, at_12 = (instruments.free_text(long_course, [month]) for month in (3, 12))
    assert not bool((at_3 & ~at_12).any())
    assert int(at_12.sum()) > int(at_3.sum()) > 0


def test_a_form_holds_only_women_whose_answer_rose(long_course):
    months = instruments.visits_until("report_form", 30)
    rose = instruments.questionnaire(long_course, months)
    on_form = instruments.on_report_form(long_course, [30])
    assert not bool((on_form & ~rose).any())


def test_a_trial_has_a_reporting_probability_of_its_own(long_course):
    arm = long_course.arms[0]
    entered = instruments.category(long_course, 0).sel(arm=arm) <= 1
    probability = instruments.reporting_probability(long_course, 30, arm, 0.1, entered)
    on_form = instruments.on_report_form(long_course, [30], probability).sel(arm=arm)
    assert int(on_form[entered].sum()) == round(0.1 * int(entered.sum()))
    grades = instruments.grade_on_form(long_course, [30], probability).sel(arm=arm)
    assert (grades.notnull() == on_form).all()
    assert instruments.reporting_probability(long_course, 30, arm, 1.0) == 1


def test_a_form_holds_no_mild_answer_and_grades_are_of_the_day_on_which_it_is_written(long_course):
    months, on_form = instruments.visits_until("report_form", 30), instruments.on_report_form(long_course, [30])
    moderate = on_form & False
    for month in months:
        moderate = moderate | (instruments.category(long_course, month * instruments.DAYS_PER_MONTH) >= 2)
    assert not bool((on_form & ~moderate).any())
    grades = instruments.grade_on_form(long_course, [30])
    assert np.array_equal(grades.notnull(), on_form)
    assert set(np.unique(grades.values[np.isfinite(grades.values)])) <= {0, 1, 2}


def test_newly_worse_is_above_every_answer_before(long_course):
    days = [0, 91, 182, 273]
    new, once = instruments.newly_worse(long_course, days), instruments.new_or_worse(long_course, [182, 273])
    assert not bool((new & ~once).any())
    assert int(new.sum()) < int(once.sum())


def test_a_baseline_may_be_any_day(long_course):
    since = instruments.questionnaire(long_course, [12], since=182)
    assert np.array_equal(since, instruments.new_or_worse(long_course, [182, 12 * instruments.DAYS_PER_MONTH]))
    assert not np.array_equal(since, instruments.questionnaire(long_course, [12]))
    later, first = (instruments.risen_by_month(long_course, day).sel(month=12) for day in (182, 0))
    assert not np.array_equal(later, first)


def test_nobody_without_pain_errs(long_course):
    data = long_course.data.copy(deep=True)
    data["worst_pain"][:] = 0
    assert float(instruments.reading(long_course.with_data(data), 91).max()) == 0


def test_every_joint_is_answered_on_its_own():
    course = ea.simulate(ea.population(64, seed=2), "letrozole", years=0.3, every=7, record=("pain_by_joint",))
    found = instruments.by_joint(course, 91)
    assert found.dims == ("arm", "joint", "patient")
    assert set(np.unique(found)) <= set(range(11))
    assert float(found.where(course["pain_by_joint"].sel(time=91) == 0).max()) == 0


def test_earlier_pain_needs_the_same_women_without_tablets(long_course, refused):
    assert 0.3 < float(instruments.had_pain(long_course).mean()) < 0.9
    with refused("earlier pain is that of the untreated arm", "twin=True"):
        instruments.had_pain(long_course.arm("letrozole"))


def test_more_visits_count_more_women(long_course):
    for ask in (instruments.questionnaire, instruments.rheumatologist, instruments.threshold):
        few, many = by_arm(ask(long_course, [3, 12])), by_arm(ask(long_course, [3, 6, 12]))
        assert all(few[arm] < many[arm] for arm in few)


def test_the_threshold_counts_whoever_scores_that_much(long_course):
    name = instruments.instruments().threshold.score
    found = instruments.score(long_course, name, 6 * instruments.DAYS_PER_MONTH) >= 4
    assert np.array_equal(instruments.threshold(long_course, [6]), found)


def test_nobody_without_pain_puts_it_down_to_the_tablets(long_course):
    data = long_course.data.copy(deep=True)
    data["worst_pain"][..., 1:] = 0  # zero after the first day: an answer above none is then reading error alone
    painless = long_course.with_data(data)
    assert float(instruments.attribution(painless, range(1, 31)).mean()) < 0.05


def test_a_share_that_cannot_be_reached_is_missed_and_everything_is_written(switched_off):
    data = switched_off.data.copy(deep=True)
    data["worst_pain"][:] = 9.9  # the highest answer already, all along
    data["worst_pain"][:, :20, 0] = 0
    few = switched_off.with_data(data)
    written = instruments.on_report_form(few, [30])
    assert written.sum("patient").values.tolist() == [20, 20]


def test_failed_women_are_left_out(long_course, with_failures):
    sound = long_course.of(slice(10, None))  # nobody of these failed
    assert instruments_side_by_side(with_failures) == instruments_side_by_side(sound)


def test_what_cannot_be_compared_says_why(long_course, refused):
    short = long_course.with_data(long_course.data.isel(time=slice(0, 20)))
    with refused("shorter than the visit on day 913", "longer"):
        instruments_side_by_side(short)
    with refused("shorter than the visit on day 365", "longer"):
        instruments.free_text(short.with_data(short.data.isel(time=slice(0, 10))), [12])
    with refused("twins were not simulated", "twin=True"):
        instruments_side_by_side(long_course.arm("letrozole"))
    with refused("untreated arm", "twin=True"):
        instruments.on_report_form(long_course.arm("letrozole"), [30])
    with refused("with a drug", "a regimen with a drug"):
        instruments_side_by_side(long_course.twin)
    with refused("no arm 'letrozol' with a drug", "did you mean 'letrozole'"):
        instruments_side_by_side(long_course, "letrozol")
    with refused("holds no 'average_pain'"):
        instruments_side_by_side(long_course.with_data(long_course.data.drop_vars("average_pain")))
    alone = long_course.of([3])
    with refused("many women", "population"):
        instruments_side_by_side(alone)


def test_another_drug_takes_the_place_of_the_first(long_course):
    data = long_course.data.assign_coords(arm=["anastrozole", "untreated"])
    renamed = long_course.with_data(data)
    assert instruments_side_by_side(renamed, "anastrozole") == instruments_side_by_side(long_course)


def test_a_woman_is_counted_alike_in_any_cohort(long_course):
    some = long_course.of(slice(40, 60))
    for ask, months in ((instruments.rheumatologist, [3, 6]), (instruments.attribution, range(1, 31))):
        assert np.array_equal(ask(some, months), ask(long_course, months).isel(patient=slice(40, 60)))
