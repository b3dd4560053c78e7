"""Withdrawal: tissue misses the estradiol that it was used to, and slowly forgets."""

from .words import exp, log, positive_part, power


def felt_estradiol(estradiol_ratio, felt_floor):
    """Estradiol as tissue feels it: relative to her own level, logarithmic, with a floor."""
    return log((estradiol_ratio + felt_floor) / (1 + felt_floor))


def change_in_set_point(set_point, felt_estradiol_over_the_day, forgetting_time):
    """What tissue is used to follows what it gets, over years."""
    return (felt_estradiol_over_the_day - set_point) / forgetting_time


def set_point_before_treatment(fall_at_menopause, years_since_menopause, forgetting_time):
    """What is left of the memory of the estradiol before menopause."""
    return fall_at_menopause * exp(-years_since_menopause / forgetting_time)


def withdrawal(set_point, felt_estradiol, tolerance, withdrawal_unit):
    """How far estradiol lies below what tissue is used to, beyond what it tolerates."""
    return positive_part(set_point - felt_estradiol - tolerance) / withdrawal_unit


def reaction_to_drug(hold, drug_trait):
    """How she takes to this drug beside others, as far as it holds the enzyme."""
    return hold * drug_trait


def susceptibility(susceptibility_trait, susceptibility_spread, reaction_by_all, hold_by_all, drug_likeness):
    """How strongly her tissue answers: partly her own nature, partly the drug that holds her enzyme."""
    own = power(drug_likeness, 1 / 2) * susceptibility_trait
    by_drug = power(1 - drug_likeness, 1 / 2) * reaction_by_all / (1 + hold_by_all)
    return exp(susceptibility_spread * (own + by_drug))


def felt_withdrawal(withdrawal, susceptibility, chemotherapy, chemotherapy_factor):
    """How strongly this woman's tissue answers."""
    return susceptibility * (1 + (chemotherapy_factor - 1) * chemotherapy) * withdrawal
