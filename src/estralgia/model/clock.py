"""The clock of the day: its nodes, where things are read, and the weights of a mean over the day."""

from dataclasses import dataclass

import numpy as np


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
    def instant_time_of_day(self):
        """Days after midnight, the next waking after 1."""
        return self.waking + self.instant_start

    @property
    def instant_activity(self):
        """Activity from each instant on; at the next waking that of this morning."""
        return self.activity[[*self.read, 0]]

    def moments(self, dtype) -> list[dict]:
        """Time of day and activity at begin, middle and end of every stretch, arrays (node, 1, 1)."""
        activity = self.activity.astype(dtype)[:, None, None]
        times = [self.time_of_day + share * self.length for share in (0, 1 / 2, 1)]
        return [{"time_of_day": time.astype(dtype)[:, None, None], "activity": activity} for time in times]


def read_clock(table: dict) -> Clock:
    """The clock that the table day.toml of a book describes."""
    nodes = table["node"]
    start = np.array([node["hour"] for node in nodes]) / 24
    read = np.flatnonzero([node.get("read", False) for node in nodes])
    instant_start = np.array([*start[read], 1.0])
    gaps = np.diff(instant_start)
    waking = table["waking"] / 24
    return Clock(
        start=start,
        length=np.diff([*start, 1.0]),
        time_of_day=waking + start,
        activity=np.array([node["activity"] for node in nodes]),
        tablet=np.isclose(start * 24, table["tablet"]),
        read=read,
        names=tuple(nodes[i].get("name", "") for i in read),
        awake=instant_start * 24 <= table["awake_until"] + 1e-9,
        weights=(np.array([*gaps, 0.0]) + np.array([0.0, *gaps])) / 2,
        instant_start=instant_start,
        waking=waking,
        spin_up_days=table["spin_up_days"],
    )
