"""Idle states: hour states that nothing in a run can move from their start, found from the numbers that are known."""

from collections.abc import Mapping

from .readings import fixed
from .readings.fixed import Fixed
from .wiring import BEFORE, CHANGE, HOURS, Wiring


def idle_states(wiring: Wiring, sizes: Mapping[str, int], numbers: Mapping[str, Fixed]) -> frozenset[str]:
    """Hour states whose change is zero whatever the women, the day and the doses are: tissues, for most drugs.

    sizes: how often each axis repeats. numbers: what is known of the parameters, the same for all women; everything
    else (traits, noises, doses, other states) may be anything.
    """
    anything = {name: Fixed(*[None] * sizes[wiring.axes[name]]) for name in wiring.entries if name in wiring.axes}
    computed = {n for n in wiring.functions if n in anything}
    over_axis = {n for n in wiring.of_kind("reduction") if wiring.entries[n].reduce in wiring.over_axis}
    known = {name: one for name, one in anything.items() if name not in computed | over_axis} | dict(numbers)
    idle = {name for name in wiring.states(HOURS) if "filled_by" not in wiring.entries[name].details}
    while idle:
        resting = known | {name: _value(wiring, name + BEFORE, known, sizes[wiring.axes[name]]) for name in idle}
        moving = {name for name in idle if not _value(wiring, CHANGE + name, resting).is_nothing}
        if not moving:
            break
        idle -= moving
    return frozenset(idle)


def _value(wiring: Wiring, name: str, known: Mapping[str, Fixed], size: int = 1) -> Fixed:
    found = wiring.value(name, dict(known), fixed.fold, fixed)
    one = found if isinstance(found, Fixed) else Fixed(float(found))
    return Fixed(*one.numbers * size) if len(one.numbers) == 1 else one
