"""The documentation site: the Markdown files of the project as pages, built offline. `make docs` builds it."""

import sys
from importlib.metadata import version as installed
from pathlib import Path

from pygments.lexers.special import TextLexer
from sphinx.highlighting import lexers

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "_extensions"))
sys.path.insert(0, str(HERE.parent / "src"))

project = "estralgia"
author = "The estralgia authors"
copyright = author
version = release = installed("estralgia")

extensions = ["myst_parser", "sphinx.ext.autodoc", "math_offline", "pages", "accessible"]
exclude_patterns = ["_extensions"]

myst_enable_extensions = ["attrs_inline"]
myst_fence_as_directive = ["math"]
myst_heading_anchors = 3
lexers["mermaid"] = TextLexer()  # the diagram of causes is shown as its text

autodoc_default_options = {"members": True, "undoc-members": False, "member-order": "bysource"}
autodoc_typehints = "signature"
add_module_names = False

html_theme = "furo"
html_title = f"estralgia {release}"
html_copy_source = False
html_show_sphinx = False
html_math_renderer = "mathml"
