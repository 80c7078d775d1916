"""What must this department do next?"""

import pytest
from officer_house import CHEN, LI, LIU, MA, WANG, ZHANG, House

from tickets.lifecycle import Act


def test_a_department_sees_only_its_own(house: House):
    ours, theirs = house.dispatched(), house.dispatched("教育", what="学校门口放学堵车，家长没处站")
    inbox = house.signed_in(ZHANG).get("/inbox").text
    assert ours in inbox and theirs not in inbox


def test_every_state_has_its_tab_with_a_count(house: House, seen):
    house.dispatched()
    house.signed(what="烈山大道井盖松动，车一过就响")
    house.returned(what="小区物业把公共绿地改成收费停车场")
    house.completed(what="菜市场门口垃圾没人收")
    house.reviewed(what="北郊市场污水横流")
    house.dispatched("住建", co=("城管",), what="工地半夜施工，渣土车把路面压坏了")
    house.act(house.signed(what="夜市油烟直排"), Act.SUPERVISE, WANG, "请两日内报告整改情况")
    words = seen(house.signed_in(ZHANG).get("/inbox"))
    for tab in ("待签收 1", "办理中 2", "协办 1", "督办待回复 1", "等区热线 2", "已办结 1"):
        assert tab in words, tab


def test_the_countdown_says_in_words_and_figures_what_its_colour_says(house: House, seen):
    house.dispatched()
    on_monday = house.signed_in(ZHANG).get("/inbox")
    assert "签收 剩 1 天 8 时" in seen(on_monday)  # due on Tuesday when the office closes, 17:30
    house.passes(hours=25)
    today = house.signed_in(ZHANG).get("/inbox")
    assert "签收 今日到期 · 剩 7 时 30 分" in seen(today)
    house.passes(hours=9, minutes=30)
    late = house.signed_in(ZHANG).get("/inbox")
    assert "签收 超 2 时 0 分" in seen(late) and "clock late" in late.text


def test_the_least_time_left_stands_first(house: House):
    first = house.dispatched()
    house.passes(days=1)
    second = house.dispatched(what="广场舞音响太大，整晚不停")
    page = house.signed_in(ZHANG).get("/inbox").text
    assert page.index(first) < page.index(second)


def test_a_deadline_beyond_the_noticed_years_is_marked_provisional(house: House, seen):
    house.passes(days=35)  # 28 December: ten working days cross into 2027
    house.signed()
    assert "暂定" in seen(house.signed_in(ZHANG).get("/inbox?tab=办理中"))


def test_signing_takes_one_press_and_leads_back_to_the_same_tab(house: House, seen):
    number = house.dispatched()
    back = "/inbox?tab=待签收"
    landed = house.signed_in(ZHANG).post(f"/tickets/{number}", act="签收", seen=house.version(number), back=back)
    assert house.status(number) == "办理中"
    assert f"已签收 {number}" in seen(landed) and landed.url.path == "/inbox"


def test_the_words_in_the_address_narrow_the_list(house: House, seen):
    stalls, cover = house.dispatched(), house.dispatched(what="烈山大道井盖松动，车一过就响")
    browser = house.signed_in(ZHANG)
    found = browser.get("/inbox?tab=待签收&q=井盖").text
    assert cover in found and stalls not in found
    assert "没有找到“游泳池”" in seen(browser.get("/inbox?q=游泳池"))


def test_an_empty_inbox_says_what_would_appear(house: House, seen):
    assert "区热线派来的工单会出现在这里" in seen(house.signed_in(LI).get("/inbox"))


def test_an_urged_ticket_shows_how_often(house: House, seen):
    number = house.dispatched()
    house.act(number, Act.URGE, CHEN, "诉求人又打来电话")
    assert "催办 1 次" in seen(house.signed_in(ZHANG).get("/inbox"))


def test_a_name_of_a_ticket_in_the_list_never_shows_a_telephone_number(house: House):
    house.dispatched(what="打13886881234这个电话的人一直骚扰我")
    assert "13886881234" not in house.signed_in(ZHANG).get("/inbox").text


def test_a_co_handler_sees_what_it_still_owes_and_who_leads(house: House, seen):
    number = house.dispatched(co=("住建",), what="工地半夜施工，渣土车把路面压坏了")
    browser = house.signed_in(MA)
    assert number not in browser.get("/inbox?tab=办理中").text
    assert "待签收 主办：曾都区城市管理执法局" in seen(browser.get("/inbox?tab=协办"))
    house.act(number, Act.CO_SIGN, MA)
    assert "待提交意见 主办：" in seen(browser.get("/inbox?tab=协办"))
    house.act(number, Act.CO_REPLY, MA, "施工许可核定夜间施工截止22时")
    words = seen(browser.get("/inbox?tab=协办"))
    assert "已提交意见 主办：" in words and "协办 已完成" in words and "签收 剩" not in words  # that one is the lead's


@pytest.mark.parametrize(("due", "listed"), [("", True), ("late", True), ("soon", True)])
def test_late_tickets_are_found_by_the_address(house: House, due, listed):
    number = house.dispatched()
    house.passes(days=3)
    assert (number in house.signed_in(ZHANG).get(f"/inbox?due={due}").text) is listed


def test_what_is_in_time_is_not_in_the_list_of_late_ones(house: House, seen):
    number = house.dispatched()
    late = house.signed_in(ZHANG).get("/inbox?due=late")
    assert number not in late.text and "没有找到已超期" in seen(late)


def test_a_long_inbox_has_pages_and_an_honest_count(house: House, seen):
    for place in range(51):
        house.dispatched(what=f"第{place}个路口的井盖松动，车一过就响")
    browser = house.signed_in(ZHANG)
    first, second = browser.get("/inbox"), browser.get("/inbox?tab=待签收&page=2")
    assert "共 51 件，第 1 / 2 页" in seen(first) and 'page=2"' in first.text
    assert first.text.count('<tr id="t-') == 50 and second.text.count('<tr id="t-') == 1


def test_a_suspended_ticket_shows_that_its_clock_stands_still(house: House, seen):
    number = house.signed()
    house.act(number, Act.SUSPEND, LIU, "和住建会商由谁负责")
    assert "会商中 暂停计时" in seen(house.signed_in(ZHANG).get("/inbox?tab=办理中"))


def test_a_clock_that_is_not_the_departments_own_says_whose_it_is(house: House, seen):
    number = house.dispatched(co=("住建",))
    house.act(number, Act.SIGN, ZHANG)
    house.asked_for_time(what="市场门口的停车线什么时候划好")
    words = seen(house.signed_in(ZHANG).get("/inbox?tab=办理中"))
    assert "协办签收 剩 1 天 8 时" in words and "区热线裁定 今日到期" in words
    assert "总时限最迟 12-07 17:30" in words


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_an_act_never_leads_away_from_this_site(house: House, back):
    number = house.dispatched()
    landed = house.signed_in(ZHANG).post(f"/tickets/{number}", act="签收", seen=house.version(number), back=back)
    assert (landed.url.host, landed.url.path) == ("testserver", "/inbox") and house.status(number) == "办理中"
