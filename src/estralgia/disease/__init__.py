"""The disease as a book: one short chapter per link of the causal chain, each with its table of numbers beside it.

A function's name is the quantity that it computes; its arguments are that quantity's causes. A state moves through
`change_in_<state>` (per day) and starts from `<state>_before_treatment`. Nothing else is needed to read the book.
"""

STORY = (
    "treatment",
    "drug",
    "aromatase",
    "estrogen",
    "withdrawal",
    "inflammation",
    "lubrication",
    "sensitization",
    "joints",
    "expectation",
    "pain",
    "function",
    "behavior",
    "bone",
    "tumor",
)

# What a result shows of every woman unless asked otherwise, in the order of the story.
SHOWN = (
    "concentration",
    "aromatase_activity",
    "estrone",
    "estradiol",
    "set_point",
    "felt_withdrawal_over_the_day",
    "cytokine",
    "thickening",
    "matrix",
    "serum_marker",
    "hyaluronan",
    "retained_fluid",
    "peripheral_gain",
    "central_gain",
    "pain_memory",
    "background_input",
    "inflammation_input",
    "lubricant_input",
    "fluid_input",
    "expectation_input",
    "gain",
    "worst_pain",
    "average_pain",
    "pain_by_joint",
    "stiffness_on_waking",
    "grip_ratio",
    "walking_ratio",
    "sleep_quality",
    "pain_interference",
    "stopped",
    "bone_turnover",
    "spine_density",
    "hip_density",
    "recurrence_ratio",
)
