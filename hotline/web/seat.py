"""Who needs a person now? The operator's seat: dangers first, the conversation, knowledge and the phone form."""

import re
from dataclasses import dataclass
from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from hotline.casework import reading, seat
from hotline.casework.filing import Draft
from hotline.ports import Address, Alert, Message, Person
from hotline.records import TicketFilter, TicketRow
from hotline.troubles import StorageBusy
from hotline.web import follow_ups
from hotline.web.front import front
from hotline.web.pages import page
from hotline.web.visitors import Genuine, only
from knowledge_base.search import Candidate
from tickets.calendar import CHINA
from tickets.errors import TicketError
from tickets.people import Role

router = APIRouter(include_in_schema=False)
router.include_router(follow_ups.router)  # first, since every other word after /seat/ names a conversation
Operator = Annotated[Person, only(Role.OPERATOR)]
_NUMBER = re.compile(r"ZD\d{13}")


@dataclass(frozen=True, kw_only=True)
class Talk:
    """The open conversation; `words` stands in the field to send."""

    id: str
    address: Address
    lines: list[Message]
    tickets: list[TicketRow]
    words: str = ""
    sentence: str = ""


@dataclass(frozen=True, kw_only=True)
class Call:
    """The form for a phone call as it stands; `key` makes it one appeal however often it is posted."""

    key: str
    what: str = ""
    where: str = ""
    when: str = ""
    contact: str = ""
    anonymous: bool = False
    confidential: bool = False
    sentence: str = ""

    @property
    def draft(self) -> Draft:
        return Draft(
            what=self.what,
            where=self.where,
            when=self.when,
            contact=self.contact,
            anonymous=self.anonymous,
            confidential=self.confidential,
        )


@router.get("/seat")
def empty_seat(request: Request, person: Operator, q: str = "", filed: str = "") -> Response:
    return _seat(request, person, q=q, filed=filed)


@router.get("/seat/waiting")
def waiting(request: Request, person: Operator, open: str = "") -> Response:
    """The left column alone, for the poll; it brings the page's title with it."""
    return page(request, "seat_waiting.html", **_column(request, person), open=open)


@router.get("/seat/knowledge")
def knowledge(request: Request, person: Operator, q: str = "", open: str = "") -> Response:
    return page(request, "seat_knowledge.html", q=q, articles=_articles(request, q), open=open)


@router.get("/seat/call")
def call_form(person: Operator) -> Response:
    """Where a browser comes back to after signing in again."""
    return RedirectResponse("/seat", status_code=303)


@router.get("/seat/{conversation}")
def open_talk(
    request: Request,
    person: Operator,
    conversation: str,
    q: str = "",
    insert: str = "",
    filed: str = "",
    sent: str = "",
) -> Response:
    """`insert` puts an article found by `q` into the field, also without scripts."""
    words = next((one.article.short for one in _articles(request, q) if one.article.id == insert), "")
    return _seat(request, person, talk=_talk(request, person, conversation, words=words), q=q, filed=filed, sent=sent)


@router.get("/seat/{conversation}/lines")
def lines(request: Request, person: Operator, conversation: str) -> Response:
    return page(request, "seat_lines.html", talk=_talk(request, person, conversation))


@router.post("/seat", dependencies=[Genuine])
def take(
    request: Request,
    person: Operator,
    alert: Annotated[int, Form()],
    conversation: Annotated[str, Form()] = "",
) -> Response:
    desk = front(request)
    try:
        seat.take(desk.office, alert, person.actor, desk.clock())
    except TicketError as refusal:
        return _seat(request, person, sentence=str(refusal), status=409)
    return RedirectResponse(f"/seat/{conversation}" if conversation else "/seat", status_code=303)


