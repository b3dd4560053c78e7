"""The report: one HTML file that says in plain words what came out, with pictures, published numbers and the record."""

from pathlib import Path

from ..evidence.outcomes import SHARES
from ..evidence.published import against_published
from ..look.axes import days_of
from ..look.series import label_of
from ..look.shares import out_of_hundred
from ..model.errors import EstralgiaError
from ..runners.run import UNTREATED, Run
from . import page, words
from .phrases import count, length, listed
from .plates import sections_of

RED_FLAGS = (
    "Whatever a simulation shows: a hot swollen joint, fever, sudden pain or swelling of a calf, or numbness are "
    "reasons to talk to the care team soon. So is any question about the tablets."
)
HOW_SURE = (
    "In brackets: 95 % intervals, from the number of simulated women alone. How far the numbers of the model itself "
    "are off is not included."
)
NOT_EQUAL = "Studies asked other women in other ways: rows show how near the simulation comes, not what must be equal."
CAUSE = (
    "The cause of these pains is not known for certain: inflammation, joint fluid, nerves that grow more sensitive, "
    "and expectation are competing theories, and many numbers between estradiol and pain are judgement."
)
TABLETS = {
    "as prescribed": "Every tablet is taken as prescribed.",
    "closed loop": "Pain decides how likely a woman is to miss or stop tablets (closed loop).",
}
COURSES = {
    "eased": "in {} it came and eased",
    "late": "in {} it began after half a year",
    "persisting": "in {} it came and stayed",
}
BY_SIX_MONTHS = "new_or_worse_by_6_months"
LEAFLET = "What women are told, and what the record says of it"
VERDICTS = "Verdicts are those of the published record, not of the model. Extra pain is above the untreated twin's."
COMPARED = {"worst_pain", "pain_by_joint", "spine_density"}  # what the published numbers are compared with


def write_report(course: Run, path, shown=()) -> Path:
    """Write one self-contained HTML file; an existing one is replaced only when all is written.

    shown: claims of `leaflet`, with which it then opens.

    Raises EstralgiaError where the name does not end in .html, every course failed, or the file cannot be written.
    """
    path = Path(path)
    if path.suffix not in (".html", ".htm"):
        raise EstralgiaError("a report is an HTML file", str(path), "end the name in .html")
    if not path.parent.is_dir():
        raise EstralgiaError("the report cannot be written", f"there is no folder {path.parent}", "give another place")
    text = report(course, shown)
    part = path.with_name(path.name + ".part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError as error:
        if part.is_file():
            part.unlink()
        raise EstralgiaError("the report cannot be written", f"{path}: {error}", "give another place") from error
    return path


def report(course: Run, shown=()) -> str:
    """The report as the text of an HTML page."""
    if len(_failed(course)) == len(course.women):
        raise EstralgiaError("every course failed: there is nothing to report", fix="see course.failures")
    title = f"Joint pain {_drugs(course)}: {_women(course)}, {length(days_of(course))}"
    pictures = sections_of(course)
    rest = {"Simulated beside published": found} if (found := _published(course)) else {}
    rest["What was assumed"] = [
        page.paragraphs(assumed(course), "assumed"),
        page.record("How to run the same again: the run record", course.data.attrs),
    ]
    parts = [
        page.heading(title, 1),
        page.paragraphs([course.data.attrs["intended_use"]], "use"),
        page.paragraphs([RED_FLAGS], "flags"),
        page.heading("The answer"),
        page.paragraphs(answer(course), "answer"),
        page.contents([*([LEAFLET] if shown else []), *pictures, *rest]),
        *_leaflet(shown),
        *page.sections(pictures),
        *(part for heading, found in rest.items() for part in (page.heading(heading), *found)),
    ]
    return page.page(title, parts)


def _leaflet(shown):
    if not shown:
        return []
    from .leaflet_page import leaflet

    return [page.heading(LEAFLET), page.paragraphs([VERDICTS], "assumed"), leaflet(shown)]


def answer(course: Run) -> list[str]:
    """What came out, in plain words, those who do not hurt first."""
    if "worst_pain" not in course.data:
        return ["Pain was not recorded in this simulation, so this page can show only the links before it."]
    if UNTREATED not in course.arms:
        return [*words.meaning(course), "simulate(..., twin=True) adds the untreated twins."]
    if len(course.women) == 1 or not course.treated:
        return words.meaning(course)
    shares = words.shares(course)
    return [*(_of_hundred(course, arm, shares[arm]) for arm in course.plain), *_background(course, shares), HOW_SURE]


def _of_hundred(course, arm, shares):
    counts = out_of_hundred({name: shares[name]["share"] for name in SHARES})
    others = [text.format(counts[name]) for name, text in COURSES.items() if counts[name]]
    never = f"{counts['never']} ({_interval(shares['never'])})"
    return (
        f"Of 100 women {label_of(arm)}, {never} had no extra pain in {length(days_of(course))}: never one point of 10 "
        "more than the same woman without tablets." + (f" Of the others, {listed(others)}." if others else "")
    )


def _background(course, shares):
    if BY_SIX_MONTHS not in shares[UNTREATED]:
        return []
    found = {arm: shares[arm][BY_SIX_MONTHS] for arm in course.arms}
    counts = {arm: f"{100 * row['share']:.0f} ({_interval(row)})" for arm, row in found.items()}
    treated = ", ".join(f"{counts[arm]} of 100 women {label_of(arm)}" for arm in course.plain)
    asked = "Joint pain is common without any drug: asked after 3 and 6 months, new or worse pain is reported by "
    return [f"{asked}{treated}, and by {counts[UNTREATED]} of the same 100 without tablets."]


def _interval(row):
    return f"{100 * row['low']:.0f} to {100 * row['high']:.0f}"


def assumed(course: Run) -> list[str]:
    """What the result rests on."""
    settings, failed = course.data.attrs, _failed(course)
    texts = [
        f"Tablets: {settings['regimens']}. {TABLETS[settings['tablets']]}",
        f"Theory: {settings['theory']}. {CAUSE}",
    ]
    if failed:
        women = count(len(failed), "woman")
        texts.append(f"The course of {women} failed and is left out: number {', '.join(map(str, failed))}.")
    return texts


def _published(course):
    compared = course.treated and UNTREATED in course.arms and len(course.women) > 1
    if not compared or not set(course.data.data_vars) >= COMPARED:
        return []
    found = against_published(course)
    if not found:
        return []
    table = page.table(("what", "simulated", "published", "source"), found)
    return [page.paragraphs([NOT_EQUAL], "assumed"), table]


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
