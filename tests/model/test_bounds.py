"""Bounds of numbers: said for every parameter, kept by `simulate`, and safe: a woman stays a woman at both of them."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from estralgia import evidence
from estralgia.book import BOOK
from estralgia.model.bounds import FACTOR, bounds, own_values, read_changed
from estralgia.model.calendar import Calendar, brought
from estralgia.model.schema import to_days
from estralgia.model.theory import read_theory
from estralgia.model.toml import read_toml
from estralgia.people import population
from estralgia.runners.arms import days_of
from estralgia.runners.jax_runner import BLOCK_DAYS, Chunk
from estralgia.runners.program import LANES, Program

BOOKS = ((), ("level", "direct"))  # the book, and its rivals together
DRUGS, TREATMENTS = tuple(BOOK.drugs), tuple(BOOK.treatments)
MEMBERS = BOOK.members(drug=DRUGS, treatment=TREATMENTS)
DAYS = 168
RECORD = (
    "worst_pain", "stiffness_on_waking", "pain_interference", "recurrence_ratio", "walking_ratio", "sleep_quality",
    "grip_ratio", "aromatase_activity", "estradiol", "estrone", "concentration", "spine_density", "hip_density",
)  # fmt: skip
ROUNDED = 1e-3  # of a number near 1 in single precision, and what a slow state may overshoot
ONE_FOR_ALL = "background_scale"  # the runner solves it for a woman who says her pain: it is no array over women
EXTREMES = {
    "age": [63, 51, 95, 70, 58, 81],
    "years_since_menopause": [13, 1, 60, 20, 3, 30],
    "bmi": [27, 15, 60, 33, 24, 40],
    "weight": [71, 33, 180, 90, 60, 105],
    "cyp2a6_variant_alleles": [0, 1, 2, 0, 2, 1],
    "chemotherapy": [0, 1, 1, 0, 0, 1],
    "taxane": [0, 1, 0, 0, 0, 1],
    "hormone_therapy": [0, 1, 0, 1, 0, 1],
    "tamoxifen_years": [0, 15, 0, 2, 5, 0],
    "osteoarthritis": [0, 0, 1, 1, 0, 1],
    "symptom_burden": [1, 5, 0, 3, 2, 0],
    "vitamin_d": [28, 2, 150, 12, 30, 19],
}


def parameters(rivals=()):
    wiring = BOOK.wiring(rivals)
    return {name: wiring.entries[name] for name in wiring.of_kind("parameter")}


EVERY = {name: entry for rivals in BOOKS for name, entry in parameters(rivals).items()}


@pytest.mark.parametrize("name", EVERY)
def test_every_number_has_bounds_around_what_it_is(name):
    least, most = bounds(BOOK, EVERY[name])
    assert -np.inf < least < most < np.inf
    if not EVERY[name].per:
        assert least <= own_values(BOOK, EVERY[name])[""] <= most
    assert any(least <= own <= most for own in own_values(BOOK, EVERY[name]).values())


def test_what_a_table_does_not_say_follows_the_rules():
    time, weight, share = (EVERY[name] for name in ("cytokine_time", "cytokine_pain", "uninhibited_share"))
    assert bounds(BOOK, time) == (17 / FACTOR, 17 * FACTOR)
    assert bounds(BOOK, weight) == (0, 0.05 * FACTOR)
    assert bounds(BOOK, share) == (0, 1)
    assert bounds(BOOK, EVERY["low_clearance"]) == (pytest.approx(1.15 / FACTOR), 627 * FACTOR)
    assert bounds(BOOK, EVERY["half_inhibitory_concentration"])[1] == pytest.approx(
        1.1 * FACTOR
    )  # of two it is infinite
    assert bounds(BOOK, EVERY["rate_to_deep"])[0] == 0  # most drugs have none


@pytest.mark.parametrize(("value", "what", "fix"), [(0, "0 has no rule", "most ="), (-2, "below 0 has no", "least =")])
def test_what_has_no_rule_has_to_be_said(refused, value, what, fix):
    entry = EVERY["cytokine_pain"]
    with refused(what, fix):
        bounds(BOOK, replace(entry, details=entry.details | {"value": value}))


def test_what_the_leaflet_switches_off_lies_within_the_bounds():
    claims = read_toml(Path(evidence.__path__[0]) / "leaflet.toml")["claim"]
    changed = [one["without"].get("numbers", {}) for one in claims if "without" in one]
    assert len([one for one in changed if one]) > 10
    for one in changed:
        read = read_changed(BOOK, BOOK.wiring(), one)
        assert {(entry.name, member): value for entry, member, value in read} == {
            (name, None): one[name] for name in one
        }


def cases(rivals):
    """Every number of the book, or those that its rivals bring, at both of its bounds: (name, value in days)."""
    known = parameters() if rivals else {ONE_FOR_ALL: None}
    return [
        (name, bound * to_days(entry.unit)[0])
        for name, entry in parameters(rivals).items()
        if name not in known
        for bound in bounds(BOOK, entry)
    ]


def lanes(rivals):
    """Each of the cases in each of the women, on one drug or two, beside a treatment: chunks of (case, woman, drug)."""
    women = len(EXTREMES["age"])
    found = [(case, woman, place + woman) for place, case in enumerate(cases(rivals)) for woman in range(women)]
    found += [found[-1]] * (-len(found) % LANES)
    return [found[start : start + LANES] for start in range(0, len(found), LANES)]


def calendar_of(program, chunk):
    doses, given = np.zeros((DAYS, len(DRUGS), LANES)), np.zeros((DAYS, len(TREATMENTS), LANES))
    usual = [1000 * BOOK.drugs[drug]["usual_dose_mg"] for drug in DRUGS]
    for lane, (_, woman, place) in enumerate(chunk):
        own = [place % 5] if place % 5 < len(DRUGS) else [DRUGS.index("letrozole"), DRUGS.index("tamoxifen")]
        for drug in own:
            doses[:, drug, lane] = usual[drug]
        given[28:112, (place + woman) % len(TREATMENTS), lane] = 1
    inputs = {"dose": doses, "share": given, "blinded": np.zeros_like(given)}
    return Calendar(brought(program.wiring, program.members, inputs, DAYS), {})


def follow(program, chunk):
    """What is recorded of a chunk in which every lane has another number at a bound: name -> (time, axis, lane)."""
    values = {name: np.repeat(np.atleast_2d(one), LANES, axis=1) for name, one in program.parameters().items()}
    values[ONE_FOR_ALL] = program.parameters()[ONE_FOR_ALL]
    for lane, ((name, value), *_) in enumerate(chunk):
        values[name][:, lane] = value
    women = population(len(EXTREMES["age"]), seed=3)
    women = replace(women, covariates={name: np.array(EXTREMES[name], float) for name in women.covariates})
    run = Chunk.of(women[[woman for _, woman, _ in chunk]], program, read_theory("all", BOOK), values)
    parts = []
    for _, part, block in run.run(calendar_of(program, chunk), DAYS):
        bases, covariates = days_of(np.arange(0, BLOCK_DAYS, 28), part, block, program.stride)
        parts.append(run.see(RECORD, Calendar({}, covariates), bases))
    return {name: np.concatenate([part[name] for part in parts]) for name in RECORD}


@pytest.mark.parametrize("rivals", [BOOKS[0], pytest.param(BOOKS[1], marks=pytest.mark.slow)], ids=["book", "rivals"])
def test_a_woman_stays_a_woman_at_the_bounds_of_every_number(rivals):
    program = Program(BOOK, rivals, DRUGS, TREATMENTS, True)
    wrong = set()
    for chunk in lanes(rivals):
        for name, values in follow(program, chunk).items():
            least, most = program.wiring.range_of(name) or (0.0, np.inf)
            fine = np.isfinite(values) & (values >= least - 1e-6) & (values <= most + ROUNDED)
            wrong |= {(*chunk[lane][0], name) for lane in np.flatnonzero(~fine.all(axis=(0, 1)))}
    assert wrong == set()
