"""`estralgia theories`: each made as strong as the first, and what would then tell them apart."""

import json
import math
from dataclasses import asdict

import click

from ..model.errors import EstralgiaError
from . import options
from .messages import example
from .show import console, progress, say, table

COMPARED = ("all", "inflammation", "lubrication", "sensitization")
FEWEST, MOST = 100, 20_000


@click.command(short_help="What would tell the theories apart at the same pain.")
@click.argument("names", nargs=-1, metavar="[THEORY]...")
@click.option("--patients", type=int, default=256, show_default=True, metavar="N", help="Number of women.")
@options.use(options.drug, options.book, options.seed)
@click.option("--json", "as_json", is_flag=True, help="One JSON list on standard output instead of a table.")
def theories(names, patients, drug, book, seed, as_json):
    """Make each THEORY as strong as it must be for the same extra pain at six months as the first, and compare.

    Without THEORY: all, inflammation, lubrication and sensitization. One year of the drug, then off. It takes minutes.
    Rivals are named as chapter=rival: "inflammation; withdrawal=off_target". docs/theories.md compares all of them.
    """
    from ..model.theory import read_theory
    from ..people import check_seed, population
    from ..questions.theories import theories as question
    from ..say.theories import proposed, rows

    book = options.read_the_book(book)
    options.read_tablets(drug, None, book)
    compared = tuple(dict.fromkeys(names)) or COMPARED
    for one in compared:
        read_theory(one, book)
    if not FEWEST <= patients <= MOST:
        what = f"the number of women is at least {FEWEST} and at most {MOST:,}"
        raise EstralgiaError(what, f"--patients {patients}", example("--patients"))
    check_seed(seed)
    with progress() as bar:
        women = population(patients, seed=seed)
        found = question(women, drug or "letrozole", compared=compared, book=book, progress=bar)
    if as_json:
        click.echo(json.dumps([_record(one) for one in found], indent=2))
        return
    shown = table(None, box=None)
    for heading in ("at the same extra pain", *compared):
        shown.add_column(heading, justify="left" if heading.startswith("at ") else "right", overflow="fold")
    for row in rows(found):
        shown.add_row(*row)
    console().print(shown, "")
    not_simulated = table(None, box=None)
    for heading in ("proposed, not simulated", "because"):
        not_simulated.add_column(heading, overflow="fold")
    for words, _, why in proposed(book):
        not_simulated.add_row(words, why)
    console().print(not_simulated, "")
    say("Years: since menopause. Patterns of simulated women, not estimates: docs/theories.md says what they mean.")


def _record(pattern):
    """What programs read; null for what is not reached."""
    return {name: one if isinstance(one, str) or math.isfinite(one) else None for name, one in asdict(pattern).items()}
