from datetime import date
from pathlib import Path

import pytest

from knowledge_base.reader import read_article, read_library

GOOD = """---
id: KB-0475
title: 路灯不亮怎么报修
category: 城市管理与市政公用/市政设施
kind: 热点问答
questions: [门口那条街晚上黑灯瞎火的, 灯杆倒了没人修]
keywords: [路灯]
department: 城管
scope: 曾都区
audience: 个人
effective: 2026-01-01
expires: null
review_due: 2027-06-30
basis:
  - {law: 城市照明管理规定, article: 第二十条}
sources:
  - {title: 随州城管, url: "https://www.suizhou.gov.cn/a.html", looked_up: 2026-11-23}
confirmed: 2026-11-23
short: 在这里登记，说清路名和灯杆号。
---
**谁来管**　市政路灯归城管。
"""


def test_a_good_file_becomes_an_article() -> None:
    article, problems = read_article(GOOD.encode(), "城市管理与市政公用/street-light.md")
    assert problems == []
    assert article is not None
    assert (article.id, article.main_category, article.file) == (
        "KB-0475",
        "城市管理与市政公用",
        "城市管理与市政公用/street-light.md",
    )
    assert article.body == "**谁来管**　市政路灯归城管。"
    assert article.sources[0].looked_up == date(2026, 11, 23)


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm() -> None:
    article, problems = read_article(("\ufeff" + GOOD.replace("\n", "\r\n")).encode(), "a.md")
    assert problems == []
    assert article is not None and article.title == "路灯不亮怎么报修"


def test_all_faults_of_a_file_are_told_at_once_with_their_lines() -> None:
    broken = GOOD.replace("department: 城管\n", "").replace("effective: 2026-01-01", "effective: 明年")
    article, problems = read_article(broken.replace("[路灯]", "路灯").encode(), "a.md")
    assert article is None
    assert [str(problem) for problem in sorted(problems)] == [
        "a.md:1: 缺少字段“department”。",
        "a.md:7: 字段“keywords”须是一列文字。",
        "a.md:10: 字段“effective”须是日期，如 2026-11-23。",
    ]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("title: 路灯不亮怎么报修", "title: ''", "字段“title”须是一段文字。"),
        ("expires: null", "expires: 永久", "字段“expires”须是日期，长期有效写 null。"),
        (
            "{law: 城市照明管理规定, article: 第二十条}",
            "城市照明管理规定",
            "字段“basis”须是一列 {law, article}，都要填写。",
        ),
        (", looked_up: 2026-11-23}", "}", "字段“sources”须是一列 {title, url, looked_up}"),
        ("audience: 个人", "audience: 个人\ncolour: 红", "不认识的字段“colour”。"),
        ("title: 路灯", "title: [路灯: ", "文件头不是合法的 YAML"),
        ("---\nid", "id", "文件须以“---”开头"),
    ],
)
def test_each_fault_has_its_sentence(old: str, new: str, sentence: str) -> None:
    article, problems = read_article(GOOD.replace(old, new).encode(), "a.md")
    assert article is None
    assert any(sentence in problem.text for problem in problems)


def test_a_file_in_another_encoding_is_refused_in_words() -> None:
    article, (problem,) = read_article(GOOD.encode("gb18030"), "a.md")
    assert article is None and problem.text == "文件不是 UTF-8 编码。"


def test_a_library_gives_good_articles_by_id_and_the_problems_of_the_others(tmp_path: Path) -> None:
    (tmp_path / "民政").mkdir()
    (tmp_path / "民政" / "b.md").write_text(GOOD, encoding="utf-8")
    (tmp_path / "民政" / "a.md").write_text(GOOD.replace("KB-0475", "KB-0001"), encoding="utf-8")
    (tmp_path / "民政" / "c.md").write_text("只有正文", encoding="utf-8")
    articles, problems = read_library(tmp_path)
    assert [article.id for article in articles] == ["KB-0001", "KB-0475"]
    assert [problem.file for problem in problems] == ["民政/c.md"]
