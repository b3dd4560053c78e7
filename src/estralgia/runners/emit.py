"""From a tape to LLVM's language: one function makes what stays with a woman, another runs through days or records.

Numbers lie in rows, one row for each number, one place for each woman. What stays with the women of a block of lanes
lies packed; what JAX reads and writes lies in rows of LANES.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from .loop import GIVEN, TURNS, Frame, run
from .plan import Cut, Plan
from .program import LANES
from .tape import CONST, FLOAT, PERSON, SIGNED, TRUTH, Node, Tape
from .vectors import Vectors

OWN, KEYS, STATE, TODAY = "own", "keys", "state", "today"  # groups of inputs; those of arrays of a day: "array 0", ...
ARITHMETIC = {"add": "fadd", "sub": "fsub", "mul": "fmul", "div": "fdiv"}
WHOLE = {"add": "add", "sub": "sub", "mul": "mul", "shl": "shl", "shr": "lshr", "and": "and", "or": "or", "xor": "xor"}
FLOAT_TESTS = {"gt": "ogt", "lt": "olt", "ge": "oge", "le": "ole", "eq": "oeq", "ne": "une"}


class Work(NamedTuple):
    """What code is made of: a tape, and which nodes are its results.

    state: what one day hands to the next, in the order in which it comes. out: what a record holds. missed: what every
    day holds. arrays: how many arrays bring something to a day.
    """

    tape: Tape
    state: list[int]
    out: list[int]
    missed: list[int]
    arrays: int

    @property
    def kept(self) -> list[int]:
        """What is made once for a woman, and read by her days."""
        tape, roots = self.tape, [*self.state, *self.out, *self.missed]
        read = {arg for one in tape.live(roots) if tape.moves(one) for arg in tape.nodes[one].args} | set(roots)
        return sorted(one for one in read if tape.nodes[one].level == PERSON)


class Body(Vectors):
    """One function over a tape. Inputs are loaded by `loads` where they are first read, and so is what was made before.

    held: node -> (pointer, bytes behind it) of what was made before.
    """

    def __init__(self, plan: Plan, lanes: int, double: bool, held: Mapping[int, tuple[str, int]]) -> None:
        super().__init__(lanes, double)
        self.plan, self.tape, self.held = plan, plan.tape, held
        self.names: dict[int, str] = {}
        self.loads: dict[str, Callable[[int, str], str]] = {}

    def compute(self, nodes: list[int]) -> None:
        """Write these nodes, in their order."""
        for one in nodes:
            self.names[one] = self._made(one, self.tape.nodes[one])

    def keep(self, node: int, address: str) -> None:
        """Write the vector of a node into memory, for `held`."""
        value, kind = self.get(node), self.tape.nodes[node].kind
        if kind == TRUTH:
            value, kind = self.let(f"uitofp {self.truths} {value} to {self.floats}"), FLOAT
        self.store(self.type_of(kind), value, address)

    def get(self, node: int) -> str:
        """The vector of a node: a constant, loaded where it is first read, or already made."""
        if node in self.names:
            return self.names[node]
        one = self.tape.nodes[node]
        if one.op == CONST:
            if one.kind == TRUTH:
                return f"splat (i1 {'true' if one.value else 'false'})"
            value = self.tape.number(node)
            return self.number(value) if one.kind == FLOAT else self.bits(int(value), "i32")
        if node in self.held:
            self.names[node] = self._held(*self.held[node], one.kind)
        else:
            assert isinstance(one.value, tuple)  # an input
            group, place = one.value
            self.names[node] = self.loads[group](place, one.kind)
        return self.names[node]

    def _held(self, pointer: str, offset: int, kind: str) -> str:
        value = self.load(self.floats if kind == TRUTH else self.type_of(kind), self.at(pointer, offset))
        return self.test("ogt", value, self.number(0)) if kind == TRUTH else value

    def type_of(self, kind: str) -> str:
        """LLVM's type of a vector of this kind."""
        return self.floats if kind == FLOAT else self.truths if kind == TRUTH else self.whole

    def _made(self, number: int, node: Node) -> str:
        kind = self.tape.nodes[node.args[0]].kind
        if node.op == "select":
            test, no, yes = map(self.get, node.args)
            return self.choose(test, yes, no, self.type_of(node.kind))
        if number in self.plan.fuses:
            return self._fused(node, self.plan.fuses[number])
        given = [self.get(one) for one in node.args]
        if node.op == "convert":
            return self._converted(kind, node.kind, given[0])
        if kind == FLOAT:
            return self._of_floats(node, given)
        if kind == TRUTH:
            if node.op == "not":
                return self.let(f"xor {self.truths} {given[0]}, splat (i1 true)")
            return self.let(f"{WHOLE[node.op]} {self.truths} {given[0]}, {given[1]}")
        if node.op in WHOLE:
            return self.let(f"{WHOLE[node.op]} {self.whole} {given[0]}, {given[1]}")
        how = node.op if node.op in ("eq", "ne") else ("s" if kind == SIGNED else "u") + node.op
        return self.test(how, *given, kind=self.whole)

    def _fused(self, node: Node, product: int) -> str:
        """A sum or difference with a product in it."""
        a, b = (self.get(one) for one in self.tape.nodes[product].args)
        is_first = node.args[0] == product
        other = self.get(node.args[1] if is_first else node.args[0])
        if node.op == "sub":
            a, other = (a, self.negative(other)) if is_first else (self.negative(a), other)
        return self.fused(a, b, other)

    def _converted(self, kind: str, to: str, value: str) -> str:
        if to == FLOAT:
            how = "sitofp" if kind == SIGNED else "uitofp"
            return self.let(f"{how} {self.type_of(kind)} {value} to {self.floats}")
        return self.let(f"zext {self.truths} {value} to {self.whole}") if kind == TRUTH else value

    def _of_floats(self, node: Node, given: list[str]) -> str:
        if node.op in ARITHMETIC:
            return self.two(ARITHMETIC[node.op], *given)
        if node.op in FLOAT_TESTS:
            return self.test(FLOAT_TESTS[node.op], *given)
        if node.op in ("max", "min"):  # what is no number stays so: beside a constant it comes last
            if self.tape.is_constant(node.args[1]):
                given = given[::-1]
            return (self.most if node.op == "max" else self.least)(*given)
        if node.op == "log":
            return self.log(given[0], self._is_positive(node.args[0]))
        if node.op in ("neg", "exp"):
            return self.negative(given[0]) if node.op == "neg" else self.exp(given[0])
        return self.call({"abs": "fabs"}.get(node.op, node.op), given[0])

    def _is_positive(self, node: int) -> bool:
        """Whether a number was made positive before its logarithm is taken: itself where above 0, else 1."""
        one = self.tape.nodes[node]
        if one.op != "select" or not self.tape.is_constant(one.args[1], 1.0):
            return False
        test = self.tape.nodes[one.args[0]]
        return test.op == "gt" and test.args[0] == one.args[2] and self.tape.is_constant(test.args[1], 0.0)


