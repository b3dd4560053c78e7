"""What the model must show, with its tolerances: default theory, the usual population, every tablet taken."""

import numpy as np
import pytest

import estralgia as ea
from estralgia.evidence import instruments, outcomes
from estralgia.evidence.scores import score
from estralgia.evidence.shares import course_shares, site_shares
from estralgia.evidence.targets import target
from estralgia.questions.hours import by_the_hour

WOMEN = 1024
RECORD = (
    "worst_pain",
    "average_pain",
    "stiffness_on_waking",
    "pain_by_joint",
    "estradiol",
    "concentration",
    "spine_density",
    "recurrence_ratio",
)


@pytest.fixture(scope="module")
def women():
    return ea.population(WOMEN, seed=1)


@pytest.fixture(scope="module")
def letrozole(women):
    """Thirty months of letrozole beside the untreated twins, weekly."""
    return ea.simulate(women, "letrozole daily for 31 months", twin=True, every=7, record=RECORD)


@pytest.fixture(scope="module")
def stopped(women):
    """One year of letrozole, then eighteen months without."""
    return ea.simulate(
        women,
        "letrozole daily for 1 year, then stop",
        years=2.6,
        twin=True,
        every=7,
        record=("worst_pain", "estradiol"),
    )


def first_years(course, years):
    return course.with_data(course.data.sel(time=course.data.time <= years * 365.25))


def test_estradiol_falls_within_a_day_and_almost_vanishes(women):
    course = ea.simulate(women[:256], "letrozole 2.5 mg daily", years=0.1, twin=True, every=1, record=("estradiol",))
    left = (course["estradiol"].sel(arm="letrozole") / course["estradiol"].sel(arm="untreated")).median("patient")
    assert float(left.sel(time=1)) < 0.20
    assert float(left.sel(time=28)) < 0.03


def test_estradiol_is_half_back_ten_to_twenty_days_after_the_last_tablet(women):
    course = ea.simulate(
        women[:256], "letrozole daily for 90 days, then stop", years=0.5, twin=True, every=1, record=("estradiol",)
    )
    left = (course["estradiol"].sel(arm="letrozole") / course["estradiol"].sel(arm="untreated")).median("patient")
    last_tablet = 89
    half = int(left.time[(left.time > last_tablet) & (left >= 0.5)][0]) - last_tablet
    assert 10 <= half <= 20


@pytest.mark.parametrize(
    ("drug", "mean", "spread"), [("anastrozole", (30, 42), (0.30, 0.50)), ("letrozole", (75, 110), (0.35, 0.60))]
)
def test_steady_concentrations_are_the_published(women, drug, mean, spread):
    course = ea.simulate(women, drug, years=0.6, every=28, record=("concentration",))
    level = course["concentration"].isel(arm=0, drug=0, time=-1).values
    assert mean[0] <= level.mean() <= mean[1]
    assert spread[0] <= level.std() / level.mean() <= spread[1]


def test_every_cyp2a6_type_reaches_a_steady_state(women):
    course = ea.simulate(women, "letrozole", years=3, every=28, record=("concentration",))
    level = course["concentration"].isel(arm=0, drug=0)
    for alleles in (0, 1, 2):
        group = level[women.covariates["cyp2a6_variant_alleles"] == alleles]
        assert len(group) > 0
        np.testing.assert_allclose(group.isel(time=-1), group.isel(time=-4), rtol=0.005)


def test_hormones_without_a_drug_return_to_the_same_orbit(letrozole):
    level = letrozole["estradiol"].sel(arm="untreated")
    np.testing.assert_allclose(level.isel(time=-1), level.isel(time=0), rtol=1e-4)


def test_background_pain_keeps_its_distribution(letrozole):
    """Weeks differ, so that 1,024 women scatter; central gain begins in balance with the week of day 0, hence 0.25."""
    pain = letrozole["worst_pain"].sel(arm="untreated")
    for day in (365, 728):
        assert abs(float(pain.sel(time=day, method="nearest").mean() - pain.isel(time=0).mean())) < 0.15
        assert abs(float(pain.sel(time=day, method="nearest").std() - pain.isel(time=0).std())) < 0.25


