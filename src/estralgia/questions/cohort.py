"""A cohort: the summary of any number of women, batch by batch; each is kept in a folder, where one is given."""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import xarray as xr

from ..model.errors import InputError, RunError
from ..model.tally import BLOCK
from ..people import Women
from ..runners.arms import Arm, arms_of
from ..runners.batches import batches
from ..runners.cluster import check_distributed, spread
from ..runners.run import Asked, Run
from ..runners.summary import MOST_TIMES, Summary, template_of
from .asked import AT_ONCE
from .batch_folder import BATCH, COURSES, BatchFolder, open_folder, packed, question_of, what_answers
from .datasets import empty_data, fill_all, record_of
from .full_courses import FullCourses, check_zarr, women_at_once
from .summary import Piece, joined, piece_of

Progress = Callable[[float], None]


def summary_of(
    asked: Asked,
    women: Women,
    cores: int = 2,
    progress: Progress | None = None,
    folder: str | Path | None = None,
    resume: bool = False,
    full: bool = False,
    cluster: str | None = None,
) -> Summary:
    """The summary of these women: the courses of each batch are dropped when they are counted.

    folder: where the tally of each batch is kept. resume: those that are there are not made again. full: the courses
    are kept there too. cluster: the address of a Dask scheduler whose workers simulate.
    """
    _check(folder, resume, full, cluster)
    arms, record = arms_of(asked), record_of(asked, women)
    shell = _shell(asked, women, arms)
    size = women_at_once(shell.data) if full else BATCH
    if folder is None:
        opened = nullcontext()
    else:
        opened = open_folder(folder, question_of(asked, women, record, size, full), resume)
    with opened as kept:
        courses = FullCourses(kept.path / COURSES, shell.data, women, size) if kept and full else None
        work = Work(asked, women, arms, shell, size, kept, courses)
        some = next(work.runs(range(1), women[:BLOCK]))
        if cluster is not None:
            work.spread(cluster, progress)
        return joined(work.pieces(cores, progress), women, asked, work.template, some)


def _check(folder: str | Path | None, resume: bool, full: bool, cluster: str | None) -> None:
    if folder is None and resume:
        raise InputError("where is the run to go on with?", "resume = True", 'add folder="..."')
    if folder is None and full:
        raise InputError("where are all courses to be kept?", "full = True", 'add folder="..."')
    if folder is None and cluster is not None:
        raise InputError("where are the batches of a cluster to be kept?", f"cluster = {cluster}", 'add folder="..."')
    if full and cluster is not None:
        fix = "leave one of the two out"
        raise InputError("whole courses are kept by one machine", f"full = True, cluster = {cluster}", fix)
    if full:
        check_zarr()
    if cluster is not None:
        check_distributed()


def _shell(asked: Asked, women: Women, arms: list[Arm]) -> Run:
    return Run(empty_data(asked, women[:1], arms).assign_attrs(record_of(asked, women)), women[:1], asked)


def batch_elsewhere(asked: Asked, women: Women) -> tuple[bytes, dict[str, list[int]], dict[str, str]]:
    """What a batch of women adds, as a worker of a cluster makes it: its blocks, packed; failures; what answered."""
    arms = arms_of(asked)
    shell = _shell(asked, women, arms)
    work = Work(asked, women, arms, shell, len(women), None, None)
    (piece,) = work.pieces(1, None)
    return packed(piece.blocks), piece.failures, what_answers(shell.data.attrs)


@dataclass(frozen=True, eq=False)
class Work:
    """Women whose summary is made in batches of `size`. shell: the run of one of them, before it is filled."""

    asked: Asked
    women: Women
    arms: list[Arm]
    shell: Run
    size: int
    kept: BatchFolder | None
    courses: FullCourses | None

    @property
    def template(self) -> xr.Dataset:
        """What a summary holds, without numbers."""
        times = self.shell.data.sizes["time"]
        return template_of(self.shell, np.arange(0, times, -(-times // MOST_TIMES)))

    def pieces(self, cores: int, progress: Progress | None) -> Iterator[Piece]:
        """What each batch adds, in order: read where it is kept, else simulated, and then kept."""
        numbers = range(0, len(self.women), self.size)
        if self.courses is not None:
            self.courses.prepare()
        there = set[int]() if self.kept is None else self.kept.whole(numbers)
        missing = [one for one in numbers if one not in there]
        share = sum(len(self._batch(one)) for one in missing) / len(self.women)

        def told(done: float) -> None:
            if progress:
                progress(1 - (1 - done) * share)

        told(0.0)
        starts = [start for one in missing for start in self._starts(one)]
        with closing(self.runs(starts, self.women, cores, told)) as fresh:
            for number in numbers:
                if self.kept is not None and number in there:
                    yield self.kept.read(number)
                else:
                    yield self._made(number, islice(fresh, len(self._starts(number))))

    def spread(self, address: str, progress: Progress | None) -> None:
        """Have the workers of a cluster simulate the batches that are not kept yet; each is kept when it comes."""
        assert self.kept is not None  # a cluster has a folder
        numbers, asked = range(0, len(self.women), self.size), self.asked
        there = self.kept.whole(numbers)
        tell = progress or (lambda _: None)
        tell(len(there) / len(numbers))
        mine = what_answers(self.shell.data.attrs)
        batches = {one: self.women[self._batch(one)] for one in numbers if one not in there}
        for number, (content, failures, theirs) in spread(address, batch_elsewhere, asked, batches):
            differs = next((name for name in mine if mine[name] != theirs.get(name)), None)
            if differs:
                where = f"{differs.replace('_', ' ')}: {theirs.get(differs)}, not {mine[differs]}"
                raise RunError("a worker would give other bits", where, "install the same on all machines")
            self.kept.write_packed(number, content, failures, {})
            there.add(number)
            tell(len(there) / len(numbers))

    def _made(self, number: int, runs: Iterator[Run]) -> Piece:
        """What a batch adds, of its runs; kept before it is used."""
        runs = runs if self.courses is None else self.courses.passing(number, runs)
        piece = piece_of(runs, self.template, len(self._batch(number)))
        if self.kept is not None:
            self.kept.write(number, piece, {} if self.courses is None else self.courses.files_of(number))
        return piece

    def _batch(self, number: int) -> range:
        return range(number, min(number + self.size, len(self.women)))

    def _starts(self, number: int) -> range:
        """The places of the first women of all that are simulated at once in a batch."""
        return self._batch(number)[::AT_ONCE]

    def runs(
        self, starts: Sequence[int], women: Women, cores: int = 1, progress: Progress | None = None
    ) -> Generator[Run, None, None]:
        """The runs of these women, some at once, in their order."""
        with closing(batches(self.arms, women, cores, progress, size=AT_ONCE, starts=starts)) as found:
            for batch in found:
                data = empty_data(self.asked, batch.women, self.arms)
                fill_all(data, self.arms, batch)
                yield Run(data.assign_attrs(self.shell.data.attrs), batch.women, self.asked)
