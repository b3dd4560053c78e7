"""Explain: why she hurts on a day, as the path of causes from the tablet to the joint with her own numbers."""

from textwrap import wrap

import xarray as xr

from ..model.errors import RunError
from ..model.theory import inputs_of, words_of
from ..questions.shapley import DEFINITION, day_of, her_day, place_of
from ..runners.run import INTENDED_USE, UNTREATED, Run
from . import safety
from .equations import equations_behind, names_of
from .words import number

WORST_JOINTS = 3
WORTH_A_WORD = 0.1  # points of pain
PATH = (
    "aromatase_activity", "estradiol", "accustomed_lack", "menopause_memory", "felt_withdrawal_over_the_day", "gain",
    "worst_pain", "pain_by_joint", "grip_ratio", "sleep_quality",
)  # fmt: skip
LABEL, COLUMN, WIDTH = 41, 13, 80
POINTS = "points of the worst pain by cause; they sum to it"
MEANT = (
    "Her input to the nerves tells what the joints send. Points tell what becomes of it: the nerves turn up whatever "
    "reaches them, so that more sensitive nerves hold points without any input of their own, and pain saturates, so "
    "that what one mechanism adds depends on the others."
)
OWN_TABLETS = "Pain decides about tablets here: with each set of mechanisms on, she takes the tablets of that course."


def explain(course: Run, day: int | None = None, patient: int = 0, equations: bool = False) -> str:
    """Why this woman hurts on this day (default: the last), for every arm with a drug, beside herself without tablets.

    The path of causes with her numbers, the points of pain that each mechanism holds (`shapley.pain_shares`: she is
    simulated again), and the equations behind it (with SymPy, the extra "symbols"). patient: her id.
    Raises EstralgiaError for a day outside the run, a patient who is not there, one whose run failed, and a course
    that was recorded without the quantities of the path.
    """
    day = day_of(course, day)
    time = int(course.data.time.sel(time=day, method="nearest"))
    her = _her(course, patient).sel(time=time)
    inputs = inputs_of(course.asked.book).values()
    for name in (*PATH, *inputs):
        if name not in course.data:
            raise RunError(f"this course holds no '{name}'", fix="to explain, simulate(...) without record=...")
    theory = course.asked.theory
    names = names_of(theory, course.asked.book) if equations else ()
    points, known = her_day(course, time, patient, names)
    recorded = "" if time == day else f" (recorded: day {time})"
    parts = [f"Why does {_name(course, patient)} hurt on day {day}?{recorded}"]
    shown = course.treated or course.arms
    for arm in shown:
        women, beside = _beside(course, her, arm)
        short = _in_short(women, points["worst_pain"].sel(arm=beside))
        parts += _wrapped(f"On {arm}: {short}" if len(shown) > 1 else f"In short: {short}")
    for arm in shown:
        parts += ["", *_path(course, her, points["worst_pain"], arm, day, patient)]
        if equations:
            parts += ["", *equations_behind(theory, course.asked.book, known[arm], arm, time)]
    closed = [OWN_TABLETS] if course.asked.tablets == "closed loop" else []
    account = f'This is the account of theory "{theory.name}". Points depend on it: nobody knows the exact cause.'
    meant = (DEFINITION, MEANT, *closed, account, INTENDED_USE)
    return "\n".join([*parts, "", *(line for text in meant for line in _wrapped(text)), "", *safety.wrapped()])


def _path(course, her, points, arm, day, patient):
    """The lines of one arm: a label, her value, that of her untreated twin, and for points the part of the drug."""
    women, beside = _beside(course, her, arm)
    own = [_her(course, patient).sel(arm=one)["estradiol"].isel(time=0) for one in beside]

    def line(label, text):
        return _row(label, [text(woman, before) for woman, before in zip(women, own, strict=True)])

    def value(name, form="{:z.2f}", change=lambda value: value):
        return lambda woman, _: form.format(change(float(woman[name])))

    yield from _headings([*beside, *["difference"] * (len(beside) - 1)])
    yield f"tablet: {_tablet(course, arm, day, patient)}"
    if "concentration" in her:
        for drug in her.drug.values:
            levels = her.concentration.sel(drug=drug)
            if float(levels.sel(arm=arm)) > 0:
                yield line(
                    f"-> {drug} in blood on waking, ug/L", lambda woman, _, of=levels: number(of.sel(arm=woman.arm))
                )
    yield line("-> activity of aromatase, %", value("aromatase_activity", "{:z.1f}", _percent))
    yield line("-> estradiol, pmol/L", value("estradiol", "{:.3g}"))
    if not course.asked.arms[arm].lead_in_of(course.women).any():  # else day 0 is not before treatment
        yield line(
            "   as a share of her own, %", lambda woman, before: f"{100 * float(woman['estradiol'] / before):.1f}"
        )
    if "accustomed_lack" in course.asked.book.wiring(course.asked.theory.rivals).causes("withdrawal"):
        yield line("-> lack that her tissue is used to, %", value("accustomed_lack", "{:z.0f}", _percent))
        yield line("   what it remembers of menopause, %", value("menopause_memory", "{:z.0f}", _percent))
    yield line("   how strongly joints and nerves notice", value("felt_withdrawal_over_the_day"))
    yield "-> input to the nerves, mean of joints and day; its cause (1 in health)"
    words = words_of(course.asked.book)
    for one, name in inputs_of(course.asked.book).items():
        yield line(f"   {words[one]}", value(name, "{:z.3f}"))
        yield from _states(course, women[0], one)
        for part, told in _parts(course, one).items():
            yield line(f"      of this, {told}", value(part, "{:z.3f}"))
    yield line("-> gain of the nerves (1 in health)", value("gain"))
    if not course.asked.theory.weights["sensitization"]:
        yield "   (that nerves grow more sensitive is not in this theory)"
    yield line("   nerve endings", value("peripheral_gain", "{:+z.2f}"))
    yield line("   spinal cord and brain", value("central_gain", "{:+z.2f}"))
    yield line("   what the nerves have learned to keep", value("pain_memory", "{:+z.2f}"))
    worst = women[0].pain_by_joint.sortby(women[0].pain_by_joint, ascending=False).joint.values[:WORST_JOINTS]
    yield line("-> worst pain of the day, 0 to 10", value("worst_pain", "{:z.1f}"))
    for joint in worst:
        yield line(f"   {joint}", lambda woman, _, joint=joint: f"{float(woman.pain_by_joint.sel(joint=joint)):.1f}")
    yield f"   {POINTS}"
    yield from _points(course, points.sel(arm=beside))
    yield line("-> grip lost, %", value("grip_ratio", "{:z.1f}", lambda share: 100 * (1 - share)))
    yield line("   sleep lost, %", value("sleep_quality", "{:z.1f}", lambda share: 100 * (1 - share)))
    if "carpal_tunnel_risk" in her:  # a book of one's own may leave the chapter out
        yield line("-> carpal tunnel so far, of 100 like her", value("carpal_tunnel_risk", "{:z.1f}", _percent))


