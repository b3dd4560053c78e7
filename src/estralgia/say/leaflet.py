"""The leaflet as text for a terminal: answer, verdict, reasons, then simulated beside published."""

CAUTION = (
    "Research and education software, not a medical device: it never advises anybody to stop, pause or change a "
    "treatment. Questions about the tablets belong with the care team; so do a hot swollen joint, fever, a painful "
    "swollen calf or numbness, soon."
)
VERDICTS = {
    "supported": "supported",
    "partly": "partly supported",
    "contradicted": "contradicted, as worded",
    "not known": "not known",
}
INDENT = "   "


def text(shown) -> str:
    """One claim as lines of text, without wrapping."""
    one = shown.claim
    lines = [f"{one.number}. {one.title}"]
    lines += [f"{INDENT}{one.little}"] if one.little else []
    lines += [f"{INDENT}{one.sentence}", f"{INDENT}The record: {VERDICTS[one.verdict]}."]
    lines += [f"{INDENT}- {reason.text} [{reason.sources}]" for reason in one.reasons]
    lines.append(f"{INDENT}The model, {shown.women:,} women, each beside her untreated twin (extra is above hers):")
    lines += [f"{INDENT}- {line(measured)}" for measured in shown.measured]
    lines += [f"{INDENT}Assumed: {one.assumed}", f"{INDENT}Picture: {one.picture}. Runs: {', '.join(one.runs)}."]
    if not shown.holds:
        lines.append(f"{INDENT}In this run the claim does not show: not all is within its bounds.")
    return "\n".join(lines)


def line(measured) -> str:
    """One measured quantity beside its untreated twin and what was published."""
    parts = [f"{measured.quantity.what}: simulated {measured.simulated}"]
    parts += [f"untreated {measured.untreated}"] if measured.untreated else []
    parts += [f"published {measured.quantity.published}"] if measured.quantity.published else []
    parts += [f"outside the bounds ({measured.bounds})"] if measured.holds is False else []
    return "; ".join(parts)


def contents(chosen) -> str:
    """Claims with their verdicts, one a line."""
    return "\n".join(f"{one.number:>2}. {one.title}: {VERDICTS[one.verdict]}" for one in chosen)
