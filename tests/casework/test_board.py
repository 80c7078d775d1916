"""Do the figures of the board equal a recount of every event, and every index the fold it is made from?"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from hotline.casework import tidying
from hotline.casework.board import SHOWN, Board, board, facts_of, recounted
from hotline.casework.office import Office
from hotline.casework.watching import fire_triggers
from hotline.records import TicketFilter
from hotline.storage.engine import open_engine
from hotline.storage.store import SqlStore
from tests.casework.any_life import live_on
from tests.casework.one_office import (
    DISPATCHER,
    LAMP,
    MONDAY,
    act_on,
    dispatched,
    filed,
    office_over,
    row_of,
    worked,
)
from tests.casework.truth import kept, made_anew, told
from tests.conftest import VAULT
from tickets import fold
from tickets.figures import Measure, Period
from tickets.lifecycle import OPEN, Act, Status

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LIVES = st.lists(st.integers(1, 30), min_size=1, max_size=5)  # how many acts each ticket has


@contextmanager
def an_office(template: Path) -> Iterator[tuple[Office, Engine]]:
    """A fresh one within one example of hypothesis."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{shutil.copy(template, folder)}")
        yield office_over(SqlStore(engine, VAULT)), engine
        engine.dispose()


def live(chance: Random, office: Office, lives: list[int]) -> datetime:
    """Several tickets whose acts and whose worker's rounds come in any order; returns the instant of the last."""
    now = MONDAY
    left = {}
    for place, acts in enumerate(lives):
        draft = replace(LAMP, what=f"第{place}盏路灯不亮", anonymous=chance.random() < 0.3)
        left[filed(office, draft, now)] = acts
    while left:
        now += timedelta(minutes=chance.randrange(chance.choice((90, 600, 4 * 1440))))
        number = chance.choice(list(left))
        done = live_on(chance, office, number, now)
        left[number] = left[number] - 1 if done else 0
        if chance.random() < 0.2:
            fire_triggers(office, now)
            tidying.close_unrated(office, now)
            tidying.archive_ended(office, now)
        left = {one: acts for one, acts in left.items() if acts > 0}
    return now


def moments(office: Office) -> list[datetime]:
    """Every instant at which something happened or fell due, and one after all of them."""
    facts = recounted(office)
    with office.store.look() as work:
        happened = {event.at for _, events in work.figures.everything() for event in events}
    known = happened | {one.due for one in facts.clocks}
    return [*sorted(known), max(known) + HOUR]


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 2**32), LIVES)
def test_every_figure_of_every_group_equals_a_recount_of_the_events(
    sqlite_template: Path, seed: int, lives: list[int]
) -> None:
    """Periods begin and end, and the board is looked at, at the very moments when something happened or fell due."""
    chance = Random(seed)
    with an_office(sqlite_template) as (office, _):
        live(chance, office, lives)
        truth, known = recounted(office), moments(office)
        for _ in range(8):
            start, end = sorted(chance.sample(known, 2))
            period = Period(start=start, end=end, now=chance.choice(known))
            with office.store.look() as work:
                assert told(facts_of(work, period), period) == told(truth, period)


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 2**32), LIVES)
def test_every_index_is_what_it_would_be_if_it_were_made_anew(
    sqlite_template: Path, seed: int, lives: list[int]
) -> None:
    with an_office(sqlite_template) as (office, engine):
        live(Random(seed), office, lives)
        before = kept(engine)
        assert made_anew(office, engine) == before


