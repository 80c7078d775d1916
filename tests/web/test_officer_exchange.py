"""What comes from the city, and what goes back? A batch makes each ticket once and tells every row that is wrong."""

import json
import re
from io import BytesIO

import pytest
from docx import Document
from httpx import Response
from officer_house import CHEN, LIU, REPLY, WANG, ZHANG, Browser, House
from openpyxl import load_workbook

from hotline.casework.city import REPLY_COLUMNS
from hotline.records import TicketFilter, TicketRow
from hotline.web.exchange import MOST_ORDERS
from tickets.city_order import COLUMNS
from tickets.lifecycle import Act, Status

LAMP = {
    "市级工单号": "SZ20261123001",
    "诉求内容": "沿河大道的路灯坏了三盏，晚上看不见路",
    "诉求类型": "求助",
    "受理时间": "2026-11-23 08:40",
    "事发地点": "西城街道沿河大道",
    "联系电话": "13872880019",
    "市级办结期限": "2026-11-27 17:30",
}
LIFT = {**LAMP, "市级工单号": "SZ20261123002", "诉求内容": "小区电梯坏了三天没有人修"}


def _sent(browser: Browser, content: bytes, name: str = "市级工单.json") -> Response:
    return browser.client.post("/admin/city", data={"csrf": browser.token()}, files={"batch": (name, content)})


def _batch(*orders: object) -> bytes:
    return json.dumps(orders, ensure_ascii=False).encode()


def _rows(response: Response) -> list[tuple[object, ...]]:
    return list(load_workbook(BytesIO(response.content)).active.iter_rows(values_only=True))


def _all_rows(house: House) -> list[TicketRow]:
    with house.office.store.look() as work:
        return work.tickets.rows(TicketFilter())


def test_a_batch_of_json_becomes_tickets_with_the_city_number(house: House, seen):
    words = seen(_sent(house.signed_in(LIU), _batch(LAMP, LIFT)))
    assert "“市级工单.json”共 2 行 新建 2 件，以前导入过 0 件" in words
    assert {(row.city_number, row.status) for row in _all_rows(house)} == {
        ("SZ20261123001", Status.TO_DISPATCH),
        ("SZ20261123002", Status.TO_DISPATCH),
    }


def test_a_filled_template_becomes_tickets(house: House, seen):
    browser = house.signed_in(LIU)
    template = browser.get("/admin/city/template.xlsx")
    assert _rows(template)[0] == COLUMNS
    book = load_workbook(BytesIO(template.content))
    book.active.append([LAMP.get(name, "") for name in COLUMNS])
    filled = BytesIO()
    book.save(filled)
    assert "新建 1 件" in seen(_sent(browser, filled.getvalue(), "填好的.xlsx"))
    assert [row.city_number for row in _all_rows(house)] == ["SZ20261123001"]


def test_sending_the_same_batch_twice_makes_nothing_twice(house: House, seen):
    browser = house.signed_in(LIU)
    _sent(browser, _batch(LAMP))
    words = seen(_sent(browser, _batch(LAMP, LIFT)))
    assert "新建 1 件，以前导入过 1 件" in words and len(_all_rows(house)) == 2


def test_every_bad_row_is_told_with_its_number_and_the_good_ones_are_taken(house: House, seen):
    batch = _batch(LAMP, {**LIFT, "诉求类型": "牢骚", "受理时间": "昨天"}, "不是工单", {**LIFT, "诉求内容": None})
    words = seen(_sent(house.signed_in(LIU), batch))
    assert "新建 1 件，以前导入过 0 件（没有重复建单），没有读入 3 行" in words
    assert "第 2 行 受理时间“昨天”不是日期时间" in words and "诉求类型“牢骚”不在" in words
    assert "第 3 行 没有写市级工单号" in words and "第 4 行 没有写诉求内容" in words


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"[{", "不是完整的 JSON"),
        (b"{}", "JSON 应是一个列表"),
        (b"[]", "JSON 应是一个列表"),
        (b"[" * 100_000, "不是完整的 JSON"),
        (b"%PDF-1.7", "文件不是 Excel 工作簿"),
        (_batch(*[LAMP] * (MOST_ORDERS + 1)), f"一次最多导入 {MOST_ORDERS} 件"),
    ],
)
def test_a_file_that_is_no_batch_is_refused_and_nothing_is_stored(house: House, seen, content, sentence):
    answer = _sent(house.signed_in(LIU), content)
    assert answer.status_code == 400 and sentence in seen(answer) and "没有工单被改动" in seen(answer)
    assert not _all_rows(house)


