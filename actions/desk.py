"""What may the dialogue ask of the service desk?

The dialogue only presents: everything that is known, kept or decided lies behind this contract.
"""

from __future__ import annotations

from typing import Protocol

from hotline.casework.answering import Answered
from hotline.casework.filing import Draft, Filed
from hotline.ports import Reply


class Desk(Protocol):
    """The service desk. All calls may block; `conversation` is opaque and says nothing about the citizen."""

    def answer(self, conversation: str, text: str) -> Answered: ...

    def places(self, text: str) -> tuple[str, ...]:
        """The places of the district that the text names, in full."""
        ...

    def file(self, conversation: str, draft: Draft) -> Filed:
        """Raises `hotline.troubles.Trouble` when nothing was recorded."""
        ...

    def progress(self, conversation: str, number: str | None) -> Reply: ...

    def urge(self, conversation: str, number: str | None) -> Reply: ...

    def rate(self, conversation: str, number: str | None, level: int | None, words: str) -> Reply:
        """`level` runs from 1 (非常不满意) to 5 (非常满意); without it the desk asks."""
        ...

    def amend(self, conversation: str, number: str | None) -> Reply:
        """Where to add to a ticket or to withdraw it."""
        ...

    def hand_off(self, conversation: str, reason: str) -> Reply: ...
