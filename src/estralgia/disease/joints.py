"""Joints: which ones hurt without any drug, and how each answers to what the whole body goes through."""

from .words import exp, log, logistic, positive_part


def joint_spread(site_trait, site_spread_size, joint_trait, joint_spread_size, bad_weeks, swing_of_answer):
    """How strongly this joint answers this week, 1 on average: sites differ, joints of one site a little, and weeks."""
    site = site_spread_size * site_trait - site_spread_size * site_spread_size / 2
    joint = joint_spread_size * joint_trait - joint_spread_size * joint_spread_size / 2
    week = swing_of_answer * bad_weeks - swing_of_answer * swing_of_answer / 2
    return exp(site + joint + week)


def vulnerability_to_inflammation(site_vulnerability_to_inflammation, inflammation_trait, mechanism_spread):
    """How much inflammation does in this joint of this woman: some answer to it, some to another mechanism."""
    own = mechanism_spread * inflammation_trait - mechanism_spread * mechanism_spread / 2
    return site_vulnerability_to_inflammation * exp(own)


def vulnerability_to_fluid(site_vulnerability_to_fluid, fluid_trait, mechanism_spread):
    """How much fluid does in this joint of this woman."""
    own = mechanism_spread * fluid_trait - mechanism_spread * mechanism_spread / 2
    return site_vulnerability_to_fluid * exp(own)


def proneness(
    usual_proneness, clustering_size, clustering_trait, age, usual_age, proneness_by_age, bmi, usual_bmi,
    proneness_by_bmi, osteoarthritis, proneness_by_osteoarthritis, symptom_burden, usual_burden, proneness_by_burden,
    hormone_therapy, proneness_by_hormone_therapy, chemotherapy, proneness_by_chemotherapy,
):  # fmt: skip
    """Her own proneness to painful joints without any drug, on log-odds: they come together in some women."""
    grown = proneness_by_age * (age - usual_age) + proneness_by_bmi * (bmi - usual_bmi)
    told = proneness_by_osteoarthritis * osteoarthritis + proneness_by_burden * (symptom_burden - usual_burden)
    treated = proneness_by_hormone_therapy * hormone_therapy + proneness_by_chemotherapy * chemotherapy
    return usual_proneness + clustering_size * clustering_trait + grown + told + treated


def background_chance(background_prevalence, proneness, bad_weeks, reach_of_bad_weeks):
    """The chance that this joint hurts this week without any drug: bad weeks reach joints that rest in others."""
    usual = log(background_prevalence / (1 - background_prevalence))
    return logistic(usual + proneness + reach_of_bad_weeks * bad_weeks)


def background_presence(background_draw, background_chance):
    """How far this joint hurts without any drug: 0 in most, and a little where it only just does."""
    return positive_part(1 - background_draw / background_chance)


def background_strength(background_trait, usual_background, background_spread, background_scale):
    """What the nerves of this joint receive without any drug where it fully hurts."""
    return background_scale * usual_background * exp(background_spread * background_trait)


def prostaglandin_left(prostaglandin_inhibition, local_prostaglandin_inhibition, within_reach):
    """Prostaglandin, by which a joint excites its nerves, that anti-inflammatory tablets or a gel on the skin leave."""
    return positive_part(1 - prostaglandin_inhibition - within_reach * local_prostaglandin_inhibition)


def background_nociception(
    background_strength, background_presence, bad_weeks, swing_of_background, prostaglandin_left, prostaglandin_share,
    background_relief,
):  # fmt: skip
    """The same today: good and bad weeks come and go, and part of it goes by way of prostaglandin."""
    answering = 1 - prostaglandin_share * (1 - prostaglandin_left)
    week = exp(swing_of_background * bad_weeks)
    return background_strength * background_presence * week * answering * positive_part(1 - background_relief)
