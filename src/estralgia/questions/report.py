"""The report: one HTML file that says in plain words what was simulated, with pictures, published numbers and the record."""

from pathlib import Path

import numpy as np

from ..look import page
from ..look.plates import plates_of
from ..look.series import label_of
from ..look.shares import out_of_hundred
from ..model.course import UNTREATED, Course
from ..model.errors import EstralgiaError

FELT = 1  # point of 10 above the untreated twin
MONTHS = 6
RED_FLAGS = (
    "Whatever a simulation shows: a hot swollen joint, fever, sudden pain or swelling of a calf, or numbness are reasons to "
    "talk to the care team soon. So is any question about the tablets."
)
COMPARED = {"worst_pain", "pain_by_joint", "spine_density"}  # what the published numbers are compared with


def write_report(course: Course, path) -> Path:
    """Write one self-contained HTML file; an existing one is replaced only when all is written.

    Raises EstralgiaError where the name does not end in .html or the file cannot be written.
    """
    path = Path(path)
    if path.suffix not in (".html", ".htm"):
        raise EstralgiaError("a report is an HTML file", str(path), "end the name in .html")
    text = report(course)
    part = path.with_name(path.name + ".part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise EstralgiaError("the report cannot be written", f"{path}: {error}", "give another place") from error
    return path


def report(course: Course) -> str:
    """The report as the text of an HTML page."""
    title = f"Joint pain {_drugs(course)}: {_women(course)}, {_length(course.settings['days'])}"
    body = [
        page.heading(title, 1),
        page.paragraphs([course.data.attrs["intended_use"]], "use"),
        page.paragraphs([RED_FLAGS], "flags"),
        page.heading("The answer"),
        page.paragraphs(answer(course), "answer"),
        page.heading("Pictures"),
        page.plates(list(plates_of(course))),
        *_published(course),
        page.heading("What was assumed"),
        page.paragraphs(assumed(course), "assumed"),
        page.record("How to run the same again: the run record", course.data.attrs),
    ]
    return page.page(title, body)


def answer(course: Course) -> list[str]:
    """What came out, in plain words, those who do not hurt first."""
    if "worst_pain" not in course.data:
        return ["Pain was not recorded in this simulation, so this page can show only the links before it."]
    if not course.treated:
        return [_level(course, UNTREATED) + " Nobody took a drug."]
    many = len(course.women) > 1
    if UNTREATED not in course.arms:
        unknown = "The untreated twins were not simulated, so pain that the tablets bring cannot be told from pain that comes "
        return [*(_level(course, arm) for arm in course.treated), unknown + "without any drug. simulate(..., twin=True) adds them."]
    found = [text for arm in course.treated for text in (_of_hundred(course, arm) if many else _of_one(course, arm))]
    return [*found, _how_sure(course) if many else "This is one possible course of one woman. Chance decides much of it."]


def _of_hundred(course, arm):
    from ..evidence.instruments import new_or_worse_by_month
    from ..evidence.outcomes import course_shares

    counts, length = out_of_hundred(course_shares(course)[arm]), _length(course.settings["days"])
    words = {"eased": "in {} it came and eased", "late": "in {} it began after half a year", "persisting": "in {} it came and stayed"}
    others = [text.format(counts[name]) for name, text in words.items() if counts[name]]
    yield (
        f"Of 100 women {label_of(arm)}, {counts['never']} had no extra pain in {length}: never one point of 10 more than the "
        f"same woman without tablets." + (f" Of the others, {_and(others)}." if others else "")
    )
    if course.settings["days"] > 31:
        shares = 100 * new_or_worse_by_month(course, MONTHS).isel(month=-1)
        month = int(shares.month)
        yield (
            f"Joint pain is common without any drug: asked after {_count(month, 'month')}, {shares.sel(arm=arm):.0f} of 100 "
            f"women {label_of(arm)} and {shares.sel(arm=UNTREATED):.0f} of the same 100 without tablets hurt more than before."
        )


def _of_one(course, arm):
    extra, days = course.excess().sel(arm=arm).isel(patient=0).values, course.data.time.values
    highest = int(np.argmax(extra))
    pain, alone = (float(course["worst_pain"].sel(arm=one)[0, highest]) for one in (arm, UNTREATED))
    yield (
        f"{_name(course)} had no extra pain, or less than one point of 10, on {100 * np.mean(extra < FELT):.0f} of 100 days "
        f"{label_of(arm)}. It was highest on day {days[highest]}: {extra[highest]:.1f} points more ({pain:.1f}, and {alone:.1f} "
        f"without tablets). In the last four weeks it was {extra[days > days[-1] - 28].mean():.1f} points."
    )


def _how_sure(course):
    from ..evidence.outcomes import course_shares

    share, women = course_shares(course)[course.treated[0]]["never"], len(course.women)
    either_way = 196 * np.sqrt(max(share * (1 - share), 0.01) / women)
    return (
        f"With {women:,} simulated women, chance alone moves a number such as {100 * share:.0f} of 100 by about {either_way:.0f} "
        f"either way (95 % interval). The numbers of the model itself are less certain than that, which is not included."
    )


def _level(course, arm):
    last = course["worst_pain"].sel(arm=arm).isel(time=-1)
    whose = "the worst pain of the woman in the middle" if last.size > 1 else f"the worst pain of {_name(course)}"
    return f"After {_length(course.settings['days'])} {label_of(arm)}, {whose} was {float(last.median()):.1f} of 10."


def assumed(course: Course) -> list[str]:
    """What the result rests on."""
    settings = course.data.attrs
    tablets = {
        "as prescribed": "Every tablet is taken as prescribed.",
        "closed loop": "Pain decides how likely a woman is to miss or stop tablets (closed loop).",
    }
    failed = sorted({patient for patients in course.failures.values() for patient in patients})
    texts = [
        f"Tablets: {settings['regimens']}. {tablets[settings['tablets']]}",
        f"Theory: {settings['theory']}. The cause of these pains is not known for certain: inflammation, joint fluid, nerves that "
        f"grow more sensitive, and expectation are competing theories, and many numbers between estradiol and pain are judgement.",
    ]
    if failed:
        texts.append(f"The course of {_count(len(failed), 'woman')} failed and is left out: {', '.join(map(str, failed))}.")
    return texts


def _published(course):
    compared = course.treated and UNTREATED in course.arms and len(course.women) > 1
    if not compared or not COMPARED <= set(course.data.data_vars):
        return []
    from ..evidence.published import against_published

    words = "Studies asked other women in other ways: the rows show how near the simulation comes, not what must be equal."
    rows = page.table(("what", "simulated", "published", "source"), against_published(course))
    return [page.heading("Simulated beside published"), page.paragraphs([words], "assumed"), rows]


def _drugs(course):
    return " and ".join(label_of(arm) for arm in course.treated) or label_of(UNTREATED)


def _women(course):
    return f"{len(course.women):,} simulated women" if len(course.women) > 1 else f"{_name(course)}, simulated"


def _name(course):
    return next(iter(name for name in course.women.names if name), "one woman")


def _length(days: int) -> str:
    years, months, weeks = days / 365.25, days / (365.25 / 12), days / 7
    for amount, unit in ((years, "year"), (months, "month"), (weeks, "week")):
        if amount > 1.9 or abs(amount - round(amount)) < 0.05 and amount > 0.9:
            return _count(f"{amount:.1f}".removesuffix(".0"), unit)
    return _count(days, "day")


def _count(amount, noun):
    plural = {"woman": "women"}.get(noun, noun + "s")
    return f"{amount} {noun if str(amount) == '1' else plural}"


def _and(texts):
    return texts[0] if len(texts) == 1 else ", ".join(texts[:-1]) + " and " + texts[-1]
