"""What stands in the table somebody sends us, and what keeps it from being read? And: the empty form to fill in."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from itertools import chain, islice
from typing import Any
from zipfile import ZipFile, is_zipfile

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from integrations.documents.cells import put
from integrations.documents.characters import printable, width

UNPACKED_LIMIT = 50 * 1024 * 1024  # bytes; a workbook is a zip archive and may unpack to a thousand times its size
MARKS_LIMIT = 1_000_000  # of "<": about 200,000 filled cells; 50 MB of empty ones would take gigabytes of memory
TOO_MUCH = "请只保留需要的行和列，删去空白的格式后再上传。"
HEAD_WITHIN = 20  # rows; titles and remarks may stand above the headings
LAST_ROW, LAST_COLUMN = 1_048_576, 100  # Excel's last row; our last column, far beyond any form
NARROWEST = 16  # columns of a form, in half characters
TEXT_FORMAT = "@"  # what is typed stays as typed: 007 keeps its zeros


class TableUnreadable(Exception):
    """The file cannot be read as the table it should be; the sentence is meant for whoever sent it."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """`number` as the sheet shows it, from 1; `values` has every expected column, empty cells as ""."""

    number: int
    values: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Rows:
    """The filled rows in the sheet's order, and the headings nobody asked for."""

    rows: tuple[Row, ...]
    unknown: tuple[str, ...]


def read_table(content: bytes, *, columns: Sequence[str], limit: int) -> Rows:
    """The first sheet of an .xlsx. The headings may stand in any order, in one of the first 20 rows; of formulas the
    last computed value counts; dates are ISO strings. At most `limit` rows. Errors: `TableUnreadable`."""
    _refuse_strangers(content)
    _refuse_bombs(content)
    sheet = enumerate(_cells(content), start=1)
    opening = list(islice(sheet, HEAD_WITHIN))
    at, head = max(opening, key=lambda numbered: len(set(numbered[1]) & set(columns)), default=(0, ()))
    _refuse_head(head, columns)
    filled = (
        Row(number=number, values=_values(head, cells, columns))
        for number, cells in chain(opening, sheet)
        if number > at and any(cells)
    )
    rows = tuple(islice(filled, limit + 1))
    if len(rows) > limit:
        raise TableUnreadable(f"表格超过 {limit} 行，请分成几个文件。")
    return Rows(rows=rows, unknown=tuple(name for name in head if name and name not in columns))


def _refuse_strangers(content: bytes) -> None:
    if not is_zipfile(BytesIO(content)):
        raise TableUnreadable(
            "文件不是 Excel 工作簿（.xlsx）。旧版 .xls、加了密码的文件和 .csv 请先另存为不加密的 .xlsx。"
        )


def _refuse_bombs(content: bytes) -> None:
    """Nothing unpacks beyond the size the archive declares for it, so these sizes can be trusted before unpacking."""
    with _damage_told(), ZipFile(BytesIO(content)) as archive:
        parts = archive.infolist()
        if sum(part.file_size for part in parts) > UNPACKED_LIMIT:
            raise TableUnreadable(f"表格解压后超过 {UNPACKED_LIMIT // 1024 // 1024} MB。{TOO_MUCH}")
        if sum(archive.read(part).count(b"<") for part in parts) > MARKS_LIMIT:
            raise TableUnreadable(f"表格的单元格太多。{TOO_MUCH}")


@contextmanager
def _damage_told() -> Iterator[None]:
    """A stranger's file may break the libraries anywhere and with any error."""
    try:
        yield
    except TableUnreadable:
        raise
    except Exception as problem:
        raise TableUnreadable("工作簿已损坏，或不是标准的 .xlsx。请用 Excel 或 WPS 打开后另存一份再上传。") from problem


def _cells(content: bytes) -> Iterator[tuple[str, ...]]:
    """Every row down to the last one used, as texts; blank rows have none. One stray cell may make a million of them."""
    with _damage_told():
        book = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
        for row in book.worksheets[0].iter_rows(max_row=LAST_ROW, max_col=LAST_COLUMN, values_only=True):
            yield () if row.count(None) == len(row) else tuple(map(_text, row))


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return printable(str(value)).strip()


def _refuse_head(head: Sequence[str], columns: Sequence[str]) -> None:
    """All that is wrong with the headings in one sentence, so that one correction is enough."""
    missing = [name for name in columns if name not in head]
    if missing:
        raise TableUnreadable(f"表头缺少：{'、'.join(missing)}。表头要在前 {HEAD_WITHIN} 行内，名称要与模板一致。")
    twice = [name for name, times in Counter(head).items() if times > 1 and name in columns]
    if twice:
        raise TableUnreadable(f"表头重复：{'、'.join(twice)}。每个名称只能出现一次。")


def _values(head: Sequence[str], cells: Sequence[str], columns: Sequence[str]) -> dict[str, str]:
    named = dict(zip(head, cells, strict=True))
    return {name: named[name] for name in columns}


def write_table(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    """An .xlsx that `read_table` reads back: headings, then everything as text, also what is typed in later."""
    book = Workbook()
    sheet = book.active
    _write_row(sheet, 1, columns, Font(bold=True))
    for number, row in enumerate(rows, start=2):
        _write_row(sheet, number, [row[name] for name in columns], Font())
    for place, name in enumerate(columns, start=1):
        room = sheet.column_dimensions[get_column_letter(place)]
        room.width, room.number_format = max(width(name) + 4, NARROWEST), TEXT_FORMAT
    sheet.freeze_panes = "A2"
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _write_row(sheet: Worksheet, number: int, texts: Sequence[str], font: Font) -> None:
    for place, text in enumerate(texts, start=1):
        cell = sheet.cell(number, place)
        put(cell, text)
        cell.number_format, cell.font = TEXT_FORMAT, font
        cell.alignment = Alignment(vertical="top", wrap_text=True)
