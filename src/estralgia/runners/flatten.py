"""From the trace of a function (its jaxpr) to a tape: every element of every array becomes a node.

What may stand in a day is what is listed here: elementwise arithmetic, loops of fixed length, and moving things about.
Anything else is refused by name, so that the day stays what every runner can run.
"""
# pyright: reportUnknownMemberType=false

from collections.abc import Callable
from functools import partial, reduce
from typing import Any

import numpy as np
from jax.extend.core import Literal

from ..model.errors import RunError
from .tape import BOTH, DONE, FLOAT, PERSON, SIGNED, TRUTH, TURN, UNSIGNED, Loop, Tape

Nodes = np.ndarray  # of numbers of nodes, shaped as the array that they stand for
SAME = {name: name for name in ("add", "sub", "mul", "div", "max", "min", "neg", "abs", "exp", "log", "cos", "sqrt",
                                "gt", "lt", "ge", "le", "eq", "ne", "and", "or", "xor", "not")}  # fmt: skip
ELEMENTWISE = SAME | {"add_any": "add", "shift_right_logical": "shr", "shift_left": "shl"}
CALLS = {"pjit": "jaxpr", "jit": "jaxpr", "closed_call": "call_jaxpr", "custom_jvp_call": "call_jaxpr"}
REDUCTIONS = {"reduce_sum": "add", "reduce_max": "max", "reduce_min": "min"}
OTHERWISE = 'use others in the chapter, or simulate(..., engine="jax")'
KINDS = {"f": FLOAT, "i": SIGNED, "u": UNSIGNED, "b": TRUTH}


def flatten(traced: Any, given: list[Nodes], tape: Tape) -> list[Nodes]:
    """Write a traced function (a closed jaxpr) on the tape. given: the nodes of its arguments, flat.

    Returns the nodes of its results, flat. Raises RunError for an operation that cannot stand in a day.
    """
    return _run(traced.jaxpr, [lift(one, tape) for one in traced.consts], given, tape)


def kind_of(dtype: Any) -> str:
    """The kind of node for elements of this type."""
    return KINDS[np.dtype(dtype).kind]


def lift(array: Any, tape: Tape) -> Nodes:
    """An array of numbers as constants."""
    array = np.asarray(array)
    kind = kind_of(array.dtype)
    nodes = [tape.constant(one, kind) for one in array.ravel().tolist()]
    return np.array(nodes, np.int64).reshape(array.shape)


def _run(jaxpr: Any, constants: list[Nodes], given: list[Nodes], tape: Tape) -> list[Nodes]:
    known: dict[Any, Nodes] = dict(zip(jaxpr.constvars, constants, strict=True))
    known |= dict(zip(jaxpr.invars, given, strict=True))

    def read(one: Any) -> Nodes:
        return lift(one.val, tape) if isinstance(one, Literal) else known[one]

    for equation in jaxpr.eqns:
        results = _equation(equation, [read(one) for one in equation.invars], tape)
        known |= dict(zip(equation.outvars, results, strict=True))
    return [read(one) for one in jaxpr.outvars]


def _equation(equation: Any, given: list[Nodes], tape: Tape) -> list[Nodes]:
    name, params = equation.primitive.name, equation.params
    if name in CALLS:
        inner = params[CALLS[name]]
        return _run(inner.jaxpr, [lift(one, tape) for one in inner.consts], given, tape)
    if name == "scan":
        return _scan(params, given, tape)
    if name in ELEMENTWISE:
        return [each(lambda *one: tape.apply(ELEMENTWISE[name], *one), *given)]
    if name in REDUCTIONS:
        return [_reduced(REDUCTIONS[name], given[0], params["axes"], tape)]
    if name not in MOVED:
        raise RunError(f"the operation '{name}' cannot stand in a day of the native engine", fix=OTHERWISE)
    return [np.asarray(MOVED[name](tape, params, given), np.int64)]


def each(apply: Callable[..., int], *arrays: Nodes) -> Nodes:
    """What comes of every element of arrays that broadcast."""
    arrays = tuple(np.broadcast_arrays(*arrays))
    rows = zip(*(one.ravel().tolist() for one in arrays), strict=True)
    return np.array([apply(*row) for row in rows], np.int64).reshape(arrays[0].shape)


def _scan(params: Any, given: list[Nodes], tape: Tape) -> list[Nodes]:
    """A loop of fixed length, written out."""
    fixed, carried, body = params["num_consts"], params["num_carry"], params["jaxpr"]
    constants = [lift(one, tape) for one in body.consts]
    carry, rows = given[fixed : fixed + carried], given[fixed + carried :]
    if params["length"] > tape.longest and carried == len(body.out_avals) and not rows:
        return _kept_loop(params, constants, given[:fixed], carry, tape)
    found: dict[int, list[Nodes]] = {}
    turns = range(params["length"])
    for turn in reversed(turns) if params["reverse"] else turns:
        results = _run(body.jaxpr, constants, [*given[:fixed], *carry, *(one[turn] for one in rows)], tape)
        carry, found[turn] = results[:carried], results[carried:]
    return [*carry, *(np.stack(parts) for parts in zip(*(found[turn] for turn in turns), strict=True))]


