"""Does a report in Word look like an official letter, and are its charts Word's own?"""

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.document import Document as Letter
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from integrations.documents.characters import printable
from integrations.documents.letter import letter
from integrations.documents.report import Chart, Column, Report, Section, Table
from tests.integrations.october_report import CHANNELS, KINDS, LAMPS, LATE, OCTOBER, RATES, TREND, of


def opened(report: Report) -> Letter:
    return Document(BytesIO(letter(report)))


def texts(paper: Letter) -> list[str]:
    return [paragraph.text for paragraph in paper.paragraphs if paragraph.text]


def rows(paper: Letter, table: int = 0) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in paper.tables[table].rows]


class TestWords:
    def test_a_letter_reads_title_period_sections_and_signature(self):
        assert texts(opened(OCTOBER)) == [
            "关于12345热线办理情况的通报",
            "（2026年10月）",
            "一、总体情况",
            "全区共受理群众诉求990件。",
            "路灯照明反映集中。",
            "二、办理情况",
            "表1  各承办单位办理情况",
            "注：0/0 记作“—”。",
            "表2  群众原话",
            "表3  逾期工单",
            "随州市曾都区12345政务服务便民热线",
            "2026年11月2日",
        ]

    def test_a_period_the_title_names_is_not_said_again(self):
        assert "（2026年10月）" not in texts(opened(replace(OCTOBER, title="2026年10月通报")))

    def test_the_name_is_centred_over_the_date_and_stays_on_the_page(self):
        issuer, issued = opened(OCTOBER).paragraphs[-2:]
        assert issuer.paragraph_format.right_indent == 0  # 16.5 characters over 6.5
        assert issued.paragraph_format.right_indent == Pt(5 * 16)

    def test_a_short_name_leaves_the_date_four_characters_from_the_edge(self):
        issuer, issued = opened(replace(OCTOBER, issuer="区政府办")).paragraphs[-2:]
        assert issued.paragraph_format.right_indent == Pt(4 * 16)
        assert issuer.paragraph_format.right_indent == Pt((4 + 1.25) * 16)

    @settings(max_examples=25, deadline=None)
    @given(st.text(min_size=1, max_size=60))
    def test_any_words_fit_into_a_letter(self, text):
        section = Section(heading=text, paragraphs=(text,))
        paper = opened(replace(OCTOBER, title="通报", sections=(section,)))
        body = [paragraph.text for paragraph in paper.paragraphs if paragraph.style.name == "Body Text"]
        assert body == [printable(text)]


class TestLook:
    def test_the_page_is_that_of_the_standard(self):
        page = opened(OCTOBER).sections[0]
        across = page.page_width, page.left_margin, page.page_width - page.left_margin - page.right_margin
        down = page.page_height, page.top_margin, page.page_height - page.top_margin - page.bottom_margin
        assert [round(length / Mm(1)) for length in across] == [210, 28, 156]
        assert [round(length / Mm(1)) for length in down] == [297, 37, 225]

    @pytest.mark.parametrize(
        ("style", "face", "points"),
        [
            ("Title", "方正小标宋简体", 22),  # 二号
            ("Heading 1", "黑体", 16),  # 三号
            ("Body Text", "仿宋", 16),
            ("Footer", "宋体", 14),  # 四号
        ],
    )
    def test_chinese_letters_have_the_faces_of_the_standard(self, style: str, face: str, points: int):
        look = opened(OCTOBER).styles[style]
        (faces,) = look.element.xpath("w:rPr/w:rFonts")
        assert faces.get(qn("w:eastAsia")) == face and look.font.size == Pt(points)
        assert not [name for name in faces.attrib if "Theme" in name]  # a theme's face would win

    def test_a_missing_title_face_has_a_stand_in(self):
        with ZipFile(BytesIO(letter(OCTOBER))) as archive:
            fonts = archive.read("word/fontTable.xml").decode()
        assert '<w:font w:name="方正小标宋简体"><w:altName w:val="宋体"/></w:font>' in fonts

    def test_the_first_line_is_indented_by_two_characters(self):
        (indent,) = opened(OCTOBER).styles["Body Text"].element.xpath("w:pPr/w:ind")
        assert indent.get(qn("w:firstLineChars")) == "200"

    def test_a_page_holds_22_lines(self):
        paper = opened(OCTOBER)
        page, line = paper.sections[0], paper.styles["Body Text"].paragraph_format.line_spacing
        assert (page.page_height - page.top_margin - page.bottom_margin) // line == 22

    def test_pages_are_numbered_on_the_outer_side(self):
        paper = opened(OCTOBER)
        odd, even = paper.sections[0].footer.paragraphs[0], paper.sections[0].even_page_footer.paragraphs[0]
        assert paper.settings.odd_and_even_pages_header_footer
        assert (odd.alignment, even.alignment) == (ALIGN.RIGHT, ALIGN.LEFT)
        for footer in (odd, even):
            assert footer.text == "—  —" and footer._p.xpath("w:fldSimple[@w:instr='PAGE']")

    def test_word_takes_it_for_chinese_and_for_a_file_of_today(self):
        paper = opened(OCTOBER)
        assert paper.styles.element.xpath("w:docDefaults//w:lang/@w:eastAsia") == ["zh-CN"]
        (mode,) = paper.settings.element.xpath("w:compat/w:compatSetting[@w:name='compatibilityMode']")
        assert mode.get(qn("w:val")) == "15"  # Word 2013 and later; less opens as 兼容模式

    def test_the_letter_is_signed_by_its_issuer_alone(self):
        about = opened(OCTOBER).core_properties
        assert (about.author, about.last_modified_by, about.comments) == (OCTOBER.issuer, OCTOBER.issuer, "")


