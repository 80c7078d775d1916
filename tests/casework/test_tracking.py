"""Does a citizen follow, urge and rate the own appeal, and nobody else's?"""

from dataclasses import replace
from datetime import timedelta

import pytest

from hotline.casework import tracking
from hotline.casework.desk import Desk
from hotline.casework.office import Office
from hotline.casework.sign_in import LOCKED_FOR, SignInRefused, sign_in
from hotline.ports import Person, TicketFilter
from hotline.troubles import NoSuchTicket
from tests.casework.one_office import (
    FIXED,
    LAMP,
    LI,
    MONDAY,
    alerts_of,
    completed,
    conversation_of,
    dispatched,
    filed,
    outbox_of,
    worked,
)
from tickets.errors import ActRefused
from tickets.lifecycle import Act, Status
from tickets.people import Role

LATER = MONDAY + timedelta(hours=2)


def status_of(office: Office, number: str) -> Status:
    with office.store.look() as work:
        return work.tickets.row(number).status


def test_a_citizen_sees_the_own_steps_told_by_offices_not_by_officers(office: Office) -> None:
    number = dispatched(office)
    worked(office, number, LATER, Act.SIGN, Act.REPLY)
    _, lines = tracking.story(office, conversation_of(office), number)
    assert [line.act for line in lines] == [Act.ACCEPT, Act.DISPATCH, Act.SIGN, Act.REPLY]
    assert lines[0].who == "区热线" and lines[1].who == "区热线" and lines[2].who == "曾都区城市管理执法局"
    assert lines[3].words == FIXED and lines[1].words == ""
    told = tracking.progress(office, conversation_of(office), None).text
    assert "11-23 11:00 曾都区城市管理执法局签收" in told and "承诺最迟" in told
    assert "老张" not in told and "小刘" not in told


@pytest.mark.parametrize(
    "ask",
    [
        lambda office, mine, number: tracking.story(office, mine, number),
        lambda office, mine, number: tracking.progress(office, mine, number),
        lambda office, mine, number: tracking.urge(office, mine, number, LATER),
        lambda office, mine, number: tracking.rate(office, mine, number, 1, "胡乱评价", LATER),
    ],
    ids=["story", "progress", "urge", "rate"],
)
def test_a_citizen_can_neither_see_nor_touch_anothers_ticket(office: Office, ask) -> None:
    number, neighbour = completed(office), conversation_of(office, LI)
    with pytest.raises(NoSuchTicket, match="没有查到工单") as refused:
        ask(office, neighbour, number)
    assert "路灯" not in str(refused.value)
    assert tracking.mine(office, neighbour) == []
    assert status_of(office, number) is Status.TO_RATE and alerts_of(office) == []


def test_a_ticket_that_is_not_there_sounds_like_one_that_is_not_ones_own(office: Office) -> None:
    """Otherwise numbers could be probed; the desk tells both as a sentence."""
    desk = Desk(office, lambda: LATER)
    foreign = desk.progress(conversation_of(office, LI), completed(office)).text
    missing = desk.progress(conversation_of(office, LI), "ZD2026112399999").text
    assert "请核对工单号" in foreign and "请核对工单号" in missing


def test_urging_is_counted_and_told_whom_it_reached(office: Office) -> None:
    number, mine = dispatched(office), conversation_of(office)
    assert "第1次" in tracking.urge(office, mine, None, LATER).text
    again = tracking.urge(office, mine, number, LATER).text
    assert "第2次" in again and "曾都区城市管理执法局" in again


def test_a_finished_ticket_cannot_be_urged(office: Office) -> None:
    number, mine = completed(office), conversation_of(office)
    with pytest.raises(ActRefused, match="待评价"):
        tracking.urge(office, mine, number, LATER)


def test_several_tickets_are_asked_about(office: Office) -> None:
    numbers = [filed(office), filed(office, replace(LAMP, what="小区门口垃圾三天没人清运"))]
    asked = tracking.progress(office, conversation_of(office), None)
    assert "哪一件" in asked.text
    assert {choice.value for choice in asked.choices} == {f"查进度 {number}" for number in numbers}


