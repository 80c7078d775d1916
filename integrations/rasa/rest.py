"""How is the citizen's message passed to Rasa over its REST channel?

Rasa answers `200 []` when anything fails behind it, so an empty list counts as silence.
"""

from __future__ import annotations

from typing import Any

import httpx

from integrations.rasa.contract import Choice, DialogueSilent, Said, plain


class RestDialogue:
    """The real one. `address` is Rasa's root, e.g. http://127.0.0.1:5005; the client belongs to the caller."""

    def __init__(self, client: httpx.Client, address: str) -> None:
        self._client = client
        self._webhook = f"{address.rstrip('/')}/webhooks/rest/webhook"

    def say(self, conversation: str, text: str, timeout: float) -> list[Said]:
        said = _said(self._replies(conversation, plain(text), timeout))
        if not said:
            raise DialogueSilent("The dialogue engine replied with nothing.")
        return said

    def _replies(self, conversation: str, text: str, timeout: float) -> list[dict[str, Any]]:
        message = {"sender": conversation, "message": text}
        try:
            reply = self._client.post(self._webhook, json=message, timeout=timeout)
            reply.raise_for_status()
            return reply.json()
        except (httpx.HTTPError, ValueError) as problem:
            raise DialogueSilent(f"The dialogue engine could not be heard: {type(problem).__name__}.") from problem


def _said(replies: list[dict[str, Any]]) -> list[Said]:
    """One message for each text; a card belongs to the text before it."""
    said: list[Said] = []
    for reply in replies:
        if reply.get("text"):
            said.append(Said(text=reply["text"], choices=_choices(reply.get("buttons") or [])))
        elif reply.get("custom") and said:
            said[-1] = Said(text=said[-1].text, choices=said[-1].choices, card=reply["custom"])
    return said


def _choices(buttons: list[dict[str, str]]) -> tuple[Choice, ...]:
    return tuple(Choice(label=button["title"], value=button["payload"]) for button in buttons)
