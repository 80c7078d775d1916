"""What does storage hand out about tickets and rules? Flat records for lists, triggers and what the administrator keeps."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from tickets.lifecycle import Status
from tickets.lights import Step
from tickets.matter import Kind, Privacy, Urgency
from tickets.service_levels import Clock

Pending = Literal["", "延期", "剔除"]


@dataclass(frozen=True, kw_only=True)
class TicketRow:
    """What a list shows of a ticket; the times are timezone-aware or None. `due_at` is the nearest running deadline and
    `due_clock` whose it is; `pending` is a question that waits for a ruling; `supervised`: an order waits for an answer."""

    number: str
    version: int
    status: Status
    title: str
    where: str
    street: str
    kind: Kind
    urgency: Urgency
    category: str
    privacy: Privacy
    channel: str
    holder: str
    accepted_at: datetime
    dispatched_at: datetime | None = None
    sign_due: datetime | None = None
    signed_at: datetime | None = None
    complete_due: datetime | None = None
    completed_at: datetime | None = None
    due_at: datetime | None = None
    due_clock: Clock | None = None
    provisional: bool = False
    paused: bool = False
    pending: Pending = ""
    supervised: bool = False
    elevated: bool = False
    rating: int | None = None
    urged: int = 0
    reworks: int = 0
    merged_into: str = ""
    city_number: str = ""


@dataclass(frozen=True, kw_only=True)
class TicketFilter:
    """Which tickets a list holds; an unset field does not narrow. `holder` is the lead, `helper` a co-handler of now, `part`
    either of them, also one of the past. `late_at`: some running clock is past due at that instant; `due_before`: one
    falls due before it. `words` are looked for in number, title and place."""

    statuses: frozenset[Status] = frozenset()
    holder: str = ""
    helper: str = ""
    part: str = ""
    conversation: str = ""
    street: str = ""
    category: str = ""
    channel: str = ""
    pending: Pending = ""
    supervised: bool | None = None
    of_city: bool | None = None
    late_at: datetime | None = None
    due_before: datetime | None = None
    accepted_from: datetime | None = None
    accepted_to: datetime | None = None
    numbers: frozenset[str] = frozenset()
    words: str = ""
    limit: int = 200
    skip: int = 0


@dataclass(frozen=True, kw_only=True)
class Trigger:
    """A light or a breach that falls due for one clock (`run` is its number within the ticket)."""

    number: str
    run: int
    clock: Clock
    step: Step
    at: datetime
    due: datetime


@dataclass(frozen=True, kw_only=True)
class StoredNotice:
    """A holiday notice that was applied: the days as (date, works, name)."""

    id: int
    year: int
    title: str
    document: str
    days: Mapping[date, tuple[bool, str]]
    by: str
    applied_at: datetime


@dataclass(frozen=True, kw_only=True)
class DispatchRule:
    """A ruling kept for the next time 裁定规则: matters of this category (and street, and with these words, where given) go
    to this department. `ticket` is the one it was made on; None in `retired_at` while it holds."""

    id: int
    category: str
    street: str
    words: str
    department: str
    why: str
    ticket: str
    by: str
    made_at: datetime
    retired_at: datetime | None = None