def _beside(course, her, arm):
    """She on an arm and, where that was simulated, untreated; and the names of the two."""
    beside = [arm] + [UNTREATED] * (arm != UNTREATED and UNTREATED in course.arms)
    return [her.sel(arm=one) for one in beside], beside


def _wrapped(text):
    return wrap(text, WIDTH, break_on_hyphens=False)


def _headings(texts):
    """The lines above the columns: words of a long one stand one below the other."""
    columns = [wrap(one, COLUMN - 1, break_on_hyphens=False) for one in texts]
    for place in range(-max(map(len, columns)), 0):
        yield _row("", [one[place] if -place <= len(one) else "" for one in columns])


def _row(label, values):
    return f"{label:<{LABEL}}" + "".join(f"{one:>{COLUMN}}" for one in values)


def _points(course, points):
    """The Shapley points of every mechanism of the theory, on each arm, and what the drug adds to them."""
    for mechanism, words in zip(points.mechanism.values, points.meaning.values, strict=True):
        if course.asked.theory.weights.get(mechanism, 1):
            values = [float(one) for one in points.sel(mechanism=mechanism)]
            added = [f"{values[0] - values[1]:+z.2f}"] if len(values) > 1 else []
            yield _row(f"   {words}", [*(f"{one:z.2f}" for one in values), *added])


def _in_short(women, points):
    """The largest causes of her pain, what the nerves make of it, and what the drug adds."""
    woman, *twin = women
    pain, held = float(woman.worst_pain), points[0].sortby(points[0], ascending=False)[:2]
    causes = zip(held.meaning.values, held.values, strict=True)
    first = [f"{words} ({points:.1f})" for words, points in causes if points >= WORTH_A_WORD]
    largest = f"the largest parts are {' and '.join(first)}" if first else "no part stands out"
    words = f"in the model, of her worst pain, {pain:.1f} of 10, {largest}; her nerves turn up what reaches them "
    words += f"{float(woman.gain):.1f}-fold"
    if not twin:
        return f"{words}."
    words += f" ({float(twin[0].gain):.1f}-fold without tablets)"
    added = float(woman.worst_pain - twin[0].worst_pain)
    return f"{words}. The drug adds {'less than one point' if added < 1 else f'{added:.1f} points'}."


def _states(course, woman, name):
    """Where the mechanism stands, or that the theory leaves it out."""
    if not course.asked.theory.weights.get(name, 1):
        return ["      not in this theory"]
    mechanism = course.asked.book.mechanisms.get(name)
    states = mechanism.states if mechanism else {}
    known = [form.format(float(woman[state])) for state, form in states.items() if state in woman]
    return [f"      {', '.join(known)}"] if known else []


def _parts(course, name):
    """What of a mechanism's input is told on its own, quantity -> words."""
    mechanism = course.asked.book.mechanisms.get(name)
    told = mechanism.parts if mechanism and course.asked.theory.weights.get(name, 1) else {}
    return {one: words for one, words in told.items() if one in course.data}


def _percent(share):
    return 100 * share


def _tablet(course, arm, day, patient):
    """What is prescribed on the day, and whether she took it where that was left to chance."""
    words = course.asked.arms[arm].tablets_on(day, patient)
    if words and "tablet_missed" in course.data and int(_her(course, patient)["tablet_missed"].sel(arm=arm, day=day)):
        words += f", but {_why_not_taken(_her(course, patient).sel(arm=arm), day)}"
    return words or "none"


def _why_not_taken(her, day):
    """Whether she has stopped for good by this day, and why, or missed this tablet alone."""
    reasons = {"stopped_for_joints": "her joints", "stopped_otherwise": "another reason"}
    for name, why in reasons.items():
        if name in her and int(her[name].sel(time=day, method="nearest")):
            return f"stopped for good for {why}"
    return "not taken on this day"


def _her(course, patient) -> xr.Dataset:
    return course.data.isel(patient=place_of(course, patient))


def _name(course, patient):
    names = course.women.names
    return names[place_of(course, patient)] if names else f"woman {patient}"
