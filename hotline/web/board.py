"""How is the district doing? The supervisor's board: every figure stands on its tickets and opens their list."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from hotline.casework.board import RUNNING, Board, Rates, board
from hotline.casework.office import Office
from hotline.ports import Person, TicketFilter
from hotline.web.front import front
from hotline.web.listing import day, is_late, midnight
from hotline.web.pages import page
from hotline.web.visitors import only
from tickets.calendar import CHINA
from tickets.people import Role
from tickets.ratings import Rate

router = APIRouter(include_in_schema=False)
Supervisor = Annotated[Person, only(Role.SUPERVISOR, Role.ADMINISTRATOR, Role.DISPATCHER, Role.EDITOR)]
SHOWN = 10
NOTHING = Rates(sign=Rate(hit=0, of=0), complete=Rate(hit=0, of=0), satisfied=Rate(hit=0, of=0))
MOST_RUNNING = 5000


@dataclass(frozen=True, kw_only=True)
class Period:
    """Whole days, both included."""

    first: date
    last: date

    @property
    def start(self) -> datetime:
        return midnight(self.first)

    @property
    def end(self) -> datetime:
        return midnight(self.last + timedelta(days=1))

    @property
    def before(self) -> "Period":
        """As many days just before."""
        days = (self.last - self.first).days + 1
        return Period(first=self.first - timedelta(days=days), last=self.first - timedelta(days=1))

    @property
    def query(self) -> str:
        return urlencode({"from": self.first.isoformat(), "to": self.last.isoformat()})


@dataclass(frozen=True, kw_only=True)
class DepartmentLine:
    """One department: open and late tickets now, rates of the period."""

    short: str
    name: str
    open: int
    late: int
    rates: Rates


@router.get("/board")
def show(request: Request, person: Supervisor) -> Response:
    desk = front(request)
    now = desk.clock()
    today = now.astimezone(CHINA).date()
    period, sentence = _period(request, today)
    figures = board(desk.office, period.start, period.end, now)
    return page(
        request,
        "board.html",
        me=person,
        figures=figures,
        before=board(desk.office, period.before.start, period.before.end, now).rates,
        period=period,
        sentence=sentence,
        today=today,
        received_today=_received(desk.office, today),
        lines=(lines := _lines(desk.office, figures, now)),
        chart=_chart(lines),
        presets=_presets(today),
        shown=SHOWN,
    )


def _period(request: Request, today: date) -> tuple[Period, str]:
    """The period in the address, this month when it says none; a wrong one is told and replaced."""
    this_month = Period(first=today.replace(day=1), last=today)
    said = request.query_params
    if "from" not in said and "to" not in said:
        return this_month, ""
    first, last = day(said.get("from", "")), day(said.get("to", "")) or today
    if first is None or first > last:
        return this_month, "起止日期不对（起始日期要写明，且不晚于截止日期），下面是本月的数字。"
    return Period(first=first, last=last), ""


def _presets(today: date) -> dict[str, Period]:
    last_month_end = today.replace(day=1) - timedelta(days=1)
    return {
        "今天": Period(first=today, last=today),
        "本周": Period(first=today - timedelta(days=today.weekday()), last=today),
        "本月": Period(first=today.replace(day=1), last=today),
        "上月": Period(first=last_month_end.replace(day=1), last=last_month_end),
        "今年": Period(first=today.replace(month=1, day=1), last=today),
    }


def _received(office: Office, today: date) -> int:
    with office.store.look() as work:
        start = midnight(today)
        return work.tickets.count(TicketFilter(accepted_from=start, accepted_to=start + timedelta(days=1)))


def _lines(office: Office, figures: Board, now: datetime) -> list[DepartmentLine]:
    """Every department with something open or something counted, the most late first."""
    with office.store.look() as work:
        running = work.tickets.rows(TicketFilter(statuses=RUNNING, limit=MOST_RUNNING))
    opened = Counter(row.holder for row in running)
    late = Counter(row.holder for row in running if is_late(row, now))
    lines = [
        DepartmentLine(
            short=short,
            name=office.directory.named(short).name,
            open=opened[short],
            late=late[short],
            rates=figures.departments.get(short, NOTHING),
        )
        for short in {*opened, *figures.departments}
    ]
    return sorted(lines, key=lambda line: (-line.late, -line.open, line.name))


def _chart(lines: list[DepartmentLine]) -> dict[str, list[object]]:
    shown = [line for line in lines if line.open][:12]
    return {
        "names": [line.short for line in shown],
        "late": [line.late for line in shown],
        "running": [line.open - line.late for line in shown],
    }
