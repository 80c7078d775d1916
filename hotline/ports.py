"""What do the use cases need from outside? Every contract on one page; storage and integrations fill them."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, Protocol

from hotline.records import DispatchRule, StoredNotice, TicketFilter, TicketRow, Trigger
from hotline.shelf import Articles, Questions
from tickets.deadlines import Deadline
from tickets.events import Event
from tickets.facts import AssignmentFact, ClockFact, TicketFact
from tickets.matter import Appeal
from tickets.people import Actor, Role
from tickets.ticket import Ticket

Delivery = Literal["passive", "pushed"]


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One offered reply: `label` is shown, `value` comes back as the citizen's words."""

    label: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Reply:
    """One message to the citizen. `card` is an article or ticket to show beside it, as JSON values."""

    text: str
    choices: tuple[Choice, ...] = ()
    card: Mapping[str, object] | None = None


@dataclass(frozen=True, kw_only=True)
class Message:
    """One stored line of a conversation; `id` grows with time."""

    id: int
    conversation: str
    incoming: bool
    text: str
    at: datetime
    choices: tuple[Choice, ...] = ()
    card: Mapping[str, object] | None = None
    answered: bool = False
    delivery: Delivery | None = None


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A message that is stored; `new` is False when the channel brought it before."""

    message: Message
    new: bool


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where a conversation lives: channel 微信 with an openid, or 网页 with a cookie's id."""

    channel: str
    key: str


@dataclass(frozen=True, kw_only=True)
class Person:
    login: str
    name: str
    role: Role
    department: str = ""
    password_hash: str = field(repr=False, default="")
    failed: int = 0
    locked_until: datetime | None = None

    @property
    def actor(self) -> Actor:
        return Actor(role=self.role, name=self.name, department=self.department)


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A line for the citizen that waits in the outbox. `attempts` counts the tries so far, `pages_sent` the pages that
    arrived; `unsure`: a worker died while a page was on its way, so nobody knows whether it arrived."""

    id: int
    key: str
    conversation: str
    address: Address
    reply: Reply
    attempts: int
    pages_sent: int = 0
    unsure: bool = False


@dataclass(frozen=True, kw_only=True)
class Alert:
    """A person is needed: danger to life 危险, 转人工, or a notice that could not be delivered 通知失败."""

    id: int
    kind: str
    conversation: str
    words: str
    raised_at: datetime
    taken_by: str = ""
    taken_at: datetime | None = None


Deadlines = Mapping[int, Deadline]


class Tickets(Protocol):
    def next_number(self, day: date) -> str:
        """A number never given before: ZD + yyyymmdd + five digits, growing within the day; gaps are allowed."""

    def add(
        self, ticket: Ticket, event: Event, deadlines: Deadlines, *, conversation: str, contact: str, filing: str
    ) -> None:
        """Store a new ticket with its first event. `contact` is kept encrypted; `filing` is unique per act of filing."""

    def filed_before(self, filing: str) -> str | None:
        """The number an earlier try of the same filing got."""

    def of_city(self, city_number: str) -> str | None:
        """The number of our ticket for a city platform's ticket."""

    def append(self, before: Ticket, after: Ticket, event: Event, deadlines: Deadlines) -> None:
        """Store one more event, the projection, and the clocks that changed; `deadlines` are those of all runs that have
        one, by the run's number. `Collision`, at the latest when the
        transaction ends, when the stored version is not `before.version`."""

    def ticket(self, number: str) -> Ticket:
        """The fold over all events, made once per transaction; `NoSuchTicket`."""

    def events(self, number: str) -> list[Event]:
        """All events in order; `NoSuchTicket`."""

    def row(self, number: str) -> TicketRow: ...
    def appeal(self, number: str) -> Appeal:
        """The matter with its contact decrypted: only for whoever may see it."""

    def matters(self, numbers: Collection[str]) -> Mapping[str, str]:
        """What was stated in each of these tickets, without who stated it."""

    def conversation_of(self, number: str) -> str: ...
    def merged_into(self, number: str) -> list[str]:
        """The tickets that wait for this one's answer, oldest first."""

    def rows(self, wanted: TicketFilter) -> list[TicketRow]:
        """Sorted by the nearest running deadline, then by acceptance, newest first."""

    def count(self, wanted: TicketFilter) -> int: ...
    def due_triggers(self, now: datetime, limit: int) -> list[Trigger]:
        """Lights and breaches at or before `now` that have not fired, oldest first, from an index."""

    def unrated_since(self, before: datetime, limit: int) -> list[str]:
        """Numbers of tickets that wait for a rating since before that instant."""

    def ended_before(self, before: datetime, limit: int) -> list[str]:
        """Numbers of tickets that ended before that instant and are not archived."""

    def stale(self, limit: int) -> list[str]:
        """Numbers of tickets whose index is older than this release."""

    def rebuild(self, ticket: Ticket, deadlines: Deadlines) -> None:
        """Write the index of a ticket anew from its fold."""

    def with_running_clocks(self, after: str, limit: int) -> list[str]:
        """Numbers in order, after that one: what a change of the calendar may move."""


