"""How many patient-years a second each engine simulates on one core, and how soon one woman is done.

Run with one core, for example: taskset -c 0 python benchmarks/speed.py. Seconds are those of the processor, and
engines take turns, so that a busy machine is as busy for each; medians are printed, and how often as fast as the first.
"""

import statistics
import time

import estralgia as ea
from estralgia.book import BOOK
from estralgia.questions.asked import ask
from estralgia.runners.arms import arms_of
from estralgia.runners.engines import ENGINES, missing_for_native
from estralgia.runners.program import LANES

REPEATS, YEARS = 7, 5
HERE = ENGINES[:1] if missing_for_native() else ENGINES


def median_seconds(works: dict) -> dict:
    """Name -> median of several timed calls in turns, after one that is not counted."""
    times = {name: [] for name in works}
    for turn in range(REPEATS + 1):
        for name, work in works.items():
            start = time.process_time()
            work()
            if turn:
                times[name].append(time.process_time() - start)
    return {name: statistics.median(row) for name, row in times.items()}


def stepping(engine: str, drug: str, record, every: int, tablets: str = "as prescribed"):
    """One thread that sets up and steps a full group of women, and sees what is recorded."""
    women = ea.population(LANES, seed=1)
    told = {"every": every, "record": record, "engine": engine, "tablets": tablets}
    asked = ask(women, BOOK, f"{drug} daily", years=YEARS, **told)
    (arm,) = arms_of(asked)
    return lambda: arm.run(women)


def set_up(engine: str):
    """The part of it before the first day: what chance gives to the women, and their balance."""
    women = ea.population(LANES, seed=1)
    (arm,) = arms_of(ask(women, BOOK, "letrozole daily", years=YEARS, engine=engine))
    return lambda: arm.chunk(women)


def main():
    """Print the table."""
    few, years = ("worst_pain", "estradiol"), LANES * YEARS
    rows: dict[str, tuple] = {f"{drug}, pain and estradiol every week": (drug, few, 7) for drug in BOOK.drugs}
    rows["letrozole, closed loop, the same"] = ("letrozole", few, 7, "closed loop")
    rows |= {f"letrozole, everything shown, {often}": ("letrozole", BOOK.shown, every)
             for every, often in ((7, "every week"), (1, "every day"))}  # fmt: skip
    ready = median_seconds({engine: set_up(engine) for engine in HERE})
    print("set-up of 256 women: " + ", ".join(f"{engine} {1e3 * ready[engine]:.0f} ms" for engine in HERE))
    print("patient-years a second, set-up included / without it")
    for name, row in rows.items():
        seconds = median_seconds({engine: stepping(engine, *row) for engine in HERE})
        first, first_alone = seconds[HERE[0]], seconds[HERE[0]] - ready[HERE[0]]
        for engine in HERE:
            alone = seconds[engine] - ready[engine]
            print(f"{name:46s} {engine:7s} {years / seconds[engine]:8,.0f} / {years / alone:8,.0f}"
                  f"   x {first / seconds[engine]:.2f} / {first_alone / alone:.2f}")  # fmt: skip
    woman = ea.Patient()
    works = {one: lambda one=one: ea.simulate(woman, "letrozole", years=2, twin=True, engine=one) for one in HERE}
    for engine, one in median_seconds(works).items():
        print(f"one woman and her twin, two years, warm        {engine:7s} {1e3 * one:8,.0f} ms")


if __name__ == "__main__":
    main()
