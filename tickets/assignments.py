"""Who works on it? The assignments 承办任务 of a ticket, one lead 主办 and any number of co-handlers 协办 at a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tickets.lifecycle import Share


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """One department's share of the work. `place` counts from 1 in order of dispatch; `ended_at` is when it was taken away
    (returned, reassigned, dropped), `return_asked_at` when the department asked to give it back, `returned_at` when a
    ruling took it back at that asking."""

    place: int
    department: str
    lead: bool = True
    dispatched_at: datetime
    signed_at: datetime | None = None
    forced: bool = False  # signed by a ruling, not by the department 强制签收
    contacted_at: datetime | None = None
    return_asked_at: datetime | None = None
    replied_at: datetime | None = None
    completed_at: datetime | None = None
    returned_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def current(self) -> bool:
        return self.ended_at is None


def lead_of(assignments: Iterable[Assignment]) -> Assignment | None:
    """The assignment that holds the ticket now."""
    return next((one for one in reversed(tuple(assignments)) if one.lead and one.current), None)


def holder_at(assignments: Iterable[Assignment], instant: datetime) -> str:
    """Short name of the lead department at an instant, empty while the centre held the ticket."""
    for one in assignments:
        if one.lead and one.dispatched_at <= instant and (one.ended_at is None or instant < one.ended_at):
            return one.department
    return ""


def shares_of(assignments: Iterable[Assignment], department: str) -> frozenset[Share]:
    """What a department is to the ticket: the last word on every permission of its officers."""
    shares: set[Share] = set()
    for one in assignments:
        if one.department != department:
            continue
        shares.add(Share.EVER)
        if one.current:
            shares |= {Share.LEAD if one.lead else Share.CO, Share.EITHER}
    return frozenset(shares)
