"""Every picture says what it shows and in which unit, for many women and for one, with twins and without."""

import re

import numpy as np
import pytest

from estralgia.evidence.published import Row
from estralgia.look import pictures, series, style
from estralgia.look.shares import out_of_hundred
from estralgia.model.errors import EstralgiaError
from estralgia.say import drawn


def words(figure):
    figure.draw_without_rendering()
    return [text.get_text().strip() for text in figure.findobj(lambda one: hasattr(one, "get_text"))]


def labels(figure):
    """Labels of all axes that show some: ((x, y), ...)."""
    return [(axes.get_xlabel(), axes.get_ylabel()) for axes in figure.axes if axes.axison]


@pytest.fixture(params=["many with twins", "many without", "one with a twin", "one without", "untreated"])
def any_course(request, cohort, one_woman):
    return {
        "many with twins": cohort,
        "many without": cohort.arm("letrozole"),
        "one with a twin": one_woman,
        "one without": one_woman.arm("letrozole"),
        "untreated": cohort.twin,
    }[request.param]


def test_time_and_unit_stand_at_the_axes_of_every_quantity(any_course):
    names = [name for name in series.drawable(any_course) if "joint" not in any_course[name].dims]
    for name in names:
        if any_course.treated or "drug" not in any_course[name].dims:
            found = labels(pictures.plot(any_course, name))
            assert all("months" in x.split() for x, _ in found)
            assert found[0][1]
    assert len(names) > 25


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("pain", "0 to 10"),
        ("stiffness", "0 to 10"),
        ("estradiol", "pmol/L"),
        ("concentration", "µg/L"),
        ("aromatase_activity", "1 without a drug"),
        ("spine_density", "ratio"),
        ("stopped", "% of women with a 1"),
    ],
)
def test_units_are_written_as_people_write_them(cohort, name, unit):
    assert labels(pictures.plot(cohort, name))[0][1] == unit


@pytest.mark.parametrize(
    ("arm", "label"),
    [
        ("letrozole then exemestane", "with letrozole then exemestane"),
        ("letrozole and tamoxifen with yoga and vitamin D", "with letrozole and tamoxifen, with yoga and vitamin D"),
        ("untreated with exercise", "without tablets, with exercise"),
        ("untreated", "without tablets"),
    ],
)
def test_arms_in_words(arm, label):
    assert series.label_of(arm) == label


def test_bands_lie_over_one_another_and_hold_the_quantiles_of_the_women(cohort):
    (axes,) = pictures.bands(cohort, "worst_pain").axes
    drawn = [line.get_ydata() for line in axes.lines if len(line.get_ydata()) > 2]
    for arm in ("letrozole", "untreated"):
        limits = np.quantile(cohort["worst_pain"].sel(arm=arm), [0.05, 0.5, 0.95], axis=0)
        assert all(any(np.allclose(line, limit) for line in drawn) for limit in limits)
    boxes = [one.get_datalim(axes.transData) for one in axes.collections]
    for arm, box in zip(("letrozole", "untreated"), boxes, strict=True):
        low, high = np.quantile(cohort["worst_pain"].sel(arm=arm), [0.25, 0.75], axis=0)
        assert (box.y0, box.y1) == pytest.approx((low.min(), high.max()))


def test_the_band_of_the_twins_is_hatched_and_the_other_is_not(cohort):
    figure = pictures.bands(cohort, "worst_pain")
    assert [one.get_hatch() for one in figure.axes[0].collections] == [None, style.HATCH]
    assert {"with letrozole", "without tablets"} <= set(words(figure))


def test_one_woman_is_drawn_as_lines(cohort, one_woman):
    her = int(one_woman.data.patient[0])
    for figure in (pictures.bands(one_woman, "worst_pain"), pictures.bands(cohort, "worst_pain", patient=her)):
        (axes,) = figure.axes
        assert not axes.collections
        lines = [line.get_ydata() for line in axes.lines if len(line.get_ydata()) > 2]
        assert np.allclose(lines, one_woman["worst_pain"].values[:, 0])


def test_the_last_tablet_is_marked_where_tablets_end_before_the_course(cohort):
    assert "last tablet" in words(pictures.plot(cohort, "pain"))
    assert "last tablet" not in words(pictures.plot(cohort.twin, "pain"))


def test_incidence_shows_both_arms_by_month(cohort):
    figure = pictures.incidence(cohort)
    assert labels(figure) == [("months since the first tablet", "% of women")]
    assert {"with letrozole", "without tablets"} <= set(words(figure))


