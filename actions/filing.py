"""How does a conversation become an appeal on record?

`appeal` decides; the two actions here carry it out: they listen for what may interrupt the form, keep the slots, and
file what the citizen confirmed.
"""

from __future__ import annotations

import asyncio
from dataclasses import fields, replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import wording
from actions.appeal import Appeal, Asked, Heard, Step, advanced, asked_next, opened, plainly_answers
from actions.desk import Desk
from actions.handoff import alarm
from actions.hearing import asks_to_file, is_a_question, wants_a_person
from actions.saying import keeping_words, say
from actions.tracking import number_in, wants_to_amend
from hotline.ports import Choice, Reply
from hotline.troubles import Trouble

SURE = 0.5  # below this probability an intent does not interrupt the form
REQUESTED = "requested_slot"


class LeadAppealForm(Action):
    """Runs at every message while the form is open, and once when it opens."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def name(self) -> str:
        return "validate_appeal_form"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list:
        appeal, asked = appeal_of(tracker), tracker.get_slot(REQUESTED)
        heard = await asyncio.to_thread(self._hear, tracker)
        if asked is None:
            step = await asyncio.to_thread(self._begun, dispatcher, tracker, appeal, heard)
        else:
            interrupted = await asyncio.to_thread(self._interrupted, dispatcher, tracker, appeal, asked, heard)
            step = interrupted or advanced(appeal, asked, heard)
        for said in step.says:
            say(dispatcher, said)
        return _slots(step)

    def _hear(self, tracker: Tracker) -> Heard:
        text = tracker.latest_message.get("text") or ""
        return Heard(text=text, intent=_sure_intent(tracker), places=self._desk.places(text))

    def _begun(self, dispatcher: CollectingDispatcher, tracker: Tracker, appeal: Appeal, heard: Heard) -> Step:
        """A trouble told as a question ("楼上漏水该谁赔") is answered when we can; filing is then one choice away. Words about
        a ticket that is there begin no new one."""
        if self._amended(dispatcher, tracker.sender_id, heard):
            return Step(appeal=Appeal(), asks=None, says=())
        if appeal.what is None and is_a_question(heard.text) and not asks_to_file(heard.text):
            answered = self._desk.answer(tracker.sender_id, heard.text)
            if answered.outcome == "answer":
                say(dispatcher, _with_filing(answered.reply, heard.text))
                return Step(appeal=Appeal(), asks=None, says=())
        return opened(appeal, heard)

    def _interrupted(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, appeal: Appeal, asked: Asked, heard: Heard
    ) -> Step | None:
        """Answers what does not belong to the form and asks the open question again; only a person ends the form."""
        if wants_a_person(heard.text):
            return self._handed_off(dispatcher, tracker.sender_id, appeal)
        if plainly_answers(asked, heard):
            return None
        if heard.intent == "human":
            return self._handed_off(dispatcher, tracker.sender_id, appeal)
        if not self._answered(dispatcher, tracker.sender_id, heard):
            return None
        return asked_next(appeal, wording.BACK_TO_FORM, asks=asked)

    def _handed_off(self, dispatcher: CollectingDispatcher, conversation: str, appeal: Appeal) -> Step:
        say(dispatcher, self._desk.hand_off(conversation, f"登记诉求时要求人工服务：{appeal.what or '还没说事由'}"))
        return Step(appeal=Appeal(), asks=None, says=())

    def _amended(self, dispatcher: CollectingDispatcher, conversation: str, heard: Heard) -> bool:
        number = number_in(heard.text)
        if number is None or not wants_to_amend(heard.text):
            return False
        say(dispatcher, replace(self._desk.amend(conversation, number), choices=()))
        return True

    def _answered(self, dispatcher: CollectingDispatcher, conversation: str, heard: Heard) -> bool:
        """Whether the message was something else than an answer to the form, and got its reply."""
        if heard.intent == "emergency":
            say(dispatcher, alarm(self._desk, conversation, heard.text))
            return True
        if self._amended(dispatcher, conversation, heard):
            return True
        if heard.intent in ("progress", "urge"):
            asks = self._desk.progress if heard.intent == "progress" else self._desk.urge
            say(dispatcher, Reply(text=asks(conversation, number_in(heard.text)).text))
            return True
        asks = heard.intent == "ask" or is_a_question(heard.text)
        answered = self._desk.answer(conversation, heard.text) if asks else None
        if answered is None or answered.outcome != "answer":
            return False
        say(dispatcher, replace(answered.reply, choices=()))
        return True


class FinishAppeal(Action):
    """Runs when the form has ended: files a confirmed appeal, and empties the form in any case."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def name(self) -> str:
        return "action_finish_appeal"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list:
        appeal = appeal_of(tracker)
        if not appeal.confirmed:
            return _emptied()
        try:
            filed = await asyncio.to_thread(self._desk.file, tracker.sender_id, appeal.draft())
        except Trouble:
            say(dispatcher, Reply(text=wording.NOT_RECORDED))
            return [SlotSet("confirmed", None), FollowupAction("appeal_form")]
        say(dispatcher, filed.reply)
        return _emptied()


def appeal_of(tracker: Tracker) -> Appeal:
    known = {field.name: tracker.get_slot(field.name) for field in fields(Appeal)}
    return Appeal(**{name: value for name, value in known.items() if value is not None} | _tuple_of(known["places"]))


def _tuple_of(places: list[str] | None) -> dict[str, tuple[str, ...]]:
    return {"places": tuple(places or ())}


def _with_filing(reply: Reply, text: str) -> Reply:
    kept = keeping_words(reply, text)
    filing = Choice(label="登记诉求", value=f"登记诉求：{text}")
    offered = any(choice.value == filing.value for choice in kept.choices)
    return kept if offered else replace(kept, choices=(*kept.choices, filing))


def _sure_intent(tracker: Tracker) -> str:
    intent = tracker.latest_message.get("intent") or {}
    return intent.get("name") or "" if (intent.get("confidence") or 0) >= SURE else ""


def _slots(step: Step) -> list:
    """All slots every time: Rasa gives the form up when a turn fills none. An unconfirmed appeal keeps asking."""
    values = {field.name: getattr(step.appeal, field.name) for field in fields(Appeal)}
    values |= {"places": list(step.appeal.places), "confirmed": step.appeal.confirmed or None}
    return [*(SlotSet(name, value) for name, value in values.items()), SlotSet(REQUESTED, step.asks)]


def _emptied() -> list:
    return [SlotSet(field.name, None) for field in fields(Appeal)]
