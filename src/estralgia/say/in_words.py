"""What each picture shows, in words with its numbers: for those who cannot see it, and first in every caption."""

import xarray as xr

from ..evidence.instruments import DAYS_PER_MONTH
from ..evidence.outcomes import SITES
from ..evidence.shares import course_shares, new_or_worse_by_month, site_shares
from ..evidence.thresholds import HALF_A_YEAR
from ..look.axes import days_of
from ..look.balance import BONES
from ..look.balance import QUANTITIES as BALANCE
from ..look.body import joint_pain
from ..look.mechanisms import parts_of, share
from ..look.series import label_of, title, unit
from ..look.shares import out_of_hundred
from ..questions.ways_of_asking import instruments_side_by_side
from ..runners.run import UNTREATED, Run
from .phrases import length, listed
from .words import number

LARGEST = 4  # mechanisms that are named
AFTER = "eased_after"  # which is nobody's course where the tablets go on
COURSES = {
    "eased": "in {} it eased while she took the tablets",
    AFTER: "in {} it eased after the last tablet",
    "persisting": "in {} it came and stayed",
    "late": "in {} it began after half a year",
}
LINKS = ("estradiol", "gain", "worst_pain")  # of the chain from tablet to pain


def hundred(course: Run, arm: str) -> str:
    """How many of a hundred women hurt more than without tablets; those who do not come first."""
    counts = out_of_hundred(course_shares(course)[arm])
    rest = listed([text.format(counts[name]) for name, text in COURSES.items() if name != AFTER or counts[name]])
    return (
        f"In the model, of 100 women {label_of(arm)}, {counts['never']} have no extra pain beside the same women "
        f"{label_of(UNTREATED)}; {rest}."
    )


def incidence(course: Run) -> str:
    """New or worse pain in month six, or in the last."""
    shares = new_or_worse_by_month(course)
    month = min(6, int(shares.month[-1]))
    each = [f"{100 * float(shares.sel(arm=arm, month=month)):.0f} {label_of(arm)}" for arm in _arms(course)]
    return f"In the model, in month {month}, joint pain is new or worse in {listed(each)}, of 100 women."


def over_time(course: Run, name: str) -> str:
    """A quantity before and at the end, in the woman in the middle or the only one."""
    array = _over_women(course[name])
    each = [_from_to(array.sel(arm=arm), arm) for arm in _arms(course)]
    whose = "in the woman in the middle" if len(course.women) > 1 else "in her"
    name, time = title(array)[:1].lower() + title(array)[1:], length(days_of(course))
    return f"In the model, {name} ({unit(array)}) goes {whose} {listed(each)}, in {time}."


def body(course: Run, arm: str) -> str:
    """The joint that hurts most and the one that hurts least."""
    pain = joint_pain(course, arm=arm)
    joints = {str(name): float(pain.shown.sel(joint=name)) for name in pain.shown.joint.values}
    most, least = max(joints, key=joints.__getitem__), min(joints, key=joints.__getitem__)
    twin = (
        f"; {label_of(UNTREATED)}, {float(pain.twin.sel(joint=most)):.1f} in the {most}"
        if pain.twin is not None
        else ""
    )
    more = f" more than {label_of(UNTREATED)}" if pain.sign else ""
    numbers = [f"{round(joints[one], 1) + 0:.1f} points{more} in the {one}" for one in (most, least)]
    return (
        f"In the model, {label_of(arm)}, it hurts most, {numbers[0]}, and least, {numbers[1]}, on day {pain.day}{twin}."
    )


def sites(course: Run) -> str:
    """The site that hurts most often, in the survey and in every arm with a drug."""
    shares = 100 * site_shares(course)
    survey = {site["name"]: site["share_symptomatic"] for site in course.asked.book.sites}
    named = {name: survey[SITES[name][0]] for name in SITES}
    first = max(named, key=named.__getitem__)
    each = [f"{float(shares.sel(arm=arm, site=first)):.0f} % {label_of(arm)}" for arm in course.treated]
    return (
        f"Of women with new or worse pain, {named[first]:.0f} % of a survey name the {first}, most of all; in the "
        f"model, beyond the pain {label_of(UNTREATED)}, it is {listed(each)}."
    )


def instruments(course: Run) -> str:
    """The least and the most that an instrument counts, on every drug and untreated."""
    said, twin = [], label_of(UNTREATED)
    for arm in course.treated:
        rows = [one for one in instruments_side_by_side(course, arm) if one.pictured]
        rows.sort(key=lambda one: one.drug["share"])
        ends = [
            f"{100 * row.drug['share']:.0f} % by '{row.name}' ({100 * row.untreated['share']:.0f} % {twin})"
            for row in (rows[0], rows[-1])
        ]
        said.append(f"{label_of(arm)} from {ends[0]} to {ends[1]}")
    return f"In the model, the share of the same women who are counted goes {'; '.join(said)}."


