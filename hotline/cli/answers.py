"""What would a citizen be answered, and whose matter is it? `ask`, `route` and `chat`."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Annotated
from uuid import uuid4

import typer
from rich.console import Console
from rich.progress import track

from hotline.casework import answering, conversation
from hotline.casework.answering import Answered
from hotline.casework.knowledge.shelf import library_of
from hotline.casework.office import Office
from hotline.casework.triage import triage
from hotline.ports import Address, Message
from hotline.settings import read_settings
from hotline.wiring import build_office, clock

Text = Annotated[str | None, typer.Argument(help="一句话")]
File = Annotated[Path | None, typer.Option("--file", help='每行一条 {"id","text"} 的 JSON 文件')]
Json = Annotated[bool, typer.Option("--json", help="标准输出只有 JSON，每行一条")]
AsOf = Annotated[
    datetime | None,
    typer.Option(
        formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M"], help="按过去某一天（当天结束时）或某一刻发布的条目回答，本地时间"
    ),
]
console = Console()


def register(app: typer.Typer) -> None:
    app.command(help="知识库怎么回答")(ask)
    app.command(help="诉求归谁办：分类、前三个承办单位和理由")(route)
    app.command(help="在终端里和正在运行的对话引擎对话")(chat)


def ask(text: Text = None, file: File = None, as_json: Json = False, as_of: AsOf = None) -> None:
    _each(text, file, as_json, _past_row(as_of) if as_of else _answer_row, _print_answer)


def route(text: Text = None, file: File = None, as_json: Json = False) -> None:
    _each(text, file, as_json, _route_row, _print_route)


def chat() -> None:
    """Each line goes the way of a web message: stored, answered by dialogue or, when that is silent, by knowledge."""
    office, address = build_office(read_settings()), Address(channel="网页", key=f"terminal-{uuid4().hex}")
    console.print("输入要说的话，回车发送；Ctrl-D 结束。选项可以回复数字。")
    while True:
        try:
            words = console.input("[bold]您：[/bold]").strip()
        except (EOFError, KeyboardInterrupt):
            return
        if words:
            taken = conversation.take(office, address, uuid4().hex, words, clock())
            for line in conversation.respond(office, taken.message.id, clock()):
                _print_line(line)


def _print_line(line: Message) -> None:
    console.print(f"[blue]热线：[/blue]{line.text}", highlight=False, soft_wrap=True)
    for place, choice in enumerate(line.choices, start=1):
        console.print(f"  {place} {choice.label}", highlight=False, soft_wrap=True)


def _each(
    text: str | None,
    file: Path | None,
    as_json: bool,
    row: Callable[[Office, dict], dict],
    show: Callable[[dict], None],
) -> None:
    questions = list(_questions(text, file))
    office = build_office(read_settings())
    for question in _with_progress(questions, file is not None):
        result = row(office, question)
        if as_json:
            print(json.dumps(result, ensure_ascii=False), flush=True)
        else:
            show(result)


def _questions(text: str | None, file: Path | None) -> Iterator[dict]:
    if (text is None) == (file is None):
        raise typer.BadParameter("请给一句话，或用 --file 给一个文件。")
    if text is not None:
        yield {"id": "1", "text": text}
        return
    for number, line in enumerate(_lines(file), start=1):
        if line.strip():
            yield _question(line, number)


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as problem:
        raise typer.BadParameter(f"文件 {file} 读不了。请确认它在那里，并且是 UTF-8 文本。") from problem


def _question(line: str, number: int) -> dict:
    try:
        row = json.loads(line)
        return {"id": row["id"], "text": str(row["text"])}
    except (ValueError, KeyError, TypeError):
        raise typer.BadParameter(f'第{number}行不是 {{"id","text"}} 这样的 JSON。') from None


def _with_progress(rows: list[dict], many: bool) -> Iterable[dict]:
    if not many or not sys.stderr.isatty():
        return rows
    return track(rows, description="逐条处理", console=Console(stderr=True))


def _answer_row(office: Office, question: dict) -> dict:
    return _row(question, answering.answer(office, question["text"], clock()))


def _past_row(as_of: datetime) -> Callable[[Office, dict], dict]:
    """A day alone means its end; the library of then is built once."""
    whole_day = timedelta(days=1) if as_of.time() == datetime.min.time() else timedelta(0)
    library = cache(library_of)

    def row(office: Office, question: dict) -> dict:
        at = as_of.replace(tzinfo=office.calendar.zone) + whole_day
        at -= timedelta(microseconds=bool(whole_day))
        answered = answering.answer(office, question["text"], at, library(office, at))
        return {**_row(question, answered), "version": answered.version, "as_of": at.isoformat()}

    return row


def _row(question: dict, answered: Answered) -> dict:
    article = answered.article
    return {
        "id": question["id"],
        "outcome": answered.outcome,
        "answer": answered.reply.text,
        "article": {"id": article.id, "title": article.title} if article else None,
        "probability": round(answered.probability, 4),
        "candidates": [
            {"id": one.article.id, "title": one.article.title, "probability": round(one.probability, 4)}
            for one in answered.candidates
        ],
    }


def _print_answer(row: dict) -> None:
    console.print(row["answer"], highlight=False, soft_wrap=True)
    for candidate in row["candidates"]:
        console.print(f"  {candidate['probability']:.2f}  {candidate['id']} {candidate['title']}", style="dim")


def _route_row(office: Office, question: dict) -> dict:
    advice = triage(office, question["text"], clock())
    return {
        "id": question["id"],
        "kind": str(advice.kind),
        "urgency": str(advice.urgency),
        "category": advice.category,
        "departments": [
            {"department": one.department, "score": round(one.score, 4), "reason": one.reason}
            for one in advice.departments
        ],
    }


def _print_route(row: dict) -> None:
    console.print(f"{row['kind']}／{row['urgency']}　{row['category']}", style="bold")
    for one in row["departments"]:
        console.print(f"  {one['score']:.2f}  {one['department']}：{one['reason']}", highlight=False, soft_wrap=True)
