"""The course: what happened to the women, as an xarray dataset that prints, summarises, explains, plots and saves."""

from dataclasses import dataclass, field
from pathlib import Path

import xarray as xr

from .errors import EstralgiaError, nearest
from .people import Women

UNTREATED = "untreated"
INTENDED_USE = (
    "Research and education software, not a medical device: "
    "it never advises anybody to stop, pause or change a treatment."
)
NOT_OF_THE_BOOK = ("status",)
STATUS = {0: "ok", 1: "a number that is not finite", 2: "a concentration below zero"}


@dataclass(frozen=True)
class Course:
    """The result of `simulate`.

    `data`: xarray dataset with dims arm, patient, time (days), joint, drug; every variable has long_name and units.
    `women`: who was simulated. The run record (versions, seed, theory, engine, precision) is in `data.attrs`.
    """

    data: xr.Dataset
    women: Women
    settings: dict = field(repr=False, default_factory=dict)

    def __getitem__(self, name: str) -> xr.DataArray:
        """One quantity. Raises EstralgiaError with the nearest name for one that was not recorded."""
        if name not in self.data:
            raise EstralgiaError(f"this result holds no '{name}'", fix=nearest(name, self.data.data_vars))
        return self.data[name]

    @property
    def arms(self) -> list[str]:
        """Names of the arms."""
        return [str(arm) for arm in self.data.arm.values]

    @property
    def treated(self) -> list[str]:
        """Names of the arms with a drug."""
        return [arm for arm in self.arms if arm != UNTREATED]

    @property
    def plain(self) -> list[str]:
        """The treated arms with nothing added to the tablets; all where something is added in each."""
        arms = self.settings.get("arms", {})
        return [arm for arm in self.treated if arm not in arms or not arms[arm].additions] or self.treated

    def arm(self, name: str) -> "Course":
        """The course of one arm alone."""
        if name not in self.arms:
            raise EstralgiaError(f"there is no arm '{name}'", fix=nearest(name, self.arms))
        return Course(self.data.sel(arm=[name]), self.women, self.settings)

    @property
    def twin(self) -> "Course":
        """The same women, with the same chance, without a drug. Raises EstralgiaError where they were not simulated."""
        if UNTREATED not in self.arms:
            raise EstralgiaError("the untreated twins were not simulated", fix="simulate(..., twin=True)")
        return self.arm(UNTREATED)

    def excess(self, name: str = "worst_pain") -> xr.DataArray:
        """A quantity over that of the woman's own untreated twin: dims arm (treated only), patient, time, ..."""
        twin = self.twin[name].isel(arm=0, drop=True)
        over = self[name].sel(arm=self.treated) - twin
        return over.assign_attrs(
            self[name].attrs, long_name=f"{self[name].attrs['long_name']}, over her untreated twin"
        )

    @property
    def sound(self) -> "Course":
        """The course of the women whose run did not fail in any arm: what shares and means are taken over."""
        ok = (self.data["status"] == 0).all("arm").values
        return self if ok.all() else Course(self.data.isel(patient=ok), self.women[ok], self.settings)

    @property
    def failures(self) -> dict[str, list[int]]:
        """Patients whose course failed, by arm: named, never dropped. Their numbers are NaN in `data`."""
        status = self.data["status"]
        return {str(arm): [int(p) for p in status.patient[status.sel(arm=arm) > 0]] for arm in status.arm.values}

    def summary(self) -> "xr.Dataset":
        """Quantiles over the women at every recorded time: dims quantile, arm, time, ..."""
        numeric = self.data.drop_vars("status")
        quantiles = numeric.quantile([0.05, 0.25, 0.5, 0.75, 0.95], dim="patient", keep_attrs=True)
        return quantiles.assign_attrs(self.data.attrs)

    def save(self, path) -> Path:
        """Write to a NetCDF file (.nc) or a table (.csv); an existing file is replaced only when all is written."""
        path = Path(path)
        writers = {".nc": self._write_netcdf, ".csv": self._write_table}
        if path.suffix not in writers:
            raise EstralgiaError(
                f"cannot save as '{path.suffix or path.name}'", str(path), "end the name in .nc or .csv"
            )
        part = path.with_name(path.name + ".part")
        try:
            writers[path.suffix](part)
            part.replace(path)
        except OSError as error:
            raise EstralgiaError("the result cannot be written", f"{path}: {error}", "give another place") from error
        finally:
            part.unlink(missing_ok=True)
        return path

    def _write_netcdf(self, path):
        packed = {name: {"zlib": True, "complevel": 4} for name in self.data.data_vars}
        # In memory first: on a full disk the HDF5 library does not raise but ends the process.
        path.write_bytes(self.data.to_netcdf(engine="h5netcdf", encoding=packed))

    def _write_table(self, path):
        plain = [name for name, one in self.data.data_vars.items() if set(one.dims) == {"arm", "patient", "time"}]
        self.data[plain].to_dataframe().to_csv(path)

    def hours(self, day: int, names: tuple[str, ...] = ("worst_joint_pain", "worst_joint_stiffness")) -> xr.Dataset:
        """One day by the hour: quantities at the nodes of the day, dims arm, patient, hour, ...; simulated again."""
        from ..questions.hours import by_the_hour

        return by_the_hour(self, day, names)

    def plot(self, what: str = "pain", **options):
        """A picture: "pain", "stiffness", "estradiol", "joints", "day" or any recorded quantity; a matplotlib figure.

        See `look.pictures.PICTURES` for the others, and each for its options, e.g. patient=17 or day=90.
        """
        from ..look import pictures

        return pictures.plot(self, what, **options)

    def explain(self, day: int | None = None, patient: int = 0) -> str:
        """Why this woman hurts on this day: the causal path with its numbers, in words."""
        from ..questions.explain import explain

        return explain(self, day, patient)

    def cite(self):
        """The papers behind the numbers that this course read, by chapter; prints them, and gives them as BibTeX."""
        from ..questions.cite import cite

        given = {one: self.settings[one] for one in ("theory", "tablets", "changed")}
        arms = {name: self.settings["arms"][name] for name in self.arms}
        record = tuple(str(name) for name in self.data.data_vars if name not in NOT_OF_THE_BOOK)
        return cite(arms, **given, record=record)

    def report(self, path) -> Path:
        """One self-contained HTML file with the pictures."""
        from ..questions.report import write_report

        return write_report(self, path)

    def __repr__(self):
        from ..questions.words import describe

        return describe(self)

    def _repr_html_(self):
        from ..look import notebook

        return notebook.of_course(self)
