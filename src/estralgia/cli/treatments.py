"""`estralgia treatments`: what can be added to the tablets."""

import json

import click

from . import options
from .show import console, say


@click.command(short_help="What can be added to the tablets, and how well it is known.")
@click.option("--controls", is_flag=True, help="Also the control arms of trials, e.g. placebo tablets.")
@options.book
@click.option("--json", "as_json", is_flag=True, help="One JSON list on standard output instead of text.")
def treatments(controls, book, as_json):
    """List the treatments: what each acts on, its effect with 95 % interval, strength of evidence, harms, source."""
    from ..questions.treatments import treatments as question
    from ..say import safety

    found = question(controls, options.read_the_book(book))
    if as_json:
        click.echo(json.dumps([one._asdict() for one in found], indent=2))
        return
    out = console()
    for one in found:
        out.print(one.name, style="bold")
        say(f"  effect    {one.effect_in_words}, net of a control arm")
        for number, node in enumerate(one.acts_on):
            say(f"  {'acts on' if not number else '':<9} {node}")
        say(f"  evidence  {one.evidence}")
        say(f"  known     {one.note}")
        say(f"  harms     {one.harms}")
        say(f"  source    {one.source}")
        if one.anchor:
            say(f"  anchor    {one.anchor}")
        out.print()
    say(
        'Another drug is a regimen: --regimen "letrozole for 1 year, then exemestane". How she takes to it is partly '
        "drawn anew; no trial with means of pain is in the record (docs/treatments.md)."
    )
    say(safety.words().ask_first)
    say("Effects are priors of the intervention library, 95 % intervals; points of 10, negative is relief.")
    say('Next: estralgia simulate --add "exercise from month 3"; estralgia study S1202')
