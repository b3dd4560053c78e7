"""The published numbers: read whole, checked row by row."""

import dataclasses
import math

import pytest

from estralgia.evidence.targets import OBSERVED_BY, Target, read_targets, target, targets

ROW = {
    "id": "one", "study": "S", "population": "P", "drug": "letrozole", "comparator": "", "quantity": "q",
    "definition": "D.", "observed_by": "score", "time": "6 months", "value": 12.0, "unit": "percent", "n": 10,
    "source": "PMID 1", "grade": "seen", "use": "fit", "note": "Read in: abstract.",
}  # fmt: skip


def test_all_are_read():
    assert (len(targets()), len(targets("fit")), len(targets(use="check"))) == (522, 190, 332)
    assert len({one.id for one in targets()}) == 522
    assert {one.observed_by for one in targets()} == set(OBSERVED_BY)


def test_some_can_be_asked_for():
    scores = targets("fit", "score")
    assert 0 < len(scores) < len(targets(observed_by="score"))
    assert {(one.use, one.observed_by) for one in scores} == {("fit", "score")}


def test_one_by_its_id():
    one = target("atac_new_joint_3mo")
    assert (one.study, one.value, one.unit, one.n, one.se, one.use) == ("ATAC", 31.4, "percent", 3964, 0.7, "fit")
    assert one.days == pytest.approx((91.3125, 91.3125))
    assert not one.is_ratio


def test_targets_do_not_change():
    one = target("atac_new_joint_3mo")
    with pytest.raises(dataclasses.FrozenInstanceError):
        one.value = 34.0
    assert one in {one: 1}


def test_nothing_from_memory_is_fitted():
    remembered = [one for one in targets() if one.grade == "memory"]
    assert len(remembered) == 17
    assert {one.use for one in remembered} == {"check"}


def test_a_range_of_time():
    ranges = [one for one in targets() if one.days[0] != one.days[1]]
    assert ranges
    assert all(one.days[0] < one.days[1] for one in ranges)


def test_standard_errors_agree_with_printed_intervals():
    found = 0
    for one in targets():
        for name, width in (("ci95", 3.92), ("ci90", 3.29)):
            if name in one.spread and one.se is not None:
                low, high = (math.log(x) for x in one.spread[name]) if one.is_ratio else one.spread[name]
                assert one.se == pytest.approx((high - low) / width, rel=0.05), one.id
                found += 1
    assert found > 50


def test_standard_errors_of_shares_are_binomial_unless_said():
    for one in targets():
        if (
            one.unit == "percent"
            and one.se is not None
            and one.n
            and "assumed" not in one.note
            and one.value not in (0, 100)
        ):
            binomial = math.sqrt(one.value * (100 - one.value) / one.n)
            assert one.se == pytest.approx(binomial, rel=0.25), one.id


@pytest.mark.parametrize(("ask", "what", "fix"), [
    (lambda: target("atac_new_joint_3m"), "no target 'atac_new_joint_3m'", "did you mean 'atac_new_joint_3mo'?"),
    (lambda: target("zzz"), "no target 'zzz'", "targets()"),
    (lambda: targets("fits"), "use = 'fits'", "did you mean 'fit'?"),
    (lambda: targets(observed_by="scores"), "observed_by = 'scores'", "did you mean 'score'?"),
])  # fmt: skip
def test_what_does_not_exist_is_answered_with_the_nearest(refused, ask, what, fix):
    with refused(what, fix):
        ask()


@pytest.mark.parametrize(("change", "what", "fix"), [
    ({"use": "fitt"}, "use = 'fitt'", "did you mean 'fit'?"),
    ({"observed_by": "scor"}, "observed_by = 'scor'", "did you mean 'score'?"),
    ({"grade": "sean"}, "grade = 'sean'", "did you mean 'seen'?"),
    ({"grade": "memory"}, "a number from memory is fitted", 'use = "check"'),
    ({"value": 101.0}, "101.0 is no percent", "0 to 100"),
    ({"value": -1.0}, "-1.0 is no percent", "0 to 100"),
    ({"value": 0.0, "unit": "odds_ratio"}, "0.0 is no odds_ratio", "above 0"),
    ({"value": "12"}, "'12' is no number", "write a number"),
    ({"time": "half a year"}, "time = 'half a year'", "6 months"),
    ({"time": "5-1 years"}, "the time ends before it begins", "swap"),
    ({"se": 0.0}, "se = 0.0", "above 0"),
    ({"n": -1}, "n = -1", "0 where it is not reported"),
    ({"spread": {"ci59": [1.0, 2.0]}}, "no spread 'ci59'", "did you mean 'ci95'?"),
    ({"spread": {"ci95": [1.0, 2.0]}}, "the interval misses the value", "check the two"),
    ({"id": "One"}, "an id is snake_case", "a-z"),
    ({"sources": "PMID 1"}, "no field 'sources'", "did you mean 'source'?"),
    ({"definition": None}, "definition missing", "add what is missing"),
])  # fmt: skip
def test_a_row_that_is_wrong_is_refused(tmp_path, refused, change, what, fix):
    with refused(what, fix):
        read_targets(written(tmp_path, ROW | change))


def test_an_id_that_stands_twice_is_refused(tmp_path, refused):
    with refused("one id stands twice", "no two of them"):
        read_targets(written(tmp_path, ROW, ROW))


def test_a_row_that_is_right_is_read(tmp_path):
    spread = {"ci95": [1.0, 20.0], "sd": 3.0}
    (one,) = read_targets(written(tmp_path, ROW | {"spread": spread, "se": 1.5}))
    assert one == Target(**ROW, se=1.5, spread=spread)


def written(folder, *rows):
    """A file of targets; a field that is None is left out."""
    path = folder / "targets.toml"
    blocks = [
        "[[target]]\n" + "".join(f"{name} = {_text(value)}\n" for name, value in row.items() if value is not None)
        for row in rows
    ]
    path.write_text("\n".join(blocks), encoding="utf-8")
    return path


def _text(value):
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{name} = {part}" for name, part in value.items()) + " }"
    return f'"{value}"' if isinstance(value, str) else str(value)
