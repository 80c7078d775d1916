"""Does a citizen follow, urge, add to, withdraw and rate the own appeal, and nobody else's?"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from hotline.casework import tracking
from hotline.casework.deeds import Deed
from hotline.casework.desk import Desk
from hotline.casework.office import Office
from hotline.casework.sign_in import LOCKED_FOR, SignInRefused, sign_in
from hotline.casework.story import story
from hotline.ports import Person
from hotline.troubles import NoSuchTicket
from tests.casework.one_office import (
    DISPATCHER,
    FIXED,
    LAMP,
    LI,
    MONDAY,
    OFFICER,
    STRANGER,
    act_on,
    acts_of,
    alerts_of,
    completed,
    conversation_of,
    dispatched,
    filed,
    outbox_of,
    row_of,
    signed,
    ticket_of,
    worked,
)
from tests.storage.one_appeal import next_trigger
from tickets.errors import ActRefused
from tickets.lifecycle import Act, Status
from tickets.people import CITIZEN, Role

LATER = MONDAY + timedelta(hours=2)


def mine_to_do(office: Office, number: str, act: Act, why: str, conversation: str = "", **data: object) -> str:
    """The status after an act of the citizen on the own ticket."""
    deed = Deed(number=number, act=act, actor=CITIZEN, at=LATER, why=why, data=data)
    return tracking.do(office, conversation or conversation_of(office), deed).status


def test_a_citizen_sees_the_own_steps_told_by_offices_not_by_officers(office: Office) -> None:
    number = dispatched(office)
    worked(office, number, LATER, Act.SIGN, Act.REPLY)
    lines = story(office, conversation_of(office), number, LATER).lines
    assert [line.act for line in lines] == [Act.ACCEPT, Act.DISPATCH, Act.SIGN, Act.REPLY]
    assert lines[0].who == "区热线" and lines[1].who == "区热线" and lines[2].who == "曾都区城市管理执法局"
    assert lines[1].to == ("曾都区城市管理执法局",)
    assert lines[3].words == FIXED and lines[1].words == ""
    told = tracking.progress(office, conversation_of(office), None, LATER).text
    assert "11-23 11:00 曾都区城市管理执法局签收" in told and "承诺最迟" in told
    assert "老张" not in told and "小刘" not in told


def test_what_offices_argue_about_is_not_told_but_shows_in_who_had_it(anywhere: Office) -> None:
    number = dispatched(anywhere)
    reason = {"reason": "不属本单位职责", "suggested": "住建"}
    act_on(anywhere, number, Act.RETURN, OFFICER, MONDAY, why="路灯归住建管，见三定", **reason)
    act_on(anywhere, number, Act.GRANT_RETURN, DISPATCHER, LATER, why="同意，改派住建")
    act_on(anywhere, number, Act.DISPATCH, DISPATCHER, LATER, department="住建")
    act_on(anywhere, number, Act.NOTE, STRANGER, LATER, why="内部：找物业协调")
    told = story(anywhere, conversation_of(anywhere), number, LATER + timedelta(hours=1))
    spoken = " ".join(f"{line.step}{line.words}" for line in told.lines)
    assert "三定" not in spoken and "物业" not in spoken and "退单" not in [line.act for line in told.lines]
    assert {one.holder for one in told.held if one.calendar_time} == {"区热线", "住建"}


@pytest.mark.parametrize(
    "ask",
    [
        lambda office, mine, number: story(office, mine, number, LATER),
        lambda office, mine, number: tracking.progress(office, mine, number, LATER),
        lambda office, mine, number: tracking.urge(office, mine, number, LATER),
        lambda office, mine, number: tracking.rate(office, mine, number, 1, "胡乱评价", LATER),
        lambda office, mine, number: mine_to_do(office, number, Act.RATE, "胡乱评价", mine, level=1),
        lambda office, mine, number: mine_to_do(office, number, Act.WITHDRAW, "撤回", mine),
        lambda office, mine, number: mine_to_do(office, number, Act.SUPPLEMENT, "补充", mine),
    ],
    ids=["story", "progress", "urge", "rate", "rate by do", "withdraw", "supplement"],
)
def test_a_citizen_can_neither_see_nor_touch_anothers_ticket(anywhere: Office, ask: Callable) -> None:
    number, neighbour = completed(anywhere), conversation_of(anywhere, LI)
    with pytest.raises(NoSuchTicket, match="没有查到工单") as refused:
        ask(anywhere, neighbour, number)
    assert "路灯" not in str(refused.value)
    assert tracking.mine(anywhere, neighbour) == []
    assert row_of(anywhere, number).status is Status.TO_RATE and alerts_of(anywhere) == []


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
    asked = tracking.progress(office, conversation_of(office), None, LATER)
    assert "哪一件" in asked.text
    assert {choice.value for choice in asked.choices} == {f"查进度 {number}" for number in numbers}


def test_no_ticket_at_all_leads_to_filing(office: Office) -> None:
    assert tracking.progress(office, conversation_of(office), None, LATER).choices[0].value == "我要诉求"


@pytest.mark.parametrize("level", [1, 2])
def test_a_dissatisfied_rating_is_told_what_happens_next(office: Office, level: int) -> None:
    number = completed(office)
    told = tracking.rate(office, conversation_of(office), None, level, "灯还是不亮", LATER)
    assert row_of(office, number).status is Status.RATED and "核查" in told.text


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
    assert ticket_of(office, number).judgement.level == 5


@pytest.mark.parametrize("level", [0, 6, -1])
def test_a_level_that_does_not_exist_is_refused_whole(office: Office, level: int) -> None:
    number = completed(office)
    with pytest.raises(ActRefused, match="五档"):
        tracking.rate(office, conversation_of(office), number, level, "", LATER)
    assert row_of(office, number).status is Status.TO_RATE and alerts_of(office) == []


@pytest.mark.parametrize("words", ["评价 满意", "满意", "很满意，谢谢"])
def test_of_a_rating_only_the_citizens_own_words_are_kept(office: Office, words: str) -> None:
    number = completed(office)
    tracking.rate(office, conversation_of(office), number, 4, f"{words} {number}", LATER)
    assert number not in ticket_of(office, number).judgement.words


class TestWhatACitizenMayDo:
    def test_adding_something_is_kept_in_the_trail_and_changes_no_deadline(self, anywhere: Office) -> None:
        number = signed(anywhere)
        before = row_of(anywhere, number)
        assert mine_to_do(anywhere, number, Act.SUPPLEMENT, "第四盏也不亮了") == Status.IN_PROGRESS
        after = row_of(anywhere, number)
        assert (after.complete_due, after.due_at) == (before.complete_due, before.due_at)
        lines = story(anywhere, conversation_of(anywhere), number, LATER).lines
        assert (lines[-1].who, lines[-1].words) == ("您", "第四盏也不亮了")

    @pytest.mark.parametrize("prepare", [filed, dispatched, signed], ids=["待派单", "待签收", "办理中"])
    def test_withdrawing_ends_it_and_stops_every_clock(self, anywhere: Office, prepare: Callable) -> None:
        number = prepare(anywhere)
        assert mine_to_do(anywhere, number, Act.WITHDRAW, "灯已经亮了") == Status.WITHDRAWN
        row = row_of(anywhere, number)
        assert (row.due_at, row.holder) == (None, "")
        assert not any(run.running for run in ticket_of(anywhere, number).runs)
        assert "已撤回" in outbox_of(anywhere)[-1]
        with anywhere.store.look() as work:
            assert next_trigger(work) is None

    def test_a_withdrawn_main_ticket_leaves_the_merged_ones_on_their_own(self, anywhere: Office) -> None:
        main = dispatched(anywhere)
        other = filed(anywhere, replace(LAMP, what="沿河大道一排灯全黑"))
        act_on(anywhere, other, Act.MERGE, DISPATCHER, into=main)
        mine_to_do(anywhere, main, Act.WITHDRAW, "灯已经亮了")
        assert acts_of(anywhere, other)[-1] == "解除并单" and row_of(anywhere, other).status is Status.TO_DISPATCH
        assert "恢复单独办理" in outbox_of(anywhere)[-1] or "恢复单独办理" in outbox_of(anywhere)[-2]

    def test_each_citizen_of_merged_tickets_gets_the_answer_and_rates_it(self, anywhere: Office) -> None:
        main, li = signed(anywhere), conversation_of(anywhere, LI)
        other = filed(anywhere, replace(LAMP, what="沿河大道一排灯全黑"), address=LI)
        act_on(anywhere, other, Act.MERGE, DISPATCHER, into=main)
        worked(anywhere, main, LATER, Act.REPLY, Act.COMPLETE)
        act_on(anywhere, main, Act.APPROVE, DISPATCHER, LATER)
        assert row_of(anywhere, other).status is Status.TO_RATE and ticket_of(anywhere, other).reply == FIXED
        tracking.rate(anywhere, li, other, 5, "", LATER)
        assert [row_of(anywhere, one).status for one in (main, other)] == [Status.TO_RATE, Status.CLOSED]

    @pytest.mark.parametrize("act", [Act.DISPATCH, Act.SIGN, Act.CLOSE, Act.SUPERVISE, Act.REVEAL, Act.WARN])
    def test_nothing_else_is_a_citizens_to_do(self, office: Office, act: Act) -> None:
        number = dispatched(office)
        with pytest.raises(ActRefused):
            mine_to_do(office, number, act, "我来办吧")
        assert acts_of(office, number) == ["受理", "派单"]

    def test_what_is_finished_is_neither_withdrawn_nor_added_to(self, office: Office) -> None:
        number = completed(office)
        for act in (Act.WITHDRAW, Act.SUPPLEMENT, Act.URGE):
            with pytest.raises(ActRefused, match="待评价"):
                mine_to_do(office, number, act, "再加一句")


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
