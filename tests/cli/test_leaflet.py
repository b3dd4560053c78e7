"""`estralgia leaflet` says what the Python function says."""

import json

import pytest

from estralgia.questions.leaflet import claims, leaflet
from estralgia.say.leaflet import text


def words_of(text):
    return " ".join(text.split())


def test_the_list_has_every_claim_and_runs_nothing(run, at_work):
    at_work(lambda *_: pytest.fail("nothing is simulated"))
    result = run("leaflet --list")
    assert (result.exit_code, result.stderr) == (0, "")
    assert all(one.title in words_of(result.stdout) for one in claims())
    assert all(len(line) <= 80 for line in result.stdout.splitlines())


def test_it_says_what_python_says(run):
    result = run("leaflet 6 1 --patients 20 --seed 2")
    assert (result.exit_code, result.stderr) == (0, "")
    expected = leaflet([6, 1], women=20, seed=2)
    assert all(words_of(text(one)) in words_of(result.stdout) for one in expected)
    assert "never advises anybody to stop, pause or change a treatment" in words_of(result.stdout)
    assert all(len(line) <= 80 for line in result.stdout.splitlines())
    read = json.loads(run("leaflet 6 1 --patients 20 --seed 2 --json").stdout)
    assert read == json.loads(json.dumps([one.record() for one in expected]))


def test_without_switches_off_what_carries_the_claim(run):
    read = json.loads(run("leaflet 1 --patients 20 --without --json").stdout)
    assert read[0]["numbers"] == {"uninhibited_share": 1}
    assert read[0]["holds"] is False


@pytest.mark.parametrize(("typed", "what", "fix"), [
    ("leaflet 23", "there is no claim 23", "from 1 to 22"),
    ("leaflet --without", "--without is for one claim", "estralgia leaflet 8 --without"),
    ("leaflet 8 --without --theory inflammation", "--without chooses the theory itself", "leave one of the two out"),
    ("leaflet --patients 3", "at least 20", "--patients 2000"),
    ("leaflet eight", "'eight' is not a valid int", "leaflet --help"),
    ("leaflet 8 --theory inflamation", "there is no theory 'inflamation'", "did you mean 'inflammation'?"),
])  # fmt: skip
def test_a_mistake_is_one_message(run, at_work, typed, what, fix):
    at_work(lambda *_: pytest.fail("nothing is simulated"))
    result = run(typed)
    assert (result.exit_code, result.stdout) == (2, "")
    assert what in words_of(result.stderr)
    assert fix in words_of(result.stderr)
