"""Is an appeal filed once, is every act lawful, and does the citizen hear of each step exactly once?"""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text

from hotline.casework import dispatching
from hotline.casework.acts import perform
from hotline.casework.deeds import Deed
from hotline.casework.filing import Draft, file
from hotline.casework.office import Office
from hotline.ports import Address
from hotline.records import TicketFilter
from hotline.troubles import Collision, StorageBusy
from tests.casework.one_office import (
    DISPATCHER,
    ENOUGH,
    FIXED,
    LAMP,
    LI,
    MONDAY,
    OFFICER,
    OPERATOR,
    SUPERVISOR,
    TO_CITY_MANAGEMENT,
    act_on,
    acts_of,
    conversation_of,
    dispatched,
    events_of,
    filed,
    outbox_of,
    row_of,
    signed,
    worked,
)
from tests.storage.one_appeal import at_once
from tickets.calendar import CHINA
from tickets.errors import ActRefused
from tickets.lifecycle import Act, Status
from tickets.matter import Privacy
from tickets.people import CITIZEN

HOUR = timedelta(hours=1)


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


def test_filing_several_times_at_once_gives_one_number(anywhere: Office) -> None:
    numbers = at_once(lambda who: filed(anywhere), 4)
    assert len(set(numbers)) == 1 and str(numbers[0]).startswith("ZD20261123")
    with anywhere.store.look() as work:
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


def test_the_promise_starts_at_dispatch_and_not_at_sign_off(office: Office) -> None:
    number = dispatched(office, now=MONDAY)
    promised = row_of(office, number).complete_due
    worked(office, number, MONDAY + timedelta(days=1), Act.SIGN)
    row = row_of(office, number)
    assert (row.dispatched_at, row.complete_due) == (MONDAY, promised)
    assert f"{promised.astimezone(CHINA):%m-%d %H:%M}" == "12-07 17:30"  # ten working days, day zero not counted


def test_each_step_of_a_life_puts_exactly_one_notice(office: Office) -> None:
    number = filed(office)
    told = outbox_of(office)
    assert told == []  # the receipt was the answer itself
    steps = (
        (Act.DISPATCH, DISPATCHER, "路灯归城管", {"department": "城管", "kind": "投诉"}, "已派单"),
        (Act.SIGN, OFFICER, "", {}, "签收"),
        (Act.REPLY, OFFICER, FIXED, {}, FIXED),
        (Act.COMPLETE, OFFICER, "", {}, ""),  # a complaint is reviewed before the citizen is asked
        (Act.APPROVE, DISPATCHER, "", {}, "满意吗"),
        (Act.RATE, CITIZEN, "还可以", {"level": 4}, "谢谢您的评价（满意）"),
    )
    for act, actor, why, data, words in steps:
        act_on(office, number, act, actor, why=why, **data)
        newest = outbox_of(office)[len(told) :]
        assert len(newest) == bool(words)
        assert not words or (words in newest[0] and number in newest[0])
        told += newest
    assert office.bell.rings == len(steps)


@pytest.mark.parametrize(
    ("act", "actor", "data"),
    [
        (Act.URGE, CITIZEN, {}),
        (Act.NOTE, OFFICER, {}),  # an internal one
        (Act.REVEAL, OPERATOR, {}),
        (Act.INSTRUCT, SUPERVISOR, {}),
        (Act.ADD_CO, DISPATCHER, {"department": "住建"}),
        (Act.ASK_EXTENSION, OFFICER, {"amount": 3}),
        (Act.ASK_EXCLUSION, OFFICER, {"scope": "满意"}),
    ],
)
def test_what_is_not_the_citizens_to_know_puts_no_notice_of_its_own(office: Office, act: Act, actor, data) -> None:
    number = signed(office)
    told = len(outbox_of(office))
    act_on(office, number, act, actor, **data)
    assert not any(ENOUGH in words for words in outbox_of(office)[told:])


def test_a_public_note_is_told_with_its_words_and_its_office(office: Office) -> None:
    number = signed(office)
    act_on(office, number, Act.NOTE, OFFICER, why="配件已到，明天上午换", public=True)
    assert "曾都区城市管理执法局：\n配件已到，明天上午换" in outbox_of(office)[-1]


@pytest.mark.parametrize(("channel", "lines"), [("微信", 2), ("网页", 2), ("电话", 0), ("市平台", 0)])
def test_notices_go_to_written_channels_only(office: Office, channel: str, lines: int) -> None:
    """Who called is told by telephone at the follow-up, not by a line nobody can carry."""
    number = filed(office, address=Address(channel=channel, key="13872880019"))
    dispatching.dispatch(office, number, TO_CITY_MANAGEMENT, DISPATCHER, MONDAY)
    worked(office, number, MONDAY, Act.SIGN)
    assert len(outbox_of(office)) == lines
    assert acts_of(office, number) == ["受理", "派单", "签收"]


