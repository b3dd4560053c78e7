"""Words: what a course says of itself, in plain words and a few key numbers. Those who do not hurt come first."""

import numpy as np

from ..evidence import outcomes
from ..evidence.instruments import DAYS_PER_MONTH, instruments, new_or_worse
from ..evidence.intervals import with_interval
from ..runners.run import INTENDED_USE, UNTREATED, Run
from .phrases import listed

MONTHS = (0, 1, 3, 6, 12, 24)
NEW_PAIN = "new_or_worse_by_6_months"
FELT = "a full point (of 10) more than"  # outcomes.FELT, in words
# Key quantities: how a line of the table calls them, and what it shows of their value.
LINES = {
    "worst_pain": ("worst pain, 0–10", lambda value: value),
    "stiffness_on_waking": ("waking stiffness, 0–10", lambda value: value),
    "estradiol": ("estradiol, pmol/L", lambda value: value),
    "grip_ratio": ("grip lost, %", lambda value: 100 * (1 - value)),
    "sleep_quality": ("sleep lost, %", lambda value: 100 * (1 - value)),
    "spine_density": ("spine density lost, %", lambda value: 100 * (1 - value)),
}


def describe(course: Run) -> str:
    """Who, what, how many, seed, theory, tablets, time taken and failures, the key numbers, and the next calls."""
    months = [f"{heading(month):>10}" for month in months_of(course)]
    lines = [*who_and_what(course), "", f"{'median' if len(course.women) > 1 else '':<26}" + "".join(months)]
    for label, arms in table(course).items():
        lines.append(label)
        lines += [f"  {arm:<24}" + "".join(f"{middle:>10}" for middle, _ in cells) for arm, cells in arms.items()]
    calls = ("plot('pain')", "explain(day=90)", "summary()", "report('course.html')", "save('course.nc')")
    return "\n".join([*lines, "", "Next: " + ", ".join(f"course.{call}" for call in calls), INTENDED_USE])


def who_and_what(course: Run) -> list[str]:
    """Who was simulated, on what, and how: three lines."""
    record, women = course.data.attrs, course.women
    middle = {name: f"{np.median(values):.0f}" for name, values in women.covariates.items()}
    who = "One woman, {age} years old" if len(women) == 1 else f"{len(women):,} women, median age {{age}}"
    failures = {arm: ids for arm, ids in course.failures.items() if ids}
    failed = [f"{len(ids)} on {arm} (patients {', '.join(map(str, ids[:5]))})" for arm, ids in failures.items()]
    regimens = {arm: str(course.asked.arms[arm]) for arm in course.arms}
    every = int(record["recorded_every_days"])
    how = f"theory: {record['theory']}; tablets: {record['tablets']}; seed {record['seed']}; {record['days']} days"
    run = f"recorded every {f'{every} days' if every > 1 else 'day'}; {record['seconds']} s"
    return [
        (who + ", {years_since_menopause} years since menopause, body mass index {bmi}").format(**middle),
        "; ".join(
            arm if arm == UNTREATED else text if arm in text else f"{arm}: {text}" for arm, text in regimens.items()
        ),
        f"{how}, {run}; " + (f"failed: {'; '.join(failed)}" if failed else "no failures"),
    ]


def months_of(course: Run) -> list[int]:
    """The months of the table that this course reaches."""
    return [month for month in MONTHS if month * DAYS_PER_MONTH <= course.asked.days + 1]


def heading(month: int) -> str:
    """What a month is called above a column."""
    return f"month {month}" if month else "start"


def key_numbers(course: Run) -> dict[str, dict[str, dict[int, list[float]]]]:
    """By arm, key quantity and month: lower quartile, median and upper quartile of the women who did not fail."""

    def quartiles(arm, name, month):
        values = course[name].sel(arm=arm).sel(time=month * DAYS_PER_MONTH, method="nearest").dropna("patient")
        return np.quantile(values, [0.25, 0.5, 0.75]).tolist() if len(values) else [float("nan")] * 3

    names, months = [name for name in LINES if name in course.data], months_of(course)
    return {
        arm: {name: {month: quartiles(arm, name, month) for month in months} for name in names} for arm in course.arms
    }


def table(course: Run) -> dict[str, dict[str, list[tuple[str, str]]]]:
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
    return f"{value:,.0f}" if abs(value) >= 9.95 else f"{round(float(value), 1) + 0.0:.1f}"


