"""Pages about the commands: the reference is that of the parser, and every text about tablets on a page is read."""

import re
from pathlib import Path

import click
import pytest

from estralgia import cli
from estralgia.book import BOOK
from estralgia.cli.pages import REBUILD, reference, write
from estralgia.model.regimen import read_regimen

ROOT = Path(__file__).parents[2]
REGIMENS, COMMANDS = ((ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("regimens.md", "commands.md"))


def in_blocks(text, language):
    blocks = re.findall(rf"```{language}\n(.*?)```", text, re.S)
    return [line for block in blocks for line in block.splitlines() if line]


def test_the_reference_is_that_of_the_parser(tmp_path):
    assert COMMANDS == reference(), f"write it again: {REBUILD}"
    write(tmp_path / "commands.md")
    assert (tmp_path / "commands.md").read_text(encoding="utf-8") == reference()
    for name, command in cli.main.commands.items():
        assert f"## estralgia {name}" in reference()
        options = [one for one in command.params if isinstance(one, click.Option)]
        assert all(f"`{one.opts[0]}" in reference() for one in options)


@pytest.mark.parametrize("text", in_blocks(REGIMENS, "text regimen"))
def test_tablets_on_the_page_are_read_and_written_back(text):
    assert read_regimen(str(read_regimen(text, BOOK)), BOOK) == read_regimen(text, BOOK)


@pytest.mark.parametrize("text", in_blocks(REGIMENS, "text addition"))
def test_what_is_added_on_the_page_is_read_and_written_back(text):
    base = read_regimen("letrozole", BOOK)
    added = base.with_addition(text, BOOK)
    assert added.additions
    assert read_regimen(str(added), BOOK) == added


def test_the_grammar_names_every_drug():
    assert all(name in REGIMENS for name in BOOK.drugs)
