"""`estralgia demo`: two drugs and none, beside published numbers."""

from pathlib import Path

import click

from .options import check_patients
from .show import console, progress, say, table, when_to_get_help
from .stopping import unfinished


@click.command(short_help="Two drugs and none, beside published numbers.")
@click.option("--patients", type=int, default=2000, show_default=True, metavar="N", help="Number of women.")
@click.option("--years", type=float, default=2.0, show_default=True, metavar="Y", help="Length.")
@click.option("--folder", default="demo", show_default=True, help="Where report.html is written.")
def demo(patients, years, folder):
    """Women on letrozole, the same on anastrozole, the same untreated: the answer, beside published numbers."""
    check_patients(patients)
    from ..say.demo import demo as question

    with progress() as bar, unfinished(Path(folder, "report.html.part")):
        found = question(patients, years, folder, bar)
    from rich.box import SIMPLE

    from ..say.words import who_and_what

    out, rows = console(), table("Simulated beside published", box=SIMPLE, show_lines=True)
    for heading in ("what", "simulated", "published", "source"):
        rows.add_column(heading, overflow="fold")
    for row in found.rows:
        rows.add_row(*row)
    for line in who_and_what(found.course):
        say(line)
    out.print()
    for heading, sentences in found.answer.items():
        out.print(heading, style="bold")
        say(sentences)
        out.print()
    out.print(rows)
    out.print(found.course.data.attrs["intended_use"], "", sep="\n", style="dim")
    when_to_get_help()
    click.echo(f"Wrote {found.report}: open it in a browser.\nNext: estralgia simulate --help")
