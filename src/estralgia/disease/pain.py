"""Pain: what every joint sends, times the gain of the nerves, on a scale from 0 to 10."""

from .words import saturating


def change_in_alertness(alertness, taking_tablets, habituation_time):
    """Watching for side effects wears off while the tablets are taken."""
    return -taking_tablets * alertness / habituation_time


def alertness_before_treatment():
    """She has read the leaflet."""
    return 1


def nociception_from_expectation(
    taking_tablets, alertness, negative_expectation, expectation_pain, weight_of_expectation
):
    """What expectation adds in every joint, with the drug or with a tablet that she takes for it."""
    return weight_of_expectation * expectation_pain * negative_expectation * alertness * taking_tablets


def nociception(
    background_nociception,
    nociception_from_inflammation,
    nociception_from_lubricant_loss,
    nociception_from_fluid,
    nociception_from_expectation,
):
    """All that the nerves of one joint receive."""
    mechanisms = nociception_from_inflammation + nociception_from_lubricant_loss + nociception_from_fluid
    return background_nociception + mechanisms + nociception_from_expectation


def gain(peripheral_gain, central_gain, pain_memory):
    """How much the nerves turn up what they receive, 1 in health."""
    return (1 + peripheral_gain) * (1 + central_gain + pain_memory)


def diffuse_pain(central_gain, joint_spread, diffuse_strength):
    """Pain from central gain alone, without a joint pattern."""
    return diffuse_strength * central_gain * joint_spread


def pain(nociception, gain, diffuse_pain, half_pain):
    """Pain of one joint, 0 to 10."""
    return 10 * saturating(gain * nociception + diffuse_pain, half_pain)


def stiffness(
    gel, hyaluronan, retained_fluid, thickening, vulnerability_to_fluid, vulnerability_to_inflammation,
    gel_stiffness, lubricant_stiffness, fluid_stiffness, thickening_stiffness, half_pain,
):  # fmt: skip
    """Stiffness of one joint, 0 to 10: a gelled joint is stiff in health too."""
    worse = lubricant_stiffness * (1 - hyaluronan) + fluid_stiffness * vulnerability_to_fluid * retained_fluid
    swollen = thickening_stiffness * vulnerability_to_inflammation * thickening
    return 10 * saturating(gel * (gel_stiffness + worse) + swollen, half_pain)
