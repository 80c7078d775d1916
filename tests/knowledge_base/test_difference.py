from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from knowledge_base.article import Article, Basis
from knowledge_base.difference import ListChange, Run, TextChange, differences
from knowledge_base.fields import LABELS
from tests.knowledge_base.any_article import articles, words
from tests.knowledge_base.small_library import an_article

CLOSE = articles(words("灯井。20；", most=12), words("灯井盖。20；\n", most=40))  # so close that much stays the same


def marked(change: TextChange | ListChange) -> str:
    """－removed＋ and ＋added＋ as a terminal would show them."""
    assert isinstance(change, TextChange)
    signs = {"same": "", "added": "＋", "removed": "－"}
    return "".join(f"{signs[run.kind]}{run.text}{signs[run.kind]}" for run in change.runs)


def body_change(old: str, new: str) -> str:
    (change,) = differences(an_article(body=old), an_article(body=new))
    assert change.label == "内容"
    return marked(change)


@given(CLOSE, CLOSE)
def test_both_versions_can_be_read_out_of_their_differences(old: Article, new: Article) -> None:
    for change in differences(old, new):
        if isinstance(change, TextChange):
            before = "".join(run.text for run in change.runs if run.kind != "added")
            after = "".join(run.text for run in change.runs if run.kind != "removed")
            field = next(field for field, label in LABELS.items() if label == change.label)
            expected = [getattr(version, field) for version in (old, new)]
            assert [before, after] == ["长期有效" if value is None else str(value) for value in expected]


@given(CLOSE, CLOSE)
def test_versions_differ_in_the_fields_that_are_named_and_in_no_other(old: Article, new: Article) -> None:
    named = {change.label for change in differences(old, new)}
    same = {field: getattr(new, field) for field, label in LABELS.items() if label in named}
    assert replace(old, **same, file=new.file) == new
    assert all(getattr(old, field) != value for field, value in same.items())


@given(articles())
def test_a_version_does_not_differ_from_itself_wherever_its_file_lies(article: Article) -> None:
    assert differences(article, replace(article, file="民政/a.md")) == ()


def test_within_a_changed_sentence_only_what_changed_is_marked_and_numbers_are_whole() -> None:
    assert (
        body_change("先到窗口。工本费每证20元，当场交。再等通知。", "先到窗口。工本费每证25元，当场交。再等通知。")
        == "先到窗口。工本费每证－20－＋25＋元，当场交。再等通知。"
    )


def test_a_sentence_put_in_is_marked_whole() -> None:
    assert body_change("带身份证。交钱。", "带身份证。照片现场拍。交钱。") == "带身份证。＋照片现场拍。＋交钱。"


def test_a_sentence_with_little_left_of_it_is_another_sentence() -> None:
    assert body_change("本人到派出所办。", "网上申请，邮寄到家。") == "－本人到派出所办。－＋网上申请，邮寄到家。＋"


def test_a_single_character_between_two_changes_is_part_of_them() -> None:
    changed = body_change("请在十日内把证明交到镇上的窗口去。", "请在十日内把材料交来村里的窗口去。")
    assert changed == "请在十日内把－证明交到镇上－＋材料交来村里＋的窗口去。"


def test_a_list_tells_what_came_and_what_went() -> None:
    old = an_article(keywords=("噪声", "广场舞", "音响"))
    assert differences(old, replace(old, keywords=("音响", "噪声", "喇叭"))) == (
        ListChange(label="关键字", added=("喇叭",), removed=("广场舞",)),
    )


def test_another_order_of_a_list_is_a_change_without_items() -> None:
    old = an_article(keywords=("噪声", "音响"))
    assert differences(old, replace(old, keywords=("音响", "噪声"))) == (
        ListChange(label="关键字", added=(), removed=()),
    )


@pytest.mark.parametrize(
    ("changes", "change"),
    [
        (
            {"expires": date(2026, 12, 31)},
            TextChange(
                label="失效日", runs=(Run(kind="removed", text="长期有效"), Run(kind="added", text="2026-12-31"))
            ),
        ),
        (
            {"basis": (Basis(law="民法典", article="第一条"),)},
            ListChange(
                label="依据", added=("《民法典》第一条",), removed=("《中华人民共和国噪声污染防治法》第八十一条",)
            ),
        ),
    ],
)
def test_dates_and_laws_are_shown_as_officers_write_them(changes: dict, change: TextChange | ListChange) -> None:
    assert differences(an_article(), an_article(**changes)) == (change,)
