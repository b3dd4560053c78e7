"""What the tests of the exports share: the continuous model solved tightly by a solver that is not ours."""

from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy.integrate import solve_ivp

from estralgia.book import BOOK
from estralgia.export.sbml_equations import quantities
from estralgia.export.symbols import names_of, places_of
from estralgia.model.regimen import read_regimen
from estralgia.model.theory import read_theory
from estralgia.model.walk import fold
from estralgia.model.wiring import CHANGE
from estralgia.people import as_women
from estralgia.runners.jax_runner import Chunk
from estralgia.runners.program import Program

# Per step: at 1e-10, two years of steps move a state that feeds itself by 5e-6, which both other engines see.
RELATIVE, ABSOLUTE = 1e-12, 1e-15


class Solved(NamedTuple):
    """States at every waking, (day, state), and every quantity at the last, by name at its place."""

    names: list
    states: np.ndarray
    quantities: dict


class Continuous:
    """The continuous model of one woman, background noise held; a mean over the day is the quantity at that instant."""

    def __init__(self, who, text, theory, seed):
        self.regimen, theory = read_regimen(text, BOOK), read_theory(theory, BOOK)
        self.program = Program(BOOK, theory.rivals, self.regimen.drugs)
        self.wiring, self.clock = self.program.wiring, BOOK.clock
        self.places = places_of(BOOK, self.regimen.drugs)
        chunk = Chunk.of(as_women(who, seed), self.program, theory, dtype=np.float64)
        state = jax.tree.map(lambda x: x[..., :1], chunk.state)
        own = {name: value[..., :1] if jnp.ndim(value) else value for name, value in chunk.own.items()}
        nothing = {name: jnp.zeros((0, 1)) for name in ("treatment_given", "treatment_blinded")}
        unused = (*self.wiring.of_kind("decision"), *self.wiring.of_kind("input"))  # she takes what is prescribed
        nothing |= {name: jnp.zeros(1) for name in unused if name not in nothing}
        self.fixed, self.begin = own | state.noises | nothing, state.hours | state.days
        self.change = jax.jit(self._change)

    def instant(self, name, known):
        """A quantity at an instant, from what is known; filled in on the way."""
        entry = self.wiring.entries.get(name)
        if name not in known and entry.kind == "reduction" and entry.reduce not in self.wiring.over_axis:
            known[name] = self.instant(entry.of, known)
        elif name not in known:
            for cause in self.wiring.causes(name):
                self.instant(cause, known)
            self.wiring.value(name, known, fold)
        return known[name]

    def known(self, x, time_of_day, activity, taking):
        cuts = np.cumsum([len(value) for value in self.begin.values()])[:-1]
        states = {name: part[:, None] for name, part in zip(self.begin, jnp.split(x, cuts), strict=True)}
        return self.fixed | states | {"time_of_day": time_of_day, "activity": activity, "taking_tablets": taking}

    def _change(self, x, *moment):
        known = self.known(x, *moment)
        changes = []
        for name, value in self.begin.items():
            for cause in self.wiring.functions[CHANGE + name].causes:
                self.instant(cause, known)
            changes.append(jnp.broadcast_to(self.wiring.call(CHANGE + name, known, fold), value.shape)[:, 0])
        return jnp.concatenate(changes)

    def solve(self, days) -> Solved:
        """Node by node, so that every tablet and every change of activity ends a step."""
        clock, drugs = self.clock, self.regimen.drugs
        names = [one for name in self.begin for one in names_of(self.wiring, name, self.places)]
        guts = [names.index(f"drug_in_gut__{drug}") for drug in drugs]
        doses = self.regimen.doses(days) * 1000
        x = np.concatenate([np.asarray(value)[:, 0] for value in self.begin.values()])
        states = [x.copy()]
        for day in range(days):
            taking = float(doses[day].sum() > 0)
            for start, length, activity, tablet in zip(
                clock.time_of_day, clock.length, clock.activity, clock.tablet, strict=True
            ):
                x[guts] += tablet * doses[day]

                def change(t, x, start=start, activity=activity, taking=taking):
                    return np.asarray(self.change(x, start + t, activity, taking))

                x = solve_ivp(change, (0, length), x, method="DOP853", rtol=RELATIVE, atol=ABSOLUTE).y[:, -1]
            states.append(x.copy())
        known = self.known(jnp.asarray(x), clock.waking, clock.activity[0], taking)
        found = {}
        for name in quantities(self.wiring):
            values = np.broadcast_to(self.instant(name, known), (len(names_of(self.wiring, name, self.places)), 1))[
                :, 0
            ]
            found |= dict(zip(names_of(self.wiring, name, self.places), map(float, values), strict=True))
        return Solved(names, np.array(states), found)


@pytest.fixture
def continuous():
    """`continuous(who, regimen, theory, seed, days)`: the continuous model of a woman, solved tightly."""

    def solve(who, text, theory, seed, days):
        with jax.enable_x64(True):
            return Continuous(who, text, theory, seed).solve(days)

    return solve
