"""May this ticket answer for that one? What a main ticket must be before another is merged into it 并单."""

from datetime import datetime

from hotline.casework.office import Office
from hotline.ports import Work
from tickets import clocks
from tickets.errors import ActRefused
from tickets.lifecycle import OPEN
from tickets.service_levels import Clock
from tickets.ticket import Ticket


def refuse_unfit(office: Office, work: Work, number: str, into: str) -> None:
    """The main ticket must be open, stand on its own, and not give anybody more time than they had."""
    own, main = work.tickets.ticket(number), work.tickets.ticket(into)
    if main.status not in OPEN:
        raise ActRefused(f"主单 {into} 现在是“{main.status}”，不能再并入。请选一件还在办理的工单。")
    if work.tickets.merged_into(number):
        raise ActRefused(f"有工单已经并入 {number}，请以它为主单，把 {into} 并进来。")
    if _due(office, work, own) < _due(office, work, main):
        raise ActRefused(f"{number} 的办结期限比 {into} 早，并入会把期限放长。请反过来，把 {into} 并入 {number}。")


def _due(office: Office, work: Work, ticket: Ticket) -> datetime:
    """The completion deadline; before dispatch nothing is promised yet, so none is lost."""
    run = ticket.run(Clock.COMPLETE)
    made = clocks.deadline_of(ticket, run, office.book(work)) if run else None
    return made.due if made else datetime.max.replace(tzinfo=ticket.accepted_at.tzinfo)
