"""Is an appeal filed once, is every act lawful, and does the citizen hear of each step exactly once?"""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text

from hotline.casework import dispatching, reading
from hotline.casework.acts import deadlines_of, perform
from hotline.casework.filing import Draft, file
from hotline.casework.office import Office
from hotline.ports import TicketFilter
from hotline.storage.store import SqlStore
from hotline.troubles import Collision, NoSuchTicket
from tests.casework.one_office import (
    DISPATCHER,
    FIXED,
    LAMP,
    LI,
    MONDAY,
    OFFICER,
    OPERATOR,
    STRANGER,
    TO_CITY_MANAGEMENT,
    completed,
    conversation_of,
    dispatched,
    filed,
    office_over,
    outbox_of,
    worked,
)
from tests.storage.one_appeal import at_once
from tickets.errors import ActRefused, UnknownDepartment
from tickets.lifecycle import Act, Status
from tickets.matter import Privacy
from tickets.people import CITIZEN, SYSTEM

HOUR = timedelta(hours=1)


def events_of(office: Office, number: str) -> list:
    with office.store.look() as work:
        return work.tickets.events(number)


def test_filing_gives_a_number_and_a_receipt(office: Office) -> None:
    done = file(office, conversation_of(office), LAMP, MONDAY)
    assert done.number == "ZD2026112300001" and done.number in done.reply.text
    assert done.reply.card["status"] == "待派单" and done.reply.card["title"] == "沿河大道的路灯坏了三盏，晚上看不见路"


def test_filing_twice_gives_one_number(office: Office) -> None:
    first = filed(office)
    dispatching.dispatch(office, first, TO_CITY_MANAGEMENT, DISPATCHER, MONDAY + HOUR)
    assert filed(office, now=MONDAY + 2 * HOUR) == first
    assert filed(office, replace(LAMP, what=f"  {LAMP.what}\n"), now=MONDAY + 2 * HOUR) == first
    assert len(events_of(office, first)) == 2


def test_filing_several_times_at_once_gives_one_number(store: SqlStore) -> None:
    office = office_over(store)
    numbers = at_once(lambda who: filed(office), 4)
    assert len(set(numbers)) == 1 and str(numbers[0]).startswith("ZD20261123")
    with store.look() as work:
        assert work.tickets.count(TicketFilter()) == 1


def test_another_matter_person_or_day_is_another_ticket(office: Office) -> None:
    numbers = {
        filed(office),
        filed(office, replace(LAMP, what="沿河大道的井盖也丢了一个")),
        filed(office, address=LI),
        filed(office, now=MONDAY + timedelta(days=1)),
    }
    assert len(numbers) == 4


@pytest.mark.parametrize("what", ["", "   ", "坏了"])
def test_an_appeal_that_says_nothing_is_refused(office: Office, what: str) -> None:
    with pytest.raises(ActRefused, match="说清楚一些"):
        filed(office, Draft(what=what))


@pytest.mark.parametrize(
    ("draft", "privacy", "kept"),
    [
        (LAMP, Privacy.NAMED, "13872880019"),
        (replace(LAMP, confidential=True), Privacy.CONFIDENTIAL, "13872880019"),
        (replace(LAMP, anonymous=True), Privacy.ANONYMOUS, ""),  # a number typed by mistake is not kept
        (replace(LAMP, contact=""), Privacy.ANONYMOUS, ""),
    ],
)
def test_the_contact_is_kept_as_the_citizen_wished_and_never_in_the_events(
    office: Office, sqlite_engine: Engine, draft: Draft, privacy: Privacy, kept: str
) -> None:
    number = filed(office, draft)
    with office.store.look() as work:
        appeal = work.tickets.appeal(number)
    assert (appeal.privacy, appeal.contact) == (privacy, kept)
    with sqlite_engine.connect() as connection:
        assert "13872880019" not in str(connection.execute(text("SELECT why, data FROM ticket_events")).all())


