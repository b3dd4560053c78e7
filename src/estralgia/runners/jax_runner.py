"""The day-step on JAX: chunks of women of one shape, blocks of days of one length, fp32 or fp64, with gradients.

Every chunk has the same number of lanes and every block the same number of days, whatever the cohort and the course:
one program serves all, is compiled once and cached, and a woman is the same to the bit alone and among thousands.
"""

from dataclasses import dataclass, field
from functools import cache, partial

import jax
import jax.numpy as jnp
import numpy as np
from jax.scipy.special import ndtri

from ..model import numbers, people, traits
from ..model.chance import draw, stream, uniform
from ..model.day import DayStep, Today
from ..model.people import Women
from ..model.theory import Theory
from ..model.walk import fold
from ..model.wiring import BEFORE, CHANGE, HOURS, read_book

LANES = 256
BLOCK_DAYS = 84
FAILED_NUMBER, FAILED_RANGE = 1, 2


@dataclass(frozen=True)
class Program:
    """What is compiled: the book with its rivals, the drugs, how tablets are taken, and what is recorded how often."""

    rivals: tuple[str, ...]
    drugs: tuple[str, ...]
    closed_loop: bool
    record: tuple[str, ...]
    every: int
    remember: bool = False
    step: DayStep = field(init=False, compare=False, repr=False)
    sizes: dict = field(init=False, compare=False, repr=False)

    def __post_init__(self):
        wiring = read_book(self.rivals)
        object.__setattr__(self, "step", DayStep(wiring, self.closed_loop, idle_states(wiring, self.drugs)))
        object.__setattr__(self, "sizes", traits.spread_sizes(wiring, self.drugs))

    def __hash__(self):
        return hash((self.rivals, self.drugs, self.closed_loop, self.record, self.every, self.remember))

    @property
    def wiring(self):
        return self.step.wiring

    def parameters(self) -> dict[str, np.ndarray]:
        """The numbers of the tables, the argument to differentiate by."""
        return traits.parameter_values(self.wiring, self.drugs)


@partial(jax.jit, static_argnums=0)
def prepare(program: Program, parameters, weights, drawn, given, noise_before):
    """Each woman's own numbers, her state at waking on day 0, and her worst pain before treatment."""
    own = traits.own_numbers(parameters, program.sizes, drawn)
    own |= {f"weight_of_{name}": weight for name, weight in weights.items()}
    own = program.step.complete_person(own, given)
    noises = {n: program.wiring.entries[n].size * noise_before[n] for n in program.wiring.of_kind("noise")}
    state, before = program.step.begin(own, noises, ("worst_pain",))
    return own, state, before["worst_pain"]


