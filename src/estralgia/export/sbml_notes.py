"""What an SBML file says about itself and about each of its numbers."""

from ..model import numbers
from ..model.references import cite

LEFT_OUT = (
    "Left out, beside the simulator:",
    "- Daily chance: the drift of background pain (background_drift) is held at its value at the start.",
    "- Decisions: every prescribed tablet is taken; none is missed, and pain stops none. The chapter of behavior is absent.",
    "- The day-step: a mean or a maximum over the day, and a value at waking, are replaced by the quantity at that instant, "
    "so that this file is the continuous model of which the simulator's day-step is an approximation.",
    "- The population: this is one woman. Her own numbers stand as constants; what they were drawn from is not in the file.",
    "- Her state before treatment was settled by the simulator and stands as initial values.",
)


def header(women, regimen, theory, version: str) -> list[str]:
    """The notes of the model, paragraph by paragraph."""
    from ..model.course import INTENDED_USE

    said = ", ".join(f"{name} {float(value[0]):g}" for name, value in women.covariates.items())
    return [
        "Joint pain under aromatase inhibitors: one woman, her tablets and her joints, written by estralgia "
        f"{version} with its export to SBML.",
        f"The woman: {said}; id {women.ids[0]}, seed {women.seed}. Tablets: {regimen}. Theory: {theory.name}.",
        "Time is in days from waking before the first tablet. States are parameters with rate rules, quantities are "
        "assignment rules, numbers that stay with her are computed once by initial assignments. A name of one joint or "
        "one drug ends in it, e.g. pain__left_fingers. Tablets, waking and changes of activity are events; each holds "
        "the time at which it is due next.",
        *LEFT_OUT,
        INTENDED_USE,
    ]


def number_notes(entry, place: str) -> list[str]:
    """Where a number comes from: grade, source and note of its table."""
    row = entry.details
    if entry.per == "drug":
        row = numbers.drugs()[place].get(entry.name, {})
    grade, sources, note = row.get("grade"), row.get("source"), row.get("note")
    return [
        *([f"evidence: {grade}; source: {cite(sources)}"] if grade and sources else []),
        *([note] if note else []),
    ]