def test_only_citizens_and_operators_file(office: Office) -> None:
    with pytest.raises(ActRefused, match="您的岗位是承办单位"):
        file(office, conversation_of(office), LAMP, MONDAY, OFFICER)
    assert file(office, conversation_of(office), LAMP, MONDAY, OPERATOR).number


def test_a_suggestion_comes_with_its_reasons(office: Office) -> None:
    advice = dispatching.advice(office, filed(office), MONDAY)
    assert 1 <= len(advice.departments) <= 3
    assert all(one.department in office.directory and one.reason for one in advice.departments)


def test_the_nearest_article_is_a_second_witness(office: Office) -> None:
    """No line of this catalogue speaks of an identity card, but an article does."""
    unwritten = replace(office, catalogue=replace(office.catalogue, leaves=()))
    number = filed(unwritten, Draft(what="身份证丢了怎么补办"))
    reasons = {one.department: one.reason for one in dispatching.advice(unwritten, number, MONDAY).departments}
    assert reasons["公安"] == "相近知识条目《身份证补办》由该单位负责"


def test_the_queue_holds_what_waits_for_a_dispatcher(office: Office) -> None:
    waiting = filed(office, replace(LAMP, what="小区门口垃圾三天没人清运"))
    dispatched(office)
    assert [row.number for row in dispatching.queue(office)] == [waiting]


def test_both_clocks_start_at_dispatch(office: Office) -> None:
    number = dispatched(office, now=MONDAY)
    row = reading.view(office, number, OFFICER).row
    sign, complete = deadlines_of(office, reading.view(office, number, OFFICER).ticket)
    assert (row.dispatched_at, row.sign_due, row.complete_due) == (MONDAY, sign.due, complete.due)
    assert MONDAY < sign.due < complete.due


def test_each_step_of_a_life_puts_exactly_one_notice(office: Office) -> None:
    number = filed(office)
    told = outbox_of(office)
    assert told == []  # the receipt was the answer itself
    steps = (
        (Act.DISPATCH, DISPATCHER, "路灯归城管", {"department": "城管"}, "已派单"),
        (Act.SIGN, OFFICER, "", {}, "签收"),
        (Act.REPLY, OFFICER, FIXED, {}, FIXED),
        (Act.COMPLETE, OFFICER, "", {}, "满意吗"),
        (Act.CLOSE, SYSTEM, "期满未评价", {}, "未评价"),
    )
    for act, actor, why, data, words in steps:
        perform(office, number, act, actor, MONDAY, why=why, data=data)
        *before, newest = outbox_of(office)
        assert before == told and words in newest and number in newest
        told = [*before, newest]
    assert office.bell.rings == len(steps)


def test_what_is_not_the_citizens_to_know_puts_no_notice(office: Office) -> None:
    number = dispatched(office)
    told = outbox_of(office)
    for act, actor in ((Act.URGE, CITIZEN), (Act.REVEAL, OPERATOR), (Act.WARN, SYSTEM), (Act.BREACH, SYSTEM)):
        perform(office, number, act, actor, MONDAY, why="需要核对地点")
    assert outbox_of(office) == told


def test_another_department_can_neither_act_nor_see_nor_look_up_the_reporter(office: Office) -> None:
    number = dispatched(office)
    with pytest.raises(ActRefused, match="由城管承办，您所在的住建不能操作"):
        perform(office, number, Act.SIGN, STRANGER, MONDAY)
    with pytest.raises(ActRefused, match="不能操作"):
        reading.reveal(office, number, STRANGER, "想打个电话", MONDAY)
    with pytest.raises(NoSuchTicket, match="没有查到工单"):
        reading.view(office, number, STRANGER)
    assert reading.listing(office, STRANGER, TicketFilter(holder="城管")) == []
    assert [row.number for row in reading.listing(office, OFFICER, TicketFilter())] == [number]
    assert [event.act for event in events_of(office, number)] == [Act.ACCEPT, Act.DISPATCH]