def test_weeks_differ_and_answers_repeat_as_in_the_record(letrozole):
    """Mathias: standard error 1.6, SD 2.8, reliability 0.67; B-ABLE: SD of the change at three months 2.66."""
    first, second = (score(letrozole, "worst_pain", day).sel(arm="untreated").values for day in (28, 56))
    error = np.std(first - second) / np.sqrt(2)
    assert 1.4 <= error <= 1.8
    assert 0.60 <= 1 - error**2 / np.mean([first.var(), second.var()]) <= 0.75
    before, after = (score(letrozole, "worst_pain", day).sel(arm="letrozole").values for day in (0, 91))
    assert 2.3 <= np.std(after - before) <= 2.9


def test_a_day_later_answers_are_nearly_the_same(women):
    """Knee osteoarthritis, 24 hours apart: standard error 0.48."""
    course = ea.simulate(women, "letrozole", years=0.1, twin=True, every=1, record=("worst_pain",))
    first, second = (instruments.reading(course, day).sel(arm="untreated").values for day in (28, 29))
    assert 0.4 <= np.std(first - second) / np.sqrt(2) <= 0.6


def test_seven_women_of_ten_have_some_pain_before_tablets_and_rise_less(letrozole):
    """JACS: 69 %. PreFace's +0.9 without and +0.3 with earlier pain are exceeded, for three other numbers are held:

    B-ABLE's +1.16 over all, what is left a year after five years, and what tablets without a drug bring.
    """
    had = instruments.had_pain(letrozole).values
    assert 0.60 <= float((instruments.category(letrozole, 0).sel(arm="untreated") > 0).mean()) <= 0.76
    pain = [score(letrozole, "average_pain", day).sel(arm="letrozole").values for day in (0, 182)]
    rise = pain[1] - pain[0]
    assert 0.6 <= rise[~had].mean() <= 2.0
    assert 0.0 <= rise[had].mean() <= 0.9
    assert rise[had].mean() < rise[~had].mean()


def test_what_is_newly_worse_falls_from_window_to_window(letrozole):
    """COMPACT: 14, 11 and 9 %."""
    days = [month * instruments.DAYS_PER_MONTH for month in (0, 3, 4.5, 7.5, 10.5, 13.5)]
    shares = [
        100 * float(instruments.newly_worse(letrozole, days[: last + 1]).sel(arm="letrozole").mean())
        for last in (3, 4, 5)
    ]
    for found, seen in zip(shares, (14, 11, 9), strict=True):
        assert abs(found - seen) < 4
    assert shares == sorted(shares, reverse=True)


def test_stiffness_goes_its_own_way(letrozole):
    stiffness, excess = letrozole["stiffness_on_waking"].sel(time=182), letrozole.excess().sel(time=182)
    untreated = stiffness.sel(arm="untreated")
    extra = stiffness.sel(arm="letrozole") - untreated
    assert float(untreated.std()) > 1
    assert 0.28 <= float((extra >= 1).mean()) <= 0.50  # 44 % (Crew)
    assert np.corrcoef(extra, excess.sel(arm="letrozole"))[0, 1] < 0.8


def test_about_half_have_new_or_worse_pain_and_a_third_would_anyway(letrozole):
    share = instruments.new_or_worse(letrozole).mean("patient")
    assert 0.45 <= float(share.sel(arm="letrozole")) <= 0.65
    assert 0.20 <= float(share.sel(arm="untreated")) <= 0.40


def test_a_report_form_sees_a_few_points_of_difference(letrozole):
    share = instruments.report_form(letrozole)
    assert 0.17 <= float(share.sel(arm="untreated")) <= 0.25
    assert 0.02 <= float(share.sel(arm="letrozole") - share.sel(arm="untreated")) <= 0.08


