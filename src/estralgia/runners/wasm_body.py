"""From a tape to the code of a function of WebAssembly: two lanes of double precision, one woman or arm in each.

WebAssembly has no exp, log or cos. They are functions of the module: exp by a polynomial after taking out powers of
two, log by the series of artanh, cos by its own series; each right to a few units of the last place.
"""

import math
import struct
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from .assembler import (
    BIT_OPS,
    CONVERSIONS,
    EVERYWHERE,
    FLOAT_OPS,
    V128,
    WHOLE_OPS,
    WORD_OPS,
    Function,
    call,
    get,
    i32,
    memory,
    put,
    vector,
)
from .plan import Plan
from .tape import CONST, FLOAT, INPUT, SIGNED, TESTS, TRUTH, Node, Tape

ROW = 16  # bytes of a vector
DEEPEST = 60  # operations that stand within each other
EXP, LOG, COS = 0, 1, 2  # numbers of functions
CALLED = {"exp": EXP, "log": LOG, "cos": COS}
HALVES = vector(0x0D) + bytes([0, 1, 2, 3, 8, 9, 10, 11] * 2)  # i8x16.shuffle: lower halves of words of 64 bits
ALL = (1 << 64) - 1


class Constants:
    """The constants of a module, of 64 bits each, in memory from an address on."""

    def __init__(self, begin: int) -> None:
        self.begin, self.places = begin, dict[bytes, int]()

    def number(self, value: float) -> bytes:
        """Push a number into both lanes."""
        return self._push(struct.pack("<d", value))

    def word(self, value: int) -> bytes:
        """Push a word of 64 bits into both lanes."""
        return self._push(struct.pack("<Q", value & ALL))

    def whole(self, value: int) -> bytes:
        """Push a whole number of 32 bits into all lanes."""
        return self._push(struct.pack("<2I", *[value & 0xFFFFFFFF] * 2))

    def _push(self, bits: bytes) -> bytes:
        place = self.places.setdefault(bits, len(self.places))
        return i32(0) + memory("load everywhere", self.begin + 8 * place)

    @property
    def content(self) -> bytes:
        """Their bytes."""
        return b"".join(self.places)


class Place(NamedTuple):
    """Where a vector lies: behind the address in a local, or behind 0 where there is none."""

    offset: int
    local: int | None = None

    @property
    def address(self) -> bytes:
        """Push the address."""
        return i32(0) if self.local is None else get(self.local)


class Body:
    """The code of one function over a tape.

    at: where inputs and what was made before lie, node -> Place. today: the local with the number of the day.
    """

    def __init__(self, tape: Tape, constants: Constants, at: Mapping[int, Place], given: bytes = b"", today: int = -1):
        self.tape, self.constants, self.at, self.given, self.today = tape, constants, at, given, today
        self.code, self.count, self.local_of = bytearray(), 0, dict[int, int]()

    def write(self, stores: Iterable[tuple[int, Place]]) -> Function:
        """The function that makes these nodes, and puts them where they belong when all are made."""
        stores = list(stores)
        self.plan = Plan(self.tape, [node for node, _ in stores], self.at)
        used = Counter(arg for one in self.plan.nodes for arg in self.plan.operands(one))
        self.inner, depth = set[int](), dict[int, int]()
        roots = {node for node, _ in stores}
        for one in self.plan.nodes:
            depth[one] = 1 + max((depth[arg] for arg in self.plan.operands(one) if arg in self.inner), default=0)
            if used[one] == 1 and one not in roots and depth[one] < DEEPEST:
                self.inner.add(one)
        for one in self.plan.nodes:
            if one not in self.inner:
                self._name(one, self._made(one))
        for node in roots - self.local_of.keys():
            self._name(node, self.get(node))
        for node, place in stores:
            self.code += place.address + get(self.local_of[node]) + memory("store", place.offset)
        return Function(self.given, b"", ((self.count, V128),), bytes(self.code))

    def get(self, node: int) -> bytes:
        """Push a node."""
        if node in self.local_of:
            return get(self.local_of[node])
        if node in self.inner:
            return self._made(node)
        one = self.tape.nodes[node]
        if one.op == CONST:
            value = self.tape.number(node)
            if one.kind == FLOAT:
                return self.constants.number(value)
            return self.constants.word(ALL if value else 0) if one.kind == TRUTH else self.constants.whole(int(value))
        if node in self.at:
            return self.at[node].address + memory("load", self.at[node].offset)
        assert one.op == INPUT  # the number of the day
        assert self.today >= 0
        return get(self.today) + vector(EVERYWHERE)

    def _name(self, node: int, code: bytes) -> None:
        self.local_of[node] = self.count + len(self.given)
        self.count += 1
        self.code += code + put(self.local_of[node])

    def _made(self, number: int) -> bytes:
        node = self.tape.nodes[number]
        if node.op == "select":
            test, no, yes = map(self.get, node.args)
            kind = self.tape.nodes[node.args[1]].kind
            assert kind in (FLOAT, TRUTH)
            return yes + no + test + vector(BIT_OPS["choose"])
        if number in self.plan.fuses:
            product = self.plan.fuses[number]
            args = [self._product(one) if one == product else self.get(one) for one in node.args]
            return b"".join(args) + vector(FLOAT_OPS[node.op])
        kind = self.tape.nodes[node.args[0]].kind
        if node.op == "convert":
            return self._converted(kind, node)
        given = b"".join(map(self.get, node.args))
        if kind == FLOAT:
            return self._of_floats(node, given)
        if node.op in BIT_OPS:
            return given + vector(BIT_OPS[node.op])
        if node.op in ("shl", "shr"):
            return self.get(node.args[0]) + i32(int(self.tape.number(node.args[1]))) + vector(WHOLE_OPS[node.op])
        if node.op in TESTS:
            sign = "" if node.op in ("eq", "ne") else "s" if kind == SIGNED else "u"
            return given + vector(WHOLE_OPS[sign + node.op]) + vector(CONVERSIONS["widen"])
        return given + vector(WHOLE_OPS[node.op])

    def _product(self, node: int) -> bytes:
        return b"".join(map(self.get, self.tape.nodes[node].args)) + vector(FLOAT_OPS["mul"])

    def _of_floats(self, node: Node, given: bytes) -> bytes:
        if node.op in CALLED:
            return given + call(CALLED[node.op])
        if node.op in ("max", "min"):  # what is no number stays so: pmax and pmin keep their first
            a, b = node.args
            for one, other in ((a, b), (b, a)):
                if self.tape.is_constant(other):
                    return self.get(one) + self.get(other) + vector(FLOAT_OPS["p" + node.op])
        return given + vector(FLOAT_OPS[node.op])

    def _converted(self, kind: str, node: Node) -> bytes:
        given = self.get(node.args[0])
        if kind == TRUTH and node.kind == FLOAT:
            return given + self.constants.number(1) + vector(BIT_OPS["and"])
        if kind == TRUTH:
            return (given + self.constants.word(1) + vector(BIT_OPS["and"])) * 2 + HALVES
        if node.kind == FLOAT:
            return given + vector(CONVERSIONS["from signed" if kind == SIGNED else "from unsigned"])
        return given


