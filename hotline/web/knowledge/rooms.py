"""Who comes into the knowledge base's rooms, and what does each of its pages show? Readers, writers, keepers; tabs and today."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from fastapi import Request
from fastapi.responses import Response

from hotline.ports import Person
from hotline.web.front import front
from hotline.web.pages import page
from hotline.web.visitors import NotYours, only
from tickets.calendar import CHINA
from tickets.people import Role

_KEEPERS = (Role.EDITOR, Role.ADMINISTRATOR)
_WRITERS = (*_KEEPERS, Role.DEPARTMENT)
_OVERSEERS = (*_KEEPERS, Role.SUPERVISOR)
_SEEKERS = (*_WRITERS, Role.SUPERVISOR)
_READERS = (*_SEEKERS, Role.OPERATOR)
Keeper = Annotated[Person, only(*_KEEPERS)]
Writer = Annotated[Person, only(*_WRITERS)]
Overseer = Annotated[Person, only(*_OVERSEERS)]
Seeker = Annotated[Person, only(*_SEEKERS)]
Reader = Annotated[Person, only(*_READERS)]
ROOMS: Mapping[str, tuple[str, tuple[Role, ...]]] = {
    "/knowledge": ("条目", _READERS),
    "/knowledge/gaps": ("缺口", _SEEKERS),
    "/knowledge/contradictions": ("说法不一", _OVERSEERS),
    "/knowledge/try": ("试问", _READERS),
    "/knowledge/exchange": ("导入导出", _KEEPERS),
}
"""Path → its name and whom it is shown to."""


def may_write(person: Person) -> bool:
    return person.role in _WRITERS


def may_keep(person: Person) -> bool:
    return person.role in _KEEPERS


def own_only(person: Person, article: str, department: str) -> None:
    """`NotYours` when a department asks for another's article."""
    if person.role is Role.DEPARTMENT and person.department != department:
        raise NotYours(
            f"{article} 由{department}负责，贵单位在这里只看本单位的条目；已发布的内容可以像市民一样在线查询。"
        )


def today_of(request: Request) -> date:
    return front(request).clock().astimezone(CHINA).date()


def room(request: Request, template: str, person: Person, tab: str, *, status: int = 200, **values: object) -> Response:
    """A page of the knowledge base: with its tabs, today, and how many gaps are open (a department's: its own)."""
    with front(request).office.store.look() as work:
        gaps = work.questions.gaps()
    return page(
        request,
        template,
        status=status,
        me=person,
        tab=tab,
        tabs=[(path, title) for path, (title, roles) in ROOMS.items() if person.role in roles],
        open_gaps=sum(person.role is not Role.DEPARTMENT or gap.department == person.department for gap in gaps),
        today=today_of(request),
        may_write=may_write(person),
        may_keep=may_keep(person),
        **values,
    )