def test_no_file_is_told(house: House, seen):
    assert "请选择要导入的文件" in seen(house.signed_in(LIU).post("/admin/city"))


def test_truth_values_of_json_are_understood(house: House):
    _sent(house.signed_in(LIU), _batch({**LAMP, "是否保密": True}))
    assert [str(row.privacy) for row in _all_rows(house)] == ["保密"]


def test_the_answers_go_back_as_a_table_and_as_json(house: House):
    browser = house.signed_in(LIU)
    _sent(browser, _batch(LAMP))
    number = _all_rows(house)[0].number
    house.act(number, Act.DISPATCH, LIU, "路灯归城管", department="城管", kind="求助", urgency="普通")
    house.act(number, Act.SIGN, ZHANG)
    house.act(number, Act.REPLY, ZHANG, REPLY)
    house.act(number, Act.COMPLETE, ZHANG)
    house.filed("这是我们自己的工单，不交回")
    table = browser.get("/admin/city/replies.xlsx?from=2026-11-01&to=2026-11-30")
    assert "filename*=UTF-8''" in table.headers["content-disposition"]
    head, *rows = _rows(table)
    told = browser.get("/admin/city/replies.json?from=2026-11-01&to=2026-11-30").json()
    assert head == REPLY_COLUMNS and len(rows) == len(told) == 1
    assert [str(value or "") for value in rows[0]] == list(told[0].values())
    assert told[0]["市级工单号"] == "SZ20261123001" and told[0]["本级工单号"] == number
    assert told[0]["主办单位"] == "曾都区城市管理执法局" and told[0]["答复内容"] == REPLY
    assert "13872880019" not in json.dumps(told)


def test_a_period_that_cannot_be_is_refused(house: House, seen):
    answer = house.signed_in(LIU).get("/admin/city/replies.xlsx?from=2026-11-30&to=2026-11-01")
    assert answer.status_code == 400 and "起止日期不对" in seen(answer)


@pytest.mark.parametrize("person", [CHEN, ZHANG, WANG], ids=lambda person: str(person.role))
def test_others_have_no_business_there(house: House, person):
    browser = house.signed_in(person)
    assert browser.get("/admin/city").status_code == 403
    assert _sent(browser, _batch(LAMP)).status_code == 403


def test_a_form_without_its_token_imports_nothing(house: House):
    answer = house.signed_in(LIU).client.post("/admin/city", files={"batch": ("a.json", _batch(LAMP))})
    assert answer.status_code == 403 and not _all_rows(house)


def test_the_board_leaves_as_a_workbook_with_the_figures_of_the_page(house: House):
    house.signed()
    house.dispatched(what="广场舞音响太大，整晚不停")
    house.passes(days=2)
    answer = house.signed_in(WANG).get("/board/figures.xlsx?from=2026-11-23&to=2026-11-25")
    cells = [cell for sheet in load_workbook(BytesIO(answer.content)) for row in sheet.values for cell in row]
    assert {"按时签收率", 1, 2, 0.5} <= set(cells)
    assert re.search(r"2026-11-23.*2026-11-25\.xlsx$", answer.headers["content-disposition"])


def test_the_board_leaves_as_a_letter(house: House):
    house.signed()
    answer = house.signed_in(WANG).get("/board/bulletin.docx?from=2026-11-23&to=2026-11-23")
    words = [
        cell.text for table in Document(BytesIO(answer.content)).tables for row in table.rows for cell in row.cells
    ]
    place = words.index("按时签收率")
    assert words[place : place + 4] == ["按时签收率", "1", "1", "100%"]


def test_a_department_gets_no_district_figures(house: House):
    assert house.signed_in(ZHANG).get("/board/figures.xlsx").status_code == 403
