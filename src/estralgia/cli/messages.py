"""One message for every mistake of a user: what, where and the fix; exit code 2 and nothing on standard output."""

import errno
import os
import re
import shlex
import sys

import click

from ..model.errors import EstralgiaError, nearest
from .show import say
from .stopping import INTERRUPTED, last_words, stop_at_once, when_stopped

EXAMPLES = {
    "--patients": "2000", "--patient": "17", "--drug": "anastrozole", "--regimen": '"letrozole 2.5 mg daily"',
    "--years": "2", "--day": "90", "--theory": "all", "--tablets": '"closed loop"', "--seed": "1",
    "--report": "course.html", "--save": "course.nc", "--folder": "cohort", "--output": "story.md",
    "--screened": "2000", "--time-unit": "hours", "--dv": "worst_pain",
    "--interpolation": "linear", "--ignore": "SITE", "--add": '"exercise from month 3"',
}  # fmt: skip
READING = r'read_doses\(\.\.\., (\w+)="([^"]*)"\)'
LONGEST_TYPED, LONGEST_PART = 100, 400  # characters of a message
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)


class OneMessage(click.Group):
    """A group of commands whose every mistake of a user is one message: what, where and the fix; exit code 2."""

    def get_command(self, context, name):
        found = super().get_command(context, name)
        if found is None and not context.resilient_parsing:
            raise EstralgiaError(f"there is no command '{name}'", fix=nearest(name, self.commands))
        return found

    def main(self, args=None, prog_name=None, standalone_mode=True, **extra):
        """Run the command and leave with its exit code."""
        words = sys.argv[1:] if args is None else list(args)
        typed = shlex.join(words)
        when_stopped()
        if args is None:
            stop_at_once()
        try:
            code = super().main(args, prog_name, standalone_mode=False, **extra) or 0
            if sys.stdout is not None:
                sys.stdout.flush()  # so that a full disk is noticed here
            sys.exit(code)
        except click.UsageError as error:
            _refuse(_usage(error, words), typed)
        except EstralgiaError as error:
            _refuse(error, typed)
        except ModuleNotFoundError as error:
            if (error.name or "estralgia").startswith("estralgia"):
                raise
            fix = 'pip install --upgrade "estralgia" (estralgia doctor says what else is missing)'
            _refuse(EstralgiaError(f"the package '{error.name}' is not installed", fix=fix), typed)
        except OSError as error:
            if error.errno not in NO_ROOM:
                raise
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # nothing more can be written there, at the very end either
            what = f"standard output cannot be written: {error.strerror}"
            _refuse(EstralgiaError(what, fix="make room, or send it elsewhere"), typed)
        except (click.Abort, KeyboardInterrupt):
            click.echo(last_words(), err=True)
            sys.exit(INTERRUPTED)


def example(option):
    """How an option is written, as a fix."""
    return f"write e.g. {option} {EXAMPLES[option]}"


def as_typed(fix):
    """A fix in which options of reading a table stand as they are typed: time_unit="hours" as --time-unit hours."""
    return re.sub(READING, lambda found: f"--{found[1].replace('_', '-')} {shlex.quote(found[2])}", fix)


def _refuse(error, typed):
    where = error.where or f"estralgia {_short(typed, LONGEST_TYPED)}".strip()
    parts = (_short(_on_one_line(part), LONGEST_PART) for part in (error.what, where, error.fix))
    text = f"Error: {EstralgiaError(*parts)}"
    if sys.stderr is not None and sys.stderr.isatty():
        say(text, err=True)
    else:
        click.echo(text, err=True)
    sys.exit(2)


def _short(text, longest):
    return text if len(text) <= longest else text[:longest] + "..."


def _on_one_line(text):
    """What was typed or read may hold line ends and codes that act on a terminal."""
    return "".join(one if one.isprintable() else repr(one)[1:-1] for one in text)


def _usage(error, words):
    """A mistake that click found, as one of ours; `words` are what was typed."""
    command = error.ctx.command_path if error.ctx else "estralgia"
    if isinstance(error, click.NoSuchOption) and error.ctx:
        known = [option for one in error.ctx.command.get_params(error.ctx) for option in one.opts if option[0] == "-"]
        name = error.option_name
        if not name.startswith("--"):  # click reads -patients as -p with the value atients
            name = next((word for word in words if word.startswith(name)), name)
        fix = nearest(f"--{name.lstrip('-')}", known)
        return EstralgiaError(f"there is no option '{name}'", command, fix)
    parameter = getattr(error, "param", None)
    option = parameter.opts[0] if parameter else getattr(error, "option_name", "")
    fix = example(option) if option in EXAMPLES else f"see {command} --help"
    return EstralgiaError(error.format_message().rstrip("."), option or command, fix)
