"""Every picture says what it shows and in which unit, for many women and for one, with twins and without."""

import re

import numpy as np
import pytest

from estralgia.look import axes as axes_module
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


EVERY_PICTURE = sorted({*pictures.SHORT_NAMES, *pictures.PICTURES, *pictures.NEED_DATA, "estradiol", "sleep_quality"})

OVER_THE_TWIN = ("joints", "pain_by_joint", "sites")  # what is drawn comes on top of the untreated


@pytest.fixture(scope="module")
def every_picture(arms):
    """Every picture that there is, of one course with several arms, drawn once."""
    return {name: arms.plot(name) for name in EVERY_PICTURE}


@pytest.mark.parametrize("name", EVERY_PICTURE)
def test_every_picture_names_and_colours_every_arm(arms, every_picture, name):
    """What is added is drawn beside the same without it, and nothing else."""
    shown = [one for one in arms.arms if name != "difference" or one.startswith("letrozole")]
    figure = every_picture[name]
    said = [" ".join(text.split()) for text in words(figure)]
    drawn_as = style.figure_for_page(figure, "one", "seen")
    for arm in shown:
        label = series.label_of(arm)
        label = label.replace("with ", "after ", 1) if name == "ending" else label
        assert any(label in text for text in said), f"{arm} is not named"
        if arm != "untreated" or name not in OVER_THE_TWIN:
            assert style.colour_of_arm(arms, arm) in drawn_as, f"{arm} is not drawn in its colour"


@pytest.mark.parametrize("name", EVERY_PICTURE)
def test_no_axis_has_a_single_tick_or_a_number_twice(every_picture, name):
    figure = every_picture[name]
    figure.draw_without_rendering()
    for axes in (one for one in figure.axes if one.axison):
        for axis, limits in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim())):
            low, high = sorted(limits)
            seen = [tick.label1.get_text() for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high]
            seen = [text for text in seen if text]
            assert len(seen) != 1, (axes.get_title("left"), seen)
            assert len(set(seen)) == len(seen), (axes.get_title("left"), seen)


@pytest.mark.parametrize("years", [0.2, 0.6, 1, 2, 3, 5, 10])
def test_ticks_of_a_stretched_time_keep_apart_and_say_their_unit(years):
    ticks, said = axes_module._stretched_ticks(years * 365.25)
    places = np.sqrt(np.array(ticks) / (years * 365.25))
    assert np.diff(places)[1:].min(initial=1) >= axes_module.APART
    assert all(re.fullmatch(r"\d+\n(week|month|year)s?", text) for text in said[1:])
    assert len(said) >= 3


def test_half_a_year_is_one_number_of_days(arms, every_picture):
    days = [re.findall(r"[Dd]ay (\d+)", text) for figure in every_picture.values() for text in words(figure)]
    assert {int(day) for found in days for day in found} == {182}


def test_an_arm_keeps_its_colour_when_it_is_drawn_alone(arms):
    alone = arms.arm("anastrozole")
    assert (
        style.colour_of_arm(alone, "anastrozole") == style.colour_of_arm(arms, "anastrozole") != style.colour("treated")
    )


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
    assert {"published survey", "with letrozole", "foot"} <= set(words(figure))


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


@pytest.mark.slow
@pytest.mark.parametrize("patient", [None, 7])
def test_mechanisms_hold_all_of_the_pain(cohort, patient):
    figure = drawn.mechanisms(cohort, day=84, patient=patient)
    (axes,) = figure.axes
    parts = [line.get_xdata() for line in axes.lines if len(line.get_xdata()) > 2]
    pain = cohort["worst_pain"].sel(time=84, patient=cohort.data.patient if patient is None else [patient])
    assert [part.sum() for part in parts] == pytest.approx(pain.mean("patient").values.tolist(), abs=0.01)
    said = ["with letrozole: {:.1f} of 10", "without tablets: {:.1f} of 10"]
    for text, mean in zip(said, pain.mean("patient").values, strict=True):
        assert text.format(mean) in words(figure)
    assert [text.get_text() for text in axes.get_yticklabels()][:2] == ["background", "inflammation"]
    assert labels(figure)[0][0] == "points of pain (0 to 10)"


def test_a_share_stands_within_its_range_and_no_range_begins_or_ends_at_it(arms, every_picture):
    """As read by a person: the numbers that are printed, of every mechanism and arm."""
    number = r"(−?[\d.]+)"
    found = [
        re.fullmatch(rf"{number} %(?: \({number} to {number}\))?", text) for text in words(every_picture["mechanisms"])
    ]
    rows = [[float(part.replace("−", "-")) for part in one.groups() if part] for one in found if one]
    assert len(rows) == 4 * 6
    ranges = [row for row in rows if len(row) == 3]
    assert len(ranges) >= 15
    assert all(low < share < high for share, low, high in ranges)
    assert sum(row[0] for row in rows) == pytest.approx(400, abs=6)


def test_lines_of_the_mechanisms_span_the_least_and_the_most_of_each_arm(arms, every_picture):
    (axes,) = every_picture["mechanisms"].axes
    dots = [line.get_xdata() for line in axes.lines if len(line.get_xdata()) > 2]
    ranges = [one.get_segments() for one in axes.collections if len(one.get_segments()) == 6]
    assert len(dots) == len(ranges) == len(arms.arms)
    for points, segments in zip(dots, ranges, strict=True):
        for point, ((low, _), (high, _)) in zip(points, segments, strict=True):
            assert low - 1e-6 <= point <= high + 1e-6
    assert any(high - low > 0.01 for (low, _), (high, _) in ranges[0])


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
        assert np.allclose(untreated, cohort[name].sel(arm="untreated").median("patient"))
    bare = cohort.with_data(cohort.data[["worst_pain", "status"]])
    with pytest.raises(EstralgiaError, match="neither recurrence nor bone"):
        pictures.balance(bare)


@pytest.mark.parametrize(("typo", "meant"), [("pian", "pain"), ("estrdiol", "estradiol"), ("joint", "joints")])
def test_an_unknown_picture_is_answered_with_the_nearest(cohort, typo, meant):
    with pytest.raises(EstralgiaError, match=f"did you mean '{meant}'"):
        cohort.plot(typo)


def test_what_cannot_be_drawn_says_so(cohort):
    with pytest.raises(EstralgiaError, match="no picture 'status'"):
        cohort.plot("status")
    with pytest.raises(EstralgiaError, match="give the number of one who was: 0 to 11"):
        cohort.plot("pain", patient=12)
    with pytest.raises(EstralgiaError, match="no arm 'letrozol'"):
        cohort.plot("joints", arm="letrozol")
    with pytest.raises(EstralgiaError, match="nobody takes a drug"):
        cohort.twin.plot("concentration")
