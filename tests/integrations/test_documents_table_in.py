"""Is a table from outside read as it was meant, and refused in one helpful sentence when it cannot be?"""

from datetime import date, datetime, time
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from integrations.documents import table_in
from integrations.documents.characters import printable
from integrations.documents.table_in import Row, Rows, TableUnreadable, read_table, write_table

COLUMNS = ("单位名称", "联系电话", "备注")
CITY = {"单位名称": "区城市管理执法局", "联系电话": "0722-3312345", "备注": ""}
TOWN = {"单位名称": "万店镇人民政府", "联系电话": "007", "备注": "=1+1\n第二行"}


def sheet(*rows: tuple) -> bytes:
    """A workbook as an office would send it."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return saved(book)


def saved(book: Workbook) -> bytes:
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def read(content: bytes, limit: int = 100) -> Rows:
    return read_table(content, columns=COLUMNS, limit=limit)


class TestReading:
    def test_headings_may_stand_in_any_order_under_a_title(self):
        found = read(sheet(("承办单位通讯录",), (), ("备注", "联系电话", "单位名称"), ("夜间值班", "110", "公安分局")))
        assert found.rows == (Row(number=4, values={"单位名称": "公安分局", "联系电话": "110", "备注": "夜间值班"}),)

    def test_headings_nobody_asked_for_are_told(self):
        found = read(sheet(("单位名称", "联系电话", "备注", "传真"), ("公安分局", "110", "", "111")))
        assert found.unknown == ("传真",) and "传真" not in found.rows[0].values

    def test_blank_rows_are_skipped_and_the_others_keep_their_numbers(self):
        found = read(sheet(COLUMNS, ("甲",), (), ("  ", None, "　"), ("乙",)))
        assert [(row.number, row.values["单位名称"]) for row in found.rows] == [(2, "甲"), (5, "乙")]

    @pytest.mark.parametrize(
        ("value", "text"),
        [
            ("　万店镇 ", "万店镇"),
            (13800000000, "13800000000"),  # a telephone number typed as a number
            (13800000000.0, "13800000000"),
            (0.5, "0.5"),
            (date(2026, 11, 2), "2026-11-02"),
            (datetime(2026, 11, 2, 9, 30), "2026-11-02T09:30:00"),
            (time(9, 30), "09:30:00"),
            (True, "是"),
            (None, ""),
        ],
    )
    def test_a_value_becomes_text(self, value, text):
        assert read(sheet(COLUMNS, ("甲", value))).rows[0].values["联系电话"] == text

    def test_of_a_formula_only_a_computed_value_counts(self):
        assert read(sheet(COLUMNS, ("甲", "=1+1"))).rows[0].values["联系电话"] == ""  # nobody has computed it yet

    def test_only_the_first_sheet_is_read(self):
        book = load_workbook(BytesIO(sheet(COLUMNS, ("甲",))))
        book.create_sheet("说明").append(("乙",))
        assert len(read(saved(book)).rows) == 1

    def test_what_the_sheet_says_of_its_own_size_is_not_believed(self):
        lying = changed(sheet(COLUMNS, ("甲",), ("乙",)), b'ref="A1:C3"', b'ref="A1:C2"')
        assert len(read(lying).rows) == 2


class TestRefusing:
    @pytest.mark.parametrize(
        "content", [b"", "单位名称,联系电话\n".encode(), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)]
    )
    def test_what_is_no_workbook_is_named(self, content):
        with pytest.raises(TableUnreadable, match="不是 Excel 工作簿"):
            read(content)

    def test_a_zip_archive_of_something_else_is_no_workbook(self):
        with pytest.raises(TableUnreadable, match="已损坏"):
            read(archive({"曾都.txt": "路灯".encode()}))

    @settings(max_examples=60, deadline=None)
    @given(st.data())
    def test_a_damaged_workbook_is_refused_or_read_but_never_an_accident(self, data):
        whole = sheet(COLUMNS, ("甲", "乙", "丙"))
        at = data.draw(st.integers(0, len(whole) - 1))
        try:
            read(whole[:at] + data.draw(st.binary(max_size=4)) + whole[at + 4 :])
        except TableUnreadable as refused:
            assert str(refused).endswith("。")

    def test_all_missing_headings_are_told_at_once(self):
        with pytest.raises(TableUnreadable, match="表头缺少：联系电话、备注。"):
            read(sheet(("单位名称", "电话"), ("公安分局", "110")))

    def test_an_empty_sheet_misses_all_headings(self):
        with pytest.raises(TableUnreadable, match="单位名称、联系电话、备注"):
            read(sheet())

    def test_a_heading_that_stands_twice_is_refused(self):
        with pytest.raises(TableUnreadable, match="表头重复：备注。"):
            read(sheet((*COLUMNS, "备注"), ("公安分局", "110", "一", "二")))

    def test_the_limit_is_the_last_row_that_is_read(self):
        rows = [("单位",)] * 3
        assert len(read(sheet(COLUMNS, *rows), limit=3).rows) == 3
        with pytest.raises(TableUnreadable, match="表格超过 2 行"):
            read(sheet(COLUMNS, *rows), limit=2)

    def test_an_archive_that_unpacks_to_too_much_is_not_unpacked(self, monkeypatch: pytest.MonkeyPatch):
        bomb = archive({"xl/worksheets/sheet1.xml": bytes(table_in.UNPACKED_LIMIT + 1)})
        assert len(bomb) < 100_000
        monkeypatch.setattr(ZipFile, "read", lambda *_: pytest.fail("unpacked"))
        with pytest.raises(TableUnreadable, match="解压后超过 50 MB"):
            read(bomb)

    def test_millions_of_empty_cells_are_refused_before_they_take_memory(self):
        bomb = changed(
            sheet(COLUMNS), b"</sheetData>", b"<row>" + b"<c/>" * table_in.MARKS_LIMIT + b"</row></sheetData>"
        )
        assert len(bomb) < 20_000
        with pytest.raises(TableUnreadable, match="单元格太多"):
            read(bomb)

    def test_entities_are_not_followed(self):
        hostile = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet '
        with pytest.raises(TableUnreadable, match="已损坏"):
            read(changed(sheet(COLUMNS, ("甲",)), b"<worksheet ", hostile))


def archive(parts: dict[str, bytes]) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as written:
        for name, content in parts.items():
            written.writestr(name, content)
    return stream.getvalue()


def changed(workbook: bytes, old: bytes, new: bytes) -> bytes:
    """The workbook with other words in its first sheet."""
    with ZipFile(BytesIO(workbook)) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    first = parts["xl/worksheets/sheet1.xml"]
    assert old in first
    return archive({**parts, "xl/worksheets/sheet1.xml": first.replace(old, new)})


cells = st.text(max_size=30) | st.sampled_from(["=1+1", "+1", "-1", "@x", "#N/A", "007", "1e5", "2026-11-02", "TRUE"])


class TestForms:
    def test_a_form_comes_back_as_it_was_filled_in(self):
        assert [row.values for row in read(write_table(COLUMNS, [CITY, TOWN])).rows] == [CITY, TOWN]

    def test_an_empty_form_has_its_headings(self):
        assert read(write_table(COLUMNS, [])) == Rows(rows=(), unknown=())

    def test_what_is_typed_into_a_form_stays_as_typed(self):
        book = load_workbook(BytesIO(write_table(COLUMNS, [TOWN])))
        assert {cell.number_format for row in book.active for cell in row} == {"@"}
        assert all(book.active.column_dimensions[letter].number_format == "@" for letter in "ABC")
        assert book.active["C2"].data_type == "s" and book.active["C2"].quotePrefix

    @settings(deadline=None)
    @given(st.lists(st.tuples(cells, cells, cells), max_size=5))
    def test_any_text_comes_back_stripped(self, rows):
        sent = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
        kept = [{name: printable(text).strip() for name, text in row.items()} for row in sent]
        found = read(write_table(COLUMNS, sent))
        assert [dict(row.values) for row in found.rows] == [row for row in kept if any(row.values())]
