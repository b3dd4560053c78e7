"""SBML: libSBML finds nothing to object to, and an engine that is not ours computes our continuous model from it."""

import importlib
import json
import re
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import libsbml
import numpy as np
import pytest
import sympy

import estralgia as ea
from estralgia.book import BOOK, read_book
from estralgia.export.sbml import sbml
from estralgia.export.sbml_equations import without_idle_choices
from estralgia.export.symbols import symbol

DAYS, SEED = 42, 1
RELATIVE, ABSOLUTE = 1e-6, 1e-9
ENGINES = {"roadrunner": (1e-10, 1e-14), "copasi": (1e-10, 1e-13)}  # tolerances
DIRECT = "anastrozole for 30 days, then exemestane"
ANNA = ea.Patient(age=61, years_since_menopause=9, bmi=29, joint_pain_before=2)
HURTING = ea.population(18, seed=3)[17]
SWITCHES = (
    "tamoxifen and letrozole every other day for 6 days, then pause for 24 days, "
    "then exemestane every 3 days for 1 week, then anastrozole"
)
COURSES = {
    "one drug": (ANNA, "letrozole daily for 2 years", "all"),
    "two drugs, a pause and a switch, rivals": (
        HURTING,
        SWITCHES,
        "all; withdrawal=level; sensitization=direct",
    ),
    "no drug": (ANNA, "no drug", "inflammation"),
    "a direct switch": (ANNA, DIRECT, "all"),
}
WRITTEN = [pytest.param(one, marks=[] if one == "one drug" else pytest.mark.slow) for one in COURSES]
FOR_YEARS = (
    *(f"{drug} daily for 2 years" for drug in ("letrozole", "anastrozole", "exemestane", "tamoxifen")),
    "tamoxifen for 1 year, then letrozole",
    (
        "exemestane and tamoxifen for 100 days, then anastrozole every other day for 200 days, then pause for 60 days, "
        "then letrozole"
    ),
)
MATH = "{http://www.w3.org/1998/Math/MathML}"
UNITS = "{http://www.sbml.org/sbml/level3/version2/core}units"


@cache
def written(course):
    who, regimen, theory = COURSES[course]
    return sbml(who, regimen, theory=theory, seed=SEED)


def complaints(document):
    """All that libSBML has to say, units and modelling practice included."""
    for check in (libsbml.LIBSBML_CAT_UNITS_CONSISTENCY, libsbml.LIBSBML_CAT_MODELING_PRACTICE):
        document.setConsistencyChecks(check, True)
    document.checkConsistency()
    return [document.getError(i).getMessage() for i in range(document.getNumErrors())]


def computed(engine, text, names, times):
    """What an engine that is not ours computes, (time, name): at first, and once more after it was put back."""
    relative, absolute = ENGINES[engine]
    asked = {"sbml": text, "names": names, "times": times, "relative": relative, "absolute": absolute}
    command = [sys.executable, str(Path(__file__).with_name(f"run_{engine}.py"))]
    done = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, check=True, timeout=900)
    answer = json.loads(done.stdout.splitlines()[-1])  # above it the engine may talk
    return np.array(answer["rows"]), np.array(answer["again"])


def changing(model):
    """All that can change in a file: states, quantities, and what events move."""
    parameters = [model.getParameter(i) for i in range(model.getNumParameters())]
    return [one.getId() for one in parameters if not one.getConstant()]


def compare_engines(who, regimen, theory, days):
    """Both engines on the same file, six hours after each waking asked, when no event is near. Returns name -> row."""
    text = sbml(who, regimen, theory=theory, seed=SEED)
    names = changing(libsbml.readSBMLFromString(text).getModel())
    rows = {}
    for engine in ENGINES:
        rows[engine], again = computed(engine, text, names, [0.0, *(day + 0.25 for day in days)])
        np.testing.assert_allclose(again, rows[engine], rtol=RELATIVE, atol=ABSOLUTE, err_msg=f"{engine}, put back")
    np.testing.assert_allclose(rows["copasi"], rows["roadrunner"], rtol=RELATIVE, atol=50 * ABSOLUTE)
    return dict(zip(names, rows["copasi"].T, strict=True))


@pytest.mark.parametrize("course", WRITTEN)
def test_libsbml_finds_no_error_and_no_inconsistent_unit(course):
    document = libsbml.readSBMLFromString(written(course))
    assert complaints(document) == []
    assert (document.getLevel(), document.getVersion()) == (3, 2)


