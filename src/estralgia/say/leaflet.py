"""The leaflet as text for a terminal: answer, verdict, reasons, then simulated beside published."""

VERDICTS_OF = (
    "The verdicts are those of the published record, not of the model. Extra pain is above that of the same woman "
    "without tablets."
)
VERDICTS = {
    "supported": "supported",
    "partly": "partly supported",
    "contradicted": "contradicted, as worded",
    "described": "described, not measured",
}
INDENT = "   "


def text(shown) -> str:
    """One claim as lines of text, without wrapping."""
    one = shown.claim
    lines = [f"{one.number}. {one.title}"]
    lines += [f"{INDENT}{one.little}"] if one.little else []
    lines += [f"{INDENT}{one.sentence}", f"{INDENT}The record: {VERDICTS[one.verdict]}."]
    lines += [f"{INDENT}- {reason.text} [{reason.sources}]" for reason in one.reasons]
    beside = "each beside herself without tablets (extra is above that)"
    lines.append(f"{INDENT}In the model, {shown.women:,} women, {beside}:")
    lines += [f"{INDENT}- {line(measured)}" for measured in told(shown)]
    lines += [f"{INDENT}Assumed: {one.assumed}", f"{INDENT}Picture: {one.picture}. Runs: {', '.join(one.runs)}."]
    if not shown.holds:
        lines.append(f"{INDENT}In this run the claim does not show: not all is within its bounds.")
    return "\n".join(lines)


def line(measured) -> str:
    """One measured quantity beside that without tablets and what was published."""
    parts = [f"{measured.quantity.what}: in the model {measured.simulated}"]
    parts += [f"without tablets {measured.untreated}"] if measured.untreated else []
    parts += [f"published {measured.quantity.published}"] if measured.quantity.published else []
    parts += [f"outside the bounds ({measured.bounds})"] if measured.holds is False else []
    return "; ".join(parts)


def contents(chosen) -> str:
    """Claims with their verdicts, one a line."""
    return "\n".join(f"{one.number:>2}. {one.title}: {VERDICTS[one.verdict]}" for one in chosen)


def told(shown) -> list:
    """What was measured, without the ratios that are for programs."""
    return [one for one in shown.measured if not one.quantity.for_programs]


def rows_first(shown) -> list:
    """What was measured: first what a study published too, then what has bounds, then the rest."""
    return sorted(told(shown), key=lambda row: (not row.quantity.published, row.holds is None))
