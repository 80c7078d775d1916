"""Who is asking? A citizen known by a signed cookie, an officer by a session that ends, and a form by its token."""

import secrets
from datetime import datetime, timedelta
from typing import Annotated
from uuid import uuid4

from fastapi import Depends, Form, Header, Request

from hotline.ports import Address, Person
from hotline.web.front import front

SESSION_FOR = timedelta(hours=10)
WEB = "网页"


class SignInNeeded(Exception):
    """The page is for officers; `next_url` is where to go after signing in."""

    def __init__(self, next_url: str) -> None:
        super().__init__("请先登录。")
        self.next_url = next_url


class NotYours(Exception):
    """The page belongs to another role."""


class ForgedForm(Exception):
    """The form's token is not this session's."""


def citizen(request: Request) -> Address:
    """The visitor's own address, made on the first visit; the id is opaque and says nothing about the person."""
    key = request.session.setdefault("citizen", uuid4().hex)
    return Address(channel=WEB, key=key)


def token(request: Request) -> str:
    """The session's form token, made on first use; every form and htmx call sends it back."""
    return request.session.setdefault("token", secrets.token_urlsafe(24))


def genuine(request: Request, csrf: Annotated[str, Form()] = "", x_csrf: Annotated[str, Header()] = "") -> None:
    """Dependency of every route that changes something."""
    known = request.session.get("token", "")
    if not known or not secrets.compare_digest(known.encode(), (csrf or x_csrf).encode()):
        raise ForgedForm("页面已过期，请刷新后重新提交；您填写的内容可以用浏览器的“后退”找回。")


def remember(request: Request, person: Person, now: datetime) -> None:
    """Begin an officer's session; the token changes so that one from before signing in is worthless."""
    request.session["officer"] = person.login
    request.session["since"] = now.isoformat()
    request.session["token"] = secrets.token_urlsafe(24)


def forget(request: Request) -> None:
    for name in ("officer", "since", "token"):
        request.session.pop(name, None)


def officer(request: Request) -> Person:
    """The signed-in officer; `SignInNeeded` when nobody is or the session is over."""
    login, since = request.session.get("officer"), request.session.get("since")
    desk = front(request)
    if not login or datetime.fromisoformat(since) + SESSION_FOR < desk.clock():
        raise SignInNeeded(request.url.path)
    with desk.office.store.look() as work:
        person = work.people.find(login)
    if person is None:
        raise SignInNeeded(request.url.path)
    return person


Officer = Annotated[Person, Depends(officer)]
Citizen = Annotated[Address, Depends(citizen)]
Genuine = Depends(genuine)


def only(*roles: str):
    """A dependency that lets only these roles in."""

    def check(person: Officer) -> Person:
        if person.role not in roles:
            raise NotYours(f"这个页面由{'、'.join(roles)}使用，您的岗位是{person.role}。")
        return person

    return Depends(check)
