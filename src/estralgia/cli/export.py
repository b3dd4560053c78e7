"""`estralgia export`: the same equations in other languages, on standard output or in a file."""

import click

from ..model.errors import EstralgiaError
from . import options
from .files import check_file, make_folder, write_bytes, write_text, write_whole
from .messages import OneMessage

output = click.option("--output", metavar="FILE", help="Where to write it.  [default: standard output]")


@click.group(cls=OneMessage, invoke_without_command=True, short_help="The model as SBML, WebAssembly, LaTeX, story.")
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


@export.command(short_help="The model for a web page, as WebAssembly.")
@click.option("--output", default="page", show_default=True, metavar="FOLDER", help="For its three files.")
@options.use(options.drug, options.regimen)
@click.option("--add", multiple=True, metavar="TEXT", help='A treatment that the page can give, e.g. "exercise".')
@options.use(options.theory, options.tablets)
@click.option("--record", multiple=True, metavar="NAME", help="A quantity that the page shows.")
@options.book
def wasm(output, drug, regimen, add, theory, tablets, record, book):
    """The model for a web page: woman.wasm, woman.json with its names and units, and woman.js, which reads both.

    The page makes its own women, of any age, weight and chance, and simulates them where it is shown: nothing is sent.
    """
    book = options.read_the_book(book)
    regimen, folder = options.read_tablets(drug, regimen, book), make_folder("--output", output)
    from ..export.wasm import wasm as question

    files = question(regimen, add=add, theory=theory, tablets=tablets, record=record or None, book=book)
    for name, content in files.items():
        write_whole(lambda path, content=content: write_bytes(content, path), folder / name)
    drugs = ", ".join(regimen.drugs) or "no drug"
    click.echo(f"Wrote {', '.join(files)} in {folder}, for {drugs}. How a page calls them: docs/browser.md.")


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
