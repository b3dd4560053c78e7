"""`estralgia explain`: why one woman hurts on one day, as the path of causes with her own numbers."""

import click

from ..model.errors import EstralgiaError
from . import options
from .messages import example
from .show import progress, say

MOST_DAYS = 30 * 365


@click.command(short_help="Why one woman hurts on one day, cause by cause.")
@options.woman
@click.option("--day", type=int, default=365, show_default=True, metavar="D", help="Days after the first tablet.")
@click.option("--patient", type=int, metavar="I", help="Woman number I of the women of this seed (from 0).")
@click.option("--equations", is_flag=True, help="Also the equations behind it, with her numbers.")
@options.use(options.drug, options.regimen, options.theory, options.tablets, options.book, options.seed)
def explain(woman, day, patient, equations, drug, regimen, theory, tablets, book, seed):
    """Why does she hurt on this day? From the tablet to the joint, beside herself without tablets.

    WOMAN.toml describes her, as for estralgia simulate; left out, she is the woman of whom estralgia alone tells.
    """
    if not 0 <= day <= MOST_DAYS:
        raise EstralgiaError(f"a day is a whole number from 0 to {MOST_DAYS:,}", f"--day {day}", example("--day"))
    book = options.read_the_book(book)
    regimen = options.read_tablets(drug, regimen, book)
    from ..course import simulate
    from ..questions.asked import DAYS_PER_YEAR
    from ..say.story import usual_woman

    if woman is None and patient is None:
        who = usual_woman(seed)
        patient = int(who.ids[0])
    else:
        who = options.who(woman, None, patient, seed)

    with progress() as bar:
        chosen = {"twin": True, "theory": theory, "tablets": tablets, "seed": seed, "book": book}
        course = simulate(who, regimen, years=(day + 1) / DAYS_PER_YEAR, **chosen, progress=bar)
    text = course.explain(day=day, patient=patient or 0, equations=equations)
    options.say_time_off(regimen, day + 1)
    say(text)
