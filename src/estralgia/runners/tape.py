"""A tape: scalar operations in order, with common parts shared, constants folded, and a level for each.

It is written from the trace of one woman's day (see `flatten`), and read by whatever makes code of it. Every node is an
operation on earlier nodes. Its level says when it must be made again: never, for another woman, for another day.
"""

import math
import operator
from collections.abc import Callable, Container, Iterable
from typing import Any, NamedTuple

CONSTANT, PERSON, DAY, BOTH = 0, 1, 2, 3  # levels; that of an operation is the union of those behind it
FLOAT, SIGNED, UNSIGNED, TRUTH = "f", "i", "u", "b"  # kinds; whole numbers have 32 bits
INPUT, CONST = "input", "constant"
TURN, DONE = "turn of loop", "after loop"  # groups of inputs, with the number of the loop behind
TESTS = ("gt", "lt", "ge", "le", "eq", "ne")
COMMUTES = {"add", "mul", "max", "min", "and", "or", "xor", "eq", "ne"}
WORD = 0xFFFFFFFF  # 32 bits
Given = tuple[str, int]  # of an input: the group that it comes with, and its place there


def _divided(a: float, b: float) -> float:
    return a / b if b else math.nan if not a or math.isnan(a) else math.copysign(math.inf, a) * math.copysign(1, b)


def _log(a: float) -> float:
    return math.log(a) if a > 0 else -math.inf if a == 0 else math.nan


def _sqrt(a: float) -> float:
    return math.sqrt(a) if a >= 0 else math.nan


FOLDED: dict[str, Callable[..., Any]] = {
    **{name: getattr(operator, name) for name in ("add", "sub", "mul", "neg", *TESTS)},
    "div": _divided,
    "abs": abs,
    "max": max,
    "min": min,
    "exp": math.exp,
    "log": _log,
    "cos": math.cos,
    "sqrt": _sqrt,
}


class Node(NamedTuple):
    """One operation. args: the numbers of earlier nodes. value: of a constant; of an input its group and place."""

    op: str
    args: tuple[int, ...]
    kind: str
    level: int
    value: float | int | bool | Given | None = None


class Loop(NamedTuple):
    """So many turns. before, after: the nodes that the first begins with, and that each makes; within it they are the
    inputs TURN and its number, behind it DONE and its number."""

    turns: int
    before: list[int]
    after: list[int]


class Tape:
    """Nodes in order. What would be the same node twice is made once; what is exact in numbers is made simpler.

    longest: how many turns of a loop are written out; what has more stays a loop.
    """

    def __init__(self, longest: float = math.inf) -> None:
        self.longest, self.loops = longest, list[Loop]()
        self.nodes: list[Node] = []
        self._known: dict[Node, int] = {}

    def given(self, group: str, place: int, kind: str, level: int) -> int:
        """An input, by the group that it comes with and its place there."""
        return self._node(Node(INPUT, (), kind, level, (group, place)))

    def constant(self, value: float | int | bool, kind: str) -> int:
        """A number that is always the same."""
        if kind == FLOAT:
            return self._node(Node(CONST, (), kind, CONSTANT, float(value) or 0.0))
        if kind == TRUTH:
            return self._node(Node(CONST, (), kind, CONSTANT, bool(value)))
        return self._node(Node(CONST, (), kind, CONSTANT, int(value) & WORD))

    def apply(self, op: str, *args: int) -> int:
        """An operation on one or two nodes of the same kind."""
        first = self.nodes[args[0]]
        if first.kind == FLOAT:
            if op in FOLDED and all(self.is_constant(one) for one in args):
                return self.constant(FOLDED[op](*map(self.number, args)), TRUTH if op in TESTS else FLOAT)
            simpler = SIMPLER[op](self, *args) if op in SIMPLER else None
            if simpler is not None:
                return simpler
        args = tuple(sorted(args)) if op in COMMUTES else args
        return self._node(Node(op, args, TRUTH if op in TESTS else first.kind, self._level(args)))

    def select(self, test: int, no: int, yes: int) -> int:
        """One of two nodes."""
        if self.is_constant(test):
            return yes if self.nodes[test].value else no
        if no == yes:
            return no
        return self._node(Node("select", (test, no, yes), self.nodes[no].kind, self._level((test, no, yes))))

    def convert(self, node: int, kind: str) -> int:
        """The same number in another kind; whole numbers keep their bits."""
        one = self.nodes[node]
        if one.kind == kind:
            return node
        if one.op == CONST and isinstance(one.value, bool | int | float):
            return self.constant(one.value, kind)
        return self._node(Node("convert", (node,), kind, one.level))

    def live(self, roots: Iterable[int], made: Container[int] = ()) -> list[int]:
        """The nodes that these need, and they themselves, in order; nothing behind what is made already."""
        needed, waiting = set[int](), list(roots)
        while waiting:
            node = waiting.pop()
            if node not in needed:
                needed.add(node)
                waiting += () if node in made else self.nodes[node].args
        return sorted(needed)

    def is_constant(self, node: int, value: float | None = None) -> bool:
        """Whether a node is a constant, or this one."""
        one = self.nodes[node]
        return one.op == CONST and (value is None or one.value == value)

    def number(self, node: int) -> float:
        """The value of a constant."""
        value = self.nodes[node].value
        assert isinstance(value, bool | int | float)
        return float(value)

    def is_op(self, node: int, op: str) -> bool:
        """Whether a node is this operation."""
        return self.nodes[node].op == op

    def arg(self, node: int, place: int = 0) -> int:
        """What an operation is done on."""
        return self.nodes[node].args[place]

    def moves(self, node: int) -> bool:
        """Whether a node must be made again on another day."""
        return self.nodes[node].level >= DAY

    def _level(self, args: Iterable[int]) -> int:
        level = CONSTANT
        for one in args:
            level |= self.nodes[one].level
        return level

    def _node(self, node: Node) -> int:
        found = self._known.get(node)
        if found is None:
            found = self._known[node] = len(self.nodes)
            self.nodes.append(node)
        return found


