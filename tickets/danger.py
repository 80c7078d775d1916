"""Is someone's life in danger in this sentence?

Asked before anything else, of every message, and answered by fixed phrases and fixed advice; no model has a say.
When unsure the answer is yes: a needless "please call 119" costs a moment, a missed one may cost a life.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

CLAUSE_ENDS = "，。！？；、,!?;\n"


@dataclass(frozen=True, kw_only=True)
class Danger:
    """One kind of danger: how it is spoken of, whom to call first, what to do until they come."""

    kind: str  # 火灾
    numbers: tuple[str, ...]  # in the order they should be called
    advice: str  # fixed Chinese text shown to the citizen
    source: str  # where the advice comes from
    signs: re.Pattern[str]  # phrases that speak of this danger
    outruled_by: re.Pattern[str]  # words in the same clause that make it past, feared, denied or paperwork
    insistence: re.Pattern[str]  # words that make it present again, whatever else the clause says

    def is_spoken_of_in(self, text: str) -> bool:
        return any(self._counts(text, found) for found in self.signs.finditer(text))

    def _counts(self, text: str, found: re.Match[str]) -> bool:
        clause = _clause_around(text, found.start(), found.end())
        return not self.outruled_by.search(clause) or bool(self.insistence.search(clause))


def _clause_around(text: str, start: int, end: int) -> str:
    """The clauses a phrase touches, from the mark before its first character to the mark after its last."""
    before = max(text.rfind(mark, 0, start) for mark in CLAUSE_ENDS) + 1
    after = [place for mark in CLAUSE_ENDS if (place := text.find(mark, end)) >= 0]
    return text[before : min(after, default=len(text))]


def find_danger(text: str, dangers: Sequence[Danger]) -> Danger | None:
    """The gravest danger the text speaks of, or None; `dangers` are ordered from the gravest down."""
    spoken = "".join(_characters(text))
    return next((danger for danger in dangers if danger.is_spoken_of_in(spoken)), None)


def _characters(text: str) -> Iterable[str]:
    """Full-width letters and digits folded, spaces dropped: people type "救 命" and "１１９"."""
    for character in text:
        if character in CLAUSE_ENDS:
            yield character
        elif not character.isspace():
            yield unicodedata.normalize("NFKC", character)
