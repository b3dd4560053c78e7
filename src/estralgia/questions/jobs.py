"""Jobs: what each arm of a simulation is made of, the program that runs it and the calendar of its days."""

from collections.abc import Mapping

import numpy as np

from ..model.bounds import OF, for_absent
from ..model.calendar import Calendar
from ..people import Women
from ..runners.run import Run
from ..tables.doses import DoseTable

ACTIVE_PART = "strength"  # the number without which a treatment works by hope alone
PRECISIONS = {"single": np.float32, "double": np.float64}


def jobs_for(women, names, every, arms, **settings):
    """One job an arm, all with the same treatments on their axis.

    An arm without a drug runs on the program of the first with one, to compile nothing twice.
    """
    treatments = _all_treatments(arms)
    first = next((arm.drugs for arm in arms.values() if arm.drugs), tuple(numbers.drugs())[:1])
    return [
        Job(women, name, arm, arm.drugs or first, treatments, names, every, **settings) for name, arm in arms.items()
    ]


def _all_treatments(arms):
    return tuple(dict.fromkeys(one for arm in arms.values() for one in arm.treatments))


def jobs_of(course: Course):
    """The jobs that made a course, to look closer at some of it."""
    arms = {name: course.asked.arms[name] for name in course.arms}
    return jobs_for(course.women, (), 1, **course.settings | {"arms": arms})


def hope_alone(changed: Mapping[str, float], arms, theory) -> dict[str, float]:
    """The changed numbers of a run with these arms in which nothing that is added has an active part."""
    own = {name: value for name, value in changed.items() if name.partition(OF)[0] != ACTIVE_PART}
    own |= {ACTIVE_PART: 0}
    absent = for_absent(read_book(theory.rivals), members_of(arms), own)
    return {name: value for name, value in own.items() if name not in absent}


def members_of(arms):
    """Who is on each axis of a run with these arms: axis -> names."""
    drugs = tuple(dict.fromkeys(drug for arm in arms.values() for drug in arm.drugs))
    return numbers.members(drugs, _all_treatments(arms))


class Job:
    """One arm: which program runs it, and on which tablets. It begins `lead_in` days before what is recorded."""

    def __init__(
        self, women, name, regimen, drugs, treatments, names, every, tablets, theory, days, precision, changed,
        lead_in, described_by,
    ):  # fmt: skip
        from ..runners.program import Program

        self.women, self.name, self.theory, self.days, self.dtype = women, name, theory, days, PRECISIONS[precision]
        self.lead_in, self.every = lead_in, every
        self.program = Program(theory.rivals, drugs, tablets == "closed loop", names, every, treatments=treatments)
        self.parameters = self.program.parameters(changed)
        self.calendar = calendar_of(regimen, self.program.members, days, women).after(lead_in - regimen.lead_in)
        if described_by:
            changing = described_by.covariates_of(women, lead_in, self.calendar.days - lead_in)
            self.calendar = self.calendar._replace(covariates=changing)


def calendar_of(regimen, members: Mapping[str, tuple[str, ...]], days: int, women: Women | None = None) -> Calendar:
    """The calendar of a regimen over these drugs and treatments, the same for all women; of a table, of `women`."""
    if isinstance(regimen, DoseTable):
        doses, lead_in = regimen.doses_of(regimen.women if women is None else women, members["drug"]), regimen.lead_in
    else:
        doses, lead_in = np.zeros((days, len(members["drug"]), 1)), 0
        doses[:, [members["drug"].index(drug) for drug in regimen.drugs], 0] = regimen.doses(days) * 1000
    given, blinded = (np.zeros((len(doses), len(members["treatment"]), 1)) for _ in range(2))
    columns = [members["treatment"].index(one) for one in regimen.treatments]
    given[lead_in:, columns, 0], blinded[lead_in:, columns, 0] = regimen.given(len(doses) - lead_in)
    return Calendar(doses, given, blinded)
