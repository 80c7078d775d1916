"""What is this appeal about, and who should be given it?

Advice for the dispatcher, never a decision: the dispatch catalogue 派单目录 is read against the citizen's words, and
every department named comes with the clause it rests on and the words that were found. What matches nothing says so;
there is no catch-all department that would pass for a hit.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tickets.matter import Kind, Urgency
from tickets.places import Jurisdiction, Place, PlaceMention

LOCAL = "属地镇街"  # in the catalogue: the street or town where it happens
DISPATCHER = "政数"  # who rules when the place is not known
CO_HANDLER_SHARE = 0.4  # of the lead's weight: enough to stand second, never first
PLACE_UNKNOWN_SHARE = 0.5  # a local matter without a place: still first, yet visibly unsettled
HALF_SURE_AT = 2.0  # weight at which the score is one half
LEAST_WEIGHT = 2.0  # less than this is chance, not a match
UNKNOWN_SCORE = 0.1
RULED_SCORE = 0.99  # a settled dispute stands before everything the words suggest
SHOWN = 3


@dataclass(frozen=True, kw_only=True)
class Word:
    pattern: re.Pattern[str]
    weight: float


@dataclass(frozen=True, kw_only=True)
class Leaf:
    """One line of the catalogue: a category, its lead, co-handlers and the clause that gives them the duty."""

    category: str  # 城市管理/占道经营
    lead: str  # `short` of a department, or LOCAL
    co: tuple[str, ...]
    clause: str
    words: tuple[Word, ...]


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """The dispatch catalogue of one version."""

    version: str
    label: str  # 示范默认值 …
    leaves: tuple[Leaf, ...]
    unknown: Leaf  # what to say of a matter that matches nothing
    kinds: tuple[tuple[Kind, re.Pattern[str]], ...]  # first found wins
    urgencies: tuple[tuple[Urgency, re.Pattern[str]], ...]


@dataclass(frozen=True, kw_only=True)
class Hint:
    """Evidence from elsewhere, such as the nearest knowledge article."""

    department: str
    weight: float  # 0..1
    why: str


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """A dispute that was settled: matters of `category` (in `street`, with `words`, where given) go to `department`."""

    category: str
    street: str
    words: str
    department: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    department: str
    score: float  # 0..1, comparable within one piece of advice only
    reason: str


@dataclass(frozen=True, kw_only=True)
class RoutingAdvice:
    kind: Kind
    urgency: Urgency
    category: str
    departments: tuple[Suggestion, ...]  # best first, at most three
    notes: tuple[str, ...] = ()  # what the dispatcher must know about the place


@dataclass(frozen=True, kw_only=True)
class _Claim:
    """A department's claim on the matter, before claims on the same department are joined."""

    department: str
    weight: float
    reason: str


@dataclass(frozen=True, kw_only=True)
class _Match:
    leaf: Leaf
    weight: float
    words: tuple[str, ...]


def suggest(
    text: str,
    places: Sequence[PlaceMention],
    catalogue: Catalogue,
    hints: Sequence[Hint] = (),
    rulings: Sequence[Ruling] = (),
) -> RoutingAdvice:
    """Kind, urgency, category and up to three departments for one appeal; `rulings` newest first."""
    matches = _matches(text, catalogue)
    place = _place_meant(places)
    claims = [*_claims_of_matches(matches, place), *_claims_of_hints(hints)]
    category = matches[0].leaf.category if matches else catalogue.unknown.category
    ranked = _ranked(claims) if matches else (*_ranked(claims)[: SHOWN - 1], _unknown(catalogue))
    return RoutingAdvice(
        kind=kind_of(text, catalogue),
        urgency=urgency_of(text, catalogue),
        category=category,
        departments=_ruled_first(ranked, _ruled(text, category, place, rulings)),
        notes=tuple(_notes(places)),
    )


def _ruled(text: str, category: str, place: Place | None, rulings: Iterable[Ruling]) -> Suggestion | None:
    for ruling in rulings:
        here = not ruling.street or (place is not None and place.street == ruling.street)
        if ruling.category == category and here and all(word in text for word in ruling.words.split()):
            return Suggestion(department=ruling.department, score=RULED_SCORE, reason=ruling.reason)
    return None


