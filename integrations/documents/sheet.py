"""How does a report become an Excel workbook: a sheet for each table, one for the charts, ready to print on A4?"""

import re
from datetime import datetime, time
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from integrations.documents.cells import NUMBER_FORMATS, put
from integrations.documents.characters import printable, width
from integrations.documents.chart import laid_out
from integrations.documents.report import NO_FIGURE, NOTHING, Chart, Column, Report, Table, Value, shown

CHARTS = "图表"
LONGEST_NAME = 31  # of a sheet; more makes Excel repair the file
_FORBIDDEN_IN_NAME = re.compile(r"[\\/*?:\[\]\n\t]")
FACE = "宋体"
HEAD_ROW = 3  # under the title and the line that says who speaks of which time
NARROWEST, WIDEST = 8, 48  # columns, in half characters
UPRIGHT_WIDTH = 96  # half characters that A4 holds upright without shrinking much
ROW_CM = 0.53  # a row of 15 points
ROWS_ON_A_PAGE = 70  # of charts: as wide as they are they print at about 70 %
LINE_POINTS, HIGHEST_ROW = 15, 409  # Excel's highest row
_THIN = Side(style="thin", color="8C8C8C")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD_FILL = PatternFill("solid", fgColor="E8EEF6")


def workbook(report: Report) -> bytes:
    """An .xlsx. A report without tables and charts has one sheet with its heading."""
    book = Workbook()
    book.remove(book.active)
    taken = {CHARTS}
    for table in report.tables:
        _add_table(book, report, table, sheet_name(table.title, taken))
    if report.charts:
        _add_charts(book, report)
    if not book.worksheets:
        _add_heading(book.create_sheet(sheet_name(report.title, taken)), report, report.title, across=1)
    _sign(book, report)
    return _bytes(book)


def sheet_name(title: str, taken: set[str]) -> str:
    """A name Excel accepts, unlike all in `taken` (which it joins), capital letters or not."""
    plain = _FORBIDDEN_IN_NAME.sub("－", printable(title)).strip(" '") or "表"
    number, name = 1, plain[:LONGEST_NAME]
    while name.casefold() in taken:
        number += 1
        ending = f"（{number}）"
        name = plain[: LONGEST_NAME - len(ending)] + ending
    taken.add(name.casefold())
    return name


def _add_table(book: Workbook, report: Report, table: Table, name: str) -> None:
    sheet = book.create_sheet(name)
    _add_heading(sheet, report, table.title, across=len(table.columns))
    _add_head(sheet, table)
    rows = table.rows or ((NOTHING, *("",) * (len(table.columns) - 1)),)
    for number, row in enumerate(rows, start=HEAD_ROW + 1):
        _add_row(sheet, number, table, row)
    if table.note:
        put(sheet.cell(HEAD_ROW + len(rows) + 2, 1), table.note)
        sheet.cell(HEAD_ROW + len(rows) + 2, 1).font = Font(name=FACE, size=10)
    widths = _widths(table, heading=width(_heading_line(report)))
    _set_room(sheet, table, widths)
    _set_print(sheet, wide=sum(widths) > UPRIGHT_WIDTH)
    sheet.freeze_panes = sheet.cell(HEAD_ROW + 1, 1)
    sheet.print_title_rows = f"1:{HEAD_ROW}"


def _add_heading(sheet: Worksheet, report: Report, title: str, *, across: int) -> None:
    """Two lines centred over the table without merging cells, which would hinder sorting."""
    lines = (title, Font(name=FACE, size=16, bold=True)), (_heading_line(report), Font(name=FACE, size=10))
    for row, (text, font) in enumerate(lines, start=1):
        for column in range(1, across + 1):
            sheet.cell(row, column).alignment = Alignment(horizontal="centerContinuous", vertical="center")
        put(sheet.cell(row, 1), text)
        sheet.cell(row, 1).font = font
    sheet.row_dimensions[1].height = 30


