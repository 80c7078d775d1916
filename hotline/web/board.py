"""How is the district doing? The board: today in one line, then every rate of a period with the tickets behind it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from hotline.casework.board import SOON, Board, board, facts_of
from hotline.casework.office import Office
from hotline.ports import Person
from hotline.records import TicketFilter
from hotline.web import named_figures, periods
from hotline.web.front import front
from hotline.web.named_figures import DIMENSIONS
from hotline.web.pages import page
from hotline.web.periods import Days, midnight
from hotline.web.uploads import LETTER, WORKBOOK, download
from hotline.web.visitors import only
from tickets.calendar import CHINA
from tickets.figures import CENTRE, LOW_IS_GOOD, Dimension, Figures, Measure, figures, gathered, grouped
from tickets.lifecycle import OPEN, Status
from tickets.people import Role

router = APIRouter(include_in_schema=False)
Supervisor = Annotated[Person, only(Role.SUPERVISOR, Role.ADMINISTRATOR, Role.DISPATCHER, Role.EDITOR)]
SHOWN = 10
DRAWN = 20
LEADING = (Measure.SIGN, Measure.COMPLETE, Measure.SOLVED, Measure.OVERALL)
IN_TIME = (Measure.COMPLETE_PLAIN, Measure.FINISHED, Measure.CONTACT, Measure.CO_COMPLETE, Measure.REWORK_IN_TIME)
WELL_DONE = (Measure.FIRST_TIME, Measure.RETURNED, Measure.REWORKED, Measure.FOLLOWED_UP, Measure.SATISFIED)
IN_TABLE = (
    Measure.SIGN,
    Measure.COMPLETE,
    Measure.CONTACT,
    Measure.RETURNED,
    Measure.REWORKED,
    Measure.SOLVED,
    Measure.SATISFIED,
)
_FIELD: Mapping[Dimension, str] = {
    "department": "holder",
    "street": "street",
    "category": "category",
    "channel": "channel",
}


@dataclass(frozen=True, kw_only=True)
class Now:
    """What waits at this moment, in tickets, whatever the period."""

    received: int
    late: int
    soon: int
    statuses: Mapping[Status, int]
    pending: Mapping[str, int]
    supervised: int


@dataclass(frozen=True, kw_only=True)
class Line:
    """One department, street, category or channel: what it has open and late now, and its figures of the period. `narrowing`
    finds its tickets in a list of now."""

    name: str
    title: str
    open: int
    late: int
    narrowing: str
    figures: Figures


@dataclass(frozen=True, kw_only=True)
class View:
    """What the address chose to look at: days, a dimension, and one group of it or all (empty)."""

    days: Days
    by: Dimension
    group: str

    def address(self, days: Days | None = None, by: Dimension | None = None, group: str | None = None) -> str:
        chosen = {"by": by or self.by, "group": self.group if group is None and by is None else group or ""}
        return (
            f"/board?{urlencode({name: value for name, value in chosen.items() if value})}&{(days or self.days).query}"
        )

    def behind(self, figure: str, side: named_figures.Side = "all", *, before: bool = False, group: str = "") -> str:
        """Where the tickets of a figure are listed."""
        days = self.days.before if before else self.days
        return named_figures.address(figure, days, side, self.by, group or self.group)


@router.get("/board")
def show(request: Request, person: Supervisor) -> Response:
    desk, said = front(request), request.query_params
    now = desk.clock()
    today = now.astimezone(CHINA).date()
    days, sentence = periods.asked_for(said, today)
    view = View(days=days, by=_dimension(said.get("by", "")), group=said.get("group", ""))
    whole = board(desk.office, days.start, days.end, now, by=view.by)
    return page(
        request,
        "board.html",
        me=person,
        opens=person.role is not Role.EDITOR,
        view=view,
        sentence=sentence,
        today=today,
        presets=periods.presets(today),
        dimensions=DIMENSIONS,
        whole=whole,
        current=_now(desk.office, whole, today, now),
        shown_first=SHOWN,
        figures=_chosen(whole, view),
        before=_before(desk.office, whole, view, now),
        group_title=_title(desk.office, view.by, view.group),
        lines=(lines := _lines(desk.office, whole.groups, view.by, now)),
        chart=_chart(lines),
        measures={"leading": LEADING, "in_time": IN_TIME, "well_done": WELL_DONE, "table": IN_TABLE},
        low_is_good=LOW_IS_GOOD,
        named=named_figures,
        open_query=urlencode([("status", str(status)) for status in OPEN]),
    )


@router.get("/board/figures.xlsx")
def sheet(request: Request, person: Supervisor) -> Response:
    made, days, today = _made(request)
    return download(front(request).papers.figures_sheet(made, today), f"12345热线办理情况 {days.words}.xlsx", WORKBOOK)


@router.get("/board/bulletin.docx")
def letter(request: Request, person: Supervisor) -> Response:
    made, days, today = _made(request)
    return download(
        front(request).papers.figures_letter(made, today), f"12345热线办理情况通报 {days.words}.docx", LETTER
    )


def _made(request: Request) -> tuple[Board, Days, date]:
    """The same board as the page of the same address."""
    desk, said = front(request), request.query_params
    now = desk.clock()
    today = now.astimezone(CHINA).date()
    days, _ = periods.asked_for(said, today)
    return board(desk.office, days.start, days.end, now, by=_dimension(said.get("by", ""))), days, today


def _dimension(said: str) -> Dimension:
    return said if said in DIMENSIONS else "department"


def _chosen(whole: Board, view: View) -> Figures:
    nothing = figures(gathered((), (), ()), whole.figures.period)
    return whole.groups.get(view.group, nothing) if view.group else whole.figures


def _before(office: Office, whole: Board, view: View, now: datetime) -> Figures:
    if not view.group:
        return whole.before
    period = view.days.before.seen_at(now)
    with office.store.look() as work:
        facts = facts_of(work, period)
    return grouped(facts, period, view.by).get(view.group, figures(gathered((), (), ()), period))


def _now(office: Office, whole: Board, today: date, now: datetime) -> Now:
    """What falls due soon is what falls due before then without what is late already."""
    start, still_open = midnight(today), TicketFilter(statuses=frozenset(OPEN))
    with office.store.look() as work:
        count = work.tickets.count
        return Now(
            received=count(TicketFilter(accepted_from=start, accepted_to=start + timedelta(days=1))),
            late=whole.late_count,
            soon=count(replace(still_open, due_before=now + SOON)) - whole.late_count,
            statuses={
                **whole.waiting,
                Status.TO_RATE: count(TicketFilter(statuses=frozenset({Status.TO_RATE}))),
            },
            pending={what: count(TicketFilter(pending=what)) for what in ("延期", "剔除")},
            supervised=count(TicketFilter(supervised=True)),
        )


def _lines(office: Office, groups: Mapping[str, Figures], by: Dimension, now: datetime) -> list[Line]:
    """In the order of the directory, or by name: never by a rate."""
    with office.store.look() as work:
        return [
            Line(
                name=name,
                title=_title(office, by, name),
                open=work.tickets.count(mine),
                late=work.tickets.count(replace(mine, late_at=now)),
                narrowing=urlencode(narrowing),
                figures=groups[name],
            )
            for name in _ordered(office, groups, by)
            for narrowing, mine in [_narrowing(by, name)]
        ]


def _narrowing(by: Dimension, name: str) -> tuple[list[tuple[str, str]], TicketFilter]:
    """How a list of now finds the tickets of a group: what the centre has is not dispatched yet."""
    if name == CENTRE:
        return [("status", str(Status.TO_DISPATCH))], TicketFilter(statuses=frozenset({Status.TO_DISPATCH}))
    statuses = [("status", str(status)) for status in OPEN]
    return [(_FIELD[by], name), *statuses], TicketFilter(statuses=frozenset(OPEN), **{_FIELD[by]: name})


def _ordered(office: Office, names: Iterable[str], by: Dimension) -> list[str]:
    official = {one.short: place for place, one in enumerate(office.directory)} if by == "department" else {}
    return sorted(names, key=lambda name: (official.get(name, len(official)), name))


def _title(office: Office, by: Dimension, name: str) -> str:
    return office.directory.named(name).name if by == "department" and name in office.directory else name


def _chart(lines: list[Line]) -> dict[str, list[object]]:
    """The busiest, in the order of the table."""
    busiest = sorted((line for line in lines if line.open), key=lambda line: -line.open)[:DRAWN]
    shown = [line for line in lines if line in busiest]
    return {
        "names": [line.name for line in shown],
        "late": [line.late for line in shown],
        "running": [line.open - line.late for line in shown],
    }
