"""Pain: what every joint sends, times the gain of the nerves, on a scale from 0 to 10."""

from .words import positive_part, saturating


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


def gain(peripheral_gain, felt_central_gain):
    """How much the nerves turn up what they receive, 1 in health."""
    return (1 + peripheral_gain) * (1 + felt_central_gain)


def diffuse_pain(central_gain, descending_inhibition, joint_spread, diffuse_strength):
    """Pain from central gain alone, without a joint pattern."""
    return diffuse_strength * central_gain * positive_part(1 - descending_inhibition) * joint_spread


def pain(nociception, gain, diffuse_pain, expected_relief, pain_threshold, half_pain):
    """Pain of one joint, 0 to 10: a little is not felt at all."""
    excitation = (gain * nociception + diffuse_pain) * positive_part(1 - expected_relief)
    return 10 * saturating(positive_part(excitation - pain_threshold), half_pain)


def stiffness(
    gel, hyaluronan, retained_fluid, thickening, vulnerability_to_fluid, vulnerability_to_inflammation,
    background_nociception, gel_strength, gel_stiffness, lubricant_stiffness, fluid_stiffness, thickening_stiffness,
    background_stiffness, half_stiffness,
):  # fmt: skip
    """Stiffness of one joint, 0 to 10: a gelled joint is stiff in health too, and one that hurts by itself more."""
    worse = lubricant_stiffness * (1 - hyaluronan) + fluid_stiffness * vulnerability_to_fluid * retained_fluid
    swollen = thickening_stiffness * vulnerability_to_inflammation * thickening
    gelled = gel_strength * gel * (gel_stiffness + worse + background_stiffness * background_nociception)
    return 10 * saturating(gelled + swollen, half_stiffness)
