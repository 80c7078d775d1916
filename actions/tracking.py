"""How does a citizen follow, urge and rate a ticket, and where is one added to or withdrawn?"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.desk import Desk
from actions.saying import say
from hotline.ports import Reply

_NUMBER = re.compile(r"ZD\s*(\d{8})\s*-?\s*(\d{5})(?!\d)", re.IGNORECASE)
_AMEND = re.compile(
    r"^(?:对了|那|我|要|想|请|麻烦|帮我?|给我|把|再|先|需要|[，,\s])*"
    r"(?:(?:补充|撤回|撤销|撤掉|撤)(?:一下|下|点|个|情况|内容|材料|诉求|工单|单子|投诉|[：:，,。\s])*(?=ZD|$)|撤单$"
    r"|ZD[\d\s-]+(?:要|想|我|需要|\s)*(?:补充|撤回|撤销|撤掉))",
    re.IGNORECASE,
)
_LEVELS = (  # the first that is found counts, so the stronger and the negated words stand before the plain ones
    (1, re.compile(r"(?:非常|很|十分|极其?|太|特别)不满意|差评|[1一]\s*(?:分|颗?星)")),
    (2, re.compile(r"不(?:太|怎么|够)?满意|不认可|[2二两]\s*(?:分|颗?星)")),
    (3, re.compile(r"基本满意|还算满意|一般|还行|凑合|[3三]\s*(?:分|颗?星)")),
    (5, re.compile(r"(?:非常|很|十分|特别|太|相当)满意|满分|[5五]\s*(?:分|颗?星)")),
    (4, re.compile(r"满意|好评|[4四]\s*(?:分|颗?星)")),
)


class TellProgress(Action):
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def name(self) -> str:
        return "action_progress"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list:
        return await _told(
            self._desk, dispatcher, tracker, lambda whose, text: self._desk.progress(whose, number_in(text))
        )


class Urge(Action):
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def name(self) -> str:
        return "action_urge"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list:
        return await _told(self._desk, dispatcher, tracker, lambda whose, text: self._desk.urge(whose, number_in(text)))


class Rate(Action):
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def name(self) -> str:
        return "action_rate"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list:
        return await _told(
            self._desk,
            dispatcher,
            tracker,
            lambda whose, text: self._desk.rate(whose, number_in(text), level_in(text), text),
        )


async def _told(
    desk: Desk, dispatcher: CollectingDispatcher, tracker: Tracker, ask: Callable[[str, str], Reply]
) -> list:
    """Says what the desk answers; words that plainly want to add or withdraw are not taken for anything else."""
    text = tracker.latest_message.get("text") or ""
    if wants_to_amend(text):
        reply = await asyncio.to_thread(desk.amend, tracker.sender_id, number_in(text))
    else:
        reply = await asyncio.to_thread(ask, tracker.sender_id, text)
    say(dispatcher, reply)
    return []


def number_in(text: str) -> str | None:
    """A ticket number, ZD + day + five digits, in capitals and without gaps."""
    found = _NUMBER.search(text)
    return f"ZD{found[1]}{found[2]}" if found else None


def wants_to_amend(text: str) -> bool:
    """Whether a ticket is to be added to or withdrawn, by plain words: the model knows no such intent."""
    return bool(_AMEND.match(text.strip()))


def level_in(text: str) -> int | None:
    """1 (非常不满意) to 5 (非常满意), or nothing when the words do not say."""
    without_number = _NUMBER.sub("", text)
    return next((level for level, words in _LEVELS if words.search(without_number)), None)
