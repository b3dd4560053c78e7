"""The report: one HTML file that says in plain words what came out, with pictures, published numbers and the record."""

import os
from pathlib import Path

from ..evidence.outcomes import SHARES
from ..evidence.published import against_published
from ..look import style
from ..look.axes import days_of
from ..look.series import label_of
from ..look.shares import out_of_hundred
from ..model.errors import InputError, RunError
from ..runners.run import UNTREATED, Run
from . import in_words, page, safety, words
from .leaflet import VERDICTS_OF
from .phrases import count, length, listed
from .plates import sections_of

HOW_SURE = (
    "In brackets: 95 % intervals, from the number of simulated women alone. How far the numbers of the model itself "
    "are off is not included."
)
NOT_EQUAL = (
    "Studies asked other women in other ways: rows show how near the simulation comes, not what must be equal. New or "
    "worse pain by 6 months is the count of the answer above: a worse answer in month 3 or in month 6."
)
CAUSE = (
    "The cause of these pains is not known for certain: inflammation, joint fluid, nerves that grow more sensitive, "
    "and expectation are competing theories, and many numbers between estradiol and pain are judgement."
)
TABLETS = {
    "as prescribed": "Every tablet is taken as prescribed.",
    "closed loop": "Pain decides how likely a woman is to miss or stop tablets (closed loop).",
}
BY_SIX_MONTHS = "new_or_worse_by_6_months"
LEAFLET = "What women are told, and what the record says of it"
OTHER_WOMEN = (
    "Each claim has its own runs, of other numbers of women and of other lengths than this page: its counts differ "
    "from those above by chance and by when it asks."
)
PUBLISHED, ASSUMED = "Simulated beside published", "What was assumed"
COMPARED = {"worst_pain", "pain_by_joint", "spine_density"}  # what the published numbers are compared with


def write_report(course: Run, path, shown=()) -> Path:
    """Write one self-contained HTML file; an existing one is replaced only when all is written.

    shown: claims of `leaflet`, with which it then opens.

    Raises EstralgiaError where the name does not end in .html or nothing can be written there, at once, before anything
    is drawn or simulated again; and where every course failed.
    """
    path = Path(path)
    if path.suffix not in (".html", ".htm"):
        raise InputError("a report is an HTML file", str(path), "end the name in .html")
    for is_wrong, where in (
        (not path.parent.is_dir(), f"there is no folder {path.parent}"),
        (path.is_dir(), f"{path} is a folder"),
        (not os.access(path.parent, os.W_OK), f"the folder {path.parent} is not yours to write in"),
    ):
        if is_wrong:
            raise InputError("the report cannot be written", where, "give another place")
    text = report(course, shown)
    part = path.with_name(path.name + ".part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError as error:
        if part.is_file():
            part.unlink()
        raise InputError("the report cannot be written", f"{path}: {error}", "give another place") from error
    return path


def report(course: Run, shown=()) -> str:
    """The report as the text of an HTML page: the answer and the first pictures, the other pictures, then words."""
    if len(_failed(course)) == len(course.women):
        raise RunError("every course failed: there is nothing to report", fix="see course.failures")
    pictures, published = sections_of(course), _published(course)
    headings = [*pictures, *([LEAFLET] if shown else []), *([PUBLISHED] if published else []), ASSUMED]
    return page.page(
        "report.html",
        f"Joint pain {_drugs(course)}: {_women(course)}, {length(days_of(course))}",
        use=course.data.attrs["intended_use"],
        flags=safety.in_paragraphs(),
        answer=answer(course),
        headings=headings,
        pictures=list(pictures.items()),
        leaflet_heading=LEAFLET,
        leaflet_words=[VERDICTS_OF, OTHER_WOMEN],
        claims=page.leaflet_of(shown) if shown else "",
        published_heading=PUBLISHED,
        published_words=[NOT_EQUAL],
        published_columns=("what", "simulated", "published", "source"),
        published=published,
        assumed_heading=ASSUMED,
        assumed=assumed(course),
        record=course.data.attrs,
    )


def answer(course: Run) -> list[str]:
    """What came out, in plain words, those who do not hurt first."""
    if "worst_pain" not in course.data:
        return ["Pain was not recorded in this simulation, so this page can show only the links before it."]
    if UNTREATED not in course.arms:
        return [*words.meaning(course), "simulate(..., twin=True) adds the same women without tablets."]
    if len(course.women) == 1 or not course.treated:
        return words.meaning(course)
    shares = words.shares(course)
    said = [*(_of_hundred(course, arm, shares[arm]) for arm in course.plain), safety.words().blinded]
    return [*said, *_background(course, shares), safety.words().staying, HOW_SURE, *safety.left_out(course)]


def _of_hundred(course, arm, shares):
    counts = out_of_hundred({name: shares[name]["share"] for name in SHARES})
    others = [text.format(counts[name]) for name, text in in_words.COURSES.items() if counts[name]]
    never = f"{counts['never']} ({_interval(shares['never'])})"
    return (
        f"In the model, of 100 women {label_of(arm)}, {never} had no extra pain in {length(days_of(course))}: never "
        "one point of 10 more than the same woman without tablets."
        + (f" Of the others, {listed(others)}." if others else "")
    )


def _background(course, shares):
    if BY_SIX_MONTHS not in shares[UNTREATED]:
        return []
    found = {arm: shares[arm][BY_SIX_MONTHS] for arm in course.arms}
    counts = {arm: f"{100 * row['share']:.0f} ({_interval(row)})" for arm, row in found.items()}
    treated = ", ".join(f"{counts[arm]} of 100 women {label_of(arm)}" for arm in course.plain)
    common = "Joint pain is common without any drug"
    asked = f"{common}: in the model, asked after 3 and 6 months, new or worse pain is reported by "
    return [f"{asked}{treated}, and by {counts[UNTREATED]} of the same 100 without tablets. {words.TWO_COUNTS}"]


def _interval(row):
    return f"{100 * row['low']:.0f} to {100 * row['high']:.0f}"


def assumed(course: Run) -> list[str]:
    """What the result rests on."""
    settings, failed = course.data.attrs, _failed(course)
    texts = [
        f"Tablets: {settings['regimens']}. {TABLETS[settings['tablets']]}",
        f"Theory: {settings['theory']}. {CAUSE}",
        *([safety.words().purpose] if course.treated else []),
    ]
    if failed:
        women = count(len(failed), "woman")
        texts.append(f"The course of {women} failed and is left out: number {', '.join(map(str, failed))}.")
    return texts


def _published(course) -> list[page.Row]:
    """The rows beside what was published, each number of the model in the colour of its arm."""
    compared = course.treated and UNTREATED in course.arms and len(course.women) > 1
    if not compared or not set(course.data.data_vars) >= COMPARED:
        return []
    rows = []
    for found in against_published(course):
        arm = next((one for one in sorted(course.arms, key=len, reverse=True) if one in found.what), None)
        rows.append(page.Row(tuple(found), style.role_of_arm(course, arm) if arm else "", (1,)))
    return rows


def _failed(course):
    return sorted({patient for patients in course.failures.values() for patient in patients})


def _drugs(course):
    return " and ".join(label_of(arm) for arm in course.plain) or label_of(UNTREATED)


def _women(course):
    if len(course.women) > 1:
        return f"{len(course.women):,} simulated women"
    return "one simulated woman" if _name(course) == "she" else f"{_name(course)}, simulated"


def _name(course):
    return next(iter(course.women.names), "") or "she"
