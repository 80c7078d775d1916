"""Is someone's life in danger in this message? The fixed phrases first; what they miss, the meaning may still tell."""

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge_base.likeness import Likeness
from tickets.danger import Danger, find_danger

SHORT = 60  # characters of a message that speaks of one thing
PART = re.compile(r"[^。！？!?；;\n]{1,59}(?:[，,、。！？!?；;\n]|$)|[^。！？!?；;\n]{1,60}")
ENOUGH = 0.0  # a short message that leans to danger at all; `benchmarks/danger.md` says what this costs
ENOUGH_IN_LONG = 0.3  # a long one has many sentences, and each could be mistaken
OTHERWISE = "不是这种情况的：遇到伤害、走失打110，起火、被困打119，有人受伤、生病打120。"


class Lookout:
    """The phrases suffice alone: without a second net every danger they know is still heard."""

    def __init__(self, dangers: Sequence[Danger], net: Likeness | None = None) -> None:
        """`dangers` gravest first; the piles of the `net` are named by their kinds."""
        self._dangers = dangers
        self._net = net

    def danger_in(self, text: str) -> Danger | None:
        return find_danger(text, self._dangers) or self._meant_in(text.strip())

    def _meant_in(self, text: str) -> Danger | None:
        """That there is danger is surer than which: one kind in four is mistaken, so the advice says what else to call."""
        if self._net is None or not text:
            return None
        leanings = [self._net.leaning(part) for part in _parts(text)]
        most = max(leanings, key=lambda leaning: leaning.towards, default=None)
        if most is None or most.towards <= (ENOUGH if is_short(text) else ENOUGH_IN_LONG):
            return None
        danger = next(danger for danger in self._dangers if danger.kind == most.pile)
        return replace(danger, advice=danger.advice + OTHERWISE)


def is_short(text: str) -> bool:
    """Short enough to be about one thing: a danger in it is all there is to answer."""
    return len(text.strip()) <= SHORT


def _parts(text: str) -> list[str]:
    """A short message whole, a long one sentence by sentence, the longest sentences cut at a comma."""
    return [text] if is_short(text) else [part for part in PART.findall(text) if part.strip()]
