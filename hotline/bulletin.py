"""What does a monthly bulletin 通报 say? The figures of a period as a printed report, every rate with what it is made of.

国办函〔2025〕66号 asks not to chase rankings (不片面追求排名): departments stand in the order of the directory."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from hotline.casework.board import Board
from integrations.documents.report import Chart, Column, Report, Section, Series, Table
from tickets.departments import Directory
from tickets.figures import CENTRE, Dimension, Figures, Measure
from tickets.ratings import Level, Rate

ISSUER = "随州市曾都区12345政务服务便民热线"
CHARTED = 12
HEADS: Mapping[Dimension, str] = {"department": "单位", "street": "镇街", "category": "类别", "channel": "渠道"}
MAIN = (Measure.SIGN, Measure.COMPLETE, Measure.CONTACT, Measure.RETURNED, Measure.SOLVED, Measure.SATISFIED)


def bulletin(made: Board, directory: Directory, issued: date) -> Report:
    """The report of the board's period, grouped as the board is."""
    now = made.figures
    first, last = now.period.start.date(), (now.period.end - timedelta(seconds=1)).date()
    return Report(
        title="12345政务服务便民热线办理情况通报",
        issuer=ISSUER,
        period=f"{first:%Y年%m月%d日}至{last:%Y年%m月%d日}",
        issued=issued,
        sections=(
            _overall(made),
            _rates(made),
            _judged(now),
            _groups(made, directory),
            _left_out(now),
        ),
    )


def _overall(made: Board) -> Section:
    flow, waiting = made.figures.flow, {str(status): count for status, count in made.waiting.items() if count}
    told = "、".join(f"{status}{count}件" for status, count in waiting.items()) or "没有在办工单"
    text = (
        f"上期结转{len(flow.carried_in)}件，本期受理{len(flow.received)}件，办结{len(flow.finished)}件，"
        f"期末在办{len(flow.carried_out)}件（结转＋受理＝办结＋在办）。现在：{told}；超期{made.late_count}件。"
    )
    return Section(heading="一、总体情况", paragraphs=(text,))


def _rates(made: Board) -> Section:
    rows = tuple(
        (str(measure), *_parts(made.figures.rate(measure)), _share(made.before.rate(measure))) for measure in Measure
    )
    columns = (
        Column(name="指标"),
        Column(name="分子", kind="number"),
        Column(name="分母", kind="number"),
        Column(name="本期", kind="percent"),
        Column(name="上期", kind="percent"),
    )
    note = "分母为0时记作“—”，不计为100%。按时签收、按时办结的分母是本期应签收、应办结的工单，不是受理的工单。"
    return Section(
        heading="二、主要指标", tables=(Table(title="表1　主要指标", columns=columns, rows=rows, note=note),)
    )


def _judged(now: Figures) -> Section:
    said = [(Level(level).words, len(numbers)) for level, numbers in now.levels.items()]
    silent = [("默认满意", len(now.default_satisfied)), ("未评价", len(now.unrated))]
    columns = (Column(name="评价"), Column(name="件数", kind="number"))
    table = Table(
        title="表2　群众评价",
        columns=columns,
        rows=tuple(said + silent),
        note="默认满意、未评价单独列出：默认满意只计入满意总率，未评价不计入任何满意率。",
    )
    names, counts = zip(*(said + silent), strict=True)
    chart = Chart(title="图1　群众评价", kind="bar", labels=names, series=(Series(name="件数", values=counts),))
    return Section(heading="三、群众评价", tables=(table,), charts=(chart,) if sum(counts) else ())


def _groups(made: Board, directory: Directory) -> Section:
    columns = (
        Column(name=HEADS[made.by]),
        *(Column(name=str(measure), kind="percent") for measure in MAIN),
        Column(name="应办结", kind="number"),
    )
    named = list(_in_order(made.groups, directory))
    rows = tuple(
        (name, *(_share(one.rate(measure)) for measure in MAIN), one.rate(Measure.COMPLETE).of) for name, one in named
    )
    busiest = sorted(named, key=lambda pair: -pair[1].rate(Measure.COMPLETE).of)[:CHARTED]
    chart = Chart(
        title=f"图2　应办结件数（前{len(busiest)}）",
        kind="bar",
        labels=tuple(name for name, _ in busiest),
        series=(Series(name="应办结", values=tuple(one.rate(Measure.COMPLETE).of for _, one in busiest)),),
    )
    note = "按名录顺序排列，不作排名。“—”表示本期没有这类工单。"
    table = Table(title=f"表3　分{HEADS[made.by]}情况", columns=columns, rows=rows, note=note)
    return Section(heading=f"四、分{HEADS[made.by]}情况", tables=(table,), charts=(chart,) if busiest else ())


def _in_order(groups: Mapping[str, Figures], directory: Directory) -> Iterable[tuple[str, Figures]]:
    """Departments as the directory has them, by their full names; other groups by theirs."""
    for department in directory:
        if department.short in groups:
            yield department.name, groups[department.short]
    known = {department.short for department in directory}
    yield from sorted((name, one) for name, one in groups.items() if name not in known and name != CENTRE)
    if CENTRE in groups:
        yield CENTRE, groups[CENTRE]


def _left_out(now: Figures) -> Section:
    rows = tuple((name, len(numbers)) for name, numbers in now.left_out.items())
    columns = (Column(name="情形"), Column(name="件数", kind="number"))
    note = "经批准剔除的工单不计入相应指标，件数在此列明（国办函〔2025〕66号：科学确定评价范围）。"
    return Section(
        heading="五、未计入指标的工单", tables=(Table(title="表4　未计入", columns=columns, rows=rows, note=note),)
    )


def _parts(rate: Rate) -> tuple[int, int, float | None]:
    return rate.hit, rate.of, rate.share


def _share(rate: Rate) -> float | None:
    return rate.share
