"""Demo: women on letrozole, the same on anastrozole, the same untreated: how many, why, when, where, how long."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ..evidence.published import Compared, against_published
from ..evidence.shares import site_shares
from ..evidence.thresholds import HALF_A_YEAR
from ..model.errors import InputError
from ..people import population
from ..questions.leaflet import leaflet
from ..questions.simulate import simulate
from ..runners.run import UNTREATED, Run
from . import in_words, words
from .drawn import made_of
from .report import write_report

ARMS = {"letrozole": "letrozole 2.5 mg daily", "anastrozole": "anastrozole 1 mg daily", UNTREATED: "no drug"}
SEED, LEAFLET_WOMEN = 1, 512


@dataclass(frozen=True)
class Demo:
    """The course, the answer in words (question -> sentences), simulated beside published, and the report.

    `report` opens with the claims of the leaflet.
    """

    course: Run
    answer: dict[str, str]
    rows: list[Compared]
    report: Path


def demo(
    patients: int = 2000, years: float = 2, folder="demo", progress: Callable[[float], None] | None = None
) -> Demo:
    """Simulate the women of seed 1 on both drugs and untreated, as prescribed, and write report.html into the folder.

    Raises InputError, before the work begins, for a place where nothing can be written.
    """
    women, folder = population(patients, seed=SEED), Path(folder)
    if len(women) < 2:
        raise InputError(
            "the demonstration counts women, so that it needs some", f"patients = {patients}", "give 2 or more"
        )
    exists = next(place for place in (folder, *folder.parents) if place.exists())
    if not exists.is_dir() or not os.access(exists, os.W_OK):
        raise InputError("the report cannot be written there", f"folder = {folder}", "give another folder")
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
    """The fall of estradiol, and what the pain of half a year (or the end of a shorter course) is made of.

    The same shares as in the report: see `look.mechanisms`.
    """
    now = course.data.sel(time=HALF_A_YEAR, method="nearest")
    off = now.sel(arm=UNTREATED)
    falls = []
    for arm in course.treated:
        on = now.sel(arm=arm)
        fall = 100 * (1 - float((on["estradiol"] / off["estradiol"]).median()))
        levels = " to ".join(words.number(float(one["estradiol"].median())) for one in (off, on))
        falls.append(f"{fall:.0f} % on {arm} (from {levels} pmol/L)")
    found = made_of(course)
    women = next(iter(found.values())).attrs["women"]
    return (
        f"In the model the tablets block aromatase, and estradiol falls by {' and '.join(falls)}. Tissue without it is "
        f"more inflamed and less lubricated, and nerves grow more sensitive. {in_words.mechanisms(found)} This is a "
        f"mean of {women} of the women; shares are averages over all orders in which they can be switched on, and "
        "brackets hold the least and the most that one adds, for that depends on which others are on already. This is "
        f'the account of theory "{course.data.attrs["theory"]}": theories compete, and nobody knows the exact cause.'
    )


def where(course: Run) -> str:
    """The sites that hurt more than untreated, among women with new or worse pain."""
    shares = 100 * site_shares(course)
    parts = []
    for arm in course.treated:
        mine = sorted(zip(shares.sel(arm=arm).values, shares.site.values, strict=True), reverse=True)
        parts.append(f"on {arm} " + ", ".join(f"{site} {share:.0f} %" for share, site in mine))
    whom = "of women with new or worse pain by six months, these sites hurt more than without tablets"
    return f"In the model, {whom}: {'; '.join(parts)}."
