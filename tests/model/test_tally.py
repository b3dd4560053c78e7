"""Tallies: what is counted of many women is what is counted of each group, joined."""

from functools import reduce
from operator import add

import numpy as np
import pytest

from estralgia.model.tally import BLOCK, Scale, Tally, block_sums

VALUES = np.random.default_rng(1).gamma(2, 1.5, (1000, 3))
SCALES = {"with ends": Scale((0.0, 10.0)), "without": Scale()}


@pytest.mark.parametrize("name", SCALES)
def test_quantiles_are_right_to_within_a_step(name):
    scale, values = SCALES[name], np.clip(VALUES, 0, 10)
    for share in (0.05, 0.25, 0.5, 0.75, 0.95):
        right = np.quantile(values, share, axis=0)
        np.testing.assert_allclose(scale.quantile(scale.count(values), share), right, rtol=0.01, atol=0.005)


def test_what_lies_at_or_beyond_an_end_is_the_end():
    scale = SCALES["with ends"]
    counts = scale.count(np.array([[-3.0], [0.0], [10.0], [12.0]]))
    assert counts[0, 0] == counts[0, -1] == 2
    assert [float(scale.quantile(counts, share)[0]) for share in (0.0, 1.0)] == [0.0, 10.0]
    assert np.isnan(scale.quantile(np.zeros_like(counts), 0.5)).all()


def test_counts_are_the_same_in_any_groups():
    scale = SCALES["without"]
    whole = scale.count(VALUES)
    assert np.array_equal(whole, scale.count(VALUES[:17]) + scale.count(VALUES[17:]))
    assert whole.sum() == VALUES.size


def test_sums_of_whole_blocks_are_the_same_to_the_bit():
    whole = reduce(add, block_sums(VALUES))
    parts = [one for start in (0, 2 * BLOCK) for one in block_sums(VALUES[start : start + 2 * BLOCK])]
    assert np.array_equal(whole, reduce(add, parts))
    np.testing.assert_allclose(whole, VALUES.sum(axis=0))


def test_the_empty_tally_is_nothing():
    one = Tally({"women": np.array(3)}, {"pain": np.array(1.5)})
    both = Tally() + one + one
    assert int(both.counts["women"]) == 6
    assert float(both.sums["pain"]) == 3.0