def test_a_collision_tells_who_did_what_and_stores_nothing(anywhere: Office) -> None:
    office, number = anywhere, filed(anywhere)
    dispatching.dispatch(office, number, TO_CITY_MANAGEMENT, DISPATCHER, MONDAY, seen=1)
    with pytest.raises(Collision, match="刚刚由派单员小刘“派单”了，您这一步没有提交"):
        dispatching.dispatch(office, number, TO_CITY_MANAGEMENT, DISPATCHER, MONDAY, seen=1)
    worked(office, number, MONDAY, Act.SIGN)
    with pytest.raises(Collision, match="刚刚由城管“签收”了"):
        perform(office, Deed(number=number, act=Act.REPLY, actor=OFFICER, at=MONDAY, why=FIXED, seen=2))
    assert len(events_of(office, number)) == 3 and len(outbox_of(office)) == 2


def test_of_two_officers_who_sign_at_once_one_wins_and_the_other_is_told(anywhere: Office) -> None:
    office, number = anywhere, dispatched(anywhere)
    deed = Deed(number=number, act=Act.SIGN, actor=OFFICER, at=MONDAY, seen=2)
    outcomes = at_once(lambda who: perform(office, deed).version)
    assert outcomes.count(3) == 1
    ((refusal,),) = ([one for one in outcomes if one != 3],)
    assert isinstance(refusal, Collision) and "没有提交" in str(refusal)
    assert len(events_of(office, number)) == 3 and len(outbox_of(office)) == 2


def test_who_did_not_look_before_does_not_overwrite_either(anywhere: Office) -> None:
    """Two reassign at once without saying what they saw: both acts stand in the trail, or one is refused; none is lost."""
    office, number = anywhere, dispatched(anywhere)

    def reassign(who: int) -> str:
        return act_on(office, number, Act.REASSIGN, DISPATCHER, department=("供电", "住建")[who]).holder

    outcomes = at_once(reassign)
    done = [one for one in outcomes if isinstance(one, str)]
    assert len(done) == acts_of(office, number).count("改派") >= 1
    assert all(isinstance(one, str | Collision | StorageBusy) for one in outcomes)
    assert row_of(office, number).holder in done


@pytest.mark.parametrize(
    ("act", "actor", "why", "data", "sentence"),
    [
        (Act.DISPATCH, DISPATCHER, "", {"department": "不存在局"}, "单位名录里没有“不存在局”"),
        (Act.DISPATCH, DISPATCHER, "", {}, "请选一个承办单位"),
        (Act.DISPATCH, DISPATCHER, "", {"department": "城管", "co": ["城管"]}, "不能同时协办"),
        (Act.SIGN, OFFICER, "", {}, "不能“签收”"),
        (Act.DECLINE, DISPATCHER, "属于法院管辖", {}, "法定途径"),
        (Act.TRANSFER, OPERATOR, "已转接", {"number": "12306"}, "110、119、120或122"),
        (Act.ANSWER, OPERATOR, "好的", {}, "不少于5个字"),
        (Act.MERGE, OPERATOR, "同一件事", {}, "主单"),
    ],
)
def test_an_act_that_lacks_what_it_is_about_is_refused_whole(
    office: Office, act: Act, actor, why: str, data: dict, sentence: str
) -> None:
    number = filed(office)
    with pytest.raises(ActRefused, match=sentence):
        act_on(office, number, act, actor, why=why, **data)
    assert len(events_of(office, number)) == 1 and outbox_of(office) == []


@pytest.mark.parametrize(
    ("act", "data", "status", "told"),
    [
        (Act.TRANSFER, {"number": "119"}, Status.HANDED_OVER, "已转接119"),
        (Act.DECLINE, {"channel": "行政复议"}, Status.DECLINED, "依法应当通过“行政复议”解决"),
        (Act.EXPLAIN, {}, Status.DECLINED, ENOUGH),
        (Act.ANSWER, {}, Status.TO_RATE, "满意吗"),
    ],
)
def test_each_lawful_way_out_of_the_intake_tells_the_citizen_what_to_do(
    anywhere: Office, act: Act, data: dict, status: Status, told: str
) -> None:
    number = filed(anywhere)
    left = act_on(anywhere, number, act, OPERATOR, **data)
    assert (left.status, left.route) == (status, act)
    assert told in outbox_of(anywhere)[-1]
    assert row_of(anywhere, number).due_at is None


def test_what_was_handed_to_the_police_is_not_told_in_writing(office: Office) -> None:
    """Whoever reads the reporter's telephone must not learn of it."""
    number = filed(office)
    assert act_on(office, number, Act.HAND_TO_POLICE, DISPATCHER).status is Status.HANDED_OVER
    assert outbox_of(office) == []