def test_no_ticket_at_all_leads_to_filing(office: Office) -> None:
    assert tracking.progress(office, conversation_of(office), None).choices[0].value == "我要诉求"


@pytest.mark.parametrize("level", [3, 4, 5])
def test_a_satisfied_rating_closes_the_ticket_and_alerts_nobody(office: Office, level: int) -> None:
    number, before = completed(office), len(outbox_of(office))
    tracking.rate(office, conversation_of(office), number, level, "", LATER)
    assert status_of(office, number) is Status.CLOSED and alerts_of(office) == []
    assert len(outbox_of(office)) == before + 1


@pytest.mark.parametrize("level", [1, 2])
def test_a_dissatisfied_rating_calls_a_supervisor_and_leaves_the_ticket_open(office: Office, level: int) -> None:
    number = completed(office)
    told = tracking.rate(office, conversation_of(office), None, level, "灯还是不亮", LATER)
    assert status_of(office, number) is Status.RATED and "核查" in told.text
    ((kind, words),) = alerts_of(office)
    assert kind == "不满意评价" and number in words and "灯还是不亮" in words


def test_a_rating_without_a_level_asks_for_one(office: Office) -> None:
    number = completed(office)
    asked = tracking.rate(office, conversation_of(office), number, None, "", LATER)
    assert [choice.label for choice in asked.choices][0] == "非常满意" and len(asked.choices) == 5
    assert all(number in choice.value for choice in asked.choices)


def test_a_ticket_is_rated_once(office: Office) -> None:
    number, mine = completed(office), conversation_of(office)
    tracking.rate(office, mine, number, 5, "", LATER)
    with pytest.raises(ActRefused, match="已结案"):
        tracking.rate(office, mine, number, 1, "改主意了", LATER)
    with office.store.look() as work:
        assert [row.level for row in work.tickets.rated(MONDAY, LATER + timedelta(days=1))] == [5]


@pytest.mark.parametrize("level", [0, 6, -1])
def test_a_level_that_does_not_exist_is_refused_whole(office: Office, level: int) -> None:
    number = completed(office)
    with pytest.raises(ActRefused, match="五档"):
        tracking.rate(office, conversation_of(office), number, level, "", LATER)
    assert status_of(office, number) is Status.TO_RATE and alerts_of(office) == []


def test_what_nobody_rated_is_closed_as_unrated(office: Office) -> None:
    number = completed(office, MONDAY)
    assert tracking.close_unrated(office, LATER, MONDAY - timedelta(minutes=1)) == 0
    assert tracking.close_unrated(office, LATER, MONDAY) == 1
    assert tracking.close_unrated(office, LATER, MONDAY) == 0
    with office.store.look() as work:
        row = work.tickets.rows(TicketFilter(numbers=frozenset({number})))[0]
    assert (row.status, row.rating) == (Status.CLOSED, None)


def test_five_wrong_passwords_lock_the_account_for_a_while(office: Office) -> None:
    with office.store.work() as work:
        hashed = office.passwords.hashed("路灯12345")
        work.people.add(Person(login="zhang", name="老张", role=Role.DISPATCHER, password_hash=hashed))
    assert sign_in(office, " zhang ", "路灯12345", MONDAY).name == "老张"
    for _ in range(5):
        with pytest.raises(SignInRefused, match="账号或密码不对"):
            sign_in(office, "zhang", "12345", MONDAY)
    with pytest.raises(SignInRefused, match="临时锁定"):
        sign_in(office, "zhang", "路灯12345", MONDAY + LOCKED_FOR - timedelta(seconds=1))
    assert sign_in(office, "zhang", "路灯12345", MONDAY + LOCKED_FOR).login == "zhang"


def test_an_unknown_name_sounds_like_a_wrong_password(office: Office) -> None:
    with pytest.raises(SignInRefused, match="账号或密码不对"):
        sign_in(office, "nobody", "", MONDAY)
