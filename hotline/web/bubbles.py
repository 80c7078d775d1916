"""How does a stored line look on the chat page? Who speaks, the words first, the rest behind 展开."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from markdown_it import MarkdownIt
from markupsafe import Markup

from hotline.ports import Choice, Message

_MARKDOWN = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table")
_AFTER_LIST = re.compile(r"(?m)^(- .*|\d+\. .*)\n(?=[^-\s|\d])")
_CALL = re.compile(r"请立即拨打 ([\d、]+)！\n?")
_OPERATOR = "【话务员】"


@dataclass(frozen=True, kw_only=True)
class Bubble:
    """One line as the page draws it; `call` are numbers to dial at once, `body` is the whole article."""

    id: int
    mine: bool
    speaker: str
    text: str
    at: datetime
    call: tuple[str, ...]
    choices: tuple[Choice, ...]
    card: Mapping[str, object]
    body: Markup


def bubbles(lines: Iterable[Message]) -> list[Bubble]:
    return [_bubble(line) for line in lines]


def danger_numbers(text: str) -> tuple[str, ...]:
    """The numbers a danger reply tells to call, in its order; none for any other text."""
    found = _CALL.match(text)
    return tuple(found.group(1).split("、")) if found else ()


def without_call(text: str) -> str:
    """A danger reply without its first line, which the page shows as numbers to press."""
    return _CALL.sub("", text, count=1) if _CALL.match(text) else text


def _bubble(line: Message) -> Bubble:
    card = line.card or {}
    return Bubble(
        id=line.id,
        mine=line.incoming,
        speaker=_speaker(line),
        text=_words(line, card),
        at=line.at,
        call=() if line.incoming else danger_numbers(line.text),
        choices=line.choices,
        card=card,
        body=marked(str(card.get("body", ""))),
    )


def _speaker(line: Message) -> str:
    if line.incoming:
        return "我"
    return "话务员" if line.text.startswith(_OPERATOR) else "助手"


def _words(line: Message, card: Mapping[str, object]) -> str:
    """The words of the bubble itself; the basis of an article is shown on its card."""
    if line.incoming:
        return line.text
    text = without_call(line.text.removeprefix(_OPERATOR))
    return text.split("\n依据：")[0] if card.get("type") == "article" else text


def marked(body: str) -> Markup:
    """An article's Markdown as safe HTML: raw HTML stays text; a line after a list begins a paragraph of its own."""
    return Markup(_MARKDOWN.render(_AFTER_LIST.sub(r"\1\n\n", body)))
