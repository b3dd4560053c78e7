"""`python -m estralgia` is the command `estralgia`."""

from .cli import main

main(prog_name="estralgia")
