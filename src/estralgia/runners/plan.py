"""A plan: in which order the nodes of a tape are computed, and how they are cut into short stretches.

A result is computed right after its causes (depth first), so that few numbers wait. Several vectors of women take turns
at each stretch: while the numbers of one are under way, the processor begins with the next.
"""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable
from typing import NamedTuple

from .tape import CONST, FLOAT, INPUT, Tape

STRETCH = 60  # nodes; measured: docs/decisions/0021


class Cut(NamedTuple):
    """Stretches of nodes; what later ones read of earlier ones waits in a row of its own, `rows` at most at a time."""

    stretches: list[list[int]]
    row_of: dict[int, int]
    rows: int


class Plan:
    """The nodes that are computed for these roots, in order. made: nodes that are there already.

    fuses: a sum or difference -> the product in it, used nowhere else, that is computed together with it.
    """

    def __init__(self, tape: Tape, roots: Iterable[int], made: Container[int] = ()) -> None:
        self.tape, self.roots = tape, sorted(roots)
        nodes = [one for one in tape.live(self.roots, made) if tape.nodes[one].op not in (CONST, INPUT)]
        self._computed = {one for one in nodes if one not in made}
        self.fuses = self._fusions(nodes)
        self.nodes = self._depth_first()

    def operands(self, node: int) -> list[int]:
        """What a node reads, with what is computed together with it."""
        product = self.fuses.get(node)
        given = self.tape.nodes[node].args
        inner = self.tape.nodes[product].args if product is not None else ()
        return [*(one for one in given if one != product), *inner]

    def cut(self, size: int = STRETCH) -> Cut:
        """The nodes in stretches of so many."""
        stretches = [self.nodes[start : start + size] for start in range(0, len(self.nodes), size)]
        at = {node: place for place, stretch in enumerate(stretches) for node in stretch}
        last = dict.fromkeys((one for one in self.roots if one in at), len(stretches))
        for node in reversed(self.nodes):
            for one in self.operands(node):
                last.setdefault(one, at[node])
        row_of, free, ends, rows = dict[int, int](), list[int](), defaultdict[int, list[int]](list), 0
        for place, stretch in enumerate(stretches):
            free += [row_of[one] for one in ends.pop(place - 1, [])]
            for node in stretch:
                if last[node] > place:
                    row_of[node] = free.pop() if free else rows
                    rows = max(rows, row_of[node] + 1)
                    ends[last[node]].append(node)
        return Cut(stretches, row_of, rows)

    def _fusions(self, nodes: list[int]) -> dict[int, int]:
        tape = self.tape
        used = Counter(arg for one in nodes for arg in tape.nodes[one].args) + Counter(self.roots)
        found: dict[int, int] = {}
        for one in nodes:
            node = tape.nodes[one]
            if node.op in ("add", "sub") and node.kind == FLOAT and one in self._computed:
                alone = (
                    arg for arg in node.args if used[arg] == 1 and tape.is_op(arg, "mul") and arg in self._computed
                )
                if (product := next(alone, None)) is not None:
                    found[one] = product
        return found

    def _depth_first(self) -> list[int]:
        order, begun = list[int](), set[int]()
        waiting = [(root, False) for root in reversed(self.roots)]
        while waiting:
            node, is_ready = waiting.pop()
            if is_ready:
                order.append(node)
            elif node in self._computed and node not in begun:
                begun.add(node)
                waiting.append((node, True))
                waiting += [(one, False) for one in reversed(self.operands(node))]
        return order
