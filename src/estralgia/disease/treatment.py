"""Treatment: what is added to the tablets builds up, wears off, and acts on a node of a mechanism, never on pain."""

from .words import choose


def vitamin_d_need(vitamin_d, vitamin_d_limit, need_when_replete):
    """How much more vitamin D can do for her: all where she lacks it, little where she does not."""
    return choose(vitamin_d < vitamin_d_limit, 1, need_when_replete)


def own_response(response, for_deficiency, vitamin_d_need):
    """How strongly this woman answers to this treatment, 1 on average: some hardly, some are the worse for it."""
    return response * (1 - for_deficiency * (1 - vitamin_d_need))


def change_in_treatment_effect(treatment_effect, treatment_given, onset_time, offset_time):
    """It builds up while it is given, and wears off after."""
    return (treatment_given - treatment_effect) / choose(treatment_given > treatment_effect, onset_time, offset_time)


def treatment_effect_before_treatment():
    """None yet."""
    return 0


def treatment_strength(treatment_effect, own_response, strength):
    """What this treatment does today: the share that it takes from the node on which it acts."""
    return strength * own_response * treatment_effect


def acting_on_descending_inhibition(treatment_strength, acts_on_descending_inhibition):
    """The brain damps what the spinal cord passes on."""
    return acts_on_descending_inhibition * treatment_strength


def acting_on_central_calming(treatment_strength, acts_on_central_calming):
    """What winds the spinal cord up gets weaker; the cord itself follows over weeks."""
    return acts_on_central_calming * treatment_strength


def acting_on_cytokine(treatment_strength, acts_on_cytokine):
    """Less cytokine is made in the joint."""
    return acts_on_cytokine * treatment_strength


def acting_on_swelling(treatment_strength, acts_on_swelling):
    """What cytokine and swelling do to the nerves gets less, in every joint."""
    return acts_on_swelling * treatment_strength


def acting_on_prostaglandin(treatment_strength, acts_on_prostaglandin):
    """Prostaglandin, by way of which joints excite their nerves, gets less, in every joint."""
    return acts_on_prostaglandin * treatment_strength


def acting_on_local_prostaglandin(treatment_strength, acts_on_local_prostaglandin):
    """The same where a gel can be rubbed in."""
    return acts_on_local_prostaglandin * treatment_strength


def acting_on_background(treatment_strength, acts_on_background):
    """Aches of muscle and bone that have another cause than the tablets get less."""
    return acts_on_background * treatment_strength


def acting_on_lining(treatment_strength, acts_on_lining):
    """The lining of the joint keeps up more of its secretion, and holds back less fluid."""
    return acts_on_lining * treatment_strength


def acting_on_gelling(treatment_strength, acts_on_gelling):
    """A resting joint gels less, for it is moved more."""
    return acts_on_gelling * treatment_strength


def acting_on_worry(treatment_strength, acts_on_worry):
    """She expects fewer side effects."""
    return acts_on_worry * treatment_strength
