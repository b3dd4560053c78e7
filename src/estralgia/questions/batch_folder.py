"""A folder of batches: the tally of each, whole or not at all, so that a run that was ended goes on where it was."""

import errno
import fcntl
import json
import warnings
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from ..model.errors import InputError, RerunWarning, RunError
from ..model.tally import Blocks
from ..people import Women
from ..runners.run import Asked
from ..runners.sealed import PART, digest_of, read_sealed, write_at_once, write_sealed
from .summary import Piece
from .written import all_that_was_asked

QUESTION, LOCK, COURSES, ENDING = "question.json", "in use", "courses.zarr", ".batch"
OURS = (QUESTION, LOCK, COURSES)
GO_ON = "resume=True (--resume)"
DECIDES = ("processor", "engine")  # of the run record, beside versions
BATCH = 2048  # women whose tally is kept together: whole blocks of it
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
LONGEST = 80  # characters of what differs
COUNTS, SUMS = "counts: ", "sums: "


@dataclass(frozen=True, eq=False)
class BatchFolder:
    """The batches of one question. digest: of the question, which stands in every batch."""

    path: Path
    digest: str

    def whole(self, numbers: Iterable[int]) -> set[int]:
        """The batches that are there, whole, and of this question; others are said, and to be made again."""
        found = set[int]()
        for number in numbers:
            path = self._path(number)
            if not path.exists():
                continue
            kept = read_sealed(path)
            told = kept[0] if kept else {}
            if told.get("question") == self.digest and told.get("first") == number and self._are_there(told["files"]):
                found.add(number)
                continue
            what = "is torn or corrupt" if kept is None else "answers another question, or courses of it are gone"
            warnings.warn(f"{path} {what}: this batch is simulated again", RerunWarning, stacklevel=2)
        return found

    def read(self, number: int) -> Piece:
        """What a batch adds. Raises RunError where it has gone, or been changed, since it was looked at."""
        kept = read_sealed(self._path(number))
        if kept is None:
            what = "a batch has vanished or been changed while the others were simulated"
            raise RunError(what, str(self._path(number)), f"run the same again with {GO_ON}")
        return Piece(unpacked(kept[1]), kept[0]["failures"])

    def write(self, number: int, piece: Piece, files: Mapping[str, int]) -> None:
        """Keep what a batch adds. files: others that belong to it, and their sizes.

        Raises RunError where it cannot be written; what was kept before stays.
        """
        self.write_packed(number, packed(piece.blocks), piece.failures, files)

    def write_packed(
        self, number: int, content: bytes, failures: Mapping[str, list[int]], files: Mapping[str, int]
    ) -> None:
        """The same of what was packed elsewhere."""
        told = {"question": self.digest, "first": number, "failures": failures, "files": files}
        with said_once(self.path):
            write_sealed(self._path(number), told, content)

    def _are_there(self, files: Mapping[str, int]) -> bool:
        paths = {self.path / name: size for name, size in files.items()}
        return all(path.is_file() and path.stat().st_size == size for path, size in paths.items())

    def _path(self, number: int) -> Path:
        return self.path / f"{number:09}{ENDING}"


@contextmanager
def open_folder(path: str | Path, question: dict[str, Any], resume: bool) -> Iterator[BatchFolder]:
    """The folder of a question, for one process at a time; made where there is none.

    Raises InputError for a folder that holds something else: other files, another question, or this one where it is
    not to be gone on with.
    """
    path = Path(path)
    if not path.parent.is_dir():
        raise InputError(f"there is no folder '{path.parent}'", f"folder = {path}", "make it first")
    if path.exists() and not path.is_dir():
        raise InputError("this is a file, not a folder", f"folder = {path}", "give another place")
    with ExitStack() as held:
        with said_once(path):
            path.mkdir(exist_ok=True)
            before = _asked_before(path)
            _check(path, before, question, resume)
            held.enter_context(locked(path))
            for part in path.glob(f"*{PART}"):  # of a process that was ended
                part.unlink(missing_ok=True)
            if before != question:
                write_at_once(path / QUESTION, (json.dumps(question, indent=1) + "\n").encode())
        yield BatchFolder(path, sha256(json.dumps(question, sort_keys=True).encode()).hexdigest())


