"""The outcomes that are kept as a reference: how they are simulated. Run as a program it writes them again."""

from pathlib import Path

import pytest

import estralgia as ea

KEPT = Path(__file__).with_name("outcomes.toml")
HEAD = "# Outcomes of seed 1, made by `make golden`: medians over the women, and shares. No estimates of anything.\n"
WOMEN, EVERY = 256, 28
RECORD = (
    "estradiol", "central_gain", "worst_pain", "stiffness_on_waking", "grip_ratio", "spine_density", "recurrence_ratio",
)  # fmt: skip
FEMTO = {"estradiol": "estradiol, fmol/L"}  # on tablets a few hundredths of a pmol/L
# Told as what is lost: next to 1, half a percent would be much of it.
LOST = {
    "grip_ratio": "grip lost, %",
    "spine_density": "spine density lost, %",
    "recurrence_ratio": "recurrence avoided, %",
}
TOLD = FEMTO | LOST
DAYS = (28, 84, 364, 532)
PAIN = 4


def outcomes():
    """Every outcome that is kept: run -> {"quantity, day": number}."""
    women, anna = ea.population(WOMEN, seed=1), ea.Patient(age=61, years_since_menopause=9, bmi=29, joint_pain_before=2)
    year = {"regimen": "letrozole for 1 year", "years": 1.5}
    found = {"letrozole": _told(women, twin=True, **year)}
    for theory in ("inflammation", "lubrication", "sensitization"):
        found[f"letrozole, {theory}"] = _told(women, days=DAYS[2:], theory=theory, **year)
    found["one woman"] = _told(anna, seed=1, **year)
    found["anastrozole, closed loop"] = _told(women, regimen="anastrozole", years=1, tablets="closed loop")
    found["exemestane, a rival"] = _told(women, regimen="exemestane", years=1, theory="all; withdrawal=level")
    found["duloxetine added"] = _told(
        women, regimen="letrozole", years=0.8, add=("duloxetine 60 mg from month 3 for 12 weeks",), days=(84, 168, 280)
    )
    return found


def _told(who, days=DAYS, **options):
    """Medians of every recorded quantity, in every arm, on some days; and how many do not hurt."""
    course = ea.simulate(who, record=RECORD, every=EVERY, **options)
    assert not any(course.failures.values())
    told = {}
    for arm in course.arms:
        of_arm = "" if len(course.arms) == 1 else f"{arm}: "
        data = course.data.sel(arm=arm, time=[day for day in days if day <= int(course.data.time[-1])])
        data = data.assign(
            {name: 100 * (1 - data[name]) for name in LOST} | {name: 1000 * data[name] for name in FEMTO}
        )
        data = data.rename(TOLD)
        middle = data.median("patient")
        for name in (TOLD.get(one, one) for one in RECORD):
            told |= {f"{of_arm}{name}, day {int(day)}": float(middle[name].sel(time=day)) for day in middle.time}
        if len(course.women) > 1:
            shares = (data["worst_pain"] < PAIN).mean("patient")
            told |= {
                f"{of_arm}share below {PAIN} of 10, day {int(day)}": float(shares.sel(time=day)) for day in data.time
            }
    if "tablet_missed" in course.data:
        told["share of tablets missed"] = float(course["tablet_missed"].mean())
    return told


def write(found):
    """Write the outcomes in the place where the test reads them."""
    parts = [HEAD]
    for run, rows in found.items():
        parts.append("\n".join([f'["{run}"]', *(f'"{name}" = {value:.6g}' for name, value in rows.items())]) + "\n")
    KEPT.write_text("\n".join(parts), encoding="utf-8")


@pytest.fixture(scope="module")
def simulated():
    return outcomes()


if __name__ == "__main__":
    write(outcomes())
