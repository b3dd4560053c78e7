"""A book of one's own, as the example folder brings it, in every command that reads a book."""

from pathlib import Path

import click
import pytest

from estralgia import cli
from estralgia.book import BOOK

EXAMPLE = Path(__file__).parents[2] / "examples" / "book"
# Command -> what is typed, and words of its answer that only the book of the example can say.
TYPED = {
    "simulate": (
        "--drug newtrozole --patients 2 --years 0.2 --add 'tai chi from week 2' --theory 'all; withdrawal=steep'",
        ("newtrozole with tai chi", "tai chi: evidence D"),
    ),
    "explain": ("--drug newtrozole --day 60", ("newtrozole",)),
    "leaflet": ("1 --patients 20 --theory 'all; withdrawal=steep'", ("20 women",)),
    "study": ("YOCAS --screened 100 --drug newtrozole", ("active less control",)),
    "theories": ("'all; withdrawal=steep' --drug newtrozole --patients 100", ("all; withdrawal=steep", "half on")),
    "score": ("--targets ebctcg_tam_rec_0_4 --patients 100 --theory 'all; withdrawal=steep'", ("withdrawal=steep",)),
    "treatments": ("", ("tai chi",)),
    "cite": ("--drug newtrozole --theory 'all; withdrawal=steep'", ("newtrozole",)),
    "export sbml": ("--drug newtrozole", ("broken_sleep", "newtrozole")),
    "export wasm": ("--output page --drug newtrozole --theory 'all; withdrawal=steep'", ("woman.wasm", "newtrozole")),
    "export latex": ("--theory 'all; withdrawal=steep'", (r"\section{Sleep}", r"\section{Steep}")),
    "export story": ("", ("## Sleep", "### Steep", "### Newtrozole", "### Tai chi")),
    "export glossary": ("", ("`broken_sleep`",)),
}
COMPILING = (
    "explain",
    "export wasm",
    "leaflet",
    "score",
    "study",
    "theories",
)  # each has programs of its own of the example's book


def commands_with(option, group=cli.main, before=()):
    """The commands, in words, that take an option."""
    found = []
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            found += commands_with(option, command, (*before, name))
        elif option in {one for parameter in command.params for one in parameter.opts}:
            found.append(" ".join((*before, name)))
    return found


def test_every_command_that_reads_the_book_reads_one_of_ones_own():
    assert set(commands_with("--book")) == set(TYPED)
    assert set(commands_with("--theory")) <= set(TYPED)


@pytest.mark.parametrize(
    "command", [pytest.param(one, marks=pytest.mark.slow if one in COMPILING else ()) for one in TYPED]
)
def test_the_book_of_the_example_works(run, command):
    typed, words = TYPED[command]
    result = run(f"{command} {typed} --book {EXAMPLE}")
    assert result.exit_code == 0, result.output
    said = " ".join(result.stdout.split())
    assert all(word in said for word in words), said
    assert "newtrozole" not in BOOK.drugs


@pytest.mark.parametrize("command", TYPED)
def test_a_folder_that_is_not_there_is_refused(run, command):
    result = run(f"{command} --book nowhere" if command != "study" else "study YOCAS --book nowhere")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Error: there is no folder and no installed book of this name")
