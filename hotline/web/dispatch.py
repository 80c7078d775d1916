"""Whose is the next ticket, and what does the centre have to rule on? A row opens in place, one key confirms the suggestion."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from hotline.casework import dispatching, reading
from hotline.casework.dispatching import Decision
from hotline.casework.reading import TicketView
from hotline.ports import Person
from hotline.troubles import Collision, NoSuchTicket, StorageBusy
from hotline.web import clock_faces
from hotline.web.dispatch_tabs import TABS, TO_DISPATCH, counts, tab_of, tabs_of, waiting
from hotline.web.front import front
from hotline.web.offered import offered
from hotline.web.pages import page
from hotline.web.visitors import Genuine, only
from tickets.errors import ActRefused, TicketError
from tickets.lifecycle import Act
from tickets.matter import Kind, Urgency
from tickets.people import Role
from tickets.routing import RoutingAdvice

router = APIRouter(include_in_schema=False)
Centre = Annotated[Person, only(Role.DISPATCHER, Role.SUPERVISOR)]
Dispatcher = Annotated[Person, only(Role.DISPATCHER)]
ANOTHER = "其他"


@dataclass(frozen=True, kw_only=True)
class Typed:
    """The form as it stands: `pick` is a suggested department or 其他, then `another` counts; `co` are the co-handlers."""

    pick: str
    another: str = ""
    co: tuple[str, ...] = ()
    kind: Kind
    urgency: Urgency
    category: str
    reason: str

    @property
    def department(self) -> str:
        return self.another if self.pick == ANOTHER else self.pick

    @property
    def helpers(self) -> tuple[str, ...]:
        """Who leads does not help as well."""
        return tuple(one for one in dict.fromkeys(self.co) if one != self.department)


@dataclass(frozen=True, kw_only=True)
class Opened:
    """The ticket that is open in the queue; `advice` and `typed` where it is to be dispatched, None where it is ruled on."""

    view: TicketView
    advice: RoutingAdvice | None = None
    typed: Typed | None = None
    sentence: str = ""


@router.get("/dispatch")
def queue(request: Request, person: Centre, tab: str = "", done: str = "", did: str = "") -> Response:
    """`tab` is one of those this person may open; `done` names the ticket that was just decided and `did` the act."""
    return _queue(request, person, _tab(person, tab), done=done, did=did)


@router.get("/dispatch/rows")
def rows(request: Request, person: Centre, tab: str = "", open: str = "") -> Response:
    """The queue alone, for the poll; the open ticket stays in it even when somebody else has decided it."""
    return page(
        request, "dispatch_rows.html", me=person, opened=None, **_column(request, person, _tab(person, tab), open)
    )


@router.get("/dispatch/{number}")
def one(request: Request, person: Centre, number: str, tab: str = "") -> Response:
    """The ticket opened in the tab where it waits; one that waits nowhere opens as a ticket."""
    tabs = tabs_of(person.role)
    own = {tab: tabs[tab], **tabs} if tab in tabs else tabs
    view = _view(request, person, number)
    found = tab_of(front(request).office, number, own)
    if not found:
        return RedirectResponse(f"/tickets/{number}", status_code=303)
    if Act.DISPATCH not in view.acts:
        return _queue(request, person, found, opened=Opened(view=view))
    advice = _advice(request, number)
    return _queue(request, person, found, opened=Opened(view=view, advice=advice, typed=_suggested(view, advice)))


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
    co: Annotated[list[str], Form()] = (),
    category: Annotated[str, Form()] = "",
    reason: Annotated[str, Form()] = "",
    prefilled: Annotated[str, Form()] = "",
) -> Response:
    """`prefilled` is the receipt the form came with: left as it was, it must not speak for another department."""
    typed = Typed(
        pick=pick, another=another, co=tuple(co), kind=kind, urgency=urgency, category=category.strip(), reason=reason
    )
    try:
        _dispatch(request, person, number, seen, typed, prefilled)
    except (Collision, TicketError, StorageBusy) as refusal:
        return _again(request, person, number, typed, refusal)
    return RedirectResponse(f"/dispatch?done={number}&did={Act.DISPATCH}", status_code=303)


def _dispatch(request: Request, person: Person, number: str, seen: int, typed: Typed, prefilled: str) -> None:
    desk = front(request)
    decision = Decision(
        department=_chosen(typed),
        helpers=typed.helpers,
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
    opened = Opened(
        view=_view(request, person, number), advice=_advice(request, number), typed=typed, sentence=str(refusal)
    )
    status = 409 if isinstance(refusal, Collision) else 503 if isinstance(refusal, StorageBusy) else 400
    return _queue(request, person, TO_DISPATCH, opened=opened, status=status)


def _queue(
    request: Request,
    person: Person,
    tab: str,
    *,
    opened: Opened | None = None,
    done: str = "",
    did: str = "",
    status: int = 200,
) -> Response:
    column = _column(request, person, tab, opened.view.row.number if opened else "")
    return page(
        request,
        "dispatch.html",
        status=status,
        me=person,
        opened=opened,
        done=_decided(request, person, done),
        did=did,
        **column,
        **(_panel(request, person, opened, tab) if opened else {}),
    )


def _column(request: Request, person: Person, tab: str, open_number: str) -> dict[str, object]:
    """The tabs with their counts, the rows of one, and whether the open ticket is still among them."""
    office, tabs = front(request).office, tabs_of(person.role)
    found = waiting(office, tab)
    return {
        "tab": tab,
        "empty": TABS[tab].empty,
        "counts": counts(office, tabs),
        "rows": found,
        "open": open_number,
        "gone": open_number if open_number and open_number not in {row.number for row in found} else "",
    }


def _panel(request: Request, person: Person, opened: Opened, tab: str) -> dict[str, object]:
    """What the opened ticket shows: the dispatch form or what is to be ruled on, and the acts that decide it."""
    desk, view = front(request), opened.view
    return {
        "view": view,
        "deciding": tuple(offer for offer in view.offers if offer.act in TABS[tab].acts),
        "heads": clock_faces.running(clock_faces.faces(view.ticket, view.deadlines, desk.clock())),
        "back": f"/dispatch?tab={tab}",
        "kinds": tuple(Kind),
        "urgencies": tuple(Urgency),
        "another": ANOTHER,
        **offered(desk.office, person, view),
    }


def _decided(request: Request, person: Person, number: str) -> TicketView | None:
    """The ticket just decided, for the line that says so."""
    try:
        return _view(request, person, number) if number else None
    except NoSuchTicket:
        return None


def _tab(person: Person, wanted: str) -> str:
    tabs = tabs_of(person.role)
    return wanted if wanted in tabs else next(iter(tabs))


def _view(request: Request, person: Person, number: str) -> TicketView:
    desk = front(request)
    return reading.view(desk.office, number, person.actor, desk.clock())


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
