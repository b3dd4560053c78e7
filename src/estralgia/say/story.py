"""Story: what happens to one woman on tablets, in six lines from the tablet to the balance, beside her twin."""

from collections.abc import Callable
from dataclasses import dataclass

import xarray as xr

from ..evidence.instruments import DAYS_PER_MONTH
from ..model.errors import EstralgiaError
from ..model.regimen import Regimen
from ..model.theory import Theory
from ..people import Patient, Women, as_women
from ..questions.simulate import simulate
from ..runners.run import UNTREATED, Run
from .words import number

HARDLY = 0.5  # points of 10 below which a joint is not said to hurt
LEAST_FELT = 0.05  # of what tissue of a usual woman feels under full suppression
JOINTS = 3
CAUTION = "One simulated woman is one throw of the dice, not a forecast for anybody."


@dataclass(frozen=True)
class Story:
    """Who she is and how she hurts without any drug (`before`), six lines, a caution, and the course that they tell."""

    before: str
    lines: tuple[str, ...]
    caution: str
    course: Run

    def __str__(self):
        lines = [f"{place}. {line}" for place, line in enumerate(self.lines, 1)]
        return "\n".join([self.before, *lines, "", self.caution, self.course.data.attrs["intended_use"]])


def story(
    who: Patient | Women | None = None,
    regimen: str | Regimen = "letrozole",
    *,
    years: float | None = None,
    theory: str | Theory = "all",
    seed: int = 1,
    progress: Callable[[float], None] | None = None,
) -> Story:
    """Simulate one woman (by default the usual one) beside her untreated twin, and tell it in six plain lines.

    The lines follow the causes: the tablet, estradiol, what her tissue misses, which joints and when, her pain beside
    that of her twin, and the other side of the balance. Joint pain that is there without any drug comes before them.
    Options as in `simulate`. Raises EstralgiaError for more than one woman, for no drug, and as `simulate`.
    """
    women = as_women(Patient() if who is None else who, seed)
    if len(women) != 1:
        raise EstralgiaError("a story is about one woman", f"{len(women):,} women", "choose one, e.g. women[17]")
    course = simulate(women, regimen, years=years, twin=True, theory=theory, progress=progress)
    if not course.treated:
        raise EstralgiaError("a story needs a drug", f"regimen = '{regimen}'", "name one, e.g. letrozole")
    arm = course.treated[0]
    if any(course.failures.values()):
        raise EstralgiaError("her run failed", f"patient = {int(women.ids[0])}", "tell another seed")
    lines = (_tablet, _estradiol, _tissue, _joints, _pain, _balance)
    her, twin = (course.data.sel(arm=one).isel(patient=0) for one in (arm, UNTREATED))
    return Story(_before(course, twin), tuple(line(course, her, twin) for line in lines), CAUTION, course)


def _before(course, twin):
    """Who she is, and how she hurts without any drug."""
    age, name = float(course.women.covariates["age"][0]), next(iter(course.women.names), "she")
    who = f"{'A woman' if name == 'she' else name} of {age:.0f}: without any drug"
    pains = twin.pain_by_joint.isel(time=0)
    joint, pain = str(pains.idxmax("joint").item()), number(float(pains.max()))
    hurts = f"her {joint} hurts" if float(pains.max()) >= HARDLY else "her joints hardly hurt"
    return f"{who}, {hurts} ({pain} of 10)."


def _tablet(course, her, twin):
    drug = str(her.concentration.max("time").idxmax("drug").item())
    day = min(round(DAYS_PER_MONTH), int(her.time[-1]))
    level = number(float(her.concentration.sel(drug=drug).sel(time=day, method="nearest")))
    tablets = course.asked.arms[str(her.arm.item())]
    of_it = f" of {drug}" if len(tablets.drugs) > 1 else ""
    return f"She takes {tablets}; on day {day} her blood holds {level} ug/L{of_it}."


def _estradiol(course, her, twin):
    left = 100 * float(her.aromatase_activity.sel(time=her.estradiol.idxmin("time")))
    own, low = (f"{float(one):.2g}" for one in (twin.estradiol[0], her.estradiol.min()))
    if own == low:
        return f"It does not block aromatase: estradiol stays at {own} pmol/L."
    return f"It blocks aromatase ({left:.2g} % is left): estradiol falls from {own} to {low} pmol/L."


def _tissue(course, her, twin):
    felt = her.felt_withdrawal_over_the_day
    most, day, end = float(felt.max()), int(felt.idxmax("time")), float(felt[-1])
    if most < LEAST_FELT:
        return "Her tissue misses nothing that it was used to."
    then = "then less: " if end < most / 2 else "and still "
    return f"Her tissue misses it ({most:.1f} on day {day}; 1 is usual), {then}{end:.1f} at the end."


def _joints(course, her, twin):
    added = her.pain_by_joint - twin.pain_by_joint
    when = added.max("joint").idxmax("time")
    then = added.sel(time=when).sortby(added.sel(time=when), ascending=False)[:JOINTS]
    named = [f"{one.joint.item()} +{number(float(one))}" for one in then if float(one) >= HARDLY]
    if not named:
        return "In no joint does this add as much as half a point of 10."
    return f"Month {_month(when)} adds most: {', '.join(named)}."


def _pain(course, her, twin):
    when, last = (her.worst_pain - twin.worst_pain).idxmax("time"), her.time[-1]
    most, twin_then, end, twin_at_end = (
        number(float(one.worst_pain.sel(time=day))) for day in (when, last) for one in (her, twin)
    )
    then = f"{most} of 10 in month {_month(when)} (untreated {twin_then})"
    return f"Her worst pain: {then}, {end} at the end ({twin_at_end})."


def _balance(course, her, twin):
    fewer, lost = (100 * (1 - float(her[one][-1] / twin[one][-1])) for one in ("recurrence_ratio", "spine_density"))
    return f"Recurrence is {fewer:.0f} % less (arithmetic of trials), spine density {number(lost)} % less."


def _month(day: xr.DataArray) -> int:
    return max(1, round(float(day) / DAYS_PER_MONTH))
