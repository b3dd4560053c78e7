"""Outcomes: what her course amounts to, for each woman; `shares` counts them."""
# pyright: reportUnknownMemberType=false

import numpy as np
import xarray as xr

from ..model.errors import RunError
from ..runners.run import Run
from .instrument_table import instruments
from .instruments import new_or_worse, reading
from .thresholds import FELT, FELT_AT_SITE, HALF_A_YEAR, HURTING, SEVERE, thresholds

SITES = {
    "hands and wrists": ("fingers", "wrist"),
    "elbow": ("elbow",),
    "shoulder": ("shoulder",),
    "hip": ("hip",),
    "knee": ("knee",),
    "foot": ("foot",),
    "low back": ("low back",),
}
SHARES = ("never", "eased", "eased_after", "persisting", "late")
LEVELS = (f"below {HURTING:g}", f"{HURTING:g} to {SEVERE:g}", f"{SEVERE:g} and more")


def onset_week(course: Run) -> xr.DataArray:
    """Weeks to the first record at least one point over her own twin: dims arm (treated), patient; NaN for never."""
    felt = course.excess() >= FELT
    first = felt.argmax("time")
    return (course.data.time.isel(time=first) / 7).where(felt.any("time")).drop_vars("time", errors="ignore")


def course_kinds(course: Run) -> dict[str, xr.DataArray]:
    """Which of the five courses each woman has, kind -> bool, dims arm (treated), patient.

    never: never one point over her own twin. late: first after half a year. Of the others: persisting, where the last
    eight weeks are more than half of her highest excess; eased, where they are not, and were not in the last eight
    weeks with tablets either; eased_after, where only the end of the tablets brought that.
    """
    excess, onset, ends = course.excess(), onset_week(course), last_tablet_day(course)
    eased, on_tablets = _has_eased(excess, excess.time[-1]), _has_eased(excess, ends)
    early, late = 7 * onset <= HALF_A_YEAR, 7 * onset > HALF_A_YEAR
    kinds = onset.isnull(), early & eased & on_tablets, early & eased & ~on_tablets, early & ~eased, late
    return dict(zip(SHARES, kinds, strict=True))


def last_tablet_day(course: Run) -> xr.DataArray:
    """The day of her last tablet, at most that of the last record: dims arm (treated), patient.

    By what was asked; where pain decides and that was recorded, by when she stopped for good.
    """
    end, days = float(course.data.time[-1]), course.asked.days
    found = np.full((len(course.treated), len(course.women)), end)
    for place, arm in enumerate(course.treated):
        takes = course.asked.arms[arm].tablets_of(course.women, 0, days)  # day, woman or one for all
        last = days - 1 - takes[::-1].argmax(axis=0)
        found[place] = np.minimum(end, np.where(last < days - 1, last, end))
    ends = xr.DataArray(found, {"arm": course.treated, "patient": course.data.patient.values}, ("arm", "patient"))
    if course.asked.is_closed_loop and "stopped" in course.data:
        stopped = course["stopped"].sel(arm=course.treated) > 0
        day = course.data.time.isel(time=stopped.argmax("time")).drop_vars("time")
        ends = ends.where(~stopped.any("time") | (ends < day), day)
        if "on_second" in course.data:
            again = course["on_second"].sel(arm=course.treated) > 0
            ends = ends.where(~again.any("time"), (again * course.data.time).max("time"))
    return ends


def why_ended(course: Run) -> dict[str, xr.DataArray]:
    """Why she takes no tablets at the last record, reason -> bool, dims arm (treated), patient.

    joints and otherwise: she stopped before the planned end, where pain decides about tablets; planned: they ended as
    was asked; none of them: she still takes them. Raises RunError where reasons were not recorded.
    """
    reasons = ("stopped_for_joints", "stopped_otherwise")
    if any(name not in course.data for name in reasons):
        raise RunError("this course holds no reasons for stopping", fix=f"simulate(..., record={reasons})")
    joints, otherwise = (course[name].sel(arm=course.treated).isel(time=-1, drop=True) > 0 for name in reasons)
    ended = last_tablet_day(course) < float(course.data.time[-1])
    return {"joints": joints, "otherwise": otherwise & ~joints, "planned": ended & ~joints & ~otherwise}


