"""Engines: what steps through the days of women, and what the run record says of it."""

from ..model.errors import InputError, UnknownName, nearest
from .jax_runner import Chunk

ENGINES = ("jax", "native")
ON_JAX = "day-step on JAX"


def check_engine(engine: str | None) -> str:
    """The engine that is meant: by default machine code, where it can run. Raises InputError where it is not there."""
    if engine is not None and engine not in ENGINES:
        raise UnknownName(f"there is no engine '{engine}'", f"engine = {engine!r}", nearest(engine, ENGINES))
    missing = missing_for_native()
    if engine == "native" and missing:
        raise InputError("the native engine cannot run here", *missing)
    return engine or ("jax" if missing else "native")


def missing_for_native() -> tuple[str, str] | None:
    """What the native engine lacks on this machine, and what mends it; None where it runs."""
    try:
        from .objects import NEEDED, has_wide_vectors
    except ImportError:
        return "llvmlite is not installed", "pip install 'estralgia[fast]', or use engine=\"jax\""
    if not has_wide_vectors():
        return f"this processor has no {NEEDED.upper()}", 'use engine="jax"'
    return None


def chunk_of(engine: str) -> type[Chunk]:
    """The kind of chunk that runs on an engine."""
    if engine == "jax":
        return Chunk
    from .native import NativeChunk

    return NativeChunk


def described(engine: str) -> str:
    """An engine in the words of the run record."""
    if engine == "jax":
        missing = missing_for_native()
        return f"{ON_JAX} ({missing[0]})" if missing else ON_JAX
    from .objects import made_by

    return f"day-step as machine code ({made_by()})"