@router.post("/seat/call", dependencies=[Genuine])
def file_call(
    request: Request,
    person: Operator,
    key: Annotated[str, Form()],
    what: Annotated[str, Form()] = "",
    where: Annotated[str, Form()] = "",
    when: Annotated[str, Form()] = "",
    contact: Annotated[str, Form()] = "",
    anonymous: Annotated[bool, Form()] = False,
    confidential: Annotated[bool, Form()] = False,
    conversation: Annotated[str, Form()] = "",
) -> Response:
    """Enter a phone call; the open conversation stays open beside the form."""
    desk = front(request)
    call = Call(
        key=key,
        what=what,
        where=where,
        when=when,
        contact=contact,
        anonymous=anonymous,
        confidential=confidential,
    )
    try:
        filed = seat.file_for_caller(desk.office, call.draft, key, person.actor, desk.clock())
    except (TicketError, StorageBusy) as refusal:
        talk = _talk(request, person, conversation) if conversation else None
        call = Call(**{**vars(call), "sentence": str(refusal)})
        return _seat(request, person, talk=talk, call=call, status=400)
    return RedirectResponse(f"/seat/{conversation}?filed={filed.number}".replace("/?", "?"), status_code=303)


@router.post("/seat/{conversation}", dependencies=[Genuine])
def speak(
    request: Request,
    person: Operator,
    conversation: str,
    key: Annotated[str, Form()],
    words: Annotated[str, Form()] = "",
) -> Response:
    """Send the operator's words; posted twice with one key they are sent once."""
    desk = front(request)
    try:
        seat.speak(desk.office, conversation, words, key, desk.clock())
    except (TicketError, StorageBusy) as refusal:
        talk = _talk(request, person, conversation, words=words, sentence=str(refusal))
        return _seat(request, person, talk=talk, status=400)
    return RedirectResponse(f"/seat/{conversation}?sent=1", status_code=303)


def _seat(
    request: Request,
    person: Person,
    *,
    talk: Talk | None = None,
    call: Call | None = None,
    q: str = "",
    filed: str = "",
    sent: str = "",
    sentence: str = "",
    status: int = 200,
) -> Response:
    return page(
        request,
        "seat.html",
        status=status,
        me=person,
        talk=talk,
        call=call or Call(key=uuid4().hex),
        key=uuid4().hex,
        q=q,
        articles=_articles(request, q),
        filed=filed if _NUMBER.fullmatch(filed) else "",
        sent=sent,
        sentence=sentence,
        open=talk.id if talk else "",
        **_column(request, person),
    )


def _column(request: Request, person: Person) -> dict[str, object]:
    """Who waits, who is mine, and how many of those waiting are in danger."""
    office = front(request).office
    alerts = seat.waiting(office)
    return {
        "alerts": alerts,
        "dangers": sum(in_danger(alert) for alert in alerts),
        "mine": _latest(seat.mine(office, person.actor)),
        "in_danger": in_danger,
        "ticket_in": ticket_in,
    }


def in_danger(alert: Alert) -> bool:
    return alert.kind.startswith("危险")


def ticket_in(alert: Alert) -> str:
    """The ticket an alert speaks of, empty when it names none."""
    found = _NUMBER.search(alert.words)
    return found.group() if found else ""


def _latest(alerts: list[Alert]) -> list[Alert]:
    """One line per conversation, the newest."""
    seen: dict[str, Alert] = {}
    for alert in alerts:
        seen.setdefault(alert.conversation, alert)
    return list(seen.values())


def _talk(request: Request, person: Person, conversation: str, *, words: str = "", sentence: str = "") -> Talk:
    office = front(request).office
    address, said = seat.conversation(office, conversation)
    tickets = reading.listing(office, person.actor, TicketFilter(conversation=conversation, limit=20))
    return Talk(id=conversation, address=address, lines=said, tickets=tickets, words=words, sentence=sentence)


def _articles(request: Request, q: str) -> tuple[Candidate, ...]:
    desk = front(request)
    return desk.office.search.ask(q, desk.clock().astimezone(CHINA).date()).candidates if q.strip() else ()