def test_the_cascade_runs_from_tablet_to_pain_with_the_twin_beside_her(one_woman):
    figure = pictures.cascade(one_woman)
    assert figure.axes[0].get_title("left") == "Drug in plasma"
    assert figure.axes[-1].get_title("left") == "Worst pain of the day"
    assert all(y for _, y in labels(figure))
    assert "time since the first tablet" in labels(figure)[-1][0]
    assert figure.axes[2].get_yscale() == "log"
    assert len([line for line in figure.axes[-1].lines if len(line.get_ydata()) > 2]) == 2


def test_a_course_without_any_link_has_no_cascade(cohort):
    bare = cohort.with_data(cohort.data[["sleep_quality", "status"]])
    with pytest.raises(EstralgiaError, match="no link"):
        pictures.cascade(bare)


def test_the_body_names_every_joint_and_whose_left(any_course):
    found = words(pictures.body(any_course))
    sites = ("shoulder", "elbow", "wrist", "fingers", "hip", "knee", "foot", "low back")
    assert {"her left", "her right"} <= set(found)
    assert [len([text for text in found if text.startswith(site)]) for site in sites] == [2] * 7 + [1]
    assert any("points of 10" in text for text in found)


def test_her_left_is_on_the_right_of_the_picture(one_woman):
    pain = one_woman.data.copy(deep=True)
    pain["pain_by_joint"][:] = 0
    pain["pain_by_joint"].loc[{"joint": "left knee", "arm": "letrozole"}] = 10
    figure = pictures.body(one_woman.with_data(pain))
    labelled = {text.get_text(): text.get_position()[0] for text in figure.axes[0].texts}
    assert labelled["knee\n10.0"] > 0 > labelled["knee\n0.0"]


def test_the_body_of_many_shows_what_comes_on_top_of_the_twin(cohort):
    excess = cohort.excess("pain_by_joint").sel(arm="letrozole", joint="low back").sel(time=90, method="nearest")
    assert f"low back\n{float(excess.mean()):+.1f}" in words(pictures.body(cohort, day=90))
    her = cohort["pain_by_joint"].sel(arm="letrozole", joint="low back", patient=7).sel(time=90, method="nearest")
    assert f"low back\n{float(her):.1f}" in words(pictures.body(cohort, patient=7, day=90))


def test_a_hundred_women_are_a_hundred_dots(cohort):
    figure = pictures.hundred(cohort)
    assert sum(len(line.get_xdata()) for line in figure.axes[0].lines) == 100
    assert out_of_hundred({"a": 1 / 3, "b": 1 / 3, "c": 1 / 3}) == {"a": 34, "b": 33, "c": 33}


def test_sites_stand_beside_the_published_shares(cohort):
    figure = pictures.sites(cohort)
    assert labels(figure) == [("% of women with\nnew or worse joint pain", "")]
    assert 68 in figure.axes[0].lines[0].get_xdata()  # feet, Lombard 2016
    assert {"published survey", "simulated, with letrozole", "foot"} <= set(words(figure))


@pytest.mark.parametrize(
    "any_course", ["many with twins", "many without", "one with a twin", "one without"], indirect=True
)
def test_a_day_runs_from_waking_to_night_beside_the_twin(any_course):
    figure = drawn.plot(any_course, "a day", day=90)
    assert [axes.get_title("left") for axes in figure.axes] == [
        "Pain of the worst joint at this hour",
        "Stiffness of the stiffest joint at this hour",
    ]
    assert [y for _, y in labels(figure)] == ["0 to 10", "0 to 10"]
    assert labels(figure)[-1][0] == "hours after waking"
    assert {"wakes", "moves", "sits", "in bed"} <= set(words(figure))
    means = any_course.hours(90)["worst_joint_stiffness"].sel(arm="letrozole").mean("patient")
    stiffness = figure.axes[1].lines[0]
    assert np.allclose(stiffness.get_xdata(), means.hour)
    assert np.allclose(stiffness.get_ydata(), means)
    assert len([line for line in figure.axes[1].lines if len(line.get_ydata()) > 2]) == len(any_course.arms)


def test_one_of_many_women_has_her_day(cohort):
    hers = cohort.hours(90)["worst_joint_pain"].sel(arm="letrozole", patient=7)
    assert np.allclose(drawn.day(cohort, day=90, patient=7).axes[0].lines[0].get_ydata(), hers)


