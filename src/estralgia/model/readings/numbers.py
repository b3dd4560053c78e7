"""The words of the book on numbers: JAX and NumPy arrays and floats."""

import math

import jax
import jax.numpy as jnp

smaller = jnp.minimum


def exp(x):
    return math.exp(x) if isinstance(x, int | float) else jnp.exp(x)


def log(x):
    return math.log(x) if isinstance(x, int | float) else jnp.log(x)


def logistic(x):
    return 1 / (1 + math.exp(-x)) if isinstance(x, int | float) else jax.nn.sigmoid(x)


def power(x, exponent):
    positive = jnp.where(x > 0, x, 1)
    return jnp.where(x > 0, jnp.exp(exponent * jnp.log(positive)), 0)


def positive_part(x):
    return jnp.maximum(x, 0)


def choose(test, yes, no):
    return jnp.where(test, yes, no)


def daily_wave(time_of_day, peak):
    # The barrier keeps XLA from computing the cosine again for every patient: time is the same for all.
    return jax.lax.optimization_barrier(jnp.cos(2 * jnp.pi * (time_of_day - peak)))
