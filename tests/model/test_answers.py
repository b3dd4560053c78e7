"""Answers in words: yes and no, and levels with their unit."""

import pytest

from estralgia.model.answers import picomolar, true_or_false, yes_or_no


@pytest.mark.parametrize(
    ("text", "value"), [("Yes", 1), (" true", 1), ("NO", 0), ("false ", 0), ("1", 1), ("0.5", 0.5)]
)
def test_yes_and_no_as_numbers(text, value):
    assert yes_or_no(text) == value


@pytest.mark.parametrize("text", ["", "maybe", "yes no"])
def test_what_is_neither_is_refused(refused, text):
    with pytest.raises(ValueError, match="could not convert"):
        yes_or_no(text)
    with refused("diabetes is either true or false", "write diabetes = true or diabetes = false"):
        true_or_false("diabetes", text)


def test_a_level_without_a_known_unit_is_refused():
    assert picomolar("10 pg/mL") == pytest.approx(36.71)
    with pytest.raises(ValueError, match="no unit of estradiol"):
        picomolar("10 ng/mL")
