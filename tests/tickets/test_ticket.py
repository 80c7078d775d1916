"""Is a ticket nothing but its events, whatever is tried on it in whatever order?"""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.tickets.golden_week import at
from tickets import lifecycle, ticket
from tickets.errors import ActRefused
from tickets.events import Event
from tickets.lifecycle import TRANSITIONS, Act, Status
from tickets.matter import Appeal, Kind, Privacy, Urgency
from tickets.people import CITIZEN, SYSTEM, Actor, Role

NUMBER = "ZD2026112300001"
MONDAY = at(11, 23, "09:00")
HOUR = timedelta(hours=1)
DISPATCHER = Actor(role=Role.DISPATCHER, name="小刘")
OFFICER = Actor(role=Role.DEPARTMENT, name="老张", department="城管")
LAMP = {"what": "沿河大道路灯坏了三盏。晚上看不见路", "where": "西城街道", "kind": "投诉", "urgency": "普通"}
LIFE = (
    (Act.ACCEPT, CITIZEN, "", LAMP),
    (Act.DISPATCH, DISPATCHER, "路灯归城管", {"department": "城管", "urgency": "紧急", "category": "市政公用/路灯"}),
    (Act.SIGN, OFFICER, "", {}),
    (Act.URGE, CITIZEN, "", {}),
    (Act.REPLY, OFFICER, "已安排明天换灯", {}),
    (Act.REPLY, OFFICER, "三盏路灯都换好了", {}),
    (Act.COMPLETE, OFFICER, "", {}),
    (Act.RATE, CITIZEN, "换得快", {"level": 5}),
    (Act.CLOSE, SYSTEM, "", {}),
)


def life(acts: int = len(LIFE)) -> list[Event]:
    """The first acts of a whole life, one an hour."""
    return [
        Event(no=no, act=act, at=MONDAY + no * HOUR, actor=actor, why=why, data=data)
        for no, (act, actor, why, data) in enumerate(LIFE[:acts], start=1)
    ]


def test_a_whole_life_is_what_its_events_say() -> None:
    closed = ticket.replay(NUMBER, life())
    assert (closed.status, closed.version, closed.holder) == (Status.CLOSED, 9, "城管")
    assert (closed.reply, closed.rating, closed.rating_words, closed.urged) == ("三盏路灯都换好了", 5, "换得快", 1)
    assert (closed.accepted_at, closed.closed_at) == (MONDAY + HOUR, MONDAY + 9 * HOUR)
    (lead,) = closed.assignments
    assert (lead.dispatched_at, lead.signed_at) == (MONDAY + 2 * HOUR, MONDAY + 3 * HOUR)
    assert (lead.replied_at, lead.completed_at) == (MONDAY + 5 * HOUR, MONDAY + 7 * HOUR)  # the first reply counts


def test_before_dispatch_nobody_holds_it() -> None:
    waiting = ticket.replay(NUMBER, life(1))
    assert waiting.lead is None and waiting.holder == ""
    assert (waiting.kind, waiting.urgency, waiting.category) == (Kind.COMPLAINT, Urgency.ORDINARY, "")


def test_the_dispatcher_may_correct_kind_urgency_and_category() -> None:
    dispatched = ticket.replay(NUMBER, life(2))
    assert (dispatched.kind, dispatched.urgency) == (Kind.COMPLAINT, Urgency.URGENT)
    assert dispatched.category == "市政公用/路灯"


def test_events_never_hold_the_contact() -> None:
    told = replace(life(1)[0], data={**LAMP, "contact": "13872880019", "privacy": "保密"})
    appeal = ticket.replay(NUMBER, [told]).appeal
    assert (appeal.contact, appeal.privacy) == ("", Privacy.CONFIDENTIAL)


def test_a_ticket_without_events_is_refused() -> None:
    with pytest.raises(ValueError, match="no events"):
        ticket.replay(NUMBER, [])


@pytest.mark.parametrize("events", [life(3)[:1] + life(3)[2:], [*life(4), life(4)[3]]], ids=["缺一条", "重一条"])
def test_a_missing_or_doubled_event_is_refused(events: list[Event]) -> None:
    with pytest.raises((ValueError, ActRefused)):
        ticket.replay(NUMBER, events)


