"""What does an official letter look like? Page, typefaces and page numbers of GB/T 9704-2012, before a word is in it.

Sizes: 二号 is 22 points, 三号 16, 四号 14, 小四 12. Typefaces are named, never enclosed: the reader's program has them, or
takes the one named beside it.
"""

from dataclasses import dataclass

from docx import Document
from docx.document import Document as Letter
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import XmlPart
from docx.opc.rel import Relationships
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.section import Section as Pages
from docx.section import _Footer as Footer
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle

SONG, FANG_SONG, HEI, KAI, TITLE_SONG = "宋体", "仿宋", "黑体", "楷体", "方正小标宋简体"
STAND_INS = {TITLE_SONG: SONG, FANG_SONG: "仿宋_GB2312", KAI: "楷体_GB2312"}

# Clause 5.2.1: 天头 37 mm, 订口 28 mm, 版心 156 mm × 225 mm on A4. Clause 5.2.3: 22 lines a page, 28 characters a line.
PAGE_WIDTH, PAGE_HEIGHT = Mm(210), Mm(297)
TOP, LEFT, TEXT_WIDTH, TEXT_HEIGHT = Mm(37), Mm(28), Mm(156), Mm(225)
LINE = 28.95  # points; 22 of them are the height of the text area
GRID = {"type": "lines", "linePitch": "579"}  # twentieths of a point
CLOSER = "-5"  # twentieths of a point: 28 characters of 三号 are 2 mm too wide for a line
STYLES_OF_2010 = "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects"
FOOT = Mm(25)  # puts the number's dash 7 mm under the text area (clause 7.5)


@dataclass(frozen=True, kw_only=True)
class Look:
    """How paragraphs of one kind look. `line` in points; None is as high as what stands in it."""

    face: str = FANG_SONG
    points: int = 16
    line: float | None = LINE
    align: ALIGN = ALIGN.JUSTIFY
    indent: int = 0  # characters before the first line
    closer: bool = False  # 28 characters a line
    before: int = 0  # points
    after: int = 0
    with_next: bool = False  # on the same page as the following paragraph
    outline: bool = False  # in the reader's table of contents


LOOKS = {
    "Normal": Look(),
    "Title": Look(face=TITLE_SONG, points=22, line=36, align=ALIGN.CENTER, with_next=True),
    "Subtitle": Look(face=KAI, align=ALIGN.CENTER, with_next=True),
    "Heading 1": Look(face=HEI, indent=2, with_next=True, outline=True),
    "Body Text": Look(indent=2, closer=True),
    "Caption": Look(face=HEI, points=14, align=ALIGN.CENTER, before=6, with_next=True),
    "表头": Look(face=HEI, points=12, line=None, align=ALIGN.CENTER, before=2, after=2),
    "表格文字": Look(points=12, line=None, align=ALIGN.LEFT, before=2, after=2),
    "表格数字": Look(points=12, line=None, align=ALIGN.RIGHT, before=2, after=2),
    "表注": Look(points=12, line=20, align=ALIGN.LEFT, after=6),
    "图": Look(line=None, align=ALIGN.CENTER, before=6, after=6),
    "落款": Look(align=ALIGN.RIGHT),
    "Footer": Look(face=SONG, points=14, line=None, align=ALIGN.LEFT),
}


def blank_letter() -> Letter:
    """A letter without words, its styles named as in LOOKS."""
    letter = Document()
    _set_page(letter.sections[0])
    for name, look in LOOKS.items():
        known = name in letter.styles
        _dress(letter.styles[name] if known else letter.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH), look)
    _number_pages(letter)
    _name_stand_ins(letter)
    _drop_leftovers(letter)
    _speak_chinese(letter)
    return letter


def _set_page(pages: Pages) -> None:
    pages.page_width, pages.page_height = PAGE_WIDTH, PAGE_HEIGHT
    pages.top_margin, pages.bottom_margin = TOP, PAGE_HEIGHT - TOP - TEXT_HEIGHT
    pages.left_margin, pages.right_margin = LEFT, PAGE_WIDTH - LEFT - TEXT_WIDTH
    pages.footer_distance = FOOT
    (grid,) = pages._sectPr.xpath("w:docGrid")
    for name, value in GRID.items():
        grid.set(qn(f"w:{name}"), value)


