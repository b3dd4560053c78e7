"""`estralgia study`: a simulated copy of a trial beside what was published."""

import json

import click

from ..model.errors import EstralgiaError
from . import options
from .messages import example
from .show import console, progress, say, table

MOST_SCREENED = 100_000


@click.command(short_help="A copy of a published trial, its fall of pain taken apart.")
@click.argument("name", required=False, metavar="[STUDY]")
@click.option("--screened", type=int, default=2000, show_default=True, metavar="N", help="Women who are looked at.")
@click.option("--drug", default="letrozole", show_default=True, metavar="NAME", help="The drug that they take.")
@options.use(options.theory, options.book, options.seed)
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output instead of tables.")
def study(name, screened, drug, theory, book, seed, as_json):
    """Copy a trial: its rule of entry on the noisy score, its control arm, its number of women.

    Without STUDY, the trials that can be copied are listed.
    """
    from ..evidence.studies import read_study, studies

    if name is None:
        for one in studies():
            say(f"{one:<30} {read_study(one, 'a treatment').title}")
        return
    design = read_study(name, "{}")
    if "{" in " ".join(design.active):
        raise EstralgiaError("this design is for any treatment", name, "choose one with a treatment, e.g. S1202")
    if not 1 <= screened <= MOST_SCREENED:
        raise EstralgiaError(
            f"at least 1 and at most {MOST_SCREENED:,} women", f"--screened {screened}", example("--screened")
        )
    book = options.read_the_book(book)
    options.read_tablets(drug, None, book)
    from ..people import check_seed
    from ..questions.study import study as question

    check_seed(seed)
    with progress() as bar:
        copy = question(design, screened=screened, drug=drug, theory=theory, seed=seed, book=book, progress=bar)
    if as_json:
        click.echo(json.dumps(copy.record(), indent=2))
    else:
        _show(copy)


def _show(copy):
    design, out = copy.study, console()
    out.print(design.title, style="bold")
    say(f"{copy.women:,} times a simulated woman entered, of {copy.screened:,}: a score of at least {design.entry:g}.")
    rows = table(None, box=None)
    for heading in ("mean score, 0 to 10", "entry", *(f"week {week:g}" for week in design.visits)):
        rows.add_column(heading, justify="left" if heading.startswith("mean") else "right")
    for arm in copy.arms:
        values = copy.readings.sel(arm=arm).mean("woman").values
        rows.add_row(arm, *(f"{value:.1f}" for value in values))
    out.print("", rows, "", sep="\n")
    for week in design.visits:
        mean, low, high = copy.difference(week)
        say(f"Week {week:g}: active less control {mean:+z.2f} ({low:+z.2f} to {high:+z.2f}, every woman in both arms)")
    if design.published:
        seen = design.published
        low, high = seen.interval
        by = ", ".join(design.source)
        say(f"Published, week {seen.week:g}: {seen.difference:+z.2f} ({low:+z.2f} to {high:+z.2f}), {by}")
    week = copy.main_week
    active, control = design.women
    if active + control <= copy.women:
        mean, low, high = copy.one_trial(week)
        say(f"One trial of that size ({active} and {control} women): {mean:+z.2f} ({low:+z.2f} to {high:+z.2f})")
    out.print("", f"The fall on the active arm by week {week:g}, taken apart", sep="\n", style="bold")
    parts = copy.apart(week)
    for part, points in parts.items():
        say(f"  {part:<26}{points:+z.2f}")
    say(f"  {'together':<26}{sum(parts.values()):+z.2f}")
    if design.published and design.published.active_change is not None:
        say(f"  {'published':<26}{design.published.active_change:+z.2f}")
    out.print()
    say(f"Design: {design.note}.")
