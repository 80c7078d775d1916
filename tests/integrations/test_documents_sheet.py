"""Does a report in Excel keep numbers as numbers and words as words, print on A4, and draw its charts natively?"""

from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from integrations.documents.characters import printable, width
from integrations.documents.report import NOTHING, Chart, Column, Report, Series, Table, shown
from integrations.documents.sheet import HEAD_ROW, sheet_name, workbook
from tests.integrations.october_report import CHANNELS, KINDS, LAMPS, LATE, OCTOBER, RATES, TREND, WORDS, of


def opened(report: Report) -> Workbook:
    return load_workbook(BytesIO(workbook(report)))


def values(sheet: Worksheet) -> list[tuple]:
    return list(sheet.iter_rows(min_row=HEAD_ROW, values_only=True))


class TestTables:
    def test_every_table_has_a_sheet_and_the_charts_share_one(self):
        assert opened(OCTOBER).sheetnames == ["表1  各承办单位办理情况", "表2  群众原话", "表3  逾期工单", "图表"]

    def test_numbers_stay_numbers_and_no_figure_is_a_dash(self):
        assert values(opened(of(RATES)).active)[:4] == [
            ("承办单位", "承办件数", "按时签收率"),
            ("区城市管理执法局", 120, 1),
            ("万店镇人民政府", 71, 0.8891),
            ("区水利和湖泊局", 0, "—"),
        ]

    def test_the_heading_says_who_speaks_of_which_time(self):
        sheet = opened(of(RATES)).active
        assert sheet["A1"].value == "表1  各承办单位办理情况"
        assert sheet["A2"].value == "随州市曾都区12345政务服务便民热线　2026年10月　2026年11月2日"

    def test_the_note_stands_under_the_table(self):
        assert values(opened(of(RATES)).active)[-1][0] == RATES.note

    def test_shares_print_as_percentages(self):
        assert "0.00%" in opened(of(RATES)).active["C5"].number_format

    def test_a_table_without_rows_says_so(self):
        assert values(opened(of(LATE)).active) == [("工单号", "逾期天数"), (NOTHING, None)]

    def test_a_report_without_tables_still_opens(self):
        assert opened(of()).active["A1"].value == "通报"

    def test_a_row_that_does_not_fit_its_columns_is_a_mistake(self):
        with pytest.raises(ValueError):
            workbook(of(Table(title="表", columns=(Column(name="甲"),), rows=(("一", "二"),))))


class TestWordsAreNeverFormulas:
    @pytest.mark.parametrize("text", [LAMPS, "+86 13800000000", "-1", "@SUM(A1)", "#N/A", '=HYPERLINK("http://x")'])
    def test_text_that_looks_like_a_formula_is_text(self, text):
        table = Table(title="原话", columns=(Column(name=text),), rows=((text,),))
        head, cell = (opened(of(table)).active.cell(row, 1) for row in (HEAD_ROW, HEAD_ROW + 1))
        assert [(each.value, each.data_type) for each in (head, cell)] == [(text, "s")] * 2

    def test_it_stays_text_when_somebody_edits_the_cell(self):
        sheet = opened(of(WORDS)).active
        assert sheet["B4"].quotePrefix and not sheet["A4"].quotePrefix

    def test_no_formula_is_anywhere_in_the_file(self):
        with ZipFile(BytesIO(workbook(OCTOBER))) as archive:
            sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
            assert len(sheets) == 4 and not [name for name in sheets if b"<f>" in archive.read(name)]


class TestPrinting:
    def test_a_sheet_prints_on_a4_as_wide_as_the_paper(self):
        for sheet in opened(OCTOBER):
            assert int(sheet.page_setup.paperSize) == 9  # A4 in ECMA-376 part 1, §18.3.1.63
            assert sheet.sheet_properties.pageSetUpPr.fitToPage
            assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
            assert sheet.oddFooter.center.text == "第 &P 页，共 &N 页"

    def test_the_head_stays_in_sight_and_is_printed_on_each_page(self):
        sheet = opened(of(RATES)).active
        assert sheet.freeze_panes == "A4" and sheet.print_title_rows == "$1:$3"
        assert all(cell.font.bold for cell in sheet[HEAD_ROW])

    def test_columns_are_as_wide_as_chinese_needs(self):
        sheet = opened(of(RATES)).active
        assert sheet.column_dimensions["A"].width > width("区城市管理执法局") == 16

    def test_a_long_text_takes_several_lines_instead_of_a_wide_column(self):
        table = Table(title="原话", columns=(Column(name="原话"),), rows=(("路灯坏了。" * 40,), ("短",)))
        sheet = opened(of(table)).active
        assert sheet["A4"].alignment.wrap_text
        assert sheet.row_dimensions[4].height > 5 * sheet.row_dimensions[5].height

    def test_a_wide_table_lies_on_its_side(self):
        columns = tuple(Column(name=f"第{number}季度受理件数") for number in range(8))
        assert opened(of(Table(title="宽表", columns=columns, rows=()))).active.page_setup.orientation == "landscape"


