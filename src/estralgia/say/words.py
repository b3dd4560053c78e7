"""Words: what a course says of itself, in plain words and a few key numbers. Those who do not hurt come first."""

import numpy as np

from ..evidence import outcomes
from ..evidence.instruments import DAYS_PER_MONTH
from ..evidence.intervals import with_interval
from ..evidence.shares import can_be_counted, course_shares, new_or_worse_share, onset_weeks, women_of
from ..runners.run import UNTREATED, Run
from ..runners.summary import Summary
from . import safety
from .phrases import listed

TWO_COUNTS = (
    "The two counts differ on purpose: extra pain is what comes on top of the same woman without tablets, on any "
    "recorded day; new or worse pain is a worse answer than before in month 3 or 6, whatever its cause."
)
MONTHS = (0, 1, 3, 6, 12, 24)
NEW_PAIN = "new_or_worse_by_6_months"
FELT = "a full point (of 10) more than"  # FELT of evidence.thresholds, in words
# Key quantities: how a line of the table calls them, and what it shows of their value.
LINES = {
    "worst_pain": ("worst pain, 0–10", lambda value: value),
    "stiffness_on_waking": ("waking stiffness, 0–10", lambda value: value),
    "estradiol": ("estradiol, pmol/L", lambda value: value),
    "grip_ratio": ("grip lost, %", lambda value: 100 * (1 - value)),
    "sleep_quality": ("sleep lost, %", lambda value: 100 * (1 - value)),
    "spine_density": ("spine density lost, %", lambda value: 100 * (1 - value)),
}


def who_and_what(course: Run | Summary) -> list[str]:
    """Who was simulated, on what, and how: three lines, and one more for each arm that needs a name."""
    record, women = course.data.attrs, course.women
    middle = {name: f"{np.median(values):.0f}" for name, values in women.covariates.items()}
    who = "One woman, {age} years old" if len(women) == 1 else f"{len(women):,} women, median age {{age}}"
    failures = {arm: ids for arm, ids in course.failures.items() if ids}
    failed = [f"{len(ids)} on {arm} (patients {', '.join(map(str, ids[:5]))})" for arm, ids in failures.items()]
    regimens = {arm: arm if arm == UNTREATED else str(course.asked.arms[arm]) for arm in course.arms}
    table = course.asked.covariates
    of_table = "" if table is None or any(table.origin in text for text in regimens.values()) else table.origin
    every = int(record["recorded_every_days"])
    how = f"theory: {record['theory']}; tablets: {record['tablets']}; seed {record['seed']}; {record['days']} days"
    run = f"recorded every {f'{every} days' if every > 1 else 'day'}; {record['seconds']} s"
    named = {arm: text for arm, text in regimens.items() if arm != UNTREATED and arm not in text}
    plain = [arm if arm == UNTREATED else text for arm, text in regimens.items() if arm not in named]
    return [
        (who + ", {years_since_menopause} years since menopause, body mass index {bmi}").format(**middle)
        + (f", as in {of_table}" if of_table else ""),
        *filter(None, ["; ".join(plain)]),
        *(f"{arm}: {text}" for arm, text in named.items()),
        f"{how}, {run}; " + (f"failed: {'; '.join(failed)}" if failed else "no failures"),
    ]


def months_of(course: Run | Summary) -> list[int]:
    """The months of the table that this course reaches."""
    return [month for month in MONTHS if month * DAYS_PER_MONTH <= course.asked.days + 1]


def heading(month: int) -> str:
    """What a month is called above a column."""
    return f"month {month}" if month else "start"


def key_numbers(course: Run | Summary) -> dict[str, dict[str, dict[int, list[float]]]]:
    """By arm, key quantity and month: lower quartile, median and upper quartile of the women who did not fail."""

    def quartiles(arm, name, month):
        values = course.data[name].sel(arm=arm).sel(time=month * DAYS_PER_MONTH, method="nearest")
        if "quantile" in values.dims:
            return values.sel(quantile=[0.25, 0.5, 0.75]).values.tolist()
        values = values.dropna("patient")
        return np.quantile(values, [0.25, 0.5, 0.75]).tolist() if len(values) else [float("nan")] * 3

    names, months = [name for name in LINES if name in course.data], months_of(course)
    return {
        arm: {name: {month: quartiles(arm, name, month) for month in months} for name in names} for arm in course.arms
    }


def table(course: Run | Summary) -> dict[str, dict[str, list[tuple[str, str]]]]:
    """The key numbers as text: label -> arm -> (median, quartiles or "" for one woman) by month."""
    lines = {}
    for arm, quantities in key_numbers(course).items():
        for name, months in quantities.items():
            label, shown = LINES[name]
            cells = [sorted(map(shown, quartiles)) for quartiles in months.values()]
            many = len(course.women) > 1
            texts = [(number(middle), f"{number(low)}–{number(high)}" if many else "") for low, middle, high in cells]
            lines.setdefault(label, {})[arm] = texts
    return lines


def number(value: float) -> str:
    """A value with one decimal below 10 and none above."""
    if not np.isfinite(value):
        return "missing"
    return f"{value:,.0f}" if abs(value) >= 9.95 else f"{value:z.1f}"


