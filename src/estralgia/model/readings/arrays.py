"""The words of the book on numbers: JAX arrays, or, where no JAX array takes part, NumPy arrays and floats."""

from types import ModuleType
from typing import cast

import jax
import jax.numpy as jnp
import numpy as np

from ..values import Value


def _library(*values: Value) -> ModuleType:
    return jnp if any(isinstance(value, jax.Array) for value in values) else np


def _plain(value: Value) -> Value:
    """A NumPy scalar as a float: it then takes on the precision of the arrays that it meets."""
    is_scalar = isinstance(value, np.generic | np.ndarray) and np.ndim(cast(Value, value)) == 0
    return float(cast(Value, value)) if is_scalar else cast(Value, value)


def exp(x: Value) -> Value:
    return _plain(_library(x).exp(x))


def log(x: Value) -> Value:
    return _plain(_library(x).log(x))


def logistic(x: Value) -> Value:
    return jax.nn.sigmoid(x) if isinstance(x, jax.Array) else 1 / (1 + exp(-x))


def power(x: Value, exponent: Value) -> Value:
    library = _library(x, exponent)
    positive = library.where(x > 0, x, 1)
    return _plain(library.where(x > 0, library.exp(exponent * library.log(positive)), 0))


def positive_part(x: Value) -> Value:
    return _plain(_library(x).maximum(x, 0))


def smaller(x: Value, y: Value) -> Value:
    return _plain(_library(x, y).minimum(x, y))


def choose(test: Value, yes: Value, no: Value) -> Value:
    return _plain(_library(test, yes, no).where(test, yes, no))


def daily_wave(time_of_day: Value, peak: Value) -> Value:
    library = _library(time_of_day, peak)
    return _plain(library.cos(2 * np.pi * (time_of_day - peak)))


def saturating(x: Value, half: Value) -> Value:
    return x / (x + half)
