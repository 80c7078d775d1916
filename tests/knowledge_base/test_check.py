from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from knowledge_base.article import Article, Source
from knowledge_base.check import check
from tests.knowledge_base.small_library import LIBRARY, NOISE, STREET_LIGHT, TODAY, an_article

CATEGORIES = {article.main_category for article in LIBRARY}
DEPARTMENTS = {article.department for article in LIBRARY}


def breaches(articles: Sequence[Article], today: date = TODAY) -> list[str]:
    found = check(articles, folder=Path(), departments=DEPARTMENTS, categories=CATEGORIES, today=today)
    return [problem.text for problem in found]


def test_the_small_library_may_be_published() -> None:
    assert breaches(LIBRARY) == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"id": "511"}, "编号“511”不合式样，应如 KB-0001。"),
        ({"kind": "杂谈"}, "材料性质“杂谈”不在"),
        ({"scope": "全世界"}, "适用区域“全世界”不在"),
        ({"department": "噪声办"}, "承办单位“噪声办”不在单位名录里。"),
        ({"category": "天气/下雨"}, "类目“天气”不在类目表里。"),
        ({"category": "生态环境"}, "类目“生态环境”应写成“大类/小类”。"),
        ({"title": "噪" * 41}, "标题 41 字，最多 40 字。"),
        ({"questions": NOISE.questions[:5]}, "相似问法只有 5 条，至少要 6 条。"),
        (
            {"questions": tuple(f"广场舞音响扰民第{number}回找谁管" for number in "一二三四五六")},
            "与标题没有共同词语的问法只有 0 条",
        ),
        ({"keywords": ("很" * 21,)}, "超过 20 字。"),
        ({"keywords": (NOISE.title,)}, "与标题相同。"),
        ({"short": "答" * 121}, "短答 121 字"),
        ({"short": "归公安管。"}, "短答 5 字"),
        ({"short": "这件事的办法比较多，具体详见下文各段。"}, "短答没有作答，只是让人去看别处。"),
        ({"short": "广场舞、音响扰民找谁管，按照有关规定由相关部门处理。"}, "短答没有作答，除了标题和问法里的话"),
        ({"short": "楼下跳广场舞音响开太大了，请及时联系有关部门解决。"}, "短答没有作答，除了标题和问法里的话"),
        ({"short": "具体政策请咨询区公安分局，以实际情况为准即可。"}, "短答没有作答，除了标题和问法里的话"),
        ({"body": "太短。"}, "正文 3 字，应在 250 至 900 字之间。"),
        ({"expires": date(2026, 11, 22)}, "已于 2026-11-22 过期。"),
        ({"expires": date(2025, 12, 31)}, "失效日早于生效日。"),
        ({"review_due": date(2026, 11, 22)}, "应于 2026-11-22 复审，已逾期。"),
        ({"confirmed": date(2026, 11, 24)}, "核对日 2026-11-24 还没有到。"),
        ({"basis": ()}, "没有写明依据。"),
        ({"sources": ()}, "电话“110”没有来源。"),
        ({"sources": (), "short": "补领身份证要交工本费40元，到派出所。"}, "费用或金额“40元”没有来源。"),
        ({"sources": (), "short": "材料交齐以后七个工作日之内就会有答复。"}, "时限“七个工作日”没有来源。"),
        ({"sources": (Source(title="随州城管", url="suizhou", looked_up=TODAY),)}, "网址“suizhou”不完整。"),
        (
            {"sources": (Source(title="随州市公安局", url="https://gaj.suizhou.gov.cn/", looked_up=TODAY),)},
            "来源“随州市公安局”只写到网站首页，电话“110”要写到具体页面。",
        ),
        (
            {"sources": (Source(title="随州城管", url="https://a.cn", looked_up=date(2027, 1, 1)),)},
            "查阅日 2027-01-01 还没有到。",
        ),
    ],
)
def test_each_breach_is_told(changes: dict, sentence: str) -> None:
    assert any(sentence in told for told in breaches([an_article(**changes)]))


