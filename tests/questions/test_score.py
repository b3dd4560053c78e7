"""The score: what is inside and why, on a made-up target whose answer is known; background, numbers and offsets."""

import json
import math
from dataclasses import replace

import numpy as np
import pytest

import estralgia as ea
from estralgia.evidence.scoring import Group, Row, RunRow, Runs, Scored, Scoring, scoring
from estralgia.evidence.targets import target
from estralgia.questions.hours import by_the_hour
from estralgia.questions.score import blood, intervals, sample
from estralgia.questions.score.runs import with_covariates
from estralgia.questions.score.sample import Sample, mean, percent
from estralgia.say import score as words

RUN = RunRow(arms={"letrozole": "letrozole"}, years=0.6, untreated=True)
RECORD = ("worst_pain", "average_pain", "estradiol", "bone_turnover")
WOMEN, SEED = 128, 3
MEASURES = {
    "crew_joint_pain": ("new_or_worse", "letrozole", [3, 6]),
    "bable_vas_change_3mo": ("rise", "letrozole", 3, "all", "average_pain"),
    "lopez_ctx_change": ("marker_change", "letrozole", 168),
}


def made_up(offset=0.0, changed=None, **values):
    """Three targets on one short run; `values`: published numbers in place of their own."""
    pain, drug = Group(name="pain", of="pain", offset=offset), Group(name="drug", of="drug")
    rows = {}
    for id, measure in MEASURES.items():
        found = replace(target(id), value=values.get(id, target(id).value), se=target(id).se or 10.0)
        group = drug if id == "lopez_ctx_change" else pain
        rows[id] = Scored(found, group, replace(Row(run="short", measure=measure), **(changed or {})))
    return Scoring(Runs(RECORD, {"short": RUN}, {}), (pain, drug), rows, {})


def scored(how, **options):
    return ea.score(list(MEASURES), women=WOMEN, seed=SEED, scoring=how, **options)


@pytest.fixture(scope="module")
def first():
    """The score of the three as they were published."""
    return scored(made_up(0.55))


@pytest.fixture(scope="module")
def met(first):
    """The score of three numbers that are those of the model."""
    return scored(made_up(0.55, **{one.id: one.predicted for one in first.targets}))


def test_a_number_that_is_the_prediction_is_inside_with_z_of_0(met):
    for one in met.targets:
        assert one.inside
        assert one.inside_alone
        assert one.z == pytest.approx(0, abs=1e-9)
        assert one.low < one.predicted == one.published < one.high
    assert met.tally().inside == 3
    assert met.misses() == []


def test_the_interval_is_that_of_its_three_errors(met):
    one = met["crew_joint_pain"]
    share = one.predicted / 100
    assert one.target_error == pytest.approx(3.5 / (100 * share * (1 - share)))
    assert one.simulation_error == pytest.approx(1 / math.sqrt(WOMEN * share * (1 - share)), rel=0.5)
    whole = math.hypot(one.target_error, one.simulation_error, 0.55)
    assert math.log(one.high / (100 - one.high)) - math.log(share / (1 - share)) == pytest.approx(
        1.6449 * whole, rel=1e-3
    )
    assert one.log_score == pytest.approx(-math.log(whole) - 0.5 * math.log(2 * math.pi))


def test_an_offset_widens_and_is_shown_apart(met):
    one = met["crew_joint_pain"]
    assert one.offset == 0.55
    assert one.low < one.low_alone < one.high_alone < one.high
    assert met["lopez_ctx_change"].low == met["lopez_ctx_change"].low_alone
    assert one.log_score < one.log_score_alone


def test_the_background_alone_scores_lower(met):
    theory, background = met.parts["pain"]
    assert background.targets == theory.targets == 2
    assert background.log_score < theory.log_score
    assert background.inside_alone < theory.inside_alone
    assert met.parts["all but pain"][1].targets == 0
    assert met.parts["all"][1].targets == 3


def test_a_changed_number_moves_the_score(first):
    moved = scored(made_up(0.55), numbers={"turnover_rise": 0})
    assert moved["lopez_ctx_change"].predicted == pytest.approx(0, abs=0.1)
    assert first["lopez_ctx_change"].predicted > 10
    assert moved["crew_joint_pain"].predicted == first["crew_joint_pain"].predicted
    assert moved.numbers == {"turnover_rise": 0}