def test_pain_starts_within_months_and_sometimes_late(letrozole):
    weeks = outcomes.onset_week(first_years(letrozole, 2)).sel(arm="letrozole").dropna("patient").values
    assert 3 <= np.median(weeks) <= 10
    assert 8 <= np.quantile(weeks, 0.75) <= 16
    assert 0.02 <= np.mean(weeks > 26) <= 0.15  # fluid and sheath go on growing to two years (Lintermans)


def test_a_form_writes_what_is_mild_moderate_and_severe_as_atac_did(women):
    """ATAC: odds ratio 1.25 (1.12 to 1.40), grades 54.5, 38.6 and 6.8 %, by the rule that meets MA.17; of 150 cases."""
    arms = {one: one for one in ("anastrozole", "tamoxifen")}
    course = ea.simulate(women, arms, years=5.05, twin=True, every=7, record=("worst_pain",))
    form, entered = instruments.on_report_form(course, [60]), instruments.category(course, 0) <= 1
    shares = [float(form.sel(arm=one).where(entered.sel(arm=one)).mean()) for one in arms]
    odds = [one / (1 - one) for one in shares]
    assert 1.12 <= odds[0] / odds[1] <= 1.40
    grades = instruments.grade_on_form(course, [60]).where(entered).sel(arm="anastrozole").values
    for grade, seen in enumerate((54.5, 38.6, 6.8)):
        assert 100 * np.mean(grades[np.isfinite(grades)] == grade) == pytest.approx(seen, abs=9)


def test_hands_feet_and_knees_lead_and_every_site_hurts(letrozole):
    shares = site_shares(letrozole).sel(arm="letrozole")
    leading = {str(site) for site in shares.site.values[np.argsort(-shares.values)[:3]]}
    assert leading == {"hands and wrists", "foot", "knee"}
    seen = {"hands and wrists": 65, "knee": 62, "foot": 68, "hip": 56, "low back": 46}  # Lombard
    for site, share in seen.items():
        assert 100 * float(shares.sel(site=site)) == pytest.approx(share, abs=15), site
    excess = letrozole.excess("pain_by_joint").sel(arm="letrozole", time=182)
    assert bool(((excess > 0.5).any("patient")).all())


def test_recent_menopause_raises_the_odds(letrozole):
    assert 1.4 <= float(outcomes.odds_ratio_by_menopause(letrozole).sel(arm="letrozole")) <= 4


def assert_the_four_occur(shares):
    """Never, eased, persisting and late; nobody eases after a last tablet that is not yet taken."""
    assert shares["eased_after"] == 0
    assert min(share for kind, share in shares.items() if kind != "eased_after") > 0.03, shares


def test_the_four_courses_all_occur_over_two_years(letrozole):
    shares = course_shares(first_years(letrozole, 2))["letrozole"]
    assert sum(shares.values()) == pytest.approx(1)
    assert_the_four_occur(shares)


def test_the_four_courses_all_occur_over_five_years(women):
    course = ea.simulate(women, "letrozole daily for 5 years", twin=True, every=7, record=("worst_pain",))
    assert_the_four_occur(course_shares(course)["letrozole"])


def test_most_improve_after_stopping_and_some_linger_and_fade(stopped):
    seen = outcomes.after_stopping(stopped, stop_day=364)
    assert seen["women"] > 100
    assert seen["lost 30 % by 8 weeks"] >= 0.75
    assert 0.03 <= seen["keeps a point at 12 months"] <= 0.18
    assert seen["their excess at 18 months"] < seen["their excess at 12 months"]


@pytest.mark.slow
def test_the_three_inhibitors_hurt_alike(women):
    """Within eight women of a hundred: a point of extra pain at half a year (FACE, MA.27)."""
    drugs = ("letrozole", "anastrozole", "exemestane")
    course = ea.simulate(women, {one: one for one in drugs}, years=0.55, twin=True, every=7, record=("worst_pain",))
    share = (course.excess().sel(time=182) >= 1).mean("patient")
    assert 0.25 < float(share.min())
    assert float(share.max() - share.min()) < 0.08


