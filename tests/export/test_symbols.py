"""Symbols: reductions written out place by place, in names that say where."""

import sympy

from estralgia.book import BOOK
from estralgia.export.symbols import expression, expressions, places_of, symbol, written_out

PLACES = places_of(BOOK, ("tamoxifen", "letrozole"))


def test_every_function_is_said_in_its_causes():
    wiring = BOOK.wiring()
    said = expressions(wiring)
    assert said.keys() == wiring.functions.keys()
    for name, one in said.items():
        assert {symbol.name for symbol in one.free_symbols} <= set(wiring.functions[name].causes)


def test_a_number_that_is_a_logarithm_stays_one():
    assert expression(BOOK.wiring(), "change_in_pain_memory").has(sympy.log(2))


def test_a_sum_over_drugs():
    said = written_out(BOOK.wiring(), "occupancy_by_all", PLACES)
    assert said == {"occupancy_by_all": symbol("occupancy__tamoxifen") + symbol("occupancy__letrozole")}
    assert written_out(BOOK.wiring(), "occupancy_by_all", places_of(BOOK, ())) == {"occupancy_by_all": 0}


def test_a_maximum_and_a_mean_over_joints():
    (worst,) = written_out(BOOK.wiring(), "worst_joint_pain", PLACES).values()
    assert isinstance(worst, sympy.Max)
    assert len(worst.args) == 15
    (mean,) = written_out(BOOK.wiring(), "background_input", PLACES).values()
    assert mean.subs(dict.fromkeys(mean.free_symbols, 3)) == 3


def test_a_quantity_of_each_joint_names_what_all_joints_share():
    said = written_out(BOOK.wiring(), "diffuse_pain", PLACES)
    assert len(said) == 15
    names = {one.name for one in said["diffuse_pain__low_back"].free_symbols}
    assert names == {"central_gain", "descending_inhibition", "diffuse_strength", "joint_spread__low_back"}


def test_a_mean_over_the_day_is_the_quantity_itself():
    said = written_out(BOOK.wiring(), "felt_withdrawal_over_the_day", PLACES)
    assert said == {"felt_withdrawal_over_the_day": symbol("felt_withdrawal")}


def test_yesterday_has_no_instant(refused):
    with refused("worst_pain_yesterday", "leave it out"):
        written_out(BOOK.wiring(), "worst_pain_yesterday", PLACES)
