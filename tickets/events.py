"""What happened to a ticket? One append-only line per act: who, when, what, why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from tickets.lifecycle import Act
from tickets.people import Actor


@dataclass(frozen=True, kw_only=True)
class Event:
    """`no` counts from 1 within the ticket; `at` is timezone-aware; `why` is the reason or the words said; `data` holds the act's own facts as JSON values."""

    no: int
    act: Act
    at: datetime
    actor: Actor
    why: str = ""
    data: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("an event needs a timezone-aware instant")
