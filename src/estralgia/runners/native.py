"""The day-step as machine code: the trace that JAX runs, as vectors with a woman in each lane.

A chunk of women is stepped and seen as in `jax_runner`, in blocks of lanes, of which only those with a woman are run. A
program that is known is read from disk and linked: nothing is traced. What a day is stands in `model/day.py` alone.
"""
# pyright: reportUnknownMemberType=false

from collections.abc import Callable
from functools import cached_property, partial
from math import prod
from threading import Lock
from typing import Any, cast

import jax
import numpy as np

from ..model.calendar import Calendar
from ..model.day import Basis
from .emit import emit
from .jax_runner import BLOCK_DAYS, Block, Chunk, failure
from .loop import TURNS
from .objects import Code, code_of
from .program import LANES
from .traced import Traced, seeing, stepping

BYTES = 64  # of a vector of the code: 16 women at once in single precision, 8 in double
LINE = 64  # bytes of a line of the cache
_known, _making = dict[str, Code](), Lock()


class NativeChunk(Chunk):
    """A chunk of women on machine code."""

    @staticmethod
    def array(values: np.ndarray, dtype: Any) -> Any:
        """Numbers as the runner reads them."""
        return np.asarray(values, dtype)

    @cached_property
    def _codes(self) -> dict[Any, tuple[Code, np.ndarray]]:
        """Code by what it does, and what stays with the women in it, (vector, number, lane)."""
        return {}

    @cached_property
    def _rows(self) -> np.ndarray:
        """The state in rows, (number, lane); from now on `state` looks at them."""
        leaves, shape = cast(tuple[list[Any], Any], jax.tree.flatten(self.state))
        rows = _in_rows(leaves, self.dtype)
        self.state = jax.tree.unflatten(shape, _apart(rows, [np.shape(one)[:-1] for one in leaves]))
        return rows

    @cached_property
    def _own(self) -> tuple[np.ndarray, np.ndarray]:
        """What is the women's own, and the keys of their chance, in rows."""
        return _in_rows(jax.tree.leaves(self.own), self.dtype), _in_rows(
            jax.tree.leaves(self.keys), np.dtype(np.uint32)
        )

    def advance(self, first: int, brought: Calendar) -> Block:
        """Step through the days of one block, of which this is the first, and give what they bring."""
        rows, given = self._rows, (brought.inputs, brought.covariates)
        code, own = self._code(
            "stepping", partial(stepping, self.program, self.own, self.keys, self.state, given), given
        )
        out = _aligned((BLOCK_DAYS // self.program.stride, code.told["rows"], LANES), self.dtype)
        missed = _aligned((BLOCK_DAYS, LANES), self.dtype)
        self._run(code, own, rows, jax.tree.leaves(given), out, missed, first, self.program.stride)
        hours, days = (
            sum(prod(one.shape[:-1]) for one in part.values()) for part in (self.state.hours, self.state.days)
        )
        return Block(
            Basis(**_named(code, out, {field: {} for field in Basis._fields})),
            cast(Any, missed if code.told["missed"] else None),
            failure(rows[: hours + days], rows[:hours]),
        )

    def see(self, names: tuple[str, ...], calendar: Calendar, bases: Basis) -> dict[str, np.ndarray]:
        """What the book says of these days, name -> (day, axis, woman). calendar: of the same days, in lanes."""
        days = (bases, calendar.covariates)
        code, own = self._code(names, partial(seeing, self.program, names, self.own, days), days)
        arrays = [np.asarray(one) for one in jax.tree.leaves(days)]
        out = _aligned((len(arrays[0]), code.told["rows"], LANES), self.dtype)
        self._run(code, own, None, arrays, out, None, 0, 1)
        return {name: one[..., : len(self.women)] for name, one in _named(code, out, {}).items()}

    def _run(
        self, code: Code, own: np.ndarray, state: np.ndarray | None, arrays: list[np.ndarray], out: np.ndarray,
        missed: np.ndarray | None, first: int, every: int,
    ) -> None:  # fmt: skip
        """Run the women of this chunk through all days of the arrays, blocks of vectors as long as they are full."""
        arrays = [one if one[0].flags.c_contiguous else np.ascontiguousarray(one) for one in arrays]
        assert all(one.dtype == out.dtype and one.shape[-1] == LANES for one in arrays)
        days, pitches = len(arrays[0]), np.array([one.strides[0] for one in arrays])
        table = np.array([_address(one) for one in arrays]) + pitches * np.arange(days)[:, None]
        place, left = 0, len(own)
        while left:
            turns = next(one for one in TURNS if one <= left)
            offset, hers = place * BYTES, own[place]
            rows, gone = (_address(one) + offset if one is not None else None for one in (state, missed))
            code.run[turns](
                _address(hers), rows, _address(table), offset, _address(out) + offset, gone, first, days, every
            )
            place, left = place + turns, left - turns

    def _code(self, does: Any, trace: Callable[[], Traced], days: Any) -> tuple[Code, np.ndarray]:
        """Code for what is to be done, and what stays with the women in it."""
        covariates = tuple(days[1])
        if (does, covariates) not in self._codes:
            own, brought = (jax.tree.leaves(one) for one in (self.own, days))
            shapes = [np.shape(one) for one in own], [np.shape(one)[1:] for one in brought]
            key = repr((does, covariates, self.program.day, sorted(self.own), shapes, str(self.dtype), BYTES))
            code = _code_for(key, trace, self.dtype.itemsize == 8)
            self._codes[does, covariates] = code, self._person(code)
        return self._codes[does, covariates]

    def _person(self, code: Code) -> np.ndarray:
        """What stays with the women, (vector, number, lane)."""
        lanes = BYTES // self.dtype.itemsize
        own, keys = self._own
        vectors, numbers = -(-len(self.women) // lanes), max(1, code.told["kept"])
        found = _aligned((vectors, numbers, lanes), self.dtype)
        for place, hers in enumerate(found):
            code.person(_address(own) + place * BYTES, _address(keys) + place * lanes * 4, _address(hers))
        return found


def _code_for(key: str, trace: Callable[[], Traced], double: bool) -> Code:
    """The code of a key, made once a process; from disk where it was made before."""

    def make() -> tuple[str, dict[str, Any]]:
        work, told = trace()
        return emit(work, BYTES // (8 if double else 4), double), told

    with _making:
        if key not in _known:
            _known[key] = code_of(key, make)
    return _known[key]


def _address(array: np.ndarray) -> int:
    """Where an array begins; quicker than `array.ctypes`."""
    return array.__array_interface__["data"][0]


def _aligned(shape: tuple[int, ...], dtype: Any) -> np.ndarray:
    """Zeros that begin with a line of the cache: no vector lies on two."""
    size = prod(shape) * np.dtype(dtype).itemsize
    raw = np.zeros(size + LINE, np.uint8)
    begin = -_address(raw) % LINE
    return raw[begin : begin + size].view(dtype).reshape(shape)


def _in_rows(leaves: list[Any], dtype: Any) -> np.ndarray:
    """Arrays (..., lane), (..., 1) or scalars as the rows of one, (number, lane)."""
    flat = [one.reshape(-1, one.shape[-1] if one.ndim else 1) for one in map(np.asarray, leaves)]
    rows, begin = _aligned((sum(map(len, flat)), LANES), dtype), 0
    for one in flat:
        rows[begin : begin + len(one)] = one
        begin += len(one)
    return rows


def _apart(rows: np.ndarray, shapes: list[Any]) -> list[np.ndarray]:
    """The arrays that lie in rows (..., number, lane), by their shapes without the lanes."""
    found, begin = list[np.ndarray](), 0
    for shape in shapes:
        end = begin + prod(shape)
        found.append(rows[..., begin:end, :].reshape(*rows.shape[:-2], *shape, LANES))
        begin = end
    return found


def _named(code: Code, out: np.ndarray, found: dict[str, Any]) -> dict[str, Any]:
    """What was written into rows, by its names, within what was found before."""
    names, shapes = zip(*code.told["out"], strict=True)
    for (*groups, name), one in zip(names, _apart(out, list(shapes)), strict=True):
        (found[groups[0]] if groups else found)[name] = one
    return found
