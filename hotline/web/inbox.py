"""What must this department do next? Its own tickets under tabs, the least time left first, narrowed by the address."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from hotline.casework.acts import deadlines_of
from hotline.casework.board import SOON
from hotline.casework.office import Office
from hotline.ports import Person, Work
from hotline.records import TicketFilter, TicketRow
from hotline.web.front import Front, front
from hotline.web.holding import Part, parts
from hotline.web.pages import page
from hotline.web.visitors import only
from tickets.lifecycle import OPEN, Status
from tickets.people import Role

router = APIRouter(include_in_schema=False)
DepartmentOfficer = Annotated[Person, only(Role.DEPARTMENT)]
PAGE = 50
_WORKING = frozenset({Status.IN_PROGRESS, Status.SUSPENDED})
_AT_THE_CENTRE = frozenset({Status.RETURN_ASKED, Status.TO_REVIEW})
_ANSWERABLE = frozenset({*OPEN, Status.TO_RATE, Status.RATED}) - {Status.TO_DISPATCH}
_DONE = frozenset({Status.TO_RATE, Status.RATED, Status.CLOSED, Status.ARCHIVED})


@dataclass(frozen=True, kw_only=True)
class Tab:
    """`of` makes the filter for a department; `empty` says what would appear; `verb` stands on a row's button."""

    of: Callable[[str], TicketFilter]
    verb: str
    empty: tuple[str, str]


TABS = {
    "待签收": Tab(
        of=lambda own: TicketFilter(holder=own, statuses=frozenset({Status.TO_SIGN})),
        verb="签收",
        empty=("没有等待签收的工单", "区热线派来的工单会出现在这里，请在签收时限内签收。"),
    ),
    "办理中": Tab(
        of=lambda own: TicketFilter(holder=own, statuses=_WORKING),
        verb="办理",
        empty=("没有正在办理的工单", "签收后的工单在这里，按剩余时间排序。"),
    ),
    "协办": Tab(
        of=lambda own: TicketFilter(helper=own, statuses=frozenset(OPEN)),
        verb="协办",
        empty=("没有协办的工单", "别的单位主办、请贵单位协办的工单会出现在这里。"),
    ),
    "督办待回复": Tab(
        of=lambda own: TicketFilter(holder=own, supervised=True, statuses=_ANSWERABLE),
        verb="回复",
        empty=("没有等待回复的督办", "督办岗位或规则发出的督办会出现在这里，须限时回复。"),
    ),
    "等区热线": Tab(
        of=lambda own: TicketFilter(holder=own, statuses=_AT_THE_CENTRE),
        verb="查看",
        empty=("没有等区热线处理的工单", "申请退单、已办结待审核的工单在这里等结果。"),
    ),
    "已办结": Tab(
        of=lambda own: TicketFilter(holder=own, statuses=_DONE),
        verb="查看",
        empty=("还没有办结的工单", "办结后的工单和群众的评价会出现在这里。"),
    ),
}
DUE = {"": "全部", "late": "已超期", "soon": "24小时内到期（含已超期）"}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The address read: the tab, words to look for, `due` one of DUE, and the page, counted from 1."""

    tab: str
    words: str = ""
    due: str = ""
    number: int = 1

    def address(self, **changes: object) -> str:
        """The address of this list with something changed; a list narrowed anew starts at its first page."""
        asked = replace(self, **{"number": 1, **changes})
        said = {"tab": asked.tab, "q": asked.words, "due": asked.due, "page": asked.number if asked.number > 1 else ""}
        return f"/inbox?{urlencode({name: value for name, value in said.items() if value})}"


@router.get("/inbox")
def inbox(
    request: Request,
    person: DepartmentOfficer,
    tab: str = "待签收",
    q: str = "",
    due: str = "",
    done: str = "",
    did: str = "",
) -> Response:
    """`done` names the ticket that was just acted on and `did` the act."""
    number = request.query_params.get("page", "1")
    asked = Asked(
        tab=tab if tab in TABS else "待签收",
        words=q.strip(),
        due=due if due in DUE else "",
        number=max(int(number), 1) if number.isdecimal() and len(number) < 5 else 1,
    )
    found = _found(front(request), asked, person.department)
    return page(
        request, "inbox.html", me=person, asked=asked, tab=TABS[asked.tab], due_words=DUE, done=done, did=did, **found
    )


def _found(desk: Front, asked: Asked, own: str) -> dict[str, object]:
    """The rows of the page asked for, how many there are in all, and every tab's count."""
    wanted = _wanted(asked, own, desk.clock())
    with desk.office.store.look() as work:
        rows, found = work.tickets.rows(wanted), work.tickets.count(wanted)
        return {
            "rows": rows,
            "found": found,
            "last_page": max(-(-found // PAGE), 1),
            "counts": {name: work.tickets.count(tab.of(own)) for name, tab in TABS.items()},
            "shares": _shares(desk.office, work, rows, own, desk.clock()) if asked.tab == "协办" else {},
        }


def _wanted(asked: Asked, department: str, now: datetime) -> TicketFilter:
    wanted = replace(TABS[asked.tab].of(department), words=asked.words, limit=PAGE, skip=(asked.number - 1) * PAGE)
    if asked.due == "late":
        return replace(wanted, late_at=now)
    return replace(wanted, due_before=now + SOON) if asked.due == "soon" else wanted


def _shares(office: Office, work: Work, rows: list[TicketRow], department: str, now: datetime) -> dict[str, Part]:
    """What this department's own share of each ticket that others lead stands at, by number."""
    return {row.number: _share(office, work, row.number, department, now) for row in rows}


def _share(office: Office, work: Work, number: str, department: str, now: datetime) -> Part:
    ticket = work.tickets.ticket(number)
    shares = parts(ticket, deadlines_of(office, work, ticket), now)
    return next(part for part in shares if part.assignment.department == department and not part.assignment.lead)