@partial(jax.jit, static_argnums=0)
def advance_block(program: Program, own, state, first_day, doses, keys):
    """BLOCK_DAYS days. `doses` (day, drug) in ug. Returns the state, the record (record, axis, lane), tablets missed, failures."""
    step = program.step

    def one_day(state, day_and_dose, shown=()):
        day, dose = day_and_dose
        after, seen = step.step(state, own, todays(program, day, dose, keys), shown)
        return after, (seen, _missed(after))

    def one_record(state, days_and_doses):
        days, doses = days_and_doses
        shown_day = partial(one_day, shown=program.record)
        shown_day, plain_day = (jax.checkpoint(one) if program.remember else one for one in (shown_day, one_day))
        state, (seen, missed) = shown_day(state, (days[0], doses[0]))
        recorded = {name: jnp.broadcast_to(value, _shape(name, program)) for name, value in seen.items()}
        state, (_, rest) = jax.lax.scan(plain_day, state, (days[1:], doses[1:]))
        return state, (recorded, jnp.concatenate([missed[None], rest]))

    days = first_day + jnp.arange(BLOCK_DAYS, dtype=jnp.uint32)
    days = days.reshape(BLOCK_DAYS // program.every, program.every)
    state, (record, missed) = jax.lax.scan(one_record, state, (days, doses.reshape(*days.shape, doses.shape[-1])))
    return state, record, missed.reshape(BLOCK_DAYS, LANES), _failure(state)


@partial(jax.jit, static_argnums=(0, 6))
def see_day(program: Program, own, state, day, dose, keys, names):
    """One more day, and what is to be shown at its read nodes (node, axis, lane)."""
    today = todays(program, day, dose, keys)
    return program.step.step(state, own, today)[0], program.step.by_the_hour(state, own, today, names)


def todays(program: Program, day, dose, keys) -> Today:
    """What the engine gives to a day: the tablets `dose` (drug,) in ug and the dice."""
    wiring = program.wiring
    dice = {name: uniform(keys[name], day).astype(dose.dtype)[None] for name in keys}
    return Today(
        dose[:, None],
        (jnp.sum(dose) > 0).astype(dose.dtype)[None, None],
        {name: ndtri(dice[name]) for name in wiring.of_kind("noise")},
        {name: dice[name] for name in wiring.of_kind("decision") if program.closed_loop},
    )


def _missed(state):
    """1 for each lane that did not take the tablet prescribed for today."""
    gone = list(state.decisions.values())
    return jnp.max(jnp.concatenate(gone), axis=0)


def _failure(state):
    """What went wrong in each lane by the end of a block: a number that is not finite stays so."""
    worst = [jnp.max(jnp.abs(value), axis=0) for value in (*state.hours.values(), *state.days.values())]
    least = jnp.min(jnp.stack([jnp.min(value, axis=0) for value in state.hours.values()]), axis=0)
    return jnp.where(~jnp.isfinite(sum(worst)), FAILED_NUMBER, jnp.where(least < -1e-3, FAILED_RANGE, 0))


def _shape(name, program):
    axis = program.wiring.axes[name]
    return ({"": 1, "joint": len(numbers.joints()), "drug": len(program.drugs)}[axis], LANES)


def hours_of_day(women: Women, program: Program, theory: Theory, doses, day: int, names, dtype) -> dict:
    """Quantities at the read nodes of one day for any number of women, name -> (node, axis, woman)."""
    parts = []
    with jax.enable_x64(dtype is np.float64):
        for start in range(0, len(women), LANES):
            group = women[start : start + LANES]
            chunk = Chunk.of(group, program, theory, dtype=dtype)
            whole = day // BLOCK_DAYS * BLOCK_DAYS
            for _ in chunk.run(doses, whole):
                pass
            for one in range(whole, day + 1):
                dose = jnp.asarray(doses[one], dtype)
                chunk.state, seen = see_day(program, chunk.own, chunk.state, np.uint32(one), dose, chunk.keys, names)
            parts.append({name: np.asarray(value)[..., : len(group)] for name, value in seen.items()})
    return {name: np.concatenate([part[name] for part in parts], axis=-1) for name in names}


def idle_states(wiring, drugs) -> frozenset:
    """Hour states that rest at their start whatever happens with these drugs, found by trying: tissues, for most drugs."""
    chance = np.random.default_rng(0)
    parameters = traits.parameter_values(wiring, drugs)
    states = wiring.states(HOURS)
    known = {name: chance.uniform(0.5, 1.5) for name in wiring.entries if name not in wiring.functions} | parameters
    known = {name: value for name, value in known.items() if wiring.entries[name].kind != "reduction"}
    idle = set(states)
    while True:
        start = {name: wiring.call(name + BEFORE, dict(known), fold) for name in idle}
        moving = {
            name
            for name in idle
            if np.any(
                np.asarray(wiring.call(CHANGE + name, {n: v for n, v in (known | start).items()}, _fold_numbers)) != 0
            )
            or wiring.entries[name].details.get("filled_by")
        }
        if not moving:
            return frozenset(idle)
        idle -= moving


def _fold_numbers(how, array):
    return np.max(array) if how.startswith("max") else np.sum(array)


@dataclass
class Chunk:
    """Up to LANES women, padded with copies of the last, ready to run."""

    women: Women
    program: Program
    own: dict
    state: object
    keys: dict

    @classmethod
    def of(cls, women: Women, program: Program, theory: Theory, parameters=None, dtype=np.float32) -> "Chunk":
        """Draw the women's traits and put them in balance at waking on day 0."""
        padded = women[np.minimum(np.arange(LANES), len(women) - 1)]
        drawn = traits.draw_traits(program.wiring, padded, program.drugs)
        given = in_days(padded)
        parameters = program.parameters() if parameters is None else parameters
        inputs = Inputs(program, theory, parameters, drawn, given, padded, dtype)
        inputs.give_estradiol()
        inputs.give_background()
        own, state, _ = inputs.prepare()
        return cls(women, program, own, state, dice_keys(program, padded))

    def run(self, doses: np.ndarray, days: int):
        """Yield (first day, record, missed (day, lane), failed (lane,)) for each block; doses (day, drug) in ug."""
        blocks = -(-days // BLOCK_DAYS)
        padded = np.zeros((blocks * BLOCK_DAYS, doses.shape[1]))
        padded[:days] = doses[:days]
        dtype = next(iter(self.state.days.values())).dtype
        for block in range(blocks):
            first = block * BLOCK_DAYS
            part = jnp.asarray(padded[first : first + BLOCK_DAYS], dtype)
            self.state, record, missed, failed = advance_block(
                self.program, self.own, self.state, np.uint32(first), part, self.keys
            )
            yield first, record, missed, failed


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
        asked = self.women.joint_pain_before
        for lane in np.unique(self.women.ids[~np.isnan(asked)], return_index=True)[1]:
            if np.isnan(asked[lane]):
                continue
            hers = self.women.ids == self.women.ids[lane]
            painful = self.drawn["background_draw"]
            if asked[lane] == 0:
                painful[:, hers] = 1.0
                continue
            chances = numbers.joint_values(self.program.wiring.entries["background_prevalence"])
            surest = np.argmin(painful[:, lane] / chances)
            painful[surest, hers] = 0.0
            scale = self._scale_for(lane, asked[lane])
            base = (
                np.full(LANES, self.parameters["background_scale"])
                if "background_scale" not in self.given
                else self.given["background_scale"][0]
            )
            self.given["background_scale"] = np.where(hers, scale, base)[None]

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


def dice_keys(program: Program, women: Women) -> dict:
    """The keys of all that is drawn day by day."""
    names = program.wiring.of_kind("noise") + (program.wiring.of_kind("decision") if program.closed_loop else [])
    return {name: stream(women.seed, women.ids, name) for name in names}


@cache
def keep_compiled():
    """Keep compiled programs in a private folder of the user, so that only the first run of a version compiles."""
    import os
    from pathlib import Path

    home = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "estralgia"
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return None
    jax.config.update("jax_compilation_cache_dir", str(home))
    jax.config.update("jax_persistent_cache_min_compile_time_secs", 0.2)
    return home
