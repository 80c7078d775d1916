"""Whose is the next ticket? The dispatcher's queue: a row opens in place, one key confirms the suggestion."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from hotline.casework import dispatching, reading
from hotline.casework.dispatching import Decision
from hotline.casework.reading import TicketView
from hotline.ports import Person, TicketRow
from hotline.troubles import Collision, NoSuchTicket
from hotline.web.front import front
from hotline.web.pages import page
from hotline.web.visitors import Genuine, only
from tickets.errors import ActRefused, TicketError
from tickets.lifecycle import Status
from tickets.matter import Kind, Urgency
from tickets.people import Role
from tickets.routing import RoutingAdvice

router = APIRouter(include_in_schema=False)
Dispatcher = Annotated[Person, only(Role.DISPATCHER)]
ANOTHER = "其他"


@dataclass(frozen=True, kw_only=True)
class Typed:
    """The form as it stands: `pick` is a suggested department or 其他, then `another` counts."""

    pick: str
    another: str = ""
    kind: Kind
    urgency: Urgency
    category: str
    reason: str

    @property
    def department(self) -> str:
        return self.another if self.pick == ANOTHER else self.pick


@dataclass(frozen=True, kw_only=True)
class Opened:
    """The ticket that is open in the queue, its suggestion, and what stands in the form."""

    view: TicketView
    advice: RoutingAdvice
    typed: Typed
    sentence: str = ""


@router.get("/dispatch")
def queue(request: Request, person: Dispatcher, done: str = "") -> Response:
    return _queue(request, person, done=done)


@router.get("/dispatch/rows")
def rows(request: Request, person: Dispatcher, open: str = "") -> Response:
    """The queue alone, for the poll; the open ticket stays in it even when somebody else has dispatched it."""
    waiting = _waiting(request)
    gone = open if open and open not in {row.number for row in waiting} else ""
    return page(request, "dispatch_rows.html", rows=waiting, opened=None, open=open, gone=gone)


@router.get("/dispatch/{number}")
def one(request: Request, person: Dispatcher, number: str) -> Response:
    view = reading.view(front(request).office, number, person.actor)
    if view.ticket.status is not Status.TO_DISPATCH:
        return RedirectResponse(f"/tickets/{number}", status_code=303)
    advice = _advice(request, number)
    return _queue(request, person, opened=Opened(view=view, advice=advice, typed=_suggested(view, advice)))


@router.post("/dispatch/{number}", dependencies=[Genuine])
def dispatch(
    request: Request,
    person: Dispatcher,
    number: str,
    seen: Annotated[int, Form()],
    kind: Annotated[Kind, Form()],
    urgency: Annotated[Urgency, Form()],
    pick: Annotated[str, Form()] = "",
    another: Annotated[str, Form()] = "",
    category: Annotated[str, Form()] = "",
    reason: Annotated[str, Form()] = "",
    prefilled: Annotated[str, Form()] = "",
) -> Response:
    """`prefilled` is the receipt the form came with: left as it was, it must not speak for another department."""
    typed = Typed(pick=pick, another=another, kind=kind, urgency=urgency, category=category.strip(), reason=reason)
    try:
        _dispatch(request, person, number, seen, typed, prefilled)
    except (Collision, TicketError) as refusal:
        return _again(request, person, number, typed, refusal)
    return RedirectResponse(f"/dispatch?done={number}", status_code=303)


def _dispatch(request: Request, person: Person, number: str, seen: int, typed: Typed, prefilled: str) -> None:
    desk = front(request)
    decision = Decision(
        department=_chosen(typed),
        kind=typed.kind,
        urgency=typed.urgency,
        category=typed.category,
        reason=_reason(request, number, typed, prefilled),
    )
    dispatching.dispatch(desk.office, number, decision, person.actor, desk.clock(), seen=seen)


def _chosen(typed: Typed) -> str:
    if not typed.department:
        raise ActRefused("请选一个承办单位：点一条建议，或在“其他单位”里选。")
    return typed.department


def _reason(request: Request, number: str, typed: Typed, prefilled: str) -> str:
    written = typed.reason.strip()
    if written and written != prefilled.strip():
        return written
    for suggestion in _advice(request, number).departments:
        if suggestion.department == typed.department:
            return suggestion.reason
    raise ActRefused("这个单位不在建议里，请写一句派给它的理由，承办单位会看到。")


def _again(request: Request, person: Person, number: str, typed: Typed, refusal: Exception) -> Response:
    """The same form with what was typed; a ticket somebody else has dispatched shows where it went."""
    view = reading.view(front(request).office, number, person.actor)
    opened = Opened(view=view, advice=_advice(request, number), typed=typed, sentence=str(refusal))
    return _queue(request, person, opened=opened, status=409 if isinstance(refusal, Collision) else 400)


def _queue(
    request: Request, person: Person, *, opened: Opened | None = None, done: str = "", status: int = 200
) -> Response:
    waiting = _waiting(request)
    open_number = opened.view.row.number if opened else ""
    gone = open_number if open_number not in {row.number for row in waiting} else ""
    return page(
        request,
        "dispatch.html",
        status=status,
        me=person,
        rows=waiting,
        opened=opened,
        open=open_number,
        gone=gone,
        done=_dispatched(request, person, done),
        kinds=tuple(Kind),
        urgencies=tuple(Urgency),
        another=ANOTHER,
    )


def _waiting(request: Request) -> list[TicketRow]:
    """The queue as it should be worked: the most urgent first, then the longest waiting."""
    rows = dispatching.queue(front(request).office)
    return sorted(rows, key=lambda row: (-list(Urgency).index(row.urgency), row.accepted_at))


def _dispatched(request: Request, person: Person, number: str) -> TicketView | None:
    """The ticket just dispatched, for the line that says so."""
    try:
        return reading.view(front(request).office, number, person.actor) if number else None
    except NoSuchTicket:
        return None


def _advice(request: Request, number: str) -> RoutingAdvice:
    desk = front(request)
    return dispatching.advice(desk.office, number, desk.clock())


def _suggested(view: TicketView, advice: RoutingAdvice) -> Typed:
    first = advice.departments[0] if advice.departments else None
    return Typed(
        pick=first.department if first else ANOTHER,
        kind=view.ticket.kind,
        urgency=view.ticket.urgency,
        category=view.ticket.category,
        reason=first.reason if first else "",
    )
