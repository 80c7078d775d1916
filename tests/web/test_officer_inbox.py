"""What must this department do next?"""

from officer_house import CHEN, LI, ZHANG, House

from tickets.lifecycle import Act


def test_a_department_sees_only_its_own(house: House):
    ours, theirs = house.dispatched(), house.dispatched("教育", what="学校门口放学堵车，家长没处站")
    inbox = house.signed_in(ZHANG).get("/inbox").text
    assert ours in inbox and theirs not in inbox


def test_every_state_has_its_tab_with_a_count(house: House, seen):
    house.dispatched()
    house.signed(what="烈山大道井盖松动，车一过就响")
    house.completed(what="菜市场门口垃圾没人收")
    words = seen(house.signed_in(ZHANG).get("/inbox"))
    assert "待签收 1" in words and "办理中 1" in words and "已办结 1" in words


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
    back = f"/inbox?tab=待签收&done={number}"
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
