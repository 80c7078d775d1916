"""The plain form: it files without the dialogue, says beside each field what is wrong, and keeps what was typed."""

import re

import pytest

from hotline.storage.store import SqlStore
from tests.web.citizen_office import LAMP, PHONE, Town, Visitor, town
from tickets.matter import Appeal, Privacy


@pytest.fixture
def hotline(sqlite_store: SqlStore) -> Town:
    return town(sqlite_store)


@pytest.fixture
def wang(hotline: Town) -> Visitor:
    return hotline.visitor()


def stored(hotline: Town, number: str) -> Appeal:
    with hotline.office.store.look() as work:
        return work.tickets.appeal(number)


def test_an_appeal_becomes_a_ticket_without_the_dialogue(hotline: Town, wang: Visitor) -> None:
    hotline.dialogue.silent = True
    done = wang.post("/appeal", what=LAMP, where="西城街道沿河大道", when="昨晚", contact=PHONE)
    assert re.fullmatch(r"/my/ZD20261123\d{5}", done.url.path)
    assert "登记好了" in done.text and LAMP in done.text
    assert hotline.dialogue.heard == []


def test_filing_the_same_twice_gives_the_same_number(wang: Visitor) -> None:
    assert wang.file() == wang.file()


def test_another_matter_gets_another_number(wang: Visitor) -> None:
    assert wang.file() != wang.file(what="草店子社区垃圾三天没人收。")


def test_a_fault_stands_beside_its_field_and_nothing_typed_is_lost(wang: Visitor) -> None:
    again = wang.post("/appeal", what="路灯", where="沿河大道", when="昨晚", contact="1380013", confidential="true")
    assert again.status_code == 422
    for field in ("what", "contact"):
        assert f'aria-describedby="{field}-fault"' in again.text and f'id="{field}-fault"' in again.text
    assert ">路灯</textarea>" in again.text
    assert all(f'value="{typed}"' in again.text for typed in ("沿河大道", "昨晚", "1380013"))
    assert re.search(r'name="confidential" value="true" checked', again.text)


def test_a_telephone_is_asked_for_unless_anonymous(hotline: Town, wang: Visitor) -> None:
    assert "请勾选“匿名”" in wang.post("/appeal", what=LAMP).text
    number = wang.file(contact="", anonymous="true")
    assert stored(hotline, number).privacy is Privacy.ANONYMOUS


def test_anonymous_leaves_no_telephone_behind(hotline: Town, wang: Visitor) -> None:
    number = wang.file(contact=PHONE, anonymous="true")
    assert stored(hotline, number).contact == ""


def test_confidential_is_kept_with_the_appeal(hotline: Town, wang: Visitor) -> None:
    assert stored(hotline, wang.file(confidential="true")).privacy is Privacy.CONFIDENTIAL


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("138 1234 5678", "13812345678"),  # as it is read aloud
        ("１３８１２３４５６７８", "13812345678"),  # full-width keyboard
        ("+86-138-1234-5678", "+8613812345678"),
        ("(0722)3591234", "07223591234"),  # a landline of 随州
        ("3591234", "3591234"),  # the same without its area code
    ],
)
def test_a_telephone_is_taken_however_it_is_written(hotline: Town, wang: Visitor, typed: str, kept: str) -> None:
    assert stored(hotline, wang.file(contact=typed)).contact == kept


@pytest.mark.parametrize("typed", ["12345678901", "1381234567", "138123456789", "王大姐", "00000"])
def test_what_is_no_telephone_is_sent_back(wang: Visitor, typed: str) -> None:
    assert "电话号码好像不完整" in wang.post("/appeal", what=LAMP, contact=typed).text


def test_the_telephone_is_on_no_page_after_filing(wang: Visitor) -> None:
    number = wang.file()
    assert all(PHONE not in wang.see(path) for path in ("/chat", "/my", f"/my/{number}", "/appeal"))


@pytest.mark.parametrize(("field", "longest"), [("what", 2000), ("where", 200), ("when", 100)])
def test_a_text_over_its_length_is_sent_back_whole(wang: Visitor, field: str, longest: int) -> None:
    text = "吵" * (longest + 1)
    again = wang.post("/appeal", **{"what": LAMP, "contact": PHONE, field: text})
    assert f"请精简到{longest}字以内，现在有{longest + 1}字" in again.text
    assert text in again.text


def test_a_line_break_counts_once(wang: Visitor) -> None:
    text = "吵\r\n" * 1000
    assert wang.post("/appeal", what=text, contact=PHONE).status_code == 200


def test_when_nothing_can_be_stored_the_form_comes_back_as_typed(hotline: Town, wang: Visitor) -> None:
    hotline.jam()
    again = wang.post("/appeal", what=LAMP, contact=PHONE)
    assert again.status_code == 503
    assert "没有提交成功" in again.text and f">{LAMP}</textarea>" in again.text and f'value="{PHONE}"' in again.text


def test_danger_is_told_first_and_alerted_and_filed_all_the_same(hotline: Town, wang: Visitor) -> None:
    done = wang.post("/appeal", what="着火了，草店子社区三楼冒烟", anonymous="true")
    assert 'href="tel:119"' in done.text.split('class="call"')[1].split("</p>")[0]
    assert hotline.alerts() == ["危险：火灾"]
    assert done.url.path.startswith("/my/ZD")


def test_a_form_without_its_token_files_nothing(wang: Visitor) -> None:
    wang.see("/appeal")
    assert wang.browser.post("/appeal", data={"what": LAMP, "contact": PHONE}).status_code == 403
    assert "还没有您的诉求" in wang.see("/my")
