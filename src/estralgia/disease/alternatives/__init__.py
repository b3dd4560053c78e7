"""Rivals: another account of one link. A function here takes the place of the one of the same name in its chapter."""
