"""Blood: a sample is drawn at an hour of hers, the same at every visit; any hour of the day is as likely as others.

Studies seldom print the hour. The book's numbers of a woman's own hormones are means of the day, and on waking estrone
is higher by a tenth.
"""

import numpy as np
import xarray as xr

from ...model.chance import draw
from ...runners.run import Run
from ..hours import by_the_hour

HOURS_PER_DAY = 24
DRAWN = ("concentration", "estrone", "estradiol", "estrone_sulfate")


def drawn(run: Run, arm: str, day: int) -> Run:
    """One arm on one day, with her sample of that day in place of the record on waking: dims arm, time, patient."""
    one = run.arm(arm)
    names = tuple(name for name in DRAWN if name in one.data)
    hours, women = by_the_hour(one, day, names), one.women
    own = HOURS_PER_DAY * draw(women.seed, women.ids, "hour of the blood sample", "uniform")
    last, share = _between(hours.hour.values, own)
    places = xr.DataArray(last, dims="patient")
    around = (hours.isel(hour=(places + step) % hours.sizes["hour"]).drop_vars(("hour", "moment")) for step in (0, 1))
    before, after = (one.assign_coords(patient=hours.patient) for one in around)
    weight = xr.DataArray(share, dims="patient")
    return one.with_data((before * (1 - weight) + after * weight).expand_dims(time=[day]))


def over_the_day(run: Run, arm: str, day: int, name: str) -> Run:
    """One arm on one day, with the mean of a quantity over the day in place of the record: dims arm, time, patient."""
    one = run.arm(arm)
    hours = by_the_hour(one, day, (name,))
    lasts = np.diff([*hours.hour.values, hours.hour.values[0] + HOURS_PER_DAY])
    ends = (hours + hours.roll(hour=-1, roll_coords=False)) / 2
    return one.with_data(ends.weighted(xr.DataArray(lasts, dims="hour")).mean("hour").expand_dims(time=[day]))


def area(run: Run, drug: str, first: int, last: int) -> np.ndarray:
    """The area under the concentration of a drug from the waking of one day to that of another, ng h/mL, (woman,)."""
    days = [by_the_hour(run, day, ("concentration",)).concentration.isel(arm=0) for day in range(first, last + 1)]
    levels = np.concatenate([day.sel(drug=drug).transpose("hour", "patient").values for day in days])
    hours = np.concatenate([HOURS_PER_DAY * (first + place) + day.hour.values for place, day in enumerate(days)])
    until = hours <= HOURS_PER_DAY * last
    return np.trapezoid(levels[until], hours[until], axis=0)


def _between(hours: np.ndarray, own: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of hours of her own: the last looked-at hour before, and how far she is on the way to the next, 0 to 1."""
    last = np.searchsorted(hours, own, side="right") - 1
    ends = np.append(hours, hours[0] + HOURS_PER_DAY)
    return last, (own - ends[last]) / np.diff(ends)[last]
