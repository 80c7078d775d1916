"""How do tables and letters come in and go out? The office's papers, made by the document package."""

from collections.abc import Mapping, Sequence
from datetime import date

from hotline.bulletin import bulletin
from hotline.casework.board import Board
from hotline.ports import SheetRow
from hotline.troubles import FileUnreadable
from integrations.documents.letter import letter
from integrations.documents.sheet import workbook
from integrations.documents.table_in import TableUnreadable, read_table, write_table
from tickets.departments import Directory


class OfficePapers:
    """`hotline.web.front.Papers` over openpyxl and python-docx."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def read_table(self, content: bytes, *, columns: Sequence[str], limit: int) -> list[SheetRow]:
        try:
            found = read_table(content, columns=columns, limit=limit)
        except TableUnreadable as problem:
            raise FileUnreadable(str(problem)) from problem
        return [SheetRow(number=row.number, values=row.values) for row in found.rows]

    def write_table(self, columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> bytes:
        return write_table(columns, rows)

    def figures_sheet(self, made: Board, issued: date) -> bytes:
        return workbook(bulletin(made, self._directory, issued))

    def figures_letter(self, made: Board, issued: date) -> bytes:
        return letter(bulletin(made, self._directory, issued))
