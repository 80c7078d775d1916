"""Which place does this text speak of, and is it ours?

A gazetteer of the streets, towns and communities of 曾都区 and of the neighbours people mix it up with. A name that
belongs to two places stays ambiguous until the text names the street or town; nothing is guessed.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

SUFFIX = "(?:社区居民委员会|社区居委会|居民委员会|村民委员会|社区|居委会|村委会|村)"
SAFE_ALONE = 3  # a name of three characters is hardly ever an ordinary word; one of two (和平, 阳光) often is


class Jurisdiction(StrEnum):
    """Who answers for a place."""

    DISTRICT = "区内"
    ENTRUSTED = "托管"  # on our map, run by 随州高新区: the city platform takes it
    OUTSIDE = "区外"


@dataclass(frozen=True, kw_only=True)
class Place:
    """A street, town, community or village, or a neighbour outside the district."""

    code: str  # statistical code; empty outside the district
    name: str  # as spoken, without 社区 or 村 for communities
    full_name: str  # 草店子社区
    street: str  # the street or town it belongs to, or the neighbour's name
    department: str  # `short` of who answers there; empty outside the district
    jurisdiction: Jurisdiction
    also: tuple[str, ...] = ()  # other spoken names, safe to match alone
    community: bool = False
    only_after_street: bool = False  # the name is an ordinary word (洛阳镇's 街道居委会)


@dataclass(frozen=True, kw_only=True)
class PlaceMention:
    """What the text said and every place it can mean."""

    words: str
    start: int
    candidates: tuple[Place, ...]

    @property
    def place(self) -> Place | None:
        """The one place meant, or None while it is ambiguous."""
        return self.candidates[0] if len(self.candidates) == 1 else None


@dataclass(frozen=True, kw_only=True)
class Gazetteer:
    places: tuple[Place, ...]

    @cached_property
    def by_name(self) -> dict[str, tuple[Place, ...]]:
        named: dict[str, list[Place]] = defaultdict(list)
        for place in self.places:
            for name in dict.fromkeys((place.name, *place.also)):
                named[name].append(place)
        return {name: tuple(places) for name, places in named.items()}

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Every name, the longest first, with an optional ending."""
        names = sorted(self.by_name, key=len, reverse=True)
        return re.compile(f"(?P<name>{'|'.join(map(re.escape, names))})(?P<suffix>{SUFFIX})?")


def find_places(text: str, gazetteer: Gazetteer) -> list[PlaceMention]:
    """Mentions in reading order, longest match first, narrowed by the streets the text names."""
    mentions: list[PlaceMention] = []
    for found in gazetteer.pattern.finditer(text):
        mention = _mention(found, gazetteer.by_name[found["name"]], _streets_ending_at(found.start(), mentions[-1:]))
        if mention.candidates:
            mentions.append(mention)
    return _narrowed(mentions)


def _streets_ending_at(end: int, last: Sequence[PlaceMention]) -> set[str]:
    """The streets just named, as in 万店石桥; empty when something stands between."""
    adjoining = (mention for mention in last if mention.start + len(mention.words) == end)
    return {place.street for mention in adjoining for place in mention.candidates if not place.community}


def _mention(found: re.Match[str], meant: Sequence[Place], streets: set[str]) -> PlaceMention:
    safe = bool(found["suffix"]) or len(found["name"]) >= SAFE_ALONE
    possible = [place for place in meant if _is_meant(place, safe=safe, after_street=place.street in streets)]
    communities = [place for place in possible if place.community and found["suffix"]]
    return PlaceMention(words=found[0], start=found.start(), candidates=tuple(communities or possible))


def _is_meant(place: Place, *, safe: bool, after_street: bool) -> bool:
    if not place.community or after_street:
        return True
    return safe and not place.only_after_street


def _narrowed(mentions: list[PlaceMention]) -> list[PlaceMention]:
    streets = {mention.place.street for mention in mentions if mention.place}
    return [_narrowed_to(mention, streets) for mention in mentions]


def _narrowed_to(mention: PlaceMention, streets: set[str]) -> PlaceMention:
    inside = tuple(place for place in mention.candidates if place.street in streets)
    return replace(mention, candidates=inside) if inside else mention
