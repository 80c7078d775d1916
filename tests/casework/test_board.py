"""Do the figures of the board equal a recount of every event by hand?"""

import shutil
import tempfile
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline.casework.acts import deadlines_of, perform
from hotline.casework.board import Board, Rates, board
from hotline.casework.dispatching import dispatch
from hotline.casework.office import Office
from hotline.casework.tracking import rate
from hotline.ports import TicketFilter
from hotline.storage.engine import open_engine
from hotline.storage.store import SqlStore
from tests.casework.one_office import (
    DISPATCHER,
    LAMP,
    MONDAY,
    TO_CITY_MANAGEMENT,
    conversation_of,
    dispatched,
    filed,
    office_over,
    worked,
)
from tests.conftest import VAULT
from tickets import ticket
from tickets.events import Event
from tickets.lifecycle import Act, Status
from tickets.matter import Urgency
from tickets.people import Actor, Role
from tickets.ratings import Rate

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OF = {Act.SIGN: 0, Act.COMPLETE: 1}

hours = st.integers(0, 30).map(lambda number: number * 11 * HOUR)
waits = st.sampled_from([0 * HOUR, HOUR / 2, HOUR, 8.5 * HOUR, DAY, 32.5 * HOUR, 11 * DAY])  # several end on a deadline
lives = st.fixed_dictionaries(
    {
        "filed": hours,
        "department": st.sampled_from(["城管", "住建"]),
        "urgency": st.sampled_from(Urgency),
        "waits": st.lists(waits, max_size=4),  # before sign-off, reply, completion and rating, as far as it came
        "level": st.integers(1, 5),
    }
)


def live(office: Office, place: int, life: dict) -> None:
    """One ticket from filing as far as its waits go."""
    now = MONDAY + life["filed"]
    number = filed(office, replace(LAMP, what=f"第{place}盏路灯不亮"), now)
    decision = replace(TO_CITY_MANAGEMENT, department=life["department"], urgency=life["urgency"])
    dispatch(office, number, decision, DISPATCHER, now)
    officer = Actor(role=Role.DEPARTMENT, name="承办人", department=life["department"])
    for act, wait in zip((Act.SIGN, Act.REPLY, Act.COMPLETE, Act.RATE), life["waits"], strict=False):
        now += wait
        if act is Act.RATE:
            rate(office, conversation_of(office), number, life["level"], "", now)
        else:
            perform(office, number, act, officer, now, why="已经修好了" if act is Act.REPLY else "")


class Recount:
    """Every figure once more, from nothing but the events."""

    def __init__(self, office: Office, start: datetime, end: datetime, now: datetime) -> None:
        self.start, self.end, self.now = start, end, now
        with office.store.look() as work:
            numbers = [row.number for row in work.tickets.rows(TicketFilter())]
            self.histories = {number: work.tickets.events(number) for number in numbers}
        self.held = {number: ticket.replay(number, events) for number, events in self.histories.items()}
        self.due = {number: [one.due for one in deadlines_of(office, held)] for number, held in self.held.items()}

    def moments(self) -> list[datetime]:
        """Every instant at which something happened or fell due, and one after all of them."""
        happened = {event.at for events in self.histories.values() for event in events}
        known = happened | {due for dues in self.due.values() for due in dues}
        return [*sorted(known), max(known) + HOUR]

    def within(self, act: Act, events: list[Event]) -> list[Event]:
        return [event for event in events if event.act is act and self.start <= event.at < self.end]

    def rates(self, department: str = "") -> Rates:
        own = [number for number, held in self.held.items() if department in ("", held.holder)]
        levels = [int(event.data["level"]) for one in own for event in self.within(Act.RATE, self.histories[one])]
        return Rates(
            sign=self.on_time(own, Act.SIGN),
            complete=self.on_time(own, Act.COMPLETE),
            satisfied=Rate(hit=sum(level >= 3 for level in levels), of=len(levels)),
        )

    def on_time(self, numbers: list[str], act: Act) -> Rate:
        """In time if the act came by the deadline; it counts when the act came, a miss when the deadline passed."""
        hits = misses = 0
        for number in numbers:
            due = self.due[number][OF[act]]
            done = [event.at for event in self.histories[number] if event.act is act]
            if done and done[0] <= due:
                hits += self.start <= done[0] < self.end and done[0] <= self.now
            else:
                misses += self.start <= due < self.end and due <= self.now
        return Rate(hit=hits, of=hits + misses)

    def late(self) -> set[str]:
        return {number for number, nearest in self.running().items() if nearest < self.now}

    def soon(self) -> set[str]:
        return {number for number, nearest in self.running().items() if self.now <= nearest < self.now + DAY}

    def running(self) -> dict[str, datetime]:
        """The nearest clock that still runs, ticket by ticket."""
        unsigned = {number for number, held in self.held.items() if held.status is Status.TO_SIGN}
        open_ones = unsigned | {
            number for number, held in self.held.items() if held.status in (Status.IN_PROGRESS, Status.REPLIED)
        }
        return {number: min(self.due[number][number not in unsigned :]) for number in open_ones}


