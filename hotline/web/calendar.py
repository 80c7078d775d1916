"""When is working time, and what would a holiday notice change? The administrator's calendar: look, preview, apply once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request, UploadFile
from fastapi.responses import RedirectResponse, Response

from hotline.casework import calendar_keeping
from hotline.casework.calendar_keeping import Preview
from hotline.casework.office import Office
from hotline.casework.rulebook import holiday_notice
from hotline.ports import Person
from hotline.troubles import FileUnreadable
from hotline.web.front import front
from hotline.web.pages import page
from hotline.web.uploads import table_of
from hotline.web.visitors import Genuine, only
from tickets.calendar import CHINA, DayRule, WorkingCalendar
from tickets.errors import TicketError
from tickets.holiday_notice import HolidayNotice, NoticeUnreadable, from_rows, read_notice
from tickets.people import Role

router = APIRouter(include_in_schema=False)
Administrator = Annotated[Person, only(Role.ADMINISTRATOR)]
COLUMNS = ("日期", "是否上班", "节日名称")
MOST_DAYS = 400
MOVES_SHOWN = 200
FIRST_YEAR, LAST_YEAR = 2000, 2100
WEEKDAYS = "一二三四五六日"
DayKind = Literal["work", "rest", "holiday", "makeup", "none"]
MARKS = {"holiday": "休", "makeup": "班"}


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One day of a month's sheet; `none` fills the weeks before and after."""

    day: date
    kind: DayKind
    why: str


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A day that the notice makes other than it is; `turns` when it changes between work and rest, not only its name."""

    day: date
    before: str
    after: str
    turns: bool


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A notice that could be read, what it changes, and how many notices were applied when we looked."""

    notice: HolidayNotice
    differences: tuple[Difference, ...]
    preview: Preview
    applied_before: int

    @property
    def rows(self) -> str:
        """The days as the confirming form carries them."""
        told = ((day.isoformat(), "是" if rule.working else "否", rule.name) for day, rule in self.notice.days.items())
        return "\n".join("\t".join(row) for row in told)


@dataclass(frozen=True, kw_only=True)
class Arrangement:
    """One festival of a year: its days off and its make-up days, in order."""

    name: str
    off: tuple[date, ...]
    makeup: tuple[date, ...]


@router.get("/admin/calendar")
def show(request: Request, person: Administrator, year: str = "", applied: str = "") -> Response:
    return _page(request, person, year=int(year) if year.isdecimal() else 0, applied=applied)


@router.post("/admin/calendar/preview", dependencies=[Genuine])
def look(
    request: Request, person: Administrator, text: Annotated[str, Form()] = "", table: UploadFile | None = None
) -> Response:
    """What the pasted notice or the uploaded table would change; nothing is stored."""
    content = table.file.read() if table and table.filename else b""
    try:
        notice = _table(request, content) if content else _pasted(text)
    except NoticeUnreadable as unreadable:
        return _page(request, person, text=text, problems=unreadable.problems, status=400)
    except FileUnreadable as unreadable:
        return _page(request, person, text=text, problems=(str(unreadable),), status=400)
    return _preview(request, person, notice, text)


@router.post("/admin/calendar/apply", dependencies=[Genuine])
def apply(
    request: Request,
    person: Administrator,
    rows: Annotated[str, Form()],
    title: Annotated[str, Form()],
    document: Annotated[str, Form()] = "",
    seen: Annotated[int, Form()] = 0,
) -> Response:
    """Apply what was previewed; when somebody applied another notice meanwhile, the preview is shown anew."""
    desk = front(request)
    try:
        notice = from_rows([line.split("\t") for line in rows.splitlines()], title=title, document=document)
        if len(calendar_keeping.applied(desk.office)) != seen:
            return _preview(request, person, notice, text="", again=True)
        touched = calendar_keeping.apply(desk.office, notice, person.actor, desk.clock())
    except NoticeUnreadable as unreadable:
        return _page(request, person, problems=unreadable.problems, status=400)
    except TicketError as refusal:
        return _page(request, person, problems=(str(refusal),), status=400)
    return RedirectResponse(f"/admin/calendar?year={notice.year}&applied={touched}", status_code=303)


def _pasted(text: str) -> HolidayNotice:
    if not text.strip():
        raise NoticeUnreadable(["请粘贴通知全文，或上传全年日期表。"])
    return read_notice(text)


def _table(request: Request, content: bytes) -> HolidayNotice:
    """Empty rows keep their place, so that problems are told by the sheet's own row numbers."""
    rows = dict(table_of(request, content, COLUMNS, MOST_DAYS))
    return from_rows(
        [
            [rows[place][name] for name in COLUMNS] if place in rows else ()
            for place in range(1, max(rows, default=0) + 1)
        ]
    )