@pytest.fixture(scope="module")
def five_years(women):
    """Five years of letrozole as planned, then fourteen months without, weekly."""
    names = ("worst_pain", "retained_fluid", "grip_ratio", "slow_change_input", "inflammation_input")
    return ea.simulate(women, "letrozole for 5 years, then stop", years=6.2, twin=True, every=7, record=names)


def beside(course, name, year):
    """Mean of a quantity over that of the untreated twins."""
    values = course[name].sel(time=year * 365.25, method="nearest")
    return float((values.isel(arm=0) - values.sel(arm="untreated")).mean())


def test_as_many_blame_the_tablets_in_years_three_to_five_as_before(five_years):
    periods = (range(1, 31), range(31, 61))
    early, late = (float(instruments.attribution(five_years, one).isel(arm=0).mean()) for one in periods)
    assert abs(early - late) < 0.12
    assert beside(five_years, "worst_pain", 5) > 0.6 * beside(five_years, "worst_pain", 0.5)


def test_a_year_after_five_years_some_extra_pain_is_left_and_falls(five_years):
    after = [beside(five_years, "worst_pain", year) for year in (5, 5.5, 6, 6.15)]
    assert np.all(np.diff(after) < 0)
    assert after[2] > 0.3


def test_fluid_and_grip_are_worse_at_two_years_than_at_half_a_year(five_years):
    assert beside(five_years, "retained_fluid", 2) > 1.03 * beside(five_years, "retained_fluid", 0.5)
    assert beside(five_years, "grip_ratio", 2) < 1.1 * beside(five_years, "grip_ratio", 0.5)


def test_slow_change_of_tissue_is_less_than_a_third_of_inflammation(five_years):
    for year in (0.5, 2, 5):
        share = beside(five_years, "slow_change_input", year) / beside(five_years, "inflammation_input", year)
        assert 0.01 < share < 1 / 3


@pytest.mark.slow
def test_exemestane_blocks_as_much_as_was_measured_over_the_day(women):
    course = ea.simulate(women[:64], "exemestane", years=0.2, every=28, record=("aromatase_activity",))
    left = by_the_hour(course, 56, ("aromatase_activity",))["aromatase_activity"]
    assert 0.015 <= float(left.mean("hour").median()) <= 0.03  # 97.9 % blocked (Geisler 1998)


@pytest.mark.parametrize(("days", "least", "most"), [(30, 0.95, 0.99), (365, 0.6, 0.8), (1826, 0.4, 0.55)])
def test_what_protects_for_years_is_earned_by_years_of_tablets(women, days, least, most):
    regimen = f"letrozole for {days} days, then stop"
    course = ea.simulate(women[:64], regimen, years=10, every=28, record=("recurrence_ratio",))
    assert least < float(course["recurrence_ratio"].mean()) < most


@pytest.mark.slow
def test_recurrence_on_tamoxifen_and_beside_it_is_the_published(women):
    regimens = {one: f"{one} for 5 years, then stop" for one in ("tamoxifen", "letrozole")}
    course = ea.simulate(women[:64], regimens, years=15, every=28, record=("recurrence_ratio",))
    ratio = course["recurrence_ratio"].mean("patient")

    def over(arm, first, last):
        return float(ratio.sel(arm=arm, time=slice(first * 365.25, last * 365.25)).mean())

    for (first, last), name in {(0, 5): "0_4", (5, 10): "5_9", (10, 15): "10_14"}.items():
        published = target(f"ebctcg_tam_rec_{name}")
        assert abs(np.log(over("tamoxifen", first, last) / published.value)) < 1.645 * published.se, name
    for (first, last), name in {(0, 2): "0_1", (2, 5): "2_4"}.items():
        published = target(f"ebctcg_ai_vs_tam_{name}")
        found = over("letrozole", first, last) / over("tamoxifen", first, last)
        assert abs(np.log(found / published.value)) < 1.645 * published.se, name


