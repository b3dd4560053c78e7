"""Mathematics as MathML within the page: browsers draw it themselves, and nothing is fetched."""

import re

from docutils import nodes
from latex2mathml.converter import convert

NAME = re.compile(r"\\mathrm\{((?:\\_|[^{}\\])*)\}")


def mathml(latex: str, display: str) -> str:
    """MathML of a LaTeX formula; `display` is "block" or "inline". A name in upright letters stays one word."""
    return convert(NAME.sub(lambda found: rf"\text{{{found[1].replace(chr(92) + '_', '_')}}}", latex), display=display)


def _inline(self, node):
    self.body.append(mathml(node.astext(), "inline"))
    raise nodes.SkipNode


def _block(self, node):
    self.body.append(f'<div class="math">{mathml(node.astext(), "block")}</div>\n')
    raise nodes.SkipNode


def setup(app):
    """What Sphinx calls: the renderer that conf.py names."""
    app.add_html_math_renderer("mathml", (_inline, None), (_block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
