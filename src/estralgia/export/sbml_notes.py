"""What an SBML file says about itself and about each of its numbers."""

from .. import __version__
from ..model.book import Book
from ..model.references import cite
from ..runners.run import INTENDED_USE

WHAT_IT_IS = """\
Joint pain under aromatase inhibitors: one woman, her tablets and her joints, written by estralgia {version}.
The woman: {woman}; id {id}, seed {seed}. Tablets: {regimen}. Theory: {theory}.
Time is in days from waking before the first tablet. States are parameters with rate rules, quantities have assignment \
rules, and quantities that stay with her are computed once by initial assignments. What concerns one joint or one drug \
ends in its name, e.g. pain__left_fingers. Waking, changes of activity and tablets are events; each keeps the time at \
which it is due next in a parameter of its own. On waking, less than 1e-12 ug of a drug counts as none.
What the file leaves out of the simulator:
- Treatments beside the tablets: nothing is added, and what they would act on stands at 0.
- Daily chance: the drift of background pain (background_drift) is held at its value on the first day.
- Decisions: every prescribed tablet is taken; the chapter of behavior is not here.
- The day-step: a mean or maximum over the day, or a value at waking, is replaced by the quantity at that instant. \
This is the continuous model, which the day-step of the simulator approximates.
- The population: this is one woman. What her numbers were drawn from is not here.
- How her state before treatment was found: it stands as initial values, and does not follow when a number is changed.
{intended_use}"""


def header(women, regimen, theory) -> list[str]:
    """The notes of the model, paragraph by paragraph."""
    woman = ", ".join(f"{name} {float(value[0]):g}" for name, value in women.covariates.items())
    text = WHAT_IT_IS.format(
        version=__version__, woman=woman, id=women.ids[0], seed=women.seed, regimen=regimen, theory=theory.name,
        intended_use=INTENDED_USE,
    )  # fmt: skip
    return text.splitlines()


def number_notes(book: Book, entry, place: str) -> list[str]:
    """Where a number comes from: grade, source and note of its table."""
    row = entry.details
    if entry.per == "drug":
        row = book.drugs[place].get(entry.name, {})
    grade, sources, note = row.get("grade"), row.get("source"), row.get("note")
    return [
        *([f"evidence: {grade}; source: {cite(sources, book.references)}"] if grade and sources else []),
        *([note] if note else []),
    ]
