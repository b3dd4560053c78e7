"""The README's example runs as it stands."""

import re
from pathlib import Path

README = Path(__file__).parent.parent / "README.md"


def test_the_ten_lines_run(capsys, recwarn):
    (code,) = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), flags=re.S)
    assert 8 <= len([line for line in code.splitlines() if line.strip()]) <= 10
    names = {}
    exec(compile(code, "README.md", "exec"), names)  # the README is ours
    printed = capsys.readouterr().out
    assert "untreated" in printed
    assert float(names["course"]["worst_pain"].isel(time=0).max()) > 1
