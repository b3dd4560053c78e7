"""Batches: some women in all arms at a time, so that twins meet; joined into one run, or folded and dropped."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np

from ..people import Women
from .arms import Arm, Part, groups_of

BATCH = 2048  # women of a batch: eight blocks of the fold


class Batch(NamedTuple):
    """Women from place `start` on, and for each arm what groups of them left: (their places in the batch, part)."""

    start: int
    women: Women
    parts: list[list[tuple[np.ndarray, Part]]]


def batches(
    arms: list[Arm], women: Women, cores: int, progress: Callable[[float], None] | None = None, keep: bool = False
) -> Iterator[Batch]:
    """All women, batch by batch, on a few threads; the first chunk alone, so that nothing is compiled twice."""
    total = sum(-(-len(women[start : start + BATCH]) // 256) for start in range(0, len(women), BATCH)) * len(arms)
    done = []

    def one(task):
        arm, group = task
        part = arm.run(group, keep)
        done.append(task)
        if progress:
            progress(min(1.0, len(done) / total))
        return part

    with ThreadPoolExecutor(max_workers=max(1, cores)) as pool:
        for start in range(0, len(women), BATCH):
            here = women[start : start + BATCH]
            places = [groups_of(arm, here) for arm in arms]
            tasks = [(arm, here[group]) for arm, groups in zip(arms, places, strict=True) for group in groups]
            ahead = [] if done else [one(tasks[0])]
            found = iter([*ahead, *pool.map(one, tasks[len(ahead) :])])
            yield Batch(start, here, [[(group, next(found)) for group in groups] for groups in places])
