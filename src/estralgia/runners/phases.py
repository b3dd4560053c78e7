"""Phases: what stands before, between and behind the loops of a tape, each made once, in this order."""

from collections.abc import Iterable, Set
from typing import NamedTuple

from .tape import CONST, DONE, INPUT, PERSON, TURN, Tape


class Phase(NamedTuple):
    """What is made between two loops.

    ends: nodes that the next loop begins with, or results. places: which numbers of the next loop are ever read, all
    others rest. kept: nodes that later phases or turns of loops read.
    """

    ends: list[int]
    places: list[int]
    kept: list[int]


def phases(tape: Tape, roots: list[int], given: Set[int]) -> list[Phase]:
    """A phase before each loop of a tape, and one behind the last, which makes the roots. given: nodes in memory."""
    read = _read(tape, roots)
    ends = [[loop.before[i] for i in places] for loop, places in zip(tape.loops, read, strict=True)]
    outer = [outside(tape, [loop.after[i] for i in places]) for loop, places in zip(tape.loops, read, strict=True)]
    done, kept, made = set[int](), set[int](), list[set[int]]()
    for some in [*([*a, *b] for a, b in zip(ends, outer, strict=True)), roots]:
        reached = {one for one in tape.live(some, done | given) if tape.nodes[one].op != CONST}
        kept |= reached & done
        made.append(reached - done - given)
        done |= made[-1]
    kept |= {one for some in outer for one in some if one not in given}
    return [
        Phase(end, places, sorted(some & kept))
        for end, places, some in zip([*ends, roots], [*read, []], made, strict=True)
    ]


def outside(tape: Tape, roots: Iterable[int]) -> list[int]:
    """What moving nodes behind these roots read of what does not move."""
    roots = list(roots)
    read = {arg for one in tape.live(roots) if tape.moves(one) for arg in tape.nodes[one].args} | set(roots)
    return sorted(one for one in read if tape.nodes[one].level == PERSON)


def _read(tape: Tape, roots: list[int]) -> list[list[int]]:
    """Of each loop the places of the numbers that are read behind it, or by turns that make others that are."""
    inputs = {one.value: node for node, one in enumerate(tape.nodes) if one.op == INPUT}
    needed, found = list(roots), list[list[int]]()
    for number, loop in reversed(list(enumerate(tape.loops))):
        everywhere, live = range(len(loop.before)), set(tape.live(needed))
        places = {i for i in everywhere if inputs.get((f"{DONE} {number}", i)) in live}
        more = places
        while more:
            reached = set(tape.live(loop.after[i] for i in places))
            more = {i for i in everywhere if inputs.get((f"{TURN} {number}", i)) in reached} - places
            places = places | more
        found.insert(0, sorted(places))
        needed += [loop.before[i] for i in found[0]] + outside(tape, [loop.after[i] for i in found[0]])
    return found
