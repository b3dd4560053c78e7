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
from ..people import Patient, Women, as_women
from .assembler import I32, Function, call, get, i32, module, put
from .emit import KEYS, OWN, STATE, Work
from .inputs import Inputs, prepare
from .jax_runner import Keys, dice_keys
from .program import LANES, Program
from .tape import CONST, DONE, INPUT, PERSON, TURN, Tape
from .traced import ASKED, WORDS, balancing, drawing, seeing, stepping
from .wasm_body import ROW, Body, Constants, Place, functions

ASKED_FOR = ("numbers", "weights", "drawn", "told", "noises")
BEGIN, MOST_CONSTANTS = 64, 8192  # where the constants lie, and how many may be
IF, LOOP, END = b"\x04\x40", b"\x03\x40", b"\x0b"


class Trees(NamedTuple):
    """What a program's days are made of, arrays (axis, lane) or their shapes; given: what her balance is made from."""

    given: tuple[Values, ...]  # by ASKED_FOR
    own: Values
    state: State
    before: Values
    keys: Keys


class Module(NamedTuple):
    """A module: its bytes, where everything lies in its memory, and how many functions stand in it."""

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

    def bytes(self) -> bytes:
        """The module."""
        assert len(self.constants.places) <= MOST_CONSTANTS
        return module(self.functions, self.public, (BEGIN, self.constants.content), self.end)

    def straight(self, name: str, tape: Tape, inputs: dict[str, Place], roots: list[int], to: int) -> None:
        """A function without loops that is given nothing: results lie in rows from an address on."""
        self.add(Body(tape, self.constants, placed(tape, inputs)).write(_ends(roots, to)), name)

    def person(self, name: str, work: Work, inputs: dict[str, Place]) -> dict[int, Place]:
        """A function that makes what stays with a woman; where it lies."""
        stores = _ends(work.kept, self.rows(len(work.kept)))
        self.add(Body(work.tape, self.constants, placed(work.tape, inputs)).write(stores), name)
        return dict(stores)

    def looped(self, name: str, tape: Tape, inputs: dict[str, Place], roots: list[int], to: int) -> None:
        """The same where the tape has loops: a function for all before each, one for a turn, and one that calls them."""
        given = {one.value: node for node, one in enumerate(tape.nodes) if one.op == INPUT}
        begins = [self.rows(len(loop.before)) for loop in tape.loops]
        for number, begin in enumerate(begins):
            inputs = inputs | {f"{group} {number}": Place(begin) for group in (TURN, DONE)}
        needed, turning = list(roots), list[list[int]]()
        for number, loop in reversed(list(enumerate(tape.loops))):
            live = set(tape.live(needed))
            places = {i for i in range(len(loop.before)) if given[f"{DONE} {number}", i] in live}
            while True:
                reached = set(tape.live(loop.after[i] for i in places))
                more = {i for i in range(len(loop.before)) if given.get((f"{TURN} {number}", i)) in reached} - places
                if not more:
                    break
                places |= more
            turning.insert(0, sorted(places))
            needed += [loop.before[i] for i in places] + outside(tape, [loop.after[i] for i in places])
        steps = [
            ([*(loop.before[i] for i in places)], outside(tape, [loop.after[i] for i in places]))
            for loop, places in zip(tape.loops, turning, strict=True)
        ]
        at, done, kept = placed(tape, inputs), set[int](), set[int]()
        made: list[set[int]] = []
        for before, reads in [*steps, (roots, [])]:
            nodes = {one for one in tape.live([*before, *reads], done | at.keys()) if tape.nodes[one].op != CONST}
            kept |= {one for one in (nodes & done) | set(reads) if one not in at}
            made.append(nodes - done - at.keys())
            done |= made[-1]
        code = b""
        for place, (before, reads) in enumerate([*steps, (roots, [])]):
            stays = {one: Place(self.rows(1)) for one in sorted(made[place] & kept)}
            if place < len(steps):
                ends = [Place(begins[place] + ROW * i) for i in turning[place]]
            else:
                ends = [Place(to + ROW * i) for i in range(len(roots))]
            stores = [*stays.items(), *zip(before, ends, strict=True)]
            code += call(self.add(Body(tape, self.constants, dict(at)).write(stores)))
            at |= stays
            if place < len(steps):
                loop = tape.loops[place]
                after = zip((loop.after[i] for i in turning[place]), ends, strict=True)
                turn = self.add(Body(tape, self.constants, dict(at)).write(list(after)))
                code += i32(loop.turns) + put(0) + LOOP + call(turn)
                code += get(0) + i32(-1) + b"\x6a\x22\x00" + b"\x0d\x00" + END
        self.add(Function(b"", b"", ((1, I32),), code), name)


