"""The roof: what the simulator answers, as results that print, plot, explain, report, save and can be read back."""

from dataclasses import fields
from functools import wraps
from pathlib import Path

import xarray as xr

from .questions import cite as _cite
from .questions.hours import USUAL, by_the_hour
from .questions.seen import seen
from .questions.simulate import simulate as _simulate
from .runners.run import Run
from .saved import replaced, write_run
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
        given = {"theory": asked.theory, "tablets": asked.tablets, "changed": asked.numbers, "book": asked.book}
        return _cite.cite(arms, record=asked.record, **given)

    def report(self, path) -> Path:
        """One self-contained HTML file with the pictures."""
        from .say.report import write_report

        return write_report(self, path)

    def save(self, path) -> Path:
        """Write to a NetCDF file (.nc) or a table (.csv); an existing file is replaced only when all is written."""
        return write_run(self, path)

    def to_nonmem(self, path, dv: str = "worst_pain", every: int | None = None) -> Path:
        """Write doses, one quantity and covariates as a table with the columns of NONMEM: see docs/tables.md.

        dv: the quantity in DV. every: days between its values (default: all that were recorded). An existing file is
        replaced only when all is written. Raises EstralgiaError for more than one treated arm: take course.arm(...).
        """
        return replaced(Path(path), lambda part: write_table(self, part, dv, every))

    def __repr__(self):
        from .say import words

        return words.describe(self)

    def _repr_html_(self):
        from .say import notebook

        return notebook.of_course(self)


@wraps(_simulate)
def simulate(*given, **options) -> Course:  # noqa: D103 - that of questions.simulate
    return Course.of_run(_simulate(*given, **options))
