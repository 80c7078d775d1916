"""Is this the same matter as another? How much two appeals say the same, by the pairs of characters they share."""

from collections.abc import Iterable

ALIKE = 0.35
"""From here on two appeals of one street and category are shown to the dispatcher as likely the same; a person decides."""


def likeness(one: str, other: str) -> float:
    """0..1: shared pairs of neighbouring characters among all (Jaccard); spaces and punctuation do not count."""
    ours, theirs = set(_pairs(one)), set(_pairs(other))
    together = ours | theirs
    return len(ours & theirs) / len(together) if together else 0.0


def _pairs(text: str) -> Iterable[str]:
    letters = [letter for letter in text if letter.isalnum()]
    return (first + second for first, second in zip(letters, letters[1:], strict=False))
