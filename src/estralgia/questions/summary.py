"""The summary of courses: what is counted of the women, in place of the women."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
import xarray as xr

from ..evidence.shares import all_counts
from ..model.tally import BLOCK, Blocks, Tally
from ..people import Women
from ..runners.run import Asked, Run
from ..runners.summary import Summary, blocks_of, template_of


class Piece(NamedTuple):
    """What a batch of women adds to a summary. failures: arm -> ids of women whose run failed."""

    blocks: Blocks
    failures: dict[str, list[int]]


def summarized(run: Run) -> Summary:
    """The summary of whole courses, at every recorded time."""
    template = template_of(run, np.arange(run.data.sizes["time"]))
    some = run.of(np.arange(min(BLOCK, len(run.women))))
    return joined([piece_of([run], template, len(run.women))], run.women, run.asked, template, some)


def piece_of(runs: Iterable[Run], template: xr.Dataset, women: int) -> Piece:
    """What so many women add to a summary whose runs come one after the other, each of whole blocks but the last."""
    failures: dict[str, list[int]] = {str(arm): [] for arm in template.arm.values}

    def parts() -> Iterator[Blocks]:
        for run in runs:
            yield Blocks(all_counts(run), {})
            yield from blocks_of(run, template, np.min_scalar_type(women))
            for arm, patients in run.failures.items():
                failures[arm] += patients

    return Piece(Blocks.of(parts()), failures)


def joined(pieces: Iterable[Piece], women: Women, asked: Asked, template: xr.Dataset, some: Run) -> Summary:
    """The summary of women whose pieces come in their order: block by block, the same for any pieces to the bit."""
    tally, failures = Tally(), {str(arm): [] for arm in template.arm.values}
    for blocks, lost in pieces:
        for part in blocks.each():
            tally += part
        for arm, patients in lost.items():
            failures[arm] += patients
        del blocks, part  # so that no two are held at once
    return Summary(women, asked, tally, template, some, failures)