def test_a_theory_is_scored_in_place_of_all(first):
    other = scored(made_up(0.55), theory="background")
    assert other["crew_joint_pain"].predicted == first.background[0].predicted
    assert other.theory == "background"


def test_a_bound_that_is_kept_costs_nothing(first):
    ids = dict.fromkeys(MEASURES, 1.0)
    kept = scored(made_up(changed={"bound": "at least"}, **ids))
    broken = scored(made_up(changed={"bound": "at most"}, **ids))
    assert kept["bable_vas_change_3mo"].z == 0 or first["bable_vas_change_3mo"].predicted < 1
    assert kept["lopez_ctx_change"].z == 0
    assert broken["lopez_ctx_change"].z < 0


def test_what_cannot_be_computed_is_left_out_with_its_reason():
    how = made_up()
    rows = dict(how.rows)
    one = rows["lopez_ctx_change"]
    rows["lopez_ctx_change"] = replace(one, row=Row(run="short", measure=("marker_chnge", "letrozole", 168)))
    found = scored(replace(how, rows=rows, out={"pan_t1_n0": "no rate"}))
    assert "did you mean" in found.left_out["lopez_ctx_change"] or "marker_chnge" in found.left_out["lopez_ctx_change"]
    assert len(found.targets) == 2


def test_what_programs_read_and_people(first):
    record = json.loads(json.dumps(first.record()))
    assert record["parts"]["pain"]["theory"]["targets"] == 2
    assert {one["id"] for one in record["targets"]} == set(MEASURES)
    assert record["women"] == WOMEN
    assert repr(first).startswith(f"{first.tally().inside} of 3 targets inside")
    text = words.page(first)
    assert "| pain |" in text
    assert "## Not computed (0)" in text
    assert all(len(row) == len(words.HEADINGS) for row in [*words.group_rows(first), *words.part_rows(first)])
    assert all(len(words.miss_row(one)) == len(words.MISSED) for one in first.targets)


@pytest.mark.parametrize(("asked", "what", "fix"), [
    ("fitt", "no targets 'fitt'", "did you mean 'fit'?"),
    (["crew_joint_pian"], "'crew_joint_pian' is not scored", "did you mean 'crew_joint_pain'?"),
])  # fmt: skip
def test_targets_that_do_not_exist_are_refused(refused, asked, what, fix):
    with refused(what, fix):
        ea.score(asked)


def test_too_few_women_are_refused(refused):
    with refused("a score needs many women", "at least 100"):
        ea.score(women=20)
    with refused("a score needs many women", "at least 100"):
        ea.score(women=ea.population(20))


def test_a_target_that_was_left_out_says_why(first, refused):
    with refused("no target 'pan_t1_n0' was scored"):
        first["pan_t1_n0"]
    assert scoring().out["pan_t1_n0"]


@pytest.mark.slow
def test_every_target_that_stands_in_the_data_is_computed():
    """Whatever changes in the book: a run, quantity or number that is gone leaves its targets out, and fails here."""
    for use in ("fit", "check"):
        found = ea.score(use, women=200)
        assert found.left_out.keys() <= scoring().out.keys()


def test_a_jackknife_gives_the_error_of_a_mean_and_a_share():
    chance = np.random.default_rng(1)
    column = chance.normal(3, 2, 2000)
    assert Sample((column,), mean).error == pytest.approx(2 / math.sqrt(2000), rel=0.4)
    yes = (chance.uniform(size=2000) < 0.3).astype(float)
    assert Sample((yes,), percent).error == pytest.approx(100 * math.sqrt(0.21 / 2000), rel=0.4)
    assert math.isnan(Sample((np.full(10, np.nan),), mean).value)


