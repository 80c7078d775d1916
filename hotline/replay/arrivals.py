"""Who calls when, about what? The appeals of a scenario, drawn by its seed, in order of time."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

from hotline.casework.filing import Draft
from hotline.replay.scenario import Scenario
from tickets.calendar import WorkingCalendar
from tickets.matter import Kind, Privacy, Urgency
from tickets.places import Gazetteer, Place
from tickets.routing import LOCAL, Catalogue, Leaf, RoutingAdvice

Choice = TypeVar("Choice")
REMEMBERED = 60
"""Who calls about a matter that somebody called about before means one of the last so many."""
_SAYS = {
    Kind.CONSULT: "{place}居民咨询{matter}的有关规定和办理方法，请答复。",
    Kind.HELP: "{place}居民反映{matter}方面遇到困难，请有关单位帮助解决。",
    Kind.COMPLAINT: "{place}居民投诉{matter}问题长期得不到处理，请核实。",
    Kind.REPORT: "{place}居民举报{matter}方面的违法行为，请查处。",
    Kind.SUGGESTION: "{place}居民建议改进{matter}工作，请有关单位研究。",
}


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """One appeal. `department` is who will get it in the end; `leaf` the line of the catalogue it belongs to; `repeats`:
    somebody else called about the same matter before."""

    no: int
    at: datetime
    channel: str
    draft: Draft
    advice: RoutingAdvice
    leaf: Leaf
    place: Place
    department: str
    repeats: bool


class Weighted(Generic[Choice]):
    """One of several, by weights, drawn by the scenario's random."""

    def __init__(self, weights: Mapping[Choice, float], random: Random) -> None:
        self._names, self._sums, self._random = tuple(weights), list(accumulate(weights.values())), random

    def draw(self) -> Choice:
        return self._random.choices(self._names, cum_weights=self._sums)[0]


@dataclass(frozen=True, kw_only=True)
class _Sorts:
    """What an appeal is drawn from."""

    leaves: Weighted[Leaf]
    kinds: Weighted[str]
    urgencies: Weighted[str]
    channels: Weighted[str]
    privacies: Weighted[str]
    places: Sequence[Place]


def arrivals(
    scenario: Scenario, random: Random, calendar: WorkingCalendar, catalogue: Catalogue, gazetteer: Gazetteer
) -> Iterator[Arrival]:
    """Exactly `scenario.tickets` appeals, the earliest first."""
    sorts = _Sorts(
        leaves=Weighted(_leaf_weights(scenario, catalogue), random),
        kinds=Weighted(scenario.kinds, random),
        urgencies=Weighted(scenario.urgencies, random),
        channels=Weighted(scenario.channels, random),
        privacies=Weighted(scenario.privacies, random),
        places=[place for place in gazetteer.places if place.community and place.department],
    )
    before: deque[Arrival] = deque(maxlen=REMEMBERED)
    for no, at in enumerate(sorted(_moments(scenario, random, calendar)), start=1):
        again = random.choice(before) if before and random.random() < scenario.merged else None
        made = _arrival(no, at, sorts, random, again)
        before.append(made)
        yield made


def _moments(scenario: Scenario, random: Random, calendar: WorkingCalendar) -> Iterator[datetime]:
    days = [scenario.first + timedelta(days=n) for n in range((scenario.last - scenario.first).days + 1)]
    day = Weighted({day: 1.0 if calendar.works(day) else scenario.weekend for day in days}, random)
    hour = Weighted(scenario.hours, random)
    for _ in range(scenario.tickets):
        yield _moment(day.draw(), hour.draw(), random, calendar)


def _moment(day: date, hour: int, random: Random, calendar: WorkingCalendar) -> datetime:
    return datetime(
        day.year, day.month, day.day, hour, random.randrange(60), random.randrange(60), tzinfo=calendar.zone
    )


def _leaf_weights(scenario: Scenario, catalogue: Catalogue) -> dict[Leaf, float]:
    """Named leaves as the scenario says, in per cent; the others share what is left."""
    named = dict(scenario.categories)
    rest = [leaf.category for leaf in catalogue.leaves if leaf.category not in named]
    share = max(100 - sum(named.values()), 0) / len(rest)
    by_name = {leaf.category: leaf for leaf in catalogue.leaves}
    return {by_name[category]: weight for category, weight in (named | dict.fromkeys(rest, share)).items()}


def _arrival(no: int, at: datetime, sorts: _Sorts, random: Random, again: Arrival | None) -> Arrival:
    leaf = again.leaf if again else sorts.leaves.draw()
    place = again.place if again else random.choice(sorts.places)
    kind, urgency = Kind(sorts.kinds.draw()), Urgency(sorts.urgencies.draw())
    return Arrival(
        no=no,
        at=at,
        channel=sorts.channels.draw(),
        draft=_draft(no, kind, leaf, place, Privacy(sorts.privacies.draw())),
        advice=RoutingAdvice(kind=kind, urgency=urgency, category=leaf.category, departments=()),
        leaf=leaf,
        place=place,
        repeats=again is not None,
        department=place.department if leaf.lead == LOCAL else leaf.lead,
    )


def _draft(no: int, kind: Kind, leaf: Leaf, place: Place, privacy: Privacy) -> Draft:
    matter = leaf.category.split("/")[-1]
    return Draft(
        what=_SAYS[kind].format(place=place.full_name, matter=matter) + f"（模拟第{no}件）",
        where=place.full_name,
        contact="" if privacy is Privacy.ANONYMOUS else f"000{no:08d}",
        confidential=privacy is Privacy.CONFIDENTIAL,
    )
