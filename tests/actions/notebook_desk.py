"""A service desk that writes everything into a notebook: the double behind the dialogue's tests."""

from __future__ import annotations

from typing import Any

from hotline.casework.answering import Answered
from hotline.casework.filing import Draft, Filed
from hotline.ports import Choice, Reply
from hotline.troubles import StorageBusy

NUMBER = "ZD2026112300001"
TICKET = {"type": "ticket", "number": NUMBER}
ARTICLE = {"type": "article", "id": "KB-0127", "title": "城乡居民医保参保缴费"}
PLACES = {
    "草店子社区": "西城街道草店子社区",
    "先觉庙村": "万店镇先觉庙村",
    "文峰塔社区": "东城街道文峰塔社区",
}


class NotebookDesk:
    """Knows one article (医保), one danger (跳楼) and three places; `busy` makes filing fail."""

    def __init__(self) -> None:
        self.notes: list[tuple[Any, ...]] = []
        self.busy = False

    def noted(self, what: str) -> list[tuple[Any, ...]]:
        return [note for note in self.notes if note[0] == what]

    def answer(self, conversation: str, text: str) -> Answered:
        self.notes.append(("answer", text))
        if "跳楼" in text:
            return Answered(outcome="emergency", reply=Reply(text="请马上拨打110。已提醒值班人员。"))
        if "医保" in text:
            found = Reply(text="每年9月至12月缴费。\n\n依据：鄂医保发。", card=ARTICLE)
            return Answered(outcome="answer", reply=found)
        filing = Choice(label="登记诉求", value=f"登记诉求：{text}")
        return Answered(outcome="unknown", reply=Reply(text="没有查到。", choices=(filing,)))

    def places(self, text: str) -> tuple[str, ...]:
        return tuple(full for name, full in PLACES.items() if name in text)

    def file(self, conversation: str, draft: Draft) -> Filed:
        if self.busy:
            raise StorageBusy("系统正忙，请稍后再试。")
        self.notes.append(("file", draft))
        return Filed(number=NUMBER, reply=Reply(text=f"已登记，编号 {NUMBER}。", card=TICKET))

    def progress(self, conversation: str, number: str | None) -> Reply:
        self.notes.append(("progress", number))
        return Reply(text=f"工单{number or ''}：承办单位已签收。")

    def urge(self, conversation: str, number: str | None) -> Reply:
        self.notes.append(("urge", number))
        return Reply(text="已催办，承办单位收到提醒。")

    def rate(self, conversation: str, number: str | None, level: int | None, words: str) -> Reply:
        self.notes.append(("rate", number, level))
        return Reply(text="评价已记下。" if level else "请打个分。")

    def amend(self, conversation: str, number: str | None) -> Reply:
        self.notes.append(("amend", number))
        return Reply(text="补充、撤回请打开这件诉求。")

    def hand_off(self, conversation: str, reason: str) -> Reply:
        self.notes.append(("hand_off", reason))
        return Reply(text="正在为您转人工。")