@pytest.mark.parametrize("patient", [None, 7])
def test_mechanisms_hold_all_of_the_pain(cohort, patient):
    figure = drawn.mechanisms(cohort, day=84, patient=patient)
    (axes,) = figure.axes
    parts = [line.get_xdata() for line in axes.lines if len(line.get_xdata()) > 2]
    pain = cohort["worst_pain"].sel(time=84, patient=cohort.data.patient if patient is None else [patient])
    assert [part.sum() for part in parts] == pytest.approx(pain.mean("patient").values.tolist(), abs=0.01)
    assert "{:.1f} with letrozole, {:.1f} without".format(*pain.mean("patient").values) in " ".join(words(figure))
    assert [text.get_text() for text in axes.get_yticklabels()][:2] == ["background", "inflammation"]
    found = [re.fullmatch(r"(\d+) %\n\((\d+) to (\d+)\)", text) for text in words(figure)]
    shares = [[int(part) for part in one.groups()] for one in found if one]
    assert sum(share for share, _, _ in shares) == pytest.approx(100, abs=3)
    assert all(low <= share <= high for share, low, high in shares)
    assert shares[0][2] >= 95  # the theory "background" holds little else
    assert labels(figure)[0][0] == "points of pain (0 to 10)"


def test_the_range_over_theories_holds_the_point_of_the_full_mix(cohort):
    (axes,) = drawn.mechanisms(cohort, day=90).axes
    ranges = [segment for one in axes.collections[:1] for segment in one.get_segments()]
    for point, ((low, _), (high, _)) in zip(axes.lines[0].get_xdata(), ranges, strict=True):
        assert low - 1e-6 <= point <= high + 1e-6
    assert any(high - low > 0.01 for (low, _), (high, _) in ranges)


def test_the_end_of_a_planned_treatment_counts_months_from_the_last_tablet(ended):
    figure = pictures.plot(ended, "ending")
    assert all(y for _, y in labels(figure))
    assert labels(figure)[-1][0] == "months since the last tablet"
    share, points, estradiol = figure.axes
    over = ended.excess().sel(arm="letrozole")
    assert np.allclose(share.lines[0].get_ydata(), 100 * (over >= 1).mean("patient"))
    assert np.allclose(points.lines[0].get_ydata(), over.mean("patient"))
    months = share.lines[0].get_xdata()
    assert months[0] == pytest.approx(-90 * 12 / 365.25)  # the last tablet is that of day 90
    assert np.all(np.diff(estradiol.lines[0].get_ydata()[(months > 0) & (months < 1)]) > 0)
    her = pictures.ending(ended, patient=4)
    assert np.allclose(her.axes[0].lines[0].get_ydata(), over.sel(patient=4))


def test_no_end_is_shown_that_was_not_simulated(cohort):
    with pytest.raises(EstralgiaError, match="no tablets end two months"):
        pictures.ending(cohort)


def test_the_other_side_shows_recurrence_and_bone_beside_the_untreated(cohort):
    figure = pictures.plot(cohort, "balance")
    assert all(y.startswith("ratio to that") for _, y in labels(figure))
    assert labels(figure)[-1][0] == "months since the first tablet"
    for axes, name in zip(figure.axes, ("recurrence_ratio", "spine_density", "hip_density"), strict=True):
        treated, untreated = (line.get_ydata() for line in axes.lines if len(line.get_ydata()) > 2)
        assert np.allclose(treated, cohort[name].sel(arm="letrozole").median("patient"))
        assert np.allclose(untreated, 1, atol=1e-3)
    bare = cohort.with_data(cohort.data[["worst_pain", "status"]])
    with pytest.raises(EstralgiaError, match="neither recurrence nor bone"):
        pictures.balance(bare)


def test_published_rows_are_listed_whole():
    row = Row("new or worse joint pain", "42 %", "54 %", "Singer 2012")
    assert {"new or worse joint pain", "simulated: 42 %", "published: 54 %", "Singer 2012"} <= set(
        words(pictures.published([row]))
    )


@pytest.mark.parametrize(("typo", "meant"), [("pian", "pain"), ("estrdiol", "estradiol"), ("joint", "joints")])
def test_an_unknown_picture_is_answered_with_the_nearest(cohort, typo, meant):
    with pytest.raises(EstralgiaError, match=f"did you mean '{meant}'"):
        cohort.plot(typo)


def test_what_cannot_be_drawn_says_so(cohort):
    with pytest.raises(EstralgiaError, match="no picture 'status'"):
        cohort.plot("status")
    with pytest.raises(EstralgiaError, match="give a number from 0 to 11"):
        cohort.plot("pain", patient=12)
    with pytest.raises(EstralgiaError, match="no arm 'letrozol'"):
        cohort.plot("joints", arm="letrozol")
    with pytest.raises(EstralgiaError, match="nobody takes a drug"):
        cohort.twin.plot("concentration")
