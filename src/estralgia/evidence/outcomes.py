"""Outcomes: what a course amounts to, for each woman and for all."""

import numpy as np
import xarray as xr

from ..runners.run import Run
from .instruments import new_or_worse, reading

FELT = 1.0  # points of excess over her own twin that count as pain from the drug
HALF_A_YEAR = 26
SITES = {
    "hands and wrists": ("fingers", "wrist"),
    "elbow": ("elbow",),
    "shoulder": ("shoulder",),
    "hip": ("hip",),
    "knee": ("knee",),
    "foot": ("foot",),
    "low back": ("low back",),
}
SHARES = ("never", "eased", "persisting", "late")


def onset_week(course: Run) -> xr.DataArray:
    """Weeks to the first record at least one point over her own twin: dims arm (treated), patient; NaN for never."""
    felt = course.excess() >= FELT
    first = felt.argmax("time")
    return (course.data.time.isel(time=first) / 7).where(felt.any("time")).drop_vars("time", errors="ignore")


def course_shares(course: Run) -> dict[str, dict[str, float]]:
    """The four courses, as shares of all women whose run did not fail, for each treated arm.

    never: never one point over her own twin. late: first after half a year. Of the others: eased, where the last eight
    weeks are at most half of her highest excess; persisting, where they are more.
    """
    course = course.sound
    excess, onset = course.excess(), onset_week(course)
    last = excess.sel(time=excess.time > float(excess.time[-1]) - 56).mean("time")
    eased = last <= excess.max("time") / 2
    early, late = onset <= HALF_A_YEAR, onset > HALF_A_YEAR
    kinds = dict(zip(SHARES, (onset.isnull(), early & eased, early & ~eased, late), strict=True))
    return {arm: {name: float(kind.sel(arm=arm).mean()) for name, kind in kinds.items()} for arm in course.treated}


def worst_levels(course: Run) -> xr.DataArray:
    """Among women with new or worse pain by six months: share with a worst reading below 4, 4 to 7, 7 and more."""
    course = course.sound
    cases = new_or_worse(course)
    highest = xr.concat([reading(course, day) for day in (91, 183)], "visit").max("visit")
    bands = {"below 4": highest < 4, "4 to 7": (highest >= 4) & (highest < 7), "7 and more": highest >= 7}
    shares = [(band & cases).sum("patient") / cases.sum("patient") for band in bands.values()]
    return xr.concat(shares, xr.DataArray(list(bands), dims="level", name="level")).transpose("arm", "level")


def site_shares(course: Run, day: float = 183, felt: float = 0.5) -> xr.DataArray:
    """Among women with new or worse pain by six months on a drug: share whose site hurts `felt` over her twin's."""
    course = course.sound
    cases = new_or_worse(course).sel(arm=course.treated)
    excess = course.excess("pain_by_joint").sel(time=day, method="nearest")
    shares = []
    for parts in SITES.values():
        mine = [name for name in course.data.joint.values if any(str(name).endswith(part) for part in parts)]
        hurts = (excess.sel(joint=mine) >= felt).any("joint")
        shares.append((hurts & cases).sum("patient") / cases.sum("patient"))
    return xr.concat(shares, xr.DataArray(list(SITES), dims="site", name="site")).transpose("arm", "site")


def odds_ratio_by_menopause(course: Run) -> xr.DataArray:
    """Odds of new or worse pain by six months, under 5 years since menopause against over 10: dims arm.

    NaN without such women.
    """
    course = course.sound
    cases, years = new_or_worse(course), course.women.covariates["years_since_menopause"]
    odds = []
    for group in (years < 5, years > 10):
        share = cases[:, np.flatnonzero(group)].sum("patient") / (group.sum() or np.nan)
        odds.append(share / (1 - share))
    return odds[0] / odds[1]


def after_stopping(course: Run, stop_day: int) -> dict[str, float]:
    """Of women with at least one point of excess on the day of the last tablet: how it fades.

    Returns the number of such women, the share that lost 30 % of it by eight weeks, the share that keeps one point at
    twelve months, and the mean excess of those at 12 and at 18 months (NaN where the course is too short).
    """
    excess = course.sound.excess().isel(arm=0)

    def on(day):
        if day > float(excess.time[-1]):
            return xr.full_like(excess.isel(time=0, drop=True), np.nan)
        return excess.sel(time=day, method="nearest", drop=True)

    before = on(stop_day)
    hurting = before >= FELT
    kept = hurting & (on(stop_day + 365) >= FELT)
    return {
        "women": int(hurting.sum()),
        "lost 30 % by 8 weeks": float((on(stop_day + 56) <= 0.7 * before).where(hurting).mean()),
        "keeps a point at 12 months": float(kept.sum() / hurting.sum()),
        "their excess at 12 months": float(on(stop_day + 365).where(kept).mean()),
        "their excess at 18 months": float(on(stop_day + 548).where(kept).mean()),
    }
