"""What became of my appeals? The citizen's own tickets: who has them, what was promised, and urging and rating."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from hotline.casework import tracking
from hotline.casework.acts import deadlines_of
from hotline.troubles import NoSuchTicket, StorageBusy
from hotline.web.bubbles import danger_numbers, without_call
from hotline.web.front import front
from hotline.web.own_conversation import own, tell_next, told
from hotline.web.pages import page
from hotline.web.visitors import Citizen, Genuine
from tickets import lifecycle
from tickets.deadlines import Deadline
from tickets.errors import TicketError
from tickets.lifecycle import Status
from tickets.people import CITIZEN
from tickets.ratings import Level
from tickets.service_levels import Clock
from tickets.ticket import Ticket

router = APIRouter(include_in_schema=False)
_NEXT = {
    Status.TO_SIGN: (Clock.SIGN, Clock.COMPLETE),
    Status.IN_PROGRESS: (Clock.COMPLETE,),
    Status.REPLIED: (Clock.COMPLETE,),
}
"""Which promises still run in a status."""


@dataclass(frozen=True, kw_only=True)
class Holding:
    """Who had the ticket and for how long; `department` is empty for the centre."""

    department: str
    length: str
    now: bool


@router.get("/my")
def my(request: Request, address: Citizen) -> Response:
    rows = tracking.mine(front(request).office, own(request)) if own(request) else []
    return page(request, "my.html", rows=rows, running=tracking.OPEN)


@router.get("/my/{number}")
def my_ticket(request: Request, number: str, address: Citizen) -> Response:
    return _ticket_page(request, number)


@router.post("/my/{number}/urge", dependencies=[Genuine])
def urge(request: Request, number: str, address: Citizen) -> Response:
    desk = front(request)
    try:
        tell_next(request, tracking.urge(desk.office, own(request), number, desk.clock()).text)
    except NoSuchTicket as missing:
        return _missing(request, missing)
    except (TicketError, StorageBusy) as refusal:
        tell_next(request, str(refusal))
    return RedirectResponse(f"/my/{number}", status_code=303)


@router.post("/my/{number}/rate", dependencies=[Genuine])
def rate(
    request: Request,
    number: str,
    address: Citizen,
    level: Annotated[int, Form()] = 0,
    words: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Rate once; a refusal shows the form again with what was typed."""
    desk = front(request)
    try:
        tell_next(request, tracking.rate(desk.office, own(request), number, level, words, desk.clock()).text)
    except NoSuchTicket as missing:
        return _missing(request, missing)
    except (TicketError, StorageBusy) as refusal:
        return _ticket_page(request, number, status=409, refusal=str(refusal), level=level, words=words)
    return RedirectResponse(f"/my/{number}", status_code=303)


def _ticket_page(
    request: Request, number: str, *, status: int = 200, refusal: str = "", level: int = 0, words: str = ""
) -> Response:
    desk = front(request)
    try:
        held, lines = tracking.story(desk.office, own(request), number)
    except NoSuchTicket as missing:
        return _missing(request, missing)
    sentence = told(request)
    return page(
        request,
        "my_ticket.html",
        status=status,
        ticket=held,
        lines=lines,
        holdings=list(holdings(held, desk.clock())),
        promises=_promises(held, deadlines_of(desk.office, held)),
        acts=lifecycle.acts_of(held.status, CITIZEN, holder=held.holder),
        levels=list(reversed(Level)),
        call=danger_numbers(sentence),
        told=without_call(sentence),
        refusal=refusal,
        level=level,
        words=words,
    )


def _missing(request: Request, missing: NoSuchTicket) -> Response:
    return page(request, "my_missing.html", status=404, sentence=str(missing))


def _promises(held: Ticket, deadlines: tuple[Deadline, ...]) -> list[Deadline]:
    return [one for one in deadlines if one.clock in _NEXT.get(held.status, ())]


def holdings(held: Ticket, now: datetime) -> Iterator[Holding]:
    """Who held the ticket in turn; the lengths join without a gap from acceptance to completion, or to now."""
    leads = [one for one in held.assignments if one.lead]
    starts = [("", held.accepted_at), *((one.department, one.dispatched_at) for one in leads)]
    done = leads[-1].completed_at if leads else None
    for (department, start), following in zip_longest(starts, starts[1:]):
        end = following[1] if following else done or now
        yield Holding(department=department, length=_length(end - start), now=not following and not done)


def _length(span: timedelta) -> str:
    minutes = span // timedelta(minutes=1)
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    if days:
        return f"{days} 天 {hours} 时"
    return f"{hours} 时 {rest} 分" if hours else f"{rest} 分"