def _has_eased(excess: xr.DataArray, until: xr.DataArray) -> xr.DataArray:
    """Whether it was felt until a day, and the last eight weeks until then are at most half of the highest."""
    before = excess.where(excess.time <= until)
    last = before.where(excess.time > until - 7 * thresholds().last_weeks.value).mean("time")
    highest = before.max("time")
    return (highest >= FELT) & (last <= thresholds().eased.value * highest)


def levels_of_cases(course: Run) -> xr.DataArray:
    """Whether she has new or worse pain by six months, of this level when it is first found: arm, patient, level."""
    start, *visits = instruments().item.visits
    worse = xr.concat([new_or_worse(course, [start, day]) for day in visits], "visit")
    readings = xr.concat([reading(course, day) for day in visits], "visit")
    first = readings.isel(visit=worse.argmax("visit"))
    bands = first < HURTING, (first >= HURTING) & (first < SEVERE), first >= SEVERE
    found: list[xr.DataArray] = [band & worse.any("visit") for band in bands]
    return xr.concat(found, xr.DataArray(list(LEVELS), dims="level", name="level"))


def sites_of_cases(course: Run, day: float = HALF_A_YEAR, felt: float = FELT_AT_SITE) -> xr.DataArray:
    """Whether she has new or worse pain by six months, and this site hurts `felt` over her twin's: bool.

    Dims arm (treated), patient, site.
    """
    cases = new_or_worse(course).sel(arm=course.treated)
    excess = course.excess("pain_by_joint").sel(time=day, method="nearest")
    found: list[xr.DataArray] = []
    for parts in SITES.values():
        mine = [name for name in course.data.joint.values if any(str(name).endswith(part) for part in parts)]
        found.append((excess.sel(joint=mine) >= felt).any("joint") & cases)
    return xr.concat(found, xr.DataArray(list(SITES), dims="site", name="site"))


def odds_ratio_by_menopause(course: Run) -> xr.DataArray:
    """Odds of new or worse pain by six months, under 5 years since menopause against over 10: dims arm.

    NaN without such women.
    """
    course = course.sound
    cases, years = new_or_worse(course), course.women.covariates["years_since_menopause"]
    odds: list[xr.DataArray] = []
    for group in (years < thresholds().soon_after_menopause.value, years > thresholds().long_after_menopause.value):
        share = cases[:, np.flatnonzero(group)].sum("patient") / (group.sum() or np.nan)
        odds.append(share / (1 - share))
    return odds[0] / odds[1]


def after_stopping(course: Run, stop_day: int) -> dict[str, float]:
    """Of women with at least one point of excess on the day of the last tablet: how it fades.

    Returns the number of such women, the share that lost 30 % of it by eight weeks, the share that keeps one point at
    twelve months, and the mean excess of those at 12 and at 18 months (NaN where the course is too short).
    """
    excess = course.sound.excess().isel(arm=0)

    def on(day: float) -> xr.DataArray:
        if day > float(excess.time[-1]):
            return xr.full_like(excess.isel(time=0, drop=True), np.nan)
        return excess.sel(time=day, method="nearest", drop=True)

    before = on(stop_day)
    hurting, left = before >= FELT, 1 - thresholds().lost.value
    kept = hurting & (on(stop_day + 365) >= FELT)
    return {
        "women": int(hurting.sum()),
        "lost 30 % by 8 weeks": float((on(stop_day + 56) <= left * before).where(hurting).mean()),
        "keeps a point at 12 months": float(kept.sum() / hurting.sum()),
        "their excess at 12 months": float(on(stop_day + 365).where(kept).mean()),
        "their excess at 18 months": float(on(stop_day + 548).where(kept).mean()),
    }
