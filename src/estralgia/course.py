"""The roof: what the simulator answers, as results that print, plot, explain, report, save and can be read back."""

from dataclasses import fields
from functools import wraps
from inspect import Parameter, signature
from pathlib import Path
from typing import Any, Literal, overload

import xarray as xr

from .book import BOOK
from .model.book import Book
from .model.errors import InputError
from .questions import cite as _cite
from .questions.asked import check_choice
from .questions.hours import USUAL, by_the_hour
from .questions.seen import seen
from .questions.simulate import simulate as _simulate
from .questions.simulate import summarize
from .runners.run import KEEP, Run
from .runners.summary import Summary
from .saved import read_run, replaced, write_data, write_run
from .tables.write import write_table


class Course(Run):
    """The result of `simulate`: women, what was asked of them, and what happened to them.

    `data`: xarray dataset with dims arm, patient, time (days), joint, drug; every variable has long_name and units.
    `women`: who was simulated. `asked`: what was asked, a frozen record. The run record (versions, seed, theory,
    engine, precision, digest of the book) is in `data.attrs`.
    """

    @classmethod
    def of_run(cls, run: Run) -> "Course":
        """A run as a course."""
        return cls(**{one.name: getattr(run, one.name) for one in fields(Run)})

    def __getitem__(self, name: str) -> xr.DataArray:
        """One quantity: recorded, or seen from what the recorded days left behind where that was kept.

        Raises EstralgiaError with the nearest name for one that does not exist, or can no longer be seen.
        """
        return self.data[name] if name in self.data else seen(self, name)

    def summary(self) -> xr.Dataset:
        """Quantiles over the women at every recorded time: dims quantile, arm, time, ..."""
        empty = [name for name, one in self.data.data_vars.items() if not one.size]
        numeric = self.data.drop_vars(["status", *empty])
        quantiles = numeric.quantile([0.05, 0.25, 0.5, 0.75, 0.95], dim="patient", keep_attrs=True)
        return quantiles.assign_attrs(self.data.attrs)

    def hours(self, day: int, names: tuple[str, ...] = USUAL) -> xr.Dataset:
        """One day by the hour: quantities at the nodes of the day, dims arm, patient, hour, ...; see `by_the_hour`."""
        return by_the_hour(self, day, names)

    def plot(self, what: str = "pain", **options):
        """A picture: "pain", "stiffness", "estradiol", "joints", "day" or any recorded quantity; a matplotlib figure.

        See `look.pictures.PICTURES` for the others, and each for its options, e.g. patient=17 or day=90.
        """
        from .say import drawn

        return drawn.plot(self, what, **options)

    def explain(self, day: int | None = None, patient: int = 0, equations: bool = False) -> str:
        """Why this woman hurts on this day: the answer, and the causal path with its numbers, in words.

        equations: also what the book says of each link, and the same with her numbers.
        """
        from .say.explain import explain

        return explain(self, day, patient, equations)

    def cite(self) -> _cite.Citation:
        """The papers behind the numbers that this course read, by chapter; prints them, and gives them as BibTeX."""
        asked = self.asked
        arms = {name: asked.arms[name] for name in self.arms}
        given = {"theory": asked.theory, "tablets": asked.tablets, "numbers": asked.numbers, "book": asked.book}
        return _cite.cite(arms, record=asked.record, **given)

    def report(self, path) -> Path:
        """One self-contained HTML file with the pictures."""
        from .say.report import write_report

        return write_report(self, path)

    def save(self, path) -> Path:
        """Write to a NetCDF file (.nc), for `read_course`, or a table (.csv).

        An existing file is replaced only when all is written.
        """
        return write_run(self, path)

    def to_nonmem(self, path, dv: str = "worst_pain", every: int | None = None) -> Path:
        """Write doses, one quantity and covariates as a table with the columns of NONMEM: see docs/tables.md.

        dv: the quantity in DV. every: days between its values (default: all that were recorded). An existing file is
        replaced only when all is written. Raises EstralgiaError for more than one treated arm: take course.arm(...).
        """
        return replaced(Path(path), lambda part: write_table(self, part, dv, every))

    def __repr__(self):
        from .say.sheet import describe

        return describe(self)

    def _repr_html_(self):
        from .say.sheet import of_course

        return of_course(self)


class Cohort(Summary):
    """The result of `simulate(..., keep="summary")`: what was counted of any number of women, whose courses are gone.

    `data`: quantiles over the women, means ("mean of worst_pain") and standard deviations, dims quantile, arm, time.
    `some`: the courses of the first women.
    """

    @classmethod
    def of_summary(cls, summary: Summary) -> "Cohort":
        """A summary as a cohort."""
        held: dict[str, Any] = {one.name: getattr(summary, one.name) for one in fields(Summary)}
        held["some"] = Course.of_run(summary.some)
        return cls(**held)

    def plot(self, what: str = "pain"):
        """A picture of the women together: "pain", "hundred", "incidence", "sites" or any recorded quantity.

        Raises EstralgiaError for one that needs the courses of single women: draw it of `cohort.some`.
        """
        from .look.pictures import plot_together

        return plot_together(self, what)

    def save(self, path) -> Path:
        """Write `data` to a NetCDF file (.nc); an existing file is replaced only when all is written."""
        return write_data(self.data, path)

    def __repr__(self):
        from .say.sheet import describe

        return describe(self)


def read_course(path, book: Book = BOOK) -> Course:
    """A course that `Course.save` wrote to a NetCDF file: it explains, plots and reports as it did.

    book: the one it was simulated with, where that is not the package's own. What was not recorded is gone.
    Raises EstralgiaError for a file that cannot be read, does not come from here, or was made with another book.
    """
    return Course.of_run(read_run(path, book))


OF_A_SUMMARY = {"folder": None, "resume": False, "full": False, "cluster": None}  # options, and their defaults


@overload
def simulate(*given, keep: Literal["summary"], **options) -> Cohort: ...
@overload
def simulate(*given, keep: Literal["courses"] = "courses", **options) -> Course: ...


@wraps(_simulate)
def simulate(*given, keep: str = "courses", **options) -> Course | Cohort:  # noqa: D103 - that of questions.simulate
    check_choice("keep", keep, KEEP)
    if keep == "summary":
        return Cohort.of_summary(summarize(*given, **options))
    for name, default in OF_A_SUMMARY.items():
        if options.pop(name, default) != default:
            raise InputError("this is about a summary", name, f'keep="{KEEP[1]}", or leave it out')
    return Course.of_run(_simulate(*given, **options))


_own = signature(_simulate)
_more = [
    Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=type(default) if default is not None else str)
    for name, default in {"keep": "courses", **OF_A_SUMMARY}.items()
]
_shown = _own.replace(parameters=[*_own.parameters.values(), *_more], return_annotation=Course | Cohort)
simulate.__signature__ = _shown  # type: ignore[attr-defined]
simulate.__doc__ = f"""{_simulate.__doc__}
    keep: "courses", or "summary": a `Cohort` of any number of women, whose courses are dropped when they are counted.
    folder: of a summary: where what is counted of every batch of women is kept as soon as it is there. resume: go on
    with the batches that a run which was ended left in that folder, to a result that is equal to the bit. full: keep
    every course there too, as courses.zarr for xarray.open_zarr (the extra `large`).
    cluster: the address of a Dask scheduler whose workers simulate the batches of a folder (the extra `cluster`).
    """
