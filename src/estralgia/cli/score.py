"""`estralgia score`: every published number that the model can speak to, predicted with its interval."""

import json

import click

from ..model.errors import EstralgiaError
from . import options
from .messages import example
from .show import console, progress, say, table

FEWEST, MOST = 100, 20_000
MOST_MISSES = 15


@click.command(short_help="The model held against every published number, group by group.")
@click.option(
    "--targets", default="fit", show_default=True, metavar="WHICH", help='"fit", "check", or ids with commas between.'
)
@click.option("--patients", type=int, default=512, show_default=True, metavar="N", help="Women of each run.")
@options.use(options.theory, options.book, options.seed)
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output instead of tables.")
def score(targets, patients, theory, book, seed, as_json):
    """Predict published numbers, say which lie inside their 90 % interval, and show the largest misses.

    Beside it stands the background alone: the same women with no drug effect on pain. It takes minutes.
    """
    from ..evidence.targets import USES
    from ..model.theory import read_theory
    from ..people import check_seed
    from ..questions.score import score as question

    book = options.read_the_book(book)
    read_theory(theory, book)
    if not FEWEST <= patients <= MOST:
        what = f"the number of women is at least {FEWEST} and at most {MOST:,}"
        raise EstralgiaError(what, f"--patients {patients}", example("--patients"))
    check_seed(seed)
    chosen = targets if targets in USES or "_" not in targets else [one.strip() for one in targets.split(",")]
    with progress() as bar:
        found = question(chosen, theory, book=book, women=patients, seed=seed, progress=bar)
    if as_json:
        click.echo(json.dumps(found.record(), indent=2))
    else:
        _show(found)


def _show(found):
    from ..say.score import ABOUT, HEADINGS, MISSED, group_rows, in_words, miss_row, part_rows

    out = console()
    say(f"{len(found.targets)} published numbers, {found.women} women, theory {found.theory}, seed {found.seed}")
    _print(out, HEADINGS, [*part_rows(found), *group_rows(found)])
    say(in_words(found))
    misses = found.misses(MOST_MISSES)
    if misses:
        _print(out, MISSED, [miss_row(one) for one in misses])
    if found.left_out:
        say(f"Not computed: {len(found.left_out)}; --json says of each why.")
    say(ABOUT)
    say("Uncalibrated: docs/score.md says what the intervals are made of.")


def _print(out, headings, rows):
    shown = table(None, box=None)
    for heading in headings:
        shown.add_column(heading, justify="left" if heading == headings[0] else "right", overflow="fold")
    for row in rows:
        shown.add_row(*row)
    out.print("", shown, "", sep="\n")
