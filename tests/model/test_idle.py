"""Idle states: only what nothing can move rests; a changed number, or one of another drug, wakes it."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import estralgia as ea
from estralgia.book import BOOK
from estralgia.model.readings import arrays, fixed
from estralgia.model.readings.fixed import Fixed
from estralgia.runners.program import Program

TISSUES = {"drug_in_shallow_tissue", "drug_in_deep_tissue"}
WAKING = {"rate_to_shallow of letrozole": 0.5, "rate_from_shallow of letrozole": 0.2}
NUMBERS = st.sampled_from([0.0, 0.25, 1.0, 3.0, float("inf")])
SAID = {
    "sum": lambda words, x, y, z: x + y - z / 2,
    "product": lambda words, x, y, z: x * y * (1 - z),
    "ratio": lambda words, x, y, z: x / (1 + y) + z,
    "saturating": lambda words, x, y, z: words.saturating(x, y) * z,
    "choose": lambda words, x, y, z: words.choose(x < y, z, 0.0),
    "choose what is the same": lambda words, x, y, z: words.choose(x >= y, 1.0, 1.0) - z,
    "power": lambda words, x, y, z: words.power(x, y) * words.smaller(y, z),
    "part": lambda words, x, y, z: words.positive_part(x - y) * words.exp(-z),
    "logistic": lambda words, x, y, z: words.logistic(x - 1) * y + words.log(1 + z),
    "wave": lambda words, x, y, z: words.daily_wave(x / 8, y / 8) * z,
}


def idle(*drugs, **options):
    return Program(BOOK, drugs=drugs, **options).idle


def test_tissues_rest_for_drugs_without_them_alone():
    assert idle("letrozole") == TISSUES | {"active_enzyme"}
    assert idle("exemestane") == idle("letrozole", "exemestane") == frozenset()
    assert {"drug_in_blood", "drug_in_gut", "estradiol"} & idle("letrozole") == set()


@pytest.mark.slow
def test_a_changed_number_wakes_a_state():
    assert idle("letrozole", changed=WAKING) == {"drug_in_deep_tissue", "active_enzyme"}
    assert Program(BOOK, drugs=("letrozole",)) != Program(BOOK, drugs=("letrozole",), changed=WAKING)
    assert Program(BOOK, drugs=("letrozole",)) == Program(BOOK, drugs=("letrozole",), changed={"half_pain": 6})
    usual, changed = (
        ea.simulate(ea.Patient(), "letrozole", years=0.1, record="concentration", numbers=numbers)["concentration"]
        for numbers in ({}, WAKING)
    )
    assert float(np.abs(changed / usual - 1)[..., 5:, :].min()) > 0.01


def test_nothing_rests_where_numbers_are_differentiated_by():
    assert idle("letrozole", remember=True) == frozenset()


def test_what_moves_only_beyond_a_threshold_does_not_rest():
    """A dice that never passes the threshold would freeze it without a word."""
    text = (
        BOOK.sources["drug"]
        .text.replace(
            "return rate_to_shallow * drug_in_blood - rate_from_shallow * drug_in_shallow_tissue",
            "return positive_part(drug_in_blood - 50000) - drug_in_shallow_tissue",
        )
        .replace("import choose,", "import choose, positive_part,")
    )
    source = BOOK.sources["drug"]._replace(text=text)
    book = replace(BOOK, sources=BOOK.sources | {"drug": source})
    assert "drug_in_shallow_tissue" not in Program(book, drugs=("letrozole",)).idle


def test_a_number_that_differs_between_women_rests_only_where_it_is_nothing_for_all():
    """Zero times a factor is zero; zero and an amount is not."""
    for kind, rests in (("cv", True), ("sd", False)):
        row = BOOK.drugs["letrozole"]["rate_to_shallow"] | {"spread": {kind: 0.3}}
        drugs = {name: drug | {"rate_to_shallow": row} for name, drug in BOOK.drugs.items()}
        book = replace(BOOK, folders=BOOK.folders | {"drugs": drugs})
        assert ("drug_in_shallow_tissue" in Program(book, drugs=("letrozole",)).idle) is rests, kind


@pytest.mark.parametrize("name", SAID)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_what_is_certain_is_so_whatever_the_unknown_numbers_are(name, data):
    """What the reading says of some known numbers is what the words on arrays say for any values of the others."""
    values = [data.draw(st.tuples(NUMBERS, NUMBERS)) for _ in range(3)]
    hidden = [data.draw(st.booleans()) for _ in range(3)]
    known = [Fixed(None, None) if is_hidden else Fixed(*pair) for pair, is_hidden in zip(values, hidden, strict=True)]
    found = SAID[name](fixed, *known)
    with np.errstate(all="ignore"):
        said = np.broadcast_to(SAID[name](arrays, *(np.array(pair) for pair in values)), 2)
    for certain, one in zip(found.numbers * (2 if len(found.numbers) == 1 else 1), said, strict=True):
        if certain is not None and np.isfinite(one):
            assert certain == pytest.approx(one, rel=1e-12, abs=1e-12)
        if not any(hidden) and np.isfinite(one):
            assert certain is not None


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_every_function_of_the_book_is_understood():
    book = BOOK.wiring()
    compared = 0
    for name, function in book.functions.items():
        said = function.said_in(fixed)(*[Fixed(0.7) for _ in function.causes])
        number = float(function.said_in(arrays)(*[np.float64(0.7) for _ in function.causes]))
        one = said.numbers[0] if isinstance(said, Fixed) else said
        if np.isfinite(number):
            compared += 1
            assert one == pytest.approx(number, rel=1e-9, abs=1e-12), name
    assert compared > 0.9 * len(book.functions)
