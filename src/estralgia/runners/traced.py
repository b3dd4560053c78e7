"""What is traced for machine code, on a tape with levels: a day, what is seen of it, a woman's balance, a draw."""
# pyright: reportUnknownMemberType=false

from collections.abc import Callable
from functools import partial
from math import prod
from typing import Any, cast

import jax
import numpy as np
from jax.scipy.special import ndtri

from ..model.calendar import Calendar
from ..model.chance import threefry
from ..model.day import Basis, State, each
from ..model.values import Values
from .compiled import note_trace
from .emit import KEYS, OWN, STATE, TODAY, Work
from .flatten import Nodes, flatten, kind_of
from .inputs import prepare
from .jax_runner import Keys, one_day, see_one
from .program import LANES, Program
from .tape import BOTH, DAY, FLOAT, PERSON, Tape

ASKED = "asked"  # the group of what a balance or a draw is made from
LONGEST = 12  # turns of a loop that is written out in a balance: one for each node of a day, or fewer
WORDS = 5  # of a draw
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
    (after, (basis, _)), nodes = _traced(day, (own, keys, state, today, np.int32(0)), given, tape)
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
    seen, nodes = _traced(day, (own, each(lambda one: one[0], days)), given, tape)
    work = Work(tape, [], _flat(nodes), [], len(arrays))
    return work, _told(work, [((name,), one) for name, one in sorted(seen.items())])


def balancing(program: Program, given: Any) -> tuple[Tape, list[int]]:
    """A woman's own numbers, her state at waking on day 0, and what may be given: the tape and nodes of these.

    given: numbers, weights, drawn, told and noises of `prepare`, arrays (axis, lane). Long loops stay loops, and
    whole numbers become others.
    """
    spreads = jax.tree.map(partial(np.asarray, dtype=np.float64), program.spreads)

    def balance(numbers: Values, weights: Values, drawn: Values, told: Values, noises: Values) -> Any:
        return cast(Any, prepare(program, numbers, spreads, weights, drawn, told, noises))

    tape = Tape(longest=LONGEST)
    nodes = _flat(_traced(balance, given, [_rows(tape, ASKED, PERSON, given)], tape)[1])
    return tape, [tape.convert(one, FLOAT) for one in nodes]


def drawing() -> tuple[Tape, list[int]]:
    """A draw of chance: the tape, and the two words of its key, a number between 0 and 1, and its normal deviate.

    Given are five words: the seed's two, the woman, the purpose, and the day that tells draws apart.
    """

    def draw(low_seed: Any, high_seed: Any, woman: Any, purpose: Any, day: Any) -> Any:
        key = threefry((low_seed, high_seed), (woman, purpose))
        high, low = threefry(key, (day, day * 0 + 1))
        value: Any = (high.astype(np.float64) * 2.0**20 + (low >> np.uint32(12)).astype(np.float64) + 0.5) * 2.0**-52
        return *key, value, ndtri(value)

    words, tape = [np.zeros(LANES, np.uint32)] * WORDS, Tape()
    return tape, _flat(_traced(draw, words, [_rows(tape, ASKED, PERSON, words)], tape)[1])


def _traced(day: Callable[..., Any], arguments: Any, given: list[list[Nodes]], tape: Tape) -> Any:
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
