"""Inputs: from women as they are described to arrays of numbers of their own, in balance at waking on day 0."""

from dataclasses import dataclass
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np

from ..model import numbers, people, traits
from ..model.chance import draw
from ..model.people import Women
from ..model.theory import Theory
from .program import LANES, Program


@partial(jax.jit, static_argnums=0)
def prepare(program: Program, parameters, weights, drawn, given, noise_before):
    """Each woman's own numbers, her state at waking on day 0, and her worst pain before treatment."""
    own = traits.own_numbers(parameters, program.sizes, drawn)
    own |= {f"weight_of_{name}": weight for name, weight in weights.items()}
    own = program.step.complete_person(own, given)
    noises = {n: program.wiring.entries[n].size * noise_before[n] for n in program.wiring.of_kind("noise")}
    state, before = program.step.begin(own, noises, ("worst_pain",))
    return own, state, before["worst_pain"]


@dataclass
class Inputs:
    """The arguments of `prepare`, adjusted to what was said about a woman."""

    program: Program
    theory: Theory
    parameters: dict
    drawn: dict
    given: dict
    women: Women
    dtype: type

    def prepare(self):
        noise = {
            n: draw(self.women.seed, self.women.ids, f"{n} before")[None] for n in self.program.wiring.of_kind("noise")
        }
        arrays = (self.parameters, self.theory.weights, self.drawn, self.given, noise)
        return prepare(self.program, *jax.tree.map(partial(jnp.asarray, dtype=self.dtype), arrays))

    def give_estradiol(self):
        """Place a woman with a known estradiol where the distribution has it."""
        known = ~np.isnan(self.women.estradiol)
        if not known.any():
            return
        own, *_ = self.prepare()
        now = np.asarray(own["own_estradiol"], float)[0]
        shift = np.log(np.where(known, self.women.estradiol, now) / now) / self.parameters["estradiol_spread"]
        self.drawn["estradiol_trait"] = self.drawn["estradiol_trait"] + shift

    def give_background(self):
        """Scale a woman's background pain so that her worst pain before treatment is what she says."""
        asked, ids = self.women.joint_pain_before, self.women.ids
        scales = np.full(LANES, float(self.parameters["background_scale"]))
        for woman in np.unique(ids[~np.isnan(asked)]):
            hers = ids == woman
            lane = int(np.argmax(hers))
            if asked[lane] == 0:
                self.drawn["background_draw"][:, hers] = 1.0
                continue
            self._let_a_joint_hurt(lane, hers)
            scales[hers] = self._scale_for(lane, asked[lane])
        if not np.isnan(asked).all():
            self.given["background_scale"] = scales[None]

    def _let_a_joint_hurt(self, lane, hers):
        """The joint of hers that is likeliest to hurt does."""
        draws = self.drawn["background_draw"]
        likely = numbers.joint_values(self.program.wiring.entries["background_prevalence"])
        draws[np.argmin(draws[:, lane] / likely), hers] = 0.0

    def _scale_for(self, lane, pain):
        """Her lane in all lanes, each with another scale of background: where the wanted pain lies between them."""
        scales = np.geomspace(1e-3, 1e3, LANES)
        same = np.full(LANES, lane)
        alone = Inputs(
            self.program, self.theory, self.parameters,
            {name: value[:, same] for name, value in self.drawn.items()},
            {name: value[:, same] for name, value in self.given.items()} | {"background_scale": scales[None]},
            self.women[same], self.dtype,
        )  # fmt: skip
        worst = np.asarray(alone.prepare()[2], float)[0]
        return np.exp(np.interp(pain, worst, np.log(scales)))


def in_days(women: Women) -> dict:
    """The covariates as the chapters read them, time in days, (1, lane)."""
    return {
        name: value[None] * numbers.to_days(people.covariates()[name].unit)[0]
        for name, value in women.covariates.items()
    }
