"""How does a native chart get into a Word document, which the Word library does not know?

A chart is a part of its own, with the workbook behind it as another part (ECMA-376 part 1, §14.2.1). The drawing is the
one Excel gets, taken from a workbook in which it was placed; no picture of it and no font travels with the letter.
"""

from io import BytesIO
from zipfile import ZipFile

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.part import Part, XmlPart
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm
from docx.text.run import Run
from openpyxl import Workbook

from integrations.documents.characters import printable
from integrations.documents.chart import laid_out
from integrations.documents.report import Chart, shown

DRAWN_AT = "xl/charts/chart1.xml"  # where the only chart of a workbook lies
_FRAME = f"""
<w:drawing {nsdecls("w", "wp", "a", "c", "r")}><wp:inline distT="0" distB="0" distL="0" distR="0">
  <wp:extent/><wp:docPr/><wp:cNvGraphicFramePr/>
  <a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart/></a:graphicData></a:graphic>
</wp:inline></w:drawing>"""


def place(run: Run, chart: Chart) -> None:
    """Puts the chart into the run, 15 cm wide. The chart must not be empty."""
    book = Workbook()
    book.active.title = "数据"
    drawing = laid_out(book.active, chart, top=1)
    figures = _bytes(book)  # what opens at 编辑数据: the cells alone
    book.active.add_chart(drawing)
    with ZipFile(BytesIO(_bytes(book))) as archive:
        relation = _relate(run, archive.read(DRAWN_AT), figures)
    run.element.append(_frame(run, chart, relation, {"cx": Cm(drawing.width), "cy": Cm(drawing.height)}))


def _bytes(book: Workbook) -> bytes:
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _relate(run: Run, drawn: bytes, figures: bytes) -> str:
    package = run.part.package
    chart_name, figures_name = map(
        package.next_partname, ("/word/charts/chart%d.xml", "/word/embeddings/figures%d.xlsx")
    )
    part = XmlPart(chart_name, CONTENT_TYPE.DML_CHART, parse_xml(drawn), package)
    behind = part.relate_to(Part(figures_name, CONTENT_TYPE.SML_SHEET, figures, package), RELATIONSHIP_TYPE.PACKAGE)
    link = OxmlElement("c:externalData", attrs={qn("r:id"): behind})
    link.append(OxmlElement("c:autoUpdate", attrs={"val": "0"}))
    part.element.append(link)
    return run.part.relate_to(part, RELATIONSHIP_TYPE.CHART)


def _frame(run: Run, chart: Chart, relation: str, size: dict[str, Cm]) -> BaseOxmlElement:
    frame = parse_xml(_FRAME)
    (extent,), (properties,), (link,) = (frame.xpath(f".//{name}") for name in ("wp:extent", "wp:docPr", "c:chart"))
    for name, length in size.items():
        extent.set(name, str(int(length)))
    number = run.part.next_id
    properties.set("id", str(number))
    properties.set("name", f"图表 {number}")
    properties.set("descr", _spoken(chart))
    link.set(qn("r:id"), relation)
    return frame


def _spoken(chart: Chart) -> str:
    """The chart for those who cannot see it: every series with its figures."""
    kind = "percent" if chart.percent else "number"
    lines = [
        f"{series.name}："
        + "，".join(f"{label} {shown(value, kind)}" for label, value in zip(chart.labels, series.values, strict=True))
        for series in chart.series
    ]
    return printable("\n".join((chart.title, *lines)))
