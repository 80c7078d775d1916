"""The actions only present what the desk says, and registering them needs nothing but a desk."""

import asyncio
from typing import Any

import pytest
from rasa_sdk.executor import ActionExecutor

from actions import all_actions
from actions.saying import keeping_words
from hotline.ports import Choice, Reply
from tests.actions.notebook_desk import ARTICLE, NUMBER, TICKET, NotebookDesk


def call(
    desk: NotebookDesk, action: str, text: str, *, intent: str = "", slots: dict[str, Any] | None = None
) -> dict[str, Any]:
    """What Rasa would get back from the action server."""
    executor = ActionExecutor()
    for each in all_actions(desk):
        executor.register_action(each)
    message = {"text": text, "intent": {"name": intent, "confidence": 0.9}}
    tracker = {"sender_id": "c-1", "slots": slots or {}, "latest_message": message, "events": [], "paused": False}
    asked = {"next_action": action, "sender_id": "c-1", "tracker": tracker, "domain": {"actions": []}}
    return asyncio.run(executor.run(asked)).model_dump()


def slots_of(result: dict[str, Any]) -> dict[str, Any]:
    return {event["name"]: event["value"] for event in result["events"] if event["event"] == "slot"}


def test_an_answer_comes_whole_with_its_article_behind_it():
    replies = call(NotebookDesk(), "action_answer", "医保怎么交")["responses"]
    assert "依据" in replies[0]["text"] and "\n\n" not in replies[0]["text"]
    assert replies[1]["custom"] == ARTICLE


def test_a_miss_offers_to_file_the_citizens_own_words():
    reply = call(NotebookDesk(), "action_answer", "量子纠缠归谁管")["responses"][0]
    assert reply["buttons"] == [{"title": "登记诉求", "payload": "登记诉求：量子纠缠归谁管"}]


def test_a_danger_the_desk_knows_is_answered_in_the_desks_words():
    desk = NotebookDesk()
    assert "110" in call(desk, "action_emergency", "有人要跳楼")["responses"][0]["text"]
    assert not desk.noted("hand_off")


def test_a_danger_only_the_model_suspects_gives_the_numbers_and_calls_a_person():
    desk = NotebookDesk()
    text = call(desk, "action_emergency", "屋里味道好大头晕")["responses"][0]["text"]
    assert all(number in text for number in ("110", "119", "120", "12356"))
    assert desk.noted("hand_off") == [("hand_off", "可能有紧急情况：屋里味道好大头晕")]


def test_tracking_passes_number_and_level_on():
    desk = NotebookDesk()
    call(desk, "action_progress", f"查{NUMBER}")
    call(desk, "action_urge", "催一下")
    call(desk, "action_rate", f"不满意 {NUMBER}")
    assert desk.notes == [("progress", NUMBER), ("urge", None), ("rate", NUMBER, 2)]


@pytest.mark.parametrize("action", ["action_progress", "action_urge", "action_rate", "action_answer"])
@pytest.mark.parametrize("text", [f"补充 {NUMBER}：邻居也都不满意", f"撤回 {NUMBER}"])
def test_adding_and_withdrawing_are_never_taken_for_a_rating_or_an_urge(action, text):
    desk = NotebookDesk()
    call(desk, action, text)
    assert desk.notes == [("amend", NUMBER)]


def test_adding_to_a_ticket_begins_no_new_appeal():
    desk = NotebookDesk()
    result = call(desk, "validate_appeal_form", f"补充 {NUMBER}：灯杆是15号", intent="report")
    assert desk.notes == [("amend", NUMBER)]
    assert (slots_of(result)["what"], slots_of(result)["requested_slot"]) == (None, None)


def test_a_choice_to_file_keeps_the_words_it_is_about():
    reply = Reply(text="没有查到。", choices=(Choice(label="我要诉求", value="我要诉求"),))
    assert keeping_words(reply, "石凳坏了").choices[0].value == "登记诉求：石凳坏了"


def test_a_trouble_told_as_a_question_is_answered_and_can_be_filed():
    result = call(NotebookDesk(), "validate_appeal_form", "医保不给报能找谁", intent="report")
    assert slots_of(result)["requested_slot"] is None
    assert result["responses"][0]["buttons"][-1]["payload"] == "登记诉求：医保不给报能找谁"


def test_the_choice_to_file_is_not_answered_once_more():
    result = call(NotebookDesk(), "validate_appeal_form", "登记诉求：医保不给报能找谁", intent="report")
    assert slots_of(result)["what"] == "医保不给报能找谁"


OPEN = {"requested_slot": "where", "what": "路灯坏了"}


@pytest.mark.parametrize(
    ("text", "intent", "note"),
    [
        ("医保怎么交", "ask", "answer"),
        ("我上次的事到哪了", "progress", "progress"),
        ("先催一下上次那个", "urge", "urge"),
        ("煤气味好大", "emergency", "hand_off"),
        (f"对了，撤回 {NUMBER}", "inform", "amend"),
    ],
)
def test_the_form_answers_what_comes_between_and_asks_again(text, intent, note):
    desk = NotebookDesk()
    result = call(desk, "validate_appeal_form", text, intent=intent, slots=OPEN)
    assert desk.noted(note)
    assert (slots_of(result)["where"], slots_of(result)["requested_slot"]) == (None, "where")
    assert "我们接着登记" in result["responses"][-1]["text"]


def test_a_question_nobody_can_answer_is_taken_as_the_answer_to_the_form():
    result = call(NotebookDesk(), "validate_appeal_form", "老棉纺厂后门那块", intent="ask", slots=OPEN)
    assert slots_of(result)["where"] == "老棉纺厂后门那块"


def test_a_person_ends_the_form_and_hears_what_it_was_about():
    desk = NotebookDesk()
    result = call(desk, "validate_appeal_form", "转人工", intent="inform", slots=OPEN)
    assert slots_of(result)["requested_slot"] is None
    assert "路灯坏了" in desk.noted("hand_off")[0][1]


CONFIRMED = {"what": "路灯坏了", "where": "汉东路", "when": "昨天", "contact": "匿名", "confirmed": True}


def test_a_confirmed_appeal_is_filed_once_and_the_form_is_emptied():
    desk = NotebookDesk()
    result = call(desk, "action_finish_appeal", "确认提交", slots=CONFIRMED)
    assert NUMBER in result["responses"][0]["text"]
    assert result["responses"][1]["custom"] == TICKET
    assert set(slots_of(result).values()) == {None}
    assert len(desk.noted("file")) == 1


def test_a_cancelled_appeal_is_not_filed():
    desk = NotebookDesk()
    call(desk, "action_finish_appeal", "取消", slots={**CONFIRMED, "confirmed": None})
    assert desk.notes == []


def test_when_the_desk_can_keep_nothing_the_draft_stays():
    desk = NotebookDesk()
    desk.busy = True
    result = call(desk, "action_finish_appeal", "确认提交", slots=CONFIRMED)
    assert slots_of(result) == {"confirmed": None}
    assert result["events"][-1]["name"] == "appeal_form"
    assert "都还在" in result["responses"][0]["text"]
