"""Why do aromatase inhibitors make joints hurt, when, in whom, for how long, and what helps? A working model.

    import estralgia as ea
    anna = ea.Patient(age=61, years_since_menopause=9, bmi=29, joint_pain_before=2)
    course = ea.simulate(anna, "letrozole 2.5 mg daily for 2 years", twin=True, seed=1)
    print(course.explain(day=90))

Research and education software, not a medical device: it never advises anybody to stop, pause or change a treatment.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .book import BOOK, read_book
    from .course import Course, simulate
    from .model.book import Book
    from .model.errors import EstralgiaError
    from .people import Patient, Women, population, read_patient
    from .tables.doses import DoseTable, read_doses

__version__ = "0.1.0"
__all__ = [
    "BOOK",
    "Book",
    "Course",
    "DoseTable",
    "EstralgiaError",
    "Patient",
    "Women",
    "population",
    "read_book",
    "read_doses",
    "read_patient",
    "simulate",
]

_HOMES = {
    "BOOK": "book",
    "Book": "model.book",
    "Course": "course",
    "DoseTable": "tables.doses",
    "EstralgiaError": "model.errors",
    "Patient": "people",
    "Women": "people",
    "population": "people",
    "read_book": "book",
    "read_doses": "tables.doses",
    "read_patient": "people",
    "simulate": "course",
}


def __getattr__(name: str):
    """Import a public word when it is first used: the command can then greet without loading the engine."""
    if name not in _HOMES:
        raise AttributeError(f"module 'estralgia' has no attribute '{name}'")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__():
    return [*__all__, "__version__"]