def _dress(style: ParagraphStyle, look: Look) -> None:
    for old in style.element.xpath("w:pPr | w:rPr"):
        style.element.remove(old)  # the library's own look, with typefaces of a theme that would win over ours
    _set_face(style, look)
    properties = style.element.get_or_add_pPr()
    if look.line is None:
        properties.append(OxmlElement("w:snapToGrid", attrs={qn("w:val"): "0"}))
    shape = style.paragraph_format
    shape.alignment, shape.keep_with_next = look.align, look.with_next
    shape.line_spacing = Pt(look.line) if look.line else 1.0
    shape.space_before, shape.space_after = Pt(look.before), Pt(look.after)
    shape.first_line_indent = Pt(look.indent * look.points)
    properties.get_or_add_ind().set(qn("w:firstLineChars"), str(look.indent * 100))
    if look.outline:
        properties.append(OxmlElement("w:outlineLvl", attrs={qn("w:val"): "0"}))


def _set_face(style: ParagraphStyle, look: Look) -> None:
    style.font.name, style.font.size = look.face, Pt(look.points)
    (faces,) = style.element.xpath("w:rPr/w:rFonts")
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        faces.set(qn(f"w:{script}"), look.face)
    if look.closer:
        faces.addnext(OxmlElement("w:spacing", attrs={qn("w:val"): CLOSER}))


def _number_pages(letter: Letter) -> None:
    """— 1 — outside: right on odd pages, left on even ones, one character from the edge (clause 7.5)."""
    letter.settings.odd_and_even_pages_header_footer = True
    pages = letter.sections[0]
    _number(pages.footer, ALIGN.RIGHT)
    _number(pages.even_page_footer, ALIGN.LEFT)


def _number(footer: Footer, side: ALIGN) -> None:
    paragraph = footer.paragraphs[0]
    paragraph.style, paragraph.alignment = "Footer", side
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(14)
    paragraph.add_run("— ")
    field = OxmlElement("w:fldSimple", attrs={qn("w:instr"): "PAGE"})
    field.append(OxmlElement("w:r"))
    paragraph._p.append(field)
    paragraph.add_run(" —")


def _name_stand_ins(letter: Letter) -> None:
    """Tells the reader's program which typeface to take where it lacks one."""
    table = letter.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    fonts = parse_xml(table.blob)
    for face, other in STAND_INS.items():
        font = OxmlElement("w:font", attrs={qn("w:name"): face})
        font.append(OxmlElement("w:altName", attrs={qn("w:val"): other}))
        fonts.append(font)
    _drop(letter.part.rels, RELATIONSHIP_TYPE.FONT_TABLE)
    named = XmlPart(table.partname, table.content_type, fonts, table.package)
    letter.part.relate_to(named, RELATIONSHIP_TYPE.FONT_TABLE)


def _drop_leftovers(letter: Letter) -> None:
    """The library's blank letter brings a second set of styles, which would contradict ours, and a preview picture."""
    _drop(letter.part.rels, STYLES_OF_2010)
    _drop(letter.part.package.rels, RELATIONSHIP_TYPE.THUMBNAIL)


def _drop(relations: Relationships, kind: str) -> None:
    for key in [key for key, relation in relations.items() if relation.reltype == kind]:
        del relations[key]


def _speak_chinese(letter: Letter) -> None:
    for language in letter.styles.element.xpath("w:docDefaults//w:lang") + letter.settings.element.xpath(
        "w:themeFontLang"
    ):
        language.set(qn("w:eastAsia"), "zh-CN")
    for mode in letter.settings.element.xpath("w:compat/w:compatSetting[@w:name='compatibilityMode']"):
        mode.set(qn("w:val"), "15")  # Word 2013 and later, else Word opens it as a file of the past
