"""The body from the front, with the fifteen joints: where it hurts, and how much."""

from dataclasses import dataclass

import numpy as np
import xarray as xr
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Polygon

from ..evidence.thresholds import HALF_A_YEAR
from ..model.errors import UnknownName, nearest
from ..runners.run import UNTREATED, Run
from . import style
from .series import label_of, women_of

LARGEST = 0.5  # radius of the largest circle, in a body that is ten high
ROUND = (0.1, 0.2, 0.5, 1, 2, 5, 10)  # what the largest circle may stand for, in points
# Places on her left, which is on the right of the picture: (across, up); her right side is mirrored.
PLACES = {
    "shoulder": (1.0, 7.6),
    "elbow": (1.75, 6.15),
    "wrist": (2.45, 5.1),
    "fingers": (2.95, 4.0),
    "hip": (0.6, 4.6),
    "knee": (0.75, 2.6),
    "foot": (0.95, 0.4),
    "low back": (0.0, 5.75),
}
LIMBS = (  # points of her left side, and thickness
    (((0.9, 7.6), (1.75, 6.15), (2.45, 5.1), (2.9, 4.15)), 0.52),
    (((0.52, 4.8), (0.72, 2.6), (0.72, 0.5), (1.05, 0.3)), 0.75),
)
NECK, ROUNDED = 0.45, 0.42  # thickness of the neck, and of the line that rounds the trunk
HALF_WIDTH = 4.75
POINTS = 72 * style.WIDTH / (2 * HALF_WIDTH)  # of a line, in one unit of the body
TRUNK = ((-0.85, 7.65), (0.85, 7.65), (0.68, 6.1), (0.8, 4.9), (-0.8, 4.9), (-0.68, 6.1))


@dataclass(frozen=True)
class JointPain:
    """What the circles stand for: filled ones (joint), rings for the untreated twin (or None), an arm, words, a day."""

    shown: xr.DataArray
    twin: xr.DataArray | None
    arm: str
    words: str
    day: int
    sign: str


def body(course: Run, patient: int | None = None, day: int = HALF_A_YEAR, arm: str | None = None):
    """The joints of one woman (`patient`, by her number, or the only one) or the mean of all women on a day.

    Where the twins were simulated: for many women the mean excess over the untreated twin, for one woman her own pain
    and that of her twin as a ring. day: half a year by default, or the last. arm: all with a drug by default.
    """
    shown = [joint_pain(course, patient, day, one) for one in course.treated or course.arms]
    scale = _scale(shown)
    chosen = shown if arm is None else [joint_pain(course, patient, day, arm)]
    lowest = -1.5 if chosen[0].twin is None else -2.5
    with style.drawing():
        figure, panels = style.small_multiples(len(chosen), style.WIDTH / (2 * HALF_WIDTH) * (9.9 - lowest) + 0.4)
        for axes, pain in zip(panels, chosen, strict=True):
            _draw(axes, course, pain, scale, lowest)
            if len(chosen) > 1:
                axes.set_title(label_of(pain.arm), color=style.colour_of_arm(course, pain.arm))
        first = chosen[0]
        whose = f" {label_of(first.arm)}" if len(chosen) == 1 else ""
        style.heading(figure, f"{first.words}{whose}, day {first.day}")
    return figure


def _draw(axes, course, pain, scale, lowest):
    """The body of one arm."""
    filled = style.colour_of_arm(course, pain.arm)
    _silhouette(axes)
    for name in (str(name) for name in pain.shown.joint.values):
        value = float(pain.shown.sel(joint=name))
        axes.add_patch(Circle(_place(name), _radius(value, scale), color=filled, alpha=0.75, linewidth=0))
        if pain.twin is not None:
            axes.add_patch(_ring(_place(name), _radius(float(pain.twin.sel(joint=name)), scale)))
        _label(axes, name, f"{round(value, 1) + 0:{pain.sign}.1f}")
    for side, across in (("her right", -3.1), ("her left", 3.1)):
        axes.text(across, 9.3, side, ha="center", color=style.colour("faint"))
    _key(axes, scale, filled, pain)
    axes.set(xlim=(-HALF_WIDTH, HALF_WIDTH), ylim=(lowest, 9.9), aspect="equal")
    axes.axis("off")


