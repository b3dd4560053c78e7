"""The tape: one woman's day can be written on it; what is shared, folded, refused; code made of it is right."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from estralgia.book import BOOK
from estralgia.model.calendar import Calendar
from estralgia.model.errors import RunError
from estralgia.people import population
from estralgia.questions.asked import ask
from estralgia.runners.arms import arms_of
from estralgia.runners.emit import Work, emit
from estralgia.runners.engines import missing_for_native
from estralgia.runners.flatten import flatten, kind_of
from estralgia.runners.jax_runner import one_day
from estralgia.runners.plan import Plan
from estralgia.runners.program import LANES
from estralgia.runners.tape import BOTH, CONSTANT, DAY, FLOAT, PERSON, Tape
from estralgia.runners.traced import stepping

native = pytest.mark.skipif(bool(missing_for_native()), reason="this processor has no AVX2")
RNG = np.random.default_rng(1)


def word(x):
    """1 or 0 as a word of 32 bits, where x is above 0 or not."""
    return (x > 0).astype(jnp.uint32)


ARITHMETIC = {
    "sum": lambda x, y: x + y - 2.5 * y,
    "product": lambda x, y: x * y * 3 + x,
    "fused": lambda x, y: (x * y - 1) + (2 - x * x),
    "quotient": lambda x, y: x / (1 + y * y) + 1 / (3 + x * x),
    "negative": lambda x, y: -x * y - (-y),
    "absolute": lambda x, y: abs(x - y) * abs(x * 2),
    "extremes": lambda x, y: jnp.maximum(x, jnp.minimum(y, 0.5)),
    "exp": lambda x, y: jnp.exp(x) + jnp.exp(3 * y),
    "exp, far": lambda x, y: jnp.exp(70 * x),
    "log": lambda x, y: jnp.log(abs(x)) + jnp.log(jnp.where(y > 0, y, 1)),
    "power": lambda x, y: x**2 + y**-3,
    "logistic": lambda x, y: jax.nn.sigmoid(x * y),
    "wave": lambda x, y: jnp.cos(x) + jnp.sqrt(abs(y)),
    "tests": lambda x, y: jnp.where((x > y) & (x >= -1) | (y < 0) ^ (y <= -0.5) | ~(x != y), x, y),
    "equal": lambda x, y: jnp.where(x == x * 1, x, y) + (x > 0).astype(x.dtype),
    "moved": lambda x, y: jnp.concatenate([x[1:], y[::-1][:1]]) + jnp.stack([y, x]).max(axis=0) + x.sum() * y[:1],
    "loop": lambda x, y: jax.lax.scan(lambda c, row: (c * 0.5 + row, c), y[0], x)[1],
    "words": lambda x, y: (word(x) * 3 + word(y) << 2 >> 1 ^ word(x - y)).astype(x.dtype) + y,
}


def written(function, rows=4, dtype=np.float64):
    """A function of two arrays (row, lane) on a tape: the tape and its results."""
    tape = Tape()
    given = [np.array([[tape.given(f"array {i}", row, FLOAT, BOTH)] for row in range(rows)]) for i in range(2)]
    shape = jax.ShapeDtypeStruct((rows, 1), dtype)
    with jax.enable_x64(dtype is np.float64):
        (nodes,) = flatten(jax.make_jaxpr(function)(shape, shape), given, tape)
    return tape, nodes.ravel().tolist()


@native
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("name", ARITHMETIC)
def test_machine_code_computes_what_jax_does(name, dtype):
    from estralgia.runners import objects

    tape, results = written(ARITHMETIC[name], dtype=dtype)
    code = objects._linked({}, objects._compiled(emit(Work(tape, [], results, [], 2), 8, dtype is np.float64)))
    x, y = (RNG.normal(size=(4, LANES)).astype(dtype) for _ in range(2))
    out = np.zeros((len(results), LANES), dtype)
    table = np.array([x.ctypes.data, y.ctypes.data])
    code.run[4](None, None, table.ctypes.data, 0, out.ctypes.data, None, 0, 1, 1)
    with jax.enable_x64(dtype is np.float64):
        wanted = jax.jit(jax.vmap(ARITHMETIC[name], in_axes=1, out_axes=1))(x[:, :16], y[:, :16])
    assert wanted.dtype == dtype
    close = {"rtol": 2e-6, "atol": 2e-6} if dtype is np.float32 else {"rtol": 1e-13, "atol": 1e-13}
    np.testing.assert_allclose(out[:, :16], wanted, **close)


@native
def test_what_is_no_number_stays_so():
    from estralgia.runners import objects

    def function(x, y):
        return jnp.stack([x + y, jnp.exp(x), jnp.maximum(x, 0.5), jnp.minimum(x, 0.5), jnp.log(x), jnp.log(y * 0 - 1)])

    tape, results = written(function, rows=1)
    code = objects._linked({}, objects._compiled(emit(Work(tape, [], results, [], 2), 8, True)))
    x, y, out = np.full((1, LANES), np.nan), np.ones((1, LANES)), np.zeros((len(results), LANES))
    code.run[4](None, None, np.array([x.ctypes.data, y.ctypes.data]).ctypes.data, 0, out.ctypes.data, None, 0, 1, 1)
    assert np.isnan(out[:, :16]).all()


@native
def test_numbers_too_small_for_full_precision_are_zero_within_and_nowhere_else():
    from estralgia.runners import objects

    tape, results = written(lambda x, y: x * y, rows=1, dtype=np.float32)
    code = objects._linked({}, objects._compiled(emit(Work(tape, [], results, [], 2), 16, False)))
    x, y, out = (np.full((1, LANES), value, np.float32) for value in (1e-30, 1e-10, 1))
    table = np.array([x.ctypes.data, y.ctypes.data])
    code.run[1](None, None, table.ctypes.data, 0, out.ctypes.data, None, 0, 1, 1)
    assert (out[0, :16] == 0).all()
    assert ((x * y) > 0).all()


def test_what_is_the_same_is_made_once_and_constants_are_folded():
    tape = Tape()
    hers, today = tape.given("own", 0, FLOAT, PERSON), tape.given("array 0", 0, FLOAT, BOTH)
    two, half = tape.constant(2, FLOAT), tape.constant(0.5, FLOAT)
    assert tape.apply("add", hers, today) == tape.apply("add", today, hers)
    assert tape.number(tape.apply("exp", tape.apply("mul", two, half))) == np.e
    assert tape.apply("mul", today, tape.constant(0, FLOAT)) == tape.constant(0, FLOAT)
    assert tape.apply("div", today, two) == tape.apply("mul", today, half)
    levels = [
        tape.nodes[one].level for one in (two, tape.apply("mul", hers, two), tape.given("today", 0, "i", DAY), today)
    ]
    assert levels == [CONSTANT, PERSON, DAY, BOTH]
    product = tape.nodes[tape.apply("mul", two, tape.apply("mul", hers, today))]
    assert tape.nodes[product.args[0]].level == PERSON or tape.nodes[product.args[1]].level == PERSON
    assert product.args[0] == today or product.args[1] == today  # what stays with the woman is multiplied first


def test_an_operation_that_cannot_stand_in_a_day_is_refused_by_name():
    with pytest.raises(RunError, match="'sort'") as caught:
        written(lambda x, y: jnp.sort(x, axis=0) + y)
    assert "jax" in caught.value.fix


def test_nothing_is_read_that_another_took_the_place_of():
    tape, results = written(
        lambda x, y: jax.lax.scan(lambda c, row: (jnp.exp(c * y[0]) + row, c * row), y[1], x)[1], 40
    )
    plan = Plan(tape, results)
    for size in (1, 7, 60, 10_000):
        cut, waiting = plan.cut(size), {}
        assert [node for stretch in cut.stretches for node in stretch] == plan.nodes
        for stretch in cut.stretches:
            made = set()
            for node in stretch:
                for one in plan.operands(node):
                    is_there = tape.nodes[one].op in ("constant", "input") or one in made
                    assert is_there or waiting[cut.row_of[one]] == one
                made.add(node)
            waiting |= {cut.row_of[node]: node for node in stretch if node in cut.row_of}
        for one in results:
            assert tape.nodes[one].op == "input" or waiting[cut.row_of[one]] == one
        assert len(waiting) <= cut.rows
    assert plan.cut(7).rows < len(plan.nodes) / 2  # rows are used again


@pytest.fixture(scope="module")
def chunk():
    """Two women, the day's calendar and covariates that change."""
    women = population(2, seed=1)
    (arm,) = arms_of(ask(women, BOOK, "letrozole; add exercise from week 1", tablets="closed loop"))
    chunk = arm.chunk(women)
    given = chunk.in_lanes(arm.calendar(women, 0, 1), slice(0, 1)).inputs
    return chunk, given, {"bmi": np.full((1, 1, LANES), 30.0, np.float32)}


