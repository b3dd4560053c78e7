"""One exam for every function of the book: all readings agree, units balance, slopes are finite."""

from dataclasses import replace

import jax
import jax.numpy as jnp
import numpy as np
import pint
import pytest
import sympy

from estralgia.book import BOOK
from estralgia.model.readings import arrays, symbols
from estralgia.model.readings import units as quantities
from estralgia.model.schema import to_days, units
from estralgia.model.wiring import CHANGE, unused

ZERO_ABLE = ("state", "trait", "weight", "noise", "decision")


def as_numbers(function, point):
    with jax.enable_x64(True):
        return float(function.said_in(arrays)(*[jnp.float64(value) for value in point.values()]))


def test_symbols_say_what_numbers_say(written):
    function = written.function  # read outside JAX's float64: symbols must not depend on its settings
    causes = [sympy.Symbol(cause, positive=True) for cause in function.causes]
    expression = sympy.sympify(function.said_in(symbols)(*causes))
    assert expression.free_symbols <= set(causes)
    for point in written.points():
        value = expression.evalf(40, subs={symbol: sympy.Float(point[symbol.name], 40) for symbol in causes})
        assert as_numbers(function, point) == pytest.approx(float(value), rel=1e-12, abs=0)


def balance(written):
    """The function read with units, as a magnitude in the engine's unit, beside its plain reading, at every point."""
    registry = units()
    own_unit = registry.Unit(_parse(written.own_unit))
    for point in written.points():
        given = [registry.Quantity(value, _parse(written.unit(cause))) for cause, value in point.items()]
        result = written.function.said_in(quantities)(*given)
        if not isinstance(result, pint.Quantity):
            result = registry.Quantity(float(result), own_unit if float(result) == 0 else "")
        magnitude = result.to(own_unit).magnitude * to_days(written.own_unit)[0]
        yield magnitude, {cause: value * to_days(written.unit(cause))[0] for cause, value in point.items()}


def _parse(unit):
    return "" if unit == "1" else unit


def test_units_balance(written):
    for magnitude, in_days in balance(written):
        assert magnitude == pytest.approx(as_numbers(written.function, in_days), rel=1e-9, abs=0)


@pytest.mark.parametrize(("name", "cause", "unit"), [
    ("inflammation.change_in_matrix", "matrix_time", "1"),
    ("drug.concentration", "drug_in_blood", "ug/L"),
    ("withdrawal.menopause_memory_before_treatment", "forgetting_time", "kg"),
    ("withdrawal.withdrawal", "menopause_gain", "day"),
    ("estrogen.androstenedione", "rhythm_peak", "1"),
])  # fmt: skip
def test_the_exam_of_units_finds_a_wrong_unit(all_written, name, cause, unit):
    written = all_written[name]
    entries = dict(written.wiring.entries)
    entries[cause] = replace(entries[cause], unit=unit)
    wrong = written._replace(wiring=type(written.wiring)(written.wiring.functions, entries, tuple(BOOK.axes)))
    with pytest.raises((pint.DimensionalityError, AssertionError, AttributeError)):
        test_units_balance(wrong)


@pytest.mark.usefixtures("strict")
def test_slopes_are_finite(written):
    function = written.function.said_in(arrays)
    for point in written.points():
        at_zero = {cause: 0.0 if written.wiring.entries[cause].kind in ZERO_ABLE else x for cause, x in point.items()}
        for place in (point, at_zero):
            values = [jnp.float64(value) for value in place.values()]
            slopes = jax.grad(lambda x: jnp.float64(1) * function(*x))(values)
            assert np.isfinite([float(function(*values)), *map(float, slopes)]).all()


def test_every_number_is_used(rivals):
    wiring = BOOK.wiring(rivals)
    chapters = {f"alternatives.{rival}" for rival in rivals} or {"people", "theory", "day", *BOOK.story}
    assert [name for name in unused(wiring) if wiring.entries[name].chapter in chapters] == []


def test_every_quantity_is_a_cause_or_is_shown(rivals):
    wiring = BOOK.wiring(rivals)
    causes = {cause for name in wiring.entries for cause in wiring.causes(name)} | {
        cause for function in wiring.functions.values() for cause in function.causes
    }
    loose = [
        n for n, e in wiring.entries.items() if e.kind in ("quantity", "reduction", "weight", "covariate", "input")
    ]
    replaced = {entry.of for entry in wiring.entries.values() if entry.kind == "reduction"}
    own = [name for name in loose if name not in causes | replaced | set(BOOK.shown)]
    if rivals:  # a rival leaves loose what only the chapter used that it replaces
        own = [name for name in own if wiring.entries[name].chapter.startswith("alternatives")]
    assert own == []


def test_everything_shown_exists():
    assert [name for name in BOOK.shown if name not in BOOK.wiring().entries] == []


def test_a_state_is_filled_in_its_own_unit():
    entries = BOOK.wiring().entries
    filled = [entry for entry in entries.values() if "filled_by" in entry.details]
    assert [entry.unit == entries[entry.filled_by].unit for entry in filled] == [True]


def test_every_unit_can_be_read(rivals):
    wiring = BOOK.wiring(rivals)
    factors = [to_days(entry.unit)[0] for entry in wiring.entries.values()]
    assert min(factors) > 0


def test_a_change_is_per_day():
    wiring = BOOK.wiring()
    assert {name for name in wiring.functions if name.startswith(CHANGE)} == {CHANGE + one for one in wiring.states()}
