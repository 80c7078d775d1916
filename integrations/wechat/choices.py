"""How does WeChat, which has no buttons in a reply, show choices, and which one did the citizen mean?"""

import re
import unicodedata
from collections.abc import Sequence

_NUMBER = re.compile(r"(?:回复|选|选择|第)?\s*([0-9]{1,2})\s*(?:[.、。)]|个|项|号)?")


def render(text: str, choices: Sequence[str]) -> str:
    """`text`, then one numbered line for each choice. Without choices, just the text."""
    if not choices:
        return text
    lines = [f"{number} {choice}" for number, choice in enumerate(choices, start=1)]
    return "\n".join([text, "", "回复数字：", *lines]).strip()


def chosen(reply: str, choices: Sequence[str]) -> str | None:
    """The choice a reply names by number ("2", "２", "选2", "第2个") or by its own words; None if it names none."""
    said = unicodedata.normalize("NFKC", reply).strip()
    if reply.strip() in choices:
        return reply.strip()
    number = _NUMBER.fullmatch(said)
    if number is None or not 1 <= int(number[1]) <= len(choices):
        return None
    return choices[int(number[1]) - 1]
