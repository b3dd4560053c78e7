"""The report and the docs as axe-core judges them: at the width of a telephone, of a desk and of a large screen."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from .browser import MISSING, Browser, find_browser

ROOT = Path(__file__).parents[2]
AXE = ROOT / "build" / "axe" / "package" / "axe.min.js"
WIDTHS = (390, 1280, 1920)
RUN = """axe.run(document, {resultTypes: ['violations']}).then(found => found.violations.map(one =>
  one.id + ': ' + one.nodes.map(node => node.target.join(' ')).join(' | ')))"""
OPEN = "document.querySelectorAll('details').forEach(one => one.open = true)"

pytestmark = [
    pytest.mark.skipif(find_browser() is None, reason=MISSING),
    pytest.mark.skipif(not AXE.exists(), reason="no axe-core: run `make axe`, which fetches it into build/"),
]


def violations(page, path, script=""):
    page.open(path)
    page.value(AXE.read_text(encoding="utf-8") + ";" + script)
    return page.value(RUN)


@pytest.fixture(scope="module")
def report(arms, tmp_path_factory):
    return arms.report(tmp_path_factory.mktemp("accessible") / "report.html")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "html", "-d", folder / "read", "docs", folder / "html"]
    subprocess.run(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT / "src")}, check=True, timeout=300)
    return folder / "html"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_in_the_report_shuts_anybody_out(report, width, dark):
    with Browser(width=width, dark=dark) as page:
        assert violations(page, report) == []
        assert violations(page, report, OPEN) == []


def test_a_page_that_shuts_somebody_out_is_found(tmp_path):
    path = tmp_path / "bad.html"
    path.write_text('<html><body><img src="x.png"><p style="color:#eee">pale</p></body></html>', encoding="utf-8")
    with Browser() as page:
        found = " ".join(violations(page, path))
    assert "image-alt" in found
    assert "color-contrast" in found


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_in_the_docs_shuts_anybody_out(site, width):
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 20
    with Browser(width=width) as page:
        found = {str(path.relative_to(site)): violations(page, path) for path in pages}
    assert {name: one for name, one in found.items() if one} == {}
