"""Is the knowledge base sound, and does the search find it? `kb check`, `kb measure`, `kb calibrate`."""

import json
import time
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from hotline.rules import load
from hotline.settings import read_settings
from hotline.wiring import ARTICLES, GOLDEN, VECTORS, build_search, build_vectors, categories, today
from knowledge_base import calibrate as calibrating
from knowledge_base import calibration, measure
from knowledge_base.article import Article
from knowledge_base.check import check as breaches
from knowledge_base.reader import Problem, read_library

Json = Annotated[bool, typer.Option("--json", help="标准输出只有 JSON")]
app = typer.Typer(no_args_is_help=True, help="知识库：检查、测量、校准")
console = Console()


@app.command("check", help="按规则检查全部知识条目，一次报出所有问题")
def check(as_json: Json = False) -> None:
    articles, problems = _checked()
    if as_json:
        for problem in problems:
            print(json.dumps(asdict(problem), ensure_ascii=False))
    else:
        _print_counts(articles)
        for problem in problems:
            console.print(str(problem), highlight=False, soft_wrap=True)
        console.print(f"共 {len(articles)} 条，{len(problems)} 个问题", style="red" if problems else "green")
    raise typer.Exit(1 if problems else 0)


@app.command("measure", help="用独立编写的问题测量检索：首条命中、前三命中、误答、概率是否可信、耗时")
def measured(
    golden: Annotated[Path, typer.Option(help="问题文件")] = GOLDEN,
    misses: Annotated[int, typer.Option(help="列出最严重的几条答错")] = 0,
    as_json: Json = False,
) -> None:
    settings = read_settings()
    search = build_search(settings, build_vectors(settings))
    asked = measure.ask_all(search, measure.read_golden(golden), today(), time.perf_counter)
    report, worst = asdict(measure.report(asked)), [_told(one) for one in measure.worst(asked, misses)]
    if as_json:
        print(json.dumps(report | ({"misses": worst} if misses else {}), ensure_ascii=False))
        return
    for name, value in report.items():
        console.print(f"{name:24} {value if not isinstance(value, float) else round(value, 4)}")
    for miss in worst:
        console.print(
            f"{miss['probability']:.0%} {miss['text']}", f"  应为 {miss['right']}", f"  给出 {miss['shown']}", sep="\n"
        )


def _told(miss: measure.Asked) -> dict[str, object]:
    """A miss as a person or program reads it."""
    return {
        "id": miss.golden.id,
        "text": miss.golden.text,
        "right": miss.golden.articles,
        "shown": [f"{one.article.id} {one.article.title}" for one in miss.found.candidates],
        "outcome": miss.found.outcome,
        "probability": miss.found.probability,
    }


@app.command("calibrate", help="由 lessons.jsonl 重新拟合排序与概率（文章大改之后运行）")
def calibrate() -> None:
    articles, _ = read_library(ARTICLES)
    cache = read_settings().data / "vectors"
    with console.status("拟合中，约需几分钟"):
        lessons = calibrating.shipped_lessons()
        calibration.save(
            [calibrating.calibrate(articles, lessons, vectors=make(), cache=cache) for make in VECTORS.values()]
        )
    console.print("已写入 knowledge_base/calibration.json")


def _checked() -> tuple[list[Article], list[Problem]]:
    articles, problems = read_library(ARTICLES)
    departments = [one.short for one in load.directory().departments]
    found = breaches(articles, folder=ARTICLES, departments=departments, categories=categories(), today=today())
    return articles, [*problems, *found]


def _print_counts(articles: list[Article]) -> None:
    counts = Counter(article.category.split("/")[0] for article in articles)
    table = Table("类别", "条数")
    for name, count in counts.items():
        table.add_row(name, str(count))
    console.print(table)
