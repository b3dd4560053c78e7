"""A folder with files of women, good and bad, and the command, in this process and in one of its own."""

import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from estralgia import cli

FILES = {
    "anna.toml": "age = 61\nyears_since_menopause = 9\nbmi = 29\njoint_pain_before = 2\n",
    "anna.csv": "age = 61\n",
    "marked.toml": b"\xef\xbb\xbfage = 61\r\n",
    "empty.toml": "",
    "comment.toml": "# age = 61\n",
    "broken.toml": "age = \n",
    "typo.toml": "agee = 61\n",
    "twice.toml": "age = 61\nage = 62\n",
    "text.toml": 'age = "old"\n',
    "nan.toml": "age = nan\n",
    "infinity.toml": "bmi = inf\n",
    "minus.toml": "years_since_menopause = -inf\n",
    "young.toml": "age = 45\nyears_since_menopause = 0.2\n",
    "long_ago.toml": "age = 60\nyears_since_menopause = 50\n",
    "pain.toml": "joint_pain_before = 10\n",
    "alleles.toml": "cyp2a6_variant_alleles = 1.5\n",
    "chemotherapy.toml": 'chemotherapy = "perhaps"\n',
    "tall.toml": "weight = 200\nbmi = 20\n",
    "level.toml": 'age = 61\nestradiol = "4 miles"\n',
    "level_nan.toml": 'estradiol = "nan pg/mL"\n',
    "unit.toml": "bmi = 29 kg\n",
    "table.toml": "[age]\nvalue = 61\n",
    "list.toml": "age = [61, 62]\n",
    "date.toml": "age = 1965-05-27\n",
    "name.toml": "name = 7\n",
    "latin.toml": b"name = '\xe9'\n",
    "wide.toml": "age = 61\n".encode("utf-16"),
    "binary.toml": bytes(range(256)) * 20,
    "huge.toml": b"#" * 3_000_000,
    "deep.toml": "age = " + "[" * 5000,
    "dots.toml": "age" + ".a" * 4000 + " = 1",
    "digits.toml": "age = " + "9" * 6000,
    "giant.toml": "years_since_menopause = -" + "9" * 4000,
    "long.toml": f'name = "{"a" * 9000}"',
    "codes.toml": '"a\\nb\\u001b[31m" = 1\n',
}


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A folder to work in, with files of women, good and bad."""
    for name, text in FILES.items():
        (tmp_path / name).write_bytes(text.encode() if isinstance(text, str) else text)
    for name in ("folder", "folder.nc", "folder.html"):
        (tmp_path / name).mkdir()
    (tmp_path / "link.csv").symlink_to("anna.csv")
    os.mkfifo(tmp_path / "pipe.nc")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def at_work(monkeypatch):
    """Called in place of the long work."""

    def replace(instead):
        monkeypatch.setattr("estralgia.questions.simulate.run_of", instead)

    return replace


@pytest.fixture
def run():
    """`run("simulate --json")` in this process: exit_code, stdout, stderr, exception."""
    return lambda arguments: CliRunner().invoke(cli.main, arguments, prog_name="estralgia")


@pytest.fixture
def start():
    """`start(arguments of python, ...)` in a process of its own, with this search path."""

    def begin(*arguments, variables=None, **options):
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))} | (variables or {})
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True} | options
        return subprocess.Popen([sys.executable, *arguments], env=environment, **streams)

    return begin


@pytest.fixture
def fresh(start):
    """The same, awaited: returncode, stdout, stderr."""

    def finish(*arguments, **options):
        with start(*arguments, **options) as process:
            out, err = process.communicate(timeout=300)
        return subprocess.CompletedProcess(arguments, process.returncode, out, err)

    return finish
