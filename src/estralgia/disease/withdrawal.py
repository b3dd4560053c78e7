"""Withdrawal: tissue misses the estradiol that it was used to, more soon after menopause; part of it adapts."""

from .words import exp, logistic, positive_part, power


def felt_lack(estradiol_ratio, unnoticed_fall, felt_floor):
    """What tissue lacks: 0 about her own estradiol, and nearly all there is to lack well below the floor."""
    return positive_part(1 - estradiol_ratio / (1 - unnoticed_fall)) / (1 + power(estradiol_ratio / felt_floor, 2))


def change_in_menopause_memory(menopause_memory, forgetting_time):
    """The memory of the estradiol before menopause fades over years."""
    return -menopause_memory / forgetting_time


def menopause_memory_before_treatment(years_since_menopause, forgetting_time):
    """What is left of it."""
    return exp(-years_since_menopause / forgetting_time)


def change_in_adaptation(adaptation, felt_lack_over_the_day, adaptation_time):
    """Tissue that adapts gets used to what it lacks, over years of tablets."""
    return (felt_lack_over_the_day - adaptation) / adaptation_time


def adaptation_before_treatment():
    """Her own level is what she is used to."""
    return 0


def adapting_share(usual_adapting, adapting_spread, adapting_trait):
    """The share of her tissue that adapts at all: nearly all in some women, hardly any in others."""
    return logistic(usual_adapting + adapting_spread * adapting_trait)


def accustomed_lack(adaptation, adapting_share):
    """What is no longer missed: her tissue that adapts gets used to it, and the rest never does."""
    return adapting_share * adaptation


def withdrawal(felt_lack, accustomed_lack, menopause_memory, menopause_gain, withdrawal_unit):
    """How strongly estradiol is missed: the lack that tissue is not used to, more while it remembers menopause."""
    return positive_part(felt_lack - accustomed_lack) * (1 + menopause_gain * menopause_memory) / withdrawal_unit


def reaction_to_drug(hold, drug_trait):
    """How she takes to this drug beside others, as far as it holds the enzyme."""
    return hold * drug_trait


def susceptibility(susceptibility_trait, susceptibility_spread, reaction_by_all, hold_by_all, drug_likeness):
    """How strongly her tissue answers: partly her own nature, partly the drug that holds her enzyme."""
    own = power(drug_likeness, 1 / 2) * susceptibility_trait
    by_drug = power(1 - drug_likeness, 1 / 2) * reaction_by_all / (1 + hold_by_all)
    return exp(susceptibility_spread * (own + by_drug))


def felt_withdrawal(withdrawal, susceptibility, answer_by_history):
    """How strongly this woman's tissue answers."""
    return susceptibility * answer_by_history * withdrawal
