"""`estralgia` alone: one woman's story, what to type next, and the intended use."""

from .show import console, progress, say, when_to_get_help

NEXT = """\
  estralgia simulate --patients 2000     how many women hurt, when, for how long
  estralgia leaflet                      what women are told, beside the record
  estralgia simulate --help              other women, drugs, theories, options
  estralgia explain --day 90             why a woman hurts, cause by cause
  estralgia demo                         two drugs and none, beside the record
  estralgia --help                       everything else"""


def alone():
    """Tell what happens to the middle one of women like the usual one."""
    from ..say.story import story

    with progress() as bar:
        told = story(progress=bar)
    out = console()
    out.print(told.before, style="bold")
    for number, line in enumerate(told.lines, 1):
        say(f"{number}. {line}")
    out.print()
    say(told.purpose)
    out.print()
    say(told.caution)
    out.print()
    out.print("Next", style="bold")
    out.print(NEXT, "", sep="\n")
    out.print(told.course.data.attrs["intended_use"], "", style="dim", sep="\n")
    when_to_get_help()
