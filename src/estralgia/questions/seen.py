"""Seen afterwards: anything that the book says of the recorded days, from what they left behind."""

import numpy as np
import xarray as xr

from ..model.errors import UnknownName, nearest
from ..runners.run import Run


def seen(run: Run, name: str) -> xr.DataArray:
    """A quantity that was not recorded, of every recorded day; nothing is simulated. Dims as a record has them.

    Raises UnknownName for a name that does not exist, and where what the days left behind was not kept.
    """
    from ..runners.arms import arms_of

    wiring = run.asked.book.wiring(run.asked.theory.rivals)
    if name not in wiring.entries or not run.kept:
        fix = nearest(name, run.data.data_vars)
        if name in wiring.entries:
            fix = f'what the days left behind was too large to keep: simulate(..., record=("{name}", ...))'
        raise UnknownName(f"this result holds no '{name}'", fix=fix)
    meaning, unit = wiring.describe(name)
    arms = [arm for arm in arms_of(run.asked) if arm.name in run.arms]
    values = np.stack([_of_arm(run, arm, name) for arm in arms]).transpose(0, 3, 1, 2)
    axis = wiring.axes[name]
    coordinates = {one: run.data[one] for one in ("arm", "patient", "time")}
    coordinates |= {axis: list(arms[0].program.members[axis])} if axis else {}
    dims = ("arm", "patient", "time") + ((axis,) if axis else ())
    values = values if axis else values[..., 0]
    return xr.DataArray(values, coordinates, dims, name, {"long_name": meaning, "units": unit})


def _of_arm(run, arm, name):
    """The quantity in one arm, (time, axis, woman)."""
    return arm.see(run.women, run.data.time.values.astype(int), run.kept[arm.name], (name,))[name]
