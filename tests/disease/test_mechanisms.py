"""One exam for every mechanism: at rest without a drug, no effect when it is off, more cause -> more effect."""

import jax.numpy as jnp
import pytest

from estralgia.book import BOOK
from estralgia.model.readings import arrays
from estralgia.model.schema import to_days
from estralgia.model.theory import read_theory
from estralgia.model.wiring import BEFORE, CHANGE

pytestmark = pytest.mark.usefixtures("strict")
WOMAN = {
    "age": 63,
    "years_since_menopause": 13,
    "bmi": 27,
    "weight": 71,
    "cyp2a6_variant_alleles": 0,
    "chemotherapy": 0,
    "taxane": 0,
    "hormone_therapy": 0,
    "tamoxifen_years": 0,
    "osteoarthritis": 0,
    "symptom_burden": 1,
    "vitamin_d": 28,
}
MEMBERS = {"drug": "letrozole", "treatment": "duloxetine"}
MECHANISMS = list(BOOK.mechanisms)
OUT_OF_BALANCE = {
    "menopause_memory": "forgets for years",
    "own_bone": "ages",
    "gel": "comes and goes with every day",
    "carpal_tunnel_load": "adds up without tablets too",
}


class Steady:
    """A woman with every state where its start puts it: in balance with all its causes. `fixed` overrides any name."""

    def __init__(self, wiring, **fixed):
        self.wiring, self.known = wiring, dict(fixed)

    def __getitem__(self, name):
        if name not in self.known:
            self.known[name] = jnp.asarray(self._find(name), float)
        return self.known[name]

    def _find(self, name):
        entry = self.wiring.entries.get(name)
        if entry is not None and entry.kind == "state":
            return self[name + BEFORE]
        if entry is not None and entry.kind == "reduction":
            return self[entry.of]  # one joint, one drug, and a day that does not change
        if name in self.wiring.functions:
            function = self.wiring.functions[name]
            return function.said_in(arrays)(*[self[cause] for cause in function.causes])
        if entry.kind == "parameter" and entry.per in MEMBERS:
            return BOOK.number_of(entry, MEMBERS[entry.per])[0]
        if entry.kind == "parameter":
            return BOOK.numbers_of(entry, BOOK.joints)[0] if entry.per == "joint" else entry.value
        if entry.kind == "covariate":
            return WOMAN[name] * to_days(BOOK.covariates[name].unit)[0]
        given = {"activity": 0.5, "time_of_day": self.known.get("rhythm_peak", 9 / 24) + 0.25, "background_draw": 0.0}
        return given.get(name, 0.0)


def steady(rivals=(), mechanisms=MECHANISMS, **fixed):
    weights = {f"weight_of_{one}": float(one in mechanisms) for one in MECHANISMS}
    return Steady(BOOK.wiring(rivals), **{name: jnp.asarray(value, float) for name, value in (weights | fixed).items()})


def on_drug(rivals=(), mechanisms=MECHANISMS, left=0.02):
    """In balance under a drug that leaves this share of estradiol."""
    own = float(steady(rivals)["own_estradiol"])
    taken = 1 - left  # she begins to watch herself with the first tablet, and is warned as much as ever
    woman = steady(
        rivals, mechanisms, estradiol=left * own, taking_tablets=taken, watching=taken, concentration=91 * taken
    )
    if "direct" in rivals:  # starts at zero, since no drug is there yet, and is balanced within a day
        woman.known["peripheral_gain"] = woman["weight_of_sensitization"] * woman["nerve_stimulus"]
    return woman


@pytest.mark.parametrize("menopause", [1.5, 13])
def test_every_state_rests_without_a_drug(rivals, menopause):
    # Central gain may sustain itself: the engine settles that part, here it is off.
    woman = steady(rivals, self_sustaining_strength=0, years_since_menopause=menopause * 365.25)
    moving = {}
    for name in woman.wiring.states():
        change, scale = float(woman[CHANGE + name]), abs(float(woman[name])) + 1
        if abs(change) > 1e-12 * scale:
            moving[name] = change
    assert moving.keys() <= OUT_OF_BALANCE.keys()
    assert all(woman.wiring.entries[name].kind == "state" for name in OUT_OF_BALANCE)


def test_without_any_mechanism_a_drug_does_nothing(rivals):
    treated, untreated = on_drug(rivals, ()), steady(rivals, ())
    assert float(treated["withdrawal"]) > 0.5
    for name in ("pain", "stiffness", "gain", "serum_marker"):
        assert float(treated[name]) == float(untreated[name])


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_every_mechanism_hurts_the_more_the_more_it_is_driven(rivals, mechanism):
    pain = [float(on_drug(rivals, [mechanism], left)["pain"]) for left in (1, 0.1, 0.02)]
    assert pain[0] < pain[1] < pain[2] < 10
    assert pain[0] == pytest.approx(float(steady(rivals, [mechanism])["pain"]), rel=1e-12)


def test_pain_stays_on_its_scale(rivals):
    extreme = on_drug(rivals, MECHANISMS, 0.001)
    extreme.known |= {"susceptibility": jnp.asarray(100.0), "joint_trait": jnp.asarray(4.0)}
    assert 0 < float(extreme["pain"]) < 10
    assert 0 < float(extreme["stiffness"]) < 10


def test_every_theory_has_a_weight_for_every_mechanism():
    assert set(read_theory("all", BOOK).weights) == set(MECHANISMS)
