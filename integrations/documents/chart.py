"""How does a chart become a native Office chart: editable, drawn by the reader's program in the reader's fonts?

The same drawing serves Excel and Word. Everything is said outright, since the programs disagree on what silence means;
the values are also kept in the chart itself, since Word shows it before it opens the cells behind it.
"""

from openpyxl.chart import BarChart, LineChart, PieChart, Reference
from openpyxl.chart.data_source import AxDataSource, NumData, NumDataSource, NumRef, NumVal, StrData, StrRef, StrVal
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.layout import Layout
from openpyxl.chart.marker import DataPoint, Marker
from openpyxl.chart.series import Series as Drawn
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties, RegularTextRun
from openpyxl.worksheet.worksheet import Worksheet

from integrations.documents.cells import NUMBER_FORMATS, put
from integrations.documents.characters import printable, width
from integrations.documents.report import Chart, Series

NativeChart = BarChart | LineChart | PieChart
WIDTH_CM = 15.0  # fits the text area of an official letter, 156 mm
HEIGHT_CM = 8.0
TALLEST_CM = 20.0
COLOURS = ("1F5FAE", "D98A29", "4E9A6B", "B3261E", "7A68A6", "5F6B78", "2FA4B8", "A8772F")
SHARE_FORMAT = "0%"


def laid_out(sheet: Worksheet, chart: Chart, *, top: int) -> NativeChart:
    """Writes the chart's figures into the sheet from row `top` (series names there, labels in column A) and returns
    the drawing over them, not yet placed. The chart must not be empty."""
    _write(sheet, chart, top)
    drawing = _SHAPES[chart.kind](chart)
    shown = chart.series[:1] if chart.kind == "pie" else chart.series
    drawing.ser = [_drawn(sheet, chart, place, top) for place in range(len(shown))]
    drawing.title = _title(chart.title)
    drawing.roundedCorners = False
    drawing.width = WIDTH_CM
    _set_legend(drawing, chart)
    return drawing


def _write(sheet: Worksheet, chart: Chart, top: int) -> None:
    for row, label in enumerate(chart.labels, start=top + 1):
        put(sheet.cell(row, 1), label)
    for column, series in enumerate(chart.series, start=2):
        put(sheet.cell(top, column), series.name)
        for row, (_, value) in enumerate(zip(chart.labels, series.values, strict=True), start=top + 1):
            cell = sheet.cell(row, column)
            put(cell, value)
            cell.number_format = _number_format(chart)


def _number_format(chart: Chart) -> str:
    return NUMBER_FORMATS["percent" if chart.percent else "number"]


def _bars(chart: Chart) -> BarChart:
    """Upright while all labels fit side by side, else lying, first label on top."""
    drawing = BarChart(gapWidth=60, varyColors=False)
    lying = sum(width(label) + 2 for label in chart.labels) > 60
    drawing.barDir = "bar" if lying else "col"
    drawing.height = _height(chart) if lying else HEIGHT_CM
    _set_axes(drawing, chart)
    if lying:
        drawing.x_axis.scaling.orientation = "maxMin"
        drawing.y_axis.crosses = "max"  # keeps the figures at the foot although the labels run downwards
    return drawing


def _height(chart: Chart) -> float:
    return min(3 + 0.5 * len(chart.labels) * (1 + len(chart.series)) / 2, TALLEST_CM)


def _lines(chart: Chart) -> LineChart:
    drawing = LineChart(varyColors=False)
    drawing.height = HEIGHT_CM
    _set_axes(drawing, chart)
    return drawing


def _pie(chart: Chart) -> PieChart:
    drawing = PieChart(varyColors=True, firstSliceAng=0)
    drawing.height = HEIGHT_CM
    return drawing


_SHAPES = {"bar": _bars, "line": _lines, "pie": _pie}


