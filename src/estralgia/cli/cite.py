"""`estralgia cite`: the papers behind a run."""

import json

import click

from . import options
from .show import say


@click.command(short_help="The papers behind a run, by chapter of the book.")
@options.use(options.drug, options.regimen, options.theory, options.tablets, options.book)
@click.option("--bibtex", is_flag=True, help="BibTeX entries instead of short texts.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of short texts.")
def cite(drug, regimen, theory, tablets, book, bibtex, as_json):
    """The papers behind the numbers that these tablets and this theory read, and how to cite the software."""
    book = options.read_the_book(book)
    regimen = options.read_tablets(drug, regimen, book)
    from ..questions.cite import cite as question

    found = question(regimen, theory=theory, tablets=tablets, book=book)
    if bibtex:
        click.echo(found.bibtex(), nl=False)
    elif as_json:
        click.echo(json.dumps(found.record(), indent=2))
    else:
        say(str(found))
