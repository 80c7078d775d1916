"""What stands on the shelf, and what does somebody do to an article? `kb list`, `show`, `diff`, `submit`, `publish` …"""

import json
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from hotline.casework.knowledge import acts, exchanging, gate, shelf
from hotline.casework.knowledge.gate import Rehearsal
from hotline.casework.office import Office
from hotline.ports import Person
from hotline.records import ArticleFilter, ArticleRow
from hotline.settings import read_settings
from hotline.troubles import Trouble
from hotline.wiring import build_office, build_shelf_office, clock
from knowledge_base.difference import ListChange, TextChange
from knowledge_base.life import Life, Stage, Standing, Step, now
from knowledge_base.writer import write_article
from tickets.calendar import CHINA
from tickets.people import SYSTEM

Id = Annotated[str, typer.Argument(help="条目编号，如 KB-0001")]
As = Annotated[str, typer.Option("--as", help="以谁的账号（登录名）")]
Why = Annotated[str, typer.Option(help="理由")]
Json = Annotated[bool, typer.Option("--json", help="标准输出只有 JSON，每行一条")]
STYLES = {"same": "", "added": "bold green underline", "removed": "red strike"}
console = Console()


class NoSuchPerson(Trouble):
    """There is no account of that login."""


def register(app: typer.Typer) -> None:
    app.command("list", help="列出条目")(listed)
    app.command("show", help="一个条目的内容和来历")(show)
    app.command("versions", help="一个条目的全部版本")(versions)
    app.command("diff", help="两个版本差在哪里")(diff)
    app.command("draft", help="由 Markdown 文件起草新条目或新版本")(draft)
    app.command("restore", help="把旧版本恢复成新的草稿")(restore)
    app.command("renew", help="内容无误：由承办单位确认，直接送复核")(renew)
    app.command("rehearse", help="预演发布：哪些问题的回答会变")(rehearse)
    app.command("publish", help="复核发布：先预演，有损失要写理由并加 --overrule")(publish)
    for name, step, words in (
        ("submit", Step.SUBMIT, "送部门确认"),
        ("confirm", Step.CONFIRM, "部门确认"),
        ("return", Step.SEND_BACK, "退回修改，要写理由"),
        ("drop", Step.DROP, "放弃草稿，要写理由"),
        ("withdraw", Step.WITHDRAW, "下架，要写理由"),
        ("archive", Step.ARCHIVE, "归档，要写理由"),
    ):
        app.command(name, help=words)(_stepping(step))


def listed(
    stage: Annotated[Stage | None, typer.Option(help="在办的新版走到哪一步")] = None,
    standing: Annotated[Standing | None, typer.Option(help="是否在答复群众")] = None,
    department: Annotated[str, typer.Option(help="承办单位简称")] = "",
    category: Annotated[str, typer.Option(help="大类")] = "",
    words: Annotated[str, typer.Option(help="标题或编号里的字")] = "",
    limit: Annotated[int, typer.Option(help="最多列出几条")] = 1_000,
    as_json: Json = False,
) -> None:
    wanted = ArticleFilter(
        stages=frozenset({stage} - {None}),
        standings=frozenset({standing} - {None}),
        department=department,
        category=category,
        words=words,
        limit=limit,
    )
    found = shelf.listed(build_shelf_office(read_settings()), wanted)
    if as_json:
        for row in found.rows:
            print(json.dumps(asdict(row), ensure_ascii=False, default=_plain))
        return
    console.print(_table(found.rows))
    console.print(f"共 {found.total} 条" + (f"，列出前 {len(found.rows)} 条" if found.total > len(found.rows) else ""))


def show(
    article: Id, version: Annotated[int | None, typer.Option(help="看哪一版")] = None, as_json: Json = False
) -> None:
    told = shelf.told(build_shelf_office(read_settings()), article, SYSTEM, version)
    if as_json:
        whole = {
            "life": asdict(told.life),
            "version": asdict(told.shown),
            "events": [asdict(one) for one in told.events],
        }
        print(json.dumps(whole, ensure_ascii=False, default=_plain))
        return
    console.print(f"第 {told.shown.no} 版　{now(told.life)}", style="bold")
    console.print(write_article(told.shown.content), markup=False, highlight=False, soft_wrap=True)
    for event in told.events:
        who = " ".join(filter(None, (event.department, event.name)))
        line = f"{event.no:3} {_local(event.at)} 第{event.version}版 {event.step} {who} {event.why}"
        console.print(line.rstrip(), markup=False, highlight=False, soft_wrap=True)


def versions(article: Id, as_json: Json = False) -> None:
    told = shelf.told(build_shelf_office(read_settings()), article, SYSTEM)
    for one in told.versions:
        row = {"no": one.no, "by": one.by, "at": one.at.isoformat(), "title": one.content.title}
        row["answers"] = one.no == told.life.published
        if as_json:
            print(json.dumps(row, ensure_ascii=False))
        else:
            mark = "　正在答复" if row["answers"] else ""
            console.print(f"第 {one.no} 版　{_local(one.at)}　{one.by}　{one.content.title}{mark}", markup=False)