class TestTables:
    def test_values_are_printed_as_the_report_shows_them(self):
        assert rows(opened(of(RATES))) == [
            ["承办单位", "承办件数", "按时签收率"],
            ["区城市管理执法局", "120", "100%"],
            ["万店镇人民政府", "71", "88.91%"],
            ["区水利和湖泊局", "0", "—"],
        ]

    def test_a_table_without_rows_says_so_across_all_columns(self):
        assert rows(opened(of(LATE))) == [["工单号", "逾期天数"], ["（无数据）", "（无数据）"]]

    def test_a_single_column_may_be_empty_too(self):
        assert rows(opened(of(Table(title="表", columns=(Column(name="甲"),), rows=())))) == [["甲"], ["（无数据）"]]

    def test_the_head_is_repeated_and_no_row_is_torn(self):
        head, *others = opened(of(RATES)).tables[0].rows
        assert head._tr.xpath("w:trPr/w:tblHeader")
        assert not [row for row in others if row._tr.xpath("w:trPr/w:tblHeader")]
        assert all(row._tr.xpath("w:trPr/w:cantSplit") for row in (head, *others))

    def test_a_table_is_as_wide_as_the_text(self):
        widths = [cell.width.mm for cell in opened(of(RATES)).tables[0].rows[0].cells]
        assert round(sum(widths)) == 156 and widths[0] > widths[1]

    def test_long_chinese_does_not_push_the_other_columns_out(self):
        table = Table(
            title="表",
            columns=(Column(name="原话"), Column(name="件数", kind="number")),
            rows=(("路灯坏了。" * 90, 3),),
        )
        assert opened(of(table)).tables[0].rows[1].cells[1].width.mm > 20

    def test_words_that_look_like_a_formula_are_words(self):
        assert rows(opened(OCTOBER), table=1)[1] == ["路灯", LAMPS]


class TestCharts:
    @pytest.mark.parametrize(("chart", "tag"), [(KINDS, "barChart"), (TREND, "lineChart"), (CHANNELS, "pieChart")])
    def test_a_chart_is_words_own_with_its_figures_behind_it(self, chart: Chart, tag: str):
        with ZipFile(BytesIO(letter(of(charts=(chart,))))) as archive:
            assert f"<{tag}>".encode() in archive.read("word/charts/chart1.xml")
            figures = load_workbook(BytesIO(archive.read("word/embeddings/figures1.xlsx")))["数据"]
        head, *lines = figures.iter_rows(values_only=True)
        assert head[1:] == tuple(series.name for series in chart.series)
        assert [line[0] for line in lines] == list(chart.labels)
        assert [line[1] for line in lines] == list(chart.series[0].values)

    def test_each_chart_leads_to_its_own_figures(self):
        paper = opened(OCTOBER)
        links = [link.get(qn("r:id")) for link in paper.element.xpath("//c:chart")]
        parts = [paper.part.related_parts[link] for link in links]
        assert [str(part.partname) for part in parts] == [f"/word/charts/chart{number}.xml" for number in (1, 2, 3)]
        behind = [part.rels[parse_xml(part.blob).find(qn("c:externalData")).get(qn("r:id"))] for part in parts]
        assert [str(relation.target_part.partname) for relation in behind] == [
            f"/word/embeddings/figures{number}.xlsx" for number in (1, 2, 3)
        ]
        assert {relation.reltype for relation in behind} == {RELATIONSHIP_TYPE.PACKAGE}

    def test_a_chart_fits_between_the_margins(self):
        for shape in opened(OCTOBER).inline_shapes:
            assert shape.width.mm <= 156 and shape.height.mm <= 225

    def test_who_cannot_see_a_chart_can_read_it(self):
        (frame,) = opened(of(charts=(KINDS,))).element.xpath("//wp:docPr")
        assert frame.get("descr") == (
            "图1  受理与办结\n受理：咨询 420，求助 260，投诉 310\n办结：咨询 418，求助 240，投诉 —"
        )

    def test_no_picture_and_no_font_travels_with_the_letter(self):
        with ZipFile(BytesIO(letter(OCTOBER))) as archive:
            kinds = {name.rpartition(".")[2] for name in archive.namelist()}
        assert kinds == {"xml", "rels", "xlsx"}

    def test_a_chart_of_nothing_is_words(self):
        paper = opened(of(charts=(replace(KINDS, labels=(), series=()),)))
        assert "图1  受理与办结（无数据）" in texts(paper) and not paper.inline_shapes
