"""What is the state of a ticket? Everything that its events say, and nothing else."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from tickets.assignments import Assignment, lead_of, shares_of
from tickets.lifecycle import Act, Share, Status
from tickets.matter import Appeal, Kind, Urgency
from tickets.people import Actor, Role
from tickets.runs import Break, Run
from tickets.service_levels import Clock

Scope = Literal["签收", "办结", "满意"]
Unrated = Literal["", "未评价", "默认满意"]


@dataclass(frozen=True, kw_only=True)
class Extension:
    """More time, asked for once. `amount` is in the unit of the completion limit, `why` the department's reason, which the
    citizen reads; `granted` is None until it is ruled on."""

    asked_at: datetime
    amount: int
    why: str = ""
    granted: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Supervision:
    """An order of the supervisor 督办 that wants an answer; `rule` names the escalation that gave it, empty for a person's.
    `lapsed`: the ticket ended before it was answered."""

    ordered_at: datetime
    words: str
    rule: str = ""
    answered_at: datetime | None = None
    lapsed: bool = False

    @property
    def open(self) -> bool:
        return self.answered_at is None and not self.lapsed


@dataclass(frozen=True, kw_only=True)
class Exclusion:
    """A department's appeal that a figure should not count this ticket 考核申诉; it counts until `granted` is True."""

    scope: Scope
    department: str
    granted: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """What the citizen said of the result. `level` is the newest of five (None: not rated), `first_level` the first ever;
    `solved` and `contacted` are None when nobody answered that; `attempts` counts the calls that reached nobody."""

    level: int | None = None
    first_level: int | None = None
    words: str = ""
    solved: bool | None = None
    contacted: bool | None = None
    attempts: int = 0
    reached: bool = False
    dissatisfied: int = 0
    rated_at: datetime | None = None
    unrated: Unrated = ""
    unrated_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class CityOrder:
    """The city platform's own ticket behind this one: its number and its own deadline."""

    number: str
    due: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Ticket:
    """The projection of a ticket's events; `version` is the number of its last event (optimistic lock)."""

    number: str
    version: int
    status: Status
    appeal: Appeal
    kind: Kind
    urgency: Urgency
    category: str
    street: str  # name of the street or town, empty when the place is not known
    accepted_at: datetime
    city: CityOrder | None = None
    assignments: tuple[Assignment, ...] = ()
    runs: tuple[Run, ...] = ()
    breaks: tuple[Break, ...] = ()
    extension: Extension | None = None
    supervisions: tuple[Supervision, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    judgement: Judgement = Judgement()
    route: Act | None = None  # the way it left the office at intake, None when it was dispatched or waits
    reply: str = ""
    answered_at: datetime | None = None  # when the first answer reached the citizen
    completed_at: datetime | None = None
    first_completed_at: datetime | None = None  # of the first completion that passed review
    reviewed_at: datetime | None = None
    closed_at: datetime | None = None
    withdrawn_at: datetime | None = None
    merged_into: str = ""
    merged_at: datetime | None = None
    returns: int = 0  # how often a department asked to give it back
    returns_granted: int = 0
    elevated: bool = False  # the next ruling is the supervisor's
    reworks: int = 0
    urged: int = 0

    @property
    def lead(self) -> Assignment | None:
        """The assignment whose department holds the ticket now."""
        return lead_of(self.assignments)

    @property
    def holder(self) -> str:
        """Short name of the department that holds the ticket, empty while it is at the centre."""
        return self.lead.department if self.lead else ""

    @property
    def answerable(self) -> str:
        """The department the result is counted for: the last lead, also after the ticket left it; empty for the centre,
        which has what was returned to it and what it answered or turned away itself."""
        last = next((one for one in reversed(self.assignments) if one.lead), None)
        return "" if last is None or last.returned_at or self.route else last.department

    @property
    def finished_at(self) -> datetime | None:
        """When the matter left the office, however it did; None while somebody still works on it."""
        return self.completed_at or self.withdrawn_at or self.merged_at or self.closed_at

    @property
    def helpers(self) -> tuple[Assignment, ...]:
        """The co-handlers of now."""
        return tuple(one for one in self.assignments if not one.lead and one.current)

    @property
    def hand_overs(self) -> int:
        """How often the lead went to a department, the first time not counted."""
        return max(sum(one.lead for one in self.assignments) - 1, 0)

    @property
    def pending_extension(self) -> Extension | None:
        return self.extension if self.extension and self.extension.granted is None else None

    @property
    def granted(self) -> int:
        """What was added to the completion limit, in its own unit."""
        return self.extension.amount if self.extension and self.extension.granted else 0

    @property
    def open_supervision(self) -> Supervision | None:
        return next((one for one in reversed(self.supervisions) if one.open), None)

    def shares_of(self, actor: Actor) -> frozenset[Share]:
        return shares_of(self.assignments, actor.department) if actor.role is Role.DEPARTMENT else frozenset()

    def run(self, clock: Clock, *, place: int = 0) -> Run | None:
        """The newest run of that clock."""
        return next((run for run in reversed(self.runs) if run.clock is clock and run.place == place), None)
