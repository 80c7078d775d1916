"""How does a report become an official letter (通报) in Word?"""

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from io import BytesIO

from docx.document import Document as Letter
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.shared import Emu, Pt
from docx.table import Table as Grid
from docx.table import _Row as GridRow

from integrations.documents.characters import printable, width
from integrations.documents.chart_part import place
from integrations.documents.letter_form import LOOKS, TEXT_WIDTH, blank_letter
from integrations.documents.report import NOTHING, Chart, Column, Report, Section, Table, Value, shown

WIDEST, WIDEST_HEADING = 30, 10  # columns, in half characters
CELL_STYLES = {"text": "表格文字", "number": "表格数字", "percent": "表格数字"}
DATE_FROM_RIGHT = 4  # characters (GB/T 9704-2012, 7.3.5.1: 成文日期右空四字)


def letter(report: Report) -> bytes:
    """A .docx; every chart is a native one, to be edited in Word."""
    paper = blank_letter()
    _write(paper, "Title", report.title)
    if report.period not in report.title:
        _write(paper, "Subtitle", f"（{report.period}）")
    paper.add_paragraph()
    for section in report.sections:
        _add_section(paper, section)
    _sign(paper, report)
    _describe(paper, report)
    stream = BytesIO()
    paper.save(stream)
    return stream.getvalue()


def _write(paper: Letter, style: str, text: str) -> None:
    paper.add_paragraph(printable(text), style)


def _add_section(paper: Letter, section: Section) -> None:
    _write(paper, "Heading 1", section.heading)
    for text in section.paragraphs:
        _write(paper, "Body Text", text)
    for table in section.tables:
        _add_table(paper, table)
    for chart in section.charts:
        _add_chart(paper, chart)


def _add_table(paper: Letter, table: Table) -> None:
    _write(paper, "Caption", table.title)
    grid = paper.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _fill(grid.rows[0], [(column.name, "表头") for column in table.columns])
    grid.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # repeated on each page
    for row in table.rows:
        cells = zip(table.columns, row, strict=True)
        _fill(grid.add_row(), [(shown(value, column.kind), CELL_STYLES[column.kind]) for column, value in cells])
    if not table.rows:
        _add_nothing(grid)
    _set_widths(grid, table)
    _write(paper, "表注", table.note)


def _fill(row: GridRow, cells: Iterable[tuple[str, str]]) -> None:
    """Texts and their styles, left to right; the row stays on one page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell, (text, style) in zip(row.cells, cells, strict=True):
        (paragraph,) = cell.paragraphs
        paragraph.style = style
        paragraph.add_run(printable(text))


def _add_nothing(grid: Grid) -> None:
    first, *others = grid.add_row().cells
    (first.merge(others[-1]) if others else first).text = NOTHING
    first.paragraphs[0].style = "表头"


def _set_widths(grid: Grid, table: Table) -> None:
    """Over the whole text area, in proportion to what the columns hold."""
    shares = [_share(column, [row[at] for row in table.rows]) for at, column in enumerate(table.columns)]
    for at, share in enumerate(shares):
        room = Emu(TEXT_WIDTH * share // sum(shares))
        grid.columns[at].width = room
        for row in grid.rows:
            row.cells[at].width = room  # Word goes by the columns, other programs by the cells


def _share(column: Column, values: Sequence[Value]) -> int:
    """Half characters; a long heading may take two lines."""
    heading = width(column.name)
    longest = max([heading // 2, min(heading, WIDEST_HEADING), *(width(shown(value, column.kind)) for value in values)])
    return min(longest + 2, WIDEST)


def _add_chart(paper: Letter, chart: Chart) -> None:
    if chart.empty:
        _write(paper, "Caption", f"{chart.title}{NOTHING}")
        return
    place(paper.add_paragraph(style="图").add_run(), chart)


def _sign(paper: Letter, report: Report) -> None:
    """Issuer centred over the date, the date four characters from the edge, or more under a long name."""
    over = (width(report.issuer) - width(report.issued_on)) / 4  # characters by which the name juts out on each side
    from_right = max(DATE_FROM_RIGHT, over)
    paper.add_paragraph().paragraph_format.keep_with_next = True
    for text, indent in ((report.issuer, from_right - over), (report.issued_on, from_right)):
        _write(paper, "落款", text)
        paper.paragraphs[-1].paragraph_format.right_indent = Pt(indent * LOOKS["落款"].points)


def _describe(paper: Letter, report: Report) -> None:
    properties = paper.core_properties
    properties.title, properties.author = printable(report.title), printable(report.issuer)
    properties.last_modified_by, properties.comments = properties.author, ""
    properties.created = properties.modified = datetime.combine(report.issued, time())
