"""What became of my appeals? The citizen's own tickets: who has them, what was promised, and adding, urging, withdrawing, rating."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from hotline.casework import tracking
from hotline.casework.conversation import alarm, when_not_stored
from hotline.casework.office import Office
from hotline.casework.story import standing, story
from hotline.ports import Reply
from hotline.records import TicketRow
from hotline.troubles import Collision, NoSuchTicket, StorageBusy
from hotline.web import progress
from hotline.web.bubbles import danger_numbers, without_call
from hotline.web.front import front
from hotline.web.own_conversation import own, tell_next, told
from hotline.web.pages import page
from hotline.web.visitors import Citizen, Genuine
from tickets.errors import TicketError
from tickets.lifecycle import OPEN, Act, Status
from tickets.ratings import Level
from tickets.service_levels import Clock

router = APIRouter(include_in_schema=False)
Words = Annotated[str, Form(max_length=2000)]
_SOLVED = {"yes": True, "no": False, "": None}


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of the list: `standing` says who does what with it now, `due` until when `clock` is promised."""

    row: TicketRow
    standing: str
    due: datetime | None
    clock: str
    over: bool


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What the citizen entered for an act; when it is refused, the form is shown again with it and the `refusal`."""

    act: Act
    words: str = ""
    level: int = 0
    solved: Literal["yes", "no", ""] = ""
    refusal: str = ""


@router.get("/my")
def my(request: Request, address: Citizen) -> Response:
    office = front(request).office
    rows = tracking.mine(office, own(request)) if own(request) else []
    waiting_first = sorted(rows, key=lambda row: row.status is not Status.TO_RATE)
    return page(request, "my.html", entries=[_entry(office, row) for row in waiting_first])


def _entry(office: Office, row: TicketRow) -> Entry:
    return Entry(
        row=row,
        standing=standing(office, row.status, row.holder),
        due=progress.promised_until(row),
        clock=progress.DONE[Clock.REWORK if row.reworks else Clock.COMPLETE],
        over=row.status not in (*OPEN, Status.TO_RATE, Status.RATED, Status.MERGED),
    )


@router.get("/my/{number}")
def my_ticket(request: Request, number: str, address: Citizen) -> Response:
    return _ticket_page(request, number)


@router.post("/my/{number}/supplement", dependencies=[Genuine])
def supplement(request: Request, number: str, address: Citizen, words: Words = "") -> Response:
    typed = Typed(act=Act.SUPPLEMENT, words=_as_typed(words))
    return _done(request, number, typed, tracking.supplement, typed.words)


@router.post("/my/{number}/urge", dependencies=[Genuine])
def urge(request: Request, number: str, address: Citizen) -> Response:
    return _done(request, number, Typed(act=Act.URGE), tracking.urge)


@router.post("/my/{number}/withdraw", dependencies=[Genuine])
def withdraw(request: Request, number: str, address: Citizen, words: Words = "") -> Response:
    typed = Typed(act=Act.WITHDRAW, words=_as_typed(words))
    return _done(request, number, typed, tracking.withdraw, typed.words)


@router.post("/my/{number}/rate", dependencies=[Genuine])
def rate(
    request: Request,
    number: str,
    address: Citizen,
    level: Annotated[int, Form()] = 0,
    solved: Annotated[Literal["yes", "no", ""], Form()] = "",
    words: Words = "",
) -> Response:
    typed = Typed(act=Act.RATE, words=_as_typed(words), level=level, solved=solved)
    return _done(request, number, typed, tracking.judge, level, typed.words, solved=_SOLVED[solved])


def _as_typed(words: str) -> str:
    """A browser sends a line break as two characters, it counts as one."""
    return words.replace("\r\n", "\n").strip()


def _done(
    request: Request, number: str, typed: Typed, use_case: Callable[..., Reply], *said: object, **more: object
) -> Response:
    """Ask for the act and show the ticket again; a refusal comes back with what was typed, danger is answered first."""
    desk = front(request)
    office, mine, now = desk.office, own(request), desk.clock()
    try:
        advice = alarm(office, mine, typed.words, now) if mine else None
        reply = use_case(office, mine, number, *said, now, **more)
    except NoSuchTicket as missing:
        return _missing(request, missing)
    except StorageBusy as trouble:
        sentence = when_not_stored(office, typed.words, str(trouble))
        return _ticket_page(request, number, replace(typed, refusal=sentence), status=503)
    except (TicketError, Collision) as refusal:
        return _ticket_page(request, number, replace(typed, refusal=str(refusal)), status=409)
    tell_next(request, (advice or reply).text)
    return RedirectResponse(f"/my/{number}", status_code=303)


def _ticket_page(request: Request, number: str, typed: Typed | None = None, *, status: int = 200) -> Response:
    office = front(request).office
    try:
        seen = story(office, own(request), number, front(request).clock())
    except NoSuchTicket as missing:
        return _missing(request, missing)
    sentence = told(request)
    return page(
        request,
        "my_ticket.html",
        status=status,
        story=seen,
        ticket=seen.ticket,
        standing=standing(office, seen.ticket.status, seen.ticket.holder),
        promise=progress.promise(seen),
        shares=progress.shares(seen, office.directory),
        length=progress.length,
        hours=progress.hours,
        offers={str(offer.act): offer for offer in seen.offers},
        levels=list(reversed(Level)),
        call=danger_numbers(sentence),
        told=without_call(sentence),
        typed=typed,
    )


def _missing(request: Request, missing: NoSuchTicket) -> Response:
    return page(request, "my_missing.html", status=404, sentence=str(missing))
