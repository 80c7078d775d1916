"""Can an article be written, published and taken down from a terminal alone?"""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from hotline import demo
from hotline.casework.knowledge.acts import StepNotTaken
from hotline.casework.knowledge.exchanging import RowsRefused
from hotline.casework.knowledge.fitness import Unfit
from hotline.cli.shelf import NoSuchPerson
from hotline.settings import read_settings
from hotline.wiring import build_replay_office, clock, today
from knowledge_base.writer import write_article
from tests.casework.knowledge.one_shelf import SNOW
from tests.cli.terminal import Terminal

QUESTION = "门前积雪谁来扫"


@pytest.fixture(scope="module")
def staffed(terminal: Terminal) -> Terminal:
    """The demonstration's people are there, as after the first start of the service."""
    settings = read_settings(terminal.settings)
    demo.accounts(build_replay_office(settings, settings.database))
    return terminal


@pytest.fixture(scope="module")
def snow(staffed: Terminal, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The id of an article drafted from a file and published by a second editor."""
    file = tmp_path_factory.mktemp("drafts") / "snow.md"
    file.write_text(write_article(replace(SNOW, id="KB-9999")), encoding="utf-8")
    drafted = staffed.type("kb", "draft", str(file), "--as", "zhishi")
    assert drafted.out == "KB-0685：草稿，第 1 版\n"
    for words in (("submit", "KB-0685", "--as", "zhishi"), ("confirm", "KB-0685", "--as", "城管")):
        assert staffed.type("kb", *words).status == 0
    assert staffed.type("kb", "publish", "KB-0685", "--as", "fuhe").out == "KB-0685：已发布，第 1 版\n"
    return "KB-0685"


def test_what_was_published_answers(staffed: Terminal, snow: str) -> None:
    (row,) = staffed.type("ask", QUESTION, "--json").rows
    assert (row["outcome"], row["article"]["id"]) == ("answer", snow)


def test_on_an_earlier_day_it_did_not(staffed: Terminal, snow: str) -> None:
    day = (today() - timedelta(days=1)).isoformat()
    (row,) = staffed.type("ask", QUESTION, "--as-of", day, "--json").rows
    assert row["article"] is None and row["as_of"].startswith(f"{day}T23:59:59")
    later = f"{clock() + timedelta(days=1):%Y-%m-%dT%H:%M}"
    (row,) = staffed.type("ask", QUESTION, "--as-of", later, "--json").rows
    assert (row["article"]["id"], row["version"]) == (snow, 1)


def test_the_shipped_articles_are_listed_and_narrowed(staffed: Terminal, snow: str) -> None:
    assert len(staffed.type("kb", "list", "--json").rows) == 685
    rows = staffed.type("kb", "list", "--department", "城管", "--standing", "已发布", "--words", "积雪", "--json").rows
    assert [(row["id"], row["standing"], row["published"]) for row in rows] == [(snow, "已发布", 1)]
    assert "共 685 条，列出前 2 条" in staffed.type("kb", "list", "--limit", "2").out


def test_an_article_is_shown_with_everything_that_happened_to_it(staffed: Terminal, snow: str) -> None:
    seen = staffed.type("kb", "show", snow)
    assert "第 1 版　已发布" in seen.out and SNOW.short in seen.out
    assert [line.split()[4] for line in seen.out.splitlines()[-4:]] == ["起草", "送部门确认", "确认", "复核发布"]
    (whole,) = staffed.type("kb", "show", snow, "--json").rows
    assert whole["version"]["content"]["title"] == QUESTION and len(whole["events"]) == 4


def test_two_versions_are_told_apart_without_colour(staffed: Terminal, snow: str, tmp_path: Path) -> None:
    file = tmp_path / "rewritten.md"
    rewritten = replace(SNOW, id=snow, short=SNOW.short.replace("派人", "来清"), keywords=("扫雪", "冰"))
    file.write_text(write_article(rewritten), encoding="utf-8")
    assert staffed.type("kb", "draft", str(file), "--as", "zhishi", "--why", "改说法").status == 0
    told = staffed.type("kb", "diff", snow, "1", "2").out
    assert "－派人－＋来清＋" in told and "－积雪" in told and "＋冰" in told
    assert [row["no"] for row in staffed.type("kb", "versions", snow, "--json").rows] == [1, 2]
    assert staffed.type("kb", "restore", snow, "1", "--as", "zhishi").out == f"{snow}：已发布（新版草稿），第 3 版\n"
    assert staffed.type("kb", "diff", snow, "1", "3").out == "两版内容相同\n"
    assert staffed.type("kb", "drop", snow, "--as", "zhishi", "--why", "不改了").status == 0


def test_a_rehearsal_is_printed_and_changes_nothing(staffed: Terminal, snow: str) -> None:
    told = staffed.type("kb", "rehearse", snow, "--withdraw").out
    assert f"预演下架 {snow} 第 1 版" in told and "变差" in told
    (row,) = staffed.type("kb", "rehearse", snow, "--withdraw", "--json").rows
    assert row["withdraws"] is True and row["golden"] > 0
    assert staffed.type("ask", QUESTION, "--json").rows[0]["article"]["id"] == snow


def test_refusals_are_sentences(staffed: Terminal, snow: str) -> None:
    refused = staffed.run("kb", "withdraw", snow, "--as", "fuhe")
    assert (refused.status, refused.out, refused.err) == (1, "", "“下架”要写明理由。\n")
    with pytest.raises(NoSuchPerson, match="没有账号“nobody”"):
        staffed.type("kb", "withdraw", snow, "--as", "nobody", "--why", "试试")
    with pytest.raises(StepNotTaken, match="话务员不能“下架”"):
        staffed.type("kb", "withdraw", snow, "--as", "huawu", "--why", "试试")


def test_a_table_goes_out_and_comes_in_again(staffed: Terminal, snow: str, tmp_path: Path) -> None:
    table = tmp_path / "条目.xlsx"
    assert "已导出 685 条" in staffed.type("kb", "export", "--xlsx", str(table)).out
    assert "没有变化 685 条" in staffed.type("kb", "import", str(table), "--as", "zhishi").out
    book = load_workbook(table)
    sheet = book.active
    head = [cell.value for cell in sheet[1]]
    sheet.cell(3, head.index("发文单位") + 1).value = "雪务局"
    book.save(table)
    with pytest.raises(RowsRefused, match="第 3 行“发文单位”：“雪务局”不在单位名录里"):
        staffed.type("kb", "import", str(table), "--as", "zhishi")
    assert all(row["stage"] == "" for row in staffed.type("kb", "list", "--json").rows)


def test_files_go_out_and_come_in_again(staffed: Terminal, snow: str, tmp_path: Path) -> None:
    assert "已导出 685 条" in staffed.type("kb", "export", "--markdown", str(tmp_path)).out
    assert (tmp_path / "城市管理与市政公用" / f"{snow}.md").exists()
    assert "没有变化 685 条" in staffed.type("kb", "import", str(tmp_path), "--as", "zhishi").out


def test_seeding_again_has_nothing_to_do(staffed: Terminal) -> None:
    assert staffed.type("kb", "seed").out == "新增 0 条，更新 0 条，人工改过而不动的 0 条\n"


def test_gaps_are_gathered_from_what_was_asked(staffed: Terminal) -> None:
    assert staffed.type("kb", "gaps", "--make").out == "待处理 0，已补上 0，不补 0\n"
    assert staffed.type("kb", "gaps", "--json").rows == []


def test_contradictions_are_told_with_both_articles(staffed: Terminal) -> None:
    rows = staffed.type("kb", "contradictions", "--json").rows
    assert all(row["one"]["article"] != row["other"]["article"] for row in rows)
    assert f"共 {len(rows)} 处" in staffed.type("kb", "contradictions").out


def test_what_waits_for_a_person_is_listed(staffed: Terminal, snow: str, tmp_path: Path) -> None:
    file = tmp_path / "snow.md"
    file.write_text(write_article(replace(SNOW, id=snow, keywords=("扫雪",))), encoding="utf-8")
    staffed.type("kb", "draft", str(file), "--as", "zhishi")
    staffed.type("kb", "submit", snow, "--as", "zhishi")
    assert [row["group"] for row in staffed.type("kb", "todo", "--as", "城管", "--json").rows] == ["待我确认"]
    assert f"待我确认（1）\n  {snow}　{QUESTION}　城管" in staffed.type("kb", "todo", "--as", "城管").out
    staffed.type("kb", "return", snow, "--as", "城管", "--why", "盐不在中队领")
    assert [row["id"] for row in staffed.type("kb", "todo", "--as", "zhishi", "--json").rows] == [snow]
    staffed.type("kb", "drop", snow, "--as", "zhishi", "--why", "不改了")
    assert staffed.type("kb", "todo", "--as", "zhishi").out == ""


def test_a_draft_that_is_not_whole_is_not_sent_and_everything_is_told(staffed: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "snow.md"
    half = replace(SNOW, id="KB-9998", title="雪堆到马路边行不行", questions=SNOW.questions[:1], short="详见正文")
    file.write_text(write_article(half), encoding="utf-8")
    drafted = staffed.type("kb", "draft", str(file), "--as", "城管").out.partition("：")[0]
    with pytest.raises(Unfit, match=r"(?s)相似问法：.*短答："):
        staffed.type("kb", "submit", drafted, "--as", "城管")
