"""What happened to this ticket, and what may I do to it now? One page: clocks, matter, acts, ledger, timeline, sheet."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from hotline.casework import following_up, merging, reading, returning
from hotline.casework.acts import perform
from hotline.casework.deeds import Deed
from hotline.casework.following_up import Answered
from hotline.casework.reading import TicketView
from hotline.casework.returning import NextLead
from hotline.ports import Person
from hotline.records import TicketFilter, TicketRow
from hotline.troubles import Collision, NoSuchTicket, StorageBusy
from hotline.web import clock_faces, holding
from hotline.web.front import front
from hotline.web.listing import listed
from hotline.web.offered import TEMPLATES, Typed, last, offered
from hotline.web.pages import page
from hotline.web.sign_in import local_path
from hotline.web.ticket_acts import ASKED, whole
from hotline.web.timeline import TONES, days_of, facts_of, mark_of
from hotline.web.visitors import Genuine, only
from tickets.errors import ActRefused, TicketError
from tickets.lifecycle import Act
from tickets.people import Role
from tickets.service_levels import Clock, Unit

router = APIRouter(include_in_schema=False)
CaseOfficer = Annotated[
    Person, only(Role.DEPARTMENT, Role.DISPATCHER, Role.OPERATOR, Role.SUPERVISOR, Role.ADMINISTRATOR)
]
BLANK = "____"


async def filled(request: Request) -> FormData:
    """The whole form: which fields it has depends on the act."""
    return await request.form()


@router.get("/tickets")
def tickets(request: Request, person: CaseOfficer) -> Response:
    """Any list of tickets by the filters in the address; see `hotline.web.listing`."""
    desk = front(request)
    found = listed(desk.office, person.actor, request.query_params.multi_items(), desk.clock())
    return page(request, "tickets.html", me=person, found=found)


@router.get("/tickets/{number}")
def ticket(request: Request, person: CaseOfficer, number: str, template: str = "", did: str = "") -> Response:
    """`template` puts a prepared text into the reply, also without scripts; `did` is the act that was just stored."""
    prepared = TEMPLATES.get(template, "")
    typed = Typed(act=Act.REPLY, why=prepared, form=FormData(why=prepared)) if prepared else None
    return _page(request, person, _view(request, person, number), typed=typed, did=did if did in set(Act) else "")


@router.post("/tickets/{number}", dependencies=[Genuine])
def act(
    request: Request,
    person: CaseOfficer,
    number: str,
    form: Annotated[FormData, Depends(filled)],
    act: Annotated[Act, Form()],
    seen: Annotated[int | None, Form()] = None,
    why: Annotated[str, Form()] = "",
    back: Annotated[str, Form()] = "",
) -> Response:
    """One act; when it is refused the page comes back with the sentence and with what was typed."""
    typed = Typed(act=act, seen=seen, why=why, back=back, form=form)
    try:
        return _DOORS.get(act, _perform)(request, person, number, typed)
    except (Collision, TicketError, StorageBusy) as refusal:
        view = _view(request, person, number)
        return _page(request, person, view, typed=typed, sentence=str(refusal), status=_status(refusal))


def _perform(request: Request, person: Person, number: str, typed: Typed) -> Response:
    if typed.act is Act.REPLY and BLANK in typed.why:
        raise ActRefused(f"答复里还有没填的空（{BLANK}），请填好或删去再提交。")
    desk = front(request)
    view = _view(request, person, number)
    data = ASKED[typed.act].read(typed.form, view.ticket) if typed.act in ASKED else {}
    deed = Deed(
        number=number, act=typed.act, actor=person.actor, at=desk.clock(), why=typed.why, data=data, seen=typed.seen
    )
    perform(desk.office, deed)
    return onward(number, typed)


def onward(number: str, typed: Typed) -> Response:
    """Back to the list one came from, or to the ticket; either says what was done."""
    if not typed.back:
        return RedirectResponse(f"/tickets/{number}?did={typed.act}", status_code=303)
    path = local_path(typed.back)
    joint = "&" if "?" in path else "?"
    return RedirectResponse(f"{path}{joint}done={number}&did={typed.act}", status_code=303)


def _follow_up(request: Request, person: Person, number: str, typed: Typed) -> Response:
    """The call and the rating given in it are one step."""
    desk = front(request)
    said = ASKED[Act.FOLLOW_UP].read(typed.form, _view(request, person, number).ticket)
    rated = typed.form.get("level")
    call = Answered(**said, level=whole(rated) if rated else None, words=typed.why)
    following_up.follow_up(desk.office, number, call, person.actor, desk.clock(), seen=typed.seen)
    return onward(number, typed)


def _grant_return(request: Request, person: Person, number: str, typed: Typed) -> Response:
    """With a department chosen the ticket goes straight on to it."""
    department = str(typed.form.get("department", ""))
    if not department:
        return _perform(request, person, number, typed)
    desk = front(request)
    following = NextLead(department=department, why=typed.why, kept=typed.form.get("kept") == "yes")
    returning.grant_and_dispatch(desk.office, number, following, person.actor, desk.clock(), seen=typed.seen)
    return onward(number, typed)


def _merge(request: Request, person: Person, number: str, typed: Typed) -> Response:
    desk = front(request)
    into = str(ASKED[Act.MERGE].read(typed.form, _view(request, person, number).ticket)["into"])
    try:
        merging.merge(desk.office, number, into, person.actor, desk.clock(), typed.why, seen=typed.seen)
    except NoSuchTicket as missing:
        raise ActRefused(str(missing)) from missing
    return onward(number, typed)


def _reveal(request: Request, person: Person, number: str, typed: Typed) -> Response:
    """The contact is shown once, on this answer only, and kept out of every cache."""
    desk = front(request)
    contact = reading.reveal(desk.office, number, person.actor, typed.why, desk.clock())
    kept = Typed(act=Act.REVEAL, back=typed.back)
    shown = _page(request, person, _view(request, person, number), typed=kept, contact=contact)
    shown.headers["Cache-Control"] = "no-store"
    return shown


_DOORS: dict[Act, Callable[[Request, Person, str, Typed], Response]] = {
    Act.REVEAL: _reveal,
    Act.FOLLOW_UP: _follow_up,
    Act.GRANT_RETURN: _grant_return,
    Act.MERGE: _merge,
}


def _status(refusal: Exception) -> int:
    return 409 if isinstance(refusal, Collision) else 503 if isinstance(refusal, StorageBusy) else 400


def _view(request: Request, person: Person, number: str) -> TicketView:
    desk = front(request)
    return reading.view(desk.office, number, person.actor, desk.clock())


def _page(
    request: Request,
    person: Person,
    view: TicketView,
    *,
    typed: Typed | None = None,
    contact: str = "",
    sentence: str = "",
    did: str = "",
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
        did=did,
        back=typed.back if typed else "",
        **_told(request, person, view),
        **offered(front(request).office, person, view),
    )


def _told(request: Request, person: Person, view: TicketView) -> dict[str, object]:
    """What the page says about the ticket beyond its own record."""
    directory, now = front(request).office.directory, front(request).clock()
    faces = clock_faces.faces(view.ticket, view.deadlines, now)
    return {
        "faces": faces,
        "heads": clock_faces.running(faces),
        "ledger": holding.table(view, directory),
        "parts_of_it": holding.parts(view.ticket, view.deadlines, now),
        "days": days_of(view.events),
        "facts_of": lambda event: facts_of(event, directory, _unit(view)),
        "mark_of": mark_of,
        "tones": TONES,
        "merged": _rows(request, person, view.merged),
        "sent": last(view, Act.DISPATCH, Act.REASSIGN),
    }


def _unit(view: TicketView) -> Unit | None:
    """The unit of the completion limit, in which extensions are counted."""
    run = view.ticket.run(Clock.COMPLETE)
    return view.deadlines[run.no].limit.unit if run and run.no in view.deadlines else None


def _rows(request: Request, person: Person, numbers: tuple[str, ...]) -> list[TicketRow]:
    if not numbers:
        return []
    return reading.listing(front(request).office, person.actor, TicketFilter(numbers=frozenset(numbers)))