class Figures(Protocol):
    """Facts for the figures of [start, end), from indexes."""

    def tickets(self, start: datetime, end: datetime) -> list[TicketFact]:
        """Tickets accepted, finished, rated, closed unrated or with a clock settled in the period, or open at its end."""

    def clocks(self, start: datetime, end: datetime) -> list[ClockFact]:
        """Runs settled within the period."""

    def assignments(self, start: datetime, end: datetime) -> list[AssignmentFact]:
        """Assignments dispatched or returned within the period."""

    def event_count(self) -> int: ...
    def everything(self) -> Iterator[tuple[str, list[Event]]]:
        """Every ticket's events, for a recount from the truth."""


class Rulings(Protocol):
    """What the office changes about its own rules: holiday notices and dispatch rules, never deleted."""

    def notices(self) -> tuple[StoredNotice, ...]:
        """Every notice applied so far, oldest first."""

    def apply_notice(self, notice: StoredNotice) -> None: ...
    def dispatch_rules(self) -> tuple[DispatchRule, ...]:
        """Those that hold."""

    def save_dispatch_rule(self, rule: DispatchRule) -> None: ...
    def retire_dispatch_rule(self, rule_id: int, now: datetime) -> bool: ...


class Conversations(Protocol):
    def open(self, address: Address, now: datetime) -> str:
        """The opaque id of the conversation at this address, made on first use."""

    def address(self, conversation: str) -> Address: ...
    def take(self, conversation: str, key: str, text: str, now: datetime) -> Taken:
        """Store an incoming message once; `key` is the channel's own message id."""

    def message(self, message_id: int) -> Message: ...
    def claim(self, message_id: int, now: datetime, until: datetime) -> bool:
        """Take the right to answer; False when it is answered or somebody else is at it until later than `now`."""

    def answer(self, message_id: int, replies: tuple[Reply, ...], now: datetime) -> Delivery | None:
        """Store the replies and mark answered; returns the delivery chosen meanwhile."""

    def replies(self, message_id: int) -> list[Message]: ...
    def choose_delivery(self, message_id: int, way: Delivery) -> Delivery:
        """Fix how the replies travel, first come; returns the way that holds."""

    def say(self, conversation: str, key: str, reply: Reply, now: datetime) -> bool:
        """Add an outgoing line once per key."""

    def since(self, conversation: str, after: int, limit: int = 200) -> list[Message]:
        """Lines with a greater id, oldest first; the newest `limit` when after is 0."""

    def choices_before(self, message_id: int) -> tuple[Choice, ...]:
        """The choices offered by the newest outgoing line before that message, empty when it offered none."""

    def unanswered(self, before: datetime, now: datetime, limit: int) -> list[int]:
        """Incoming messages older than `before` which nobody has answered or holds a claim on at `now`."""


