"""The closed vocabulary: every word at its edges, and the same in every reading."""

import inspect
import math

import jax
import jax.numpy as jnp
import numpy as np
import pint
import pytest
import sympy

from estralgia.disease import words
from estralgia.model.readings import arrays, symbols
from estralgia.model.readings import units as quantities
from estralgia.model.schema import units

TINY, HUGE = 1e-30, 1e30
# Every word with places at its edges and the value that it must have there; x is pure unless a unit is said.
EDGES = {
    "exp": [((0.0,), 1), ((-1000.0,), 0), ((50.0,), math.exp(50))],
    "log": [((TINY,), math.log(TINY)), ((1.0,), 0), ((HUGE,), math.log(HUGE))],
    "power": [((0.0, 4.0), 0), ((0.0, 0.5), 0), ((0.0, -0.55), 0), ((1e6, 4.0), 1e24), ((2.0, -0.5), 2**-0.5)],
    "positive_part": [((0.0,), 0), ((-HUGE,), 0), ((HUGE,), HUGE), ((-TINY,), 0)],
    "smaller": [((0.0, 0.0), 0), ((-HUGE, HUGE), -HUGE), ((HUGE, 4.0), 4)],
    "choose": [((True, HUGE, 0.0), HUGE), ((False, HUGE, 0.0), 0), ((True, -1.0, 1.0), -1)],
    "daily_wave": [((0.25, 0.25), 1), ((0.75, 0.25), -1), ((0.0, 1.0), 1), ((-1000.0, 0.5), -1)],
    "saturating": [((0.0, 1.0), 0), ((HUGE, 1.0), 1), ((1.0, 1.0), 0.5), ((0.0, 1e-12), 0), ((1.0, HUGE), 0)],
    "logistic": [((0.0,), 0.5), ((-1000.0,), 0), ((1000.0,), 1), ((-100.0,), 0)],
}
# Where the readings must agree: inside, and at the edges that every reading has.
ALIKE = {
    "exp": [(-3.0,), (0.0,), (2.5,)],
    "log": [(0.2,), (1.0,), (7.0,)],
    "power": [(0.0, 0.5), (0.0, 4.0), (0.7, 0.0), (3.0, -0.55)],
    "positive_part": [(-2.0,), (0.0,), (2.0,)],
    "smaller": [(-2.0, 1.0), (1.0, 1.0), (4.0, 3.0)],
    "choose": [(True, 2.0, 3.0), (False, 2.0, 3.0)],
    "daily_wave": [(0.1, 0.375), (0.875, 0.375)],
    "saturating": [(0.0, 2.0), (3.0, 2.0)],
    "logistic": [(-3.0,), (0.0,), (3.0,)],
}


def vocabulary():
    own = {name: word for name, word in vars(words).items() if getattr(word, "__module__", "") == words.__name__}
    return {name: word for name, word in own.items() if inspect.isfunction(word) and not name.startswith("_")}


def test_the_vocabulary_is_closed():
    assert vocabulary().keys() == EDGES.keys() == ALIKE.keys()


def cases(table):
    """The rows of a table of places, each with a name that says where a test failed."""
    for name, rows in table.items():
        for row in rows:
            value = row if table is EDGES else (row,)
            yield pytest.param(name, *value, id=f"{name}{value[0]}")


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize(("name", "place", "value"), list(cases(EDGES)))
def test_edges_have_a_finite_value_and_slope(name, place, value, dtype):
    word = getattr(arrays, name)
    with jax.enable_x64(dtype is np.float64):
        inputs = [x if isinstance(x, bool) else dtype(x) for x in place]
        moving = tuple(i for i, x in enumerate(inputs) if not isinstance(x, bool))
        found, slopes = jax.value_and_grad(lambda *x: word(*x), moving)(*map(jnp.asarray, inputs))
        close = 2e-6 if dtype is np.float32 else 1e-12
        assert float(found) == pytest.approx(value, rel=close, abs=close)
        assert np.isfinite([float(slope) for slope in slopes]).all()


@pytest.mark.parametrize(("name", "place"), list(cases(ALIKE)))
def test_a_word_means_the_same_in_every_reading(name, place):
    registry, unit = units(), "day" if name == "daily_wave" else ""
    plain = float(vocabulary()[name](*place))
    with jax.enable_x64(True):
        found = [float(getattr(arrays, name)(*[x if isinstance(x, bool) else jnp.float64(x) for x in place]))]
    found.append(float(getattr(arrays, name)(*[x if isinstance(x, bool) else np.float64(x) for x in place])))
    said = [sympy.true if x is True else sympy.false if x is False else sympy.Float(x, 30) for x in place]
    found.append(float(getattr(symbols, name)(*said)))
    measured = getattr(quantities, name)(*[x if isinstance(x, bool) else registry.Quantity(x, unit) for x in place])
    found.append(float(getattr(measured, "magnitude", measured)))
    assert found == pytest.approx([plain] * 4, rel=1e-14, abs=1e-14)


@pytest.mark.parametrize("name", ["exp", "log", "logistic", "power"])
def test_a_pure_word_refuses_a_unit(name):
    day = units().Quantity(2.0, "day")
    with pytest.raises(pint.DimensionalityError):
        getattr(quantities, name)(*[day] * (2 if name == "power" else 1))


@pytest.mark.parametrize("name", ["smaller", "choose", "saturating", "daily_wave"])
def test_two_things_of_unlike_units_are_not_compared(name):
    registry = units()
    pair = registry.Quantity(2.0, "day"), registry.Quantity(2.0, "kg")
    with pytest.raises(pint.DimensionalityError):
        getattr(quantities, name)(*((True, *pair) if name == "choose" else pair))


@pytest.mark.parametrize(("name", "number"), [("log", 2), ("exp", 1), ("logistic", 0)])
def test_a_word_of_a_plain_number_is_exact_whatever_jax_is_set_to(name, number):
    # In `log(2)` nothing says which reading is meant: what comes back goes into symbols and quantities as well.
    with jax.enable_x64(True):
        exact = float(getattr(arrays, name)(number))
    assert float(getattr(arrays, name)(number)) == exact == vocabulary()[name](number)


def test_a_word_says_what_it_does():
    assert all((inspect.getdoc(word) or "").endswith(".") for word in vocabulary().values())
