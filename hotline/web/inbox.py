"""What must this department do next? Its own tickets, the least time left first."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import Response

from hotline.casework import reading
from hotline.ports import Person, TicketFilter, TicketRow
from hotline.web.front import front
from hotline.web.pages import page
from hotline.web.visitors import only
from tickets.lifecycle import Status
from tickets.people import Role

router = APIRouter(include_in_schema=False)
DepartmentOfficer = Annotated[Person, only(Role.DEPARTMENT)]
TABS = {
    "待签收": frozenset({Status.TO_SIGN}),
    "办理中": frozenset({Status.IN_PROGRESS, Status.REPLIED}),
    "已办结": frozenset({Status.TO_RATE, Status.RATED, Status.CLOSED}),
}


@router.get("/inbox")
def inbox(request: Request, person: DepartmentOfficer, tab: str = "待签收", q: str = "", done: str = "") -> Response:
    """`tab` and `q` live in the address, so that a list can be bookmarked; `done` names the ticket just signed."""
    tab = tab if tab in TABS else "待签收"
    rows = reading.listing(front(request).office, person.actor, TicketFilter(statuses=TABS[tab]))
    shown = [row for row in rows if _matches(row, q.strip())]
    counts = _counts(request, person)
    return page(request, "inbox.html", me=person, tab=tab, q=q.strip(), rows=shown, counts=counts, done=done)


def _matches(row: TicketRow, words: str) -> bool:
    return all(word in f"{row.number} {row.title} {row.where} {row.kind} {row.urgency}" for word in words.split())


def _counts(request: Request, person: Person) -> dict[str, int]:
    with front(request).office.store.look() as work:
        return {
            tab: work.tickets.count(TicketFilter(statuses=statuses, holder=person.department))
            for tab, statuses in TABS.items()
        }