@pytest.mark.parametrize(("name", "unit"), [("estrone_clearance", "day"), ("rhythm_peak", "dimensionless")])
def test_libsbml_would_find_a_wrong_unit(name, unit):
    document = libsbml.readSBMLFromString(written("one drug"))
    assert document.getModel().getParameter(name).setUnits(unit) == libsbml.LIBSBML_OPERATION_SUCCESS
    assert any("unit" in one for one in complaints(document))


@pytest.mark.parametrize("course", WRITTEN)
def test_everything_has_a_unit_and_says_what_it_is(course):
    model = libsbml.readSBMLFromString(written(course)).getModel()
    parameters = [model.getParameter(i) for i in range(model.getNumParameters())]
    assert [one.getId() for one in parameters if not (one.isSetUnits() and one.isSetName())] == []
    literals = list(ElementTree.fromstring(written(course)).iter(f"{MATH}cn"))
    assert len(literals) > 100
    assert all(UNITS in one.attrib for one in literals)


@pytest.mark.slow
def test_two_engines_agree_over_a_direct_switch_and_start_again_alike():
    """COPASI once lost every tablet of the next phase; libRoadRunner, put back with `reset()`, all tablets at all."""
    days = [*range(0, 29, 4), 29, 30, 31, *range(33, 61, 3)]
    found = compare_engines(ANNA, DIRECT, "all", days)
    first = found["drug_in_gut__anastrozole"], found["drug_in_gut__exemestane"]
    assert [float(drug.max()) > 1 for drug in first] == [True, True]
    assert found["drug_in_blood__exemestane"][-1] > 100  # ug: 0 where the switch is lost
    assert found["estradiol"][-1] < 0.2 * found["estradiol"][0]


@pytest.mark.slow
@pytest.mark.parametrize("regimen", FOR_YEARS)
def test_two_engines_agree_over_two_years(regimen):
    found = compare_engines(HURTING, regimen, "all", range(0, 730, 9))
    assert len(found) > 200
    assert found["estradiol"][-1] != pytest.approx(found["estradiol"][0], rel=0.01)


@pytest.mark.slow
@pytest.mark.parametrize("course", WRITTEN)
@pytest.mark.parametrize("engine", ENGINES)
def test_another_engine_computes_our_continuous_model(engine, course, continuous):
    solved = continuous(*COURSES[course], SEED, DAYS)
    compared = [name for name in solved.quantities if name != "activity_over_the_day"]
    rows, _ = computed(engine, written(course), [*solved.names, *compared], [*map(float, range(DAYS + 1))])
    states, at_the_end = np.split(rows, [len(solved.names)], axis=1)
    np.testing.assert_allclose(states, solved.states, rtol=RELATIVE, atol=ABSOLUTE)
    estradiol = solved.states[:, solved.names.index("estradiol")]
    assert (estradiol.min() < 0.5 * estradiol[0]) == (course != "no drug")  # what agrees is not a model at rest
    expected = {name: float(solved.quantities[name]) for name in compared}
    assert dict(zip(compared, at_the_end[-1], strict=True)) == pytest.approx(expected, rel=RELATIVE, abs=ABSOLUTE)


@pytest.mark.slow
def test_two_engines_compute_our_continuous_model_over_two_years(continuous):
    days, regimen = 730, FOR_YEARS[-2]
    solved = continuous(HURTING, regimen, "all", SEED, days)
    for engine in ENGINES:
        rows, _ = computed(
            engine, sbml(HURTING, regimen, seed=SEED), list(solved.names), [*map(float, range(days + 1))]
        )
        np.testing.assert_allclose(rows, solved.states, rtol=RELATIVE, atol=ABSOLUTE, err_msg=engine)


def test_a_choice_of_two_speeds_becomes_one_where_nothing_turns():
    x, aim, up, down = map(symbol, ("x", "aim", "up", "down"))
    said = (aim - x) * sympy.Piecewise((1 / up, x < aim), (1 / down, True))
    mended = without_idle_choices(said)
    assert not mended.has(sympy.Piecewise)
    for at in (1, 2, 3):
        numbers = {x: at, aim: 2, up: 5, down: 7}
        assert mended.subs(numbers) == said.subs(numbers)
    jumps = aim * sympy.Piecewise((up, x < aim), (down, True))
    assert without_idle_choices(jumps) == jumps


def test_no_two_events_lie_close_however_many_phases_there_are():
    hours = 24 * np.array(sorted(waits(written("two drugs, a pause and a switch, rivals"))))
    assert np.diff(hours).min() >= 1
    assert hours.tolist() == pytest.approx([1, 12, 13, 16, 24])
    assert len(waits(written("one drug"))) == len(hours)


