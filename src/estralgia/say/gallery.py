"""The gallery of the docs: pictures of one cohort, each with what is seen in it and how it is made.

python -m estralgia.say.gallery     write docs/gallery.md and docs/pictures again
"""

import sys
from pathlib import Path

from ..people import population
from ..questions.simulate import simulate
from ..runners.run import Run
from .page import Plate
from .plates import sections_of

DOCS = Path("docs")
WOMEN, SEED, YEARS, ADDED = 200, 1, 2, "exercise from month 3"
# What is shown, by the name of its plate, and the call that draws it.
SHOWN = {
    "hundred-letrozole": 'course.plot("hundred", arm="letrozole")',
    "worst_pain": 'course.plot("pain")',
    "incidence": 'course.plot("incidence")',
    "extra_pain-letrozole": 'course.plot("joints", arm="letrozole")',
    "day": 'course.plot("day")',
    "mechanisms": 'course.plot("mechanisms")',
    "difference": 'course.plot("difference")',
    "cascade": 'course.plot("cascade")',
}
OPENING = f"""\
# Gallery

Pictures of the same {WOMEN} simulated women: on letrozole, on anastrozole, on letrozole with exercise, and without
tablets. All are in the report that `course.report("course.html")` writes. Without `arm=`, a picture draws every arm.
`make gallery` makes this page again.

```python
import estralgia as ea

arms = {{"letrozole": "letrozole", "anastrozole": "anastrozole"}}
course = ea.simulate(ea.population({WOMEN}, seed={SEED}), arms, years={YEARS}, add="{ADDED}", twin=True)
```
"""


def cohort() -> Run:
    """The women of the gallery."""
    arms = {"letrozole": "letrozole", "anastrozole": "anastrozole"}
    return simulate(population(WOMEN, seed=SEED), arms, years=YEARS, add=ADDED, twin=True)


def gallery(course: Run) -> tuple[str, dict[str, Plate]]:
    """The page in Markdown, and its pictures by the name of their file."""
    found = {plate.name: plate for plates in sections_of(course).values() for plate in plates}
    parts, files = [OPENING], {}
    for name, call in SHOWN.items():
        plate, file = found[name], f"{name.replace('_', '-')}.svg"
        files[file] = plate
        title = plate.figure.get_suptitle().replace("\n", " ")
        parts.append(f"## {title}\n\n![{plate.seen}](pictures/{file})\n\n`{call}`. {plate.seen}\n\n{plate.caption}\n")
    return "\n".join(parts), files


def main(folder: Path = DOCS):
    """Write the page and its pictures into this folder."""
    text, files = gallery(cohort())
    (folder / "pictures").mkdir(exist_ok=True)
    for file, plate in files.items():
        plate.figure.savefig(folder / "pictures" / file)
    (folder / "gallery.md").write_text(text, encoding="utf-8")
    sys.stdout.write(f"{folder / 'gallery.md'} and {len(files)} pictures\n")


if __name__ == "__main__":
    main()
