"""What a run leaves: what was asked, who was simulated, and what happened to them. Data only; `Course` speaks of it."""
# pyright: reportUnknownMemberType=false

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import xarray as xr

from ..model.book import Book
from ..model.errors import RunError, UnknownName, nearest
from ..model.theory import Theory
from ..model.values import Places
from ..people import Women

UNTREATED = "untreated"
BEFORE_SKIPPING = "Tell your care team before you skip or stop a tablet: there are several ways to help."
INTENDED_USE = (
    "Research and education software, not a medical device: "
    f"it never advises anybody to stop, pause or change a treatment. {BEFORE_SKIPPING}"
)
NOT_OF_THE_BOOK = ("status", "tablet_missed")
STATUS = {0: "ok", 1: "a number that is not finite", 2: "a concentration below zero"}
PRECISIONS = ("single", "double")
TABLETS = ("as prescribed", "closed loop")
KEEP = ("courses", "summary")


@dataclass(frozen=True)
class Asked:
    """What was asked of a run: everything beside the women that decides about its result.

    arms: name -> what is taken and added in it. days: how long. every: days between records. record: names of the
    quantities that are kept. tablets, precision: one of TABLETS and PRECISIONS. numbers: changed numbers of the tables.
    covariates: the table of doses whose changing covariates hold, or None. keep: one of KEEP. engine: what steps, which
    decides about nothing but rounding.
    """

    book: Book
    arms: Mapping[str, Any]
    days: int
    every: int
    record: tuple[str, ...]
    theory: Theory
    tablets: str = "as prescribed"
    precision: str = "single"
    numbers: Mapping[str, float] = field(default_factory=dict[str, float])
    covariates: Any = None
    keep: str = "courses"
    engine: str = field(default="jax", compare=False)

    @property
    def is_closed_loop(self) -> bool:
        """Whether pain decides about tablets."""
        return self.tablets == "closed loop"


class Result(ABC):
    """What was asked of some women in some arms, and what came of it: courses, or their summary."""

    asked: Asked
    women: Women
    data: xr.Dataset

    def __getitem__(self, name: str) -> xr.DataArray:
        """One quantity. Raises RunError with the nearest name for one that the result does not hold."""
        if name not in self.data:
            raise RunError(f"this result holds no '{name}'", fix=nearest(name, self.data.data_vars))
        return self.data[name]

    @property
    @abstractmethod
    def arms(self) -> list[str]:
        """Names of the arms."""

    @property
    def treated(self) -> list[str]:
        """Names of the arms with a drug."""
        return [arm for arm in self.arms if arm != UNTREATED]

    @property
    def plain(self) -> list[str]:
        """The treated arms with nothing added to the tablets; all where something is added in each."""
        return [arm for arm in self.treated if not self.asked.arms[arm].additions] or self.treated


@dataclass(frozen=True)
class Run(Result):
    """Women, what was asked, and what happened to them.

    `data`: xarray dataset with dims arm, patient, time (days), joint, drug; every variable has long_name and units.
    The run record (versions, seed, theory, engine, precision) is in `data.attrs`. `kept`: arm -> what the recorded days
    left behind, from which anything that the book says of them can be seen; empty where that would be large.
    """

    data: xr.Dataset
    women: Women
    asked: Asked
    kept: Mapping[str, Any] = field(default_factory=dict[str, Any], repr=False, compare=False)

    @property
    def arms(self) -> list[str]:
        """Names of the arms."""
        return [str(arm) for arm in self.data.arm.values]

    def arm(self, name: str) -> "Run":
        """The run of one arm alone."""
        if name not in self.arms:
            raise UnknownName(f"there is no arm '{name}'", fix=nearest(name, self.arms))
        return replace(self, data=self.data.sel(arm=[name]))

    @property
    def twin(self) -> "Run":
        """The same women, with the same chance, without a drug. Raises RunError where they were not simulated."""
        if UNTREATED not in self.arms:
            raise RunError("the untreated twins were not simulated", fix="simulate(..., twin=True)")
        return self.arm(UNTREATED)

    def excess(self, name: str = "worst_pain") -> xr.DataArray:
        """A quantity over that of the woman's own untreated twin: dims arm (treated only), patient, time, ..."""
        twin = self.twin[name].isel(arm=0, drop=True)
        over = self[name].sel(arm=self.treated) - twin
        return over.assign_attrs(
            self[name].attrs, long_name=f"{self[name].attrs['long_name']}, over her untreated twin"
        )

    @property
    def sound(self) -> "Run":
        """The run of the women whose run did not fail in any arm: what shares and means are taken over."""
        ok = self.is_sound
        return self if ok.all() else self.of(ok)

    @property
    def is_sound(self) -> np.ndarray:
        """Whether the run of each woman did not fail in any arm, (woman,)."""
        return (self.data["status"] == 0).all("arm").values

    @property
    def failures(self) -> dict[str, list[int]]:
        """Patients whose run failed, by arm: named, never dropped. Their numbers are NaN in `data`."""
        status = self.data["status"]
        return {str(arm): [int(p) for p in status.patient[status.sel(arm=arm) > 0]] for arm in status.arm.values}

    def of(self, which: Places) -> "Run":
        """The run of some of the women, by their places."""
        places = np.atleast_1d(np.arange(len(self.women))[which])
        kept = {arm: basis.of(places) for arm, basis in self.kept.items()}
        return replace(self, data=self.data.isel(patient=places), women=self.women[places], kept=kept)

    def with_data(self, data: xr.Dataset, women: Women | None = None) -> "Run":
        """The run with other data, or other women, in place of its own; what its days left behind no longer fits."""
        return replace(self, data=data, women=self.women if women is None else women, kept={})
