"""Every front says when to get help and what to do before skipping; none uses words or ratios that mislead."""

import html
import json
import re
from dataclasses import replace

import pytest
from click.testing import CliRunner

import estralgia as ea
from estralgia.cli import main
from estralgia.questions.leaflet import claims
from estralgia.questions.treatments import treatments
from estralgia.runners.run import BEFORE_SKIPPING, INTENDED_USE
from estralgia.say import safety, sheet
from estralgia.say.report import report
from estralgia.say.story import story

BANNED = re.compile(
    r"\btwins?\b|\bhazard|\bodds ratio|\brate ratio|\brisk ratio|shapley|felt withdrawal|tissue misses|"
    r"recurrence.ratio|\d ?% less|\d ?% fewer|recurrence is",
    re.I,
)
TYPED = {
    "alone": "",
    "simulate": "simulate --patients 20 --years 0.3",
    "one woman": "simulate --years 0.3",
    "explain": "explain --day 60",
    "leaflet": "leaflet 1 --patients 20",
    "list": "leaflet --list",
    "help": "when-to-get-help",
}
CURTAILED = "letrozole for 2 months, then stop"


def words_of(text):
    """The words of a text or a page, without its tags."""
    return " ".join(html.unescape(re.sub(r"<style.*?</style>|<[^>]+>", " ", text, flags=re.S)).split())


@pytest.fixture(scope="module")
def many():
    return ea.simulate(ea.population(20, seed=1), CURTAILED, years=0.3, twin=True)


@pytest.fixture(scope="module")
def fronts(many):
    """Every front, name -> its words."""
    found = {}
    for name, line in TYPED.items():
        result = CliRunner().invoke(main, line.split(), env={"COLUMNS": "80"})
        assert result.exit_code == 0, result.output
        assert max(map(len, result.stdout.splitlines())) <= 80, name
        found[name] = result.stdout
    one = ea.simulate(ea.Patient(), "letrozole", years=0.3, twin=True)
    found |= {"story": str(story(years=0.2)), "curtailed story": str(story(regimen=CURTAILED, years=0.3))}
    found |= {"print": str(many), "notebook": sheet.of_course(many), "report": report(many), "her report": report(one)}
    return {name: words_of(text) for name, text in found.items()}


def test_every_front_says_when_to_get_help_in_three_steps(fronts):
    for name, words in fronts.items():
        short = all(" ".join(step.in_short.split()) in words for step in safety.steps())
        full = all(sign in words for step in safety.steps() for sign in step.signs)
        assert short or full, name
        assert "checked by a clinician" in words, name
        assert full or "estralgia when-to-get-help" in words, name


def test_every_front_says_what_to_do_before_skipping(fronts):
    assert INTENDED_USE.endswith(BEFORE_SKIPPING)
    for name, words in fronts.items():
        if name != "list":
            assert BEFORE_SKIPPING in words, name


def test_programs_read_the_steps_too():
    result = CliRunner().invoke(main, ["simulate", "--years", "0.3", "--json"])
    said = json.loads(result.stdout)
    assert said["when_to_get_help"] == safety.record()
    assert list(said["when_to_get_help"]) == ["emergency", "same day", "soon", "note"]
    assert BEFORE_SKIPPING in said["intended_use"]


def test_no_front_uses_a_banned_word_or_a_ratio_of_recurrence(fronts):
    for name, words in fronts.items():
        assert BANNED.findall(words) == [], name


def test_no_claim_uses_one():
    for one in claims():
        texts = [one.title, one.sentence, one.little, one.assumed, one.without.words]
        texts += [reason.text for reason in one.reasons]
        texts += [row.what for row in one.shows if not row.for_programs]
        assert [text for text in texts if BANNED.search(text)] == [], one.number
        assert all("ratio" not in row.unit for row in one.shows if not row.for_programs), one.number


def test_no_treatment_uses_one():
    assert not BANNED.search(" ".join(f"{one.note} {one.harms}" for one in treatments(controls=True)))


def test_what_is_banned_is_found():
    for text in ("her untreated twin", "Recurrence is 64 % less", "a hazard of 0.4", "odds ratio 2.1"):
        assert BANNED.search(text), text


def test_half_of_women_stands_beside_the_blinded_trial(fronts):
    for name in ("simulate", "report", "print", "notebook"):
        assert safety.words().blinded in fronts[name], name
        assert safety.words().staying in fronts[name], name
    halves = [one for one in claims() if re.search(r"\b(?:half of women|of women never)", one.sentence, re.I)]
    assert {one.number for one in halves} >= {4, 11, 13, 17, 18, 19, 21}
    for one in halves:
        if one.number != 8:  # of which the record itself says how many
            assert "in the model" in one.sentence.lower(), one.number
            assert "25 of 100" in one.sentence, one.number
            assert "21 of 100" in one.sentence, one.number


def test_what_is_built_in_says_so():
    for number in (2, 6, 7, 8, 9, 15, 16):
        assert "built into the model, not found by it" in next(one.little for one in claims() if one.number == number)


@pytest.mark.parametrize(
    ("regimen", "tablets", "curtailed"),
    [("letrozole", "as prescribed", False), (CURTAILED, "as prescribed", True), ("letrozole", "closed loop", True)],
)
def test_a_course_that_ends_before_five_years_tells_nothing_of_recurrence(many, regimen, tablets, curtailed):
    from estralgia.model.prescription import read_prescription

    arms = many.asked.arms | {"letrozole": read_prescription(regimen, many.asked.book)}
    course = replace(many, asked=replace(many.asked, arms=arms, tablets=tablets))
    assert safety.is_curtailed(course) == curtailed
    assert (safety.words().not_simulated in sheet.sheet(course).meaning) == curtailed


def test_five_years_that_are_over_are_not_curtailed(many):
    from estralgia.model.prescription import read_prescription

    arms = {"letrozole": read_prescription("letrozole for 5 years, then stop", many.asked.book)}
    assert not safety.is_curtailed(replace(many, asked=replace(many.asked, arms=many.asked.arms | arms, days=2500)))


def test_recurrence_is_there_for_those_who_ask(many):
    assert "recurrence_ratio" in many.data
    assert many.plot("balance").axes
