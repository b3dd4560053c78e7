"""`estralgia doctor`: what this installation can do."""

import json

import click

from .show import say


@click.command(short_help="What this installation can do, and what is missing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")
def doctor(as_json):
    """What this installation can do: versions, devices, cores, memory, kept programs, speed, and what is missing."""
    from ..questions.doctor import doctor as question

    found = question()
    if as_json:
        click.echo(json.dumps(found.record(), indent=2))
    else:
        say(str(found))