@pytest.mark.parametrize("seed", range(3))
def test_both_engines_keep_and_count_the_same(sqlite_engine: Engine, postgres_engine: Engine, seed: int) -> None:
    """The very same lives, act by act."""
    seen = []
    for engine in (sqlite_engine, postgres_engine):
        office = office_over(SqlStore(engine, VAULT))
        now = live(Random(seed), office, [30] * 4)
        period = Period(start=MONDAY, end=now, now=now)
        with office.store.look() as work:
            rows = sorted(work.tickets.rows(TicketFilter()), key=lambda row: row.number)
            seen.append(
                (rows, told(facts_of(work, period), period), kept(engine)["clocks"], kept(engine)["assignments"])
            )
        before = kept(engine)
        assert made_anew(office, engine) == before
    assert seen[0] == seen[1]


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 2**32), LIVES)
def test_the_lists_of_the_board_hold_what_is_open_and_late_or_nearly_so(
    sqlite_template: Path, seed: int, lives: list[int]
) -> None:
    chance = Random(seed)
    with an_office(sqlite_template) as (office, _):
        live(chance, office, lives)
        now = chance.choice(moments(office))
        shown = board(office, MONDAY, now + DAY, now)
        with office.store.look() as work:
            rows = [row for row in work.tickets.rows(TicketFilter()) if row.status in OPEN and not row.paused]
        late = {row.number for row in rows if row.due_at and row.due_at < now}
        soon = {row.number for row in rows if row.due_at and now <= row.due_at < now + DAY}
        assert ({row.number for row in shown.late}, shown.late_count) == (late, len(late))
        assert {row.number for row in shown.soon} == soon
        assert shown.waiting == {status: statuses_of(office).count(status) for status in OPEN}


def statuses_of(office: Office) -> list[Status]:
    with office.store.look() as work:
        return [fold.replay(number, events).status for number, events in work.figures.everything()]


def shown(office: Office, now: datetime, end: datetime | None = None) -> Board:
    return board(office, MONDAY, end or now, now)


def test_an_empty_board_shows_no_rate_instead_of_a_full_one(anywhere: Office) -> None:
    empty = shown(anywhere, MONDAY + DAY)
    assert (empty.late, empty.soon, empty.late_count, empty.groups) == ([], [], 0, {})
    assert set(empty.waiting.values()) == {0}
    assert {empty.figures.rate(measure).text for measure in Measure} == {"—"}


@pytest.mark.parametrize(("after_due", "text"), [(timedelta(0), "100%"), (timedelta(minutes=1), "0.00%")])
def test_an_act_at_the_very_deadline_is_in_time_and_a_minute_later_is_not(
    anywhere: Office, after_due: timedelta, text: str
) -> None:
    number = dispatched(anywhere)
    due = row_of(anywhere, number).sign_due
    worked(anywhere, number, due + after_due, Act.SIGN)
    made = shown(anywhere, due + DAY)
    assert made.figures.rate(Measure.SIGN).text == made.groups["城管"].rate(Measure.SIGN).text == text


def test_what_is_late_counts_against_whom_it_was_with_when_it_ran_out(anywhere: Office) -> None:
    """A department that gives it away at the last minute does not pass the lateness on."""
    number = dispatched(anywhere)
    due = row_of(anywhere, number).complete_due
    act_on(anywhere, number, Act.REASSIGN, DISPATCHER, due + HOUR, department="住建")
    made = shown(anywhere, due + 2 * DAY)
    assert made.groups["城管"].measures[Measure.COMPLETE].missed == (number,)
    assert "住建" not in made.groups or made.groups["住建"].measures[Measure.COMPLETE].missed == ()


def test_a_figure_names_the_tickets_it_is_made_of(anywhere: Office) -> None:
    numbers = [dispatched(anywhere, replace(LAMP, what=f"第{place}盏路灯不亮")) for place in range(3)]
    worked(anywhere, numbers[0], MONDAY, Act.SIGN)
    sign = shown(anywhere, MONDAY + 9 * DAY).figures.measures[Measure.SIGN]
    assert (set(sign.missed), sign.hit) == (set(numbers[1:]), (numbers[0],))


def test_however_many_are_late_what_falls_due_next_is_shown(office: Office) -> None:
    with office.store.together():
        for place in range(SHOWN + 5):
            filed(office, replace(LAMP, what=f"第{place}盏路灯不亮"), MONDAY)
    fresh = filed(office, replace(LAMP, what="井盖丢了一个"), MONDAY + 2 * DAY)
    made = shown(office, MONDAY + 2 * DAY)
    assert (made.late_count, len(made.late), [row.number for row in made.soon]) == (SHOWN + 5, SHOWN, [fresh])


def test_the_period_before_stands_beside_the_period(anywhere: Office) -> None:
    number = dispatched(anywhere, now=MONDAY - 3 * DAY)
    made = board(anywhere, MONDAY, MONDAY + 7 * DAY, MONDAY + 7 * DAY)
    assert (made.before.flow.received, made.figures.flow.carried_in) == ((number,), (number,))
    assert made.figures.flow.received == ()