def shares(course: Run | Summary) -> dict[str, dict[str, dict[str, float]]]:
    """For each arm, shares of the women with their 95 % interval (of the draw of women alone): share, low, high.

    The five courses (see `outcomes.course_kinds`) where untreated twins were simulated, and new or worse joint pain by
    six months where the course is that long. Empty for one woman.
    """
    if len(course.women) == 1 or "worst_pain" not in course.data:
        return {}
    found = {arm: {} for arm in course.arms}
    if UNTREATED in course.arms and course.treated:
        found |= {arm: dict(row) for arm, row in course_shares(course).items()}
    if can_be_counted(course, "cases"):
        for arm, share in new_or_worse_share(course).items():
            found[arm][NEW_PAIN] = share
    women = women_of(course)
    return {arm: {name: with_interval(share, women) for name, share in row.items()} for arm, row in found.items()}


def meaning(course: Run | Summary) -> list[str]:
    """What the numbers mean, in a few plain sentences, and that recurrence of a curtailed course is not simulated."""
    if not course.treated:
        return ["Nobody took a drug here: joint pain is common without any."]
    if "worst_pain" not in course.data:
        return ["Pain was not recorded."]
    if UNTREATED not in course.arms:
        return ["Without the same women untreated nobody can say how much of the pain comes from the drug."]
    if len(course.women) == 1:
        dice = "One simulated woman is one throw of the dice, not a forecast for anybody."
        said = [sentence for arm in course.plain for sentence in _her(course, arm)]
        return [*said, dice, *unmatched(course), *safety.left_out(course)]
    said = [how_many(course), *new_pain(course), when(course), how_long(course), *unmatched(course)]
    return [*said, safety.words().staying, *safety.left_out(course)]


def unmatched(course: Run | Summary) -> list[str]:
    """That a theory leaves mechanisms out and makes none stronger in their place, where that is so."""
    weights = course.asked.theory.weights.values()
    if 0 not in weights or max(weights) > 1:
        return []
    left, name = f"{sum(one == 0 for one in weights)} of {len(weights)} mechanisms", course.asked.theory.name
    kept = f'Theory "{name}" leaves out {left} and makes no other stronger'
    return [f'{kept}: that there is less pain than under theory "all" does not speak against it.']


def _her(course, arm):
    excess = course.excess().sel(arm=arm).isel(patient=0)
    weeks = float(outcomes.onset_week(course).sel(arm=arm).isel(patient=0))
    at_end, twin = (float(course["worst_pain"].sel(arm=one).isel(patient=0, time=-1)) for one in (arm, UNTREATED))
    if np.isnan(weeks):
        yield f"In the model, on {arm} she never hurts {FELT} she would without tablets."
    else:
        month = float(excess.time[int(excess.argmax("time"))]) / DAYS_PER_MONTH
        yield (
            f"In the model, on {arm} she first hurts {FELT} she would without tablets after {weeks:.0f} weeks; the "
            f"difference is largest, {float(excess.max()):.1f} points, in month {month:.0f}."
        )
    pains = f"is {at_end:.1f} of 10; without tablets it would be {twin:.1f}"
    yield f"At the end her worst pain in the model {pains}: joint pain is common without any drug."


def _of_each(course, text):
    """The words of each treated arm, joined: "59 % on letrozole and 61 % on anastrozole"."""
    return listed([f"{text(arm)} on {arm}" for arm in course.plain])


def percent(row: dict[str, float]) -> str:
    """A share with its interval."""
    return f"{100 * row['share']:.0f} % ({100 * row['low']:.0f} to {100 * row['high']:.0f})"


def how_many(course: Run | Summary) -> str:
    """How many women hurt from the drug, led by those who do not."""
    found, days = shares(course), course.asked.days
    length = f"{days / DAYS_PER_MONTH:.0f} months" if days > 2 * DAYS_PER_MONTH else f"{days} days"
    never = _of_each(course, lambda arm: percent(found[arm]["never"]))
    brackets = "in brackets: 95 % intervals for chance; the model itself is less certain"
    said = f"In the model, in {length}, {never} never hurt {FELT} the same women without tablets ({brackets})."
    return f"{said} {safety.words().blinded}"


def new_pain(course: Run | Summary) -> list[str]:
    """New or worse joint pain by six months, treated beside untreated, where the course is that long."""
    found = shares(course)
    if NEW_PAIN not in found[UNTREATED]:
        return []
    treated, untreated = (
        _of_each(course, lambda arm: percent(found[arm][NEW_PAIN])),
        percent(found[UNTREATED][NEW_PAIN]),
    )
    asked = (
        f"In the model, asked after six months, {treated} report new or worse joint pain, and {untreated} of the same "
        "women without tablets."
    )
    return [f"{asked} {TWO_COUNTS}"]


def when(course: Run | Summary) -> str:
    """When the pain begins in women who come to hurt."""
    parts = []
    for arm in course.plain:
        found = onset_weeks(course, arm)
        if not len(found):
            parts.append(f"on {arm} in nobody")
            continue
        half, most = np.quantile(found, [0.5, 0.75])
        parts.append(f"on {arm} within {half:.0f} weeks in half of them and {most:.0f} in three quarters")
    return f"In the model, in women who come to hurt {FELT} without tablets, it begins {'; '.join(parts)}."


def how_long(course: Run | Summary) -> str:
    """How many women's pain eases, stays or comes late."""
    parts = []
    shares = course_shares(course)
    for arm, row in ((arm, shares[arm]) for arm in course.plain):
        eased, after, stays, late = (
            f"{100 * row[name]:.0f} %" for name in ("eased", "eased_after", "persisting", "late")
        )
        ended = f"in {after} it eased after the last tablet, " if row["eased_after"] else ""
        parts.append(
            f"on {arm}, {eased} had such pain and it eased while they took the tablets, {ended}{stays} keep it, {late} "
            "got it after half a year"
        )
    return f"In the model, by the end, of all women: {'; '.join(parts)}."