def compare(shown: Board, counted: Recount) -> None:
    assert shown.received == sum(len(counted.within(Act.ACCEPT, events)) for events in counted.histories.values())
    statuses = [held.status for held in counted.held.values()]
    assert shown.to_sign == statuses.count(Status.TO_SIGN)
    assert shown.in_progress == statuses.count(Status.IN_PROGRESS) + statuses.count(Status.REPLIED)
    assert {row.number for row in shown.late} == counted.late()
    assert {row.number for row in shown.soon} == counted.soon()
    assert shown.rates == counted.rates()
    for department in ("城管", "住建"):
        nothing = Rate(hit=0, of=0)
        none = Rates(sign=nothing, complete=nothing, satisfied=nothing)
        assert shown.departments.get(department, none) == counted.rates(department)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(lives, min_size=1, max_size=6), st.lists(st.tuples(*[st.integers(0, 99)] * 3), min_size=12, max_size=12)
)
def test_the_board_equals_a_recount_of_the_events(
    sqlite_template: Path, histories: list[dict], picks: list[tuple[int, int, int]]
) -> None:
    """Periods begin and end, and the board is looked at, at the very moments when something happened or fell due."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{shutil.copy(sqlite_template, folder)}")
        office = office_over(SqlStore(engine, VAULT))
        for place, life in enumerate(histories):
            live(office, place, life)
        moments = Recount(office, MONDAY, MONDAY, MONDAY).moments()
        for pick in picks:
            start, end, now = (moments[place % len(moments)] for place in pick)
            compare(board(office, start, end, now), Recount(office, start, end, now))
        engine.dispose()


def test_an_empty_board_shows_no_rate_instead_of_a_full_one(office: Office) -> None:
    shown = board(office, MONDAY, MONDAY + DAY, MONDAY + DAY)
    assert (shown.received, shown.to_dispatch, shown.late, shown.soon, shown.departments) == (0, 0, [], [], {})
    assert [rate.text for rate in (shown.rates.sign, shown.rates.complete, shown.rates.satisfied)] == ["—"] * 3


def test_what_waits_for_dispatch_is_counted_and_has_no_clock(office: Office) -> None:
    filed(office)
    shown = board(office, MONDAY, MONDAY + DAY, MONDAY + 30 * DAY)
    assert (shown.received, shown.to_dispatch, shown.to_sign, shown.late) == (1, 1, 0, [])


@pytest.mark.parametrize(("after_due", "text"), [(timedelta(0), "100%"), (timedelta(minutes=1), "0.00%")])
def test_an_act_at_the_very_deadline_is_in_time_and_a_minute_later_is_not(
    office: Office, after_due: timedelta, text: str
) -> None:
    number = dispatched(office)
    with office.store.look() as work:
        due = work.tickets.row(number).sign_due
    worked(office, number, due + after_due, Act.SIGN)
    shown = board(office, MONDAY, due + DAY, due + DAY)
    assert shown.rates.sign.text == shown.departments["城管"].sign.text == text
