"""One day by the hour: everything at the nodes of a day, from what it left behind, or simulated up to it again."""

import jax
import numpy as np
import xarray as xr

from ..evidence.thresholds import HALF_A_YEAR
from ..model.errors import OutOfBounds
from ..runners.run import Run

USUAL = ("worst_joint_pain", "worst_joint_stiffness")


def by_the_hour(run: Run, day: int, names: tuple[str, ...] = USUAL) -> xr.Dataset:
    """Quantities at the nodes of one day: dims arm, patient, hour (after waking), and joint or drug where they repeat.

    names: any quantity that changes by the hour, e.g. "pain", "stiffness", "gel", "estradiol", "worst_joint_pain". A
    recorded day whose basis was kept is not simulated again. Raises OutOfBounds for a day outside the run, and
    UnknownName for a name that does not exist.
    """
    from ..runners.arms import arms_of

    days = run.asked.days
    if isinstance(day, bool) or not isinstance(day, int | np.integer) or not 0 <= day < days:
        raise OutOfBounds("that day was not simulated", f"day = {day!r}", f"give a whole number from 0 to {days - 1}")
    arms = [arm for arm in arms_of(run.asked) if arm.name in run.arms]
    wiring = arms[0].program.wiring
    described = {name: wiring.describe(name) for name in names}
    found = [arm.hours(run.women, day, tuple(names), kept_of(run, arm.name, day)) for arm in arms]
    clock, variables = run.asked.book.clock, {}
    for name, (meaning, unit) in described.items():
        values = np.stack([one[name] for one in found]).transpose(0, 3, 1, 2)
        axis = wiring.axes[name]
        dims = ("arm", "patient", "hour") + ((axis,) if axis else ())
        variables[name] = (dims, values if axis else values[..., 0], {"long_name": meaning, "units": unit})
    hours = ("hour", clock.start[clock.read] * 24, {"long_name": "hours after waking", "units": "hour"})
    coordinates = {"moment": ("hour", list(clock.names)), "arm": run.arms, "patient": run.data.patient.values}
    used = {axis for dims, *_ in variables.values() for axis in dims} & set(run.asked.book.axes)
    coordinates |= {axis: list(arms[0].program.members[axis]) for axis in used}
    return xr.Dataset(variables, coordinates | {"hour": hours}, {"day": day})


def usual_day(run: Run) -> int:
    """The day that is looked at where none is asked for: half a year, or the last that was recorded before."""
    recorded = run.data.time.values
    return int(recorded[recorded <= HALF_A_YEAR].max())


def kept_of(run: Run, arm: str, day: int):
    """What a recorded day of all women of a run left behind in an arm, (..., woman); None where it was not kept."""
    if arm not in run.kept or day % run.asked.every:
        return None
    return jax.tree.map(lambda one: one[day // run.asked.every], run.kept[arm])
