"""One woman's days as a module of WebAssembly: her draws, her balance before treatment, her days, and what is seen.

The tapes are those of the native engine and one more for her balance. The module imports nothing and is written byte by
byte; a page calls it through `wasm.js`, which reads from a table (`told`) where in memory everything lies. Lanes are
two arms of one woman, e.g. with her tablets and without.
"""
# pyright: reportUnknownMemberType=false

from collections.abc import Iterable
from math import prod
from typing import Any, NamedTuple

import jax
import numpy as np

from ..model.calendar import brought
from ..model.day import Basis, State, each
from ..model.theory import Theory
from ..model.values import Values
from ..people import Women
from .assembler import ADD, END, I32, IF, IS_ZERO, LOOP, REPEAT, Function, call, get, i32, module, put, tee
from .emit import KEYS, OWN, STATE, Work
from .inputs import Inputs, prepare
from .jax_runner import Keys, dice_keys
from .phases import phases
from .program import LANES, Program
from .tape import DONE, TURN, Tape
from .traced import ASKED, WORDS, balancing, drawing, seeing, stepping
from .wasm_body import ROW, Body, Constants, Place, functions

ASKED_FOR = ("numbers", "weights", "drawn", "told", "noises")
BEGIN, MOST_CONSTANTS = 64, 8192  # where the constants lie, and how many may be


class Trees(NamedTuple):
    """What a program's days are made of, arrays (axis, lane) or their shapes; given: what her balance is made from."""

    given: tuple[Values, ...]  # by ASKED_FOR
    own: Values
    state: State
    before: Values
    keys: Keys


class Module(NamedTuple):
    """A module: its bytes, and where everything lies in its memory."""

    code: bytes
    places: dict[str, Any]


class Writer:
    """Writes the functions of a program one after the other, and gives each row of memory its place."""

    def __init__(self) -> None:
        self.constants = Constants(BEGIN)
        self.end = BEGIN + 8 * MOST_CONSTANTS
        self.functions = functions(self.constants)
        self.public: dict[str, int] = {}

    def rows(self, count: int) -> int:
        """The address of so many new rows."""
        found, self.end = self.end, self.end + count * ROW
        return found

    def add(self, function: Function, name: str = "") -> int:
        """The number of a new function; with a name, the page may call it."""
        self.functions.append(function)
        if name:
            self.public[name] = len(self.functions) - 1
        return len(self.functions) - 1

    def written(self) -> bytes:
        """The module."""
        assert len(self.constants.places) <= MOST_CONSTANTS
        return module(self.functions, self.public, (BEGIN, self.constants.content), self.end)

    def straight(self, name: str, tape: Tape, inputs: dict[str, Place], roots: list[int], to: int) -> None:
        """A function without loops that is given nothing: results lie in rows from an address on."""
        self.add(self.body(tape, placed(tape, inputs)).write(_ends(roots, to)), name)

    def person(self, name: str, work: Work, inputs: dict[str, Place]) -> dict[int, Place]:
        """A function that makes what stays with a woman; where it lies."""
        stores = _ends(work.kept, self.rows(len(work.kept)))
        self.add(self.body(work.tape, placed(work.tape, inputs)).write(stores), name)
        return dict(stores)

    def looped(self, name: str, tape: Tape, inputs: dict[str, Place], roots: list[int], to: int) -> None:
        """The same where the tape has loops: functions for each phase and each turn, and one that calls them."""
        begins = [*(self.rows(len(loop.before)) for loop in tape.loops), to]
        for number, begin in enumerate(begins[:-1]):
            inputs = inputs | {f"{group} {number}": Place(begin) for group in (TURN, DONE)}
        at, code = placed(tape, inputs), b""
        for number, phase in enumerate(phases(tape, roots, at.keys())):
            loop = tape.loops[number] if number < len(tape.loops) else None
            places = phase.places if loop else range(len(roots))
            ends = [Place(begins[number] + ROW * place) for place in places]
            kept = _ends(phase.kept, self.rows(len(phase.kept)))
            code += call(self.add(self.body(tape, at).write([*kept, *zip(phase.ends, ends, strict=True)])))
            at = at | dict(kept)
            if loop:
                after = [loop.after[place] for place in places]
                turn = self.add(self.body(tape, at).write(list(zip(after, ends, strict=True))))
                code += i32(loop.turns) + put(0) + LOOP + call(turn) + get(0) + i32(-1) + ADD + tee(0) + REPEAT + END
        self.add(Function(b"", b"", ((1, I32),), code), name)

    def body(self, tape: Tape, at: dict[int, Place], given: bytes = b"", today: int = -1) -> Body:
        """The body of a function over a tape."""
        return Body(tape, self.constants, at, given, today)


def placed(tape: Tape, groups: dict[str, Place]) -> dict[int, Place]:
    """Where the inputs of these groups lie."""
    found: dict[int, Place] = {}
    for node, one in enumerate(tape.nodes):
        if isinstance(one.value, tuple) and one.value[0] in groups:
            begin = groups[one.value[0]]
            found[node] = begin._replace(offset=begin.offset + ROW * one.value[1])
    return found


def trees_of(program: Program, theory: Theory, women: Women) -> Trees:
    """A woman of a program, in all lanes, in double precision."""
    women = women[np.zeros(LANES, int)]
    inputs = Inputs.of(women, program, theory, program.parameters(), np.float64)
    noises = {name: np.zeros((1, LANES)) for name in program.wiring.of_kind("noise")}
    trees = (inputs.parameters, theory.weights, inputs.drawn, inputs.told, noises)
    spreads, *given = each(_double, (program.spreads, *trees))
    shapes: Any = jax.eval_shape(lambda numbers, *some: prepare(program, numbers, spreads, *some), *given)  # pyright: ignore
    own, state, before = jax.tree.map(lambda one: jax.ShapeDtypeStruct(one.shape, np.float64), shapes)  # pyright: ignore
    return Trees(tuple(given), own, state, before, dice_keys(program, women))


