"""One day by the hour: the same women again up to that day, then everything at the nodes of the day."""

from dataclasses import replace

import numpy as np
import xarray as xr

from ..model.errors import EstralgiaError
from ..runners.run import Course


def by_the_hour(
    course: Course, day: int, names: tuple[str, ...] = ("worst_joint_pain", "worst_joint_stiffness")
) -> xr.Dataset:
    """Quantities at the nodes of one day: dims arm, patient, hour (after waking), and joint or drug where they repeat.

    names: any quantity that changes by the hour, e.g. "pain", "stiffness", "gel", "estradiol", "worst_joint_pain".
    Raises EstralgiaError for a day outside the course or a name that does not exist.
    """
    from ..runners.compiled import keep_compiled
    from ..runners.jax_runner import hours_of_day
    from .jobs import jobs_of

    days = course.asked.days
    if not isinstance(day, int | np.integer) or not 0 <= day < days:
        raise EstralgiaError(
            "that day was not simulated", f"day = {day!r}", f"give a whole number from 0 to {days - 1}"
        )
    keep_compiled()
    jobs = jobs_of(course)
    wiring = jobs[0].program.wiring
    # The days before are run by the course's own program, which is compiled already.
    names_kept = tuple(str(name) for name in course.data.data_vars if name in wiring.axes)
    every = int(course.data.attrs["recorded_every_days"])
    programs = [replace(job.program, record=names_kept, every=every) for job in jobs]
    found = [
        hours_of_day(
            job.women, program, job.theory, job.parameters, job.calendar, job.lead_in + day, tuple(names), job.dtype
        )
        for job, program in zip(jobs, programs, strict=True)
    ]
    clock = jobs[0].program.step.clock
    variables = {}
    for name in names:
        meaning, unit = wiring.describe(name)
        values = np.stack([one[name] for one in found]).transpose(0, 3, 1, 2)
        axis = wiring.axes[name]
        dims = ("arm", "patient", "hour") + ((axis,) if axis else ())
        variables[name] = (dims, values if axis else values[..., 0], {"long_name": meaning, "units": unit})
    hours = ("hour", clock.start[clock.read] * 24, {"long_name": "hours after waking", "units": "hour"})
    names_of = {"moment": ("hour", list(clock.names)), "arm": course.arms, "patient": course.data.patient.values}
    coordinates = names_of | {"hour": hours}
    if any("joint" in dims for dims, *_ in variables.values()):
        coordinates["joint"] = course.data.joint.values
    return xr.Dataset(variables, coordinates, {"day": day})
