"""Runs the blocks of a page, for the test that compares and for `make golden`, which writes their output again."""

import contextlib
import io
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"```python\n(?P<code>.*?)```\n(?:\n```text\n(?P<printed>.*?)```\n)?", re.S)


def run_page(text):
    """For every Python block of a page, in one namespace: (its match, what it prints)."""
    names, found = {}, []
    for block in BLOCK.finditer(text):
        with contextlib.redirect_stdout(io.StringIO()) as out:
            exec(compile(block["code"], "a page of docs", "exec"), names)  # the pages are ours
        found.append((block, out.getvalue()))
    return found


def rewritten(text):
    """The page with what its blocks print, wherever a block for it follows."""
    for block, printed in reversed(run_page(text)):
        if block["printed"] is not None:
            text = text[: block.start("printed")] + printed + text[block.end("printed") :]
    return text


@pytest.fixture(scope="session")
def tutorial():
    """Blocks of the tutorial and what they print: (code, what stands on the page or None, what was printed)."""
    text = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    return [(block["code"], block["printed"], printed) for block, printed in run_page(text)]


if __name__ == "__main__":
    page = ROOT / "docs" / "tutorial.md"
    page.write_text(rewritten(page.read_text(encoding="utf-8")), encoding="utf-8")