def _set_axes(drawing: BarChart | LineChart, chart: Chart) -> None:
    drawing.x_axis.delete = drawing.y_axis.delete = False
    drawing.x_axis.number_format, drawing.x_axis.tickLblPos = "General", "low"
    drawing.y_axis.number_format = SHARE_FORMAT if chart.percent else "General"
    drawing.y_axis.majorTickMark = drawing.x_axis.majorTickMark = "none"
    drawing.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill="D9D9D9", w=6350))
    values = [value for series in chart.series for value in series.values if value is not None]
    if chart.kind == "bar" and min(values, default=0) >= 0:
        drawing.y_axis.scaling.min = 0  # the length of a bar is its meaning
    if chart.percent and max(values, default=0) <= 1:
        drawing.y_axis.scaling.max = 1  # no scale promises 120 %


def _drawn(sheet: Worksheet, chart: Chart, place: int, top: int) -> Drawn:
    series, column = chart.series[place], place + 2
    first, last = top + 1, top + len(chart.labels)
    name = StrRef(f=_address(sheet, column, top, top), strCache=_texts((series.name,)))
    labels = StrRef(f=_address(sheet, 1, first, last), strCache=_texts(chart.labels))
    values = NumRef(f=_address(sheet, column, first, last), numCache=_numbers(chart, series))
    drawn = Drawn(idx=place, order=place, tx=SeriesLabel(strRef=name))
    drawn.cat, drawn.val = AxDataSource(strRef=labels), NumDataSource(numRef=values)
    drawn.dLbls = _data_labels(chart)
    _PAINT[chart.kind](drawn, chart, COLOURS[place % len(COLOURS)])
    return drawn


def _address(sheet: Worksheet, column: int, first: int, last: int) -> str:
    return str(Reference(sheet, min_col=column, min_row=first, max_row=last))


def _texts(texts: tuple[str, ...]) -> StrData:
    return StrData(ptCount=len(texts), pt=[StrVal(idx=place, v=printable(text)) for place, text in enumerate(texts)])


def _numbers(chart: Chart, series: Series) -> NumData:
    points = [NumVal(idx=place, v=value) for place, value in enumerate(series.values) if value is not None]
    return NumData(formatCode=_number_format(chart), ptCount=len(series.values), pt=points)


def _data_labels(chart: Chart) -> DataLabelList | None:
    """A figure at each point; none where they would lie on one another."""
    pie = chart.kind == "pie"
    crowded = len(chart.series) > 1 if chart.kind == "line" else len(chart.labels) * len(chart.series) > 24
    if crowded and not pie:
        return None
    labels = DataLabelList(showVal=not pie, showCatName=pie, showPercent=pie)
    labels.showLegendKey = labels.showSerName = labels.showBubbleSize = False
    labels.dLblPos = {"bar": "outEnd", "line": "t", "pie": "outEnd"}[chart.kind]
    labels.numFmt = "0.0%" if pie else _number_format(chart)
    return labels


def _fill_bar(drawn: Drawn, chart: Chart, colour: str) -> None:
    bare = LineProperties(noFill=True)
    drawn.spPr, drawn.invertIfNegative = GraphicalProperties(solidFill=colour, ln=bare), False


def _draw_line(drawn: Drawn, chart: Chart, colour: str) -> None:
    fill = GraphicalProperties(solidFill=colour, ln=LineProperties(solidFill=colour))
    drawn.spPr = GraphicalProperties(ln=LineProperties(solidFill=colour, w=25400))
    drawn.marker, drawn.smooth = Marker(symbol="circle", size=6, spPr=fill), False


def _fill_slices(drawn: Drawn, chart: Chart, colour: str) -> None:
    edge = LineProperties(solidFill="FFFFFF", w=12700)
    fills = (GraphicalProperties(solidFill=COLOURS[at % len(COLOURS)], ln=edge) for at in range(len(chart.labels)))
    drawn.dPt = [DataPoint(idx=at, spPr=fill) for at, fill in enumerate(fills)]


_PAINT = {"bar": _fill_bar, "line": _draw_line, "pie": _fill_slices}


def _title(text: str) -> Title:
    look = CharacterProperties(sz=1200, b=True)
    words = RegularTextRun(rPr=look, t=printable(text))
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=look), r=[words])
    return Title(tx=Text(rich=RichText(p=[paragraph])), layout=Layout(), overlay=False)


def _set_legend(drawing: NativeChart, chart: Chart) -> None:
    if chart.kind == "pie" or len(chart.series) == 1:
        drawing.legend = None
        return
    drawing.legend.position, drawing.legend.overlay = "b", False
