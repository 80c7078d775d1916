"""What does storage hand out? Flat records for lists, triggers, rulings, articles and what citizens asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from knowledge_base.life import Stage, Standing
from tickets.lifecycle import Status
from tickets.lights import Step
from tickets.matter import Kind, Privacy, Urgency
from tickets.service_levels import Clock

Pending = Literal["", "延期", "剔除"]
Outcome = Literal["answer", "clarify", "unknown", "emergency"]
GapStatus = Literal["待处理", "编写中", "已补上", "不补"]


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


@dataclass(frozen=True, kw_only=True)
class ArticleRow:
    """What a list shows of an article: title, category, department and dates are those of the version in work, else of the
    one published last."""

    id: str
    title: str
    category: str
    department: str
    standing: Standing
    stage: Stage
    published: int  # the version that answers, 0 when none does
    versions: int
    author: str
    effective: date
    expires: date | None
    review_due: date
    changed_at: datetime


@dataclass(frozen=True, kw_only=True)
class ArticleFilter:
    """Which articles a list holds; an unset field does not narrow. `words` are looked for in id and title, `category` is a
    main category, `review_before` and `expires_before` are days (inclusive)."""

    standings: frozenset[Standing] = frozenset()
    stages: frozenset[Stage] = frozenset()
    category: str = ""
    department: str = ""
    review_before: date | None = None
    expires_before: date | None = None
    words: str = ""
    limit: int = 100
    skip: int = 0


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question a citizen asked the knowledge base and what it made of it. `text` is masked (no telephone or identity
    numbers); `shown` are the articles shown, first the likeliest; `helped` is what the citizen said of the answer."""

    conversation: str
    text: str
    at: datetime
    outcome: Outcome
    shown: tuple[str, ...] = ()
    version: int = 0  # of the first article shown, 0 when none was
    probability: float = 0.0
    helped: bool | None = None
    id: int = 0


@dataclass(frozen=True, kw_only=True)
class Gap:
    """Questions of the same kind that found no good answer, proposed as one article. `kinds` counts why they are here (答不上,
    反问, 没解决, 换着问); `centre` is the mean of their sentence vectors, by which a later day finds this gap again."""

    title: str
    questions: tuple[str, ...]
    kinds: Mapping[str, int]
    total: int
    nearest: str  # the article that came nearest, empty when none did
    department: str  # who is asked to write it
    centre: tuple[float, ...]
    first_at: datetime
    last_at: datetime
    status: GapStatus = "待处理"
    owner: str = ""
    article: str = ""  # the article that closed it, or is being written
    why: str = ""
    closed_at: datetime | None = None
    id: int = 0
