"""Joints: which ones hurt without any drug, and how each answers to what the whole body goes through."""

from .words import choose, exp, log, logistic, positive_part


def joint_spread(joint_trait, joint_spread_size):
    """How strongly this joint of this woman answers, 1 on average."""
    return exp(joint_spread_size * joint_trait - joint_spread_size * joint_spread_size / 2)


def background_chance(background_prevalence, clustering_size, clustering_trait):
    """The chance that this joint hurts without any drug: painful joints come together in some women."""
    return logistic(log(background_prevalence / (1 - background_prevalence)) + clustering_size * clustering_trait)


def background_strength(
    background_draw, background_chance, background_trait, usual_background, background_spread, background_scale
):
    """What the nerves of this joint usually receive without any drug."""
    strength = background_scale * usual_background * exp(background_spread * background_trait)
    return choose(background_draw < background_chance, strength, 0 * strength)


def prostaglandin_left(prostaglandin_inhibition, local_prostaglandin_inhibition, within_reach):
    """Prostaglandin, by which a joint excites its nerves, that anti-inflammatory tablets or a gel on the skin leave."""
    return positive_part(1 - prostaglandin_inhibition - within_reach * local_prostaglandin_inhibition)


def background_nociception(
    background_strength, background_drift, prostaglandin_left, prostaglandin_share, background_relief
):
    """The same today: good and bad weeks come and go, and part of it goes by way of prostaglandin."""
    answering = 1 - prostaglandin_share * (1 - prostaglandin_left)
    return background_strength * exp(background_drift) * answering * positive_part(1 - background_relief)