def day(course: Run, hours: xr.Dataset) -> str:
    """Pain and stiffness on waking and in the afternoon."""
    mean = hours.mean("patient").swap_dims(hour="moment")
    said = []
    for arm in (one for one in _arms(course) if one in hours.arm.values):
        pain, stiffness = (
            [f"{float(mean[name].sel(arm=arm, moment=moment)):.1f}" for moment in ("waking", "afternoon")]
            for name in ("worst_joint_pain", "worst_joint_stiffness")
        )
        said.append(f"{label_of(arm)}, pain {pain[0]} and {pain[1]}, stiffness {stiffness[0]} and {stiffness[1]}")
    return (
        f"In the model, on waking and in the afternoon of day {hours.attrs['day']}, in points of 10: {'; '.join(said)}."
    )


def mechanisms(found: dict[str, xr.Dataset]) -> str:
    """The mechanisms that hold most, on every arm and untreated."""
    first = next(iter(found.values()))
    own = {arm: parts_of(one, "") for arm, one in found.items()} | {UNTREATED: parts_of(first, "untreated_")}
    said = []
    for arm, parts in own.items():
        largest = parts.sortby(abs(parts.points), ascending=False).mechanism.values[:LARGEST]
        words = {name: str(parts.meaning.sel(mechanism=name).item()).partition(",")[0] for name in largest}
        held = listed([f"{words[name]} {share(parts, name)}" for name in largest])
        said.append(f"{label_of(arm)}, pain is {float(parts.pain):.1f} of 10: {held}")
    return f"In the model, on day {first.attrs['day']}, {'; '.join(said)}."


def difference(found) -> str:
    """The most that an addition relieves in the mean, and what is left of it at the end. found: as for the picture."""
    said = []
    for one in found:
        mean = one.difference.mean("patient")
        at = int(mean.argmin("time"))
        said.append(
            f"{label_of(one.arm)}, worst pain differs by {number(float(mean[at]))} points at most, on day "
            f"{int(mean.time[at])}, and by {number(float(mean[-1]))} at the end, from that {label_of(one.beside)} alone"
        )
    return f"In the model, {'; '.join(said)}.".replace("-", "−")


def cascade(course: Run, patient: int) -> str:
    """The links of the chain at the end."""
    her = course.data.sel(patient=patient).isel(time=-1)
    names = [name for name in LINKS if name in her]
    each = []
    for arm in _arms(course):
        values = [f"{title(course[name]).lower()} {number(float(her[name].sel(arm=arm)))}" for name in names]
        each.append(f"{label_of(arm)}, {listed(values)}" if values else label_of(arm))
    return f"In the model, woman {patient} at the end: {'; '.join(each)}."


def ending(course: Run, arm: str, last: int) -> str:
    """Extra pain on the day of the last tablet and at the end of the course."""
    excess = _over_women(course.excess().sel(arm=arm), "mean")
    before, after = (f"{float(one):.1f}" for one in (excess.sel(time=last, method="nearest"), excess[-1]))
    months = (float(excess.time[-1]) - last) / DAYS_PER_MONTH
    return (
        f"In the model, after {arm}: {before} points of extra pain on the day of the last tablet, {after} points "
        f"{months:.0f} months later; {label_of(UNTREATED)} it is none, 0."
    )


def balance(course: Run) -> str:
    """Bone at the end, beside that before."""
    now = {BALANCE[name][0]: _over_women(course[name]).isel(time=-1) for name in BONES if name in course.data}
    each = [
        f"{label_of(arm)}, " + listed([f"{name.lower()} {float(one.sel(arm=arm)):.2f}" for name, one in now.items()])
        for arm in _arms(course)
    ]
    return f"In the model, beside 1 before, after {length(days_of(course))}: {'; '.join(each)}."


def _arms(course):
    """The arms as they are spoken of: the untreated last."""
    return course.treated + [UNTREATED] * (UNTREATED in course.arms)


def _over_women(array, how="median"):
    return getattr(array, how)("patient", keep_attrs=True)


def _from_to(values, arm):
    start, half, end = (
        number(float(one)) for one in (values[0], values.sel(time=HALF_A_YEAR, method="nearest"), values[-1])
    )
    middle = f" over {half} after half a year" if float(values.time[-1]) > 1.5 * HALF_A_YEAR else ""
    return f"from {start}{middle} to {end} {label_of(arm)}"
