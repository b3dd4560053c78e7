"""Treatments: each file has what it needs, acts on a node and not on pain, and does nothing where its node is not."""

import numpy as np
import pytest

import estralgia as ea
from estralgia.book import BOOK
from estralgia.model.theory import read_theory
from estralgia.questions.treatments import EVIDENCE, NODES, SCORES

ALL = BOOK.treatments
ACTIVE = [name for name, row in ALL.items() if row["evidence"] != "control"]
PER_TREATMENT = {name for name, entry in BOOK.wiring().entries.items() if entry.per == "treatment"}
WOMEN = ea.population(64, seed=2)


@pytest.mark.parametrize("name", ALL)
def test_a_treatment_has_every_number_and_no_other(name):
    row = ALL[name]
    own = {key for key, part in row.items() if isinstance(part, dict)} - {"effect", "harms"}
    assert own <= PER_TREATMENT
    assert {"names", "evidence", "note"} <= row.keys()
    assert row["evidence"] in EVIDENCE
    for key in PER_TREATMENT - {"treatment_effect", "treatment_given", "treatment_blinded"}:
        entry = BOOK.wiring().entries[key]
        if entry.kind == "parameter":
            assert np.isfinite(BOOK.number_of(entry, name)[0])


def test_no_two_treatments_share_a_name():
    names = [one.casefold() for row in ALL.values() for one in row["names"]]
    assert len(names) == len(set(names))
    assert not set(names) & set(BOOK.drugs)


@pytest.mark.parametrize("name", ACTIVE)
def test_an_active_treatment_acts_on_nodes_of_mechanisms(name):
    nodes = {key for key in ALL[name] if key.startswith("acts_on_")}
    assert nodes
    assert nodes <= {f"acts_on_{node}" for node in NODES}
    if "effect" in ALL[name]:
        assert ALL[name]["effect"]["score"] in SCORES


def test_the_nodes_in_words_are_those_of_the_book():
    assert {f"acts_on_{node}" for node in NODES} == {name for name in PER_TREATMENT if name.startswith("acts_on_")}


def test_a_control_has_no_active_part():
    for name, row in ALL.items():
        if row["evidence"] == "control":
            assert row["strength"]["value"] == 0, name
            assert not any(key.startswith("acts_on_") for key in row)


def both(text, theory="all", weeks=26, record=("worst_pain", "hope", "treatment_effect"), **options):
    """Mean difference of worst pain at the end, with a treatment and without, expectation left out of the theory."""
    weights = read_theory(theory, BOOK).weights | {"expectation": 0.0}
    theory = read_theory(theory, BOOK).__class__(theory, weights, read_theory(theory, BOOK).rivals)
    course = ea.simulate(
        WOMEN,
        "letrozole",
        add=(text,),
        years=(weeks * 7 + 1) / 365.25,
        every=7,
        theory=theory,
        record=record,
        **options,
    )
    arms = course.arms
    return course, (course["worst_pain"].sel(arm=arms[1]) - course["worst_pain"].sel(arm=arms[0])).isel(time=-1)


@pytest.mark.parametrize("name", [name for name in ACTIVE if "effect" in ALL[name]])
def test_every_treatment_with_an_effect_relieves_and_none_does_where_nothing_is_sensitized_or_inflamed(name):
    row = ALL[name]
    _, relief = both(f"{row['names'][0]} from month 2", record=("worst_pain",))
    assert float(relief.mean()) < -0.01
    acts_beyond = {"acts_on_prostaglandin", "acts_on_local_prostaglandin", "acts_on_background"} & row.keys()
    _, nothing = both(f"{row['names'][0]} from month 2", theory="background", record=("worst_pain",))
    assert np.all(nothing == 0) == (not acts_beyond)


def test_it_builds_up_and_wears_off_with_its_own_times():
    course, _ = both("duloxetine from week 8 for 10 weeks")
    effect = course["treatment_effect"].isel(arm=1, patient=0, treatment=0)
    onset, offset = (ALL["duloxetine"][key]["value"] for key in ("onset_time", "offset_time"))
    weeks = np.arange(course.data.sizes["time"])
    up = 1 - np.exp(-np.clip(weeks - 8, 0, 10) / onset)
    np.testing.assert_allclose(effect, up * np.exp(-np.clip(weeks - 18, 0, None) / offset), atol=1e-5)
    assert float(course["treatment_effect"].isel(arm=0).max()) == 0