def waits(text):
    """For each event, how long after the last waking it comes."""
    model = libsbml.readSBMLFromString(text).getModel()
    triggers = [
        libsbml.formulaToL3String(model.getEvent(i).getTrigger().getMath()) for i in range(model.getNumEvents())
    ]
    return [float(re.fullmatch(r"time >= \(?waking_of_today \+ (\S+) day\)?", one)[1]) for one in triggers]


def test_what_events_move_is_put_back_with_the_states():
    """libRoadRunner's `reset()` puts back only what has a rate."""
    model = libsbml.readSBMLFromString(written("a direct switch")).getModel()
    events = [model.getEvent(i) for i in range(model.getNumEvents())]
    moved = {one.getEventAssignment(i).getVariable() for one in events for i in range(one.getNumEventAssignments())}
    assert {"waking_of_today", "activity", "taking_tablets", "dose_today__exemestane"} < moved
    assert [name for name in moved if model.getRateRule(name) is None] == []


@pytest.mark.slow
def test_tablets_at_waking_are_swallowed_with_it():
    early = replace(BOOK, tables=BOOK.tables | {"day": BOOK.tables["day"] | {"tablet": 0.0}})
    text = sbml(ANNA, "letrozole and tamoxifen for 9 days, then letrozole", seed=SEED, book=early)
    assert complaints(libsbml.readSBMLFromString(text)) == []
    assert sorted(waits(text)) == pytest.approx([0.5, 13 / 24, 16 / 24, 1])
    names = ["drug_in_gut__letrozole", "drug_in_gut__tamoxifen"]
    rows, _ = computed("roadrunner", text, names, [0.0, 0.25, 8.25, 9.25])
    assert rows[0].tolist() == [2500, 20_000]
    assert rows[1:, 0].tolist() == pytest.approx([rows[1, 0]] * 3, rel=1e-3)
    assert rows[2, 1] > 100 * rows[3, 1]


def test_an_engine_has_little_to_write_out():
    """libRoadRunner puts every formula into those that name it, and needs the square of the calls in it to load."""
    model = libsbml.readSBMLFromString(written("two drugs, a pause and a switch, rivals")).getModel()
    said = {model.getRule(i).getVariable(): model.getRule(i) for i in range(model.getNumRules())}
    said = {name: one.getMath() for name, one in said.items() if one.isAssignment()}
    said |= {
        one.getSymbol(): one.getMath()
        for one in map(model.getInitialAssignment, range(model.getNumInitialAssignments()))
    }

    @cache
    def calls(name):
        return calls_in(said[name]) if name in said else 0

    def calls_in(node):
        inside = sum(calls_in(node.getChild(i)) for i in range(node.getNumChildren()))
        here = node.isFunction() and node.getType() != libsbml.AST_FUNCTION
        return inside + here * max(1, node.getNumChildren() - 1) + (calls(node.getName()) if node.isName() else 0)

    assert sum(map(calls, said)) < 1500  # it was about 9,000


@pytest.mark.slow
def test_libsbml_finds_nothing_wrong_with_a_book_of_ones_own():
    book = read_book(Path(__file__).parents[2] / "examples" / "book")
    text = sbml(ANNA, "letrozole for 1 month, then newtrozole", seed=SEED, book=book)
    document = libsbml.readSBMLFromString(text)
    assert complaints(document) == []
    assert {"broken_sleep", "drug_in_blood__newtrozole"} <= {*changing(document.getModel())}


def test_the_header_says_what_it_is_and_what_is_left_out():
    notes = libsbml.readSBMLFromString(written("one drug")).getModel().getNotesString()
    for words in (
        "leaves out", "Daily chance", "bad_weeks", "Decisions", "The day-step", "The population", "seed 1",
        "Theory: all", "letrozole 2.5 mg daily for 2 years", "never advises anybody",
    ):  # fmt: skip
        assert words in notes


def test_a_number_says_where_it_comes_from():
    model = libsbml.readSBMLFromString(written("one drug")).getModel()
    assert "evidence: seen; source: MAP.3" in model.getParameter("usual_estrone").getNotesString()
    assert "Sioufi 1997" in model.getParameter("absorption_rate__letrozole").getNotesString()
    assert model.getParameter("pain__left_fingers").getName() == "pain of one joint, 0 to 10 (left fingers)"


def test_several_women_are_refused(refused):
    with refused("one woman", "choose one"):
        sbml(ea.population(2))


def test_without_libsbml_it_says_what_to_install(monkeypatch, refused):
    monkeypatch.setitem(sys.modules, "libsbml", None)
    for module in ("sbml", "sbml_document", "sbml_equations", "sbml_events"):
        monkeypatch.delitem(sys.modules, f"estralgia.export.{module}", raising=False)
    with refused("not installed", "estralgia[sbml]"):
        importlib.import_module("estralgia.export.sbml")
