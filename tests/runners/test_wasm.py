"""The assembler: what stands on a tape is computed in Node as NumPy and JAX do, loops and all."""

import json
import math
import subprocess

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from estralgia.model.errors import RunError
from estralgia.runners.assembler import signed, unsigned
from estralgia.runners.flatten import flatten
from estralgia.runners.tape import FLOAT, PERSON, Tape
from estralgia.runners.wasm import Place, Writer

RNG = np.random.default_rng(3)
PAIRS = 2000
# Calls "f" for pairs of numbers, a pair in the two lanes, and prints what comes of them.
SCRIPT = """
const { code, from, to, results, rows } = JSON.parse(require("fs").readFileSync(0));
WebAssembly.instantiate(Buffer.from(code, "hex"), {}).then(({ instance: { exports: { f, memory } } }) => {
  const float = new Float64Array(memory.buffer), number = (x) => Number(x), found = [];
  for (const row of rows) {
    row.forEach((pair, i) => pair.forEach((x, lane) => { float[from / 8 + 2 * i + lane] = number(x); }));
    f();
    for (let i = 0; i < 2 * results; i++) found.push(String(float[to / 8 + i]));
  }
  console.log(JSON.stringify(found));
});
"""


def computed(node, function, given, longest=math.inf):
    """What a function of numbers makes in Node of some, arrays (number, pair, 2): (pair, result, 2)."""
    tape = Tape(longest=longest)
    nodes = [np.array([[tape.given("x", place, FLOAT, PERSON)]]) for place in range(len(given))]
    shape = jax.ShapeDtypeStruct((1, 1), np.float64)
    with jax.enable_x64(True):
        found = flatten(jax.make_jaxpr(function)(*[shape] * len(given)), nodes, tape)
    roots, writer = [int(one.ravel()[0]) for one in found], Writer()
    begin, end = writer.rows(len(given)), writer.rows(len(roots))
    writer.looped("f", tape, {"x": Place(begin)}, roots, end)
    rows = [[[str(x).replace("inf", "Infinity") for x in pair] for pair in row] for row in np.swapaxes(given, 0, 1)]
    job = {"code": writer.written().hex(), "from": begin, "to": end, "results": len(roots), "rows": rows}
    done = subprocess.run([node, "-e", SCRIPT], input=json.dumps(job), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return np.array([float(one) for one in json.loads(done.stdout)]).reshape(len(rows), len(roots), 2)


@pytest.mark.parametrize("name", ["exp", "log", "cos"])
def test_functions_that_webassembly_lacks_are_right_to_a_few_units_of_the_last_place(node, name):
    x = {"exp": RNG.uniform(-700, 700, (1, PAIRS, 2)), "log": np.exp(RNG.uniform(-700, 700, (1, PAIRS, 2))),
         "cos": RNG.uniform(-7, 7, (1, PAIRS, 2))}[name]  # fmt: skip
    found = computed(node, lambda x: (getattr(jnp, name)(x),), x)[:, 0]
    exact = getattr(np, name)(x[0])
    error = np.abs(found - exact) / (np.abs(exact) if name != "cos" else 1)
    assert error.max() < 2e-15


def test_ends_of_the_scale_and_what_is_no_number(node):
    x = np.array([[[0.0, -1.0], [math.inf, math.nan], [-800.0, 800.0], [-math.inf, 1.0]]])
    found = computed(node, lambda x: (jnp.log(x), jnp.exp(x), jnp.maximum(x, 0.5), jnp.minimum(0.5, x)), x)
    log, exp, most, least = np.swapaxes(found, 0, 1)
    assert log[0, 0] == -math.inf
    assert np.isnan(log[0, 1])
    assert np.isnan([exp[1, 1], most[1, 1], least[1, 1]]).all()
    assert exp[1, 0] == exp[2, 1] == math.inf
    assert exp[2, 0] < 1e-300
    assert (most[0] == 0.5).all()
    np.testing.assert_array_equal(least[2], [-800, 0.5])


def word(x):
    """1 or 0 as a word of 32 bits, where x is above 0 or not."""
    return (x > 0).astype(jnp.uint32)


ARITHMETIC = {
    "sums and products": lambda x, y: (x * y - 1 + (2 - x * x) + y / (1 + y * y) - abs(x - y) * -x,),
    "tests": lambda x, y: (jnp.where((x > y) & (x >= -1) | (y < 0) ^ (y <= -0.5) | ~(x != y), x, y), x + (y > 0)),
    "extremes": lambda x, y: (jnp.maximum(x, jnp.minimum(y, 0.5)), jnp.sqrt(abs(x))),
    "words": lambda x, y: (
        (word(x) * 3 + word(y) << 2 >> 1 ^ word(x - y)).astype(x.dtype) + y,
        jnp.where(word(x) + 1 > word(y) * 2, x, y),
    ),
}


@pytest.mark.parametrize("name", ARITHMETIC)
def test_node_computes_what_jax_does(node, name):
    given = RNG.normal(size=(2, 20, 2))
    with jax.enable_x64(True):
        wanted = np.stack(np.broadcast_arrays(*ARITHMETIC[name](*given)), axis=1)
    np.testing.assert_allclose(computed(node, ARITHMETIC[name], given), wanted, rtol=1e-14, atol=1e-14)


def looped(x, y):
    """Loops behind each other; what one makes the next reads, and a number that no turn reads rests."""
    first, *_ = jax.lax.fori_loop(
        0, 30, lambda i, c: (c[0] * 0.9 + y * x, c[1] + c[0], c[2] + jnp.exp(y)), (x, y * 0, x)
    )
    _, second = jax.lax.fori_loop(0, 20, lambda i, c: (c[0] + first, c[1] * 0.5 + c[0]), (first * x, y))
    return first, second + jnp.exp(y) + jnp.exp(y * x)


def test_long_loops_stay_loops_and_compute_the_same(node):
    given = RNG.normal(size=(2, 10, 2))
    with jax.enable_x64(True):
        wanted = np.stack(looped(*given), axis=1)
    for longest in (12, math.inf):  # kept, and written out
        np.testing.assert_allclose(computed(node, looped, given, longest), wanted, rtol=1e-13)


def test_a_loop_within_a_loop_is_refused():
    tape = Tape(longest=12)

    def nested(x):
        return jax.lax.fori_loop(0, 20, lambda i, c: jax.lax.fori_loop(0, 20, lambda i, d: d * 0.5 + c, c), x)

    with pytest.raises(RunError, match="a loop within a loop"):
        flatten(jax.make_jaxpr(nested)(jnp.ones(())), [np.array(tape.given("x", 0, FLOAT, PERSON))], tape)


def test_whole_numbers_are_written_as_the_specification_says():
    """The examples of LEB128 in its definition (DWARF Debugging Information Format 5, 2017, appendix C)."""
    assert [unsigned(n).hex() for n in (2, 127, 128, 129, 12857)] == ["02", "7f", "8001", "8101", "b964"]
    assert [signed(n).hex() for n in (2, -2, 127, -127, 128, -128, 129, -129)] == [
        "02", "7e", "ff00", "817f", "8001", "807f", "8101", "ff7e",
    ]  # fmt: skip
