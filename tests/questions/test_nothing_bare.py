"""Whatever is asked of a short, empty or odd course gives a result, or one message with the fix."""

import pytest

import estralgia as ea
from estralgia.model.errors import EstralgiaError

CALLS = {
    "summary": lambda course, _: course.summary(),
    "repr": lambda course, _: repr(course),
    "explain": lambda course, _: course.explain(),
    "hours": lambda course, _: course.hours(0),
    "cite": lambda course, _: str(course.cite()),
    "save": lambda course, folder: course.save(folder / "x.csv"),
    "report": lambda course, folder: course.report(folder / "x.html"),
    "a folder that is not there": lambda course, folder: course.report(folder / "nowhere" / "x.html"),
    **{f"plot {what}": (lambda course, _, what=what: course.plot(what)) for what in (
        "pain", "estradiol", "joints", "day", "incidence", "hundred", "sites", "cascade", "difference", "ending",
        "balance", "mechanisms", "gel",
    )},
}  # fmt: skip


@pytest.fixture(scope="module")
def courses(tmp_path_factory):
    table = tmp_path_factory.mktemp("doses") / "min.csv"
    rows = "1,0,2.5,1,1,181,0,letrozole,.\n2,0,1,1,1,180,0,anastrozole,.\n"
    table.write_text(f"ID,TIME,AMT,EVID,II,ADDL,SS,CMT,DV\n{rows}", encoding="utf-8")
    women = ea.population(3, seed=1)
    return {
        "no drug": ea.simulate(ea.Patient(), "no drug", years=0.1),
        "one day": ea.simulate(women, "letrozole", years=1 / 365.25, twin=True),
        "a table longer than its rows": ea.simulate(ea.read_doses(table), twin=True, years=0.7),
        "added without tablets": ea.simulate(women, "no drug; add exercise", years=0.3, every=7, twin=True),
    }


KINDS = ("no drug", "one day", "a table longer than its rows", "added without tablets")
LONG = tuple((call, kind) for call in ("report", "plot mechanisms") for kind in KINDS[2:])


@pytest.mark.parametrize(
    ("call", "kind"),
    [
        pytest.param(call, kind, marks=pytest.mark.slow if (call, kind) in LONG else ())
        for call in CALLS
        for kind in KINDS
    ],
)
def test_a_result_or_one_message(courses, tmp_path, kind, call):
    said = ""
    try:
        found = CALLS[call](courses[kind], tmp_path)
    except EstralgiaError as error:
        found, said = None, f"{error.what} {error.fix or error.where}"
    assert found is not None or len(said.split()) > 4


def test_a_course_from_a_table_does_what_one_from_words_does(courses, tmp_path):
    course = courses["a table longer than its rows"]
    assert course.plot("ending").axes
    assert course.hours(210).sizes["arm"] == 2
    assert "anastrozole" in str(course.cite())
    assert course.report(tmp_path / "x.html").stat().st_size > 100_000
    assert float(course["concentration"].isel(arm=0, time=-1).max()) < float(course["concentration"].max()) / 100


@pytest.mark.parametrize(("options", "what", "fix"), [
    ({"cores": "x"}, "whole number of threads", "cores=2"),
    ({"regimen": {"untreated": "letrozole"}}, "without a drug", "another name"),
    ({"record": ("pain_worst",)}, "no quantity 'pain_worst'", ""),
])  # fmt: skip
def test_what_cannot_be_asked_is_one_message(refused, options, what, fix):
    with refused(what, fix):
        ea.simulate(ea.population(2, seed=1), **{"regimen": "letrozole", "years": 0.1, "twin": True} | options)
