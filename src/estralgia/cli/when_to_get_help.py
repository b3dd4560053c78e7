"""`estralgia when-to-get-help`: the signs that need help, in three steps."""

import click

from .show import say


@click.command(name="when-to-get-help", short_help="Signs that need help: now, today, this week.")
def when_to_get_help():
    """Which signs need help at once, which on the same day, and which soon. Simulates nothing."""
    from ..runners.run import INTENDED_USE
    from ..say import safety

    say("\n".join([*safety.in_full(), "", INTENDED_USE]))