def test_bone_ages_without_tablets_differs_between_women_and_recovers_slowly(women):
    regimen = "anastrozole for 5 years, then stop"
    course = ea.simulate(women[:512], regimen, years=7.1, twin=True, every=28, record=("spine_density",))
    spine = course["spine_density"].isel(arm=0)
    at = {year: spine.sel(time=year * 365.25, method="nearest") for year in (2, 5, 7)}
    twin = course["spine_density"].sel(arm="untreated").sel(time=1826, method="nearest")
    assert -0.005 < float(twin.mean() - 1) / 5 < -0.002
    assert float(at[2].std()) > 0.02
    assert 0.007 < float((at[7] / at[5]).mean() - 1) < 0.018


def test_pain_makes_early_reasons_to_stop_and_missed_tablets(women):
    names = ("stopped", "stopped_for_joints", "stopped_otherwise", "worst_pain")
    course = ea.simulate(women, "letrozole", years=2.05, every=7, record=names, tablets="closed loop").data.isel(arm=0)
    joints = course.stopped_for_joints.transpose("time", "patient").values > 0
    assert 0.20 <= joints[-1].mean() <= 0.28
    assert 5 <= np.median(course.time.values[joints.argmax(axis=0)[joints[-1]]]) / 30.44 <= 8
    both = joints & (course.stopped_otherwise.transpose("time", "patient").values > 0)
    assert both.mean() < 0.01
    stays = course.stopped.isel(time=-1).values == 0
    missed = course.tablet_missed.values[stays].mean(axis=1)
    assert 0.22 <= np.mean(missed > 0.2) <= 0.34
    assert np.corrcoef(missed, course.worst_pain.mean("time").values[stays])[0, 1] >= 0


def test_bone_is_lost_and_recurrence_falls(women):
    course = ea.simulate(
        women[:256], "anastrozole daily for 4 years", twin=True, every=28, record=("spine_density", "recurrence_ratio")
    )
    spine = course["spine_density"].sel(arm="anastrozole", time=728).median()
    assert 0.95 <= float(spine) <= 0.97
    ratio = course["recurrence_ratio"].mean(("patient", "time"))
    assert 0.30 <= float(ratio.sel(arm="anastrozole") / ratio.sel(arm="untreated")) <= 0.45


def test_switching_a_mechanism_off_leaves_exactly_nothing_of_it(women):
    inputs = {"inflammation": "inflammation_input", "lubrication": "fluid_input", "sensitization": "gain"}
    names = (*inputs.values(), "lubricant_input")
    for theory in inputs:
        course = ea.simulate(women[:256], "letrozole", years=0.5, theory=theory, record=names)
        for mechanism, name in inputs.items():
            values = course[name].values
            nothing = 1 if name == "gain" else 0
            assert np.all(values == nothing) == (mechanism != theory), (theory, name)
        assert np.all(course["lubricant_input"].values == 0) == (theory != "lubrication")


@pytest.mark.slow
def test_response_to_the_level_loses_the_gradient_by_years_since_menopause(women, letrozole):
    level = ea.simulate(
        women, "letrozole", years=0.55, twin=True, every=7, theory="all; withdrawal=level", record=("worst_pain",)
    )
    short = outcomes.odds_ratio_by_menopause(level).sel(arm="letrozole")
    assert float(short) < float(outcomes.odds_ratio_by_menopause(letrozole).sel(arm="letrozole")) - 0.3


def test_carpal_tunnel_syndrome_is_as_frequent_as_published():
    women = ea.population(256, seed=2)
    regimen, record = "anastrozole for 5 years, then stop", ("carpal_tunnel_risk", "crowding_ratio")
    course = ea.simulate(women, regimen, years=6.4, twin=True, every=28, record=record)
    risk = 100 * course["carpal_tunnel_risk"]
    assert float(risk.diff("time").min()) >= 0
    found = risk.isel(time=-1).mean("patient")
    for arm, name in (("anastrozole", "ibis2_cts_anastrozole"), ("untreated", "ibis2_cts_placebo")):
        assert float(found.sel(arm=arm)) == pytest.approx(target(name).value, abs=0.5)
    assert float(course["crowding_ratio"].sel(arm="untreated").max()) < 1.1
