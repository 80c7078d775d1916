"""How do many articles come in and go out at once? A table or Markdown files in, all as drafts or none; both ways out."""

import zipfile
from collections.abc import Sequence
from io import BytesIO
from typing import Annotated

from fastapi import APIRouter, File, Request, UploadFile
from fastapi.responses import Response

from hotline.casework.knowledge import exchanging, seeding
from hotline.casework.knowledge.exchanging import Brought, RowsRefused
from hotline.ports import Person, SheetRow
from hotline.records import ArticleFilter
from hotline.troubles import FileUnreadable, Trouble
from hotline.web.front import front
from hotline.web.knowledge import listing
from hotline.web.knowledge.rooms import Keeper, room, today_of
from hotline.web.uploads import WORKBOOK, download
from hotline.web.visitors import Genuine
from knowledge_base.exchange import COLUMNS, LIMIT, REQUIRED

router = APIRouter(include_in_schema=False)
ZIP = "application/zip"
_ALL = 100_000
_LARGEST_FILE = 256 * 1024  # bytes of one Markdown file out of a .zip
Files = Sequence[tuple[str, bytes]]


@router.get("/knowledge/exchange")
def show(request: Request, person: Keeper) -> Response:
    return _page(request, person)


@router.post("/knowledge/exchange", dependencies=[Genuine])
def bring(request: Request, person: Keeper, batch: Annotated[list[UploadFile] | None, File()] = None) -> Response:
    """All bad rows are told at once, and then nothing was stored."""
    desk = front(request)
    given = [(one.filename, one.file.read()) for one in batch or () if one.filename]
    name = "、".join(name for name, _ in given[:3])
    try:
        if [file for file, _ in given if file.lower().endswith(".xlsx")]:
            brought = exchanging.bring_rows(desk.office, _table(request, given), person.actor, desk.clock())
        else:
            brought = exchanging.bring_files(desk.office, _markdown(given), person.actor, desk.clock())
    except RowsRefused as refused:
        return _page(request, person, name=name, problems=refused.problems, status=400)
    except Trouble as refusal:
        return _page(request, person, name=name, problems=(str(refusal),), status=400)
    return _page(request, person, name=name, brought=brought)


@router.get("/knowledge/exchange/template.xlsx")
def template(request: Request, person: Keeper) -> Response:
    return download(front(request).papers.write_table(COLUMNS, ()), "知识条目导入模板.xlsx", WORKBOOK)


@router.get("/knowledge/exchange/articles.xlsx")
def table(request: Request, person: Keeper) -> Response:
    """The newest wordings, narrowed as the list of articles is."""
    desk, today = front(request), today_of(request)
    asked = listing.read(request.query_params, person)
    rows = exchanging.carry_rows(desk.office, listing.wanted(asked, today, limit=_ALL))
    return download(desk.papers.write_table(COLUMNS, rows), f"知识条目 {today}.xlsx", WORKBOOK)


@router.get("/knowledge/exchange/articles.zip")
def markdown(request: Request, person: Keeper) -> Response:
    """Every published article as a Markdown file, in the folders of the library."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in seeding.files(front(request).office):
            archive.writestr(path, text)
    return download(packed.getvalue(), f"知识条目 {today_of(request)}.zip", ZIP)


def _table(request: Request, given: Files) -> list[SheetRow]:
    if len(given) > 1:
        raise FileUnreadable("一次导入一个表格；Markdown 可以一次选多个。")
    return front(request).papers.read_table(given[0][1], columns=COLUMNS, limit=LIMIT)


def _markdown(given: Files) -> Files:
    """The Markdown files as they are, and those in a .zip."""
    found = []
    for name, content in given:
        if name.lower().endswith(".zip"):
            found += _unpacked(name, content)
        elif name.lower().endswith(".md"):
            found.append((name, content))
        else:
            raise FileUnreadable(f"“{name}”不是 .xlsx、.md 或 .zip。")
    if not found:
        raise FileUnreadable("请选择要导入的文件（.xlsx、.md，或装着 .md 的 .zip）。")
    return found


def _unpacked(name: str, content: bytes) -> Files:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            inside = [one for one in archive.infolist() if one.filename.lower().endswith(".md")]
            if len(inside) > LIMIT:
                raise FileUnreadable(f"“{name}”里有 {len(inside)} 个 Markdown 文件，一次最多导入 {LIMIT} 个。")
            if large := [one.filename for one in inside if one.file_size > _LARGEST_FILE]:
                raise FileUnreadable(f"“{large[0]}”太大，一个条目不会超过 {_LARGEST_FILE // 1024} KB。")
            return [(one.filename, archive.read(one)) for one in inside]
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as problem:
        raise FileUnreadable(f"“{name}”打不开，请确认是没有加密的 .zip。") from problem


def _page(
    request: Request,
    person: Person,
    *,
    name: str = "",
    problems: Sequence[str] = (),
    brought: Brought | None = None,
    status: int = 200,
) -> Response:
    with front(request).office.store.look() as work:
        count = work.articles.count(ArticleFilter())
    return room(
        request,
        "knowledge_exchange.html",
        person,
        "/knowledge/exchange",
        status=status,
        upload=name,
        problems=problems,
        brought=brought,
        count=count,
        columns=COLUMNS,
        required=REQUIRED,
        most=LIMIT,
    )
