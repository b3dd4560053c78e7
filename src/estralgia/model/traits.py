"""What chance gives to each woman, once and for all, and the numbers that make her own: float64 draws by name."""

from collections.abc import Mapping

import jax.numpy as jnp
import numpy as np

from . import numbers
from .bounds import read_changed
from .chance import draw
from .people import Women
from .wiring import Wiring

Members = Mapping[str, tuple[str, ...]]  # see numbers.members
OWN_FILES = ("drug", "treatment")  # axes whose members have a file of numbers each


def draw_traits(wiring: Wiring, women: Women, members: Members) -> dict[str, np.ndarray]:
    """Every trait and the place of every spread number, name -> (axis, patient) float64."""
    drawn = {}
    for name in wiring.of_kind("trait"):
        entry = wiring.entries[name]
        drawn[name] = _draw(name, women, entry.distribution, entry.per, members)
        if "correlated_with" in entry.details:
            kept = entry.correlation
            drawn[name] = kept * drawn[entry.correlated_with] + np.sqrt(1 - kept**2) * drawn[name]
    for name in wiring.of_kind("parameter"):
        entry = wiring.entries[name]
        kinds = {spread[0] for spread in _spreads(entry, members) if spread}
        if kinds:
            drawn[name] = _draw(name, women, "uniform" if "share" in kinds else "normal", entry.per, members)
    return drawn


def _draw(name, women, distribution, per, members):
    purposes = [f"{name} of {one}" if per else name for one in members[per]]
    rows = [draw(women.seed, women.ids, purpose, distribution) for purpose in purposes]
    return np.stack(rows) if rows else np.zeros((0, len(women)))


def _spreads(entry, members):
    if entry.per in OWN_FILES:
        return [numbers.number_of(entry, one)[1] for one in members[entry.per]]
    return [entry.spread]


def parameter_values(wiring: Wiring, members: Members, changed: Mapping[str, float] | None = None) -> dict:
    """The number of every parameter, time in days: a scalar, or (axis, 1) per drug, treatment or joint.

    changed: other values, in the units of the tables, e.g. {"turnover_rise": 0}, or of one drug, treatment or joint,
    {"low_clearance of letrozole": 1.5}. Raises EstralgiaError as `read_changed`.
    """
    values = {}
    for name in wiring.of_kind("parameter"):
        entry = wiring.entries[name]
        if entry.per in OWN_FILES:
            values[name] = np.array([numbers.number_of(entry, one)[0] for one in members[entry.per]], float)[:, None]
        elif entry.per == "joint":
            values[name] = numbers.joint_values(entry)[:, None]
        else:
            values[name] = np.array(entry.value, float)
    for entry, member, value in read_changed(wiring, changed):
        new = value * numbers.to_days(entry.unit)[0]
        if member is None:
            values[entry.name] = np.full_like(values[entry.name], new)
        elif member in members[entry.per]:
            values[entry.name][members[entry.per].index(member)] = new
    return values


def spread_sizes(wiring: Wiring, members: Members) -> dict[str, tuple[str, np.ndarray]]:
    """How every spread number differs between women: ("log_sd" | "sd" | "share", size), size as the value."""
    sizes = {}
    for name in wiring.of_kind("parameter"):
        entry = wiring.entries[name]
        spreads = _spreads(entry, members)
        if any(spreads):
            kind = next(spread[0] for spread in spreads if spread)
            size = np.array([spread[1] if spread else 0.0 for spread in spreads], float)
            if kind == "cv":
                kind, size = "log_sd", np.sqrt(np.log(1 + size**2))
            sizes[name] = (kind, size[:, None] if entry.per else size[0])
    return sizes


def own_numbers(parameters: dict, sizes: dict, traits: dict) -> dict:
    """Each woman's own parameters beside her traits, name -> scalar or (axis, patient)."""
    own = dict(parameters) | {name: value for name, value in traits.items() if name not in parameters}
    for name, (kind, size) in sizes.items():
        value, place = parameters[name], traits[name]
        size = jnp.asarray(size, place.dtype)
        if kind == "log_sd":
            own[name] = value * jnp.exp(size * place)
        elif kind == "sd":
            own[name] = value + size * place
        else:
            own[name] = jnp.where(place < size, value, 0.0)
    return own