def _preview(request: Request, person: Person, notice: HolidayNotice, text: str, *, again: bool = False) -> Response:
    office = front(request).office
    now_in_force, then, applied_before = _calendars(office, notice)
    reading = Reading(
        notice=notice,
        differences=tuple(differences(now_in_force, then)),
        preview=calendar_keeping.preview(office, notice),
        applied_before=applied_before,
    )
    return page(
        request,
        "calendar_preview.html",
        status=409 if again else 200,
        me=person,
        reading=reading,
        moves=reading.preview.moves[:MOVES_SHOWN],
        text=text,
        again=again,
        noticed_before=notice.year in now_in_force.noticed,
        years=sorted({day.year for day in notice.days}),
        arranged=arranged,
        in_words=in_words,
        weekdays=WEEKDAYS,
    )


def _calendars(office: Office, notice: HolidayNotice) -> tuple[WorkingCalendar, WorkingCalendar, int]:
    """The calendar in force, the one with the notice, and how many notices are applied."""
    with office.store.look() as work:
        applied = work.rulings.notices()
        in_force = office.book(work).timetable.calendar
    then = office.rulebooks.supposing((*map(holiday_notice, applied), notice))
    return in_force, then.timetable.calendar, len(applied)


def differences(before: WorkingCalendar, after: WorkingCalendar) -> Iterator[Difference]:
    """Day by day, in order."""
    for day in sorted({*before.days, *after.days}):
        if before.why(day) != after.why(day):
            turns = before.works(day) != after.works(day)
            yield Difference(day=day, before=before.why(day), after=after.why(day), turns=turns)


def _page(
    request: Request,
    person: Person,
    *,
    year: int = 0,
    applied: str = "",
    text: str = "",
    problems: Sequence[str] = (),
    status: int = 200,
) -> Response:
    desk = front(request)
    today = desk.clock().astimezone(CHINA).date()
    year = year if FIRST_YEAR <= year <= LAST_YEAR else today.year
    with desk.office.store.look() as work:
        timetable, notices = desk.office.book(work).timetable, work.rulings.notices()
    calendar = timetable.calendar
    return page(
        request,
        "calendar.html",
        status=status,
        me=person,
        year=year,
        today=today,
        months=months(calendar, year),
        provisional=year not in calendar.noticed,
        arranged=(told := arranged(calendar.days, year)),
        off=sum(len(one.off) for one in told),
        makeup=sum(len(one.makeup) for one in told),
        working=calendar.working_days_between(date(year - 1, 12, 31), date(year, 12, 31)),
        calendar=calendar,
        own_hours=timetable.hours,
        notices=tuple(reversed(notices)),
        marks=MARKS,
        weekdays=WEEKDAYS,
        in_words=in_words,
        columns=COLUMNS,
        text=text,
        problems=problems,
        applied=applied if applied.isdecimal() else "",
    )


def arranged(days: Mapping[date, DayRule], year: int) -> list[Arrangement]:
    """The festivals that have a day in the year, in the order of their first day off."""
    named: dict[str, list[date]] = {}
    for day in sorted(day for day in days if day.year == year):
        named.setdefault(days[day].name, []).append(day)
    told = [
        Arrangement(
            name=name,
            off=tuple(day for day in own if not days[day].working),
            makeup=tuple(day for day in own if days[day].working),
        )
        for name, own in named.items()
    ]
    return sorted(told, key=lambda one: one.off or one.makeup)


def in_words(days: Sequence[date]) -> str:
    """Days in order, those that follow one another as a span: 2月15日至23日、3月1日."""
    spans: list[list[date]] = []
    for day in days:
        if spans and spans[-1][-1] + timedelta(days=1) == day:
            spans[-1].append(day)
        else:
            spans.append([day])
    return "、".join(_span(span[0], span[-1]) for span in spans)


def _span(first: date, last: date) -> str:
    opens, closes = (
        f"{first.month}月{first.day}日",
        f"{last.day}日" if first.month == last.month else f"{last.month}月{last.day}日",
    )
    return opens if first == last else f"{opens}至{closes}"


def months(calendar: WorkingCalendar, year: int) -> list[list[list[Cell]]]:
    """Twelve sheets, each of weeks from Monday to Sunday."""
    return [_month(calendar, date(year, month, 1)) for month in range(1, 13)]


def _month(calendar: WorkingCalendar, first: date) -> list[list[Cell]]:
    monday, weeks = first - timedelta(days=first.weekday()), []
    while (monday.year, monday.month) <= (first.year, first.month):
        week = [monday + timedelta(days=past) for past in range(7)]
        weeks.append([_cell(calendar, day, first) for day in week])
        monday += timedelta(days=7)
    return weeks


def _cell(calendar: WorkingCalendar, day: date, first: date) -> Cell:
    return Cell(day=day, kind=_kind(calendar, day) if day.month == first.month else "none", why=calendar.why(day))


def _kind(calendar: WorkingCalendar, day: date) -> DayKind:
    if day in calendar.days:
        return "makeup" if calendar.days[day].working else "holiday"
    return "work" if calendar.works(day) else "rest"
