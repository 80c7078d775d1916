"""Whole conversations with the real Rasa: what a citizen says, what the desk is asked, what the citizen hears."""

import pytest

from hotline.casework.filing import Draft
from tests.actions.notebook_desk import ARTICLE, NUMBER, TICKET
from tests.bot.conftest import Citizen

COMPLAINT = "草店子社区路灯坏了三天了"
ENDED = "没有正在填写的诉求"


def test_an_appeal_is_filed_one_question_at_a_time(citizen, desk):
    assert "西城街道草店子社区" in citizen.says(COMPLAINT)
    assert "电话" in citizen.says("就在那里")
    assert "请核对" in citizen.says("13900001111")
    assert NUMBER in citizen.says("确认提交")
    assert citizen.hears[0].card == TICKET
    (filed,) = desk.noted("file")
    assert filed[1] == Draft(
        what=COMPLAINT,
        where="西城街道草店子社区",
        when="三天了",
        contact="13900001111",
        anonymous=False,
        confidential=False,
    )


def test_an_appeal_that_begins_with_nothing_asks_for_everything(citizen, desk):
    assert "什么事" in citizen.says("我要诉求")
    assert "哪里" in citizen.says("小区电梯老是坏，困住过老人")
    assert "什么时候" in citizen.says("东城街道文峰塔社区3号楼")
    assert "电话" in citizen.says("这几天一直这样")
    citizen.says("匿名", "确认提交")
    (filed,) = desk.noted("file")
    assert (filed[1].anonymous, filed[1].contact) == (True, "")


def test_any_field_can_be_corrected_before_filing(citizen, desk):
    citizen.says(COMPLAINT, "就在那里", "13900001111")
    assert "汉东路88号" in citizen.says("地址改成汉东路88号")
    assert "什么时候" in citizen.says("改时间")
    assert "前天晚上" in citizen.says("前天晚上")
    assert "13711112222" in citizen.says("电话改成13711112222")
    assert "路灯不亮还漏电" in citizen.says("内容改成路灯不亮还漏电")
    citizen.says("提交吧")
    draft = desk.noted("file")[0][1]
    assert (draft.what, draft.where, draft.when, draft.contact) == (
        "路灯不亮还漏电",
        "汉东路88号",
        "前天晚上",
        "13711112222",
    )


@pytest.mark.parametrize("question", ["医保怎么交", "医保断了咋办"])  # the second the model takes for a report
def test_a_question_in_the_middle_is_answered_and_the_form_goes_on(citizen, desk, question):
    citizen.says(COMPLAINT)
    reply = citizen.says(question)
    assert "每年9月" in reply and "西城街道草店子社区" in reply
    assert citizen.hears[0].card == ARTICLE
    citizen.says("就在那里", "匿名", "确认提交")
    assert desk.noted("file")[0][1].where == "西城街道草店子社区"


def test_cancelling_leaves_the_form_and_nothing_is_filed(citizen, desk):
    citizen.says(COMPLAINT, "就在那里")
    assert "已取消" in citizen.says("不报了")
    assert ENDED in citizen.says("取消")
    assert desk.noted("file") == []


def test_a_new_appeal_starts_empty_after_a_cancelled_one(citizen, desk):
    citizen.says(COMPLAINT, "就在那里", "取消")
    assert "什么事" in citizen.says("我要投诉")


def test_a_person_can_be_had_inside_and_outside_the_form(citizen, desk):
    assert "转人工" in citizen.says("转人工")
    citizen.says(COMPLAINT)
    assert "转人工" in citizen.says("转人工")
    assert COMPLAINT in desk.noted("hand_off")[1][1]
    assert ENDED in citizen.says("取消")


def test_confidential_still_takes_a_number(citizen, desk):
    citizen.says(COMPLAINT, "就在那里")
    assert "为您保密" in citizen.says("保密")
    assert "保密" in citizen.says("13900001111")
    citizen.says("确认提交")
    assert desk.noted("file")[0][1].confidential


