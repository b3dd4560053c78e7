"""A cohort: the summary of any number of women, batch by batch; each is kept in a folder, where one is given."""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, nullcontext
from itertools import islice
from pathlib import Path

import numpy as np

from ..model.errors import InputError
from ..model.tally import BLOCK
from ..people import Women
from ..runners.arms import Arm, arms_of
from ..runners.batches import batches
from ..runners.run import Asked, Run
from ..runners.summary import MOST_TIMES, Summary, template_of
from .asked import AT_ONCE
from .batch_folder import BATCH, open_folder
from .datasets import empty_data, fill_all, record_of
from .summary import Piece, joined, piece_of

Progress = Callable[[float], None]


def summary_of(
    asked: Asked,
    women: Women,
    cores: int = 2,
    progress: Progress | None = None,
    folder: str | Path | None = None,
    resume: bool = False,
) -> Summary:
    """The summary of these women: the courses of each batch are dropped when they are counted.

    folder: where the tally of each batch is kept. resume: those that are there are not made again.
    """
    if resume and folder is None:
        raise InputError("where is the run to go on with?", "resume = True", 'add folder="..."')
    record, numbers = record_of(asked, women), range(0, len(women), BATCH)
    with nullcontext() if folder is None else open_folder(folder, asked, women, record, resume) as kept:
        there = set[int]() if kept is None else kept.whole(numbers)
        arms, missing = arms_of(asked), [one for one in numbers if one not in there]
        shell = Run(empty_data(asked, women[:1], arms).assign_attrs(record), women[:1], asked)
        times = shell.data.sizes["time"]
        template = template_of(shell, np.arange(0, times, -(-times // MOST_TIMES)))
        some = next(_runs(arms, asked, women[:BLOCK], record))

        def told(share: float) -> None:
            if progress:
                progress(1 - (1 - share) * sum(len(women[one : one + BATCH]) for one in missing) / len(women))

        told(0.0)

        def pieces() -> Iterator[Piece]:
            starts = [start for one in missing for start in _starts(one, women)]
            with closing(_runs(arms, asked, women, record, cores, told, starts)) as fresh:
                for number in numbers:
                    if kept is not None and number in there:
                        yield kept.read(number)
                        continue
                    some_runs = islice(fresh, len(_starts(number, women)))
                    piece = piece_of(some_runs, template, len(women[number : number + BATCH]))
                    if kept is not None:
                        kept.write(number, piece)
                    yield piece
                    del piece

        return joined(pieces(), women, asked, template, some)


def _starts(number: int, women: Women) -> range:
    """The places of the first women of all that are simulated at once in a batch."""
    return range(number, min(number + BATCH, len(women)), AT_ONCE)


def _runs(
    arms: list[Arm],
    asked: Asked,
    women: Women,
    record: dict[str, str],
    cores: int = 1,
    progress: Progress | None = None,
    starts: Sequence[int] | None = None,
) -> Generator[Run, None, None]:
    """The runs of these women, some at once, in their order."""
    with closing(batches(arms, women, cores, progress, size=AT_ONCE, starts=starts)) as found:
        for batch in found:
            data = empty_data(asked, batch.women, arms)
            fill_all(data, arms, batch)
            yield Run(data.assign_attrs(record), batch.women, asked)