@pytest.mark.parametrize(
    "url", ["https://www.suizhou.gov.cn/?id=7", "https://sz.gov.cn/#/detail", "https://sz.gov.cn/a"]
)
def test_a_page_behind_the_home_page_is_source_enough(url: str) -> None:
    assert breaches([an_article(sources=(Source(title="随州市公安局", url=url, looked_up=TODAY),))]) == []


def test_a_home_page_is_source_enough_for_an_article_without_phone_fee_or_limit() -> None:
    home = Source(title="随州市公安局", url="https://gaj.suizhou.gov.cn/", looked_up=TODAY)
    article = an_article(short="生活噪声归公安机关管，在这里登记说清时间地点。", sources=(home,))
    assert breaches([replace(article, body=article.body.replace("110", "报警"))]) == []


def test_a_short_of_few_words_answers_if_they_are_new() -> None:
    assert breaches([an_article(short="生活噪声由派出所上门劝阻、处罚。")]) == []


def test_the_last_day_of_an_article_is_not_past() -> None:
    assert breaches([an_article(expires=TODAY, review_due=TODAY)]) == []


def test_two_articles_share_neither_id_nor_title_nor_question() -> None:
    twin = an_article(body=STREET_LIGHT.body)
    told = breaches([NOISE, twin])
    assert "编号“KB-0511”与 KB-0511 重复。" in told
    assert f"标题“{NOISE.title}”与 KB-0511 重复。" in told
    assert sum(sentence.startswith("问法") for sentence in told) == len(NOISE.questions)


def test_a_question_twice_in_one_article_is_a_repetition_even_with_other_punctuation() -> None:
    told = breaches([an_article(questions=(*NOISE.questions, "劝了好几次，不听还在吵？"))])
    assert told == ["问法“劝了好几次，不听还在吵？”与 KB-0511 重复。"]


def test_bodies_that_are_nearly_the_same_are_refused() -> None:
    copy = an_article(
        id="KB-0512", title="工地夜里吵找谁", questions=STREET_LIGHT.questions, body=NOISE.body + "另外。"
    )
    assert any("正文与 KB-0511 有" in told for told in breaches([NOISE, copy]))


def test_a_sentence_may_stand_in_five_articles_but_not_in_six() -> None:
    sentence = "办理时请携带本人有效身份证件原件和复印件各一份前往"
    bodies = [f"{article.body}。{sentence}。" for article in LIBRARY]
    five = [an_article(id=article.id, body=body) for article, body in zip(LIBRARY, bodies, strict=True)]
    six = [*five, an_article(id="KB-0600", body=f"{'完全不同的正文' * 50}。{sentence}。")]
    assert not any(sentence in told for told in breaches(five))
    assert sum(f"句子“{sentence}”在 6 条里" in told for told in breaches(six)) == 6


def test_a_breach_names_the_file_and_the_line_of_the_field(tmp_path: Path) -> None:
    (tmp_path / "生态环境").mkdir()
    (tmp_path / "生态环境" / "noise.md").write_text("---\nid: KB-0511\ntitle: 吵\ndepartment: 噪声办\n---\n", "utf-8")
    article = an_article(department="噪声办", file="生态环境/noise.md")
    (problem,) = check([article], folder=tmp_path, departments=DEPARTMENTS, categories=CATEGORIES, today=TODAY)
    assert str(problem) == "生态环境/noise.md:4: 承办单位“噪声办”不在单位名录里。"


def test_an_article_lies_in_the_folder_of_its_category(tmp_path: Path) -> None:
    (tmp_path / "民政").mkdir()
    (tmp_path / "民政" / "noise.md").write_text("---\n---\n", "utf-8")
    problems = check(
        [an_article(file="民政/noise.md")], folder=tmp_path, departments=DEPARTMENTS, categories=CATEGORIES, today=TODAY
    )
    assert [problem.text for problem in problems] == ["类目“生态环境”与所在文件夹不一致。"]
