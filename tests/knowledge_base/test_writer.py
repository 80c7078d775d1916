from datetime import date

from hypothesis import given

from knowledge_base.article import Article, Basis
from knowledge_base.reader import read_article
from knowledge_base.writer import write_article
from tests.knowledge_base.any_article import articles
from tests.knowledge_base.small_library import an_article

SHIPPED = """---
id: KB-0475
title: "路灯不亮怎么报修"
category: 城市管理与市政公用/市政设施
kind: 热点问答
questions:
  - "门口那条街晚上黑灯瞎火的"
  - "灯杆倒了没人修"
keywords: ["路灯", "井盖"]
department: 城管
scope: 曾都区
audience: 个人、企业
effective: 2026-01-01
expires: null
review_due: 2027-06-30
basis:
  - {law: "城市照明管理规定", article: "第二十条"}
sources:
  - {title: "随州城管：报修", url: "https://www.suizhou.gov.cn/a.html", looked_up: 2026-11-23}
confirmed: 2026-11-23
short: "在这里登记，说清路名和灯杆号。"
---
**谁来管**　市政路灯归城管。

**小区里的**　找物业。
"""


def read(text: str) -> Article:
    article, problems = read_article(text.encode(), "")
    assert article is not None, problems
    return article


@given(articles())
def test_what_was_written_is_read_back(article: Article) -> None:
    assert read(write_article(article)) == article


def test_a_file_of_the_library_is_written_as_it_was() -> None:
    assert write_article(read(SHIPPED)) == SHIPPED


def test_a_change_of_one_field_changes_its_line_alone() -> None:
    changed = an_article(expires=date(2026, 12, 31))
    pairs = zip(write_article(an_article()).splitlines(), write_article(changed).splitlines(), strict=True)
    assert [pair for pair in pairs if pair[0] != pair[1]] == [("expires: null", "expires: 2026-12-31")]


def test_words_that_yaml_would_take_for_something_else_stay_words() -> None:
    article = an_article(audience="null", department="123", basis=(Basis(law="- {x: 1} # 注", article="2026-11-23"),))
    assert read(write_article(article)) == article


def test_an_article_without_questions_is_written_for_the_reader_to_refuse() -> None:
    article, problems = read_article(write_article(an_article(questions=())).encode(), "a.md")
    assert article is None
    assert [str(problem) for problem in problems] == ["a.md:6: 字段“questions”须是一列文字。"]
