"""SBML: libSBML finds nothing to object to, and an engine that is not ours computes our continuous model from it."""

import importlib
import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import libsbml
import numpy as np
import pytest

import estralgia as ea
from estralgia.export.sbml import sbml

DAYS, SEED = 42, 1
RELATIVE, ABSOLUTE = 1e-6, 1e-9
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
}
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


def on_another_engine(text, states, quantities):
    """What libRoadRunner computes: states (day, state), and quantities at the end."""
    asked = {"sbml": text, "states": states, "quantities": quantities, "days": DAYS}
    command = [sys.executable, str(Path(__file__).with_name("run_roadrunner.py"))]
    done = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, check=True, timeout=300)
    answer = json.loads(done.stdout.splitlines()[-1])  # above it the engine may talk
    return np.array(answer["states"]), answer["quantities"]


@pytest.mark.parametrize("course", COURSES)
def test_libsbml_finds_no_error_and_no_inconsistent_unit(course):
    document = libsbml.readSBMLFromString(written(course))
    assert complaints(document) == []
    assert (document.getLevel(), document.getVersion()) == (3, 2)


@pytest.mark.parametrize(("name", "unit"), [("estrone_clearance", "day"), ("rhythm_peak", "dimensionless")])
def test_libsbml_would_find_a_wrong_unit(name, unit):
    document = libsbml.readSBMLFromString(written("one drug"))
    assert document.getModel().getParameter(name).setUnits(unit) == libsbml.LIBSBML_OPERATION_SUCCESS
    assert any("unit" in one for one in complaints(document))


@pytest.mark.parametrize("course", COURSES)
def test_everything_has_a_unit_and_says_what_it_is(course):
    model = libsbml.readSBMLFromString(written(course)).getModel()
    parameters = [model.getParameter(i) for i in range(model.getNumParameters())]
    assert [one.getId() for one in parameters if not (one.isSetUnits() and one.isSetName())] == []
    literals = list(ElementTree.fromstring(written(course)).iter(f"{MATH}cn"))
    assert len(literals) > 100
    assert all(UNITS in one.attrib for one in literals)


@pytest.mark.slow
@pytest.mark.parametrize("course", COURSES)
def test_another_engine_computes_our_continuous_model(course, continuous):
    solved = continuous(*COURSES[course], SEED, DAYS)
    compared = [name for name in solved.quantities if name != "activity_over_the_day"]
    states, at_the_end = on_another_engine(written(course), list(solved.names), compared)
    np.testing.assert_allclose(states, solved.states, rtol=RELATIVE, atol=ABSOLUTE)
    estradiol = solved.states[:, solved.names.index("estradiol")]
    assert (estradiol.min() < 0.5 * estradiol[0]) == (course != "no drug")  # what agrees is not a model at rest
    expected = {name: float(solved.quantities[name]) for name in compared}
    assert at_the_end == pytest.approx(expected, rel=RELATIVE, abs=ABSOLUTE)


def test_the_header_says_what_it_is_and_what_is_left_out():
    notes = libsbml.readSBMLFromString(written("one drug")).getModel().getNotesString()
    for words in (
        "leaves out", "Daily chance", "Decisions", "The day-step", "The population", "seed 1", "Theory: all",
        "letrozole 2.5 mg daily for 2 years", "never advises anybody",
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
    for module in ("sbml", "sbml_document", "sbml_events"):
        monkeypatch.delitem(sys.modules, f"estralgia.export.{module}", raising=False)
    with refused("not installed", "estralgia[sbml]"):
        importlib.import_module("estralgia.export.sbml")
