"""Simulated beside published: each row is one number of the record and the same quantity of simulated women.

Nothing here is fitted. A study's women, visits and questions differ from ours:
rows say what was seen, not what must be.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from ..runners.run import UNTREATED, Run
from . import instruments, outcomes


class Row(NamedTuple):
    """What is compared, the simulated and the published figure as text, and the source of the latter."""

    what: str
    simulated: str
    published: str
    source: str


def against_published(course: Run) -> list[Row]:
    """The rows that this course can fill, in the order of the story: needs untreated twins; some need their own length.

    A row for which there are too few women, or what it needs was not recorded, is left out.
    """
    course, days = course.sound, float(course.data.time[-1])
    rows = [row for needed, make in ROWS if days >= needed for row in make(course)]
    return [row for row in rows if "nan" not in row.simulated]


def _percent(share) -> str:
    return f"{100 * float(share):.0f} %"


def _arm(course, drug):
    return next((arm for arm in course.treated if arm == drug), None)


def _estradiol(course):
    published = {
        "letrozole": ("0.4 pmol/L left (about 97 % down)", "NEOLETEXE, ESMO Breast 2024 24P"),
        "anastrozole": ("93 % down", "Geisler 2008, Clin Cancer Res 14:6330"),
    }
    rows = []
    for drug, (seen, source) in published.items():
        if (arm := _arm(course, drug)) and "estradiol" in course.data:
            level = course["estradiol"].sel(time=28, method="nearest")
            left = float((level.sel(arm=arm) / level.sel(arm=UNTREATED)).median())
            now = float(level.sel(arm=arm).median())
            rows.append(
                Row(
                    f"estradiol after 4 weeks on {drug}",
                    f"{100 * (1 - left):.1f} % down, {now:.1f} pmol/L",
                    seen,
                    source,
                )
            )
    return rows


def _concentration(course):
    published = {
        "anastrozole": ("37 ng/mL, CV 40 %", "Hubalek 2014, PMID 24468298"),
        "letrozole": ("104 ng/mL, CV 47 %", "Anal Bioanal Chem 2012, 10.1007/s00216-012-5813-1"),
    }
    rows = []
    for drug, (seen, source) in published.items():
        if (arm := _arm(course, drug)) and "concentration" in course.data:
            level = course["concentration"].sel(arm=arm, drug=drug).isel(time=-1)
            text = f"{float(level.mean()):.0f} ng/mL, CV {_percent(level.std() / level.mean())}"
            rows.append(Row(f"{drug} in blood at steady state, before a tablet", text, seen, source))
    return rows


def _by_arm(what: str, published: str, source: str, figure: Callable):
    def rows(course):
        return [Row(f"{what}, {arm}", figure(course, arm), published, source) for arm in course.treated]

    return rows


def _new_or_worse(course):
    shares = instruments.new_or_worse(course).mean("patient")
    rows = [
        Row(
            f"new or worse joint pain by 6 months, {arm}",
            _percent(shares.sel(arm=arm)),
            "54 %",
            "Singer 2012, 10.1002/acr.21756; Swenson 2013",
        )
        for arm in course.treated
    ]
    untreated = _percent(shares.sel(arm=UNTREATED))
    return [
        *rows,
        Row(
            "the same women untreated",
            untreated,
            "not measured; 37 % in 12 months on tamoxifen",
            "Lintermans 2014, PMID 24816806",
        ),
    ]


def _onset(course, arm):
    weeks = outcomes.onset_week(course).sel(arm=arm).dropna("patient").values
    middle, late = np.quantile(weeks, [0.5, 0.75]) if len(weeks) else (np.nan, np.nan)
    return f"half by week {middle:.0f}, three quarters by week {late:.0f}"


def _levels(course, arm):
    return " / ".join(_percent(share) for share in outcomes.worst_levels(course).sel(arm=arm))


def _sites(course, arm):
    shares = outcomes.site_shares(course).sel(arm=arm)
    order = ["foot", "hands and wrists", "knee", "hip", "shoulder", "low back"]
    return ", ".join(f"{site} {100 * float(shares.sel(site=site)):.0f}" for site in order)


def _menopause(course, arm):
    return f"odds ratio {float(outcomes.odds_ratio_by_menopause(course).sel(arm=arm)):.1f}"


def _report_form(course):
    shares = instruments.report_form(course)
    source = "MA.17: Khan 2010, 10.1155/2010/654348"
    text = f"{_percent(shares.sel(arm=UNTREATED))} (set)"
    rows = [Row("joint pain on the report form in 30 months, untreated", text, "21 %", source)]
    return rows + [
        Row(f"the same, {arm}", _percent(shares.sel(arm=arm)), "25 % (letrozole)", source) for arm in course.treated
    ]


def _spine(course, arm):
    if "spine_density" not in course.data:
        return "nan"
    density = course["spine_density"].sel(arm=arm).sel(time=730, method="nearest")
    return f"{100 * (float(density.median()) - 1):+.1f} %"


ROWS = (
    (28, _estradiol),
    (180, _concentration),
    (180, _new_or_worse),
    (180, _by_arm(
        "first week with a point more than her untreated twin",
        "mean 6 weeks, three quarters by week 8", "Singer 2012", _onset,
    )),
    (180, _by_arm(
        "worst level among cases, below 4 / 4 to 7 / 7 and more",
        "54 / 39 / 7 % (mild, moderate, severe)", "ATAC: Khan 2010", _levels,
    )),
    (180, _by_arm(
        "sites among cases, %",
        "foot 68, hands and wrists 65, knee 62, hip 56, shoulder or elbow 49, back 46",
        "Lombard 2016, PMID 26556210", _sites,
    )),
    (180, _by_arm(
        "under 5 against over 10 years since menopause",
        "odds ratio 3.4 (1.2 to 9.4); 1.8", "Mao 2009; Romero 2020", _menopause,
    )),
    (720, _by_arm("spine density after two years", "-4.1 % (anastrozole)", "ATAC: Eastell 2006", _spine)),
    (900, _report_form),
)  # fmt: skip
