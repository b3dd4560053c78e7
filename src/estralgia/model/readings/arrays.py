"""The words of the book on numbers: JAX arrays, or, where no JAX array takes part, NumPy arrays and floats."""

import jax
import jax.numpy as jnp
import numpy as np


def _library(*values):
    return jnp if any(isinstance(value, jax.Array) for value in values) else np


def _plain(value):
    """A NumPy scalar as a float: it then takes on the precision of the arrays that it meets."""
    return float(value) if isinstance(value, np.generic | np.ndarray) and value.ndim == 0 else value


def exp(x):
    return _plain(_library(x).exp(x))


def log(x):
    return _plain(_library(x).log(x))


def logistic(x):
    return jax.nn.sigmoid(x) if isinstance(x, jax.Array) else 1 / (1 + exp(-x))


def power(x, exponent):
    library = _library(x, exponent)
    positive = library.where(x > 0, x, 1)
    return _plain(library.where(x > 0, library.exp(exponent * library.log(positive)), 0))


def positive_part(x):
    return _plain(_library(x).maximum(x, 0))


def smaller(x, y):
    return _plain(_library(x, y).minimum(x, y))


def choose(test, yes, no):
    return _plain(_library(test, yes, no).where(test, yes, no))


def daily_wave(time_of_day, peak):
    library = _library(time_of_day, peak)
    return _plain(library.cos(2 * np.pi * (time_of_day - peak)))


def saturating(x, half):
    return x / (x + half)
