"""The leaflet on a page: each claim with its verdict in words, one sentence, and simulated beside published."""

from html import escape

from .leaflet import VERDICTS, line

SHEET = """<style>
.leaflet { max-width: 44rem; margin: 0; padding: 0; list-style: none; }
.leaflet > li { margin: 0; padding: 0.8rem 0; border-top: 1px solid var(--grid); break-inside: avoid; }
.leaflet h3 { display: inline; margin: 0; font-size: 1.05rem; }
.leaflet .verdict { display: inline-block; margin-left: 0.4rem; padding: 0 0.5rem; border: 1px solid var(--faint);
  border-radius: 0.8rem; font-size: 0.85rem; white-space: nowrap; }
.leaflet .verdict.contradicted { border: 2px solid var(--ink); }
.leaflet .verdict.not-known { border-style: dashed; }
.leaflet p, .leaflet ul { margin: 0.3rem 0; }
.leaflet .little { font-style: italic; }
.leaflet .beside, .leaflet details { color: var(--faint); font-size: 0.95rem; }
.leaflet summary { margin-top: 0.2rem; font-weight: normal; }
</style>"""
MOST_BESIDE = 3  # lines that stand open


def leaflet(shown) -> str:
    """An HTML fragment: the claims of `questions.leaflet` as a compact list; what explains them opens on a click."""
    items = "\n".join(_item(one) for one in shown)
    return f'{SHEET}\n<ol class="leaflet">\n{items}\n</ol>'


def _item(shown) -> str:
    one = shown.claim
    verdict = (
        f'<span class="verdict {one.verdict.replace(" ", "-")}">{escape(f"the record: {VERDICTS[one.verdict]}")}</span>'
    )
    little = f'<p class="little">{escape(one.little)}</p>' if one.little else ""
    known = [row for row in shown.measured if row.quantity.published]
    bound = [row for row in shown.measured if row.holds is not None and row not in known]
    first = [*known, *bound][:MOST_BESIDE]
    rest = [row for row in shown.measured if row not in first]
    beside = "".join(f'<p class="beside">{escape(line(row))}</p>' for row in first)
    return (
        f"<li><h3>{one.number}. {escape(one.title)}</h3> {verdict}{little}<p>{escape(one.sentence)}</p>{beside}"
        f"<details><summary>Why, and what is assumed</summary>{_why(one, rest)}</details></li>"
    )


def _why(one, rest) -> str:
    lines = [f"{reason.text} ({reason.sources})" for reason in one.reasons] + [line(row) for row in rest]
    rows = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<ul>{rows}</ul><p>Assumed: {escape(one.assumed)}</p>"
