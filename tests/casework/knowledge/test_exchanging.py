"""How do many articles come in at once, or none of them?"""

from dataclasses import replace

import pytest

from hotline.casework.knowledge import exchanging
from hotline.casework.knowledge.exchanging import Brought, RowsRefused
from hotline.casework.office import Office
from hotline.ports import SheetRow
from hotline.records import ArticleFilter
from knowledge_base.exchange import to_row
from knowledge_base.life import Stage, Step
from knowledge_base.writer import write_article
from tests.casework.knowledge.one_shelf import (
    ID_CARD,
    LAMP,
    LAMPS,
    SNOW,
    WU,
    content_of,
    drafted,
    life_of,
    walked,
)
from tests.casework.one_office import ARTICLES, MONDAY

SWEEPING = replace(SNOW, category="城市管理与市政公用/其他")


def row(number: int, **cells: str) -> SheetRow:
    return SheetRow(number=number, values={**to_row(SWEEPING), **cells})


def stored(office: Office) -> int:
    with office.store.look() as work:
        return work.articles.count(ArticleFilter())


def test_a_row_without_a_number_is_a_new_article_and_one_with_a_number_a_new_version(anywhere: Office) -> None:
    changed = row(3, 编号=LAMP, 标题="路灯不亮找谁修")
    same = SheetRow(number=4, values=to_row(ARTICLES[1]))
    brought = exchanging.bring_rows(anywhere, [row(2), changed, same], WU, MONDAY)
    assert brought == Brought(added=("KB-0004",), renewed=(LAMP,), same=(ID_CARD,))
    assert (life_of(anywhere, LAMP).stage, life_of(anywhere, LAMP).published) == (Stage.DRAFT, 1)
    assert content_of(anywhere, LAMP, 2).title == "路灯不亮找谁修"
    assert life_of(anywhere, ID_CARD).versions == 1


def test_one_bad_row_and_nothing_is_stored_and_every_bad_row_is_told(anywhere: Office) -> None:
    rows = [
        row(2, 标题="好的一行"),
        row(3, 标题="", 发文单位="雪务局"),
        row(4, 标题="没有这个编号", 编号="KB-9999"),
        row(5, 标题="日子不对", 失效日="春节以后"),
    ]
    with pytest.raises(RowsRefused) as refused:
        exchanging.bring_rows(anywhere, rows, WU, MONDAY)
    told = "\n".join(refused.value.problems)
    assert all(words in told for words in ("第 3 行“标题”", "第 3 行“发文单位”", "第 5 行“失效日”"))
    assert "第 4 行" in told and "没有知识条目 KB-9999" in told and "第 2 行" not in told
    assert stored(anywhere) == 3


def test_what_the_law_forbids_is_told_by_row(office: Office) -> None:
    walked(office, drafted(office, replace(SWEEPING, title="送去确认的一条")), Step.SUBMIT)
    with pytest.raises(RowsRefused, match="第 7 行：KB-0004 现在是待部门确认"):
        exchanging.bring_rows(office, [row(7, 编号="KB-0004")], WU, MONDAY)
    with pytest.raises(RowsRefused, match="第 8 行：KB-0002 由公安负责"):
        exchanging.bring_rows(office, [row(8, 编号=ID_CARD)], LAMPS, MONDAY)


def test_files_come_in_as_drafts_each_unknown_one_under_a_number_of_its_own(office: Office) -> None:
    files = [
        ("雪.md", write_article(replace(SNOW, id="KB-7777")).encode()),
        ("路灯.md", write_article(replace(SNOW, id=LAMP, title="路灯不亮找谁修")).encode()),
    ]
    brought = exchanging.bring_files(office, files, WU, MONDAY)
    assert (brought.added, brought.renewed) == (("KB-0004",), (LAMP,))
    assert content_of(office, "KB-0004", 1) == replace(SNOW, id="KB-0004")


def test_a_bad_file_is_told_by_name_and_line_and_nothing_is_stored(office: Office) -> None:
    good = write_article(replace(SNOW, id="KB-7777"))
    bad = good.replace("effective: 2026-01-01", "effective: 去年")
    files = [("好.md", good.encode()), ("坏.md", bad.encode()), ("空.md", b"")]
    with pytest.raises(RowsRefused) as refused:
        exchanging.bring_files(office, files, WU, MONDAY)
    assert [problem.partition(":")[0] for problem in refused.value.problems] == ["坏.md", "空.md"]
    assert stored(office) == 3


def test_more_than_a_thousand_files_at_once_are_refused(office: Office) -> None:
    with pytest.raises(RowsRefused, match="一次最多导入 1000 个文件"):
        exchanging.bring_files(office, [("雪.md", b"")] * 1001, WU, MONDAY)


def test_what_is_carried_out_comes_in_again_unchanged(office: Office) -> None:
    rows = exchanging.carry_rows(office, ArticleFilter())
    brought = exchanging.bring_rows(
        office, [SheetRow(number=number, values=cells) for number, cells in enumerate(rows, start=2)], WU, MONDAY
    )
    assert (brought.added, brought.renewed, len(brought.same)) == ((), (), 3)


def test_only_what_was_asked_for_is_carried_out(office: Office) -> None:
    rows = exchanging.carry_rows(office, ArticleFilter(department="公安"))
    assert [cells["编号"] for cells in rows] == [ID_CARD]