class People(Protocol):
    def find(self, login: str) -> Person | None: ...
    def add(self, person: Person) -> None: ...
    def remember_failure(self, login: str, failed: int, locked_until: datetime | None) -> None: ...


class Outbox(Protocol):
    def put(self, key: str, conversation: str, reply: Reply, now: datetime) -> bool:
        """Queue a line once per key; False when it was queued before."""

    def claim(self, now: datetime, lease_until: datetime, limit: int) -> list[Notice]:
        """Take due notices for sending; nobody else gets them before the lease ends."""

    def begin(self, notice: Notice) -> None:
        """A page is about to leave: from here on a crash makes the notice unsure."""

    def page_sent(self, notice: Notice, pages: int) -> None:
        """That many pages arrived for certain."""

    def sent(self, notice: Notice, now: datetime) -> None: ...
    def retry(self, notice: Notice, error: str, next_at: datetime) -> None: ...
    def give_up(self, notice: Notice, error: str, now: datetime) -> None: ...
    def waiting(self) -> int: ...


class Alerts(Protocol):
    def raise_(self, kind: str, conversation: str, words: str, now: datetime) -> None: ...
    def open(self, limit: int = 100) -> list[Alert]:
        """Alerts nobody has taken yet, oldest first."""

    def taken(self, by: str, limit: int = 20) -> list[Alert]:
        """Alerts with a conversation that this person took, newest first."""

    def take(self, alert_id: int, by: str, now: datetime) -> bool: ...


class Work(Protocol):
    """One transaction: everything in it is stored together when the block ends, or nothing."""

    tickets: Tickets
    figures: Figures
    rulings: Rulings
    conversations: Conversations
    people: People
    outbox: Outbox
    alerts: Alerts
    articles: Articles
    questions: Questions


class Store(Protocol):
    def work(self) -> AbstractContextManager[Work]:
        """A transaction that may write. Errors of the engine come out as `StorageBusy`."""

    def look(self) -> AbstractContextManager[Work]:
        """A consistent read-only view."""

    def together(self) -> AbstractContextManager[None]:
        """Everything this thread does inside is one transaction: many acts are stored at once, or none."""


class Bell(Protocol):
    def ring(self) -> None:
        """Tell the worker that the outbox has something; losing a ring only delays it."""


class Dialogue(Protocol):
    def say(self, conversation: str, text: str) -> tuple[Reply, ...]:
        """The engine's replies to one message, at least one; raises `DialogueSilent`."""


@dataclass(frozen=True, kw_only=True)
class SheetRow:
    """A filled row of an uploaded table: its number as the sheet shows it, and a text for every expected column."""

    number: int
    values: Mapping[str, str]


class Passwords(Protocol):
    def hashed(self, password: str) -> str: ...
    def matches(self, password_hash: str, password: str) -> bool: ...


class Messenger(Protocol):
    """Carries lines to one channel's addresses, showing choices the channel's own way."""

    def pages(self, reply: Reply) -> list[str]:
        """The reply as the texts this channel can carry, at least one."""

    def send(self, key: str, page: str) -> None:
        """Deliver one page; raises `Undelivered`."""


@dataclass(frozen=True, kw_only=True)
class Heard:
    """One message or event that a channel posted to our callback. `key` is the channel's own id, `sender` its address;
    `event` is what happened without words, empty for a message; `origin` is what the channel needs back to answer."""

    key: str
    sender: str
    text: str
    event: Literal["", "follow", "unfollow", "other"] = ""
    origin: object = None


class Callback(Protocol):
    """A channel that posts messages to us and takes the answer as the response; raises `CallbackRefused`."""

    def check(self, query: Mapping[str, str], now: datetime) -> str:
        """The answer to the channel's check of our address."""

    def hear(self, query: Mapping[str, str], body: bytes, now: datetime) -> Heard: ...
    def pages(self, replies: list[Reply]) -> list[str]:
        """All replies as texts this channel can carry, at least one."""

    def answer(self, heard: Heard, page: str, now: datetime) -> str:
        """The response body that shows one page, or nothing for an empty one."""