def question_of(asked: Asked, women: Women, record: dict[str, str], size: int, full: bool) -> dict[str, Any]:
    """All that decides about the bits of a summary: what was asked, who was asked, and what answers.

    size: women of a batch. full: whether courses are kept too. These two decide about what is in the folder.
    """
    said = all_that_was_asked(asked, women)
    arrays = {"ids": women.ids} | women.covariates | women.given
    who = sha256(json.dumps([women.seed, women.names, *arrays]).encode())
    for one in arrays.values():
        who.update(one.tobytes())
    return json.loads(json.dumps({
        **{name: said[name] for name in said if name not in ("names", "tables")},
        "tables of doses": [sha256(json.dumps(one).encode()).hexdigest() for one in said["tables"]],
        "number of women": len(women), "women": who.hexdigest(), "women of a batch": size, "courses kept": full,
        **what_answers(record),
    }))  # fmt: skip


def what_answers(record: Mapping[str, str]) -> dict[str, str]:
    """The source, versions and engine that a run record is of, and the kind of processor."""
    here = Path(__file__).parent.parent
    source = {"source": digest_of([*here.rglob("*.py"), *here.rglob("*.toml")])}
    return source | {name: told for name, told in record.items() if name.startswith("version") or name in DECIDES}


def _asked_before(path: Path) -> dict[str, Any] | None:
    """The question that a folder was begun with; None where none can be read."""
    try:
        found = json.loads((path / QUESTION).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _check(path: Path, before: dict[str, Any] | None, question: dict[str, Any], resume: bool) -> None:
    """Refuse a folder with something else in it, or with this question where it is not to be gone on with."""
    names = [one.name for one in path.iterdir() if one.name not in OURS and one.suffix not in (ENDING, PART)]
    where, another = f"folder = {path}", "give another folder"
    if names:
        raise InputError("this folder holds other files", f"{path / min(names)}", another)
    if before is not None:
        differs = [one for one in {**before, **question} if before.get(one) != question.get(one)]
        if differs:
            then, now = (_short(one.get(differs[0])) for one in (before, question))
            what = f"this folder answers another question: {differs[0].replace('_', ' ')} {then}, not {now}"
            raise InputError(what, where, f"ask the same again, or {another}")
    if not resume and (before is not None or any(path.glob(f"*{ENDING}"))):
        raise InputError("a run was begun in this folder", where, f"go on with {GO_ON}, or {another}")


def _short(value: Any) -> str:
    text = json.dumps(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a folder, at most as long as this process lives. Raises InputError where somebody else does."""
    with open(path / LOCK, "w", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            fix = "wait until it has ended, or give another folder"
            raise InputError("another process simulates into this folder", f"folder = {path}", fix) from error
        except OSError:
            pass  # a file system without locks: two processes write the same bits, each file whole
        yield


@contextmanager
def said_once(path: Path) -> Iterator[None]:
    """Whatever keeps a batch from being written is one message."""
    try:
        yield
    except OSError as error:
        gone = not path.is_dir()
        what = "the folder has vanished" if gone else f"nothing can be written there: {error.strerror or error}"
        mend = "bring it back" if gone else "make room" if error.errno in NO_ROOM else "mend that"
        fix = f"{mend}, and go on with {GO_ON}: batches that were kept are not simulated again"
        raise RunError(what, f"folder = {path}", fix) from error


def packed(blocks: Blocks) -> bytes:
    """Counts in as few bytes as hold them, and sums, pressed."""
    arrays = {f"{COUNTS}{name}": one.astype(np.min_scalar_type(int(one.max(initial=0)))) for name, one in
              blocks.counts.items()}  # fmt: skip
    buffer = BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays, **{f"{SUMS}{name}": one for name, one in blocks.sums.items()})
    return zlib.compress(buffer.getbuffer(), level=1)


def unpacked(content: bytes) -> Blocks:
    """What was packed."""
    with np.load(BytesIO(zlib.decompress(content)), allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    counts, sums = (
        {name.removeprefix(begins): one for name, one in arrays.items() if name.startswith(begins)}
        for begins in (COUNTS, SUMS)
    )
    return Blocks(counts, sums)
