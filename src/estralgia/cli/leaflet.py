"""`estralgia leaflet`: what women are told about these pains, claim by claim, simulated beside the record."""

import json

import click

from ..model.errors import EstralgiaError
from . import options
from .messages import example
from .show import console, progress, say

FEWEST, MOST = 20, 20_000


@click.command(short_help="What women are told, claim by claim, beside the record.")
@click.argument("numbers", nargs=-1, type=int, metavar="[NUMBERS]...")
@click.option("--list", "only_list", is_flag=True, help="Only the claims and what the record says of each; no runs.")
@click.option("--patients", type=int, default=512, show_default=True, metavar="N", help="Women of each run.")
@options.use(options.theory, options.book, options.seed)
@click.option("--without", is_flag=True, help="Switch off what carries one claim: it then no longer shows.")
@click.option("--json", "as_json", is_flag=True, help="One JSON list on standard output instead of text.")
def leaflet(numbers, only_list, patients, theory, book, seed, without, as_json):
    """Run the claims of the leaflet, all or those of these NUMBERS.

    Each comes with the verdict of the published record and its reasons, and with what simulated women show.
    """
    from ..model.theory import read_theory
    from ..people import check_seed
    from ..questions.leaflet import claim, claims
    from ..questions.leaflet import leaflet as question
    from ..runners.run import INTENDED_USE
    from ..say import safety
    from ..say.leaflet import VERDICTS_OF, contents, text

    chosen = [claim(number) for number in dict.fromkeys(numbers)] or list(claims())
    if only_list:
        say("\n".join([contents(chosen), "", *safety.in_short()]))
        return
    if not FEWEST <= patients <= MOST:
        what = f"the number of women is at least {FEWEST} and at most {MOST:,}"
        raise EstralgiaError(what, f"--patients {patients}", example("--patients"))
    check_seed(seed)
    book = options.read_the_book(book)
    read_theory(theory, book)
    changed = {}
    if without:
        if len(chosen) != 1:
            raise EstralgiaError("--without is for one claim", fix="write e.g. estralgia leaflet 8 --without")
        if theory != "all":
            where = f"--theory '{theory}' and --without"
            raise EstralgiaError("--without chooses the theory itself", where, "leave one of the two out")
        off = chosen[0].without
        theory, changed = off.theory, dict(off.numbers)
    given = {"women": patients, "seed": seed, "theory": theory, "numbers": changed, "book": book}
    with progress() as bar:
        shown = question([one.number for one in chosen], progress=bar, **given)
    if as_json:
        click.echo(json.dumps([one.record() for one in shown], indent=2))
        return
    if without:
        say(f"Switched off: {chosen[0].without.words}.")
    for one in shown:
        say(text(one))
        click.echo()
    say("\n".join([VERDICTS_OF, INTENDED_USE, "", *safety.in_full(), ""]))
    console().print("Next: estralgia leaflet 8 --without; estralgia leaflet --list")
