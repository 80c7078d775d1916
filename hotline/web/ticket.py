"""What happened to this ticket, and what may I do to it now? One page: clocks, matter, acts, timeline, sheet."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from markupsafe import Markup

from hotline.casework import reading
from hotline.casework.acts import perform
from hotline.casework.rating import rate
from hotline.casework.reading import TicketView
from hotline.ports import Person
from hotline.troubles import Collision, StorageBusy
from hotline.web.front import front
from hotline.web.listing import listed
from hotline.web.pages import environment, page
from hotline.web.sign_in import local_path
from hotline.web.visitors import Genuine, only
from tickets.calendar import CHINA
from tickets.errors import ActRefused, TicketError
from tickets.events import Event
from tickets.lifecycle import Act
from tickets.people import Role
from tickets.privacy import without_numbers
from tickets.ratings import Level

router = APIRouter(include_in_schema=False)


def _unnumbered(text: str) -> str:
    """Text for officers with telephone numbers masked; text that is markup already stays markup."""
    masked = without_numbers(text)
    return Markup(masked) if isinstance(text, Markup) else masked


environment.filters["unnumbered"] = _unnumbered
CaseOfficer = Annotated[
    Person, only(Role.DEPARTMENT, Role.DISPATCHER, Role.OPERATOR, Role.SUPERVISOR, Role.ADMINISTRATOR)
]
WEEKDAYS = "一二三四五六日"
BLANK = "____"
TEMPLATES = {
    "已经办好": "您好，您反映的问题我们已于____到现场核实，情况属实。现已____，处理完毕。感谢您的监督。",
    "正在办理": "您好，您反映的问题我们已经受理，正在____。预计____前办好，办好后第一时间告诉您。",
    "情况说明": "您好，您反映的问题我们已核实：____。根据____的规定，____。如对处理有不同意见，您可以____。",
    "需要补充": "您好，为了尽快办理，请您补充：____。可在原渠道直接回复，也可拨打12345转我单位。",
}


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What an officer sent for one act; `seen` is the version the page showed, `back` the list to return to."""

    act: Act
    seen: int | None = None
    why: str = ""
    level: int = 0
    back: str = ""


@router.get("/tickets")
def tickets(request: Request, person: CaseOfficer) -> Response:
    """Any list of tickets by the filters in the address; see `hotline.web.listing`."""
    desk = front(request)
    found = listed(desk.office, person.actor, request.query_params.multi_items(), desk.clock())
    return page(request, "tickets.html", me=person, found=found)


@router.get("/tickets/{number}")
def ticket(request: Request, person: CaseOfficer, number: str, template: str = "", done: str = "") -> Response:
    """`template` puts a prepared text into the reply, also without scripts; `done` is the act that was just stored."""
    typed = Typed(act=Act.REPLY, why=TEMPLATES.get(template, ""))
    done = done if done in tuple(Act) else ""
    return _page(request, person, reading.view(front(request).office, number, person.actor), typed=typed, done=done)


@router.post("/tickets/{number}", dependencies=[Genuine])
def act(
    request: Request,
    person: CaseOfficer,
    number: str,
    act: Annotated[Act, Form()],
    seen: Annotated[int | None, Form()] = None,
    why: Annotated[str, Form()] = "",
    level: Annotated[int, Form()] = 0,
    back: Annotated[str, Form()] = "",
) -> Response:
    """One act; when it is refused the page comes back with the sentence and with what was typed."""
    typed = Typed(act=act, seen=seen, why=why, level=level, back=back)
    do = _DOORS.get(act, _perform)
    try:
        return do(request, person, number, typed)
    except (Collision, TicketError, StorageBusy) as refusal:
        view = reading.view(front(request).office, number, person.actor)
        return _page(request, person, view, typed=typed, sentence=str(refusal), status=_status(refusal))


def _perform(request: Request, person: Person, number: str, typed: Typed) -> Response:
    if typed.act is Act.REPLY and BLANK in typed.why:
        raise ActRefused(f"答复里还有没填的空（{BLANK}），请填好或删去再提交。")
    desk = front(request)
    perform(desk.office, number, typed.act, person.actor, desk.clock(), why=typed.why, seen=typed.seen)
    if typed.back:
        return RedirectResponse(local_path(typed.back), status_code=303)
    return RedirectResponse(f"/tickets/{number}?done={typed.act}", status_code=303)


def _rate(request: Request, person: Person, number: str, typed: Typed) -> Response:
    """What the citizen said on the telephone, written down by the operator."""
    desk = front(request)
    rate(desk.office, number, person.actor, typed.level, typed.why, desk.clock(), seen=typed.seen)
    return RedirectResponse(f"/tickets/{number}?done={typed.act}", status_code=303)


def _reveal(request: Request, person: Person, number: str, typed: Typed) -> Response:
    """The contact is shown once, on this answer only, and kept out of every cache."""
    desk = front(request)
    contact = reading.reveal(desk.office, number, person.actor, typed.why, desk.clock())
    shown = _page(request, person, reading.view(desk.office, number, person.actor), contact=contact)
    shown.headers["Cache-Control"] = "no-store"
    return shown


_DOORS: dict[Act, Callable[[Request, Person, str, Typed], Response]] = {Act.REVEAL: _reveal, Act.RATE: _rate}


def _status(refusal: Exception) -> int:
    return 409 if isinstance(refusal, Collision) else 503 if isinstance(refusal, StorageBusy) else 400


def _page(
    request: Request,
    person: Person,
    view: TicketView,
    *,
    typed: Typed | None = None,
    contact: str = "",
    sentence: str = "",
    done: str = "",
    status: int = 200,
) -> Response:
    return page(
        request,
        "ticket.html",
        status=status,
        me=person,
        view=view,
        typed=typed,
        contact=contact,
        sentence=sentence,
        done=done,
        days=days_of(view.events),
        templates=TEMPLATES,
        levels=tuple(reversed(Level)),
        dispatched=next((event for event in reversed(view.events) if event.act is Act.DISPATCH), None),
    )


def days_of(events: list[Event]) -> list[tuple[str, list[Event]]]:
    """The events under day headings, newest day and newest event first."""
    newest_first = sorted(events, key=lambda event: event.no, reverse=True)
    return [(day, list(group)) for day, group in groupby(newest_first, key=lambda event: _day(event.at))]


def _day(instant: datetime) -> str:
    local = instant.astimezone(CHINA)
    return f"{local:%Y年%m月%d日} 周{WEEKDAYS[local.weekday()]}"
