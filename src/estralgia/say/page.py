"""One self-contained HTML page: words, pictures, a table and a record; nothing is fetched from anywhere."""

import re
from dataclasses import dataclass
from html import escape
from itertools import groupby
from pathlib import Path

from matplotlib.figure import Figure

from ..look import style


@dataclass(frozen=True)
class Plate:
    """A figure with what one sees in it and what was assumed."""

    name: str
    figure: Figure
    caption: str


def page(title: str, parts: list[str]) -> str:
    """A whole page of these parts, in light, dark and print."""
    sheet = style.variables() + "\n" + Path(__file__).with_name("page.css").read_text(encoding="utf-8")
    head = (
        '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{sheet}</style>"
    )
    body = "<body>\n<main>\n" + "\n".join(parts) + "\n</main>\n</body>"
    return f'<!DOCTYPE html>\n<html lang="en">\n<head>\n{head}\n</head>\n{body}\n</html>\n'


def heading(text: str, level: int = 2) -> str:
    """A heading; the contents can point to those of level 2."""
    name = f' id="{_anchor(text)}"' if level == 2 else ""
    return f"<h{level}{name}>{escape(text)}</h{level}>"


def contents(headings: list[str]) -> str:
    """What is on the page, as links."""
    links = "".join(f'<li><a href="#{_anchor(text)}">{escape(text)}</a></li>' for text in headings)
    return f'<nav aria-label="On this page"><ul>{links}</ul></nav>'


def _anchor(text):
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def paragraphs(texts: list[str], kind: str) -> str:
    """Paragraphs in a box of one kind: "use", "flags", "answer" or "assumed"."""
    return f'<div class="{kind}">' + "".join(f"<p>{escape(text)}</p>" for text in texts) + "</div>"


def plates(found: list[Plate]) -> str:
    """Pictures with their captions, side by side where there is room."""
    figures = []
    for one in found:
        drawn = style.figure_for_page(one.figure, one.name, one.caption)
        figures.append(f"<figure>{drawn}<figcaption>{escape(one.caption)}</figcaption></figure>")
    return '<div class="pictures">' + "\n".join(figures) + "</div>"


def sections(found: dict[str, list[Plate]]) -> list[str]:
    """Pictures under their headings; sections of a single picture stand side by side where there is room."""
    parts = []
    for single, group in groupby(found.items(), lambda item: len(item[1]) == 1):
        inside = [f"<section>{heading(text)}{plates(several)}</section>" for text, several in group]
        parts.append(f'<div class="singles">{"".join(inside)}</div>' if single else "".join(inside))
    return parts


def table(columns: tuple[str, ...], rows) -> str:
    """A table; on a telephone each row becomes a small block."""
    head = "".join(f"<th>{escape(column)}</th>" for column in columns)
    lines = []
    for row in rows:
        first, *others = (escape(text) for text in row)
        cells = "".join(
            f'<td data-label="{escape(name)}">{text}</td>' for name, text in zip(columns[1:], others, strict=True)
        )
        lines.append(f"<tr><td>{first}</td>{cells}</tr>")
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>"


def record(title: str, entries: dict) -> str:
    """Names and values behind a line that opens on a click."""
    lines = "".join(
        f"<dt>{escape(name.replace('_', ' '))}</dt><dd>{escape(str(value))}</dd>" for name, value in entries.items()
    )
    return f"<details><summary>{escape(title)}</summary><dl>{lines}</dl></details>"