def placed(tape: Tape, groups: dict[str, Place]) -> dict[int, Place]:
    """Where the inputs of these groups lie."""
    found: dict[int, Place] = {}
    for node, one in enumerate(tape.nodes):
        if isinstance(one.value, tuple) and one.value[0] in groups:
            begin = groups[one.value[0]]
            found[node] = begin._replace(offset=begin.offset + ROW * one.value[1])
    return found


def outside(tape: Tape, roots: Iterable[int]) -> list[int]:
    """What moving nodes behind these roots read of what does not move."""
    roots = list(roots)
    read = {arg for one in tape.live(roots) if tape.moves(one) for arg in tape.nodes[one].args} | set(roots)
    return sorted(one for one in read if tape.nodes[one].level == PERSON)


def trees_of(program: Program, theory: Theory) -> Trees:
    """The usual woman of a program, in all lanes, in double precision."""
    women: Women = as_women(Patient(), None)[np.zeros(LANES, int)]
    inputs = Inputs.of(women, program, theory, program.parameters(), np.float64)
    noises = {name: np.zeros((1, LANES)) for name in program.wiring.of_kind("noise")}
    given = (inputs.parameters, theory.weights, inputs.drawn, inputs.told, noises)
    numbers, *rest = jax.tree.map(lambda one: np.asarray(one, np.float64), given)
    spreads = jax.tree.map(lambda one: np.asarray(one, np.float64), program.spreads)
    shapes = jax.eval_shape(lambda *some: prepare(program, some[0], spreads, *some[1:]), numbers, *rest)
    found = jax.tree.map(lambda one: jax.ShapeDtypeStruct(one.shape, np.float64), shapes)
    return Trees((numbers, *rest), *found, dice_keys(program, women))


def write(program: Program, theory: Theory, names: tuple[str, ...]) -> Module:
    """The module of a program, in which these names are seen of a day."""
    with jax.enable_x64(True):
        trees, writer = trees_of(program, theory), Writer()
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
        day = writer.add(Body(work.tape, writer.constants, at, I32 * 3, today=2).write(stores))
        kept = writer.person("sight", sight, hers)
        at = placed(sight.tape, hers | _places((basis, {}), left)) | kept
        see = writer.add(Body(sight.tape, writer.constants, at, I32).write(_ends(sight.out, 0, local=0)))
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
    return Module(writer.bytes(), places)


def _run(day: int, see: int, given: int, missed: int, seen: int) -> Function:
    """Run through days: given are the addresses of inputs, missed and records, the first day, how many there are, how
    many to one record, and how many until the first."""
    on = b"".join(get(place) + i32(size) + b"\x6a" + put(place) for place, size in ((0, given), (1, missed), (3, 1)))
    record = get(2) + call(see) + get(2) + i32(seen) + b"\x6a" + put(2) + get(5) + put(6)
    code = LOOP + get(0) + get(1) + get(3) + call(day) + get(6) + b"\x45" + IF + record + END
    code += get(6) + i32(-1) + b"\x6a" + put(6) + on + get(4) + i32(-1) + b"\x6a\x22\x04\x0d\x00" + END
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
