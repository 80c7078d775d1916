"""How does WeChat, which has no buttons in a reply, show choices?"""

from collections.abc import Sequence


def render(text: str, choices: Sequence[str]) -> str:
    """`text`, then one numbered line for each choice. Without choices, just the text."""
    if not choices:
        return text
    lines = [f"{number} {choice}" for number, choice in enumerate(choices, start=1)]
    return "\n".join([text, "", "回复数字：", *lines]).strip()