class TestSheetNames:
    @given(st.lists(st.text(max_size=40), max_size=8))
    def test_every_title_gets_a_name_of_its_own_that_excel_takes(self, titles):
        taken: set[str] = set()
        names = [sheet_name(title, taken) for title in titles]
        assert len({name.casefold() for name in names}) == len(titles)
        assert all(0 < len(name) <= 31 and not set(name) & set(r"\/*?:[]") for name in names)

    def test_long_titles_that_begin_alike_are_counted(self):
        taken: set[str] = set()
        first, second = (sheet_name("各承办单位按时签收率" * 4, taken) for _ in range(2))
        assert len(first) == 31 and second == first[:28] + "（2）"

    def test_no_table_takes_the_name_of_the_charts(self):
        table = Table(title="图表", columns=(Column(name="甲"),), rows=())
        assert opened(of(table, charts=(KINDS,))).sheetnames == ["图表（2）", "图表"]


def drawn(report: Report) -> list[str]:
    with ZipFile(BytesIO(workbook(report))) as archive:
        names = sorted(name for name in archive.namelist() if name.startswith("xl/charts/"))
        return [archive.read(name).decode() for name in names]


class TestCharts:
    @pytest.mark.parametrize(("chart", "tag"), [(KINDS, "barChart"), (TREND, "lineChart"), (CHANNELS, "pieChart")])
    def test_a_chart_is_drawn_by_excel_from_its_cells(self, chart: Chart, tag: str):
        (drawing,) = drawn(of(charts=(chart,)))
        assert f"<{tag}>" in drawing and f"'图表'!$B$3:$B${2 + len(chart.labels)}" in drawing
        assert all(f"<v>{label}</v>" in drawing for label in chart.labels)  # shown before the cells are read

    def test_the_figures_stand_beside_the_drawing(self):
        sheet = opened(of(charts=(KINDS,)))["图表"]
        assert [row[:3] for row in sheet.iter_rows(max_row=5, values_only=True)] == [
            ("图1  受理与办结", None, None),
            (None, "受理", "办结"),
            ("咨询", 420, 418),
            ("求助", 260, 240),
            ("投诉", 310, None),
        ]

    def test_a_missing_figure_is_a_gap_and_not_zero(self):
        (drawing,) = drawn(of(charts=(KINDS,)))
        assert '<dispBlanksAs val="gap"/>' in drawing and '<pt idx="2"><v>310</v></pt>' in drawing
        assert '<pt idx="1"><v>240</v></pt></numCache>' in drawing  # the third is not there at all

    def test_no_scale_of_shares_goes_beyond_a_hundred_percent(self):
        assert '<max val="1"/>' in drawn(of(charts=(TREND,)))[0]

    def test_many_long_labels_make_the_bars_lie_down(self):
        towns = tuple(f"{name}镇人民政府" for name in ("万店", "何店", "洛阳", "府河", "淅河"))
        chart = Chart(title="各镇", kind="bar", labels=towns, series=(Series(name="件数", values=(5, 4, 3, 2, 1)),))
        assert '<barDir val="bar"/>' in drawn(of(charts=(chart,)))[0]
        assert '<barDir val="col"/>' in drawn(of(charts=(KINDS,)))[0]

    def test_a_chart_of_nothing_is_words(self):
        nothing = Chart(title="图9  无", kind="pie", labels=(), series=())
        book = opened(of(charts=(nothing, KINDS)))
        assert book["图表"]["A1"].value == "图9  无（无数据）" and len(drawn(of(charts=(nothing, KINDS)))) == 1


class TestValuesInPrint:
    @pytest.mark.parametrize(
        ("share", "text"),
        [(1, "100%"), (0.99999, "99.99%"), (0.8891, "88.91%"), (0, "0.00%"), (1.25, "125.00%"), (None, "—")],
    )
    def test_only_a_whole_is_a_hundred_percent(self, share, text):
        assert shown(share, "percent") == text

    @pytest.mark.parametrize(
        ("value", "kind", "text"),
        [(120, "number", "120"), (2.5, "number", "2.5"), (0.0, "number", "0"), (None, "text", "")],
    )
    def test_other_values_print_plainly(self, value, kind, text):
        assert shown(value, kind) == text

    def test_every_line_end_is_a_line_feed_and_nothing_breaks_the_file(self):
        assert printable("路灯\r\n坏了\r三盏\x00\ud800\ufffe") == "路灯\n坏了\n三盏"

    @given(st.text())
    def test_what_is_printable_stays_so(self, text):
        assert printable(printable(text)) == printable(text)
