"""Self-contained HTML: templates filled with words, pictures and tables; nothing is fetched from anywhere."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from matplotlib.figure import Figure

from ..look import style
from . import leaflet

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Plate:
    """A figure, what is seen in it in words with its numbers, and how it is read and what was assumed."""

    name: str
    figure: Figure
    seen: str
    caption: str


@dataclass(frozen=True)
class Row:
    """A line of a table: its cells; those at the places `coloured` stand in the colour of a role of `look.style`."""

    cells: tuple[str, ...]
    role: str = ""
    coloured: tuple[int, ...] = ()


def page(template: str, title: str, **given) -> str:
    """A whole page, in light, dark and print, from a template that extends page.html."""
    colours = "\n".join(f".of-{role} {{ color: var(--{role}); }}" for role in ("untreated", *style.ROLES))
    sheet = "\n".join([style.variables(), (HERE / "page.css").read_text(encoding="utf-8"), colours])
    return part(template, title=title, sheet=Markup(sheet), **given)  # ours: no word of a reader stands in it


def part(template: str, **given) -> Markup:
    """A template of the folder templates, filled; whatever is not markup already is escaped."""
    return Markup(_templates().get_template(template).render(**given))


@cache
def _templates():
    found = Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    found.filters |= {"anchor": anchor, "drawn": drawn, "line": leaflet.line, "rows_first": leaflet.rows_first}
    found.globals["verdicts"] = leaflet.VERDICTS
    return found


def anchor(text: str) -> str:
    """What a heading is called in a link."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def drawn(plate: Plate) -> Markup:
    """The figure; the words that stand for it are escaped in `look.style`."""
    return Markup(style.figure_for_page(plate.figure, plate.name, plate.seen))


def leaflet_of(shown: Iterable) -> Markup:
    """The claims of `questions.leaflet`, a line each with the verdict of the record; the rest opens on a click."""
    return part("leaflet.html", claims=list(shown))