def test_what_is_made_of_columns():
    chance = np.random.default_rng(2)
    x = chance.normal(size=4000)
    answers = (chance.uniform(size=4000) < 1 / (1 + np.exp(-(0.5 + 0.7 * x)))).astype(float)
    assert sample.odds_per_unit(answers, x) == pytest.approx(math.exp(0.7), rel=0.1)
    assert sample.odds_ratio(np.array([1.0, 1, 0]), np.array([1.0, 0, 0])) == pytest.approx((2.5 / 1.5) / (1.5 / 2.5))
    assert sample.correlation(x, 2 * x) == pytest.approx(1)
    assert sample.geometric_mean(np.array([1.0, 4.0, np.nan])) == pytest.approx(2)
    assert sample.coefficient_of_variation(np.array([1.0, 3.0])) == pytest.approx(100 / math.sqrt(2))


def test_a_share_of_nobody_is_read_as_half_a_woman(met):
    rows = made_up().rows["crew_joint_pain"]
    none, all_of_them = (intervals.interval(rows, value, 0.0, 100) for value in (0.0, 100.0))
    assert none.place == pytest.approx(math.log(0.005 / 0.995)) == -all_of_them.place
    assert none.simulation > 1
    assert intervals.interval(rows, 30.0, 2.0, 100).simulation == pytest.approx(2 / 21)


@pytest.mark.parametrize("name", intervals.SCALES)
def test_a_scale_goes_there_and_back(name):
    scale = intervals.SCALES[name]
    assert scale.back(scale.to(23.0)) == pytest.approx(23)
    assert (scale.to(23.01) - scale.to(22.99)) / 0.02 == pytest.approx(scale.slope(23.0), rel=1e-4)


@pytest.fixture(scope="module")
def on_tablets():
    """Half a year of letrozole beside the untreated women, with what blood holds."""
    record = ("worst_pain", "estrone", "concentration", "aromatase_activity", "clearance")
    return ea.simulate(ea.population(WOMEN, seed=SEED), RUN.arms, years=0.6, twin=True, every=7, record=record)


def test_blood_is_drawn_at_any_hour_of_the_day(on_tablets):
    day = by_the_hour(on_tablets.arm("untreated"), 28, ("estrone",)).estrone.isel(arm=0)
    found = blood.drawn(on_tablets, "untreated", 28)["estrone"].sel(arm="untreated", time=28)
    assert (found >= day.min("hour") * 0.999).all()
    assert (found <= day.max("hour") * 1.001).all()
    waking = on_tablets["estrone"].sel(arm="untreated", time=28)
    assert 0.85 < float((found / waking).mean()) < 0.97  # on waking it is higher by a tenth than in the mean of the day
    assert float((found / waking).std()) > 0.05


def test_a_woman_comes_at_the_same_hour_to_every_visit(on_tablets):
    first, later = (blood.drawn(on_tablets, "untreated", day)["estrone"].values for day in (7, 28))
    np.testing.assert_allclose(first, later, rtol=1e-3)


def test_a_tracer_sees_the_mean_of_the_day(on_tablets):
    mean_of_day = blood.over_the_day(on_tablets, "letrozole", 196, "aromatase_activity")["aromatase_activity"]
    hours = by_the_hour(on_tablets.arm("letrozole"), 196, ("aromatase_activity",))["aromatase_activity"]
    on_waking = on_tablets["aromatase_activity"].sel(arm="letrozole", time=196)
    assert float(hours.min("hour").mean()) < float(mean_of_day.mean()) < 0.98 * float(on_waking.mean())


def test_the_area_of_a_steady_day_is_dose_over_clearance(on_tablets):
    found = blood.area(on_tablets.arm("letrozole"), "letrozole", 196, 197)
    clearance = on_tablets["clearance"].sel(arm="letrozole", drug="letrozole", time=196) / 24  # L/h, on waking
    assert np.median(found * clearance) == pytest.approx(2500, rel=0.05)


def test_women_of_a_run_have_its_covariates_or_a_share_of_them_has():
    women = ea.population(400, seed=SEED)
    found = with_covariates(women, {"chemotherapy": 1, "taxane": 0.3}).covariates
    assert (found["chemotherapy"] == 1).all()
    assert found["taxane"].mean() == pytest.approx(0.3, abs=0.08)
    assert set(found["taxane"]) == {0, 1}
    np.testing.assert_array_equal(found["age"], women.covariates["age"])
