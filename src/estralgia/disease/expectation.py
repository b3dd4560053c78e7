"""Expectation: fear of side effects adds to what the nerves receive, and the promise of relief takes from pain."""

from .words import choose, positive_part


def change_in_alertness(alertness, taking_tablets, habituation_time):
    """Watching for side effects wears off while the tablets are taken."""
    return -taking_tablets * alertness / habituation_time


def alertness_before_treatment():
    """She has read the leaflet."""
    return 1


def nociception_from_expectation(
    taking_tablets, alertness, negative_expectation, reassurance, expectation_pain, weight_of_expectation
):
    """What fear of side effects adds in every joint, with the drug or with a tablet that she takes for it."""
    fear = negative_expectation * positive_part(1 - reassurance) * alertness
    return weight_of_expectation * expectation_pain * fear * taking_tablets


def promise_of_treatment(treatment_given, treatment_blinded, open_promise, blinded_promise):
    """What being given this treatment, however little, lets her hope for: more where she knows that it is real."""
    return choose(treatment_given > 0, choose(treatment_blinded > 0, blinded_promise, open_promise), 0 * open_promise)


def change_in_hope(hope, promise, hope_rise_time, hope_fall_time):
    """Hope builds up over weeks while something is given, and fades when it ends."""
    return (promise - hope) / choose(promise > hope, hope_rise_time, hope_fall_time)


def hope_before_treatment():
    """None yet."""
    return 0


def expected_relief(hope, suggestibility, relief_by_hope, weight_of_expectation):
    """How much hope damps pain, as a share: nerves from the brain do it, without any drug."""
    return weight_of_expectation * relief_by_hope * suggestibility * hope
