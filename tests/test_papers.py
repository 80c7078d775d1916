"""Do the figures come out on paper as they are, with nothing ranked and 0/0 as no figure?"""

from datetime import date, timedelta
from io import BytesIO

import pytest
from docx import Document
from openpyxl import load_workbook

from hotline.bulletin import bulletin
from hotline.casework.board import Board, board
from hotline.papers import OfficePapers
from hotline.rules import load
from hotline.storage.store import SqlStore
from hotline.troubles import FileUnreadable
from tests.casework.one_office import MONDAY, completed, office_over
from tickets.city_order import COLUMNS

ISSUED = date(2026, 12, 1)
PAPERS = OfficePapers(load.directory())


@pytest.fixture
def one_week(sqlite_store: SqlStore) -> Board:
    """One lamp completed by 城管 on Monday."""
    office = office_over(sqlite_store)
    completed(office)
    return board(office, MONDAY.replace(hour=0), MONDAY.replace(hour=0) + timedelta(days=7), MONDAY + timedelta(days=7))


def test_every_rate_stands_with_numerator_and_denominator_and_none_is_invented(one_week: Board) -> None:
    rates = {row[0]: row[1:] for row in bulletin(one_week, load.directory(), ISSUED).sections[1].tables[0].rows}
    assert rates["按时签收率"] == (1, 1, 1.0, None)
    assert rates["满意率"] == (0, 0, None, None)


def test_departments_stand_in_the_order_of_the_directory_and_the_centre_last(one_week: Board) -> None:
    names = [row[0] for row in bulletin(one_week, load.directory(), ISSUED).sections[3].tables[0].rows]
    assert names == [load.directory().named("城管").name, "区热线"]


def test_the_bulletin_is_a_word_file_that_says_what_was_left_out(one_week: Board) -> None:
    written = Document(BytesIO(PAPERS.figures_letter(one_week, ISSUED)))
    assert any("本期受理1件" in paragraph.text for paragraph in written.paragraphs)
    cells = [cell.text for table in written.tables for row in table.rows for cell in row.cells]
    assert "—" in cells and "剔除（办结）" in cells


def test_the_sheet_has_the_rates_as_numbers(one_week: Board) -> None:
    book = load_workbook(BytesIO(PAPERS.figures_sheet(one_week, ISSUED)))
    values = [cell for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for cell in row]
    assert "按时签收率" in values and 1 in values


def test_a_form_that_was_filled_in_comes_back_row_by_row() -> None:
    filled = PAPERS.write_table(COLUMNS, [dict.fromkeys(COLUMNS, "=1+1")])
    assert [(row.number, row.values["诉求内容"]) for row in PAPERS.read_table(filled, columns=COLUMNS, limit=5)] == [
        (2, "=1+1")
    ]


def test_what_is_no_table_is_refused_with_a_sentence() -> None:
    with pytest.raises(FileUnreadable, match="[\u4e00-\u9fff]"):
        PAPERS.read_table(b"not a workbook", columns=COLUMNS, limit=5)
