"""The disease as a book: one short chapter per link of the causal chain, each with its table of numbers beside it.

A function's name is the quantity that it computes; its arguments are that quantity's causes. A state moves through
`change_in_<state>` (per day) and starts from `<state>_before_treatment`. Nothing else is needed to read the book.
"""
