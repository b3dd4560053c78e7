"""The summary of courses: what is counted of the women, in place of the women."""

from collections.abc import Iterable

import numpy as np

from ..evidence.shares import all_counts
from ..model.tally import BLOCK, Tally
from ..people import Women
from ..runners.run import Run
from ..runners.summary import Summary, tallies_of, template_of


def summarized(run: Run) -> Summary:
    """The summary of whole courses, at every recorded time."""
    return folded([run], run.women)


def folded(runs: Iterable[Run], women: Women, most_times: int | None = None) -> Summary:
    """The summary of women whose runs come one after the other, each of whole blocks of women but the last.

    most_times: how many recorded times keep their quantiles, evenly; by default all.
    Block by block, so that the sums of any such runs are the same to the bit.
    """
    waiting = iter(runs)
    run = next(waiting)
    asked, times = run.asked, run.data.sizes["time"]
    step = 1 if most_times is None else -(-times // most_times)
    template, some = template_of(run, np.arange(0, times, step)), run.of(np.arange(min(BLOCK, len(run.women))))
    tally, failures = Tally(), {arm: [] for arm in run.arms}
    while run is not None:
        tally += Tally(all_counts(run))
        for part in tallies_of(run, template):
            tally += part
        for arm, patients in run.failures.items():
            failures[arm] += patients
        run = next(waiting, None)
    return Summary(women, asked, tally, template, some, failures)