def _kept_loop(params: Any, constants: list[Nodes], fixed: list[Nodes], begin: list[Nodes], tape: Tape) -> list[Nodes]:
    """A loop that stays one: its body is written once, on what a turn hands to the next."""
    number, flat = len(tape.loops), [int(node) for one in begin for node in one.flat]

    def given(group: str, level: int) -> list[Nodes]:
        kinds = enumerate(tape.nodes[node].kind for node in flat)
        nodes = np.array([tape.given(f"{group} {number}", place, kind, level) for place, kind in kinds], np.int64)
        ends = np.cumsum([one.size for one in begin])
        return [part.reshape(one.shape) for part, one in zip(np.split(nodes, ends[:-1]), begin, strict=True)]

    if any(tape.moves(int(node)) for one in (*fixed, *begin) for node in one.flat):
        raise RunError("a loop within a loop cannot stand in a balance", fix=OTHERWISE)
    tape.loops.append(Loop(params["length"], flat, []))
    after = _run(params["jaxpr"].jaxpr, constants, [*fixed, *given(TURN, BOTH)], tape)
    tape.loops[number].after.extend(int(node) for one in after for node in one.flat)
    return given(DONE, PERSON)


def _reduced(op: str, nodes: Nodes, axes: tuple[int, ...], tape: Tape) -> Nodes:
    rows = np.moveaxis(nodes, axes, range(len(axes)))
    rows = rows.reshape(-1, *rows.shape[len(axes) :])
    return reduce(lambda a, b: each(lambda *one: tape.apply(op, *one), a, b), rows)


def _broadcast(_: Tape, params: Any, given: list[Nodes]) -> Nodes:
    shape = [1] * len(params["shape"])
    for axis, size in zip(params["broadcast_dimensions"], given[0].shape, strict=True):
        shape[axis] = size
    return np.broadcast_to(given[0].reshape(shape), params["shape"])


def _slice(_: Tape, params: Any, given: list[Nodes]) -> Nodes:
    strides = params["strides"] or [1] * given[0].ndim
    return given[0][tuple(map(slice, params["start_indices"], params["limit_indices"], strides))]


def _iota(tape: Tape, params: Any, _: list[Nodes]) -> Nodes:
    shape = [-1 if axis == params["dimension"] else 1 for axis in range(len(params["shape"]))]
    counted = np.arange(int(params["shape"][params["dimension"]]), dtype=np.dtype(params["dtype"])).reshape(shape)
    return lift(np.broadcast_to(counted, params["shape"]), tape)


def _convert(tape: Tape, params: Any, given: list[Nodes]) -> Nodes:
    kind = kind_of(params["new_dtype"])

    def convert(node: int) -> int:
        if kind != FLOAT and tape.nodes[node].kind == FLOAT:
            raise RunError("a number with a point cannot become a whole one in a day", fix=OTHERWISE)
        return tape.convert(node, kind)

    return each(convert, *given)


def _power(tape: Tape, params: Any, given: list[Nodes]) -> Nodes:
    def one(base: int) -> int:
        found, left = tape.constant(1, FLOAT), abs(params["y"])
        while left:
            found = tape.apply("mul", found, base) if left & 1 else found
            base, left = tape.apply("mul", base, base), left >> 1
        return found if params["y"] > 0 else tape.apply("div", tape.constant(1, FLOAT), found)

    return each(one, *given)


def _logistic(tape: Tape, _: Any, given: list[Nodes]) -> Nodes:
    one = tape.constant(1, FLOAT)

    def logistic(x: int) -> int:
        return tape.apply("div", one, tape.apply("add", one, tape.apply("exp", tape.apply("neg", x))))

    return each(logistic, *given)


MOVED: dict[str, Callable[[Tape, Any, list[Nodes]], Nodes]] = {
    "broadcast_in_dim": _broadcast,
    "concatenate": lambda t, p, x: np.concatenate(x, p["dimension"]),
    "convert_element_type": _convert,
    "copy": lambda t, p, x: x[0],
    "expand_dims": lambda t, p, x: np.expand_dims(x[0], p["dimensions"]),
    "integer_pow": _power,
    "iota": _iota,
    "logistic": _logistic,
    "reshape": lambda t, p, x: x[0].reshape(p["new_sizes"]),
    "rev": lambda t, p, x: np.flip(x[0], p["dimensions"]),
    "select_n": lambda t, p, x: each(t.select, *x),
    "slice": _slice,
    "square": lambda t, p, x: each(partial(t.apply, "mul"), *x, *x),
    "squeeze": lambda t, p, x: np.squeeze(x[0], p["dimensions"]),
    "stack": lambda t, p, x: np.stack(x, p["axis"]),
    "stop_gradient": lambda t, p, x: x[0],
    "transpose": lambda t, p, x: np.transpose(x[0], p["permutation"]),
}
