"""Chance: every draw has a key (seed, patient, purpose, day) and is the same on any machine, chunk or core.

The generator is Threefry-2x32 with 20 rounds (Salmon et al., SC 2011), the one that JAX uses; written once for NumPy
and JAX, and checked against JAX's own. The key of a stream is threefry(seed, (patient, purpose)), the counter the day.
"""

import zlib
from collections.abc import Sequence

import numpy as np

from .values import Value

ROTATIONS = ((13, 15, 26, 6), (17, 29, 16, 24))
PARITY = 0x1BD11BDA
Words = tuple[Value, Value]  # two words of 32 bits, on NumPy or JAX


def threefry(key: Words, counter: Words) -> Words:
    """Two words of chance for a key and a counter, each a pair of uint32 arrays that broadcast."""
    word = np.uint32
    keys = (*key, key[0] ^ key[1] ^ word(PARITY))
    a, b = counter[0] + keys[0], counter[1] + keys[1]
    for block in range(5):
        for turn in ROTATIONS[block % 2]:
            a = a + b
            b = ((b << word(turn)) | (b >> word(32 - turn))) ^ a
        a = a + keys[(block + 1) % 3]
        b = b + keys[(block + 2) % 3] + word(block + 1)
    return a, b


def stream(seed: int, patients: Value, purpose: str | Sequence[str]) -> Words:
    """The key of a purpose for each patient: a pair of uint32 arrays (patient,), of several (purpose, patient)."""
    with np.errstate(over="ignore"):
        seed_key = (np.uint32(seed & 0xFFFFFFFF), np.uint32(seed >> 32 & 0xFFFFFFFF))
        return threefry(seed_key, (np.asarray(patients, np.uint32), _number(purpose)))


def _number(purpose: str | Sequence[str]) -> Value:
    if isinstance(purpose, str):
        return np.uint32(zlib.crc32(purpose.encode()))
    return np.array([zlib.crc32(one.encode()) for one in purpose], np.uint32)[:, None]


def uniform(key: Words, day: Value) -> Value:
    """A number strictly between 0 and 1 from the first word (23 bits, the same in fp32 and fp64)."""
    word, _ = threefry(key, (day, day ^ day))
    return ((word >> np.uint32(9)).astype(np.float32) + np.float32(0.5)) * np.float32(2**-23)


def draw(
    seed: int, patients: Value, purpose: str | Sequence[str], distribution: str = "normal", index: int = 0
) -> np.ndarray:
    """One float64 draw for each patient, uniform on (0, 1) or standard normal; `index` tells days apart.

    Shape (patient,), of several purposes (purpose, patient).
    """
    from scipy.special import ndtri  # pyright: ignore[reportMissingTypeStubs]

    with np.errstate(over="ignore"):
        high, low = threefry(stream(seed, patients, purpose), (np.uint32(index), np.uint32(1)))
    bits = (high.astype(np.uint64) << np.uint64(20)) | (low.astype(np.uint64) >> np.uint64(12))
    value = (bits.astype(np.float64) + 0.5) * 2.0**-52
    return ndtri(value) if distribution == "normal" else value