def functions(constants: Constants) -> list[Function]:
    """exp, log and cos of a vector, by their numbers."""
    return [_exp(constants), _log(constants), _cos(constants)]


def _function(code: bytes, count: int) -> Function:
    return Function(V128, V128, ((count, V128),), code)


def _op(name: str) -> bytes:
    return vector(FLOAT_OPS[name])


def _polynomial(c: Constants, x: bytes, coefficients: list[float]) -> bytes:
    """Horner's rule, highest power first."""
    found = c.number(coefficients[0])
    for one in coefficients[1:]:
        found += x + _op("mul") + c.number(one) + _op("add")
    return found


def _exp(c: Constants) -> Function:
    """e^x; the least number below -708, infinite above 709.8, no number where x is none."""
    high, low = 6.93145751953125e-1, 1.42860682030941723212e-6  # log 2; the first has few bits (Cody and Waite 1980)
    x, n, rest = get(0), get(1), get(2)
    code = x + c.number(-708) + _op("pmax") + c.number(710) + _op("pmin") + put(0)
    code += x + c.number(1 / math.log(2)) + _op("mul") + _op("nearest") + put(1)
    code += x + n + c.number(high) + _op("mul") + _op("sub") + n + c.number(low) + _op("mul") + _op("sub") + put(2)
    code += _polynomial(c, rest, [1 / math.factorial(k) for k in range(13, -1, -1)])
    code += n + vector(CONVERSIONS["to whole"]) + vector(CONVERSIONS["widen"])
    code += c.word(1023) + vector(WORD_OPS["add"]) + i32(52) + vector(WORD_OPS["shl"]) + _op("mul")
    return _function(code, 2)


def _log(c: Constants) -> Function:
    """Natural logarithm by the series of artanh; minus infinity of 0, no number below."""
    root = 0x3FE6A09E667F3BCD  # the bits of sqrt(1/2), from which mantissas count
    x, apart, m, square = get(0), get(1), get(2), get(3)
    code = x + c.word(root) + vector(WORD_OPS["sub"]) + put(1)
    code += apart + c.word((1 << 52) - 1) + vector(BIT_OPS["and"]) + c.word(root) + vector(WORD_OPS["add"]) + put(2)
    code += m + c.number(1) + _op("sub") + m + c.number(1) + _op("add") + _op("div") + put(2)
    code += m + m + _op("mul") + put(3)
    power = apart + i32(52) + vector(WORD_OPS["shr"])
    code += power * 2 + HALVES + vector(CONVERSIONS["from signed"]) + c.number(math.log(2)) + _op("mul")
    code += m + _polynomial(c, square, [2 / (2 * k + 1) for k in range(11, -1, -1)]) + _op("mul") + _op("add") + put(2)
    other = c.number(-math.inf) + c.number(math.nan) + x + c.number(0) + _op("eq") + vector(BIT_OPS["choose"])
    code += m + other + x + c.number(0) + _op("gt") + vector(BIT_OPS["choose"])
    return _function(code, 3)


def _cos(c: Constants) -> Function:
    """cos x, for x of a few turns; farther off the last places go."""
    x, turns, low = get(0), get(1), 2.4492935982947064e-16  # of 2 pi, what its nearest number leaves
    code = x + c.number(1 / math.tau) + _op("mul") + _op("nearest") + put(1)
    code += x + turns + c.number(math.tau) + _op("mul") + _op("sub") + turns + c.number(low) + _op("mul") + _op("sub")
    code += put(0) + x + x + _op("mul") + put(1)
    code += _polynomial(c, get(1), [(-1) ** k / math.factorial(2 * k) for k in range(13, -1, -1)])
    return _function(code, 1)
