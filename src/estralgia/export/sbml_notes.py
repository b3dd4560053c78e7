"""What an SBML file says about itself and about each of its numbers."""

from .. import __version__
from ..model.book import Book
from ..model.references import cite
from ..runners.run import INTENDED_USE
from .symbols import ending

WHAT_IT_IS = """\
One woman and her tablets, written by estralgia {version}.
The woman: {woman}; id {id}, seed {seed}. Tablets: {regimen}. Theory: {theory}.
Time is in days from waking before the first tablet. States are parameters with rate rules; quantities have assignment \
rules, or initial assignments where nothing in this file moves them; a quantity that is a bare number here stands as \
one, and a number that is 0 at a place is left out there. What repeats ({axes}) ends in the name of its place, after \
two underscores. Waking and the hours at which something happens are events. What they alone change has a rate of 0, \
so that it starts again with everything else. On waking, less than 1e-12 ug of a drug counts as none.
What the file leaves out of the simulator:
- Treatments beside the tablets: nothing is added, and what they would act on stands at 0.
- Daily chance: what drifts from day to day ({noises}) is held at its value on the first day.
- Decisions ({decisions}) and all that hangs on them: every prescribed tablet is taken.
- The day-step: a mean or maximum over the day, or a value at waking, is replaced by the quantity at that instant. \
This is the continuous model, which the day-step of the simulator approximates.
- The population: this is one woman. What her numbers were drawn from is not here.
- How her state before treatment was found: it stands as initial values, and does not follow when a number is changed.
{intended_use}"""


def header(women, regimen, theory, wiring) -> list[str]:
    """The notes of the model, paragraph by paragraph."""
    woman = ", ".join(f"{name} {float(value[0]):g}" for name, value in women.covariates.items())
    text = WHAT_IT_IS.format(
        version=__version__, woman=woman, id=women.ids[0], seed=women.seed, regimen=regimen, theory=theory.name,
        axes=", ".join(sorted({*wiring.axes.values()} - {""})), noises=", ".join(wiring.of_kind("noise")) or "nothing",
        decisions=", ".join(wiring.of_kind("decision")) or "none", intended_use=INTENDED_USE,
    )  # fmt: skip
    return text.splitlines()


def number_notes(book: Book, entry, place: str) -> list[str]:
    """Where a number comes from: grade, source and note of its table."""
    row = entry.details
    if entry.kind == "parameter" and book.is_chosen(entry.per):
        row = book.row_of(entry, next(one for one in book.members_of(entry.per) if ending(one) == place))
    grade, sources, note = row.get("grade"), row.get("source"), row.get("note")
    return [
        *([f"evidence: {grade}; source: {cite(sources, book.references)}"] if grade and sources else []),
        *([note] if note else []),
    ]
