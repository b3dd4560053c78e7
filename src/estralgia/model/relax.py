"""One exact step of a turnover: the exponential functions behind it, safe for any sign of the rate and for zero.

A state x' = F(t) + rate (x - x0), with F linear in time through a stretch h, has the exact end and mean
    x1   = x0 + h (phi1 (F_mean - slope/2) + phi2 slope)
    mean = x0 + h (phi2 (F_mean - slope/2) + phi3 slope)
with phi1(z) = (exp z - 1)/z, phi_{k+1}(z) = (phi_k(z) - 1/k!)/z and z = rate h
(Hochbruck and Ostermann, Acta Numerica 2010).
"""
# pyright: reportUnknownMemberType=false

import math
from collections.abc import Callable

import jax
import jax.numpy as jnp

from .values import Value

SERIES_BELOW, TERMS = 0.5, 9
Phis = tuple[Value, Value, Value]


def phi_functions(z: Value) -> Phis:
    """phi1, phi2 and phi3 of z."""
    small = jnp.abs(z) < SERIES_BELOW
    near = jnp.where(small, z, 0.0)
    series = 1 / math.factorial(TERMS + 3)
    for k in range(TERMS - 1, -1, -1):
        series = series * near + 1 / math.factorial(k + 3)
    far = jnp.where(small, 1.0, z)
    inverse = 1 / far
    one = (jnp.exp(far) - 1) * inverse
    two = (one - 1) * inverse
    three = (two - 0.5) * inverse
    phi3 = jnp.where(small, series, three)
    phi2 = jnp.where(small, 0.5 + near * series, two)
    phi1 = jnp.where(small, 1 + near * phi2, one)
    return phi1, phi2, phi3


def relax(x0: Value, phi: Phis, h: Value, start: Value, mean: Value, end: Value) -> tuple[Value, Value]:
    """End and mean over a stretch h of a state whose derivative at x0 is `start`, `mean`, `end` as its causes move.

    The mean is kept, so that nothing is lost between states; the slope is limited so that the line through the mean
    stays between start and end: nothing undershoots zero.
    """
    below, above = mean - start, end - mean
    rising = jnp.maximum(jnp.minimum(below, above), 0.0)
    falling = jnp.minimum(jnp.maximum(below, above), 0.0)
    slope = 2 * (rising + falling)
    phi1, phi2, phi3 = phi
    first = mean - slope / 2
    return x0 + h * (phi1 * first + phi2 * slope), x0 + h * (phi2 * first + phi3 * slope)


def own_derivative(function: Callable[[Value], Value], x: Value) -> tuple[Value, Value]:
    """Value and derivative of an elementwise function of a state, by forward mode."""
    return jax.jvp(function, (x,), (jnp.ones_like(x),))
