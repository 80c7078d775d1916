"""Is the knowledge base sound, and does the search find it? `kb check`, `kb measure`, `kb calibrate`."""

import json
import time
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
import yaml
from rich.console import Console
from rich.table import Table

from hotline.rules import load, working_time
from hotline.settings import read_settings
from hotline.wiring import ARTICLES, VECTORS, build_search, build_vectors, clock
from knowledge_base import calibrate as calibrating
from knowledge_base import calibration, measure
from knowledge_base.article import Article
from knowledge_base.check import check as breaches
from knowledge_base.reader import Problem, read_library

GOLDEN = ARTICLES.parent.parent / "tests" / "knowledge_base" / "golden.jsonl"
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
    as_json: Json = False,
) -> None:
    settings, today = read_settings(), _today()
    search = build_search(settings, build_vectors(settings))
    asked = measure.ask_all(search, measure.read_golden(golden), today, time.perf_counter)
    report = asdict(measure.report(asked))
    if as_json:
        print(json.dumps(report, ensure_ascii=False))
        return
    for name, value in report.items():
        console.print(f"{name:24} {value if not isinstance(value, float) else round(value, 4)}")


@app.command("calibrate", help="由知识条目自身重新拟合概率（文章大改之后运行）")
def calibrate() -> None:
    articles, _ = read_library(ARTICLES)
    cache = read_settings().data / "vectors"
    with console.status("拟合中，约需几分钟"):
        calibration.save([calibrating.calibrate(articles, vectors=make(), cache=cache) for make in VECTORS.values()])
    console.print("已写入 knowledge_base/calibration.json")


def _checked() -> tuple[list[Article], list[Problem]]:
    articles, problems = read_library(ARTICLES)
    categories = [row["name"] for row in yaml.safe_load((ARTICLES.parent / "categories.yml").read_text("utf-8"))]
    departments = [one.short for one in load.directory().departments]
    found = breaches(articles, folder=ARTICLES, departments=departments, categories=categories, today=_today())
    return articles, [*problems, *found]


def _print_counts(articles: list[Article]) -> None:
    counts = Counter(article.category.split("/")[0] for article in articles)
    table = Table("类别", "条数")
    for name, count in counts.items():
        table.add_row(name, str(count))
    console.print(table)


def _today():
    return clock().astimezone(working_time.calendar().zone).date()
