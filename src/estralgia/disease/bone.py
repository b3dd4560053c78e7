"""Bone: it thins with age; less estradiol speeds its turnover, and density falls to a lower balance."""

from .words import choose, exp


def aging_rate(years_since_menopause, usual_aging, early_aging, early_aging_time, aging_spread, aging_trait):
    """What her bone loses without any drug, faster in the first years after menopause."""
    usual = usual_aging + early_aging * exp(-years_since_menopause / early_aging_time)
    return usual * exp(aging_spread * aging_trait - aging_spread * aging_spread / 2)


def change_in_own_bone(own_bone, aging_rate):
    """What age leaves of her bone."""
    return -aging_rate * own_bone


def own_bone_before_treatment():
    """All of it."""
    return 1


def bone_response(bone_response_spread, bone_trait):
    """How strongly her bone answers to estrogen, 1 on average."""
    return exp(bone_response_spread * bone_trait - bone_response_spread * bone_response_spread / 2)


def estrogen_lack(estradiol_ratio, half_lack, bone_agonism, blockade_by_all):
    """What bone lacks: 0 at her own estradiol, 1 without any, below 0 where tamoxifen stands in for it."""
    return (1 - estradiol_ratio) / (1 + estradiol_ratio / half_lack) - bone_agonism * blockade_by_all


def change_in_bone_turnover(bone_turnover, estrogen_lack_over_the_day, turnover_rise, turnover_time):
    """The marker of resorption in blood, relative to her own."""
    return (1 + turnover_rise * estrogen_lack_over_the_day - bone_turnover) / turnover_time


def bone_turnover_before_treatment():
    """Her own."""
    return 1


def spine_balance(bone_turnover, spine_loss, bone_response):
    """The share of her spine density that would be kept in the end at this turnover."""
    return 1 - spine_loss * bone_response * (bone_turnover - 1)


def change_in_spine_kept(spine_kept, spine_balance, spine_time, spine_recovery_time):
    """The share that is kept falls over a year or two, and comes back more slowly."""
    return (spine_balance - spine_kept) / choose(spine_balance < spine_kept, spine_time, spine_recovery_time)


def spine_kept_before_treatment():
    """All of it."""
    return 1


def spine_density(own_bone, spine_kept):
    """Density of the lumbar spine relative to her own before treatment: age and the drug both take from it."""
    return own_bone * spine_kept


def hip_balance(bone_turnover, hip_loss, bone_response):
    """The share of her hip density that would be kept in the end at this turnover."""
    return 1 - hip_loss * bone_response * (bone_turnover - 1)


def change_in_hip_kept(hip_kept, hip_balance, hip_time, hip_recovery_time):
    """The share that is kept falls over years, and hardly comes back."""
    return (hip_balance - hip_kept) / choose(hip_balance < hip_kept, hip_time, hip_recovery_time)


def hip_kept_before_treatment():
    """All of it."""
    return 1


def hip_density(own_bone, hip_kept):
    """Density of the hip relative to her own before treatment: age and the drug both take from it."""
    return own_bone * hip_kept
