"""Direct, rival of sensitization: the drug itself excites the ending of the nerve within hours, as in rodents."""

from ..words import saturating


def exposure(concentration, usual_concentration):
    """This drug in blood, relative to its usual steady state."""
    return concentration / usual_concentration


def nerve_stimulus(exposure_of_all_over_the_day, half_exposure, direct_strength):
    """What acts on pain nerves: the drug, within hours, and gone with it."""
    return direct_strength * saturating(exposure_of_all_over_the_day, half_exposure)


def change_in_peripheral_gain(peripheral_gain, nerve_stimulus, weight_of_sensitization, direct_time):
    """Excitation follows the drug within hours."""
    return (weight_of_sensitization * nerve_stimulus - peripheral_gain) / direct_time


def peripheral_gain_before_treatment():
    """No drug, no excitation."""
    return 0


def central_drive(nociception_over_the_day, peripheral_gain, pain_feeds_gain, weight_of_sensitization):
    """The spinal cord is wound up by pain signals alone."""
    return weight_of_sensitization * pain_feeds_gain * (1 + peripheral_gain) * nociception_over_the_day
