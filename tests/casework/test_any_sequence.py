"""Can any sequence of acts, waits, rounds of the worker and collisions leave the table, lose an event or spoil an index?"""

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from hotline.casework import tidying
from hotline.casework.acts import perform
from hotline.casework.deeds import Deed
from hotline.casework.merging import merge
from hotline.casework.reading import view
from hotline.casework.watching import fire_triggers
from hotline.storage.engine import open_engine
from hotline.storage.store import SqlStore
from hotline.troubles import Collision
from tests.casework.any_life import OFFICERS, live_on, next_deed
from tests.casework.one_office import (
    DISPATCHER,
    ENOUGH,
    LAMP,
    MONDAY,
    events_of,
    filed,
    office_over,
    row_of,
    ticket_of,
)
from tests.casework.truth import kept, made_anew, trail
from tests.conftest import VAULT
from tests.storage.one_appeal import next_trigger
from tickets import fold
from tickets.errors import ActRefused
from tickets.lifecycle import OPEN, TRANSITIONS, Act, Status
from tickets.ticket import Ticket

MINUTE = timedelta(minutes=1)
CHANCES = st.integers(0, 2**32).map(Random)
WAITS = st.sampled_from([MINUTE, 90 * MINUTE, 9 * 60 * MINUTE, 1440 * MINUTE, 4 * 1440 * MINUTE, 31 * 1440 * MINUTE])
TABLE = {(row.before, row.act): row.after for row in TRANSITIONS}
SOMEBODYS = (*OPEN, Status.TO_RATE, Status.RATED, Status.MERGED)
"""While a ticket is in one of these, its time is counted to somebody."""


class House(RuleBasedStateMachine):
    """A hotline over a real SQLite file, in which anybody does what is offered to him, and sometimes what is not."""

    numbers = Bundle("numbers")

    def __init__(self, template: Path) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.engine = open_engine(f"sqlite:///{shutil.copy(template, self.folder.name)}")
        self.office = office_over(SqlStore(self.engine, VAULT))
        self.now = MONDAY
        self.past: list[tuple] = []

    @initialize(target=numbers, chances=st.tuples(CHANCES, CHANCES, CHANCES))
    def three_citizens_file_and_are_dealt_with(self, chances: tuple[Random, ...]) -> MultipleResults[str]:
        numbers = [self.a_citizen_files(chance) for chance in chances]
        for number, chance in zip(numbers, chances, strict=True):
            self.somebody_does_what_is_offered(number, chance, chance.randrange(20))
        return multiple(*numbers)

    @rule(target=numbers, chance=CHANCES)
    def a_citizen_files(self, chance: Random) -> str:
        what = f"第{chance.randrange(10**9)}盏路灯不亮"
        return filed(self.office, replace(LAMP, what=what, anonymous=chance.random() < 0.3), self.now)

    @rule(number=numbers, chance=CHANCES, acts=st.integers(1, 12))
    def somebody_does_what_is_offered(self, number: str, chance: Random, acts: int) -> None:
        for _ in range(acts):
            self.now += chance.randrange(200) * MINUTE
            before = len(trail(self.engine))
            done = live_on(chance, self.office, number, self.now)
            assert done is None or len(trail(self.engine)) > before

    @rule(number=numbers, act=st.sampled_from(Act), chance=CHANCES)
    def somebody_tries_anything(self, number: str, act: Act, chance: Random) -> None:
        """Done or refused, never half; who is not offered an act cannot do it."""
        actor, before = chance.choice(OFFICERS), trail(self.engine)
        offered = {} if not _sees(self, number, actor) else view(self.office, number, actor, self.now).acts
        try:
            perform(self.office, Deed(number=number, act=act, actor=actor, at=self.now, why=ENOUGH))
        except ActRefused:
            assert trail(self.engine) == before
        else:
            assert act in offered

    @rule(number=numbers, chance=CHANCES)
    def two_have_the_same_page_open(self, number: str, chance: Random) -> None:
        seen = ticket_of(self.office, number).version
        second = next_deed(chance, self.office, number, self.now)
        if second is None or live_on(chance, self.office, number, self.now) is None:
            return
        before = trail(self.engine)
        with pytest.raises(Collision, match="您这一步没有提交"):
            perform(self.office, replace(second, seen=seen))
        assert trail(self.engine) == before

    @rule(number=numbers, into=numbers)
    def a_dispatcher_merges(self, number: str, into: str) -> None:
        try:
            assert merge(self.office, number, into, DISPATCHER, self.now).status is Status.MERGED
        except ActRefused:
            return

    @rule(wait=WAITS)
    def time_passes(self, wait: timedelta) -> None:
        self.now += wait

    @rule()
    def the_worker_makes_its_round(self) -> None:
        fire_triggers(self.office, self.now)
        with self.office.store.look() as work:
            ahead = next_trigger(work)
        assert ahead is None or ahead > self.now
        tidying.close_unrated(self.office, self.now)
        tidying.archive_ended(self.office, self.now)
        assert fire_triggers(self.office, self.now) == 0

    @invariant()
    def what_happened_stays_and_everything_follows_from_it(self) -> None:
        happened = trail(self.engine)
        new = happened[len(self.past) :]
        assert happened[: len(self.past)] == self.past
        self.past = happened
        for number in {row[1] for row in new}:
            self.is_the_fold_of_its_events_and_in_the_table(number)
            self.every_minute_of_it_belongs_to_one_holder(number)

    def is_the_fold_of_its_events_and_in_the_table(self, number: str) -> None:
        events, states, row = events_of(self.office, number), self.states(number), row_of(self.office, number)
        before = [None, *(one.status for one in states[:-1])]
        assert [event.no for event in events] == list(range(1, row.version + 1))
        assert [TABLE[status, event.act] for status, event in zip(before, events, strict=True)] == [
            one.status for one in states
        ]
        last = states[-1]
        assert (row.status, row.version, row.holder) == (last.status, last.version, last.holder)
        assert last.status in SOMEBODYS or not any(run.running for run in last.runs)

    def every_minute_of_it_belongs_to_one_holder(self, number: str) -> None:
        events, states = events_of(self.office, number), self.states(number)
        ends = [*(event.at for event in events[1:]), self.now]
        lasted = [
            end - event.at for event, end, state in zip(events, ends, states, strict=True) if state.status in SOMEBODYS
        ]
        held = view(self.office, number, DISPATCHER, self.now).held
        assert sum((one.calendar_time for one in held), timedelta(0)) == sum(lasted, timedelta(0))

    def states(self, number: str) -> list[Ticket]:
        """The ticket after each of its events."""
        states: list[Ticket] = []
        for event in events_of(self.office, number):
            states.append(fold.apply(number, states[-1] if states else None, event))
        return states

    def teardown(self) -> None:
        before = kept(self.engine)
        anew = made_anew(self.office, self.engine)
        self.engine.dispose()
        self.folder.cleanup()
        assert anew == before


def _sees(house: House, number: str, actor) -> bool:
    ours = {one.department for one in ticket_of(house.office, number).assignments}
    return not actor.department or actor.department in ours


def test_no_sequence_leaves_the_table_or_the_truth(sqlite_template: Path) -> None:
    run_state_machine_as_test(
        lambda: House(sqlite_template), settings=settings(max_examples=10, stateful_step_count=30, deadline=None)
    )
