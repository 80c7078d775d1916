"""What is asked of the office? One act that somebody wants to do to one ticket."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from tickets.lifecycle import Act
from tickets.people import Actor


@dataclass(frozen=True, kw_only=True)
class Deed:
    """`why` is the reason or the words said, `data` the act's own facts; `seen` is the version the officer looked at, None
    when it does not matter what happened since."""

    number: str
    act: Act
    actor: Actor
    at: datetime
    why: str = ""
    data: Mapping[str, object] = field(default_factory=dict)
    seen: int | None = None
