"""Whom does the operator call next, and what did the citizen say? The follow-up list 待回访: a row opens in place."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from hotline.casework import following_up, reading
from hotline.casework.reading import TicketView
from hotline.ports import Person
from hotline.troubles import NoSuchTicket
from hotline.web import clock_faces
from hotline.web.front import front
from hotline.web.offered import offered
from hotline.web.pages import page
from hotline.web.visitors import only
from tickets.lifecycle import Act
from tickets.people import Role

router = APIRouter(include_in_schema=False)
Operator = Annotated[Person, only(Role.OPERATOR)]
ACTS = (Act.FOLLOW_UP, Act.RATE, Act.CLOSE)


@router.get("/seat/follow-ups")
def follow_ups(request: Request, person: Operator, open: str = "", done: str = "", did: str = "") -> Response:
    """`open` names the ticket whose call is being written down; `done` the one just written, `did` the act."""
    desk = front(request)
    rows = following_up.waiting(desk.office)
    opened = _view(request, person, open) if open in {row.number for row in rows} else None
    panel = _panel(request, person, opened) if opened else {}
    return page(request, "follow_ups.html", me=person, rows=rows, view=opened, typed=None, done=done, did=did, **panel)


@router.get("/seat/ticket")
def callers_ticket(request: Request, person: Operator, number: str = "") -> Response:
    """The ticket a caller names, opened where it can be supplemented, urged or withdrawn for the caller."""
    wanted = number.strip().upper()
    try:
        _view(request, person, wanted)
    except NoSuchTicket as missing:
        return page(request, "seat_missing.html", status=404, me=person, sentence=str(missing), number=wanted)
    return RedirectResponse(f"/tickets/{wanted}#act", status_code=303)


def _panel(request: Request, person: Person, view: TicketView) -> dict[str, object]:
    desk = front(request)
    return {
        "calling": tuple(offer for offer in view.offers if offer.act in ACTS),
        "heads": clock_faces.running(clock_faces.faces(view.ticket, view.deadlines, desk.clock())),
        "back": "/seat/follow-ups",
        **offered(desk.office, person, view),
    }


def _view(request: Request, person: Person, number: str) -> TicketView:
    desk = front(request)
    return reading.view(desk.office, number, person.actor, desk.clock())
