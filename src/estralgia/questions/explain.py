"""Explain: why she hurts on a day, as the path of causes from the tablet to the joint with her own numbers."""

import math

import xarray as xr

from ..model.course import INTENDED_USE, UNTREATED, Course
from ..model.errors import EstralgiaError
from .words import INPUTS, number

WORST_JOINTS = 3
SMALLEST_SHARE = 5  # percent of the input to the nerves that is worth a word
# The mechanism behind each input to the nerves (None: in every theory), and the states that it shows.
MECHANISMS = {
    "background_input": (None, {}),
    "inflammation_input": ("inflammation", {"cytokine": "cytokine {:.2f}", "matrix": "tissue {:.2f}"}),
    "lubricant_input": ("lubricant_loss", {"hyaluronan": "lubricant {:.2f}"}),
    "fluid_input": ("fluid", {"retained_fluid": "fluid 1 + {:.2f}"}),
    "expectation_input": ("expectation", {}),
}


def explain(course: Course, day: int | None = None, patient: int = 0) -> str:
    """Why this woman hurts on this day (default: the last), for every arm with a drug, beside her untreated twin.

    patient: her id. Raises EstralgiaError for a day outside the run, a patient who is not there, one whose run failed,
    and a course that was recorded without the quantities of the path.
    """
    day, time = _day(course, day)
    her = _her(course, patient).sel(time=time)
    needed = ("aromatase_activity", "estradiol", "set_point", "felt_withdrawal_over_the_day", "gain", *INPUTS)
    for name in (*needed, "worst_pain", "pain_by_joint", "grip_ratio", "sleep_quality"):
        if name not in course.data:
            raise EstralgiaError(f"this course holds no '{name}'", fix="to explain, simulate(...) without record=...")
    recorded = "" if time == day else f" (recorded: day {time})"
    parts = [f"Why does {_name(course, patient)} hurt on day {day}?{recorded}"]
    for arm in course.treated or course.arms:
        parts += ["", *_path(course, her, arm, day, patient)]
    theory = course.data.attrs["theory"]
    return "\n".join(
        [
            *parts,
            "",
            f'This is the account of theory "{theory}". The shares depend on the theory: nobody knows the exact cause.',
            "The nerves add no input of their own: they turn up whatever reaches them.",
            INTENDED_USE,
        ]
    )


def _path(course, her, arm, day, patient):
    """The lines of one arm: a label, her value, and that of her untreated twin."""
    beside = [arm] + [UNTREATED] * (arm != UNTREATED and UNTREATED in course.arms)
    women = [her.sel(arm=one) for one in beside]
    own = [_her(course, patient).sel(arm=one)["estradiol"].isel(time=0) for one in beside]

    def line(label, text):
        values = [f"{text(woman, before):>18}" for woman, before in zip(women, own, strict=True)]
        return f"{label:<44}" + "".join(values)

    def value(name, form="{:.2f}", change=lambda value: value):
        return lambda woman, _: form.format(change(float(woman[name])))

    yield f"{'':<44}" + "".join(f"{one:>18}" for one in beside)
    yield f"tablet: {_tablet(course, arm, day, patient)}"
    if "concentration" in her:
        for drug in her.drug.values:
            levels = her.concentration.sel(drug=drug)
            if float(levels.sel(arm=arm)) > 0:
                yield line(
                    f"-> {drug} in blood on waking, ug/L", lambda woman, _, of=levels: number(of.sel(arm=woman.arm))
                )
    yield line("-> activity of aromatase, %", value("aromatase_activity", "{:.1f}", lambda share: 100 * share))
    yield line("-> estradiol, pmol/L", value("estradiol", "{:.3g}"))
    if not course.settings["lead_in"]:  # else day 0 is not before treatment
        yield line("   as a share of her own, %", lambda woman, before: f"{100 * float(woman['estradiol'] / before):.1f}")
    if "level" not in course.settings["theory"].rivals:
        used_to = value("set_point", "{:.0f}", lambda log: 100 * math.exp(log))
        yield line("-> what her tissue is used to, % of her own", used_to)
    yield line("   how strongly her tissue misses it", value("felt_withdrawal_over_the_day"))
    yield "-> input to the nerves, mean of all joints and the day, its share, and its cause on the drug (1: in health)"
    for name, words in INPUTS.items():
        yield line(f"   {words}", lambda woman, _, name=name: _share(woman, name)) + _states(course, women[0], name)
    yield line("-> gain of the nerves (1 in health)", value("gain"))
    if not course.settings["theory"].weights["sensitization"]:
        yield "   (that nerves grow more sensitive is not in this theory)"
    yield line("   nerve endings", value("peripheral_gain", "+{:.2f}"))
    yield line("   spinal cord and brain", value("central_gain", "+{:.2f}"))
    yield line("   what the nerves have learned to keep", value("pain_memory", "+{:.2f}"))
    worst = women[0].pain_by_joint.sortby(women[0].pain_by_joint, ascending=False).joint.values[:WORST_JOINTS]
    yield line("-> worst pain of the day, 0 to 10", value("worst_pain", "{:.1f}"))
    for joint in worst:
        yield line(f"   {joint}", lambda woman, _, joint=joint: f"{float(woman.pain_by_joint.sel(joint=joint)):.1f}")
    yield line("-> grip lost, %", value("grip_ratio", "{:.1f}", lambda share: 100 * (1 - share)))
    yield line("   sleep lost, %", value("sleep_quality", "{:.1f}", lambda share: 100 * (1 - share)))
    yield f"In short: {_in_short(women)}"


