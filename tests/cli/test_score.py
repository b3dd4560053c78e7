"""`estralgia score`: groups first, then the largest misses, in 80 columns; the same for programs."""

import json

import pytest

IDS = "ebctcg_tam_rec_0_4,ebctcg_tam_rec_5_9,pan_t1_n0"


def test_groups_come_first_then_the_largest_misses(run):
    text = run(f"score --targets {IDS} --patients 100").stdout
    lines = text.splitlines()
    assert lines[0].startswith("2 published numbers, 100 women")
    for words in ("inside 90 %", "background", "tumor", "all but pain", "Not computed: 1", "Mean log score"):
        assert words in text
    assert max(map(len, lines)) <= 80


def test_programs_read_one_object(run):
    found = json.loads(run(f"score --targets {IDS} --patients 100 --json").stdout)
    assert [one["id"] for one in found["targets"]] == IDS.split(",")[:2]
    assert found["left_out"].keys() == {"pan_t1_n0"}
    assert found["groups"]["tumor"]["theory"]["targets"] == 2


@pytest.mark.parametrize(("typed", "what"), [
    ("score --targets fitt", "no targets 'fitt'"),
    ("score --targets ebctcg_tam_rec", "is not scored"),
    ("score --patients 10", "at least 100"),
    ("score --theory inflamation", "no theory 'inflamation'"),
])  # fmt: skip
def test_what_cannot_be_scored_is_refused(run, typed, what):
    result = run(typed)
    assert result.exit_code == 2
    assert what in result.stderr
