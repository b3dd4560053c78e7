"""The one place that decides how things look: colours for light and dark, letters, lines, and figures as SVG."""

import io
import re
from contextlib import contextmanager
from html import escape
from textwrap import fill
from typing import Any

import matplotlib
from matplotlib.figure import Figure

from ..runners.run import UNTREATED

# role: (light, dark). A light colour stands for its role in a figure, so no two roles may share one.
COLOURS = {
    "paper": ("#ffffff", "#14171c"),
    "ink": ("#1f2430", "#e9ebef"),
    "faint": ("#5a6170", "#a6adba"),
    "grid": ("#e1e4e9", "#313843"),
    "skin": ("#e8ebf0", "#272e38"),
    "untreated": ("#0072b2", "#62b8ec"),
    "treated": ("#c8500a", "#ff9a5c"),
    "second": ("#00735a", "#5bd08a"),
    "third": ("#a2457c", "#e79cc6"),
    "fourth": ("#7d6200", "#e3c44f"),
    "fifth": ("#8a3b2e", "#e8a79a"),
}
LINES_OF_ALL = re.compile(r"<defs>\s*<style[^>]*>.*?</style>\s*</defs>", re.DOTALL)  # would hold for a whole page
LETTERS = 40  # of a title, in the usual width
LONG = 21  # letters of a legend that two columns hold
WIDTH = 4.0  # inches: on a telephone 360 pixels wide the letters of a figure are then 12 pixels high
HATCH = "////"  # of a band that lies over another, so that the two can be told apart without colours
# Of the arms with a drug, in the order in which they were asked for.
ROLES = ("treated", "second", "third", "fourth", "fifth")
LINES = ("-", (0, (7, 1.5, 1.2, 1.5)), (0, (1.2, 1.5)), (0, (5, 1.5)), (0, (7, 1.5, 1.2, 1.5, 1.2, 1.5)))
MARKERS = ("o", "s", "^", "v", "P")
SETTINGS = {
    "font.family": ["DejaVu Sans"],
    "font.size": 10.5,
    "axes.titlesize": 11,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.labelsize": 10.5,
    "xtick.labelsize": 10,
    "ytick.labelsize": 10,
    "legend.fontsize": 10,
    "legend.frameon": False,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "xtick.minor.size": 0,
    "ytick.minor.size": 0,
    "grid.linewidth": 0.8,
    "lines.linewidth": 1.8,
    "lines.solid_capstyle": "round",
    "hatch.linewidth": 0.7,
    "svg.fonttype": "none",
    "svg.hashsalt": "estralgia",
}
ROLES_OF_SETTINGS = {
    "ink": ("text.color", "axes.titlecolor"),
    "faint": ("axes.labelcolor", "xtick.color", "ytick.color"),
    "grid": ("grid.color", "axes.edgecolor"),
    "paper": ("figure.facecolor", "axes.facecolor", "savefig.facecolor"),
}


class Picture(Figure):
    """A matplotlib figure that shows and saves itself as SVG with real text, for light and dark."""

    def savefig(self, path, **options):
        """Write to a file; the ending of its name chooses the format. SVG follows the light or dark of its reader."""
        if str(path).endswith(".svg"):
            with open(path, "w", encoding="utf-8") as file:
                file.write(self._repr_svg_())
        else:
            options.setdefault("dpi", 200)
            super().savefig(path, **options)

    def _repr_svg_(self) -> str:
        return f'<?xml version="1.0" encoding="utf-8"?>\n{_svg(self, f"<style>{variables()}</style>")}'


@contextmanager
def drawing():
    """Whatever is drawn inside has the house style."""
    settings: Any = SETTINGS | {name: colour(role) for role, names in ROLES_OF_SETTINGS.items() for name in names}
    with matplotlib.rc_context(settings):
        yield


def picture(height: float, rows: int = 1, columns: int = 1, **options) -> tuple[Picture, Any]:
    """An empty Picture of the usual width and its axes. To be called while `drawing`."""
    figure = Picture(figsize=(WIDTH, height), layout="constrained")
    return figure, figure.subplots(rows, columns, **options)


