"""The picture of the instruments: each with its question, both arms, and what was published, from least to most."""

import pytest

import estralgia as ea
from estralgia.model.errors import EstralgiaError
from estralgia.questions.ways_of_asking import instruments_side_by_side


@pytest.fixture(scope="module")
def long_course():
    return ea.simulate(
        ea.population(64, seed=1), "letrozole", years=2.6, twin=True, every=28, record=("worst_pain", "average_pain")
    )


@pytest.fixture(scope="module")
def figure(long_course):
    figure = long_course.plot("instruments")
    figure.draw_without_rendering()
    return figure


@pytest.fixture(scope="module")
def rows(long_course):
    return sorted((row for row in instruments_side_by_side(long_course) if row.pictured), key=lambda r: r.drug["share"])


def test_every_instrument_stands_with_its_question_from_least_to_most(figure, rows):
    heights = {text.get_text(): text.get_position()[1] for text in figure.axes[0].texts}
    names = [heights[row.name] for row in rows]
    assert names == sorted(names)
    said = " ".join(heights)  # a question is wrapped
    assert all(row.question in said for row in rows)
    least, most = (f"{100 * rows[place].drug['share']:.0f} %" for place in (0, -1))
    assert figure.get_suptitle() == f"The same women: {least} or {most}"


def test_marks_stand_at_the_simulated_and_the_published_shares(figure, rows):
    def drawn(marker):
        return sorted(float(one.get_xdata()[0]) for one in figure.axes[0].lines if one.get_marker() == marker)

    simulated = [100 * found["share"] for row in rows for found in (row.drug, row.untreated)]
    assert drawn("o") == pytest.approx(sorted(simulated))
    published = [100 * seen.share for row in rows for seen in row.published]
    assert drawn("D") == pytest.approx(sorted(published))


def test_arms_differ_by_fill_and_not_by_colour_alone(figure):
    dots = [one for one in figure.axes[0].lines if one.get_marker() == "o"]
    filled = [one.get_markerfacecolor() == one.get_color() for one in dots]
    assert filled.count(True) == filled.count(False) == 6


def test_nothing_runs_out_of_the_figure(figure):
    box = figure.bbox
    texts = [*figure.axes[0].texts, *figure.legends[0].get_texts(), figure._suptitle]  # pyright: ignore
    for one in texts:
        extent = one.get_window_extent()
        assert box.x0 <= extent.x0, one.get_text()
        assert extent.x1 <= box.x1, one.get_text()


def test_what_was_set_and_what_nobody_knows_is_said(figure):
    words = [text.get_text() for text in figure.axes[0].texts]
    assert sum("(set)" in text for text in words) == 2
    assert "No study of the record gives this share" in words


def test_a_short_course_is_refused_with_the_fix(cohort):
    with pytest.raises(EstralgiaError, match="shorter than the visit"):
        cohort.plot("instruments")
