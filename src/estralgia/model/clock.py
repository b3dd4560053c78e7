"""The clock of the day: its nodes, where things are read, and the weights of a mean over the day."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from .numbers import read_toml


@dataclass(frozen=True)
class Clock:
    """Nodes of the day, counted in days from waking (day.toml counts hours); arrays of shape (node,)."""

    start: np.ndarray
    length: np.ndarray
    time_of_day: np.ndarray
    activity: np.ndarray
    tablet: np.ndarray
    read: np.ndarray
    names: tuple[str, ...]
    awake: np.ndarray
    weights: np.ndarray
    waking: float
    spin_up_days: int

    @property
    def read_start(self):
        """Times of the read nodes, days from waking."""
        return self.start[self.read]


@cache
def the_clock() -> Clock:
    """The clock of day.toml."""
    table = read_toml(Path(__file__).with_name("day.toml"))
    nodes = table["node"]
    start = np.array([node["hour"] for node in nodes]) / 24
    length = np.diff([*start, 1.0])
    read = np.flatnonzero([node.get("read", False) for node in nodes])
    read_start = start[read]
    gaps = np.diff([*read_start, 1.0])
    waking = table["waking"] / 24
    return Clock(
        start,
        length,
        (waking + start) % 1,
        np.array([node["activity"] for node in nodes]),
        np.isclose(start * 24, table["tablet"]),
        read,
        tuple(nodes[i].get("name", "") for i in read),
        read_start * 24 <= table["awake_until"] + 1e-9,
        (gaps + np.roll(gaps, 1)) / 2,
        waking,
        table["spin_up_days"],
    )
