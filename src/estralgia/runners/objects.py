"""Machine code: made by LLVM (llvmlite) from text, kept on disk as an object file, and linked in the next process."""

import ctypes
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

import llvmlite  # pyright: ignore[reportMissingTypeStubs]
import llvmlite.binding  # pyright: ignore[reportMissingTypeStubs]

from .compiled import keep_compiled
from .loop import TURNS
from .sealed import digest_of, read_sealed, write_sealed

llvm = cast(Any, llvmlite.binding)

NEEDED = "avx2"  # with 128 bits a vector, JAX is faster


@dataclass(frozen=True, eq=False)
class Code:
    """Functions in memory, as `emit` describes them, and what was told about them when they were made.

    run: vectors of a block -> the function for such blocks, largest first.
    """

    person: Callable[..., None]
    run: dict[int, Callable[..., None]]
    told: dict[str, Any]
    engine: Any  # owns the memory


@cache
def processor() -> str:
    """The processor that code is made for, with all that it can."""
    return f"{llvm.get_host_cpu_name()} {llvm.get_host_cpu_features().flatten()}"


@cache
def has_wide_vectors() -> bool:
    """Whether this processor has vectors of 256 bits or more, and code for it can be made."""
    try:
        return bool(llvm.get_host_cpu_features().get(NEEDED))
    except RuntimeError:  # LLVM knows nothing of this system
        return False


def made_by() -> str:
    """What made the code, and what it is for, in words."""
    width = "AVX-512" if llvm.get_host_cpu_features().get("avx512f") else "AVX2"
    return f"llvmlite {llvmlite.__version__}, {width}"


@cache
def _of_this_source() -> str:
    """A hash of all that turns a book into code: this version of the engine, JAX, LLVM and the processor."""
    import jax

    here = Path(__file__).parent
    sources = [*here.glob("*.py"), *here.parent.joinpath("model").rglob("*.py")]
    return digest_of(sources, f"{processor()} {llvmlite.__version__} {jax.__version__}")


def code_of(key: str, make: Callable[[], tuple[str, dict[str, Any]]]) -> Code:
    """The code of a key; made, from a text of LLVM and what is to be told about it, where it is on no disk yet."""
    home = keep_compiled()
    name = sha256(f"{_of_this_source()} {key}".encode()).hexdigest()
    path = home / f"{name}.object" if home else None
    found = read_sealed(path) if path else None
    if found is None:
        text, told = make()
        found = told, _compiled(text)
        if path:
            with suppress(OSError):  # on a disk that is full no code is kept
                write_sealed(path, *found)
    return _linked(*found)


def _machine() -> Any:
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    features = llvm.get_host_cpu_features().flatten() + ",-prefer-256-bit"
    return llvm.Target.from_default_triple().create_target_machine(
        cpu=llvm.get_host_cpu_name(), features=features, opt=2, jit=True, reloc="pic", codemodel="jitdefault"
    )


def _compiled(text: str) -> bytes:
    module = llvm.parse_assembly(text)
    module.verify()
    return _machine().emit_object(module)


def _linked(told: dict[str, Any], code: bytes) -> Code:
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), _machine())
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    pointer, number = ctypes.c_void_p, ctypes.c_int32
    person = ctypes.CFUNCTYPE(None, *[pointer] * 3)(engine.get_function_address("person"))
    kinds = [pointer] * 3 + [ctypes.c_int64] + [pointer] * 2 + [number] * 3
    run = {turns: ctypes.CFUNCTYPE(None, *kinds)(engine.get_function_address(f"run{turns}")) for turns in TURNS}
    return Code(person, run, told, engine)