def small_multiples(count: int, height: float) -> tuple[Picture, list]:
    """An empty Picture of so many panels, two in a row, each of the usual width and this height in inches."""
    columns = min(count, 2)
    rows = -(-count // columns)
    figure = Picture(figsize=(columns * WIDTH, rows * height), layout="constrained")
    panels = list(figure.subplots(rows, columns, squeeze=False).flat)
    for axes in panels[count:]:
        axes.remove()
    return figure, panels[:count]


def heading(figure: Figure, text: str):
    """The title of a picture, at its left edge; long ones are broken where they would be cut."""
    letters = int(LETTERS * figure.get_figwidth() / WIDTH)
    lines = [fill(line, letters) for line in text.split("\n")]
    figure.suptitle("\n".join(lines), x=0.01, ha="left", fontsize=11.5, fontweight="bold")


def legend(figure: Figure, **options):
    """What the lines and marks of a picture are, under it; in one column where long words would be cut."""
    options = {"columnspacing": 1.2, "handlelength": 2.2} | options
    shown = figure.legend(loc="outside lower left", **options)
    if options.get("ncols", 1) > 1 and any(len(text.get_text()) > LONG for text in shown.get_texts()):
        shown.remove()
        figure.legend(loc="outside lower left", **options | {"ncols": 1})


def colour(role: str) -> str:
    """The light colour of a role."""
    return COLOURS[role][0]


def role_of_arm(course, arm: str) -> str:
    """The role in COLOURS of an arm: the same in every picture and table, whichever other arms are shown."""
    return "untreated" if arm == UNTREATED else _of_drugs(course, arm, ROLES)


def colour_of_arm(course, arm: str) -> str:
    """The colour of an arm: see `role_of_arm`."""
    return colour(role_of_arm(course, arm))


def line_of_arm(course, arm: str) -> Any:
    """The line of an arm: the untreated twin is dashed, so that all can be told apart without colours."""
    return (0, (4, 2)) if arm == UNTREATED else _of_drugs(course, arm, LINES)


def marker_of_arm(course, arm: str) -> str:
    """The mark of an arm: the untreated twin has a diamond."""
    return "D" if arm == UNTREATED else _of_drugs(course, arm, MARKERS)


def _of_drugs(course, arm, choices):
    order = [one for one in dict.fromkeys((*course.asked.arms, *course.arms)) if one != UNTREATED]
    return choices[order.index(arm) % len(choices)]


def variables() -> str:
    """The colours as CSS variables: dark where the reader prefers dark, always light on paper."""
    light, dark = ("".join(f"--{role}:{pair[i]};" for role, pair in COLOURS.items()) for i in (0, 1))
    return f":root{{{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}"


def figure_for_page(figure: Figure, name: str, description: str) -> str:
    """A figure as SVG inside an HTML page: no names of XML, ids of its own, and words for those who cannot see it."""
    text = re.sub(r' xmlns(:xlink)?="[^"]*"', "", _svg(figure)).replace("xlink:href", "href")
    place = re.sub(r"[^A-Za-z0-9_-]", lambda one: f"_{ord(one[0]):x}", name)  # an id holds no space, a url no bracket
    text = re.sub(r'( id="|href="#|url\(#)', rf"\g<1>{place}-", text)
    return text.replace("<svg", f'<svg role="img" aria-label="{escape(description)}"', 1)


def _svg(figure, sheet=""):
    """The figure with its colours as CSS variables and the letters of the reader's own machine."""
    file = io.StringIO()
    with drawing():
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        Figure.savefig(figure, file, format="svg", metadata=nothing)
    text = file.getvalue()
    text = text[text.index("<svg") :].replace("'DejaVu Sans'", "system-ui, 'DejaVu Sans', sans-serif")
    text = LINES_OF_ALL.sub("", text).replace("<svg", '<svg style="stroke-linejoin: round; stroke-linecap: butt"', 1)
    for role, (light, _) in COLOURS.items():
        text = text.replace(f": {light}", f": var(--{role}, {light})")
    return text.replace(">", f">{sheet}", 1)
