"""The example of docs/tables.md runs, and its list of columns is whole."""

import re
from pathlib import Path

from estralgia.book import BOOK
from estralgia.tables.covariates import COLUMNS
from estralgia.tables.doses import ALIASES, LEAD_IN_DAYS, PLAIN, read_doses

PAGE = Path(__file__).parent.parent.parent / "docs" / "tables.md"


def test_the_example_runs(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.S)
    names = {}
    exec(compile(code, "tables.md", "exec"), names)  # the page is ours
    printed = capsys.readouterr().out
    assert "carried forward" in printed
    assert "steady state" in printed
    again = read_doses("simulated.csv")
    assert again.drugs == ("anastrozole", "tamoxifen")
    assert (again.doses == names["table"].doses).all()


def test_every_column_is_described():
    text = PAGE.read_text(encoding="utf-8")
    for name in (*PLAIN, *ALIASES, *COLUMNS):
        assert f"`{name.upper()}`" in text, name
    for number, drug in enumerate(BOOK.drugs, 1):
        assert f"{number} {drug}" in text
    assert f"{LEAD_IN_DAYS} days" in text
