"""Sensitization: pain nerves turn up their volume while estradiol is missed and joints hurt, and down only slowly."""

from .words import exp, log, positive_part, power


def nerve_stimulus(felt_withdrawal_over_the_day):
    """What acts on pain nerves directly: here, estradiol that is missed."""
    return felt_withdrawal_over_the_day


def change_in_peripheral_gain(
    peripheral_gain, nerve_stimulus, weight_of_sensitization, peripheral_response, peripheral_time
):
    """Nerve endings in the joint grow more excitable within days to weeks."""
    return (weight_of_sensitization * peripheral_response * nerve_stimulus - peripheral_gain) / peripheral_time


def peripheral_gain_before_treatment(nerve_stimulus, weight_of_sensitization, peripheral_response):
    """In balance."""
    return weight_of_sensitization * peripheral_response * nerve_stimulus


def self_sustaining_gain(central_gain, self_sustaining_strength, self_sustaining_steepness, weight_of_sensitization):
    """In some women central gain, once high, keeps itself up."""
    rise = power(central_gain, self_sustaining_steepness)
    return weight_of_sensitization * self_sustaining_strength * rise / (1 + rise)


def nerve_sensitivity(nerve_trait, nerve_spread, symptom_burden, usual_burden, sensitivity_by_burden):
    """How readily her spinal cord winds up: her own nature, and more where sleep or mood were poor before."""
    own = nerve_spread * nerve_trait - nerve_spread * nerve_spread / 2
    return exp(own + sensitivity_by_burden * (symptom_burden - usual_burden))


def central_drive(
    nociception_over_the_day, peripheral_gain, nerve_stimulus, nerve_sensitivity,
    pain_feeds_gain, stimulus_feeds_gain, weight_of_sensitization,
):  # fmt: skip
    """What winds the spinal cord up: pain signals themselves, and the direct stimulus."""
    fed = pain_feeds_gain * (1 + peripheral_gain) * nociception_over_the_day
    return weight_of_sensitization * nerve_sensitivity * (fed + stimulus_feeds_gain * nerve_stimulus)


def fading(central_calming):
    """How readily central gain fades, 1 without any treatment."""
    return (1 + positive_part(central_calming)) / (1 + positive_part(-central_calming))


def change_in_central_gain(central_gain, central_drive, self_sustaining_gain, fading, central_time):
    """The spinal cord and the brain grow more responsive over weeks."""
    return (central_drive + self_sustaining_gain - fading * central_gain) / central_time


def central_gain_before_treatment(central_drive):
    """In balance with the pain that she already has; the engine settles the part that sustains itself."""
    return central_drive


def change_in_pain_memory(pain_memory, central_gain, memory_rate, memory_threshold, memory_half_life):
    """High central gain is slowly consolidated, and takes years to fade."""
    return memory_rate * positive_part(central_gain - memory_threshold) - log(2) / memory_half_life * pain_memory


def pain_memory_before_treatment(central_gain, memory_rate, memory_threshold, memory_half_life):
    """In balance."""
    return memory_rate * positive_part(central_gain - memory_threshold) * memory_half_life / log(2)


def felt_central_gain(central_gain, pain_memory, descending_inhibition):
    """What is left of central gain after the brain has damped it on the way down the spinal cord."""
    return (central_gain + pain_memory) * positive_part(1 - descending_inhibition)
