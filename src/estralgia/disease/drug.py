"""Drug: the tablet dissolves, the drug enters the blood, spreads into tissue and is cleared. One drug at a time."""

from .words import choose, power, saturating


def distribution_volume(volume, volume_per_weight, weight):
    """The volume in which the drug seems to be dissolved; for letrozole it grows with her weight."""
    return volume + volume_per_weight * weight


def concentration(drug_in_blood, distribution_volume):
    """Drug in plasma."""
    return drug_in_blood / distribution_volume


def variant_factor(cyp2a6_variant_alleles, one_variant_factor, two_variants_factor):
    """How much of the clearance is left with none, one or two slow alleles of CYP2A6."""
    return choose(
        cyp2a6_variant_alleles < 1, 1, choose(cyp2a6_variant_alleles < 2, one_variant_factor, two_variants_factor)
    )


def own_clearance(low_clearance, variant_factor, bmi, usual_bmi, bmi_exponent, age, usual_age, age_slope):
    """What she clears at a low concentration: genotype, body mass and age."""
    return low_clearance * variant_factor * power(bmi / usual_bmi, bmi_exponent) * (1 + age_slope * (age - usual_age))


def induction(concentration, induces, inducing_concentration):
    """How strongly this drug makes the liver clear the others: tamoxifen does."""
    return induces * saturating(concentration, inducing_concentration)


def clearance(own_clearance, concentration, saturable_share, saturation_concentration, induction_of_all, induced_rise):
    """Part of the clearance tires as the concentration rises; tamoxifen beside it raises the whole."""
    tired = 1 - saturable_share * saturating(concentration, saturation_concentration)
    return own_clearance * tired * (1 + induced_rise * induction_of_all)


def change_in_drug_in_gut(drug_in_gut, absorption_rate):
    """A swallowed tablet is absorbed; the swallowing itself is the engine's, at the hour of the tablet."""
    return -absorption_rate * drug_in_gut


def change_in_drug_in_blood(
    drug_in_blood,
    drug_in_gut,
    absorption_rate,
    clearance,
    distribution_volume,
    drug_in_shallow_tissue,
    drug_in_deep_tissue,
    rate_to_shallow,
    rate_from_shallow,
    rate_to_deep,
    rate_from_deep,
):
    """Gains from the gut and back from tissue, loses to clearance and to tissue."""
    gain = absorption_rate * drug_in_gut
    back = rate_from_shallow * drug_in_shallow_tissue + rate_from_deep * drug_in_deep_tissue
    return gain + back - (clearance / distribution_volume + rate_to_shallow + rate_to_deep) * drug_in_blood


def change_in_drug_in_shallow_tissue(drug_in_shallow_tissue, drug_in_blood, rate_to_shallow, rate_from_shallow):
    """Tissue that fills and empties within hours (exemestane)."""
    return rate_to_shallow * drug_in_blood - rate_from_shallow * drug_in_shallow_tissue


def change_in_drug_in_deep_tissue(drug_in_deep_tissue, drug_in_blood, rate_to_deep, rate_from_deep):
    """Tissue that fills and empties within days (exemestane)."""
    return rate_to_deep * drug_in_blood - rate_from_deep * drug_in_deep_tissue


def drug_in_gut_before_treatment():
    """None yet."""
    return 0


def drug_in_blood_before_treatment():
    """None yet."""
    return 0


def drug_in_shallow_tissue_before_treatment():
    """None yet."""
    return 0


def drug_in_deep_tissue_before_treatment():
    """None yet."""
    return 0
