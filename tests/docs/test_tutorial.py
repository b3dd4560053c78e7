"""The tutorial does what it says: its blocks run in order and print what stands below them."""

import re

import pytest

NUMBER = re.compile(r"-?\d+(?:\.\d*)?")


def alike(shown, printed):
    """The same words, and numbers that differ by no more than a last digit that was rounded another way."""
    numbers, others = (re.findall(NUMBER, shown), re.findall(NUMBER, printed)), (shown, printed)
    words = [NUMBER.sub("", one).split() for one in others]
    assert words[0] == words[1]
    assert [float(one) for one in numbers[1]] == pytest.approx([float(one) for one in numbers[0]], rel=0.02, abs=0.11)


def test_every_block_prints_what_the_page_shows(tutorial):
    compared = [(shown, printed) for _, shown, printed in tutorial if shown is not None]
    assert len(compared) >= 7
    for shown, printed in compared:
        assert printed.strip(), "a block that shows its output prints nothing"
        alike(shown, printed)


@pytest.mark.parametrize(("shown", "printed"), [("all: 1.3", "all: 1.6"), ("all: 1.3", "none: 1.3"), ("1 2", "1")])
def test_what_differs_is_found(shown, printed):
    with pytest.raises(AssertionError):
        alike(shown, printed)
