"""Pages of the site for everybody: what scrolls sideways can be reached by the keyboard, and landmarks have names."""

from pathlib import Path

# What stands in the pages of the theme: what stands there instead.
MENDED = {
    "<pre>": '<pre tabindex="0">',
    '<div class="table-wrapper': '<div tabindex="0" class="table-wrapper',
    '<div class="math': '<div tabindex="0" class="math',
    '<aside class="sidebar-drawer">': '<aside class="sidebar-drawer" aria-label="All pages">',
    '<div id="search-results">': '<h1>Search</h1>\n<div aria-live="polite" id="search-results">',
    '<aside class="toc-drawer': '<aside aria-label="On this page" class="toc-drawer',
}


def mended(text: str) -> str:
    """A page with all of it mended."""
    for found, instead in MENDED.items():
        text = text.replace(found, instead)
    return text


def _mend(app, problem):
    if problem is None and app.builder.name == "html":
        for path in Path(app.outdir).rglob("*.html"):
            text = path.read_text(encoding="utf-8")
            if (after := mended(text)) != text:
                path.write_text(after, encoding="utf-8")


def setup(app):
    """What Sphinx calls: pages are mended when all are written."""
    app.connect("build-finished", _mend)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
