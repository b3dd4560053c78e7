"""Bone: less estradiol speeds the turnover of bone, and density falls to a lower balance."""

from .words import choose


def estrogen_lack(estradiol_ratio, half_lack):
    """What bone lacks: 0 at her own estradiol, 1 without any."""
    return (1 - estradiol_ratio) / (1 + estradiol_ratio / half_lack)


def change_in_bone_turnover(bone_turnover, estrogen_lack_over_the_day, turnover_rise, turnover_time):
    """The marker of resorption in blood, relative to her own."""
    return (1 + turnover_rise * estrogen_lack_over_the_day - bone_turnover) / turnover_time


def bone_turnover_before_treatment():
    """Her own."""
    return 1


def spine_balance(bone_turnover, spine_loss):
    """Where spine density would settle at this turnover."""
    return 1 - spine_loss * (bone_turnover - 1)


def change_in_spine_density(spine_density, spine_balance, spine_time):
    """Density of the lumbar spine relative to her own: it falls, and recovers, over years."""
    return (spine_balance - spine_density) / spine_time


def spine_density_before_treatment():
    """Her own."""
    return 1


def hip_balance(bone_turnover, hip_loss):
    """Where hip density would settle at this turnover."""
    return 1 - hip_loss * (bone_turnover - 1)


def change_in_hip_density(hip_density, hip_balance, hip_time, hip_recovery_time):
    """Density of the hip relative to her own: it falls over years and hardly recovers."""
    return (hip_balance - hip_density) / choose(hip_balance < hip_density, hip_time, hip_recovery_time)


def hip_density_before_treatment():
    """Her own."""
    return 1
