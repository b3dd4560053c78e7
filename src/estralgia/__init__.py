"""Why do aromatase inhibitors make joints hurt, when, in whom, for how long, and what helps? A working model.

    import estralgia as ea
    anna = ea.Patient(age=61, years_since_menopause=9, bmi=29, joint_pain_before=2)
    course = ea.simulate(anna, "letrozole 2.5 mg daily for 2 years", twin=True, seed=1)
    print(course.explain(day=90))

Research and education software, not a medical device: it never advises anybody to stop, pause or change a treatment.
Tell your care team before you skip or stop a tablet: there are several ways to help.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .book import BOOK, read_book
    from .course import Cohort, Course, read_course, simulate
    from .model.book import Book
    from .model.errors import BookError, EstralgiaError, InputError, RunError
    from .people import Patient, Women, population, read_patient
    from .questions.cite import cite
    from .questions.doctor import doctor
    from .questions.leaflet import leaflet
    from .questions.score import score
    from .questions.study import study
    from .questions.theories import theories
    from .questions.treatments import treatments
    from .say.explain import explain
    from .say.story import story
    from .tables.doses import DoseTable, read_doses

__version__ = "0.1.0"
__all__ = [
    "BOOK",
    "Book",
    "BookError",
    "Cohort",
    "Course",
    "DoseTable",
    "EstralgiaError",
    "InputError",
    "Patient",
    "RunError",
    "Women",
    "cite",
    "doctor",
    "explain",
    "leaflet",
    "population",
    "read_book",
    "read_course",
    "read_doses",
    "read_patient",
    "score",
    "simulate",
    "story",
    "study",
    "theories",
    "treatments",
]

_HOMES = {
    "BOOK": "book",
    "Book": "model.book",
    "BookError": "model.errors",
    "Course": "course",
    "DoseTable": "tables.doses",
    "EstralgiaError": "model.errors",
    "InputError": "model.errors",
    "Patient": "people",
    "RunError": "model.errors",
    "Cohort": "course",
    "Women": "people",
    "cite": "questions.cite",
    "doctor": "questions.doctor",
    "explain": "say.explain",
    "leaflet": "questions.leaflet",
    "population": "people",
    "read_book": "book",
    "read_course": "course",
    "read_doses": "tables.doses",
    "read_patient": "people",
    "score": "questions.score",
    "simulate": "course",
    "story": "say.story",
    "study": "questions.study",
    "theories": "questions.theories",
    "treatments": "questions.treatments",
}


def __getattr__(name: str):
    """Import a public word when it is first used: the command can then greet without loading the engine."""
    if name not in _HOMES:
        raise AttributeError(f"module 'estralgia' has no attribute '{name}'")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__():
    return [*__all__, "__version__"]
