"""What is traced for machine code: one day of one woman, and what is seen of it, on a tape with levels."""
# pyright: reportUnknownMemberType=false

from collections.abc import Callable
from math import prod
from typing import Any

import jax
import numpy as np

from ..model.calendar import Calendar
from ..model.day import Basis, State, each
from ..model.values import Values
from .compiled import note_trace
from .emit import KEYS, OWN, STATE, TODAY, Work
from .flatten import Nodes, flatten, kind_of
from .jax_runner import Keys, one_day, see_one
from .program import LANES, Program
from .tape import BOTH, DAY, PERSON, Tape

Traced = tuple[Work, dict[str, Any]]  # and what is told about the code: names and shapes of its results


def stepping(program: Program, own: Values, keys: Keys, state: State, days: tuple[Values, Values]) -> Traced:
    """One day of a program. days: arrays of inputs and of changing covariates, (day, axis, lane)."""

    def day(own: Values, keys: Keys, state: State, today: tuple[Values, Values], number: Any) -> Any:
        return one_day(program, own, keys, state, number, Calendar(*today))

    note_trace("stepping", program, ("native", program.day))
    tape, arrays = Tape(), [one[0] for one in jax.tree.leaves(days)]
    given = [_rows(tape, OWN, PERSON, own), _rows(tape, KEYS, PERSON, keys), _rows(tape, STATE, BOTH, state)]
    given += [*(_rows(tape, f"array {place}", BOTH, one) for place, one in enumerate(arrays))]
    given += [_rows(tape, TODAY, DAY, np.int32(0))]
    today = each(lambda one: one[0], days)
    (after, (basis, _)), nodes = _traced(day, (own, keys, state, today, np.int32(0)), given, tape, program)
    held, left = len(jax.tree.leaves(after)), len(jax.tree.leaves(basis))
    work = Work(tape, _flat(nodes[:held]), _flat(nodes[held : held + left]), _flat(nodes[held + left :]), len(arrays))
    out = [((field, name), one) for field in Basis._fields for name, one in sorted(getattr(basis, field).items())]
    return work, _told(work, out)


def seeing(program: Program, names: tuple[str, ...], own: Values, days: tuple[Basis, Values]) -> Traced:
    """What the book says of a day. days: what some left behind, and changed covariates, arrays (day, axis, lane)."""

    def day(own: Values, today: tuple[Basis, Values]) -> Any:
        return see_one(program, names, own, *today)

    note_trace("seeing", program, ("native", program.day, names))
    tape, arrays = Tape(), [one[0] for one in jax.tree.leaves(days)]
    given = [_rows(tape, OWN, PERSON, own)]
    given += [*(_rows(tape, f"array {place}", BOTH, one) for place, one in enumerate(arrays))]
    seen, nodes = _traced(day, (own, each(lambda one: one[0], days)), given, tape, program)
    work = Work(tape, [], _flat(nodes), [], len(arrays))
    return work, _told(work, [((name,), one) for name, one in sorted(seen.items())])


def _traced(day: Callable[..., Any], arguments: Any, given: list[list[Nodes]], tape: Tape, program: Program) -> Any:
    """The shapes of what one woman's day gives, and its nodes, flat."""
    traced, shapes = jax.make_jaxpr(day, return_shape=True)(*jax.tree.map(_of_one, arguments))
    return shapes, flatten(traced, [nodes for group in given for nodes in group], tape)


def _of_one(array: Any) -> Any:
    """The shape of an array for one woman."""
    shape = np.shape(array)
    shape = (*shape[:-1], 1) if shape[-1:] == (LANES,) else shape
    return jax.ShapeDtypeStruct(shape, array.dtype)


def _rows(tape: Tape, group: str, level: int, tree: Any) -> list[Nodes]:
    """Inputs in the shapes of a tree of arrays for one woman, counted through their group."""
    found, count = list[Nodes](), 0
    for leaf in jax.tree.leaves(tree):
        one: Any = _of_one(leaf)
        size, kind = prod(one.shape), kind_of(one.dtype)
        nodes = [tape.given(group, count + place, kind, level) for place in range(size)]
        found.append(np.array(nodes, np.int64).reshape(one.shape))
        count += size
    return found


def _flat(nodes: list[Nodes]) -> list[int]:
    return [int(node) for one in nodes for node in one.ravel()]


def _told(work: Work, out: list[tuple[tuple[str, ...], Any]]) -> dict[str, Any]:
    told = [(names, one.shape[:-1]) for names, one in out]
    return {"rows": len(work.out), "kept": len(work.kept), "missed": len(work.missed), "out": told}
