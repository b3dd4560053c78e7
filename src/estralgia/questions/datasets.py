"""Datasets: the courses of some women with units, long names and the run record, filled with what batches left."""

import numpy as np
import xarray as xr

from ..model.record import run_record
from ..people import Women
from ..runners.engines import described
from ..runners.run import INTENDED_USE, Asked
from ..tables.doses import DoseTable


def record_of(asked: Asked, women: Women) -> dict[str, str]:
    """The run record: all that is needed to run the same again, as text."""
    tables = dict.fromkeys(one for one in (asked.covariates, *asked.arms.values()) if isinstance(one, DoseTable))
    changed = ", ".join(f"{name} = {value:g}" for name, value in asked.numbers.items())
    lead_in = max(int(one.lead_in_of(women).max(initial=0)) for one in asked.arms.values())
    return run_record(
        regimens="; ".join(f"{name}: {arm}" for name, arm in asked.arms.items()), days=asked.days, women=len(women),
        seed=women.seed, theory=asked.theory.name, rivals=", ".join(asked.theory.rivals) or "none",
        tablets=asked.tablets, recorded_every_days=asked.every, parameters=changed or "defaults of the tables",
        engine=described(asked.engine), precision=asked.precision, tables="; ".join(map(str, tables)) or "none",
        days_before=lead_in, book=asked.book.digest, intended_use=INTENDED_USE,
    )  # fmt: skip


def empty_data(asked, women, arms):
    """The dataset of a run with units and long names, before any woman is in it; nothing along an empty axis."""
    wiring, times = asked.book.wiring(asked.theory.rivals), np.arange(0, asked.days, asked.every)
    drugs = tuple(dict.fromkeys(drug for one in asked.arms.values() for drug in one.drugs))
    along = asked.book.members(drug=drugs, treatment=arms[0].program.treatments)
    status = np.zeros((len(arms), len(women)), np.int8)
    variables: dict[str, tuple] = {
        "status": (("arm", "patient"), status, {"long_name": "status of the run, 0 is ok", "units": "1"})
    }
    used = set()
    for name in asked.record:
        axis = wiring.axes[name]
        if axis and not len(along[axis]):
            continue  # of no drug, or no treatment: a dimension of size 0 would empty every table made of the courses
        used.add(axis)
        meaning, unit = wiring.describe(name)
        dims = ("arm", "patient", "time") + ((axis,) if axis else ())
        shape = (len(arms), len(women), len(times)) + ((len(along[axis]),) if axis else ())
        variables[name] = (dims, np.zeros(shape, arms[0].dtype), {"long_name": meaning, "units": unit})
    if asked.is_closed_loop:
        attributes = {"long_name": "1 on a day without the prescribed tablet", "units": "1"}
        missed = np.zeros((len(arms), len(women), asked.days), np.int8)
        variables["tablet_missed"] = (("arm", "patient", "day"), missed, attributes)
    coordinates = {
        "arm": [arm.name for arm in arms],
        "patient": women.ids,
        "time": ("time", times, {"long_name": "days since waking before the first tablet", "units": "day"}),
    }
    return xr.Dataset(variables, coordinates | {axis: list(along[axis]) for axis in asked.book.axes if axis in used})


def fill_all(data, arms, batch, start=0):
    """Put what a batch left into the dataset of women who begin at place `start`."""
    for row, (arm, parts) in enumerate(zip(arms, batch.parts, strict=True)):
        for places, part in parts:
            _fill(data, row, start + places, arm, part)


def _fill(data, row, places, arm, part):
    """Put what one group of women left into its places of the dataset."""
    data["status"].values[row, places] = part.failed
    for name, values in part.record.items():
        if name not in data:
            continue
        axis = arm.program.wiring.axes[name]
        values = np.where(part.failed > 0, np.nan, values).transpose(2, 0, 1)
        if not axis:
            data[name].values[row, places] = values[..., 0]
            continue
        for column, member in enumerate(arm.program.members[axis]):
            found = np.flatnonzero(data[axis].values == member)
            if len(found):
                data[name].values[row, places, :, found[0]] = values[..., column]
    if part.missed is not None:
        data["tablet_missed"].values[row, places] = part.missed.T
