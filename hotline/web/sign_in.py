"""Who comes in, and where to? The sign-in page, signing out, and the desk each role starts from."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from hotline.casework.sign_in import SignInRefused, sign_in
from hotline.web.front import front
from hotline.web.pages import page
from hotline.web.visitors import Genuine, Officer, forget, remember
from tickets.people import Role

router = APIRouter(include_in_schema=False)
DESKS = {Role.OPERATOR: "/seat", Role.DISPATCHER: "/dispatch", Role.DEPARTMENT: "/inbox", Role.EDITOR: "/knowledge"}
ELSEWHERE = "/board"


@router.get("/sign-in")
def form(request: Request, next: str = "") -> Response:
    return _form(request, next)


@router.post("/sign-in", dependencies=[Genuine])
def enter(
    request: Request,
    login: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "",
) -> Response:
    desk = front(request)
    now = desk.clock()
    try:
        person = sign_in(desk.office, login, password, now)
    except SignInRefused as refusal:
        return _form(request, next, login=login, sentence=str(refusal), status=401)
    remember(request, person, now)
    return RedirectResponse(local_path(next), status_code=303)


@router.post("/sign-out", dependencies=[Genuine])
def leave(request: Request) -> Response:
    forget(request)
    return RedirectResponse("/sign-in", status_code=303)


@router.get("/desk")
def desk(person: Officer) -> Response:
    return RedirectResponse(DESKS.get(person.role, ELSEWHERE), status_code=303)


def local_path(wanted: str) -> str:
    """The path to go to after signing in; anything that could lead to another site becomes the own desk."""
    leads_away = not wanted.startswith("/") or wanted.startswith("//") or "\\" in wanted or not wanted.isprintable()
    return "/desk" if leads_away or wanted.startswith("/sign-") else wanted


def _form(request: Request, next: str, *, login: str = "", sentence: str = "", status: int = 200) -> Response:
    demo = front(request).demo_accounts
    return page(
        request, "sign_in.html", status=status, next=local_path(next), login=login, sentence=sentence, demo=demo
    )
