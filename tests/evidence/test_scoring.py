"""What is scored: every number that may be fitted is computed or says why not, and a mistake in the data is told."""

import shutil
from dataclasses import fields
from inspect import signature

import pytest

from estralgia.book import BOOK
from estralgia.evidence.assays import assays
from estralgia.evidence.scoring import FOLDER, read_scoring, scale_of, scoring
from estralgia.evidence.targets import target, targets
from estralgia.model.regimen import read_regimen
from estralgia.questions.score import MEASURES
from estralgia.questions.score.sample import AVERAGES

ROWS = scoring().rows
IDS = [pytest.param(one, id=one) for one in ROWS]


def test_every_target_that_may_be_fitted_is_scored_or_says_why_not():
    fit = {one.id for one in targets("fit")}
    assert fit - ROWS.keys() - scoring().out.keys() == set()
    assert ROWS.keys() & scoring().out.keys() == set()
    assert sum(ROWS[id].target.use == "fit" for id in ROWS) >= 180


@pytest.mark.parametrize("id", IDS)
def test_a_measure_exists_and_takes_what_it_is_given(id):
    name, *given = ROWS[id].row.measure
    signature(MEASURES[name]).bind(None, *given)


def test_every_measure_is_taken():
    assert MEASURES.keys() - {one.row.measure[0] for one in ROWS.values()} == set()


def test_every_run_is_looked_at():
    looked_at = {name for one in ROWS.values() for name in (one.row.run, one.row.beside)} - {""}
    assert looked_at == set(scoring().runs.names)


@pytest.mark.parametrize("name", scoring().runs.run)
def test_the_arms_of_a_run_can_be_read(name):
    for text in scoring().runs.run[name].arms.values():
        read_regimen(text, BOOK)


@pytest.mark.parametrize("id", [id for id in ROWS if target(id).observed_by == "assay" and "estr" in str(ROWS[id].row)])
def test_every_hormone_passes_through_an_assay(id):
    """All but the level that is said to be the true one."""
    measure = ROWS[id].row.measure
    assert any(one in assays() for one in measure if isinstance(one, str)) or measure[0] == "recovered"


def test_scales():
    assert scale_of(target("crew_joint_pain")) == "logit"
    assert scale_of(target("atac_joint_odds_ratio")) == "log"
    assert scale_of(target("s1202_avg_diff_12wk")) == "linear"


def test_the_averages_are_those_that_are_named():
    asked = {one.row.measure[2] for one in ROWS.values() if one.row.measure[0] == "concentration"}
    assert asked <= AVERAGES.keys()


def test_a_trial_is_its_study_with_what_differs():
    trials = scoring().runs.trial
    assert trials["duloxetine"].design().name == "S1202"
    changed = trials["electroacupuncture and sham"].design()
    assert (changed.score, changed.selects_on, changed.visits) == ("severity", "worst_pain", (8, 12))
    asked = [trials[one].design().symptoms for one in ("duloxetine without an inhibitor", "duloxetine")]
    assert asked == ["any", "began or worsened"]
    assert {one.name for one in fields(changed)} >= {"active", "control", "entry"}


@pytest.mark.parametrize(("file", "old", "new", "what", "fix"), [
    ("03_attribution", "crew_joint_pain =", "crew_joint_pian =", "no target 'crew_joint_pian'", "crew_joint_pain"),
    ("03_attribution", 'run = "seven years"', 'run = "seven yeers"', "run = 'seven yeers'", "seven years"),
    ("03_attribution", 'measure = ["attributes", "letrozole", 60]', "measure = []", "no measure", "write measure"),
    ("03_attribution", '60] }\nmao', '60], tolerance = 1.0, reason = "x" }\nmao', "beside a printed", "leave"),
    ("15_enzyme", 'tolerance = 0.5, reason = "a residual of 3.3', 'reason = "', "neither a printed", "give tolerance"),
    ("14_concentration", 'reason = "a spread of 35 % in 12 women"', 'reason = ""', "without a reason", "give its"),
    ("14_concentration", "tolerance = 0.22", "tolerance = -0.22", "tolerance = -0.22", "above 0"),
    ("05_onset", "offset = 1.0", "offset = -1.0", "offset = -1.0", "at least 0"),
    ("03_attribution", 'of = "pain"', 'of = "pane"', "of = 'pane'", "did you mean 'pain'?"),
    ("11_baseline", '[out]', '[out]\ncrew_joint_pain = "x"', "stands twice", "one place"),
    ("17_bone", '"the model has no fractures: bone density alone gives no rate"', '""', "no reason", "write one"),
    ("runs", 'study = "HOPE"', 'study = "HOPES"', "no study 'HOPES'", "HOPE"),
    ("runs", "years = 15", 'years = "15"', "years", "number"),
])  # fmt: skip
def test_a_mistake_in_the_data_is_told_with_its_place_and_fix(tmp_path, refused, file, old, new, what, fix):
    folder = tmp_path / "scoring"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    path = folder / f"{file}.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with refused(what, fix):
        read_scoring(folder)
