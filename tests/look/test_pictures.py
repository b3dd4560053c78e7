"""Every picture says what it shows and in which unit, for many women and for one, with twins and without."""

import numpy as np
import pytest

from estralgia.evidence.published import Row
from estralgia.look import pictures, series
from estralgia.look.shares import out_of_hundred
from estralgia.model.course import Course
from estralgia.model.errors import EstralgiaError


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


def test_bands_hold_the_quantiles_of_the_women(cohort):
    figure = pictures.bands(cohort, "worst_pain")
    treated, untreated = figure.axes
    drawn = [line.get_ydata() for line in treated.lines if len(line.get_ydata()) > 2]
    medians = [np.median(cohort["worst_pain"].sel(arm=arm), axis=0) for arm in ("letrozole", "untreated")]
    assert any(np.allclose(line, medians[0]) for line in drawn)
    assert any(np.allclose(line, medians[1]) for line in drawn)  # the twins, to compare with
    assert np.allclose(untreated.lines[0].get_ydata(), medians[1])
    low, high = np.quantile(cohort["worst_pain"].sel(arm="letrozole"), [0.05, 0.95], axis=0)
    box = treated.collections[0].get_datalim(treated.transData)
    assert (box.y0, box.y1) == pytest.approx((low.min(), high.max()))


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
    bare = Course(cohort.data[["sleep_quality", "status"]], cohort.women, cohort.settings)
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
    figure = pictures.body(Course(pain, one_woman.women, one_woman.settings))
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
    assert labels(figure) == [("% of women with new or worse joint pain", "")]
    assert 68 in figure.axes[0].lines[0].get_xdata()  # feet, Lombard 2016
    assert {"published survey", "simulated, with letrozole", "foot"} <= set(words(figure))


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
