"""Treatments: what can be added to the tablets, what each acts on, how much it does, and how well that is known."""

from typing import NamedTuple

from ..book import BOOK
from ..model.errors import EstralgiaError, nearest
from ..model.references import cite

Z_95 = 1.96
# The nodes of disease/treatment.py in words.
NODES = {
    "descending_inhibition": "sensitization: the brain damps what the spinal cord passes on",
    "central_calming": "sensitization: the spinal cord winds down faster",
    "cytokine": "inflammation: less cytokine is made",
    "swelling": "inflammation: swelling does less to the nerves",
    "prostaglandin": "inflammation and background: less prostaglandin",
    "local_prostaglandin": "inflammation and background: less prostaglandin in joints near the skin",
    "background": "background: aches of muscle and bone",
    "lining": "lubrication: the lining secretes more and holds back less fluid",
    "gelling": "lubrication: a resting joint gels less",
    "worry": "expectation: less fear of side effects",
}
EVIDENCE = {
    "A": "A, a good randomised trial",
    "B": "B, small or conflicting randomised trials",
    "C": "C, indirect",
    "D": "D, pilots or uncontrolled",
    "none": "none: a prior without a trial",
    "control": "a control arm of trials",
}
SCORES = {"worst_pain": "worst pain", "average_pain": "average pain", "stiffness_on_waking": "stiffness on waking"}


class Treatment(NamedTuple):
    """One treatment. effect: net of its control arm, points of 10 (mean, low, high: 95 %); None where none is known."""

    key: str
    name: str
    acts_on: tuple[str, ...]
    effect: tuple[float, float, float] | None
    score: str
    evidence: str
    note: str
    source: str
    anchor: str

    @property
    def effect_in_words(self) -> str:
        """The effect with its interval, e.g. "worst pain -0.8 (-1.6 to 0.0)"."""
        if self.effect is None:
            return "not in points"
        mean, low, high = (f"{value + 0.0:.1f}" for value in self.effect)
        return f"{SCORES[self.score]} {mean} ({low} to {high})"


def treatments(controls: bool = False) -> list[Treatment]:
    """All treatments that the book knows, the best known first; with the control arms of trials where asked for."""
    known = [_treatment(key, row) for key, row in BOOK.treatments.items()]
    order = list(EVIDENCE.values())
    shown = [one for one in known if controls or one.evidence != EVIDENCE["control"]]
    return sorted(shown, key=lambda one: order.index(one.evidence))


def treatment(name: str) -> Treatment:
    """One treatment by any of its names. Raises EstralgiaError with the nearest name for one that does not exist."""
    for key, row in BOOK.treatments.items():
        if name.casefold() in (key, *(one.casefold() for one in row["names"])):
            return _treatment(key, row)
    names = [row["names"][0] for row in BOOK.treatments.values()]
    raise EstralgiaError(f"there is no treatment '{name}'", fix=nearest(name, names))


def _treatment(key, row):
    effect = row.get("effect")
    interval = effect and tuple(effect["mean"] + z * effect["sd"] for z in (0, -Z_95, Z_95))
    sources = dict.fromkeys(one for part in row.values() if isinstance(part, dict) for one in part.get("source", ()))
    named = [one for one in sources if one != "EvidencePack"] or ["EvidencePack"]
    return Treatment(
        key,
        row["names"][0],
        tuple(words for node, words in NODES.items() if row.get(f"acts_on_{node}", {}).get("value")),
        interval,
        effect["score"] if effect else "",
        EVIDENCE[row["evidence"]],
        row["note"],
        cite(named, BOOK.references),
        effect["study"] if effect else "",
    )
