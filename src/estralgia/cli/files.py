"""Files that a command writes: refused before the work where they cannot be, written whole or not at all."""

from pathlib import Path

from ..model.errors import EstralgiaError
from .messages import example
from .stopping import unfinished


def check_file(option, name, endings=(), read=()):
    """Refuse, before the work begins, a file that cannot be written. `read`: the files that this command reads."""
    if name is None:
        return
    path, kinds = Path(name), " or ".join(endings)
    try:
        is_there, is_read = path.exists(), any(path.exists() and path.samefile(one) for one in read if one)
        for is_wrong, what, fix in (
            (endings and path.suffix not in endings, f"the name of this file ends in {kinds}", example(option)),
            (path.is_dir(), "this is a folder, not a file", example(option)),
            (is_there and not path.is_file(), "this is no plain file", "give another place"),
            (not path.parent.is_dir(), f"there is no folder '{path.parent}'", "make it first, or give another place"),
            (is_read, "this command reads this file", "give another place"),
        ):
            if is_wrong:
                raise EstralgiaError(what, f"{option} {name}", fix)
        _try(path)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        what = f"nothing can be written there: {reason}"
        raise EstralgiaError(what, f"{option} {name}", "give another place") from error


def write_whole(write, name) -> Path:
    """What `write(name)` writes, and where; nothing half-written is left behind, also when it is interrupted."""
    with unfinished(_part(Path(name))):
        return write(name)


def write_text(text, name) -> Path:
    """Write a text; an existing file is replaced only when all is written."""
    return write_bytes(text.encode("utf-8"), name)


def write_bytes(content, name) -> Path:
    """Write bytes; an existing file is replaced only when all is written."""
    path = Path(name)
    try:
        _part(path).write_bytes(content)
        _part(path).replace(path)
    except OSError as error:
        raise EstralgiaError("the file cannot be written", f"{path}: {error}", "give another place") from error
    return path


def make_folder(option, name) -> Path:
    """The folder of this name, made where it is not there. Raises EstralgiaError where it cannot be."""
    try:
        Path(name).mkdir(exist_ok=True)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise EstralgiaError(
            f"no folder can be made there: {reason}", f"{option} {name}", "give another place"
        ) from error
    return Path(name)


def _try(path):
    """Begin to write beside the file, as is done later."""
    part = _part(path)
    was_there = part.exists()
    part.open("ab").close()
    if not was_there:
        part.unlink()


def _part(path):
    return path.with_name(path.name + ".part")
