"""From a tape to LLVM's language: one function makes what stays with a woman, another runs through days or records.

Numbers lie in rows, one row for each number, one place for each woman. What stays with the women of a block of lanes
lies packed; what JAX reads and writes lies in rows of LANES.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import NamedTuple

from .program import LANES
from .tape import CONST, FLOAT, INPUT, PERSON, SIGNED, TRUTH, Node, Tape
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
    """One function over a tape: what moves with the days (`moving`), or what stays with a woman.

    roots: the nodes that it makes. kept: node -> bytes behind %kept, of what was made before. Inputs are loaded by
    `loads`, where they are first read.
    """

    def __init__(self, work: Work, lanes: int, double: bool, roots: list[int], kept: Mapping[int, int]) -> None:
        super().__init__(lanes, double)
        self.tape, self.names, self.kept = work.tape, dict[int, str](), kept
        self.loads: dict[str, Callable[[int, str], str]] = {}
        self.nodes = [one for one in self._reached(roots) if self._is_made(one)]
        used = Counter(arg for one in self.nodes for arg in self.tape.nodes[one].args) + Counter(roots)
        self.within = {one for one in self.nodes if used[one] == 1 and self.tape.is_op(one, "mul")}
        self.fuses = self._fusions()

    def _reached(self, roots: list[int]) -> list[int]:
        """The nodes that these need, and they, in order; nothing behind what was made before."""
        return [one for one in self.tape.live(roots, self.kept) if one not in self.kept]

    def _is_made(self, node: int) -> bool:
        return self.tape.nodes[node].op not in (CONST, INPUT)

    def _fusions(self) -> dict[int, int]:
        """Sum or difference -> the product in it, used nowhere else, that is made together with it."""
        found: dict[int, int] = {}
        for one in self.nodes:
            node = self.tape.nodes[one]
            if node.op in ("add", "sub") and node.kind == FLOAT:
                product = next((arg for arg in node.args if arg in self.within), None)
                if product is not None:
                    found[one] = product
        self.within &= set(found.values())
        return found

    def compute(self) -> None:
        """Write all nodes, in their order."""
        for one in self.nodes:
            if one not in self.within:
                self.names[one] = self._made(one, self.tape.nodes[one])

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
        if node in self.kept:
            self.names[node] = self._of_woman(self.kept[node], one.kind)
        else:
            assert isinstance(one.value, tuple)  # an input
            group, place = one.value
            self.names[node] = self.loads[group](place, one.kind)
        return self.names[node]

    def _of_woman(self, offset: int, kind: str) -> str:
        value = self.load(self.type_of(kind) if kind != TRUTH else self.floats, self.at("%kept", offset))
        return self.test("ogt", value, self.number(0)) if kind == TRUTH else value

    def type_of(self, kind: str) -> str:
        """LLVM's type of a vector of this kind."""
        return self.floats if kind == FLOAT else self.truths if kind == TRUTH else self.whole

    def _made(self, number: int, node: Node) -> str:
        kind = self.tape.nodes[node.args[0]].kind
        if node.op == "select":
            test, no, yes = map(self.get, node.args)
            return self.choose(test, yes, no, self.type_of(node.kind))
        if number in self.fuses:
            return self._fused(node, self.fuses[number])
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
        one = {"neg": self.negative, "exp": self.exp, "sign": self.sign}
        return one[node.op](given[0]) if node.op in one else self.call({"abs": "fabs"}.get(node.op, node.op), given[0])

    def _is_positive(self, node: int) -> bool:
        """Whether a number was made positive before its logarithm is taken: itself where above 0, else 1."""
        one = self.tape.nodes[node]
        if one.op != "select" or not self.tape.is_constant(one.args[1], 1.0):
            return False
        test = self.tape.nodes[one.args[0]]
        return test.op == "gt" and test.args[0] == one.args[2] and self.tape.is_constant(test.args[1], 0.0)


def emit(work: Work, lanes: int, double: bool) -> str:
    """The text of a module with two functions.

    person(own, keys, kept): what stays with the women of a block. run(kept, state, arrays, offset, out, missed, first,
    days, every): through these days, or records; arrays: for each day its arrays, whose women begin `offset` bytes on.
    """
    kept = work.kept
    row = lanes * Vectors(lanes, double).size
    places = {node: place * row for place, node in enumerate(kept)}
    person = Body(work, lanes, double, kept, {})
    pitch = LANES * person.size
    person.loads = {
        OWN: lambda place, kind: person.load(person.floats, person.at("%own", place * pitch)),
        KEYS: lambda place, kind: person.load(person.whole, person.at("%keys", place * LANES * 4)),
    }
    person.compute()
    for place, node in enumerate(kept):
        value, kind = person.get(node), work.tape.nodes[node].kind
        if kind == TRUTH:
            value, kind = person.let(f"uitofp {person.truths} {value} to {person.floats}"), FLOAT
        person.store(person.type_of(kind), value, person.at("%kept", place * row))
    day = _day(work, lanes, double, places)
    return "\n".join([
        person.declared,
        _function("person", "ptr %own, ptr %keys, ptr %kept", person.lines),
        _function("day", "ptr %kept, ptr %state, ptr %arrays, i64 %offset, ptr %out, i64 %pitch, ptr %missed, i32 %day",
                  day.lines, "internal "),
        _loop(work, Vectors(lanes, double)),
        'attributes #0 = { nounwind "prefer-vector-width"="512" "min-legal-vector-width"="512" }',
    ]) + "\n"  # fmt: skip