def _add(t: Tape, a: int, b: int) -> int | None:
    for x, y in ((a, b), (b, a)):
        if t.is_constant(y, 0.0):
            return x
        if t.is_op(y, "neg"):
            return t.apply("sub", x, t.arg(y))
    return None


def _sub(t: Tape, a: int, b: int) -> int | None:
    if t.is_constant(b, 0.0):
        return a
    if t.is_constant(a, 0.0):
        return t.apply("neg", b)
    return t.apply("add", a, t.arg(b)) if t.is_op(b, "neg") else None


def _mul(t: Tape, a: int, b: int) -> int | None:
    for x, y in ((a, b), (b, a)):
        if t.is_constant(x, 0.0):
            return x
        if t.is_constant(x, 1.0):
            return y
        if t.is_constant(x, -1.0):
            return t.apply("neg", y)
    for x, y in ((a, b), (b, a)):
        if t.is_op(x, "neg"):
            return t.apply("neg", t.apply("mul", t.arg(x), y))
        if not t.moves(x) and t.is_op(y, "mul") and t.moves(y):  # what stays with the woman is multiplied first
            u, v = t.nodes[y].args
            for one, other in ((u, v), (v, u)):
                if not t.moves(one):
                    return t.apply("mul", t.apply("mul", x, one), other)
    return None


def _div(t: Tape, a: int, b: int) -> int | None:
    if t.is_constant(b, 1.0):
        return a
    if t.is_op(a, "neg"):
        return t.apply("neg", t.apply("div", t.arg(a), b))
    if t.is_constant(b) and t.number(b) and math.isfinite(1 / t.number(b)):
        return t.apply("mul", a, t.constant(1 / t.number(b), FLOAT))
    if not t.is_constant(a, 1.0):  # one division serves all that is divided by the same
        return t.apply("mul", a, t.apply("div", t.constant(1, FLOAT), b))
    return None


def _neg(t: Tape, a: int) -> int | None:
    if t.is_op(a, "neg"):
        return t.arg(a)
    return t.apply("sub", t.arg(a, 1), t.arg(a)) if t.is_op(a, "sub") else None


def _abs(t: Tape, a: int) -> int | None:
    if t.is_op(a, "neg"):
        return t.apply("abs", t.arg(a))
    return a if t.is_op(a, "abs") or t.is_op(a, "exp") else None


def _extreme(t: Tape, a: int, b: int) -> int | None:
    return a if a == b else None


SIMPLER: dict[str, Callable[..., int | None]] = {
    "add": _add,
    "sub": _sub,
    "mul": _mul,
    "div": _div,
    "neg": _neg,
    "abs": _abs,
    "max": _extreme,
    "min": _extreme,
}
