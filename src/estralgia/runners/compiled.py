"""Compiled programs: kept on disk from one session to the next, and forgotten in time within a long one."""
# pyright: reportUnknownMemberType=false

from collections import defaultdict
from collections.abc import Callable, Hashable
from functools import cache, wraps
from hashlib import sha256
from pathlib import Path
from typing import Any

import jax

TRACED: defaultdict[str, list[str]] = defaultdict(list)  # kind -> each program of it that was traced in this process
CROWDED = 0.5  # share of the mappings of memory that a process may have
LOOKS = 8  # new programs between two looks
_seen = set[Hashable]()


@cache
def keep_compiled() -> Path | None:
    """Keep compiled programs in a private folder of the user, so that only the first run of a version compiles."""
    import os

    home = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "estralgia"
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return None
    jax.config.update("jax_compilation_cache_dir", str(home))
    jax.config.update("jax_persistent_cache_min_compile_time_secs", 0.2)
    return home


def make_room(program: Hashable) -> None:
    """Forget all compiled programs before this one where memory is mapped in too many pieces.

    Every compiled program maps some hundred pieces; Linux ends a process that has 65,530, which a session with some
    hundred different programs would reach. What is forgotten comes back from disk.
    """
    if program not in _seen:
        _seen.add(program)
        if len(_seen) % LOOKS == 0 and mapped_share() > CROWDED:
            jax.clear_caches()


def mapped_share() -> float:
    """The share of the mappings of memory that this process may have and has; 0 where the system does not say."""
    try:
        most = int(Path("/proc/sys/vm/max_map_count").read_text(encoding="ascii"))
        with open("/proc/self/maps", "rb") as maps:
            return sum(1 for _ in maps) / most
    except (OSError, ValueError):
        return 0.0


def note_trace(kind: str, program: object, key: object) -> None:
    """Note in TRACED that a program was traced; the same key and precision is the same compiled program."""
    precision = "double" if jax.config.read("jax_enable_x64") else "single"
    TRACED[kind].append(f"{sha256(repr(key).encode()).hexdigest()[:12]} {precision}: {program}")


def counted(kind: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """A function of a program to be compiled, each of whose traces is noted in TRACED under this kind."""

    @wraps(function)
    def traced(program: Any, *given: Any) -> Any:
        note_trace(kind, program, program.key)
        return function(program, *given)

    return traced
