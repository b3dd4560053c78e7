"""Chance: the published generator to the bit, never at the ends of its range, and no two purposes alike."""

import ast
import zlib
from collections import Counter
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jax.extend.random import threefry_2x32

from estralgia import people
from estralgia.book import BOOK
from estralgia.model import chance
from estralgia.people import traits

SOURCE = Path(chance.__file__).parent.parent
ALL_BITS = 0xFFFFFFFF
# Known answers of Threefry-2x32 with 20 rounds: Random123, kat_vectors (key, counter, result).
KNOWN = [
    ((0x00000000, 0x00000000), (0x00000000, 0x00000000), (0x6B200159, 0x99BA4EFE)),
    ((0xFFFFFFFF, 0xFFFFFFFF), (0xFFFFFFFF, 0xFFFFFFFF), (0x1CB996FC, 0xBB002BE7)),
    ((0x13198A2E, 0x03707344), (0x243F6A88, 0x85A308D3), (0xC4923A9C, 0x483DF7A0)),
]


def words(*values):
    return [np.array([value], np.uint32) for value in values]


@pytest.mark.parametrize(("key", "counter", "result"), KNOWN)
@pytest.mark.parametrize("module", [np, jnp], ids=["numpy", "jax"])
def test_published_answers(module, key, counter, result):
    found = chance.threefry(*([module.asarray(word) for word in words(*pair)] for pair in (key, counter)))
    assert tuple(int(word[0]) for word in found) == result


@pytest.mark.parametrize("way", ["numpy", "jax", "jitted"])
def test_the_same_bits_as_jax(way):
    key = np.array([20_240_607, 3_141_592_653], np.uint32)
    counter = np.random.default_rng(1).integers(0, 2**32, (2, 4096), np.uint32)
    theirs = np.asarray(threefry_2x32(jnp.asarray(key), jnp.asarray(counter.reshape(-1)))).reshape(2, -1)
    if way == "numpy":
        ours = chance.threefry((key[:1], key[1:]), tuple(counter))
    else:
        ours = (jax.jit(chance.threefry) if way == "jitted" else chance.threefry)(
            tuple(jnp.asarray(key)), tuple(jnp.asarray(counter))
        )
    np.testing.assert_array_equal(theirs, np.stack(ours))


def test_numpy_and_jax_give_the_same_dice():
    women, days = np.arange(300), np.arange(50, dtype=np.uint32)[:, None]
    key = chance.stream(7, women, "tablet_missed")
    ours = chance.uniform(key, days)
    theirs = jax.jit(chance.uniform)(tuple(map(jnp.asarray, key)), jnp.asarray(days))
    assert ours.shape == (50, 300)
    assert ours.dtype == np.float32
    np.testing.assert_array_equal(ours, np.asarray(theirs))
    with jax.enable_x64(True):
        np.testing.assert_array_equal(ours, np.asarray(chance.uniform(tuple(map(jnp.asarray, key)), jnp.asarray(days))))


@pytest.mark.parametrize(("bits", "end"), [(0, 0.0), (ALL_BITS, 1.0)])
def test_a_draw_is_never_0_or_1(monkeypatch, bits, end):
    monkeypatch.setattr(chance, "threefry", lambda *_: tuple(words(bits, bits)))
    for dice in (
        chance.uniform(words(1, 1), words(1)[0]),
        chance.uniform([jnp.asarray(w) for w in words(1, 1)], jnp.uint32([1])),
    ):
        assert dice.dtype == np.float32
        assert 0 < float(dice[0]) < 1
        assert abs(float(dice[0]) - end) < 1e-7
    drawn = chance.draw(1, [0], "x", "uniform")
    assert 0 < drawn[0] < 1
    assert abs(drawn[0] - end) < 1e-15
    assert np.isfinite(chance.draw(1, [0], "x")).all()


def test_draws_are_distributed_as_they_should():
    women = np.arange(40_000)
    normal, flat = chance.draw(3, women, "a"), chance.draw(3, women, "a", "uniform")
    dice = chance.uniform(chance.stream(3, women, "a"), np.uint32([5]))
    assert normal.dtype == flat.dtype == np.float64
    assert abs(normal.mean()) < 4 / 200
    assert abs(normal.std() - 1) < 4 / 280
    for one in (flat, dice.astype(float)):
        counts = np.histogram(one, 20, (0, 1))[0]
        assert ((counts - 2000) ** 2 / 2000).sum() < 45  # chi-squared, 19 degrees: one in a thousand
    assert abs(np.corrcoef(flat, dice)[0, 1]) < 4 / 200  # the same key, another counter


