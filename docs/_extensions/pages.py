"""Pages of the site as they are read on their own: the files at the top of the project, anchors, links between."""

import re
from pathlib import Path

TOP = Path(__file__).parents[2]
FROM_THE_TOP = {"index": "README.md", "contributing": "CONTRIBUTING.md", "changelog": "CHANGELOG.md"}
HOMES = {file: f"{page}.md" for page, file in FROM_THE_TOP.items()}
ANCHOR = re.compile(r'<a id="([\w-]+)"></a>')
LINK = re.compile(r"\]\((?P<file>[\w/.-]+)")


def as_in_docs(text: str) -> str:
    """The text of a file at the top with its links as they are from within the folder docs."""
    return LINK.sub(lambda link: f"]({HOMES.get(link['file'], link['file'].removeprefix('docs/'))}", text)


def _read(app, page, source):
    if page in FROM_THE_TOP:
        file = TOP / FROM_THE_TOP[page]
        app.env.note_dependency(str(file))
        source[0] = as_in_docs(file.read_text(encoding="utf-8")) + "\n" + source[0]
    source[0] = ANCHOR.sub(r"[]{#\1}", source[0])


def setup(app):
    """What Sphinx calls: every page is read in this way."""
    app.connect("source-read", _read)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