def emit(work: Work, lanes: int, double: bool) -> str:
    """The text of a module: what stays with women, and what runs through days, for blocks of 4 vectors and of 1.

    person(own, keys, kept): what stays with the women of one vector.
    run4, run1(kept, state, arrays, offset, out, missed, first, days, every): a block through these days, or records;
    arrays: where those of each day lie, in which these women begin `offset` bytes on.
    """
    kept, row = work.kept, lanes * Vectors(lanes, double).size
    person = Body(Plan(work.tape, kept), lanes, double, {})
    pitch = LANES * person.size
    person.loads = {
        OWN: lambda place, kind: person.load(person.floats, person.at("%own", place * pitch)),
        KEYS: lambda place, kind: person.load(person.whole, person.at("%keys", place * LANES * 4)),
    }
    person.compute(person.plan.nodes)
    for place, node in enumerate(kept):
        person.keep(node, person.at("%kept", place * row))
    plan = Plan(work.tape, [*work.state, *work.out, *work.missed], set(kept))
    cut = plan.cut()
    frame = Frame(row, pitch, len(work.state), len(work.out), cut.rows, len(kept))
    held = {node: ("%kept", place * row) for place, node in enumerate(kept)}
    held |= {node: ("%frame", frame.waiting + place * row) for node, place in cut.row_of.items()}
    parts = [_stretch(Body(plan, lanes, double, held), frame, cut, nodes) for nodes in cut.stretches]
    parts.append(_end(Body(plan, lanes, double, held), frame, work))
    return "\n".join([
        person.declared,
        *(f"declare void @llvm.x86.sse.{one}mxcsr(ptr)" for one in ("st", "ld")),
        _function("person", "ptr %own, ptr %keys, ptr %kept", person.lines),
        *(_function(f"part{place}", GIVEN, lines, "internal ") for place, lines in enumerate(parts)),
        *(run(frame, Vectors(lanes, double), len(parts), work.arrays, count) for count in TURNS),
        'attributes #0 = { nounwind "prefer-vector-width"="512" "min-legal-vector-width"="512" }',
    ]) + "\n"  # fmt: skip


def _function(name: str, given: str, lines: list[str], linkage: str = "") -> str:
    noalias = given.replace("ptr ", "ptr noalias ")
    return f"define {linkage}void @{name}({noalias}) #0 {{\n" + "\n".join(lines) + "\n  ret void\n}"


def _reads(body: Body, frame: Frame) -> Body:
    """A body that reads what a day of a vector is given."""
    pointers: dict[str, str] = {}

    def of_array(group: str) -> Callable[[int, str], str]:
        def load(place: int, kind: str) -> str:
            if group not in pointers:
                pointer = body.let(f"load ptr, ptr {body.at('%arrays', int(group.split()[1]) * 8)}")
                pointers[group] = body.at(pointer, "%offset")
            return body.load(body.floats, body.at(pointers[group], place * frame.pitch))

        return load

    arrays = {one.value[0] for one in body.tape.nodes if isinstance(one.value, tuple)} - {OWN, KEYS, STATE, TODAY}
    body.loads = {group: of_array(group) for group in arrays}
    body.loads[STATE] = lambda place, kind: body.load(body.floats, body.at("%frame", frame.state + place * frame.row))
    body.loads[TODAY] = lambda place, kind: body.everywhere("i32", body.let("load i32, ptr %frame"))
    return body


def _stretch(body: Body, frame: Frame, cut: Cut, nodes: list[int]) -> list[str]:
    """A stretch of a day; what later ones read is put where it waits."""
    _reads(body, frame).compute(nodes)
    for node in nodes:
        if node in cut.row_of:
            body.keep(node, body.at("%frame", frame.waiting + cut.row_of[node] * frame.row))
    return body.lines


def _end(body: Body, frame: Frame, work: Work) -> list[str]:
    """The end of a day: its results are put where they belong."""
    _reads(body, frame)
    state, out, missed = ([body.get(node) for node in nodes] for nodes in (work.state, work.out, work.missed))
    for place, value in enumerate(out):
        body.store(body.floats, value, body.at("%out", body.let(f"mul i64 %pitch, {place}")))
    for place, value in enumerate(state):
        body.store(body.floats, value, body.at("%frame", frame.state + place * frame.row))
    for value in missed:
        body.store(body.floats, value, "%missed")
    return body.lines
