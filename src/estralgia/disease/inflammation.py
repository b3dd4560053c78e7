"""Inflammation: without estradiol, cytokine in joint and tendon sheath rises, the sheath thickens, the matrix thins."""

from .words import choose, daily_wave, positive_part, smaller


def inflammation_stimulus(felt_withdrawal_over_the_day, weight_of_inflammation):
    """What drives inflammation under the theory that is read."""
    return weight_of_inflammation * felt_withdrawal_over_the_day


def change_in_cytokine(cytokine, inflammation_stimulus, cytokine_response, cytokine_suppression, cytokine_time):
    """Local cytokine, 1 in health, rises with withdrawal over weeks."""
    made = 1 + cytokine_response * inflammation_stimulus * positive_part(1 - cytokine_suppression)
    return (made - cytokine) / cytokine_time


def cytokine_before_treatment(inflammation_stimulus, cytokine_response):
    """In balance with what she already misses."""
    return 1 + cytokine_response * inflammation_stimulus


def change_in_thickening(thickening, cytokine, thickening_time, thinning_time):
    """Synovium and tendon sheath thicken where cytokine stays raised, over a year, and thin again over several."""
    aim = cytokine - 1
    return (aim - thickening) / choose(aim > thickening, thickening_time, thinning_time)


def thickening_before_treatment(cytokine):
    """In balance."""
    return cytokine - 1


def matrix_built(inflammation_stimulus, building_loss, greatest_stimulus):
    """Cartilage and connective tissue built, 1 in health: it cannot fall without bound."""
    return 1 - building_loss * smaller(inflammation_stimulus, greatest_stimulus)


def change_in_matrix(matrix, cytokine, matrix_built, erosion, matrix_time):
    """Cartilage and connective tissue, 1 in health: built less, worn more, over years."""
    return (matrix_built - (1 + erosion * (cytokine - 1)) * matrix) / matrix_time


def matrix_before_treatment(cytokine, matrix_built, erosion):
    """In balance."""
    return matrix_built / (1 + erosion * (cytokine - 1))


def swelling_rhythm(time_of_day, swelling_rhythm_size, swelling_rhythm_peak):
    """Cytokine and swelling are highest at the end of the night."""
    return 1 + swelling_rhythm_size * daily_wave(time_of_day, swelling_rhythm_peak)


def nociception_from_slow_change(matrix, vulnerability_to_inflammation, joint_spread, matrix_pain):
    """What they receive from the slow change of tissue alone, which is assumed: collagen itself hardly turns over."""
    return vulnerability_to_inflammation * joint_spread * matrix_pain * (1 - matrix)


def nociception_from_inflammation(
    cytokine, thickening, nociception_from_slow_change, swelling_rhythm, vulnerability_to_inflammation, joint_spread,
    prostaglandin_left, swelling_suppression, cytokine_pain, thickening_pain,
):  # fmt: skip
    """What the nerves of one joint receive from inflammation, swelling and the slow change of tissue."""
    swelling = cytokine_pain * (cytokine - 1) * prostaglandin_left + thickening_pain * thickening
    today = swelling * positive_part(1 - swelling_suppression) * swelling_rhythm
    return vulnerability_to_inflammation * joint_spread * today + nociception_from_slow_change


def serum_marker(cytokine, serum_spill):
    """Inflammation as a blood test sees it, 1 in health: almost nothing leaves the joint."""
    return 1 + serum_spill * (cytokine - 1)
