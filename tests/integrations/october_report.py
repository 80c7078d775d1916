"""The report the tests print: one October of the hotline, small, with everything a report can hold."""

from datetime import date

from integrations.documents.report import Chart, Column, Report, Section, Series, Table

ISSUER = "随州市曾都区12345政务服务便民热线"
LAMPS = "=老街5号门口三盏路灯坏了半个月，晚上接孩子看不见路。"  # a citizen's line that looks like a formula
RATES = Table(
    title="表1  各承办单位办理情况",
    columns=(
        Column(name="承办单位"),
        Column(name="承办件数", kind="number"),
        Column(name="按时签收率", kind="percent"),
    ),
    rows=(("区城市管理执法局", 120, 1.0), ("万店镇人民政府", 71, 0.8891), ("区水利和湖泊局", 0, None)),
    note="注：0/0 记作“—”。",
)
WORDS = Table(
    title="表2  群众原话", columns=(Column(name="事项"), Column(name="原话")), rows=(("路灯", LAMPS), ("其他", "#N/A"))
)
LATE = Table(title="表3  逾期工单", columns=(Column(name="工单号"), Column(name="逾期天数", kind="number")), rows=())
KINDS = Chart(
    title="图1  受理与办结",
    kind="bar",
    labels=("咨询", "求助", "投诉"),
    series=(Series(name="受理", values=(420, 260, 310)), Series(name="办结", values=(418, 240, None))),
)
TREND = Chart(
    title="图2  按时签收率",
    kind="line",
    labels=("8月", "9月", "10月"),
    series=(Series(name="签收", values=(0.95, 0.97, 1)),),
    percent=True,
)
CHANNELS = Chart(
    title="图3  渠道", kind="pie", labels=("电话", "微信"), series=(Series(name="件数", values=(640, 310)),)
)
OCTOBER = Report(
    title="关于12345热线办理情况的通报",
    issuer=ISSUER,
    period="2026年10月",
    issued=date(2026, 11, 2),
    sections=(
        Section(
            heading="一、总体情况",
            paragraphs=("全区共受理群众诉求990件。", "路灯照明反映集中。"),
            charts=(KINDS, CHANNELS),
        ),
        Section(heading="二、办理情况", tables=(RATES, WORDS, LATE), charts=(TREND,)),
    ),
)


def of(*tables: Table, charts: tuple[Chart, ...] = ()) -> Report:
    """A report that holds just these."""
    sections = (Section(heading="一、情况", tables=tables, charts=charts),)
    return Report(title="通报", issuer=ISSUER, period="2026年10月", issued=date(2026, 11, 2), sections=sections)