def test_half_a_dose_is_half_an_exposure():
    course, _ = both("duloxetine 30 mg from week 8")
    assert float(course["treatment_effect"].isel(arm=1, patient=0, treatment=0, time=-1)) == pytest.approx(
        0.5, abs=1e-3
    )


def test_hope_needs_no_drug_and_a_waiting_list_gives_none():
    found = {}
    for name in ("placebo tablet", "waiting list", "usual care", "duloxetine", "blinded duloxetine"):
        course = ea.simulate(WOMEN, "letrozole", add=(f"{name} from week 8",), years=0.6, every=7, record=("hope",))
        found[name] = float(course["hope"].isel(arm=1, time=-1).mean())
    assert 0.65 < found["placebo tablet"] < 0.85  # after 23 weeks the promise is no longer new
    assert found["waiting list"] == found["usual care"] == 0
    assert found["blinded duloxetine"] == pytest.approx(found["placebo tablet"])
    assert found["duloxetine"] == pytest.approx(1.56 * found["placebo tablet"], rel=1e-3)


def test_the_hope_of_a_treatment_wears_off_within_two_years():
    given = {"add": ("exercise from month 1",), "years": 2.1, "every": 7, "record": ("worst_pain", "hope")}
    course = ea.simulate(WOMEN, "no drug", **given)
    pain = course["worst_pain"].mean("patient").sel(time=[182, 728])
    early, late = (1 - pain.isel(arm=1) / pain.isel(arm=0)).values
    assert late < 0.5 * early < 0.25
    assert float(course["hope"].isel(arm=1, time=-1).mean()) < 0.3


def test_expectation_training_lessens_the_fear_of_side_effects():
    course = ea.simulate(WOMEN, "letrozole", add=("expectation training",), years=0.3, every=7)
    fear = course["expectation_input"].isel(time=4)
    ratio = fear.isel(arm=1) / fear.isel(arm=0)
    built = 1 - np.exp(-4)
    np.testing.assert_allclose(ratio, 1 - 0.1 * built, rtol=1e-2)  # less pain is watched a little less too


def test_vitamin_d_helps_where_it_is_lacking():
    lacking = WOMEN.covariates["vitamin_d"] < 20
    _, relief = both("vitamin D from month 2", record=("worst_pain",))
    assert 0 < lacking.mean() < 0.5
    assert float(relief[lacking].mean()) < 2 * float(relief[~lacking].mean()) < 0


def test_a_gel_helps_joints_near_the_skin_alone():
    course = ea.simulate(
        WOMEN, "letrozole", add=("anti-inflammatory gel from month 2",), years=0.5, every=7,
        theory="inflammation", numbers={"relief_by_hope": 0, "expectation_pain": 0}, record=("pain_by_joint",),
    )  # fmt: skip
    pain = course["pain_by_joint"].isel(time=-1)
    change = (pain.isel(arm=1) - pain.isel(arm=0)).mean("patient")
    deep = [name for name in pain.joint.values if any(part in name for part in ("hip", "shoulder", "back"))]
    assert np.all(change.sel(joint=deep) == 0)
    assert float(change.sel(joint="left fingers")) < -0.01


@pytest.mark.slow
def test_a_switch_is_a_new_draw_and_no_shift_of_the_mean():
    arms = {"stay": "letrozole", "switch": "letrozole for 1 year, then anastrozole"}
    shift = {}
    for alike in (0.0, 0.9):
        course = ea.simulate(
            ea.population(512, seed=3), arms, years=2, every=28, numbers={"drug_likeness": alike},
            record=("worst_pain", "susceptibility"),
        )  # fmt: skip
        last = course.data.isel(time=-1)
        answers = [np.log(last["susceptibility"].sel(arm=arm)) for arm in arms]
        assert float(np.corrcoef(*answers)[0, 1]) == pytest.approx(alike, abs=0.12)
        assert float(answers[1].mean()) == pytest.approx(float(answers[0].mean()), abs=0.1)
        shift[alike] = float((last["worst_pain"].sel(arm="switch") - last["worst_pain"].sel(arm="stay")).mean())
    assert shift[0.9] == pytest.approx(shift[0.0], abs=0.15)
