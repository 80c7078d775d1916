from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.article import Article, Basis, Source
from knowledge_base.exchange import COLUMNS, LIMIT, Known, RowProblem, from_row, from_rows, to_row
from tests.knowledge_base.any_article import articles, words
from tests.knowledge_base.small_library import TODAY, an_article

KNOWN = Known(
    categories=("城市管理与市政公用/市政设施", "城市管理与市政公用/供水", "生态环境/噪声"),
    departments=("城管", "水利", "公安"),
    today=TODAY,
)
STREET_LIGHT = {
    "类目": "城市管理与市政公用/市政设施",
    "标题": "路灯不亮怎么报修",
    "内容": "**谁来管**　市政路灯归城管。\n\n小区里的找物业。",
    "发文单位": "城管",
    "材料性质": "热点问答",
    "关键字": "路灯，灯杆,井盖、报修;夜里",
}


def row(**cells: str) -> Mapping[str, str]:
    return {**dict.fromkeys(COLUMNS, ""), **STREET_LIGHT, **cells}


def read(**cells: str) -> Article:
    article = from_row(2, row(**cells), KNOWN)
    assert isinstance(article, Article), [str(problem) for problem in article]
    return article


def told(**cells: str) -> list[str]:
    problems = from_row(7, row(**cells), KNOWN)
    assert isinstance(problems, list)
    return [str(problem) for problem in problems]


def test_the_six_columns_of_the_notice_are_enough_for_a_new_draft() -> None:
    article = from_row(2, STREET_LIGHT, KNOWN)
    assert isinstance(article, Article)
    assert article.id == ""
    assert article.keywords == ("路灯", "灯杆", "井盖", "报修", "夜里")
    assert (article.scope, article.audience, article.short, article.questions) == ("曾都区", "个人", "", ())
    assert (article.effective, article.expires, article.review_due) == (TODAY, None, date(2027, 11, 23))


ONE_LINE = words("身份证路灯（）“”：#*-|'\"[]? 0123abKB", most=20)
TOKEN = words("身份证路灯（）“”：#-|?&=/.0123abKB", most=20)


@given(articles(ONE_LINE, words("身份证路灯，。\n#* 01", most=60)), st.lists(TOKEN, max_size=3), TOKEN)
def test_what_was_put_into_a_row_comes_out_again(article: Article, keywords: list[str], url: str) -> None:
    article = replace(
        article,
        keywords=tuple(keyword for keyword in keywords if keyword != article.title),
        sources=tuple(replace(source, url=url) for source in article.sources),
    )
    known = Known(categories=(article.category,), departments=(article.department,), today=TODAY)
    assert from_row(2, to_row(article), known) == article


def test_a_law_named_within_a_law_keeps_its_name() -> None:
    article = read(
        依据="《湖北省实施《中华人民共和国土地管理法》办法》第三条（见《民法典》第五条）\n《城市照明管理规定》"
    )
    assert article.basis == (
        Basis(law="湖北省实施《中华人民共和国土地管理法》办法", article="第三条（见《民法典》第五条）"),
        Basis(law="城市照明管理规定", article="全文"),
    )


@pytest.mark.parametrize("day", ["2026-11-03", "2026/11/3", "2026.11.03", "2026年11月3日"])
def test_days_are_read_in_all_the_ways_they_are_written(day: str) -> None:
    assert read(生效日=day).effective == date(2026, 11, 3)


@pytest.mark.parametrize("forever", ["", "长期", "长期有效"])
def test_an_article_without_a_last_day_holds_for_long(forever: str) -> None:
    assert read(失效日=forever).expires is None


