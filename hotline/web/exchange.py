"""What comes from the city platform, and what goes back to it? Batches by table or JSON in, the answers out."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Request, UploadFile
from fastapi.responses import JSONResponse, Response

from hotline.casework import city
from hotline.casework.city import MOST_REPLIES, REPLY_COLUMNS, Imported
from hotline.casework.office import Office
from hotline.ports import Person
from hotline.records import TicketFilter
from hotline.troubles import FileUnreadable, Trouble
from hotline.web import periods
from hotline.web.front import front
from hotline.web.pages import page
from hotline.web.periods import Days
from hotline.web.uploads import WORKBOOK, download, table_of
from hotline.web.visitors import Genuine, only
from tickets.calendar import CHINA
from tickets.city_order import COLUMNS, NEEDED
from tickets.errors import TicketError
from tickets.people import Role

router = APIRouter(include_in_schema=False)
Exchanger = Annotated[Person, only(Role.ADMINISTRATOR, Role.DISPATCHER)]
MOST_ORDERS = 2_000
Rows = list[tuple[int, Mapping[str, str]]]


@dataclass(frozen=True, kw_only=True)
class Batch:
    """What became of one upload."""

    name: str
    rows: int
    imported: Imported


@router.get("/admin/city")
def show(request: Request, person: Exchanger) -> Response:
    return _page(request, person)


@router.post("/admin/city", dependencies=[Genuine])
def take(request: Request, person: Exchanger, batch: UploadFile | None = None) -> Response:
    """Sending the same file again makes no ticket twice."""
    desk = front(request)
    try:
        if batch is None or not batch.filename:
            raise FileUnreadable("请选择要导入的文件（.xlsx 或 .json）。")
        rows = _read(request, batch.file.read())
        imported = city.import_orders(desk.office, rows, desk.clock())
    except (Trouble, TicketError) as refusal:
        return _page(request, person, problem=str(refusal), status=400)
    return _page(request, person, batch=Batch(name=batch.filename, rows=len(rows), imported=imported))


@router.get("/admin/city/template.xlsx")
def template(request: Request, person: Exchanger) -> Response:
    return download(front(request).papers.write_table(COLUMNS, ()), "市级工单导入模板.xlsx", WORKBOOK)


@router.get("/admin/city/replies.xlsx")
def replies_table(request: Request, person: Exchanger) -> Response:
    days, rows = _replies(request)
    named = [dict(zip(REPLY_COLUMNS, row, strict=True)) for row in rows]
    content = front(request).papers.write_table(REPLY_COLUMNS, named)
    return download(content, f"市级工单答复 {days.words}.xlsx", WORKBOOK)


@router.get("/admin/city/replies.json")
def replies_json(request: Request, person: Exchanger) -> Response:
    _, rows = _replies(request)
    return JSONResponse([dict(zip(REPLY_COLUMNS, row, strict=True)) for row in rows])


def _read(request: Request, content: bytes) -> Rows:
    """JSON begins with a bracket; everything else must be a workbook."""
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"[", b"{"):
        return _orders(content)
    return table_of(request, content, COLUMNS, MOST_ORDERS)


def _orders(content: bytes) -> Rows:
    try:
        orders = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as problem:
        raise FileUnreadable("这个文件不是完整的 JSON，请重新导出后再上传。") from problem
    if not isinstance(orders, list) or not orders:
        raise FileUnreadable("JSON 应是一个列表，每一项是一件工单。")
    if len(orders) > MOST_ORDERS:
        raise FileUnreadable(f"一次最多导入 {MOST_ORDERS} 件，请分成几个文件。")
    return [(place, _texts(order)) for place, order in enumerate(orders, start=1)]


def _texts(order: object) -> Mapping[str, str]:
    """Truth values in words; what is no order at all has no fields, and is refused with its number."""
    return {name: _text(value) for name, value in order.items()} if isinstance(order, dict) else {}


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else str(value)


def _replies(request: Request) -> tuple[Days, Sequence[Sequence[str]]]:
    desk = front(request)
    days, wrong = periods.asked_for(request.query_params, desk.clock().astimezone(CHINA).date())
    if wrong:
        raise FileUnreadable("起止日期不对：起始日期要写明，且不晚于截止日期。请退回重选。")
    if _count(desk.office, days) > MOST_REPLIES:
        raise FileUnreadable(f"这个期间超过 {MOST_REPLIES} 件，一个文件装不下，请缩短期间分几次导出。")
    return days, city.replies(desk.office, days.start, days.end)


def _count(office: Office, days: Days) -> int:
    with office.store.look() as work:
        return work.tickets.count(TicketFilter(of_city=True, accepted_from=days.start, accepted_to=days.end))


def _page(
    request: Request, person: Person, *, batch: Batch | None = None, problem: str = "", status: int = 200
) -> Response:
    desk = front(request)
    days, _ = periods.asked_for({}, desk.clock().astimezone(CHINA).date())
    return page(
        request,
        "exchange.html",
        status=status,
        me=person,
        days=days,
        count=_count(desk.office, days),
        columns=COLUMNS,
        needed=NEEDED,
        most=MOST_ORDERS,
        batch=batch,
        problem=problem,
    )