def _ruled_first(ranked: tuple[Suggestion, ...], ruled: Suggestion | None) -> tuple[Suggestion, ...]:
    if ruled is None:
        return ranked
    return (ruled, *(one for one in ranked if one.department != ruled.department))[:SHOWN]


def kind_of(text: str, catalogue: Catalogue) -> Kind:
    """What the citizen wants; a plain statement of trouble is a request for help."""
    return next((kind for kind, words in catalogue.kinds if words.search(text)), Kind.HELP)


def urgency_of(text: str, catalogue: Catalogue) -> Urgency:
    return next((urgency for urgency, words in catalogue.urgencies if words.search(text)), Urgency.ORDINARY)


def _matches(text: str, catalogue: Catalogue) -> list[_Match]:
    """Leaves that have something to say about the text, the heaviest first."""
    found = (_match(text, leaf) for leaf in catalogue.leaves)
    enough = [match for match in found if match.weight >= LEAST_WEIGHT]
    return sorted(enough, key=lambda match: match.weight, reverse=True)


def _match(text: str, leaf: Leaf) -> _Match:
    hits = [(word.weight, hit[0]) for word in leaf.words if (hit := word.pattern.search(text))]
    words = dict.fromkeys(words for _, words in hits)
    return _Match(leaf=leaf, weight=sum(weight for weight, _ in hits), words=tuple(words))


def _place_meant(places: Iterable[PlaceMention]) -> Place | None:
    meant = [mention.place for mention in places if mention.place]
    return next((place for place in meant if place.department), meant[0] if meant else None)


def _claims_of_matches(matches: Iterable[_Match], place: Place | None) -> Iterator[_Claim]:
    for match in matches:
        yield _claim(match, match.leaf.lead, match.weight, "主办", place)
        for department in match.leaf.co:
            yield _claim(match, department, match.weight * CO_HANDLER_SHARE, "协办", place)


def _claim(match: _Match, department: str, weight: float, role: str, place: Place | None) -> _Claim:
    reason = f"{match.leaf.category}，建议{role}。依据：{match.leaf.clause}。命中：{'、'.join(match.words)}"
    if department != LOCAL:
        return _Claim(department=department, weight=weight, reason=reason)
    if place and place.department:
        return _Claim(department=place.department, weight=weight, reason=f"{reason}。事发地：{place.full_name}")
    return _Claim(
        department=DISPATCHER,
        weight=weight * PLACE_UNKNOWN_SHARE,
        reason=f"{reason}。属地事项，请先问清是哪个镇、街道",
    )


def _claims_of_hints(hints: Iterable[Hint]) -> Iterator[_Claim]:
    return (_Claim(department=hint.department, weight=hint.weight * HALF_SURE_AT, reason=hint.why) for hint in hints)


def _ranked(claims: Iterable[_Claim]) -> tuple[Suggestion, ...]:
    """Claims joined by department: the heaviest speaks first, further evidence adds half its weight."""
    joined: dict[str, list[_Claim]] = {}
    for claim in sorted(claims, key=lambda claim: claim.weight, reverse=True):
        joined.setdefault(claim.department, []).append(claim)
    suggestions = (_suggestion(department, same) for department, same in joined.items())
    return tuple(sorted(suggestions, key=lambda suggestion: suggestion.score, reverse=True)[:SHOWN])


def _suggestion(department: str, claims: Sequence[_Claim]) -> Suggestion:
    weight = claims[0].weight + sum(claim.weight for claim in claims[1:]) / 2
    score = round(weight / (weight + HALF_SURE_AT), 3)
    return Suggestion(department=department, score=score, reason=claims[0].reason)


def _unknown(catalogue: Catalogue) -> Suggestion:
    return Suggestion(department=catalogue.unknown.lead, score=UNKNOWN_SCORE, reason=catalogue.unknown.clause)


def _notes(places: Iterable[PlaceMention]) -> Iterator[str]:
    for mention in places:
        if mention.place is None:
            yield f"“{mention.words}”可能是{'或'.join(place.full_name for place in mention.candidates)}，请向诉求人核实"
        elif mention.place.jurisdiction is Jurisdiction.ENTRUSTED:
            yield f"{mention.place.full_name}：高新区托管，转市平台"
        elif mention.place.jurisdiction is Jurisdiction.OUTSIDE:
            yield f"{mention.place.full_name}：不属曾都区，转市平台或当地热线"