@pytest.mark.parametrize("change", [{"seed": 4}, {"seed": 3 + 2**32}, {"purpose": "b"}, {"index": 1}, {"who": 1}])
def test_every_part_of_the_key_matters(change):
    usual = {"seed": 3, "purpose": "a", "index": 0, "who": 0}

    def drawn(seed, purpose, index, who):
        return chance.draw(seed, np.arange(2000) + who, purpose, "normal", index)

    first, second = drawn(**usual), drawn(**usual | change)
    assert not (first == second).any()
    assert abs(np.corrcoef(first, second)[0, 1]) < 0.1


def test_a_woman_does_not_depend_on_the_others():
    together = chance.draw(5, np.arange(1000), "a")
    assert chance.draw(5, [17], "a")[0] == together[17]
    np.testing.assert_array_equal(chance.draw(5, np.arange(500, 600), "a"), together[500:600])


def test_no_warning_where_numbers_wrap_around():
    with np.errstate(all="raise"):
        value = chance.draw(2**64 - 1, [2**32 - 1], "a", index=ALL_BITS)
    assert np.isfinite(value).all()


def purposes(monkeypatch):
    """Every purpose for which the book and its women are drawn, and those that stand in the source as a text."""
    asked = []

    def spy(seed, patients, purpose):
        asked.extend([purpose] if isinstance(purpose, str) else purpose)
        return plain(seed, patients, purpose)

    plain = chance.stream
    monkeypatch.setattr(chance, "stream", spy)
    women = people.population(2, seed=1)
    book = BOOK.wiring(("level", "direct"))
    for wiring in (BOOK.wiring(), book):
        everybody = BOOK.members(drug=tuple(BOOK.drugs), treatment=tuple(BOOK.treatments))
        traits.draw_traits(BOOK, wiring, women, everybody, traits.spread_kinds(BOOK, wiring))
    daily = [*book.of_kind("noise"), *book.of_kind("decision")]
    return set(asked) | set(daily) | {f"{name} before" for name in book.of_kind("noise")} | set(texts_in_calls())


def texts_in_calls():
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(getattr(node, "func", None), "id", getattr(getattr(node, "func", None), "attr", ""))
            if isinstance(node, ast.Call) and name in ("draw", "stream") and len(node.args) > 2:
                if isinstance(node.args[2], ast.Constant) and isinstance(node.args[2].value, str):
                    yield node.args[2].value


def test_several_purposes_are_drawn_as_each_alone():
    ids = np.array([0, 7, 2**32 - 1])
    names = ("age", "bmi", "background_draw of left knee")
    for kind in ("normal", "uniform"):
        together = chance.draw(5, ids, names, kind)
        np.testing.assert_array_equal(together, [chance.draw(5, ids, name, kind) for name in names])


def test_no_two_purposes_share_a_key(monkeypatch):
    found = purposes(monkeypatch)
    assert {"age", "bmi", "CYP2A6 allele 2", "background_draw of left knee", "absorption_rate of letrozole"} <= found
    assert {"forgetting_time", "tablet_missed", "bad_weeks", "bad_weeks before"} <= found
    keys = Counter(zlib.crc32(purpose.encode()) for purpose in found)
    assert [purpose for purpose in found if keys[zlib.crc32(purpose.encode())] > 1] == []


def test_traits_of_a_woman_do_not_depend_on_the_rival_or_the_drug():
    women = people.population(20, seed=1)
    one, other = (
        traits.draw_traits(BOOK, wiring, women, BOOK.members(drug=drugs), traits.spread_kinds(BOOK, wiring))
        for wiring, drugs in (
            (BOOK.wiring(), ("letrozole",)),
            (BOOK.wiring(("level", "direct")), ("anastrozole", "letrozole")),
        )
    )
    for name in one.keys() & other.keys():
        np.testing.assert_array_equal(one[name][-1], other[name][-1])
    assert len(one) > 15


def test_correlated_traits_keep_their_spread():
    wiring, women = BOOK.wiring(), people.population(20_000, seed=2)
    drawn = traits.draw_traits(BOOK, wiring, women, BOOK.members(), traits.spread_kinds(BOOK, wiring))
    first, second = drawn["estrone_trait"][0], drawn["estradiol_trait"][0]
    assert np.corrcoef(first, second)[0, 1] == pytest.approx(0.7555, abs=0.015)
    assert second.std() == pytest.approx(1, abs=0.02)
