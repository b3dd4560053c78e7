"""Sealed files: there whole or not at all, with a checksum by which a torn or changed one is found."""

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from threading import get_ident
from typing import Any

SEAL = 65  # bytes of the checksum of a file, in hexadecimal, and the end of its line
PART = ".part"  # what the name of a file ends in while it is being written


def write_sealed(path: Path, told: Mapping[str, Any], content: bytes) -> None:
    """Write what is to be told of a content, and the content. Raises OSError, and leaves nothing half-written."""
    body = json.dumps(told).encode() + b"\n" + content
    write_at_once(path, sha256(body).hexdigest().encode() + b"\n" + body)


def write_at_once(path: Path, content: bytes) -> None:
    """Write beside, onto the disk, and rename: whole or not at all, also where several processes write the same.

    Raises OSError, and leaves nothing half-written.
    """
    part = path.with_name(f"{path.stem}-{os.getpid()}-{get_ident()}{PART}")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise


def read_sealed(path: Path) -> tuple[dict[str, Any], bytes] | None:
    """What was told, and the content; None where there is no such file, or not the whole of what was written."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    seal, body = content[:SEAL], memoryview(content)[SEAL:]
    if seal != sha256(body).hexdigest().encode() + b"\n":
        return None
    told, _, content = bytes(body).partition(b"\n")
    return json.loads(told), content


def digest_of(paths: Iterable[Path], said: str = "") -> str:
    """A hash of what stands in files, in the order of their names, and of what else is said."""
    found = sha256(said.encode())
    for path in sorted(paths):
        found.update(path.read_bytes())
    return found.hexdigest()
