"""The README's example runs as it stands."""

import re
from pathlib import Path

README = Path(__file__).parent.parent / "README.md"


def test_the_examples_run_one_after_another(capsys, recwarn):
    first, *others = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), flags=re.S)
    assert 8 <= len([line for line in first.splitlines() if line.strip()]) <= 10
    names = {}
    exec(compile(first, "README.md", "exec"), names)  # the README is ours
    printed = capsys.readouterr().out
    assert "untreated" in printed
    assert float(names["course"]["worst_pain"].isel(time=0).max()) > 1
    for code in others:
        exec(compile(code, "README.md", "exec"), names)
    assert len(names["course"].arms) == 2 + len(names["options"])


def test_every_command_of_the_readme_exists():
    from estralgia.cli import main

    told = set(re.findall(r"^estralgia ([\w-]+)", README.read_text(encoding="utf-8"), flags=re.M))
    assert told == set(main.commands) - {"demo"}
