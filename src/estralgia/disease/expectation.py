"""Expectation: warned of side effects, she watches for them, and what hurts is watched; hope takes from pain."""

from .words import choose, positive_part, saturating


def change_in_alertness(alertness, tablets_today, habituation_time):
    """What the leaflet warned of is on her mind less and less while she takes the tablets."""
    return -tablets_today * alertness / habituation_time


def alertness_before_treatment():
    """She has read the leaflet."""
    return 1


def alarm(worst_joint_pain, alarming_pain):
    """How much what hurts now alarms her, whatever its cause."""
    return saturating(worst_joint_pain, alarming_pain)


def reason_to_watch(tablets_today, alertness, alarm_over_the_day):
    """Why she watches herself while she takes tablets: she was warned, and then something hurts."""
    return tablets_today * (alertness + (1 - alertness) * alarm_over_the_day)


def change_in_watching(watching, reason_to_watch, watching_time):
    """Watching for side effects grows and fades over weeks: pain keeps it up for as long as she takes tablets."""
    return (reason_to_watch - watching) / watching_time


def watching_before_treatment():
    """Nothing to watch for yet."""
    return 0


def nociception_from_expectation(
    watching, negative_expectation, reassurance, joint_spread, expectation_pain, weight_of_expectation
):
    """What fear of side effects adds in one joint, with the drug or with a tablet that she takes for it."""
    fear = negative_expectation * positive_part(1 - reassurance) * watching
    return weight_of_expectation * expectation_pain * joint_spread * fear


def promise_of_treatment(treatment_given, treatment_blinded, open_promise, blinded_promise):
    """What being given this treatment, however little, lets her hope for: more where she knows that it is real."""
    return choose(treatment_given > 0, choose(treatment_blinded > 0, blinded_promise, open_promise), 0 * open_promise)


def change_in_novelty(novelty, promise, hope_lasting_time):
    """The promise wears off while it is given, over a year, and is new again after as long without it."""
    return choose(promise > 0, -novelty, 1 - novelty) / hope_lasting_time


def novelty_before_treatment():
    """All of it is new."""
    return 1


def change_in_hope(hope, promise, novelty, hope_rise_time, hope_fall_time):
    """Hope builds up over weeks while something new is given, and fades as it grows old, or ends."""
    aim = promise * novelty
    return (aim - hope) / choose(aim > hope, hope_rise_time, hope_fall_time)


def hope_before_treatment():
    """None yet."""
    return 0


def expected_relief(hope, suggestibility, relief_by_hope, weight_of_expectation):
    """How much hope damps pain, as a share: nerves from the brain do it, without any drug."""
    return weight_of_expectation * relief_by_hope * suggestibility * hope
