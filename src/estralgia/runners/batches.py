"""Batches: some women in all arms at a time, so that twins meet; joined into one run, or folded and dropped."""

from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from threading import Lock
from typing import NamedTuple

import numpy as np

from ..people import Women
from .arms import Arm, Part, groups_of

Ahead = tuple[int, Women, list[list[tuple[np.ndarray, Future[Part]]]]]  # a batch that is under way
COURSES = 2048  # women of a batch: whole blocks of a tally


class Batch(NamedTuple):
    """Women from place `start` on, and for each arm what groups of them left: (their places in the batch, part)."""

    start: int
    women: Women
    parts: list[list[tuple[np.ndarray, Part]]]


def batches(
    arms: list[Arm],
    women: Women,
    cores: int,
    progress: Callable[[float], None] | None = None,
    keep: bool = False,
    size: int = COURSES,
    starts: Sequence[int] | None = None,
) -> Generator[Batch, None, None]:
    """All women, batch by batch, on a few threads; the first chunk alone, so that nothing is compiled twice.

    While one batch is looked at, the next is under way. keep: also what the recorded days leave behind. starts: the
    places of the first women of batches, where not all are wanted.
    """
    starts = range(0, len(women), size) if starts is None else starts
    total = sum(len(groups_of(arm, women[start : start + size])) for start in starts for arm in arms)
    done, alone = list[Arm](), Lock()

    def one(arm: Arm, group: Women) -> Part:
        with nullcontext() if done else alone:
            part = arm.run(group, keep)
        done.append(arm)
        if progress:
            progress(min(1.0, len(done) / total))
        return part

    pool = ThreadPoolExecutor(max_workers=max(1, cores))

    def begin(start: int) -> Ahead:
        here = women[start : start + size]
        parts = [[(group, pool.submit(one, arm, here[group])) for group in groups_of(arm, here)] for arm in arms]
        return start, here, parts

    try:
        left = iter(starts)
        ahead = next(map(begin, left), None)
        while ahead:
            start, here, waiting = ahead
            parts = [[(group, part.result()) for group, part in rows] for rows in waiting]
            ahead = next(map(begin, left), None)
            yield Batch(start, here, parts)
    finally:  # whoever stops looking ends what is not begun
        pool.shutdown(cancel_futures=True)
