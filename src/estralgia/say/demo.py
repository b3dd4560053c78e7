"""Demo: women on letrozole, the same on anastrozole, the same untreated: how many, why, when, where, how long."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ..evidence import outcomes
from ..evidence.instruments import DAYS_PER_MONTH
from ..evidence.published import Row, against_published
from ..model.errors import EstralgiaError
from ..model.theory import inputs_of, words_of
from ..people import population
from ..questions.leaflet import leaflet
from ..questions.simulate import simulate
from ..runners.run import UNTREATED, Run
from . import words
from .report import write_report

ARMS = {"letrozole": "letrozole 2.5 mg daily", "anastrozole": "anastrozole 1 mg daily", UNTREATED: "no drug"}
SEED, HALF_A_YEAR, LEAFLET_WOMEN = 1, 183, 512


@dataclass(frozen=True)
class Demo:
    """The course, the answer in words (question -> sentences), simulated beside published, and the report.

    `report` opens with the claims of the leaflet.
    """

    course: Run
    answer: dict[str, str]
    rows: list[Row]
    report: Path


def demo(
    patients: int = 2000, years: float = 2, folder="demo", progress: Callable[[float], None] | None = None
) -> Demo:
    """Simulate the women of seed 1 on both drugs and untreated, as prescribed, and write report.html into the folder.

    Raises EstralgiaError, before the work begins, for a place where nothing can be written.
    """
    women, folder = population(patients, seed=SEED), Path(folder)
    if len(women) < 2:
        raise EstralgiaError(
            "the demonstration counts women, so that it needs some", f"patients = {patients}", "give 2 or more"
        )
    exists = next(place for place in (folder, *folder.parents) if place.exists())
    if not exists.is_dir() or not os.access(exists, os.W_OK):
        raise EstralgiaError("the report cannot be written there", f"folder = {folder}", "give another folder")
    half = None if progress is None else (lambda share: progress(share / 2))
    rest = None if progress is None else (lambda share: progress((1 + share) / 2))
    course = simulate(women, ARMS, years=years, progress=half)
    shown = leaflet(women=women[:LEAFLET_WOMEN], progress=rest)
    folder.mkdir(parents=True, exist_ok=True)
    report = write_report(course, folder / "report.html", shown)
    return Demo(course, answer(course), against_published(course), report)


def answer(course: Run) -> dict[str, str]:
    """What many women show, in words: question -> sentences. Those who do not hurt come first."""
    found = {"How many?": " ".join([words.how_many(course), *words.new_pain(course)]), "Why?": why(course)}
    found["When?"] = words.when(course)
    if float(course.data.time[-1]) >= HALF_A_YEAR - 15:
        found["Where?"] = where(course)
    return found | {"How long?": words.how_long(course)}


def why(course: Run) -> str:
    """The fall of estradiol, and what reaches the nerves at six months (or at the end of a shorter course)."""
    now = course.data.sel(time=HALF_A_YEAR, method="nearest")
    off = now.sel(arm=UNTREATED)
    falls, shares = [], []
    for arm in course.treated:
        on = now.sel(arm=arm)
        fall = 100 * (1 - float((on["estradiol"] / off["estradiol"]).median()))
        levels = " to ".join(words.number(float(one["estradiol"].median())) for one in (off, on))
        falls.append(f"{fall:.1f} % on {arm} (from {levels} pmol/L)")
        book = course.asked.book
        means = {words_of(book)[one]: float(on[name].mean()) for one, name in inputs_of(book).items()}
        listed = ", ".join(f"{text} {100 * one / sum(means.values()):.0f} %" for text, one in means.items())
        gains = "{:.1f}-fold ({:.1f}-fold untreated)".format(*(float(one["gain"].mean()) for one in (on, off)))
        shares.append(f"{listed}; the nerves turn this up {gains}, on {arm}")
    return (
        f"The tablets block aromatase, and estradiol falls by {' and '.join(falls)}. Tissue that misses estradiol is "
        "more inflamed and less lubricated, and nerves grow more sensitive. What reaches the nerves in month "
        f"{float(now.time) / DAYS_PER_MONTH:.0f}, mean of all women: {'. And: '.join(shares)}. This is the account of "
        f'theory "{course.data.attrs["theory"]}": theories compete, and nobody knows the exact cause.'
    )


def where(course: Run) -> str:
    """The sites that hurt more than untreated, among women with new or worse pain."""
    shares = 100 * outcomes.site_shares(course)
    parts = []
    for arm in course.treated:
        mine = sorted(zip(shares.sel(arm=arm).values, shares.site.values, strict=True), reverse=True)
        parts.append(f"on {arm} " + ", ".join(f"{site} {share:.0f} %" for share, site in mine))
    return f"Of women with new or worse pain by six months, these sites hurt more than untreated: {'; '.join(parts)}."
