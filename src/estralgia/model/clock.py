"""The clock of the day: its nodes, where things are read, and the weights of a mean over the day."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from .fields import ENTRIES
from .toml import read_row


@dataclass(frozen=True, kw_only=True)
class Node:
    """A stretch of the day: its hour from waking, how much she moves, whether it is read, and its name."""

    hour: float
    activity: float
    read: bool = False
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class DayTable:
    """The day: hour of waking, hours from then to the tablet and to the night, days of a spin-up, and its nodes."""

    waking: float
    tablet: float
    awake_until: float
    spin_up_days: int
    node: tuple[Node, ...]


@dataclass(frozen=True)
class Clock:
    """Nodes of the day, counted in days from waking (day.toml counts hours); arrays of shape (node,).

    The instants at which things are read are the nodes in `read` and, last, the next waking; shape (instant,).
    `weights` make a trapezoid mean over the day of what is read; `awake` tells the instants of the waking day.
    """

    start: np.ndarray
    length: np.ndarray
    time_of_day: np.ndarray
    activity: np.ndarray
    tablet: np.ndarray
    read: np.ndarray
    names: tuple[str, ...]
    awake: np.ndarray
    weights: np.ndarray
    instant_start: np.ndarray
    waking: float
    spin_up_days: int

    @property
    def instant_time_of_day(self) -> np.ndarray:
        """Days after midnight, the next waking after 1."""
        return self.waking + self.instant_start

    @property
    def instant_activity(self) -> np.ndarray:
        """Activity from each instant on; at the next waking that of this morning."""
        return self.activity[[*self.read, 0]]

    def moments(self, dtype: Any) -> list[dict[str, np.ndarray]]:
        """Time of day and activity at begin, middle and end of every stretch, arrays (node, 1, 1)."""
        activity = self.activity.astype(dtype)[:, None, None]
        times = [self.time_of_day + share * self.length for share in (0, 1 / 2, 1)]
        return [{"time_of_day": time.astype(dtype)[:, None, None], "activity": activity} for time in times]


def read_clock(table: Mapping[str, Any]) -> Clock:
    """The clock that the table day.toml of a book describes. Raises BookError for a mistake in it."""
    day = read_row({name: rows for name, rows in table.items() if name not in ENTRIES}, DayTable, "day.toml")
    nodes = day.node
    start = np.array([node.hour for node in nodes]) / 24
    read = np.flatnonzero([node.read for node in nodes])
    instant_start = np.array([*start[read], 1.0])
    gaps = np.diff(instant_start)
    waking = day.waking / 24
    return Clock(
        start=start,
        length=np.diff([*start, 1.0]),
        time_of_day=waking + start,
        activity=np.array([node.activity for node in nodes]),
        tablet=np.isclose(start * 24, day.tablet),
        read=read,
        names=tuple(nodes[i].name for i in read),
        awake=instant_start * 24 <= day.awake_until + 1e-9,
        weights=(np.array([*gaps, 0.0]) + np.array([0.0, *gaps])) / 2,
        instant_start=instant_start,
        waking=waking,
        spin_up_days=day.spin_up_days,
    )
