"""What goes in and out of the living knowledge base as a whole? `kb seed`, `import`, `export`, `todo`, `gaps`, `contradictions`."""

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from hotline.casework.knowledge import exchanging, gaps, seeding, shelf
from hotline.casework.knowledge.exchanging import Brought
from hotline.casework.knowledge.todo import todo
from hotline.casework.office import Office
from hotline.cli.shelf import As, Json, person_of
from hotline.papers import OfficePapers
from hotline.ports import Person
from hotline.records import ArticleFilter, Gap
from hotline.settings import read_settings
from hotline.wiring import build_office, build_shelf_office, build_store, clock, seed_articles, today
from knowledge_base.exchange import COLUMNS, LIMIT

_EVERYTHING = ArticleFilter(limit=1_000_000)
console = Console()


def register(app: typer.Typer) -> None:
    app.command("seed", help="把随版本的条目文件写入知识库（启动时自动进行）")(seed)
    app.command("import", help="导入 xlsx 表格或 Markdown 文件夹，全部成为草稿；有一处错就一条也不导入")(bring)
    app.command("export", help="导出为 xlsx 表格或 Markdown 文件夹")(carry)
    app.command("todo", help="某人的待办")(tasks)
    app.command("gaps", help="知识缺口：群众问了而没有好答案的")(wanting)
    app.command("contradictions", help="同一件事说法不一的条目")(contradictions)


def seed() -> None:
    done = seed_articles(build_store(read_settings()))
    console.print(f"新增 {done.added} 条，更新 {done.renewed} 条，人工改过而不动的 {done.kept} 条", highlight=False)


def bring(
    source: Annotated[Path, typer.Argument(exists=True, help=".xlsx 文件、Markdown 文件或文件夹")], login: As
) -> None:
    office = build_shelf_office(read_settings())
    brought = _brought(office, source, person_of(office, login))
    for words, ids in (("新条目", brought.added), ("新版本", brought.renewed), ("没有变化", brought.same)):
        console.print(f"{words} {len(ids)} 条　{'、'.join(ids[:20])}{'……' if len(ids) > 20 else ''}", highlight=False)


def _brought(office: Office, source: Path, person: Person) -> Brought:
    if source.suffix == ".xlsx":
        rows = OfficePapers(office.directory).read_table(source.read_bytes(), columns=COLUMNS, limit=LIMIT)
        return exchanging.bring_rows(office, rows, person.actor, clock())
    paths = sorted(source.rglob("*.md")) if source.is_dir() else [source]
    files = [
        (path.relative_to(source).as_posix() if source.is_dir() else path.name, path.read_bytes()) for path in paths
    ]
    return exchanging.bring_files(office, files, person.actor, clock())


def carry(
    xlsx: Annotated[Path | None, typer.Option(help="写成表格：每个条目的最新版本")] = None,
    markdown: Annotated[Path | None, typer.Option(help="写成文件夹：已发布的版本")] = None,
) -> None:
    if xlsx is None and markdown is None:
        raise typer.BadParameter("请用 --xlsx 或 --markdown 写明导出到哪里。")
    office = build_shelf_office(read_settings())
    if xlsx:
        rows = exchanging.carry_rows(office, _EVERYTHING)
        xlsx.write_bytes(OfficePapers(office.directory).write_table(COLUMNS, rows))
        console.print(f"已导出 {len(rows)} 条到 {xlsx}", highlight=False)
    if markdown:
        console.print(f"已导出 {seeding.export(office, markdown)} 条到 {markdown}", highlight=False)


def tasks(login: As, as_json: Json = False) -> None:
    office = build_shelf_office(read_settings())
    for group in todo(office, person_of(office, login), today()):
        if not as_json:
            console.print(f"{group.name}（{group.total}）", style="bold")
        for row in group.rows:
            _print_row({"group": group.name, "id": row.id, "title": row.title, "department": row.department}, as_json)
        for gap in group.gaps:
            _print_row({"group": group.name, "id": gap.id, "title": gap.title, "department": gap.department}, as_json)


def _print_row(row: dict, as_json: bool) -> None:
    if as_json:
        print(json.dumps(row, ensure_ascii=False))
    else:
        console.print(f"  {row['id']}　{row['title']}　{row['department']}", markup=False, highlight=False)


def wanting(
    make: Annotated[bool, typer.Option("--make", help="先按最近30天的问题重新汇总")] = False, as_json: Json = False
) -> None:
    if make:
        office = build_office(read_settings())
        found = gaps.gather(office, clock())
    else:
        office = build_shelf_office(read_settings())
        found = gaps.open_gaps(office)
    for gap in found:
        _print_gap(gap, as_json)
    if not as_json:
        share = gaps.share(office)
        console.print(f"待处理 {share.open}，已补上 {share.filled}，不补 {share.declined}", highlight=False)


def _print_gap(gap: Gap, as_json: bool) -> None:
    if as_json:
        shown = {name: value for name, value in asdict(gap).items() if name != "centre"}
        print(json.dumps(shown, ensure_ascii=False, default=date.isoformat))
        return
    kinds = "、".join(f"{kind}{count}" for kind, count in gap.kinds.items())
    where = f"　最近的条目 {gap.nearest}" if gap.nearest else ""
    head = f"{gap.id}　{gap.title}（{gap.total} 次：{kinds}）　{gap.status}　建议 {gap.department}{where}"
    console.print(head, markup=False, highlight=False, soft_wrap=True)
    for question in gap.questions[:5]:
        console.print(f"    {question}", style="dim", markup=False, highlight=False, soft_wrap=True)


def contradictions(as_json: Json = False) -> None:
    found = shelf.contradictions(build_office(read_settings()))
    for one in found:
        if as_json:
            print(json.dumps(asdict(one), ensure_ascii=False, default=sorted))
        else:
            console.print(str(one), markup=False, highlight=False, soft_wrap=True)
    if not as_json:
        console.print(f"共 {len(found)} 处", highlight=False)