def joint_pain(course: Run, patient: int | None = None, day: int = HALF_A_YEAR, arm: str | None = None) -> JointPain:
    """Pain by joint on the recorded day that is nearest: see `body`."""
    arms = course.treated or course.arms
    arm = arms[0] if arm is None else arm
    if arm not in course.arms:
        raise UnknownName(f"there is no arm '{arm}'", fix=nearest(arm, course.arms))
    pain = women_of(course["pain_by_joint"], patient).sel(time=day, method="nearest")
    found = int(pain.time)
    if pain.sizes["patient"] == 1:
        twin = pain.sel(arm=UNTREATED).isel(patient=0) if UNTREATED in course.arms and arm != UNTREATED else None
        return JointPain(pain.sel(arm=arm).isel(patient=0), twin, arm, "Worst pain", found, "")
    if UNTREATED in course.arms and arm != UNTREATED:
        excess = (pain.sel(arm=arm) - pain.sel(arm=UNTREATED)).mean("patient")
        return JointPain(excess, None, arm, "Extra pain", found, "+")
    return JointPain(pain.sel(arm=arm).mean("patient"), None, arm, "Mean pain", found, "")


def _scale(arms: list[JointPain]) -> float:
    """What the largest circle stands for: the same for every arm, so that their pictures can be compared."""
    largest = max(float(one.max()) for pain in arms for one in (pain.shown, pain.twin) if one is not None)
    return next(size for size in ROUND if size >= min(largest, ROUND[-1]))


def _place(name):
    side, _, site = name.partition(" ")
    across, up = PLACES[site] if side in ("left", "right") else PLACES[name]
    return (-across if side == "right" else across), up


def _radius(value, scale):
    return LARGEST * np.sqrt(max(value, 0) / scale)


def _ring(place, radius):
    return Circle(place, radius, fill=False, edgecolor=style.colour("untreated"), linewidth=1.6)


def _silhouette(axes):
    skin = {"color": style.colour("skin"), "zorder": 0}
    axes.add_patch(Circle((0, 9.0), 0.65, linewidth=0, **skin))
    axes.add_line(Line2D((0, 0), (8.6, 7.5), linewidth=NECK * POINTS, solid_capstyle="butt", **skin))
    axes.add_patch(Polygon(TRUNK, linewidth=ROUNDED * POINTS, joinstyle="round", **skin))
    for points, thickness in LIMBS:
        for side in (1, -1):
            across, up = [side * x for x, _ in points], [y for _, y in points]
            axes.add_line(Line2D(across, up, linewidth=thickness * POINTS, solid_joinstyle="round", **skin))


def _label(axes, name, number):
    (across, up), site = _place(name), name.removeprefix("left ").removeprefix("right ")
    side = np.sign(across)
    at = (across + side * (LARGEST + 0.08), up) if side else (0, up + 0.95)
    axes.text(*at, f"{site}\n{number}", ha={1: "left", -1: "right", 0: "center"}[side], va="center", linespacing=1.1)


def _key(axes, scale, filled, pain):
    """Two circles with their sizes in points, whose pain they are, and what a ring is."""
    for across, share in ((-3.5, 0.25), (-1.3, 1)):
        axes.add_patch(Circle((across, -0.9), _radius(share, 1), color=filled, alpha=0.75, linewidth=0))
        axes.text(across + 0.65, -0.9, f"{share * scale:g}", va="center")
    whose = "more than without tablets" if pain.sign else label_of(pain.arm)
    axes.text(0.4, -0.9, f"points of 10,\n{whose}", va="center", fontsize=10)
    if pain.twin is not None:
        axes.add_patch(_ring((-1.3, -2.0), 0.4))
        axes.text(0.4, -2.0, f"the same,\n{label_of(UNTREATED)}", va="center", fontsize=10)