def test_a_gap_between_lawful_events_is_told() -> None:
    late = replace(life(3)[2], no=7)
    with pytest.raises(ValueError, match="event 7 does not follow 2"):
        ticket.replay(NUMBER, [*life(2), late])


def test_a_life_that_does_not_begin_with_acceptance_is_refused() -> None:
    with pytest.raises(ActRefused, match="未受理"):
        ticket.replay(NUMBER, life()[1:])


@pytest.mark.parametrize(
    ("what", "title"),
    [
        ("路灯坏了。晚上看不见路", "路灯坏了"),
        ("路灯坏了！！！快来修", "路灯坏了"),
        ("  路灯坏了\n第二行", "路灯坏了"),
        ("", "（无内容）"),
        ("灯" * 30, "灯" * 30),
        ("灯" * 31, "灯" * 29 + "…"),
    ],
)
def test_a_title_is_the_first_clause_and_at_most_thirty_characters(what: str, title: str) -> None:
    assert Appeal(what=what).title == title


PEOPLE = [
    Actor(role=role, name=str(role), department=department)
    for role in Role
    for department in (("城管", "住建") if role is Role.DEPARTMENT else ("",))
]


class AnyOrderOfActs(RuleBasedStateMachine):
    """Anybody tries anything at any time; what is lawful happens, the rest is refused."""

    @initialize()
    def accept(self) -> None:
        self.events = life(1)
        self.path = [None, Status.TO_DISPATCH]

    @rule(act=st.sampled_from(Act), actor=st.sampled_from(PEOPLE), department=st.sampled_from(["城管", "住建"]))
    def try_it(self, act: Act, actor: Actor, department: str) -> None:
        self._try(act, actor, department)

    @rule(data=st.data(), department=st.sampled_from(["城管", "住建"]))
    def do_something_lawful(self, data: st.DataObject, department: str) -> None:
        rows = [row for row in TRANSITIONS if row.before is self.held.status]
        if rows:
            row = data.draw(st.sampled_from(rows))
            role = data.draw(st.sampled_from(sorted(row.by)))
            own = self.held.holder if role is Role.DEPARTMENT else ""
            before = len(self.events)
            self._try(row.act, Actor(role=role, name="当班", department=own), department)
            assert len(self.events) == before + 1

    def _try(self, act: Act, actor: Actor, department: str) -> None:
        held = self.held
        no = held.version + 1
        facts = {"department": department, "level": 2}
        event = Event(no=no, act=act, at=MONDAY + no * HOUR, actor=actor, why="说过的话", data=facts)
        try:
            lifecycle.permit(held.status, act, actor, holder=held.holder)
        except ActRefused:
            return
        after = ticket.apply(NUMBER, held, event)
        self.events.append(event)
        self.path.append(after.status)
        assert after == self.held

    @property
    def held(self) -> ticket.Ticket:
        return ticket.replay(NUMBER, self.events)

    @invariant()
    def the_path_never_leaves_the_table(self) -> None:
        arrows = {(row.before, row.act, row.after) for row in TRANSITIONS}
        walked = zip(self.path, (event.act for event in self.events), self.path[1:], strict=False)
        assert set(walked) <= arrows

    @invariant()
    def what_is_known_fits_the_status(self) -> None:
        held, lead = self.held, self.held.lead
        assert held.version == len(self.events)
        assert (held.status is Status.TO_DISPATCH) == (lead is None)
        if lead:
            assert (lead.signed_at is None) == (held.status is Status.TO_SIGN)
            finished = held.status in (Status.TO_RATE, Status.RATED, Status.CLOSED)
            assert (lead.completed_at is not None) == finished
            times = [at for at in (lead.dispatched_at, lead.signed_at, lead.replied_at, lead.completed_at) if at]
            assert times == sorted(times)
        assert (held.closed_at is not None) == (held.status is Status.CLOSED)


AnyOrderOfActs.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestAnyOrderOfActs = AnyOrderOfActs.TestCase
