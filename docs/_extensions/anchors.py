"""Anchors that a page writes as `<a id="name"></a>`, for readers of the plain file, are places to link to here too."""

import re

ANCHOR = re.compile(r'<a id="([\w-]+)"></a>')


def _as_span(app, document, source):
    source[0] = ANCHOR.sub(r"[]{#\1}", source[0])


def setup(app):
    """What Sphinx calls: every page is read with its anchors in the way of MyST."""
    app.connect("source-read", _as_span)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
