"""What chance gives to each woman, once and for all, and the numbers that make her own: float64 draws by name."""

from collections.abc import Mapping

import jax.numpy as jnp
import numpy as np

from ..model.book import Book
from ..model.bounds import read_changed
from ..model.chance import draw
from ..model.errors import BookError
from ..model.schema import to_days
from ..model.values import Values
from ..model.wiring import Wiring
from .women import Women

Members = Mapping[str, tuple[str, ...]]  # see Book.members


def draw_traits(
    book: Book, wiring: Wiring, women: Women, members: Members, kinds: Mapping[str, str]
) -> dict[str, np.ndarray]:
    """Every trait and the place of every spread number, name -> (axis, patient) float64. kinds: see `spread_kinds`.

    Members whose rows say the same under `alike` of a trait share one draw: the left and the right joint of a site.
    """
    traits = {name: wiring.entries[name] for name in wiring.of_kind("trait")}
    drawn = _draw(purposes_of(book, wiring, members, kinds), women)
    for name, entry in traits.items():
        if "correlated_with" in entry.details:
            kept = entry.correlation
            drawn[name] = kept * drawn[entry.correlated_with] + np.sqrt(1 - kept**2) * drawn[name]
    return drawn


def purposes_of(
    book: Book, wiring: Wiring, members: Members, kinds: Mapping[str, str]
) -> dict[str, tuple[str, list[str]]]:
    """How chance gives every trait and place of a spread number: name -> (normal or uniform, purpose of each draw)."""
    how = {name: wiring.entries[name].distribution for name in wiring.of_kind("trait")}
    how |= {name: "uniform" if kind == "share" else "normal" for name, kind in kinds.items()}
    axes = {name: _drawn_for(book, wiring.entries[name], members) for name in how}
    return {name: (how[name], [f"{name} of {one}" if one else name for one in axis]) for name, axis in axes.items()}


def _draw(purposes, women):
    """What chance gives by these names: all of one kind in one go."""
    drawn = {}
    for kind in ("normal", "uniform"):
        rows = {name: list(some) for name, (one, some) in purposes.items() if one == kind}
        found = draw(women.seed, women.ids, [one for some in rows.values() for one in some], kind)
        ends = np.cumsum([len(some) for some in rows.values()])
        drawn |= dict(zip(rows, np.split(found, ends[:-1]), strict=True)) if rows else {}
    return drawn


def _drawn_for(book, entry, members):
    """The words behind the name of a draw, one for each member of its axis; members that are alike have the same."""
    if not entry.per:
        return ("",)
    rows, alike = book.members_of(entry.per), entry.details.get("alike", "")
    return tuple(rows[one].get(alike, rows[one].get("name", one)) if alike else one for one in members[entry.per])


def parameter_values(
    book: Book, wiring: Wiring, members: Members, changed: Mapping[str, float] | None = None
) -> dict[str, np.ndarray]:
    """The number of every parameter, time in days: a scalar, or (axis, 1) per drug, treatment or joint.

    changed: other values, in the units of the tables, e.g. {"turnover_rise": 0}, or of one drug, treatment or joint,
    {"low_clearance of letrozole": 1.5}. Raises as `read_changed`.
    """
    values = {}
    for name in wiring.of_kind("parameter"):
        entry = wiring.entries[name]
        repeats = bool(entry.per)
        values[name] = book.numbers_of(entry, members[entry.per])[:, None] if repeats else np.array(entry.value, float)
    for entry, member, value in read_changed(book, wiring, changed):
        new = value * to_days(entry.unit)[0]
        if member is None:
            values[entry.name] = np.full_like(values[entry.name], new)
        elif member in members[entry.per]:
            values[entry.name][members[entry.per].index(member)] = new
    return values


def spread_kinds(book: Book, wiring: Wiring) -> dict[str, str]:
    """How every number that differs between women does so, in any member of its axis: "log_sd", "sd" or "share"."""
    found = {}
    for name in wiring.of_kind("parameter"):
        entry = wiring.entries[name]
        kinds = {spread[0] for spread in _spreads(book, entry, tuple(book.members_of(entry.per))) if spread}
        kinds = {"log_sd" if kind == "cv" else kind for kind in kinds}
        if len(kinds) > 1:
            raise BookError(f"'{name}' has spreads of {' and '.join(sorted(kinds))}", fix="give all the same kind")
        if kinds:
            found[name] = kinds.pop()
    return found


def spread_sizes(book: Book, wiring: Wiring, members: Members, kinds: Mapping[str, str]) -> dict[str, np.ndarray]:
    """How much every such number differs between women, shaped as the number; 0 where one member's does not."""
    sizes = {}
    for name in kinds:
        entry = wiring.entries[name]
        size = np.array([_size(kinds[name], spread) for spread in _spreads(book, entry, members[entry.per])], float)
        sizes[name] = size[:, None] if entry.per else size[0]
    return sizes


def _size(kind, spread) -> float:
    if not spread:
        return float(kind == "share")
    return float(np.sqrt(np.log(1 + spread[1] ** 2))) if spread[0] == "cv" else spread[1]


def _spreads(book, entry, members):
    return [book.number_of(entry, one)[1] for one in members] if entry.per else [entry.spread]


def own_numbers(parameters: Values, kinds: dict[str, str], sizes: Values, traits: Values) -> Values:
    """Each woman's own parameters beside her traits, name -> scalar or (axis, patient).

    kinds: "log_sd", "sd" or "share" of every number that differs between women; sizes: how much.
    """
    own = dict(parameters) | {name: value for name, value in traits.items() if name not in parameters}
    for name, kind in kinds.items():
        value, place, size = parameters[name], traits[name], sizes[name]
        if kind == "log_sd":
            own[name] = value * jnp.exp(size * place)
        elif kind == "sd":
            own[name] = value + size * place
        else:
            own[name] = jnp.where(place < size, value, 0.0)
    return own