def test_when_filing_fails_the_same_words_can_be_tried_again(citizen, desk):
    citizen.says(COMPLAINT, "就在那里", "匿名")
    desk.busy = True
    reply = citizen.says("确认提交")
    assert "都还在" in reply and "请核对" in reply
    desk.busy = False
    assert NUMBER in citizen.says("确认提交")
    assert len(desk.noted("file")) == 1


def test_progress_inside_the_form_does_not_lose_it(citizen, desk):
    citizen.says(COMPLAINT)
    assert "已签收" in citizen.says(f"查一下工单{NUMBER}")
    assert desk.noted("progress") == [("progress", NUMBER)]
    citizen.says("就在那里", "匿名", "确认提交")
    assert len(desk.noted("file")) == 1


@pytest.mark.parametrize(
    ("message", "note"),
    [
        ("查进度", ("progress", None)),
        (f"{NUMBER}到哪一步了", ("progress", NUMBER)),
        (f"催办{NUMBER}", ("urge", NUMBER)),
        ("都一个礼拜了，麻烦催一下", ("urge", None)),
        (f"非常满意 {NUMBER}", ("rate", NUMBER, 5)),
        ("不满意，根本没人来", ("rate", None, 2)),
        ("我要评价", ("rate", None, None)),
        ("医保怎么交", ("answer", "医保怎么交")),
        ("放首歌听听", ("answer", "放首歌听听")),  # out of scope: the knowledge base says so
        ("有人要跳楼", ("answer", "有人要跳楼")),
        ("找个真人跟我说", ("hand_off", "群众要求人工服务：找个真人跟我说")),
    ],
)
def test_each_wish_reaches_the_desk(citizen, desk, message, note):
    citizen.says(message)
    assert desk.notes == [note]


def test_a_danger_known_only_by_its_intent_is_answered_with_the_numbers(citizen, desk):
    reply = citizen.says("有人掉水里了快不行了")
    assert all(number in reply for number in ("110", "119", "120"))
    assert desk.noted("hand_off")


def test_an_unanswered_question_becomes_an_appeal_with_one_choice(citizen, desk):
    citizen.says("公园的石凳子什么时候能修好")
    assert any(value.startswith("登记诉求：") for value in citizen.choices)
    citizen.says(next(value for value in citizen.choices if value.startswith("登记诉求：")))
    citizen.says("白云湖公园南门", "昨天", "匿名", "确认提交")
    assert desk.noted("file")[0][1].what == "公园的石凳子什么时候能修好"


def test_a_trouble_told_as_a_question_is_answered_before_a_form_opens(citizen, desk):
    assert "每年9月" in citizen.says("医院说我医保断了不给报销，我该找谁")
    assert ENDED in citizen.says("取消")


def test_the_first_greeting_says_that_it_is_a_machine(citizen):
    assert "AI助手" in citizen.says("你好")
    assert citizen.choices == ["我要诉求", "查进度", "转人工"]


@pytest.mark.parametrize("message", ["谢谢", "再见", "你是谁", "好的", "不是", "改地点"])
def test_small_talk_is_never_met_with_silence(citizen, message):
    assert citizen.says(message)


def test_no_choice_is_a_raw_intent(citizen):
    for message in ("你好", "我要投诉", "路灯坏了三天", "汉东路", "匿名"):
        citizen.says(message)
        assert not any(value.startswith("/") for value in citizen.choices)


def test_two_citizens_do_not_share_a_form(rasa, citizen):
    other = Citizen(rasa, "somebody-else")
    citizen.says(COMPLAINT)
    assert "AI助手" in other.says("你好")
    assert "电话" in citizen.says("就在那里")


def test_the_log_keeps_nothing_a_citizen_said(citizen, rasa_log):
    citizen.says("我要投诉张三家的狗半夜叫", "13912345678")
    assert "张三" not in rasa_log.read_text()
    assert "13912345678" not in rasa_log.read_text()
