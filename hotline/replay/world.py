"""How does simulated time pass? Lives take turns on one clock, and the worker makes its rounds between them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heappop, heappush
from random import Random

from hotline.casework import tidying, watching
from hotline.casework.acts import case_of, perform
from hotline.casework.deeds import Deed
from hotline.casework.office import Office
from tickets.clocks import Rulebook, deadline_of
from tickets.conditions import offers
from tickets.deadlines import Deadline
from tickets.lifecycle import Act
from tickets.people import Actor
from tickets.service_levels import Clock, Unit
from tickets.ticket import Ticket

Life = Iterator[datetime]
"""One ticket's life: does what is to be done now, then yields when it wants to be woken."""
ROUND = timedelta(hours=4)
TOGETHER = timedelta(days=90)


@dataclass(kw_only=True)
class World:
    """One clock for all lives. `now` is simulated; `random` is the scenario's only source of chance."""

    office: Office
    book: Rulebook
    random: Random
    now: datetime
    _sleeping: list[tuple[datetime, int, Life]] = field(default_factory=list)
    _born: int = 0

    def __post_init__(self) -> None:
        self._rounded = self.now

    def add(self, life: Life, at: datetime) -> None:
        self._born += 1
        heappush(self._sleeping, (at, self._born, life))

    def run(self, on_day: Callable[[datetime], None]) -> None:
        """Until every life has ended and every clock has stopped. A quarter of a year is one transaction."""
        while self._sleeping:
            until = self._sleeping[0][0] + TOGETHER
            with self.office.store.together():
                self._run_until(until, on_day)
        with self.office.store.together():
            self._put_away(on_day)

    def _put_away(self, on_day: Callable[[datetime], None]) -> None:
        """Rounds go on until what nobody rated is closed and everything is archived."""
        rules = self.office.handling
        last = self.now + rules.unrated_after + rules.archive_after + timedelta(days=2)
        while self.now < last:
            self._round(self.now + ROUND, on_day)

    def _run_until(self, until: datetime, on_day: Callable[[datetime], None]) -> None:
        while self._sleeping and self._sleeping[0][0] < until:
            at, _, life = heappop(self._sleeping)
            while self._rounded + ROUND <= at:
                self._rounded += ROUND
                self._round(self._rounded, on_day)
            self.now = max(at, self.now)
            wakes = next(life, None)
            if wakes is not None:
                self.add(life, max(wakes, self.now))

    def _round(self, at: datetime, on_day: Callable[[datetime], None]) -> None:
        self.now = at
        watching.fire_triggers(self.office, at)
        if self.book.timetable.calendar.local(at).hour < ROUND.seconds // 3600:
            tidying.close_unrated(self.office, at)
            tidying.archive_ended(self.office, at)
            on_day(at)

    def do(self, number: str, act: Act, actor: Actor, why: str = "", /, **data: object) -> Ticket:
        return perform(self.office, Deed(number=number, act=act, actor=actor, at=self.now, why=why, data=data))

    def may(self, number: str, act: Act, actor: Actor) -> bool:
        """Whether the law lets this person do it now."""
        case = case_of(self.ticket(number), actor, self.now, self.book, about=act)
        return any(offer.act is act and not offer.why_not for offer in offers(case))

    def ticket(self, number: str) -> Ticket:
        with self.office.store.look() as work:
            return work.tickets.ticket(number)

    def deadline(self, ticket: Ticket, clock: Clock, *, place: int = 0) -> Deadline:
        return deadline_of(ticket, ticket.run(clock, place=place), self.book)

    def happens(self, share: float) -> bool:
        return self.random.random() < share

    def after_work(self, least: int, most: int) -> datetime:
        """So many working minutes from now, drawn between the two."""
        return self.book.timetable.calendar.add(self.now, timedelta(minutes=self.random.uniform(least, most)))

    def after_hours(self, least: float, most: float) -> datetime:
        return self.now + timedelta(hours=self.random.uniform(least, most))

    def on_the_way_to(self, made: Deadline, least: float, most: float) -> datetime:
        """An instant at a drawn share of what is left until the deadline, in the deadline's own kind of time."""
        share = self.random.uniform(least, most)
        if made.limit.unit is Unit.MINUTES:
            return self.now + max(made.due - self.now, timedelta(0)) * share
        left = made.calendar.between(self.now, made.due) * share
        return made.calendar.add(self.now, left) if left > timedelta(0) else self.now
