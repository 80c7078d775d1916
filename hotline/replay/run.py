"""Drive a whole scenario: every life, the worker's rounds between them, and the figures counted afterwards."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from hotline.casework.board import facts_of, recounted
from hotline.casework.office import Office
from hotline.replay.arrivals import Arrival, Weighted, arrivals
from hotline.replay.lives import Fate, Lives
from hotline.replay.scenario import Scenario
from hotline.replay.world import World
from tickets.figures import Figures, Period, figures

EARLY = 0.9
"""The few that spoil a rate are drawn from the first nine tenths, so that they are judged within the period."""


class RecountDiffers(AssertionError):
    """The figures by index are not those counted anew from the events."""


@dataclass(frozen=True, kw_only=True)
class Replayed:
    """`figures` are counted from every event; those by index were found to be the same."""

    figures: Figures
    events: int
    last: datetime


def replay(office: Office, scenario: Scenario, progress: Callable[[float], None]) -> Replayed:
    """Simulate the scenario in the office's store, which should be empty. `progress` is told 0..1."""
    office = replace(office, handling=replace(office.handling, unrated=scenario.unrated_counts_as))
    calendar, random = office.calendar, Random(scenario.seed)
    start = datetime.combine(scenario.first, datetime.min.time(), calendar.zone)
    end = datetime.combine(scenario.last + timedelta(days=1), datetime.min.time(), calendar.zone)
    world = World(office=office, book=office.rulebooks.shipped, random=random, now=start)
    lives = Lives(world=world, scenario=scenario, levels=Weighted(scenario.levels, random))
    coming = arrivals(scenario, random, calendar, office.catalogue, office.gazetteer)
    for arrival, fate in _fated(coming, scenario, random):
        world.add(lives.life(arrival, fate), arrival.at)
    world.run(lambda now: progress(min((now - start) / (end - start), 1.0)))
    return _counted(office, Period(start=start, end=end, now=end), world.now)


def _fated(coming: Iterator[Arrival], scenario: Scenario, random: Random) -> Iterator[tuple[Arrival, Fate]]:
    """Each arrival with what was decided about it before it came."""
    early = range(1, max(int(scenario.tickets * EARLY), 1) + 1)
    wanted = scenario.late_signed + scenario.late_completed + scenario.dissatisfied
    chosen = random.sample(early, min(wanted, len(early)))
    signs, completes = set(chosen[: scenario.late_signed]), scenario.late_signed + scenario.late_completed
    late = set(chosen[scenario.late_signed : completes])
    unhappy = set(chosen[completes:])
    for arrival in coming:
        no = arrival.no
        yield arrival, Fate(signs_late=no in signs, completes_late=no in late, dissatisfied=no in unhappy)


def _counted(office: Office, period: Period, last: datetime) -> Replayed:
    """Errors: `RecountDiffers`."""
    with office.store.look() as work:
        by_index = figures(facts_of(work, period), period)
        events = work.figures.event_count()
    from_events = figures(recounted(office), period)
    if _rates(by_index) != _rates(from_events):
        raise RecountDiffers("按索引统计的结果与由事件重算的结果不一致，请不要使用这个库，并报告此问题。")
    return Replayed(figures=from_events, events=events, last=last)


def _rates(made: Figures) -> dict[str, tuple[int, int]]:
    return {str(measure): (one.rate.hit, one.rate.of) for measure, one in made.measures.items()}
