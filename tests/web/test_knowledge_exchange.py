"""How do many articles come in and go out at once? All of a file or nothing, every fault in one answer."""

import zipfile
from dataclasses import replace
from io import BytesIO

import pytest
from httpx import Response
from library_house import FOURTH, LAMP, ZHAO, drafted, life_of
from officer_house import CHEN, EDITOR, LIU, WANG, ZHANG, Browser, House
from openpyxl import load_workbook

from knowledge_base.exchange import COLUMNS, LIMIT, to_row
from knowledge_base.life import Stage
from knowledge_base.writer import write_article
from tests.casework.knowledge.one_shelf import SNOW
from tests.casework.one_office import ARTICLES


def _sent(browser: Browser, *files: tuple[str, bytes]) -> Response:
    batch = [("batch", file) for file in files]
    return browser.client.post("/knowledge/exchange", data={"csrf": browser.token()}, files=batch)


def _table(house: House, *rows: dict[str, str]) -> tuple[str, bytes]:
    return "条目.xlsx", house.front.papers.write_table(COLUMNS, rows)


def _markdown(article) -> tuple[str, bytes]:
    return f"{article.title}.md", write_article(article).encode()


def _packed(*files: tuple[str, bytes]) -> tuple[str, bytes]:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files:
            archive.writestr(name, content)
    return "条目.zip", packed.getvalue()


def _rows(response: Response) -> list[tuple[object, ...]]:
    return list(load_workbook(BytesIO(response.content)).active.iter_rows(values_only=True))


def _stored(house: House) -> int:
    with house.office.store.look() as work:
        return len(work.articles.newest())


def test_a_table_becomes_drafts_and_says_which(library: House, seen):
    known = to_row(replace(ARTICLES[0], short="路灯不亮请报路段和杆号，一般48小时内到场。"))
    same = to_row(ARTICLES[1])
    done = _sent(
        library.signed_in(EDITOR), _table(library, {**to_row(SNOW), "编号": "", "类目": known["类目"]}, known, same)
    )
    assert "新条目 1 条，已有条目的新版 1 条，和现有内容一样的 1 条" in seen(done)
    assert f'href="/knowledge/{FOURTH}"' in done.text and life_of(library, FOURTH).stage is Stage.DRAFT
    assert life_of(library, LAMP).versions == 2


def test_all_bad_rows_are_told_at_once_and_nothing_is_stored(library: House, seen):
    good = {**to_row(SNOW), "类目": ARTICLES[0].category}
    bad = [
        {**good, "标题": ""},
        {**good, "标题": "另一条", "发文单位": "火星局"},
        {**good, "标题": "第三条", "生效日": "明天"},
    ]
    refused = _sent(library.signed_in(EDITOR), _table(library, good, *bad))
    assert refused.status_code == 400 and "一条也没有导入" in seen(refused)
    for told in ("第 3 行“标题”：不能空着。", "第 4 行“发文单位”：“火星局”", "第 5 行“生效日”：“明天”不是日期"):
        assert told in seen(refused)
    assert _stored(library) == 3


def test_markdown_files_come_in_together(library: House, seen):
    other = replace(SNOW, id="KB-7777", title="屋檐冰凌谁来敲", questions=tuple(f"{one}呢" for one in SNOW.questions))
    done = _sent(library.signed_in(ZHAO), _markdown(replace(SNOW, id="KB-8888")), _markdown(other))
    assert "新条目 2 条" in seen(done) and _stored(library) == 5


def test_markdown_files_come_in_packed(library: House, seen):
    done = _sent(library.signed_in(EDITOR), _packed(_markdown(replace(SNOW, id="KB-8888")), ("读我.txt", b"x")))
    assert "新条目 1 条" in seen(done) and _stored(library) == 4


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ([], "请选择要导入的文件"),
        ([("条目.xlsx", b"not a workbook")], "一条也没有导入"),
        ([("条目.zip", b"not a zip")], "打不开"),
        ([("照片.jpg", b"\xff\xd8")], "“照片.jpg”不是 .xlsx、.md 或 .zip"),
        ([("a.xlsx", b"x"), ("b.xlsx", b"x")], "一次导入一个表格"),
        ([("坏的.md", "没有抬头".encode())], "坏的.md"),
        ([_packed(("大.md", b"x" * 300_000))], "太大"),
        ([_packed(*((f"{number}.md", b"x") for number in range(LIMIT + 1)))], "一次最多导入 1000 个"),
    ],
    ids=["nothing", "broken table", "broken zip", "picture", "two tables", "broken markdown", "large", "many"],
)  # fmt: skip
def test_a_file_that_cannot_be_read_says_why(library: House, seen, files, told):
    refused = _sent(library.signed_in(EDITOR), *files)
    assert refused.status_code == 400 and told in seen(refused)
    assert _stored(library) == 3


def test_the_empty_sheet_has_the_columns(library: House):
    assert _rows(library.signed_in(EDITOR).get("/knowledge/exchange/template.xlsx")) == [COLUMNS]


def test_what_goes_out_as_a_table_can_come_in_again(library: House, seen):
    browser = library.signed_in(EDITOR)
    drafted(library)
    out = browser.get("/knowledge/exchange/articles.xlsx")
    assert [row[0] for row in _rows(out)] == ["编号", LAMP, "KB-0002", "KB-0003", FOURTH]
    assert "和现有内容一样的 4 条" in seen(_sent(browser, ("导出.xlsx", out.content)))


def test_a_narrowed_list_goes_out_narrowed(library: House):
    drafted(library)
    out = library.signed_in(EDITOR).get("/knowledge/exchange/articles.xlsx?state=草稿")
    assert [row[0] for row in _rows(out)] == ["编号", FOURTH]


def test_what_is_published_goes_out_as_markdown(library: House):
    drafted(library)
    out = library.signed_in(EDITOR).get("/knowledge/exchange/articles.zip")
    with zipfile.ZipFile(BytesIO(out.content)) as archive:
        texts = [archive.read(name).decode() for name in sorted(archive.namelist())]
    assert texts == [write_article(article) for article in ARTICLES]


@pytest.mark.parametrize("person", [ZHANG, WANG, CHEN, LIU], ids=lambda person: str(person.role))
def test_only_those_who_keep_the_library_carry_it_in_and_out(library: House, person):
    browser = library.signed_in(person)
    for path in ("", "/template.xlsx", "/articles.xlsx", "/articles.zip"):
        assert browser.get(f"/knowledge/exchange{path}").status_code == 403
    assert _sent(browser, _table(library, to_row(SNOW))).status_code == 403


def test_an_upload_without_the_forms_token_is_refused(library: House):
    browser = library.signed_in(EDITOR)
    assert browser.client.post("/knowledge/exchange", files=[("batch", _table(library))]).status_code == 403
