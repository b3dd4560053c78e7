"""What a run leaves where no course is kept: who was simulated, what was asked, and the tally of what happened."""
# pyright: reportUnknownMemberType=false

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import xarray as xr

from ..model.tally import Blocks, Scale, Tally, block_sums
from ..people import Women
from .run import Asked, Result, Run

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
MOMENTS = ("mean", "standard deviation")
MOST_TIMES = 100  # at which the quantiles of a run without courses are kept
SOUND = "women whose run did not fail"


@dataclass(frozen=True)
class Summary(Result):
    """Women, what was asked of them, and the tally of what happened to them: the same size for 500 and for a million.

    women: who was simulated. tally: counts and sums over those whose run did not fail.
    template: a dataset as of a course, without women: times, dims, units and long names. some: the first courses.
    failures: arm -> ids of women whose run failed.
    """

    women: Women
    asked: Asked
    tally: Tally
    template: xr.Dataset = field(repr=False)
    some: Run = field(repr=False)
    failures: Mapping[str, list[int]]

    @property
    def arms(self) -> list[str]:
        """Names of the arms."""
        return [str(arm) for arm in self.template.arm.values]

    @property
    def count(self) -> int:
        """How many women are summed up: those whose run did not fail in any arm."""
        return int(self.tally.counts[SOUND])

    def __repr__(self):
        left_out = f" ({len(self.women) - self.count:,} failed)" if self.count < len(self.women) else ""
        arms = ", ".join(self.arms)
        held = "data holds quantiles, means and standard deviations at its times"
        return f"the summary of {self.count:,} women{left_out} on {arms}, {self.asked.days} days: {held}"

    @cached_property
    def data(self) -> xr.Dataset:  # pyright: ignore[reportIncompatibleVariableOverride]  # made when it is asked for
        """Quantiles over the women, means and standard deviations: dims quantile or none, arm, time, ...

        A mean stands beside its quantity as "mean of worst_pain".
        """
        found: dict[str, Any] = {}
        for name in self.template.data_vars:
            array, dims = self.template[name], self.template[name].dims
            scale, counts = scale_of(self.asked, str(name)), self.tally.counts[f"places of {name}"]
            values = np.stack([scale.quantile(counts, share) for share in QUANTILES])
            found[str(name)] = (("quantile", *dims), values, array.attrs)
            mean, squares = (self.tally.sums[f"{what} of {name}"] / max(1, self.count) for what in ("sum", "squares"))
            spread = np.sqrt(np.maximum(squares - mean**2, 0) * self.count / max(1, self.count - 1))
            for moment, value in zip(MOMENTS, (mean, spread), strict=True):
                said = array.attrs | {"long_name": f"{array.attrs['long_name']}: {moment}"}
                found[f"{moment} of {name}"] = (dims, value, said)
        coordinates = {"quantile": list(QUANTILES)} | dict(self.template.coords)
        return xr.Dataset(found, coordinates, self.template.attrs)


def scale_of(asked: Asked, name: str) -> Scale:
    """The steps in which a quantity is counted: those of its range, where its table names one."""
    wiring = asked.book.wiring(asked.theory.rivals)
    return Scale(wiring.range_of(name) if name in wiring.entries else (0.0, 1.0))


def template_of(run: Run, times: np.ndarray) -> xr.Dataset:
    """The dataset of a run without its women, at these places of time."""
    names = [name for name, one in run.data.data_vars.items() if "patient" in one.dims and name != "status"]
    data = run.data[names].isel(patient=0, drop=True)
    data = data.isel(time=times) if "time" in data.dims else data
    return xr.Dataset(
        {name: (one.dims, np.zeros(one.shape, np.float32), one.attrs) for name, one in data.data_vars.items()},
        data.coords, run.data.attrs,
    )  # fmt: skip


def blocks_of(run: Run, template: xr.Dataset, kind: np.dtype[Any]) -> Iterator[Blocks]:
    """What some women add to a summary, quantity by quantity: its counts, and its sums of each block of women.

    kind: of whole numbers that hold as many women as there are in the batch.
    """
    sound = run.is_sound
    yield Blocks({SOUND: np.array(int(sound.sum()))}, {})
    for name in template.data_vars:
        array = run.data[name]
        array = array.sel(time=template.time.values) if "time" in array.dims else array
        values = array.transpose("patient", ...).values
        counts = scale_of(run.asked, str(name)).count(values[sound]).astype(kind)
        values = np.where(sound.reshape(-1, *[1] * (values.ndim - 1)), values, 0.0)
        sums = {"sum": block_sums(values), "squares": block_sums(values.astype(float) ** 2)}
        yield Blocks({f"places of {name}": counts}, {f"{what} of {name}": one for what, one in sums.items()})
