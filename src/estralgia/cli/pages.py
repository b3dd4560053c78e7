"""The reference of the commands as a page, made from the parser itself: `python -m estralgia.cli.pages` writes it."""

import sys
from pathlib import Path

import click

from . import main

REBUILD = "python -m estralgia.cli.pages"
MADE = f"<!-- Made from src/estralgia/cli by `{REBUILD}`: change the commands, not this page. -->"
OPENING = (
    "Every command, its arguments and its options, as `--help` says them. What is wrong with a command line is one "
    "message with what, where and the fix, before any work, and exit code 2. Words for tablets and for what is added "
    "have [a grammar](regimens.md)."
)


def reference() -> str:
    """All commands as one Markdown page."""
    parts = [MADE, "# Commands", OPENING, "## estralgia", _about(main)]
    for words, command in _all(main, ("estralgia",)):
        parts += [f"## {' '.join(words)}", _about(command), f"Written: `{_usage(words, command)}`", _options(command)]
    return "\n\n".join(filter(None, parts)) + "\n"


def _all(group, before):
    """Every command that does something, with the words that call it."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _all(command, (*before, name))
        else:
            yield (*before, name), command


def _about(command):
    """The help, one paragraph a line."""
    return "\n\n".join(" ".join(part.split()) for part in (command.help or "").split("\n\n"))


def _usage(words, command):
    arguments = [one.make_metavar(_context(command)) for one in command.params if isinstance(one, click.Argument)]
    return " ".join([*words, "[OPTIONS]", *arguments])


def _options(command):
    """A table: how an option is written, its default, and what it says."""
    context, rows = _context(command), [("option", "default", "meaning"), ("---", "---", "---")]
    for one in command.params:
        if isinstance(one, click.Option):
            written, told = one.get_help_record(context) or ("", "")
            said, _, default = told.partition("  [default: ")
            rows.append((f"`{written}`", default.rstrip("]"), said))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _context(command):
    return click.Context(command, terminal_width=1000)


def write(path):
    """Write the page."""
    Path(path).write_text(reference(), encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1] if len(sys.argv) > 1 else "docs") / "commands.md")