def diff(
    article: Id,
    one: Annotated[int, typer.Argument(help="旧版")],
    other: Annotated[int, typer.Argument(help="新版")],
    as_json: Json = False,
) -> None:
    changes = shelf.difference(build_shelf_office(read_settings()), article, one, other)
    for change in changes:
        if as_json:
            print(json.dumps(asdict(change), ensure_ascii=False))
        else:
            console.print(_shown(change), soft_wrap=True)
    if not changes and not as_json:
        console.print("两版内容相同")


def draft(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Markdown 文件；编号已有则为新版本")],
    login: As,
    why: Why = "",
) -> None:
    office = build_shelf_office(read_settings())
    person = person_of(office, login)
    brought = exchanging.bring_files(office, [(file.name, file.read_bytes())], person.actor, clock(), why=why)
    for article in (*brought.added, *brought.renewed):
        _say(shelf.told(office, article, person.actor).life)
    for article in brought.same:
        console.print(f"{article} 与现在的内容相同，没有新版本")


def restore(article: Id, version: Annotated[int, typer.Argument(help="恢复哪一版")], login: As) -> None:
    office = build_shelf_office(read_settings())
    _say(acts.restore(office, article, version, person_of(office, login).actor, clock()))


def renew(
    article: Id,
    login: As,
    review_due: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="下次复审日，不写为一年后")] = None,
) -> None:
    office = build_shelf_office(read_settings())
    due = review_due.date() if review_due else None
    _say(acts.renew(office, article, person_of(office, login).actor, clock(), review_due=due))


def rehearse(
    article: Id, withdraw: Annotated[bool, typer.Option("--withdraw", help="预演下架")] = False, as_json: Json = False
) -> None:
    office = build_office(read_settings())
    began = time.perf_counter()
    with console.status("预演中"):
        rehearsal = gate.rehearse(office, article, clock(), withdraw=withdraw)
    if as_json:
        print(json.dumps(asdict(rehearsal), ensure_ascii=False))
        return
    _print_rehearsal(rehearsal)
    console.print(f"用时 {time.perf_counter() - began:.1f} 秒", style="dim")


def publish(
    article: Id,
    login: As,
    why: Why = "",
    overrule: Annotated[bool, typer.Option("--overrule", help="明知有损失仍然发布，须写 --why")] = False,
) -> None:
    office = build_office(read_settings())
    person = person_of(office, login)
    with console.status("预演中"):
        life = gate.publish(office, article, person.actor, clock(), why=why, overrule=overrule)
    _say(life)


def _stepping(step: Step) -> Callable[[str, str, str], None]:
    def take(article: Id, login: As, why: Why = "") -> None:
        office = build_shelf_office(read_settings())
        _say(acts.take_step(office, article, step, person_of(office, login).actor, clock(), why=why))

    return take


def person_of(office: Office, login: str) -> Person:
    """Errors: `NoSuchPerson`."""
    with office.store.look() as work:
        person = work.people.find(login)
    if person is None:
        raise NoSuchPerson(f"没有账号“{login}”。演示账号在第一次启动服务时建立。")
    return person


def _say(life: Life) -> None:
    working = f"，第 {life.working} 版" if life.working else f"，第 {life.published} 版" if life.published else ""
    console.print(f"{life.article}：{now(life)}{working}", highlight=False)


def _print_rehearsal(rehearsal: Rehearsal) -> None:
    golden = "没有标准问题集" if rehearsal.golden is None else f"标准问题 {rehearsal.golden} 个"
    act = "下架" if rehearsal.withdraws else "发布"
    console.print(
        f"预演{act} {rehearsal.article} 第 {rehearsal.version} 版：{golden}，近30天真实问题 {rehearsal.asked} 个"
    )
    losses, gains = len(rehearsal.losses), len(rehearsal.gains)
    console.print(f"变差 {losses}，变好 {gains}，其他变化 {len(rehearsal.changes) - losses - gains}")
    words = {"loss": ("变差", "red"), "gain": ("变好", "green"), "change": ("变化", "dim")}
    for change in rehearsal.changes:
        word, style = words[change.verdict]
        console.print(f"{word} {escape(str(change))}", style=style, highlight=False, soft_wrap=True)


def _table(rows: list[ArticleRow]) -> Table:
    table = Table("编号", "标题", "类目", "单位", "状态", "新版", "版本", "下次复审日", "失效日")
    for row in rows:
        last = str(row.expires or "长期")
        cells = (row.id, row.title, row.category, row.department, str(row.standing), str(row.stage))
        table.add_row(*map(escape, cells), str(row.versions), str(row.review_due), last)
    return table


def _shown(change: TextChange | ListChange) -> Text:
    """Added between ＋ and ＋, removed between － and －, so that it can be read without colour."""
    text = Text(f"{change.label}：", style="bold")
    if isinstance(change, ListChange):
        for mark, style, items in (("－", "red", change.removed), ("＋", "green", change.added)):
            text.append("".join(f"\n  {mark}{item}" for item in items), style=style)
        return text
    marks = {"same": "", "added": "＋", "removed": "－"}
    for run in change.runs:
        mark = marks[run.kind]
        text.append(f"{mark}{run.text}{mark}", style=STYLES[run.kind])
    return text


def _local(at: datetime) -> str:
    return f"{at.astimezone(CHINA):%Y-%m-%d %H:%M}"


def _plain(value: object) -> str:
    """Days and instants as ISO."""
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} is no value of JSON")
