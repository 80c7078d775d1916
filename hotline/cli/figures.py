"""What do the figures say? `report` prints them as a table, JSON, xlsx or a Word bulletin; `replay` simulates nine months."""

import gc
import json
import resource
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from hotline.casework.board import Board, board
from hotline.papers import OfficePapers
from hotline.replay.run import Replayed, replay
from hotline.replay.scenario import SHIPPED, Scenario, read_scenario
from hotline.settings import Settings, read_settings
from hotline.wiring import build_office, build_replay_office, clock, published_articles
from tickets.figures import Dimension, Figures, Measure
from tickets.ratings import Rate

console = Console()


def register(app: typer.Typer) -> None:
    app.command("report", help="一段时间的全部指标：表格、JSON、xlsx、Word通报（止日计入）")(report)
    app.command("replay", help="按场景文件模拟一段时间的全部办理过程，写入一个可浏览的数据库，并由事件计算指标")(
        simulate
    )


def report(
    start: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="起日")],
    end: Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="止日，计入")],
    by: Annotated[Dimension, typer.Option(help="分项：单位、镇街、类别或渠道")] = "department",
    as_json: Annotated[bool, typer.Option("--json", help="标准输出只有 JSON")] = False,
    xlsx: Annotated[Path | None, typer.Option(help="另存为 Excel（带图表）")] = None,
    docx: Annotated[Path | None, typer.Option(help="另存为 Word 通报（带图表）")] = None,
) -> None:
    office, now = build_office(read_settings()), clock()
    zone = office.calendar.zone
    made = board(office, start.replace(tzinfo=zone), end.replace(tzinfo=zone) + timedelta(days=1), now, by)
    papers, issued = OfficePapers(office.directory), now.astimezone(zone).date()
    if xlsx:
        xlsx.write_bytes(papers.figures_sheet(made, issued))
    if docx:
        docx.write_bytes(papers.figures_letter(made, issued))
    if as_json:
        for row in _rows(made):
            print(json.dumps(row, ensure_ascii=False))
        return
    for table in _tables(made):
        console.print(table)


def simulate(
    year: Annotated[int, typer.Option(help="年份；内置场景是2023年1月1日至9月20日")] = 2023,
    scenario: Annotated[Path | None, typer.Option(help="场景文件（YAML），不写用内置场景")] = None,
    seed: Annotated[int | None, typer.Option(help="换一个随机种子")] = None,
    tickets: Annotated[int | None, typer.Option(help="换一个件数")] = None,
    database: Annotated[Path | None, typer.Option(help="写入哪个 SQLite 文件；不写放在数据目录")] = None,
) -> None:
    chosen = _scenario(scenario or SHIPPED, year, seed, tickets)
    settings = read_settings()
    path = database or settings.data / f"replay-{chosen.first.year}.db"
    if path.exists():
        raise typer.BadParameter(f"{path} 已经存在。请换一个文件名，或先删除它。")
    path.parent.mkdir(parents=True, exist_ok=True)
    began = time.perf_counter()
    done = _replayed(settings, chosen, path)
    _say(chosen, done, path, time.perf_counter() - began, published_articles(settings))


def _scenario(path: Path, year: int, seed: int | None, tickets: int | None) -> Scenario:
    found = read_scenario(path)
    if found.first.year != year:
        raise typer.BadParameter(f"场景“{found.name}”是{found.first.year}年的；别的年份请用 --scenario 给出场景文件。")
    return found.altered(seed=seed, tickets=tickets)


def _replayed(settings: Settings, chosen: Scenario, path: Path) -> Replayed:
    gc.disable()  # a hundred thousand records that live to the end: looking for rubbish among them costs a tenth of the time
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as shown:
        task = shown.add_task(f"{chosen.name}（{chosen.tickets}件）", total=1.0)
        office = build_replay_office(settings, f"sqlite:///{path}")
        return replay(office, chosen, lambda share: shown.update(task, completed=share))


def _say(chosen: Scenario, done: Replayed, path: Path, seconds: float, articles: int) -> None:
    """The line the district reported, computed from the events, then everything behind it."""
    made = done.figures
    complete, sign, overall = (made.rate(one).text for one in (Measure.COMPLETE, Measure.SIGN, Measure.OVERALL))
    received = len(made.flow.received)
    console.print(
        f"受理 {received} 件，按时办结率 {complete}，按时签收率 {sign}，满意总率 {overall}，知识库发布 {articles} 条",
        highlight=False,
        soft_wrap=True,
    )
    console.print(_measures(made, None, title=f"{chosen.name}　种子 {chosen.seed}"))
    console.print(_left_out(made))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    told = f"{done.events} 个事件，由事件重算与索引一致；用时 {seconds:.0f} 秒，内存最多 {memory} MB。数据库：{path}"
    console.print(told, highlight=False, soft_wrap=True)
    console.print(f"浏览：HOTLINE_DATABASE=sqlite:///{path} hotline serve", highlight=False, soft_wrap=True)


def _rows(made: Board) -> list[dict]:
    flow = {
        name: len(getattr(made.figures.flow, name)) for name in ("carried_in", "received", "finished", "carried_out")
    }
    head = {"scope": "全区", **flow, "late": made.late_count, **_json(made.figures)}
    return [head, *({"scope": name, **_json(one)} for name, one in made.groups.items())]


def _json(made: Figures) -> dict:
    rates = {str(measure): _rate(made.rate(measure)) for measure in Measure}
    levels = {str(level): len(numbers) for level, numbers in made.levels.items()}
    silent = {"default_satisfied": len(made.default_satisfied), "unrated": len(made.unrated)}
    return {
        "rates": rates,
        "levels": levels,
        **silent,
        "left_out": {name: len(of) for name, of in made.left_out.items()},
    }


def _rate(rate: Rate) -> dict:
    return {"hit": rate.hit, "of": rate.of, "text": rate.text}


def _tables(made: Board) -> list[Table]:
    now, flow = made.figures, made.figures.flow
    first, last = now.period.start, now.period.end - timedelta(days=1)
    title = (
        f"{first:%Y-%m-%d} 至 {last:%Y-%m-%d}　结转 {len(flow.carried_in)} ＋ 受理 {len(flow.received)} ＝ "
        f"办结 {len(flow.finished)} ＋ 在办 {len(flow.carried_out)}，现超期 {made.late_count}"
    )
    return [_measures(now, made.before, title=title), _left_out(now), _groups(made)]


def _measures(now: Figures, before: Figures | None, *, title: str) -> Table:
    table = Table("指标", "本期", "分子/分母", *(["上期"] if before else []), title=title)
    for measure in Measure:
        rate = now.rate(measure)
        earlier = [before.rate(measure).text] if before else []
        table.add_row(str(measure), rate.text, f"{rate.hit}/{rate.of}", *earlier)
    return table


def _left_out(now: Figures) -> Table:
    table = Table("评价与未计入", "件数")
    for level, numbers in now.levels.items():
        table.add_row(f"评价 {level} 分", str(len(numbers)))
    table.add_row("默认满意", str(len(now.default_satisfied)))
    table.add_row("未评价", str(len(now.unrated)))
    for name, numbers in now.left_out.items():
        table.add_row(name, str(len(numbers)))
    return table


def _groups(made: Board) -> Table:
    main = (Measure.SIGN, Measure.COMPLETE, Measure.RETURNED, Measure.SATISFIED)
    table = Table("分项", *map(str, main), title="分项情况（不作排名）")
    for name, one in made.groups.items():
        table.add_row(
            name, *(f"{one.rate(measure).text}（{one.rate(measure).hit}/{one.rate(measure).of}）" for measure in main)
        )
    return table
