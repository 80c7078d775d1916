"""Is someone's life in danger in this message? The fixed phrases first; what they miss, the meaning may still tell."""

import re
from collections.abc import Mapping, Sequence

from knowledge_base.likeness import Likeness
from tickets.danger import Danger, find_danger

SHORT = 60  # characters of a message that speaks of one thing
PART = re.compile(r"[^。！？!?；;\n]{1,59}(?:[，,、。！？!?；;\n]|$)|[^。！？!?；;\n]{1,60}")
ENOUGH = 0.0  # a short message that leans to danger at all; `benchmarks/danger.md` says what this costs
ENOUGH_IN_LONG = 0.3  # a long one has many sentences, and each could be mistaken


class Lookout:
    """The phrases suffice alone: without a second net every danger they know is still heard."""

    def __init__(
        self, dangers: Sequence[Danger], net: Likeness | None = None, kinds: Mapping[str, str] | None = None
    ) -> None:
        """`dangers` gravest first; `net` leans to dangerous examples, whose kinds are in `kinds`, by example."""
        self._dangers = dangers
        self._net = net
        self._of_example = {text: _named(kind, dangers) for text, kind in (kinds or {}).items()}

    def danger_in(self, text: str) -> Danger | None:
        return find_danger(text, self._dangers) or self._meant_in(text.strip())

    def _meant_in(self, text: str) -> Danger | None:
        if self._net is None or not text:
            return None
        leanings = [self._net.leaning(part) for part in _parts(text)]
        most = max(leanings, key=lambda leaning: leaning.towards, default=None)
        enough = ENOUGH if is_short(text) else ENOUGH_IN_LONG
        return self._of_example[most.nearest] if most and most.towards > enough else None


def is_short(text: str) -> bool:
    """Short enough to be about one thing: a danger in it is all there is to answer."""
    return len(text.strip()) <= SHORT


def _parts(text: str) -> list[str]:
    """A short message whole, a long one sentence by sentence, the longest sentences cut at a comma."""
    return [text] if is_short(text) else [part for part in PART.findall(text) if part.strip()]


def _named(kind: str, dangers: Sequence[Danger]) -> Danger:
    return next(danger for danger in dangers if danger.kind == kind)