def _heading_line(report: Report) -> str:
    return f"{report.issuer}　{report.period}　{report.issued_on}"


def _add_head(sheet: Worksheet, table: Table) -> None:
    for place, column in enumerate(table.columns, start=1):
        cell = sheet.cell(HEAD_ROW, place)
        put(cell, column.name)
        cell.font, cell.fill, cell.border = Font(name=FACE, bold=True), _HEAD_FILL, _GRID
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)


def _add_row(sheet: Worksheet, number: int, table: Table, row: tuple[Value, ...]) -> None:
    for place, (column, value) in enumerate(zip(table.columns, row, strict=True), start=1):
        cell = sheet.cell(number, place)
        absent = value is None and column.kind != "text"
        put(cell, NO_FIGURE if absent else value)
        cell.number_format = NUMBER_FORMATS["text" if isinstance(value, str) else column.kind]
        cell.font, cell.border = Font(name=FACE), _GRID
        side = "left" if column.kind == "text" else "right"
        cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=column.kind == "text")


def _widths(table: Table, *, heading: int) -> list[int]:
    """One for each column, in half characters; together they hold a heading of that width or of the title's."""
    widths = [_width(column, [row[place] for row in table.rows]) for place, column in enumerate(table.columns)]
    wanting = max(heading, width(table.title) * 3 // 2) - sum(widths)
    return [each + max(0, -(-wanting // len(widths))) for each in widths]


def _width(column: Column, values: list[Value]) -> int:
    longest = max(width(text) for text in (column.name, *(shown(value, column.kind) for value in values)))
    return min(max(longest + 3, NARROWEST), WIDEST)


def _set_room(sheet: Worksheet, table: Table, widths: list[int]) -> None:
    for place, room in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = room
    for number, row in enumerate(table.rows, start=HEAD_ROW + 1):
        texts = (shown(value, column.kind) for value, column in zip(row, table.columns, strict=True))
        lines = max(_lines(text, room) for text, room in zip(texts, widths, strict=True))
        sheet.row_dimensions[number].height = min(LINE_POINTS * lines + 3, HIGHEST_ROW)


def _lines(text: str, room: int) -> int:
    """How many lines a text takes in a column; programs leave the height of a wrapped row to whoever writes it."""
    return sum(-(-max(width(line), 1) // (room - 2)) for line in text.split("\n"))


def _set_print(sheet: Worksheet, *, wide: bool) -> None:
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape" if wide else "portrait"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0  # as many pages down as it takes
    sheet.page_margins = PageMargins(left=0.6, right=0.6, top=0.7, bottom=0.8)
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"


def _add_charts(book: Workbook, report: Report) -> None:
    sheet = book.create_sheet(CHARTS)
    top = page = 1
    for chart in report.charts:
        below = _add_chart(sheet, chart, top)
        if below - page > ROWS_ON_A_PAGE and top > page:
            sheet.row_breaks.append(Break(id=top - 1))
            page = top
        top = below
    sheet.column_dimensions["A"].width = 24
    _set_print(sheet, wide=False)


def _add_chart(sheet: Worksheet, chart: Chart, top: int) -> int:
    """Title, figures, and the drawing to their right; returns the first free row."""
    put(sheet.cell(top, 1), chart.title if not chart.empty else f"{chart.title}{NOTHING}")
    sheet.cell(top, 1).font = Font(name=FACE, bold=True)
    if chart.empty:
        return top + 2
    drawing = laid_out(sheet, chart, top=top + 1)
    sheet.add_chart(drawing, f"{get_column_letter(len(chart.series) + 3)}{top}")
    return top + max(len(chart.labels) + 2, round(drawing.height / ROW_CM)) + 2


def _sign(book: Workbook, report: Report) -> None:
    properties = book.properties
    properties.title, properties.creator = printable(report.title), printable(report.issuer)
    properties.created = datetime.combine(report.issued, time())


def _bytes(book: Workbook) -> bytes:
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()