def test_a_collision_tells_who_did_what_and_stores_nothing(office: Office) -> None:
    number = filed(office)
    dispatching.dispatch(office, number, TO_CITY_MANAGEMENT, DISPATCHER, MONDAY, seen=1)
    with pytest.raises(Collision, match="刚刚由派单员小刘“派单”了，您这一步没有提交"):
        dispatching.dispatch(office, number, TO_CITY_MANAGEMENT, DISPATCHER, MONDAY, seen=1)
    worked(office, number, MONDAY, Act.SIGN)
    with pytest.raises(Collision, match="刚刚由城管“签收”了"):
        perform(office, number, Act.REPLY, OFFICER, MONDAY, why=FIXED, seen=2)
    assert len(events_of(office, number)) == 3 and len(outbox_of(office)) == 2


def test_of_two_officers_who_sign_at_once_one_is_refused(store: SqlStore) -> None:
    office = office_over(store)
    number = dispatched(office)
    outcomes = at_once(lambda who: perform(office, number, Act.SIGN, OFFICER, MONDAY, seen=2).version)
    assert outcomes.count(3) == 1 and sum(isinstance(one, Collision) for one in outcomes) == 1
    assert len(events_of(office, number)) == 3 and len(outbox_of(office)) == 2


@pytest.mark.parametrize(
    ("act", "actor", "why", "data", "sentence"),
    [
        (Act.DISPATCH, DISPATCHER, "", {"department": "不存在局"}, "单位名录里没有“不存在局”"),
        (Act.DISPATCH, DISPATCHER, "", {}, "单位名录里没有"),
        (Act.SIGN, OFFICER, "", {}, "不能“签收”"),
    ],
)
def test_an_act_that_lacks_what_it_is_about_is_refused_whole(
    office: Office, act: Act, actor, why: str, data: dict, sentence: str
) -> None:
    number = filed(office)
    with pytest.raises((ActRefused, UnknownDepartment), match=sentence):
        perform(office, number, act, actor, MONDAY, why=why, data=data)
    assert len(events_of(office, number)) == 1 and outbox_of(office) == []


def test_a_reply_must_say_something_and_a_look_needs_a_reason(office: Office) -> None:
    number = dispatched(office)
    worked(office, number, MONDAY, Act.SIGN)
    with pytest.raises(ActRefused, match="不少于5个字"):
        perform(office, number, Act.REPLY, OFFICER, MONDAY, why="   已办  ")
    with pytest.raises(ActRefused, match="写明查阅联系方式的原因"):
        reading.reveal(office, number, OFFICER, " ", MONDAY)


def test_a_look_at_the_contact_becomes_an_event(office: Office) -> None:
    number = dispatched(office)
    assert reading.view(office, number, OFFICER).appeal.contact == "138****0019"
    assert reading.reveal(office, number, OFFICER, "上门前联系", MONDAY + HOUR) == "13872880019"
    last = events_of(office, number)[-1]
    assert (last.act, last.actor, last.why, last.at) == (Act.REVEAL, OFFICER, "上门前联系", MONDAY + HOUR)


def test_a_confidential_reporter_is_hidden_from_the_department_but_not_from_the_hotline(office: Office) -> None:
    number = dispatched(office, replace(LAMP, confidential=True))
    assert reading.view(office, number, OFFICER).appeal.contact == ""
    with pytest.raises(ActRefused, match="要求保密"):
        reading.reveal(office, number, OFFICER, "上门前联系", MONDAY)
    assert reading.reveal(office, number, OPERATOR, "回访", MONDAY) == "13872880019"


def test_an_anonymous_reporter_has_no_contact_to_look_at(office: Office) -> None:
    number = dispatched(office, replace(LAMP, anonymous=True))
    with pytest.raises(ActRefused, match="匿名"):
        reading.reveal(office, number, OPERATOR, "回访", MONDAY)


def test_a_page_offers_what_its_reader_may_do(office: Office) -> None:
    number = completed(office)
    view = reading.view(office, number, OPERATOR)
    assert view.row.status is Status.TO_RATE and view.acts == (Act.RATE, Act.CLOSE, Act.REVEAL)
