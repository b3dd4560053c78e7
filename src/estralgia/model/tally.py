"""Tallies: counts and sums over women that add up, so that a million are summed up as five hundred are.

A tally is a tree of arrays; the empty tally is nothing, and joining is `+`. Counts are whole numbers: any order gives
the same. Sums are made in blocks of BLOCK women, joined in the order of the blocks, so that any grouping of whole
blocks gives the same bits.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from .values import Value

BLOCK = 256  # women whose values are summed at once
STEPS = 2000  # of a scale with ends
SMALL, LARGE, RATIO = 1e-3, 1e6, 0.01  # of a scale without: linear below SMALL, then steps of 1 %, up to LARGE


@dataclass(frozen=True, eq=False)
class Tally:
    """What adds up: counts (int64) and sums (float64) by name, arrays of any shape; `+=` adds in place."""

    counts: dict[str, np.ndarray] = field(default_factory=dict[str, np.ndarray])
    sums: dict[str, np.ndarray] = field(default_factory=dict[str, np.ndarray])

    def __add__(self, other: "Tally") -> "Tally":
        found = Tally()
        found += self
        found += other
        return found

    def __iadd__(self, other: "Tally") -> "Tally":
        for mine, more in ((self.counts, other.counts), (self.sums, other.sums)):
            for name, values in more.items():
                if name not in mine:
                    mine[name] = values.astype(np.int64 if mine is self.counts else float)
                else:
                    np.add(mine[name], values, out=mine[name])
        return self


@dataclass(frozen=True, eq=False)
class Blocks:
    """What whole blocks of women bring: counts of all of them, and sums of each block, (block, ...), float64.

    Added to a tally one block after the other, so that any batches of blocks give the same bits. Counts are whole
    numbers of any type: those of few women need few bytes.
    """

    counts: dict[str, np.ndarray]
    sums: dict[str, np.ndarray]

    @classmethod
    def of(cls, parts: Iterable["Blocks"]) -> "Blocks":
        """Some, one after the other, as one."""
        counts, sums = dict[str, np.ndarray](), dict[str, list[np.ndarray]]()
        for part in parts:
            for name, values in part.counts.items():
                counts[name] = np.add(counts[name], values, out=counts[name]) if name in counts else values
            for name, rows in part.sums.items():
                sums.setdefault(name, []).append(rows)
        return cls(counts, {name: np.concatenate(rows) for name, rows in sums.items()})

    def each(self) -> Iterator[Tally]:
        """What is to be added to a tally, in this order."""
        yield Tally(self.counts)
        for name, rows in self.sums.items():
            for row in rows:
                yield Tally({}, {name: row})


@dataclass(frozen=True)
class Scale:
    """The steps in which values are counted: from least to most evenly, what lies at an end apart; or, without ends,
    nearly evenly in ratio on both sides of zero."""

    ends: tuple[float, float] | None = None

    @property
    def edges(self) -> np.ndarray:
        """Where the steps between the ends begin and end, (steps + 1,)."""
        if self.ends:
            return np.linspace(*self.ends, STEPS + 1)
        top = float(np.arcsinh(LARGE / SMALL))
        return SMALL * np.sinh(np.linspace(-top, top, 2 * int(top / RATIO) + 1))

    @property
    def places(self) -> int:
        """How many places there are: the steps, one for what lies at or below the least, one at or above the most."""
        return len(self.edges) + 1

    def place(self, values: Value) -> np.ndarray:
        """The place of every value, 0 to places - 1."""
        edges = self.edges
        if self.ends:
            at = (np.asarray(values, float) - edges[0]) / (edges[-1] - edges[0]) * (len(edges) - 1)
        else:
            top = np.arcsinh(LARGE / SMALL)
            at = (np.arcsinh(np.asarray(values, float) / SMALL) / top + 1) / 2 * (len(edges) - 1)
        inside = np.clip(np.floor(at), 0, len(edges) - 2).astype(np.int64) + 1
        return np.where(at <= 0, 0, np.where(at >= len(edges) - 1, len(edges), inside))

    def count(self, values: np.ndarray) -> np.ndarray:
        """How many values lie at each place: (women, ...) -> (..., places), int64."""
        shape, places = values.shape[1:], self.places
        rows = int(np.prod(shape))
        flat = self.place(values).reshape(len(values), rows) + places * np.arange(rows)
        return np.bincount(flat.ravel(), minlength=rows * places).reshape(*shape, places)

    def quantile(self, counts: np.ndarray, share: float) -> np.ndarray:
        """A quantile of what was counted, (..., places) -> (...), to within a step; NaN where nothing was."""
        total, before = counts.sum(axis=-1), np.cumsum(counts, axis=-1)
        rank = share * np.maximum(total - 1, 0)
        low, high = (self._of_rank(counts, before, way(rank)) for way in (np.floor, np.ceil))
        return np.where(total > 0, low + (rank - np.floor(rank)) * (high - low), np.nan)

    def _of_rank(self, counts: np.ndarray, before: np.ndarray, rank: np.ndarray) -> np.ndarray:
        """The value of the woman of a rank, counted from 0; women within a step lie evenly in it."""
        edges = self.edges
        place = np.minimum((before <= rank[..., None]).sum(axis=-1), counts.shape[-1] - 1)
        here, until = (np.take_along_axis(one, place[..., None], -1)[..., 0] for one in (counts, before))
        low, high = edges[np.clip(place - 1, 0, len(edges) - 1)], edges[np.clip(place, 0, len(edges) - 1)]
        return low + (rank - (until - here) + 0.5) / np.maximum(here, 1) * (high - low)


def block_sums(values: np.ndarray) -> np.ndarray:
    """The sum of every block of women: (women, ...) -> (block, ...), float64, in the order of the blocks."""
    blocks = (values[start : start + BLOCK] for start in range(0, len(values), BLOCK))
    return np.stack([np.add.reduce(np.ascontiguousarray(one, float), axis=0) for one in blocks])