def test_the_day_can_be_written_on_a_tape_and_no_woman_moves_another(chunk):
    """Traced for two women: whatever the first is left with comes from her own numbers and those of all."""
    chunk, given, covariates = chunk

    def day(own, keys, state, today, number):
        return one_day(chunk.program, own, keys, state, number, Calendar(*today))

    def of_two(one):
        return one[..., :2] if np.shape(one)[-1:] == (LANES,) else one

    today = jax.tree.map(lambda one: one[0], (given, covariates))
    arguments = jax.tree.map(of_two, (chunk.own, chunk.keys, chunk.state, today, np.int32(3)))
    tape, places = Tape(), []
    for leaf in map(np.asarray, jax.tree.leaves(arguments)):
        owners = ["woman 0", "woman 1"] if leaf.shape[-1:] == (2,) else ["all"]
        mine = [tape.given(owners[place % len(owners)], 1000 * len(places) + place, kind_of(leaf.dtype), BOTH)
                for place in range(leaf.size)]  # fmt: skip
        places.append(np.array(mine, np.int64).reshape(leaf.shape))
    results = flatten(jax.make_jaxpr(day)(*arguments), places, tape)
    reads_her = False
    for lane in range(2):
        roots = [int(node) for one in results if one.shape[-1] == 2 for node in one[..., lane].ravel()]
        groups = {tape.nodes[one].value[0] for one in tape.live(roots) if tape.nodes[one].op == "input"}
        assert f"woman {1 - lane}" not in groups
        reads_her |= f"woman {lane}" in groups
    assert reads_her


def test_levels_tell_what_stays_with_a_woman(chunk):
    chunk, given, covariates = chunk
    steady, told = stepping(chunk.program, chunk.own, chunk.keys, chunk.state, (given, {}))
    changing, _ = stepping(chunk.program, chunk.own, chunk.keys, chunk.state, (given, covariates))
    assert told["missed"] == 1
    assert told["kept"] > 200
    moved = [len(Plan(work.tape, [*work.state, *work.out], work.kept).nodes) for work in (steady, changing)]
    assert moved[0] < moved[1]  # what a change of weight moves is made again every day
