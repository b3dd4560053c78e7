"""From tablet to pain in one woman: every link of the chain under the one before."""

from textwrap import fill

from ..model.errors import RunError
from ..runners.run import Run
from . import style
from .axes import logarithmic_if_needed, mark_last_tablets, stretched_time
from .series import series_of, title, unit

CHAIN = (
    "concentration",
    "aromatase_activity",
    "estradiol",
    "felt_withdrawal_over_the_day",
    "thickening",
    "hyaluronan",
    "central_gain",
    "gain",
    "worst_pain",
)
PLAIN = {"felt_withdrawal_over_the_day": "How strongly joints and nerves notice the fall"}  # in place of its title


def _is_there(quantity):
    """Whether there is anything to draw: of the level of a drug only where some drug is in the blood at all."""
    return "drug" not in quantity.dims or (quantity.size and float(quantity.max()) > 0)


def cascade(course: Run, patient: int | None = None):
    """One woman from tablet to pain: small pictures under one another, she with her tablets and her untreated twin.

    patient: her number, by default the first woman. Time runs on a square-root scale. Links that were not recorded are
    left out; RunError where none was.
    """
    patient = int(course.data.patient[0]) if patient is None else patient
    chain = [name for name in CHAIN if name in course.data and _is_there(course[name])]
    if not chain:
        raise RunError("no link of the chain was recorded", fix='simulate(..., record=("estradiol", "worst_pain"))')
    with style.drawing():
        figure, panels = style.picture(1.4 + 1.05 * len(chain), rows=len(chain), sharex=True, squeeze=False)
        for axes, name in zip(panels[:, 0], chain, strict=True):
            for one in series_of(course, name, patient):
                axes.plot(one.days, one.values[0], color=one.colour, linestyle=one.line, label=one.label, linewidth=1.5)
            axes.set_title(fill(PLAIN.get(name) or title(course[name]), 38), fontsize=10)
            axes.set_ylabel(fill(unit(course[name]), 9), fontsize=9.5)
            axes.margins(y=0.12)
            logarithmic_if_needed(axes, name)
            mark_last_tablets(axes, course, label=axes is panels[0, 0])
        stretched_time(panels[-1, 0], course)
        for axes in panels[:-1, 0]:
            axes.set_xlabel("")
        figure.align_ylabels()
        style.heading(figure, "From tablet to pain" + f", woman {patient}" * (len(course.women) > 1))
        style.legend(figure, handles=panels[-1, 0].get_legend_handles_labels()[0], ncols=2)
    return figure