def _in_short(women):
    """The largest causes of her pain, and what the drug adds to it."""
    woman, *twin = women
    total = sum(float(woman[one]) for one in INPUTS)
    found = {words: 100 * float(woman[name]) / total for name, words in INPUTS.items()} if total > 0 else {}
    first = sorted(((share, words) for words, share in found.items() if share >= SMALLEST_SHARE), reverse=True)[:2]
    largest = ", then ".join(f"{words} ({share:.0f} %)" for share, words in first) or "nothing"
    words = f"most of what reaches her nerves is {largest}; they turn it up {float(woman.gain):.1f}-fold"
    if not twin:
        return f"{words}. Her worst pain is {float(woman.worst_pain):.1f} of 10."
    words += f" ({float(twin[0].gain):.1f}-fold untreated)"
    added = float(woman.worst_pain - twin[0].worst_pain)
    points = "less than one point" if added < 1 else f"{added:.1f} points"
    return f"{words}. Of her worst pain of {float(woman.worst_pain):.1f}, the drug adds {points}."


def _share(woman, name):
    total = sum(float(woman[one]) for one in INPUTS)
    share = 100 * float(woman[name]) / total if total > 0 else 0.0
    return f"{float(woman[name]):.3f} ({share:3.0f} %)"


def _states(course, woman, name):
    """Where the mechanism stands, or that the theory leaves it out."""
    mechanism, states = MECHANISMS[name]
    if mechanism and not course.settings["theory"].weights[mechanism]:
        return "   not in this theory"
    known = [form.format(float(woman[state])) for state, form in states.items() if state in woman]
    return "   " + ", ".join(known) if known else ""


def _tablet(course, arm, day, patient):
    """What is prescribed on the day, and whether she took it where that was left to chance."""
    words = course.settings["arms"][arm].tablets_on(day, patient)
    if words and "tablet_missed" in course.data and int(_her(course, patient)["tablet_missed"].sel(arm=arm, day=day)):
        words += ", but not taken on this day"
    return words or "none"


def _her(course, patient) -> xr.Dataset:
    ids = course.data.patient.values
    if isinstance(patient, bool) or patient not in ids:
        known = f"{ids[0]}" if len(ids) == 1 else f"{ids.min()} to {ids.max()}"
        raise EstralgiaError(
            "she is not in this course", f"patient = {patient!r}", f"give the id of one of its women: {known}"
        )
    her = course.data.sel(patient=patient)
    if int(her.status.max()):
        raise EstralgiaError("her run failed", f"patient = {patient}", "explain another woman; see course.failures")
    return her


def _day(course, day) -> tuple[int, int]:
    """The day that is asked for, and the nearest one that was recorded."""
    last = int(course.data.attrs["days"]) - 1
    if day is None:
        day = int(course.data.time[-1])
    is_number = isinstance(day, int | float) and not isinstance(day, bool)
    if not is_number or not 0 <= day <= last:
        raise EstralgiaError("the course does not have this day", f"day = {day!r}", f"give a day from 0 to {last}")
    return int(day), int(course.data.time.sel(time=day, method="nearest"))


def _name(course, patient):
    names = course.women.names
    return names[list(course.women.ids).index(patient)] if names else f"woman {patient}"