def shares(course: Run) -> dict[str, dict[str, dict[str, float]]]:
    """For each arm, shares of the women with their 95 % interval (of the draw of women alone): share, low, high.

    The four courses (see `outcomes.course_shares`) where untreated twins were simulated, and new or worse joint pain by
    six months where the course is that long. Empty for one woman.
    """
    if len(course.women) == 1 or "worst_pain" not in course.data:
        return {}
    found = {arm: {} for arm in course.arms}
    if UNTREATED in course.arms and course.treated:
        found |= {arm: dict(row) for arm, row in outcomes.course_shares(course).items()}
    if course.data.time[-1] >= instruments()["item"]["visits"][-1] - 15:
        for arm, share in zip(course.arms, new_or_worse(course).mean("patient").values, strict=True):
            found[arm][NEW_PAIN] = float(share)
    women = len(course.women)
    return {arm: {name: with_interval(share, women) for name, share in row.items()} for arm, row in found.items()}


def meaning(course: Run) -> list[str]:
    """What the numbers mean, in a few plain sentences."""
    if not course.treated:
        return ["Nobody took a drug here: joint pain is common without any."]
    if "worst_pain" not in course.data:
        return ["Pain was not recorded."]
    if UNTREATED not in course.arms:
        return ["Without the untreated twin nobody can say how much of the pain comes from the drug."]
    if len(course.women) == 1:
        dice = "One simulated woman is one throw of the dice, not a forecast for anybody."
        return [*(sentence for arm in course.plain for sentence in _her(course, arm)), dice]
    return [how_many(course), *new_pain(course), when(course), how_long(course)]


def _her(course, arm):
    excess = course.excess().sel(arm=arm).isel(patient=0)
    weeks = float(outcomes.onset_week(course).sel(arm=arm).isel(patient=0))
    at_end, twin = (float(course["worst_pain"].sel(arm=one).isel(patient=0, time=-1)) for one in (arm, UNTREATED))
    if np.isnan(weeks):
        yield f"On {arm} she never hurts {FELT} she would untreated."
    else:
        month = float(excess.time[int(excess.argmax("time"))]) / DAYS_PER_MONTH
        yield (
            f"On {arm} she first hurts {FELT} her untreated twin after {weeks:.0f} weeks; the difference is largest, "
            f"{float(excess.max()):.1f} points, in month {month:.0f}."
        )
    also = "joint pain is common without any drug"
    yield f"At the end her worst pain is {at_end:.1f} of 10; untreated it would be {twin:.1f}: {also}."


def _of_each(course, text):
    """The words of each treated arm, joined: "59 % on letrozole and 61 % on anastrozole"."""
    return listed([f"{text(arm)} on {arm}" for arm in course.plain])


def percent(row: dict[str, float]) -> str:
    """A share with its interval."""
    return f"{100 * row['share']:.0f} % ({100 * row['low']:.0f} to {100 * row['high']:.0f})"


def how_many(course: Run) -> str:
    """How many women hurt from the drug, led by those who do not."""
    found, days = shares(course), course.asked.days
    length = f"{days / DAYS_PER_MONTH:.0f} months" if days > 2 * DAYS_PER_MONTH else f"{days} days"
    never = _of_each(course, lambda arm: percent(found[arm]["never"]))
    brackets = "in brackets: 95 % intervals for chance; the model itself is less certain"
    return f"In {length}, {never} never hurt {FELT} their untreated twins ({brackets})."


def new_pain(course: Run) -> list[str]:
    """New or worse joint pain by six months, treated beside untreated, where the course is that long."""
    found = shares(course)
    if NEW_PAIN not in found[UNTREATED]:
        return []
    treated, untreated = (
        _of_each(course, lambda arm: percent(found[arm][NEW_PAIN])),
        percent(found[UNTREATED][NEW_PAIN]),
    )
    return [f"Asked after six months, {treated} report new or worse joint pain, and {untreated} of the same untreated."]


def when(course: Run) -> str:
    """When the pain begins in women who come to hurt."""
    weeks = outcomes.onset_week(course)
    parts = []
    for arm in course.plain:
        found = weeks.sel(arm=arm).dropna("patient").values
        if not len(found):
            parts.append(f"on {arm} in nobody")
            continue
        half, most = np.quantile(found, [0.5, 0.75])
        parts.append(f"on {arm} within {half:.0f} weeks in half of them and {most:.0f} in three quarters")
    return f"In women who come to hurt {FELT} untreated, it begins {'; '.join(parts)}."


def how_long(course: Run) -> str:
    """How many women's pain eases, stays or comes late."""
    parts = []
    shares = outcomes.course_shares(course)
    for arm, row in ((arm, shares[arm]) for arm in course.plain):
        eased, stays, late = (f"{100 * row[name]:.0f} %" for name in ("eased", "persisting", "late"))
        parts.append(f"on {arm}, {eased} had such pain and it eased, {stays} keep it, {late} got it after half a year")
    return f"By the end, of all women: {'; '.join(parts)}."