def _double(one: Any) -> Any:
    return np.asarray(one, np.float64)


def write(program: Program, theory: Theory, names: tuple[str, ...], women: Women) -> Module:
    """The module of a program, in which these names are seen of a day. women: one of whom all usual is said."""
    with jax.enable_x64(True):
        trees, writer = trees_of(program, theory, women), Writer()
        tape, results = drawing()
        draw, words = writer.rows(len(results)), writer.rows(WORDS)
        writer.straight("draw", tape, {ASKED: Place(words)}, results, draw)
        asked, own = writer.rows(_size(trees.given)), writer.rows(_size(trees.own))
        state, before = writer.rows(_size(trees.state)), writer.rows(_size(trees.before))
        keys = writer.rows(_size(trees.keys))
        tape, results = balancing(program, trees.given)
        writer.looped("balance", tape, {ASKED: Place(asked)}, results, own)
        inputs = brought(program.wiring, program.members, {}, 1)
        days = each(lambda one: np.zeros((*one.shape[:-1], LANES)), (inputs, dict[str, Any]()))
        work, told = stepping(program, trees.own, trees.keys, trees.state, days)
        basis = Basis(**{field: dict[str, Any]() for field in Basis._fields})
        for (field, name), shape in told["out"]:
            getattr(basis, field)[name] = np.zeros((1, *shape, LANES))
        sight, seen = seeing(program, names, trees.own, (basis, {}))
        left = writer.rows(len(work.out))
        hers = {OWN: Place(own), KEYS: Place(keys), STATE: Place(state)}
        arrays = _places(days, 0, local=0)
        kept = writer.person("person", work, hers)
        at = placed(work.tape, hers | arrays) | kept
        stores = [*_ends(work.out, left), *_ends(work.state, state), *_ends(work.missed, 0, local=1)]
        day = writer.add(writer.body(work.tape, at, I32 * 3, today=2).write(stores))
        kept = writer.person("sight", sight, hers)
        at = placed(sight.tape, hers | _places((basis, {}), left)) | kept
        see = writer.add(writer.body(sight.tape, at, I32).write(_ends(sight.out, 0, local=0)))
        pitches = _size(days) * ROW, len(work.missed) * ROW, len(sight.out) * ROW
        writer.add(_run(day, see, *pitches), "run")
    places = {
        "words": words,
        "draw": draw,
        "asked": dict(zip(ASKED_FOR, _named(trees.given, asked), strict=True)),
        "woman": {"begin": own, "end": keys + _size(trees.keys) * ROW},
        "state": {"at": state, "rows": _size(trees.state)},
        "keys": _named((trees.keys,), keys)[0],
        "before": _named((trees.before,), before)[0],
        "inputs": _named((inputs,), 0)[0],
        "seen": {name: place for (name,), place in _counted(seen["out"])},
        "pitches": pitches,
        "free": writer.end,
    }
    return Module(writer.written(), places)


def _run(day: int, see: int, given: int, missed: int, seen: int) -> Function:
    """Run through days: given are the addresses of inputs, missed and records, the first day, how many there are, how
    many to one record, and how many until the first."""
    on = b"".join(get(place) + i32(size) + ADD + put(place) for place, size in ((0, given), (1, missed), (3, 1)))
    record = get(2) + call(see) + get(2) + i32(seen) + ADD + put(2) + get(5) + put(6)
    code = LOOP + get(0) + get(1) + get(3) + call(day) + get(6) + IS_ZERO + IF + record + END
    code += get(6) + i32(-1) + ADD + put(6) + on + get(4) + i32(-1) + ADD + tee(4) + REPEAT + END
    return Function(I32 * 7, b"", (), code)


def _size(tree: Any) -> int:
    """How many numbers of one lane a tree of arrays (axis, lane) holds."""
    return sum(prod(_shape(one)) for one in jax.tree.leaves(tree))


def _shape(array: Any) -> tuple[int, ...]:
    """The shape of an array without its lanes."""
    shape = tuple(np.shape(array))
    return shape[:-1] if shape[-1:] == (LANES,) else shape


def _ends(nodes: list[int], begin: int, local: int | None = None) -> list[tuple[int, Place]]:
    return [(node, Place(begin + ROW * place, local)) for place, node in enumerate(nodes)]


def _places(days: Any, begin: int, local: int | None = None) -> dict[str, Place]:
    """Where arrays (day, ..., lane) of one day begin, by their groups."""
    found: dict[str, Place] = {}
    for number, one in enumerate(jax.tree.leaves(days)):
        found[f"array {number}"] = Place(begin, local)
        begin += ROW * prod(_shape(one))
    return found


def _named(trees: Iterable[Any], begin: int) -> list[dict[str, tuple[int, int]]]:
    """name -> (address, how many numbers) of the arrays of several dictionaries that lie behind each other."""
    found: list[dict[str, tuple[int, int]]] = []
    for tree in trees:
        found.append({})
        for name, one in sorted(tree.items()):
            found[-1][name] = begin, _size(one)
            begin += ROW * _size(one)
    return found


def _counted(out: list[tuple[Any, tuple[int, ...]]]) -> list[tuple[Any, tuple[int, int]]]:
    found, begin = list[tuple[Any, tuple[int, int]]](), 0
    for names, shape in out:
        found.append((names, (begin, prod(shape))))
        begin += ROW * prod(shape)
    return found
