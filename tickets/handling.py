"""How does the office handle matters by itself? What is reviewed, what silence counts as, what goes up one level."""

from dataclasses import dataclass
from datetime import timedelta

from tickets.escalation import EscalationRule
from tickets.matter import Kind, Urgency
from tickets.ticket import Ticket, Unrated


@dataclass(frozen=True, kw_only=True)
class Handling:
    """`reviewed_kinds` and the others say which completed tickets a person reviews; the rest pass at once. A citizen who says
    nothing for `unrated_after` is counted as `unrated`; what ended is archived after `archive_after`."""

    label: str
    escalations: tuple[EscalationRule, ...]
    reviewed_kinds: frozenset[Kind]
    reviewed_urgencies: frozenset[Urgency]
    reworked_reviewed: bool
    unrated_after: timedelta
    unrated: Unrated
    archive_after: timedelta

    def needs_review(self, ticket: Ticket) -> bool:
        if ticket.kind in self.reviewed_kinds or ticket.urgency in self.reviewed_urgencies:
            return True
        return self.reworked_reviewed and ticket.reworks > 0
