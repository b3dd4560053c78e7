"""Story: what happens to one woman on tablets, in six lines from the tablet to her bones, beside her without them."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import xarray as xr

from ..evidence.instruments import DAYS_PER_MONTH
from ..model.errors import InputError, RunError
from ..model.regimen import Regimen
from ..model.theory import Theory
from ..people import Patient, Women, as_women, population
from ..questions.simulate import simulate
from ..runners.run import UNTREATED, Run
from . import safety
from .words import number

HARDLY = 0.5  # points of 10 below which a joint is not said to hurt
NEARLY = 0.9
LEAST_FELT = 0.05  # of what tissue of a usual woman feels under full suppression, below which it notices nothing
JOINTS = 3
ALIKE = 99  # women among whom the usual one is the middle one; odd, so that there is one
CAUTION = "One simulated woman is one throw of the dice, not a forecast for anybody."


@dataclass(frozen=True)
class Story:
    """Who she is and how she hurts without tablets (`before`), six lines, what the tablets are for, and a caution.

    course: what the lines tell of.
    """

    before: str
    lines: tuple[str, ...]
    purpose: str
    caution: str
    course: Run

    def __str__(self):
        lines = [f"{place}. {line}" for place, line in enumerate(self.lines, 1)]
        said = [self.before, *lines, "", self.purpose, "", self.caution, self.course.data.attrs["intended_use"]]
        return "\n".join([*said, "", *safety.wrapped()])


def story(
    who: Patient | Women | None = None,
    regimen: str | Regimen = "letrozole",
    *,
    years: float | None = None,
    theory: str | Theory = "all",
    seed: int = 1,
    progress: Callable[[float], None] | None = None,
) -> Story:
    """Simulate one woman beside her untreated twin, and tell it in six plain lines.

    who: by default, of 99 women with the covariates of the usual one, she who is nearest the middle in pain without
    tablets and in what the drug adds. The lines follow the causes: the tablet, estradiol, whether joints and nerves
    notice, which joints and when, her pain beside that of her twin, and her bones. Joint pain that is there without
    any drug comes before them.
    Options as in `simulate`. Raises InputError for more than one woman, for no drug, and as `simulate`.
    """
    chosen, caution = {"regimen": regimen, "years": years, "twin": True, "theory": theory}, CAUTION
    if who is None:
        women, found = _middle(population(ALIKE, seed=seed, like=Patient()), chosen)
        caution = f"{found} {CAUTION}"
    else:
        women = as_women(who, seed)
    if len(women) != 1:
        raise InputError("a story is about one woman", f"{len(women):,} women", "choose one, e.g. women[17]")
    course = _beside_her_twin(women, chosen, progress=progress)
    arm = course.treated[0]
    if any(course.failures.values()):
        raise RunError("her run failed", f"patient = {int(women.ids[0])}", "tell another seed")
    lines = (_tablet, _estradiol, _tissue, _joints, _pain, _bones)
    her, twin = (course.data.sel(arm=one).isel(patient=0) for one in (arm, UNTREATED))
    told = tuple(line(course, her, twin) for line in lines)
    purpose = " ".join([safety.words().purpose, *safety.left_out(course)])
    return Story(_before(course, twin), told, purpose, caution, course)


def usual_woman(seed: int = 1) -> Women:
    """Of 99 women with the covariates of the usual one, she who is nearest the middle over two years of letrozole."""
    chosen = {"regimen": "letrozole", "years": None, "twin": True, "theory": "all"}
    return _middle(population(ALIKE, seed=seed, like=Patient()), chosen)[0]


def _beside_her_twin(women, chosen, **how) -> Run:
    course = simulate(women, **chosen, **how)
    if not course.treated:
        raise InputError("a story needs a drug", f"regimen = '{chosen['regimen']}'", "name one, e.g. letrozole")
    return course


def _middle(women, chosen):
    """The woman nearest the middle in pain without tablets and in what the drug adds; in words, how she was chosen."""
    course = _beside_her_twin(women, chosen, every=7, record=("worst_pain",)).sound
    added = course.excess().sel(arm=course.treated[0]).mean("time").values
    hurting = course["worst_pain"].sel(arm=UNTREATED).mean("time").values
    low, high = (number(float(one)) for one in np.quantile(added, [0.25, 0.75]))
    places = [np.abs(one.argsort().argsort() - len(added) // 2) for one in (added, hurting)]
    place = int(np.maximum(*places).argmin())
    return course.women[place], (
        f"Of {len(added)} women with her years and weight she is nearest the middle in pain without tablets and in "
        f"what {course.treated[0]} adds to it in the model: {number(float(added[place]))} points of 10, as the mean of "
        f"all days; in half of them {low} to {high}."
    )


def _before(course, twin):
    """Who she is, and how she hurts without tablets."""
    age, name = float(course.women.covariates["age"][0]), next(iter(course.women.names), "she")
    who = f"{'A woman' if name == 'she' else name} of {age:.0f}: in the model, without tablets"
    pains = twin.pain_by_joint.isel(time=0)
    joint, pain = str(pains.idxmax("joint").item()), number(float(pains.max()))
    hurts = f"she hurts most in the {joint}" if float(pains.max()) >= HARDLY else "her joints hardly hurt"
    return f"{who}, {hurts} ({pain} of 10)."


def _tablet(course, her, twin):
    drug = str(her.concentration.max("time").idxmax("drug").item())
    tablets = course.asked.arms[str(her.arm.item())]
    day = min(round(DAYS_PER_MONTH), int(her.time[-1]), tablets.last_tablet_day(course.asked.days))
    level = number(float(her.concentration.sel(drug=drug).sel(time=day, method="nearest")))
    of_it = f" of {drug}" if len(tablets.drugs) > 1 else ""
    return f"She takes {tablets}; in the model blood holds {level} ug/L{of_it} on day {day}."


def _estradiol(course, her, twin):
    left = 100 * float(her.aromatase_activity.sel(time=her.estradiol.idxmin("time")))
    own, low = (f"{float(one):.2g}" for one in (twin.estradiol[0], her.estradiol.min()))
    if own == low:
        return f"In the model it does not block the enzyme: estrogen stays at {own} pmol/L."
    return f"In the model {left:.0f} % of the enzyme is left; estrogen falls from {own} to {low} pmol/L."


def _tissue(course, her, twin):
    felt = her.felt_withdrawal_over_the_day
    most, day, end = float(felt.max()), int(felt.idxmax("time")), float(felt[-1])
    if most < LEAST_FELT:
        return "Her joints and nerves notice nothing."
    then = "less than half as much" if end < most / 2 else "nearly as much" if end > NEARLY * most else "less"
    return f"Her joints and nerves notice that, most in month {_month(day)}, and {then} at the end."


def _joints(course, her, twin):
    added = her.pain_by_joint - twin.pain_by_joint
    when = added.max("joint").idxmax("time")
    then = added.sel(time=when).sortby(added.sel(time=when), ascending=False)[:JOINTS]
    named = [f"{one.joint.item()} +{number(float(one))}" for one in then if float(one) >= HARDLY]
    if not named:
        return "In the model this adds less than half a point of 10 in every joint."
    return f"In the model month {_month(when)} adds most: {', '.join(named)}."


def _pain(course, her, twin):
    when, last = (her.worst_pain - twin.worst_pain).idxmax("time"), her.time[-1]
    most, twin_then, end, twin_at_end = (
        number(float(one.worst_pain.sel(time=day))) for day in (when, last) for one in (her, twin)
    )
    then = f"{most} of 10 in month {_month(when)} (without tablets {twin_then})"
    return f"Her worst pain in the model: {then}, {end} at the end ({twin_at_end})."


def _bones(course, her, twin):
    lost = 100 * (1 - float(her.spine_density[-1] / twin.spine_density[-1]))
    return f"In the model the bone of her spine is {number(lost)} parts in 100 thinner at the end than without tablets."


def _month(day: float | xr.DataArray) -> int:
    return max(1, round(float(day) / DAYS_PER_MONTH))
