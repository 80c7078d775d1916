"""Does every officer see what is the own business, and nobody a reporter who asked not to be seen?"""

from dataclasses import replace
from datetime import timedelta

import pytest

from hotline.casework import reading
from hotline.casework.office import Office
from hotline.records import TicketFilter
from hotline.troubles import NoSuchTicket
from tests.casework.one_office import (
    DISPATCHER,
    LAMP,
    MONDAY,
    OFFICER,
    OPERATOR,
    STRANGER,
    SUPERVISOR,
    act_on,
    acts_of,
    completed,
    dispatched,
    events_of,
    row_of,
    signed,
)
from tickets.errors import ActRefused
from tickets.lifecycle import Act, Status
from tickets.people import Actor, Role

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
POWER = Actor(role=Role.DEPARTMENT, name="供电小马", department="供电")
POLICE = Actor(role=Role.DEPARTMENT, name="公安小何", department="公安")


def seen(office: Office, actor: Actor, **wanted: object) -> list[str]:
    return [row.number for row in reading.listing(office, actor, TicketFilter(**wanted))]


@pytest.fixture
def passed_on(anywhere: Office) -> str:
    """First with 城管, now with 供电, 住建 helping."""
    number = signed(anywhere)
    act_on(anywhere, number, Act.REASSIGN, DISPATCHER, department="供电")
    act_on(anywhere, number, Act.ADD_CO, DISPATCHER, department="住建")
    return number


@pytest.mark.parametrize(
    "actor", [OFFICER, POWER, STRANGER, DISPATCHER, SUPERVISOR, OPERATOR], ids=lambda one: one.name
)
def test_lead_helper_and_who_had_it_before_see_it_and_so_does_the_centre(
    anywhere: Office, passed_on: str, actor: Actor
) -> None:
    assert seen(anywhere, actor) == [passed_on]
    assert reading.view(anywhere, passed_on, actor, MONDAY).ticket.holder == "供电"


def test_another_department_sees_nothing_whatever_it_asks_for(anywhere: Office, passed_on: str) -> None:
    for wanted in ({}, {"holder": "供电"}, {"part": "供电"}, {"helper": "住建"}, {"numbers": frozenset({passed_on})}):
        assert seen(anywhere, POLICE, **wanted) == []
    with pytest.raises(NoSuchTicket, match="没有查到工单"):
        reading.view(anywhere, passed_on, POLICE, MONDAY)
    with pytest.raises((ActRefused, NoSuchTicket)):
        reading.reveal(anywhere, passed_on, POLICE, "想打个电话", MONDAY)
    with pytest.raises(ActRefused, match="公安现在不是"):
        act_on(anywhere, passed_on, Act.SIGN, POLICE)
    assert acts_of(anywhere, passed_on)[-1] == "增派协办"


def test_who_had_it_before_may_read_but_neither_act_nor_look_up_the_reporter(anywhere: Office, passed_on: str) -> None:
    view = reading.view(anywhere, passed_on, OFFICER, MONDAY)
    assert view.acts == () and view.appeal.contact in ("", "138****0019")
    with pytest.raises(ActRefused):
        reading.reveal(anywhere, passed_on, OFFICER, "以前打过电话", MONDAY)


def test_a_page_offers_what_its_reader_may_do_and_says_what_stands_in_the_way(office: Office) -> None:
    number = signed(office)
    act_on(office, number, Act.ADD_CO, DISPATCHER, department="住建")
    offers = {offer.act: offer.why_not for offer in reading.view(office, number, OFFICER, MONDAY).offers}
    assert offers[Act.REPLY] == "" and "住建" in offers[Act.COMPLETE]
    assert Act.SIGN not in offers and Act.APPROVE not in offers
    helpers = reading.view(office, number, STRANGER, MONDAY).acts
    assert helpers == (Act.CO_SIGN, Act.CONTACT, Act.NOTE, Act.ASK_EXCLUSION, Act.REVEAL)


def test_what_is_offered_is_lawful_and_what_is_not_is_refused(office: Office) -> None:
    number = completed(office)
    view = reading.view(office, number, OPERATOR, MONDAY)
    assert view.row.status is Status.TO_RATE
    assert view.acts == (Act.FOLLOW_UP, Act.RATE, Act.REVEAL)
    held_back = {offer.act: offer.why_not for offer in view.offers if offer.why_not}
    assert list(held_back) == [Act.CLOSE] and "回访" in held_back[Act.CLOSE]


def test_a_view_shows_every_running_deadline_with_its_receipt_and_who_had_it_how_long(anywhere: Office) -> None:
    number = dispatched(anywhere, now=MONDAY)
    view = reading.view(anywhere, number, OFFICER, MONDAY + DAY)
    clocks = {run.clock: view.deadlines[run.no] for run in view.ticket.runs if run.running}
    assert {str(clock) for clock in clocks} == {"签收", "先行联系", "办结"}
    assert all("到期" in made.receipt for made in clocks.values())
    assert clocks["办结"].due == row_of(anywhere, number).complete_due
    assert sum((line.calendar_time for line in view.held), timedelta(0)) == DAY


def test_a_view_names_the_tickets_that_wait_for_its_answer(anywhere: Office) -> None:
    main = dispatched(anywhere)
    others = [dispatched(anywhere, replace(LAMP, what=f"沿河大道第{place}盏路灯不亮")) for place in range(2)]
    for number in others:
        act_on(anywhere, number, Act.MERGE, DISPATCHER, into=main)
    assert list(reading.view(anywhere, main, OFFICER, MONDAY).merged) == others


class TestTheReporter:
    def test_a_look_at_the_contact_becomes_an_event(self, anywhere: Office) -> None:
        number = signed(anywhere)
        assert reading.view(anywhere, number, OFFICER, MONDAY).appeal.contact == "138****0019"
        assert reading.reveal(anywhere, number, OFFICER, "上门前联系", MONDAY + HOUR) == "13872880019"
        last = events_of(anywhere, number)[-1]
        assert (last.act, last.actor, last.why, last.at) == (Act.REVEAL, OFFICER, "上门前联系", MONDAY + HOUR)

    def test_a_look_needs_a_reason(self, office: Office) -> None:
        number = signed(office)
        with pytest.raises(ActRefused, match="写明查阅联系方式的原因"):
            reading.reveal(office, number, OFFICER, " ", MONDAY)
        assert acts_of(office, number)[-1] == "签收"

    def test_who_asked_for_secrecy_is_hidden_from_departments_but_not_from_the_hotline(self, office: Office) -> None:
        number = signed(office, replace(LAMP, confidential=True))
        assert reading.view(office, number, OFFICER, MONDAY).appeal.contact == ""
        with pytest.raises(ActRefused, match="要求保密"):
            reading.reveal(office, number, OFFICER, "上门前联系", MONDAY)
        assert reading.reveal(office, number, OPERATOR, "回访", MONDAY) == "13872880019"

    def test_who_gave_no_name_cannot_be_looked_up(self, office: Office) -> None:
        number = signed(office, replace(LAMP, anonymous=True))
        with pytest.raises(ActRefused, match="匿名"):
            reading.reveal(office, number, OPERATOR, "回访", MONDAY)

    def test_who_gave_no_name_is_not_promised_a_first_call(self, office: Office) -> None:
        number = signed(office, replace(LAMP, anonymous=True))
        assert "先行联系" not in {run.clock for run in reading.view(office, number, OFFICER, MONDAY).ticket.runs}
