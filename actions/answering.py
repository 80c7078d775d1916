"""What does the knowledge base say to this message?"""

from __future__ import annotations

import asyncio
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.desk import Desk
from actions.saying import keeping_words, say
from actions.tracking import number_in, wants_to_amend


class AnswerQuestion(Action):
    """Questions, and whatever was not understood: the knowledge base has the last word."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def name(self) -> str:
        return "action_answer"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list:
        text = tracker.latest_message.get("text") or ""
        if wants_to_amend(text):
            say(dispatcher, await asyncio.to_thread(self._desk.amend, tracker.sender_id, number_in(text)))
            return []
        answered = await asyncio.to_thread(self._desk.answer, tracker.sender_id, text)
        say(dispatcher, keeping_words(answered.reply, text))
        return []
