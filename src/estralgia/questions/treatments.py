"""Treatments: what can be added to the tablets, what each acts on, how much it does, and how well that is known."""

from typing import NamedTuple

from ..book import BOOK
from ..evidence.intervals import Z_95
from ..model.book import Book
from ..model.errors import UnknownName, nearest
from ..model.references import cite

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
NOT_KNOWN = "not said by this book, which does not mean that there are none"
SCORES = {"worst_pain": "worst pain", "average_pain": "average pain", "stiffness_on_waking": "stiffness on waking"}


class Treatment(NamedTuple):
    """One treatment. effect: net of its control arm, points of 10 (mean, low, high: 95 %); None where none is known.

    harms: what is known of its harms, with source and grade.
    """

    key: str
    name: str
    acts_on: tuple[str, ...]
    effect: tuple[float, float, float] | None
    score: str
    evidence: str
    note: str
    harms: str
    source: str
    anchor: str

    @property
    def effect_in_words(self) -> str:
        """The effect with its interval, e.g. "worst pain -0.8 (-1.6 to 0.0)"."""
        if self.effect is None:
            return "not in points"
        mean, low, high = (f"{value:z.1f}" for value in self.effect)
        return f"{SCORES[self.score]} {mean} ({low} to {high})"


def treatments(controls: bool = False, book: Book = BOOK) -> list[Treatment]:
    """All treatments that the book knows, the best known first; with the control arms of trials where asked for."""
    known = [_treatment(key, row, book) for key, row in book.treatments.items()]
    order = list(EVIDENCE.values())
    shown = [one for one in known if controls or one.evidence != EVIDENCE["control"]]
    return sorted(shown, key=lambda one: order.index(one.evidence))


def treatment(name: str, book: Book = BOOK) -> Treatment:
    """One treatment by any of its names. Raises UnknownName with the nearest name for one that does not exist."""
    for key, row in book.treatments.items():
        if name.casefold() in (key, *(one.casefold() for one in row["names"])):
            return _treatment(key, row, book)
    names = [row["names"][0] for row in book.treatments.values()]
    raise UnknownName(f"there is no treatment '{name}'", fix=nearest(name, names))


def _harms(said, book):
    return f"{said['text']} [{cite(said['source'], book.references)}; {said['grade']}]" if said else NOT_KNOWN


def _treatment(key, row, book):
    effect = row.get("effect")
    interval = effect and tuple(effect["mean"] + z * effect["sd"] for z in (0, -Z_95, Z_95))
    numbers = (part for name, part in row.items() if isinstance(part, dict) and name != "harms")
    sources = dict.fromkeys(one for part in numbers for one in part.get("source", ()))
    named = [one for one in sources if one != "EvidencePack"] or ["EvidencePack"]
    return Treatment(
        key,
        row["names"][0],
        tuple(words for node, words in NODES.items() if row.get(f"acts_on_{node}", {}).get("value")),
        interval,
        effect["score"] if effect else "",
        EVIDENCE[row["evidence"]],
        row["note"],
        _harms(row.get("harms"), book),
        cite(named, book.references),
        effect["study"] if effect else "",
    )
