"""`estralgia export`: the same equations in other languages, on standard output or in a file."""

import click

from ..model.errors import EstralgiaError
from . import options
from .files import check_file, write_text, write_whole
from .messages import OneMessage

output = click.option("--output", metavar="FILE", help="Where to write it.  [default: standard output]")


@click.group(cls=OneMessage, invoke_without_command=True, short_help="The equations as SBML, LaTeX, story or glossary.")
@click.pass_context
def export(context):
    """The same equations in other languages, on standard output or in a file."""
    if context.invoked_subcommand is None:
        kinds = ", ".join(export.commands)
        raise EstralgiaError("say what to export", "estralgia export", f"use one of: {kinds}, e.g. {EXAMPLE}")


EXAMPLE = "estralgia export sbml --output her.xml"


@export.command(short_help="One woman and her tablets as SBML Level 3 Version 2.")
@options.woman
@output
@options.use(options.drug, options.regimen, options.theory, options.book, options.seed)
def sbml(woman, output, drug, regimen, theory, book, seed):
    """One woman and her tablets as SBML Level 3 Version 2, for any engine that reads it."""
    book = options.read_the_book(book)
    regimen, who = options.read_tablets(drug, regimen, book), options.who(woman, None, None, seed)
    check_file("--output", output, read=(woman,))
    from ..export.sbml import sbml as question

    _write(question(who, regimen, theory=theory, seed=seed, book=book), output)


@export.command(short_help="All equations as LaTeX.")
@output
@options.use(options.theory, options.book)
def latex(output, theory, book):
    """All equations as LaTeX sections, with the rivals that the theory names."""
    check_file("--output", output)
    from ..model.theory import read_theory

    book = options.read_the_book(book)
    rivals = read_theory(theory, book).rivals
    from ..export.latex import latex as question

    _write(question(rivals, book), output)


@export.command(short_help="The whole book with its numbers and sources.")
@output
@options.book
def story(output, book):
    """The whole book as one Markdown page: every equation, every number, and how well it is known."""
    check_file("--output", output)
    from ..export.book import story as question

    _write(question(options.read_the_book(book)), output)


@export.command(short_help="Every name of the book with meaning and unit.")
@output
@options.book
def glossary(output, book):
    """Every name of the book with its meaning, unit and home, as a Markdown page."""
    check_file("--output", output)
    from ..export.book import glossary as question

    _write(question(options.read_the_book(book)), output)


def _write(text, output):
    if output is None:
        click.echo(text, nl=not text.endswith("\n"))
    else:
        click.echo(f"Wrote {write_whole(lambda name: write_text(text, name), output)}", err=True)