def _function(name: str, given: str, lines: list[str], linkage: str = "") -> str:
    noalias = given.replace("ptr ", "ptr noalias ")
    return f"define {linkage}void @{name}({noalias}) #0 {{\n" + "\n".join(lines) + "\n  ret void\n}"


def _day(work: Work, lanes: int, double: bool, kept: Mapping[int, int]) -> Body:
    day = Body(work, lanes, double, [*work.state, *work.out, *work.missed], kept)
    row, pitch = lanes * day.size, LANES * day.size
    day.loads[STATE] = lambda place, kind: day.load(day.floats, day.at("%state", place * row))
    day.loads[TODAY] = lambda place, kind: day.everywhere("i32", "%day")

    def of_array(pointer: str) -> Callable[[int, str], str]:
        return lambda place, kind: day.load(day.floats, day.at(pointer, place * pitch))

    for array in range(work.arrays):
        pointer = day.let(f"load ptr, ptr {day.at('%arrays', array * 8)}")
        day.loads[f"array {array}"] = of_array(day.at(pointer, "%offset"))
    day.compute()
    state, out, missed = ([day.get(node) for node in nodes] for nodes in (work.state, work.out, work.missed))
    for place, value in enumerate(out):
        day.store(day.floats, value, day.at("%out", day.let(f"mul i64 %pitch, {place}")))
    for place, value in enumerate(state):
        day.store(day.floats, value, day.at("%state", place * row))
    for value in missed:
        day.store(day.floats, value, "%missed")
    return day


def _loop(work: Work, copy: Vectors) -> str:
    """Through the days of one block: the state is packed meanwhile, and what no record keeps is written aside."""
    row, pitch, kind = copy.lanes * copy.size, LANES * copy.size, copy.floats
    for place in range(len(work.state)):
        copy.store(kind, copy.load(kind, copy.at("%state", place * pitch)), copy.at("%held", place * row))
    begun = len(copy.lines)
    for place in range(len(work.state)):
        copy.store(kind, copy.load(kind, copy.at("%held", place * row)), copy.at("%state", place * pitch))
    given = "ptr %kept, ptr %state, ptr %arrays, i64 %offset, ptr %out, ptr %missed, i32 %first, i32 %days, i32 %every"
    text = LOOP.format(
        held=max(1, len(work.state)), aside=max(1, len(work.out)), kind=kind, row=row, pitch=pitch,
        arrays=8 * work.arrays, record=pitch * len(work.out), 
        begun="\n".join(copy.lines[:begun]), ended="\n".join(copy.lines[begun:]),
    )  # fmt: skip
    return f"define void @run({given}) #0 {{\n{text}\n}}"


LOOP = """entry:
  %held = alloca [{held} x {kind}], align 64
  %aside = alloca [{aside} x {kind}], align 64
{begun}
  br label %turn
turn:
  %d = phi i32 [ 0, %entry ], [ %d.next, %turn ]
  %arrays.d = phi ptr [ %arrays, %entry ], [ %arrays.next, %turn ]
  %out.d = phi ptr [ %out, %entry ], [ %out.next, %turn ]
  %missed.d = phi ptr [ %missed, %entry ], [ %missed.next, %turn ]
  %left = urem i32 %d, %every
  %shown = icmp eq i32 %left, 0
  %here = select i1 %shown, ptr %out.d, ptr %aside
  %pitch = select i1 %shown, i64 {pitch}, i64 {row}
  %day = add i32 %first, %d
  call void @day(ptr %kept, ptr %held, ptr %arrays.d, i64 %offset, ptr %here, i64 %pitch, ptr %missed.d, i32 %day)
  %step = select i1 %shown, i64 {record}, i64 0
  %out.next = getelementptr i8, ptr %out.d, i64 %step
  %arrays.next = getelementptr i8, ptr %arrays.d, i64 {arrays}
  %missed.next = getelementptr i8, ptr %missed.d, i64 {pitch}
  %d.next = add i32 %d, 1
  %more = icmp ult i32 %d.next, %days
  br i1 %more, label %turn, label %done
done:
{ended}
  ret void"""
