"""The command `estralgia`: parse, call the public function of the same name, write. Heavy imports wait until needed.

A command is a file here and its name in the list at the end.
"""

import click

from .. import __version__
from .alone import alone
from .cite import cite
from .demo import demo
from .doctor import doctor
from .explain import explain
from .export import export
from .leaflet import leaflet
from .messages import OneMessage
from .score import score
from .simulate import simulate
from .study import study
from .theories import theories
from .treatments import treatments
from .when_to_get_help import when_to_get_help


@click.group(cls=OneMessage, invoke_without_command=True, context_settings={"max_content_width": 120})
@click.version_option(__version__, prog_name="estralgia")
@click.pass_context
def main(context):
    """Why do aromatase inhibitors make joints hurt? A working model.

    Alone, it tells the story of one woman and what to type next.

    Research and education software: it never advises anybody to stop, pause or change a treatment.
    Tell your care team before you skip or stop a tablet: there are several ways to help.
    """
    if context.invoked_subcommand is None:
        alone()


for command in (
    simulate,
    explain,
    leaflet,
    treatments,
    study,
    theories,
    score,
    demo,
    export,
    cite,
    doctor,
    when_to_get_help,
):
    main.add_command(command)
