"""What does the service expect of a dialogue engine?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol


class DialogueSilent(Exception):
    """The dialogue engine gave no usable reply; the service must answer by itself."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One thing the citizen may pick: what is shown, and the plain words to send back."""

    label: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Said:
    """One message to the citizen; `card` is an article or ticket to show beside it."""

    text: str
    choices: tuple[Choice, ...] = ()
    card: dict[str, Any] | None = None


class Dialogue(Protocol):
    def say(self, conversation: str, text: str, timeout: float) -> list[Said]:
        """Passes the citizen's words on and returns at least one message; no wait is longer than `timeout` seconds.

        `conversation` is opaque. A leading "/" is taken off the words, so that nobody can speak in raw intents.
        Raises DialogueSilent on an error, an empty reply, or when the time is over.
        """
        ...


def plain(text: str) -> str:
    """The citizen's words as the engine may see them."""
    return text.strip().lstrip("/").strip()