def test_a_source_is_a_title_an_address_and_a_day() -> None:
    article = read(来源="随州市 城管局 报修 https://www.suizhou.gov.cn/a.html 2026/11/20")
    assert article.sources == (
        Source(title="随州市 城管局 报修", url="https://www.suizhou.gov.cn/a.html", looked_up=date(2026, 11, 20)),
    )


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"标题": "  "}, "第 7 行“标题”：不能空着。"),
        ({"标题": "灯" * 129}, "第 7 行“标题”：标题 129 字，最多 128 字。"),
        ({"编号": "475"}, "第 7 行“编号”：“475”不合式样，应如 KB-0001；新条目留空。"),
        (
            {"类目": "城市管理与市政公用/市政"},
            "第 7 行“类目”：“城市管理与市政公用/市政”不在类目表里。是不是“城市管理与市政公用/市政设施”？",
        ),
        ({"类目": "天气"}, "第 7 行“类目”：“天气”不在类目表里。"),
        ({"发文单位": "城管局"}, "第 7 行“发文单位”：“城管局”不在单位名录里。是不是“城管”？"),
        (
            {"材料性质": "法律法规"},
            "第 7 行“材料性质”：“法律法规”不在 办事指南、政策法规、热点问答、生活服务、热线规则 之内。",
        ),
        ({"关键字": "灯" * 21}, f"第 7 行“关键字”：关键字“{'灯' * 21}”超过 20 字。"),
        ({"关键字": "路灯，路灯不亮怎么报修"}, "第 7 行“关键字”：关键字不能与标题相同。"),
        ({"适用区域": "北京市"}, "第 7 行“适用区域”：“北京市”不在 全国、湖北省、随州市、曾都区 之内。"),
        ({"下次复审日": "2026-02-30"}, "第 7 行“下次复审日”：“2026-02-30”不是日期，应如 2026-11-23。"),
        ({"依据": "城市照明管理规定 第二十条"}, "第 7 行“依据”：“城市照明管理规定 第二十条”应写成《法名》第几条。"),
        ({"依据": "《》第二十条"}, "第 7 行“依据”：“《》第二十条”应写成《法名》第几条。"),
        ({"来源": "随州城管"}, "第 7 行“来源”：“随州城管”应写成“标题 网址 查阅日”，中间空一格。"),
        ({"来源": "随州城管 https://a.cn/b 昨天"}, "第 7 行“来源”：“昨天”不是日期，应如 2026-11-23。"),
    ],
)
def test_each_fault_of_a_row_has_its_sentence(cells: dict[str, str], sentence: str) -> None:
    assert told(**cells) == [sentence]


def test_all_faults_of_a_row_are_told_at_once() -> None:
    assert told(标题="", 发文单位="卫生", 关键字=f"{'路' * 21}、{'灯' * 22}", 来源="甲\n乙") == [
        "第 7 行“标题”：不能空着。",
        "第 7 行“发文单位”：“卫生”不在单位名录里。",
        f"第 7 行“关键字”：关键字“{'路' * 21}”超过 20 字。",
        f"第 7 行“关键字”：关键字“{'灯' * 22}”超过 20 字。",
        "第 7 行“来源”：“甲”应写成“标题 网址 查阅日”，中间空一格。",
        "第 7 行“来源”：“乙”应写成“标题 网址 查阅日”，中间空一格。",
    ]


def test_good_rows_become_articles_and_the_problems_of_the_others_come_in_the_order_of_the_table() -> None:
    rows = [
        (2, row(编号="KB-0475")),
        (3, row(编号="KB-0475", 标题="井盖丢了找谁")),
        (4, row(标题="路灯不亮怎么报修", 生效日="明年")),
        (6, row(标题="路灯晃眼找谁")),
    ]
    articles, problems = from_rows(rows, KNOWN)
    assert [article.title for article in articles] == ["路灯不亮怎么报修", "路灯晃眼找谁"]
    assert [str(problem) for problem in problems] == [
        "第 3 行“编号”：“KB-0475”与第 2 行重复。",
        "第 4 行“标题”：“路灯不亮怎么报修”与第 2 行重复。",
        "第 4 行“生效日”：“明年”不是日期，应如 2026-11-23。",
    ]


def test_a_table_of_more_than_a_thousand_rows_is_refused_whole() -> None:
    rows = [(number, row(标题=f"第{number}盏路灯不亮")) for number in range(2, LIMIT + 3)]
    assert len(from_rows(rows[:LIMIT], KNOWN)[0]) == LIMIT
    assert from_rows(rows, KNOWN) == (
        [],
        [RowProblem(row=1002, column="编号", text="一次最多导入 1000 条，从这一行起请另存一个文件。")],
    )


def test_a_published_article_goes_into_the_table_in_words() -> None:
    cells = to_row(an_article())
    assert list(cells) == list(COLUMNS)
    assert cells["依据"] == "《中华人民共和国噪声污染防治法》第八十一条"
    assert cells["来源"] == "随州市人民政府 https://www.suizhou.gov.cn/a.html 2026-11-23"
    assert (cells["编号"], cells["失效日"], cells["材料性质"]) == ("KB-0511", "", "热点问答")
