"""Who takes over when a citizen wants a person, or somebody may be in danger?"""

from __future__ import annotations

import asyncio
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.desk import Desk
from actions.saying import say
from hotline.ports import Choice, Reply

DANGER = "如果现在有人有危险，请马上拨打：报警110，火警119，急救120；心里难受想不开，请拨12356心理援助热线。"


class HandOff(Action):
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def name(self) -> str:
        return "action_hand_off"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list:
        text = tracker.latest_message.get("text") or ""
        reason = f"群众要求人工服务：{text}"
        say(dispatcher, await asyncio.to_thread(self._desk.hand_off, tracker.sender_id, reason))
        return []


class AnswerDanger(Action):
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def name(self) -> str:
        return "action_emergency"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list:
        text = tracker.latest_message.get("text") or ""
        say(dispatcher, await asyncio.to_thread(alarm, self._desk, tracker.sender_id, text))
        return []


def alarm(desk: Desk, conversation: str, text: str) -> Reply:
    """The desk's own words for a danger it knows; for one that only the model suspects, the numbers and a person."""
    answered = desk.answer(conversation, text)
    if answered.outcome == "emergency":
        return answered.reply
    told = desk.hand_off(conversation, f"可能有紧急情况：{text}")
    choices = (Choice(label="不紧急，登记诉求", value=f"登记诉求：{text}"), *told.choices)
    return Reply(text=f"{DANGER}\n{told.text}", choices=choices)
