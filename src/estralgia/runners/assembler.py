"""WebAssembly by hand: the bytes of instructions, functions and modules, as the specification has them.

W3C, WebAssembly Core Specification 2.0, chapter 5 (binary format). Vectors are v128: two numbers of 64 bits, one for
each lane, or whole numbers of 32 bits of which the first two count.
"""

from collections.abc import Iterable
from typing import NamedTuple

I32, V128 = b"\x7f", b"\x7b"  # types of values
FLOAT_OPS = {"add": 0xF0, "sub": 0xF1, "mul": 0xF2, "div": 0xF3, "min": 0xF4, "max": 0xF5, "pmin": 0xF6, "pmax": 0xF7,
             "abs": 0xEC, "neg": 0xED, "sqrt": 0xEF, "nearest": 0x94,
             "eq": 0x47, "ne": 0x48, "lt": 0x49, "gt": 0x4A, "le": 0x4B, "ge": 0x4C}  # fmt: skip
WHOLE_OPS = {"add": 0xAE, "sub": 0xB1, "mul": 0xB5, "shl": 0xAB, "shr": 0xAD, "eq": 0x37, "ne": 0x38,
             "slt": 0x39, "ult": 0x3A, "sgt": 0x3B, "ugt": 0x3C, "sle": 0x3D, "ule": 0x3E, "sge": 0x3F,
             "uge": 0x40}  # fmt: skip
WORD_OPS = {"add": 0xCE, "sub": 0xD1, "shl": 0xCB, "shr": 0xCC}  # of 64 bits; the shift to the right keeps the sign
BIT_OPS = {"not": 0x4D, "and": 0x4E, "or": 0x50, "xor": 0x51, "choose": 0x52}
CONVERSIONS = {"widen": 0xC7, "to whole": 0xFC, "from signed": 0xFE, "from unsigned": 0xFF}
MEMORY_OPS = {"load": 0x00, "load everywhere": 0x0A, "store": 0x0B}
EVERYWHERE = 0x11  # an i32 in all lanes
IF, LOOP, END = b"\x04\x40", b"\x03\x40", b"\x0b"
REPEAT = b"\x0d\x00"  # the innermost loop, where the number on the stack is not 0
ADD, IS_ZERO = b"\x6a", b"\x45"  # of i32
PAGE = 65536  # bytes


def unsigned(number: int) -> bytes:
    """A whole number of at least 0 in LEB128."""
    found = bytearray()
    while number > 0x7F:
        found.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*found, number])


def signed(number: int) -> bytes:
    """A whole number in LEB128 with a sign."""
    found = bytearray()
    while not -0x40 <= number < 0x40:
        found.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*found, number & 0x7F])


def i32(number: int) -> bytes:
    """Push a whole number."""
    return b"\x41" + signed(number)


def vector(code: int) -> bytes:
    """One instruction on vectors."""
    return b"\xfd" + unsigned(code)


def get(local: int) -> bytes:
    """Push a local."""
    return b"\x20" + unsigned(local)


def put(local: int) -> bytes:
    """Pop into a local."""
    return b"\x21" + unsigned(local)


def tee(local: int) -> bytes:
    """Copy into a local what is on the stack."""
    return b"\x22" + unsigned(local)


def call(function: int) -> bytes:
    """Call a function by its number."""
    return b"\x10" + unsigned(function)


def memory(how: str, offset: int, align: int = 0) -> bytes:
    """Read or write a vector this far behind the address on the stack. how: of MEMORY_OPS."""
    return vector(MEMORY_OPS[how]) + bytes([align]) + unsigned(offset)


class Function(NamedTuple):
    """A function: the types of what it is given and gives back, of its own locals (count, type), and its code."""

    given: bytes
    back: bytes
    locals: tuple[tuple[int, bytes], ...]
    code: bytes

    @property
    def body(self) -> bytes:
        """Its bytes in a module."""
        inside = listed(unsigned(count) + kind for count, kind in self.locals) + self.code + END
        return unsigned(len(inside)) + inside

    @property
    def type(self) -> bytes:
        """The bytes of its type."""
        sides = (listed(side[i : i + 1] for i in range(len(side))) for side in (self.given, self.back))
        return b"\x60" + b"".join(sides)


def listed(items: Iterable[bytes]) -> bytes:
    """A list, its length first."""
    items = list(items)
    return unsigned(len(items)) + b"".join(items)


def module(functions: list[Function], public: dict[str, int], data: tuple[int, bytes], size: int) -> bytes:
    """A module that imports nothing. public: name -> number of a function.

    data: (address, bytes) that its memory begins with. size: bytes of memory that it needs at least; its name is
    "memory".
    """
    types = list(dict.fromkeys(one.type for one in functions))
    names = [_word(name) + b"\x00" + unsigned(number) for name, number in public.items()]
    address, content = data
    sections = {
        1: listed(types),
        3: listed(unsigned(types.index(one.type)) for one in functions),
        5: listed([b"\x00" + unsigned(-(-size // PAGE))]),
        7: listed([*names, _word("memory") + b"\x02\x00"]),
        10: listed(one.body for one in functions),
        11: listed([b"\x00" + i32(address) + END + unsigned(len(content)) + content]),
    }
    return b"\0asm\x01\0\0\0" + b"".join(bytes([n]) + unsigned(len(one)) + one for n, one in sections.items())


def _word(text: str) -> bytes:
    return unsigned(len(text.encode())) + text.encode()
