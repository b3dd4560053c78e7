"""The leaflet that runs: every claim shows, and no longer shows when what carries it is switched off."""

import re

import matplotlib.pyplot as plt
import numpy as np
import pytest

import estralgia as ea
from estralgia.evidence.targets import target
from estralgia.questions.leaflet import Measured, claim, claims, leaflet
from estralgia.questions.leaflet.contents import PATH, VERDICTS, read_claims
from estralgia.questions.leaflet.runs import RUNS, Runs
from estralgia.say.drawn import plot
from estralgia.say.leaflet import text

NUMBERS = [one.number for one in claims()]


@pytest.fixture(scope="module")
def shown():
    """The whole leaflet, as it comes."""
    return {one.claim.number: one for one in leaflet()}


@pytest.mark.parametrize("number", NUMBERS)
def test_the_claim_shows(shown, number):
    failing = [(one.quantity.what, one.value) for one in shown[number].measured if one.holds is False]
    assert failing == []
    assert any(one.holds for one in shown[number].measured)


@pytest.mark.slow
@pytest.mark.parametrize("number", NUMBERS)
def test_the_claim_no_longer_shows_when_what_carries_it_is_switched_off(number):
    off = claim(number).without
    found = leaflet([number], theory=off.theory, numbers=off.numbers)
    assert not found[0].holds
    assert "the claim does not show" in text(found[0])


def test_there_are_22_claims_with_every_kind_of_verdict():
    assert NUMBERS == list(range(1, 23))
    assert {one.verdict for one in claims()} == set(VERDICTS)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_claim_has_reasons_of_the_record(number):
    one = claim(number)
    assert 2 <= len(one.reasons) <= 4
    assert all(reason.source for reason in one.reasons)
    assert set(one.runs) <= set(RUNS)
    assert not re.search(r"[{}]", " ".join(reason.text for reason in one.reasons))


def test_published_numbers_are_looked_up():
    assert f"{target('singer_onset_mean').value:g} weeks" in claim(11).reasons[0].text
    one = next(one for one in claim(1).shows if one.targets == ("geisler08_e2_letrozole",))
    assert one.bounds == (target("geisler08_e2_letrozole").value - 5, target("geisler08_e2_letrozole").value + 5)
    assert "from memory, not checked" in claim(18).reasons[0].sources


def test_nobody_is_told_to_stop_pause_or_change():
    advice = re.compile(r"\b(?:you|your|should|must|ask for|consider|recommend\w*|advis\w*)\b", re.I)
    for one in claims():
        words = [one.title, one.sentence, one.little, one.assumed, *(reason.text for reason in one.reasons)]
        assert [line for line in words if advice.search(line)] == [], one.number


def test_every_share_of_women_stands_beside_the_untreated_twins(shown):
    for one in shown.values():
        for measured in one.measured:
            if measured.quantity.measure[0] in ("new_or_worse", "new_or_worse_between", "seen_by_six_months"):
                assert "; without tablets " in text(one)
                assert measured.twin is not None, measured.quantity.what


def test_the_four_courses_are_told_at_years_1_2_and_5_and_add_up(shown):
    told = {tuple(one.quantity.measure[1:]): one.value for number in (17, 18, 19) for one in shown[number].measured
            if one.quantity.measure[0] == "four"}  # fmt: skip
    for year in (1, 2):
        assert sum(told[kind, year] for kind in ("never", "eased", "persisting", "late")) == pytest.approx(100)
    assert told["never", 5] + told["eased", 5] + told["persisting", 5] + told["late", 5] == pytest.approx(100)


def test_runs_are_made_once_and_only_if_asked_for(monkeypatch):
    made = []

    def instead(women, regimen, **options):
        made.append(regimen)
        return ea.simulate(women, "letrozole", years=0.1, twin=True, every=7, record=("worst_pain",))

    monkeypatch.setattr("estralgia.questions.leaflet.runs.simulate", instead)
    runs = Runs(ea.population(2, seed=1), 1)
    heard = []
    runs.make(["five years", "five years", "pain decides"], heard.append)
    assert runs["five years"] is runs["five years"]
    assert len(made) == 2
    assert heard[-1] == 1


def test_an_unknown_run_is_answered_with_the_nearest(refused):
    with refused("there is no run 'five year'", "did you mean 'five years'?"):
        Runs(ea.population(2, seed=1), 1)["five year"]


@pytest.mark.parametrize("number", [0, 23, -1, True])
def test_an_unknown_claim_is_refused(refused, number):
    with refused("there is no claim", "from 1 to 22"):
        leaflet([number])


def test_where_nobody_can_be_measured_the_claim_does_not_hold():
    nobody = Measured(claim(11).shows[1], np.nan)
    assert nobody.holds is False
    assert nobody.simulated == "none"


@pytest.mark.parametrize("number", NUMBERS)
def test_the_picture_can_be_drawn(shown, number):
    figure = plot(shown[number].course, shown[number].claim.picture)
    assert figure.axes
    plt.close(figure)


@pytest.mark.parametrize(("old", "new", "what", "fix"), [
    ('verdict = "supported"', 'verdict = "suported"', "verdict = 'suported'", "supported"),
    ("{arom_inhib_letrozole_2p5}", "{arom_inhib_letrozole_2p}", "there is no target", "did you mean"),
    ('"Geisler1996", "Dowsett1995"', '"Geisler1997"', "there is no source", "did you mean"),
    ("number = 2\n", "number = 1\n", "one number stands twice", "no two of them"),
    ("sentence =", "sentense =", "no field 'sentense'", "did you mean 'sentence'?"),
    ('picture = "estradiol"\n', "", "picture missing", "add what is missing"),
    ('grade = "seen"', 'grade = "sen"', "grade = 'sen'", "seen"),
    (", within = 1.0 }", " }", "the bounds of", "give targets and within"),
])  # fmt: skip
def test_a_broken_leaflet_is_refused(tmp_path, refused, old, new, what, fix):
    words = PATH.read_text(encoding="utf-8")
    assert old in words
    path = tmp_path / "leaflet.toml"
    path.write_text(words.replace(old, new, 1), encoding="utf-8")
    with refused(what, fix):
        read_claims(path)
