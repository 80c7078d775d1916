"""Whose is the next ticket?"""

import pytest
from officer_house import LIU, House

from tickets.lifecycle import Act

BARBECUE = "楼下烧烤店半夜油烟和吵闹声让人睡不着"
RIDDLE = "那个事情到现在还是那样"


def _decision(house: House, number: str, **changes: object) -> dict[str, object]:
    usual = {
        "seen": house.version(number),
        "pick": "城管",
        "kind": "投诉",
        "urgency": "普通",
        "category": "城市管理/占道经营",
    }
    return {**usual, "reason": "", "prefilled": "", **changes}


def test_an_empty_queue_says_what_would_appear(house: House, seen):
    assert "群众新登记的诉求会自动出现在这里" in seen(house.signed_in(LIU).get("/dispatch"))


def test_the_queue_shows_the_most_urgent_first_then_the_longest_waiting(house: House):
    quiet = house.filed()
    house.passes(minutes=5)
    pressing = house.filed("自来水爆管了，整条街都淹了，急")
    house.passes(minutes=5)
    late = house.filed(BARBECUE)
    page = house.signed_in(LIU).get("/dispatch").text
    assert page.index(pressing) < page.index(quiet) < page.index(late)


def test_an_opened_ticket_shows_the_matter_and_the_suggestion_with_its_receipt(house: House, seen):
    number = house.filed()
    page = house.signed_in(LIU).get(f"/dispatch/{number}")
    words = seen(page)
    assert "曾都区城市管理执法局" in words and "命中：占道经营" in words
    assert "北郊街道老街" in words


def test_the_reporters_number_is_masked_also_inside_the_words(house: House):
    number = house.filed()
    page = house.signed_in(LIU).get(f"/dispatch/{number}").text
    assert "13886881234" not in page and "138****1234" in page


def test_confirming_the_first_suggestion_keeps_its_receipt_for_the_department(house: House, seen):
    number = house.filed()
    landed = house.signed_in(LIU).post(f"/dispatch/{number}", **_decision(house, number))
    assert house.status(number) == "待签收"
    assert f"已派出 {number}" in seen(landed) and "由曾都区城市管理执法局承办" in seen(landed)
    with house.office.store.look() as work:
        assert "命中：占道经营" in work.tickets.events(number)[-1].why


def test_kind_urgency_and_category_are_the_dispatchers_to_correct(house: House):
    number = house.filed()
    changed = _decision(house, number, kind="求助", urgency="紧急", category="城市管理/流动摊贩")
    house.signed_in(LIU).post(f"/dispatch/{number}", **changed)
    with house.office.store.look() as work:
        row = work.tickets.row(number)
    assert (row.kind, row.urgency, row.category) == ("求助", "紧急", "城市管理/流动摊贩")


def test_a_department_nobody_suggested_needs_a_written_reason(house: House, seen):
    number = house.filed()
    browser = house.signed_in(LIU)
    first = "占道经营由城管查处"
    refused = browser.post(
        f"/dispatch/{number}", **_decision(house, number, pick="其他", another="民政", reason=first, prefilled=first)
    )
    assert refused.status_code == 400 and "请写一句派给它的理由" in seen(refused)
    assert house.status(number) == "待派单"
    reasoned = _decision(house, number, pick="其他", another="民政", reason="养老院自己摆的摊")
    browser.post(f"/dispatch/{number}", **reasoned)
    with house.office.store.look() as work:
        assert (work.tickets.row(number).holder, work.tickets.events(number)[-1].why) == ("民政", "养老院自己摆的摊")


def test_no_department_picked_is_told_and_nothing_typed_is_lost(house: House, seen):
    number = house.filed()
    refused = house.signed_in(LIU).post(
        f"/dispatch/{number}", **_decision(house, number, pick="", reason="大家都说归城管", category="别的/分类")
    )
    assert "请选一个承办单位" in seen(refused)
    assert "大家都说归城管" in refused.text and "别的/分类" in refused.text


def test_what_was_typed_comes_back_after_a_collision(house: House, seen):
    number = house.filed()
    stale = house.version(number)
    house.act(number, Act.DISPATCH, LIU, "同事先派了", department="住建", kind="投诉", urgency="普通")
    typed = _decision(house, number, seen=stale, reason="这是我写了很久的理由")
    refused = house.signed_in(LIU).post(f"/dispatch/{number}", **typed)
    assert refused.status_code == 409
    assert "刚刚由派单员小刘“派单”了" in seen(refused) and "这是我写了很久的理由" in refused.text
    with house.office.store.look() as work:
        assert work.tickets.row(number).holder == "住建"


def test_a_matter_that_matches_nothing_is_not_passed_off_as_a_hit(house: House, seen):
    number = house.filed(RIDDLE)
    assert "未匹配派单目录" in seen(house.signed_in(LIU).get(f"/dispatch/{number}"))


def test_a_ticket_already_dispatched_opens_as_a_ticket(house: House):
    number = house.dispatched()
    assert house.signed_in(LIU).get(f"/dispatch/{number}").url.path == f"/tickets/{number}"


@pytest.mark.parametrize("still_waiting", [True, False])
def test_the_poll_never_takes_the_open_ticket_away(house: House, seen, still_waiting):
    number = house.filed() if still_waiting else house.dispatched()
    other = house.filed(BARBECUE)
    rows = house.signed_in(LIU).get(f"/dispatch/rows?open={number}")
    assert f'id="panel-{number}"' in rows.text and "hx-morph-skip" in rows.text
    assert other in rows.text
    assert ("已由别的同事派出" in seen(rows)) is not still_waiting
