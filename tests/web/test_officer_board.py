"""How is the district doing? Every figure stands on its tickets."""

import json
import re
from html import unescape

import pytest
from officer_house import CHEN, LIU, WANG, ZHANG, House

from tickets.lifecycle import Act


def _links(page: str, word: str) -> list[str]:
    """Addresses whose link text holds the word."""
    found = re.findall(r'<a[^>]*href="([^"]+)"[^>]*>(.*?)</a>', page, re.S)
    return [unescape(href) for href, text in found if word in re.sub(r"<[^>]+>", " ", text)]


def test_an_empty_district_has_no_rates_and_says_so(house: House, seen):
    words = seen(house.signed_in(WANG).get("/board"))
    assert "按时签收率 — 0 / 0" in words and "100%" not in words
    assert "没有超期的工单" in words


def test_rates_show_what_they_are_made_of(house: House, seen):
    house.signed()
    house.dispatched(what="广场舞音响太大，整晚不停")
    house.passes(days=2)
    words = seen(house.signed_in(WANG).get("/board"))
    assert "按时签收率 50.00% 1 / 2 · 1 件逾期" in words


def test_a_figure_opens_the_tickets_it_counts(house: House):
    in_time = house.signed()
    late = house.dispatched(what="广场舞音响太大，整晚不停")
    waiting = house.filed("医保断缴了怎么补")
    house.passes(days=2)
    browser = house.signed_in(WANG)
    board = browser.get("/board").text
    opened = {word: browser.get(_links(board, word)[0]).text for word in ("待派单", "已超期", "1 / 2", "1 件逾期")}
    for word, numbers in {"待派单": {waiting}, "已超期": {late}, "1 / 2": {in_time, late}, "1 件逾期": {late}}.items():
        assert {number for number in (in_time, late, waiting) if number in opened[word]} == numbers, word


def test_dissatisfied_ratings_open_their_tickets(house: House):
    good, bad = house.completed(), house.completed(what="菜市场门口垃圾没人收，臭得很")
    house.act(good, Act.RATE, CHEN, "好", level=4)
    house.act(bad, Act.RATE, CHEN, "第二天又摆出来了", level=1)
    browser = house.signed_in(WANG)
    found = browser.get(_links(browser.get("/board").text, "1 件不满意")[0]).text
    assert bad in found and good not in found


def test_departments_stand_in_a_table_with_open_and_late(house: House, seen):
    house.dispatched()
    house.dispatched("教育", what="学校门口放学堵车")
    house.passes(days=2)
    words = seen(house.signed_in(WANG).get("/board"))
    assert "曾都区城市管理执法局 1 超期 1 0.00% 0/1" in words and "曾都区教育局 1 超期 1" in words


def test_the_chart_tells_the_same_numbers_as_the_table(house: House):
    house.dispatched()
    house.passes(days=2)
    house.dispatched(what="广场舞音响太大，整晚不停")
    page = house.signed_in(WANG).get("/board").text
    chart = json.loads(unescape(unescape(re.search(r'data-chart="([^"]+)"', page)[1])))
    assert chart == {"names": ["城管"], "late": [1], "running": [1]}


def test_the_period_lives_in_the_address_and_the_days_before_stand_beside_it(house: House, seen):
    house.signed()
    house.passes(days=1)
    words = seen(house.signed_in(WANG).get("/board?from=2026-11-24&to=2026-11-24"))
    assert "2026-11-24 至 2026-11-24" in words and "上一期为 2026-11-23 至 2026-11-23" in words
    assert "上一期 100%（ 1 / 1 ）" in words


@pytest.mark.parametrize("query", ["from=2026-11-24&to=2026-11-01", "from=昨天", "to=2026-11-01"])
def test_a_period_that_cannot_be_is_told_and_replaced_by_this_month(house: House, seen, query):
    words = seen(house.signed_in(WANG).get(f"/board?{query}"))
    assert "起止日期不对" in words and "2026-11-01 至 2026-11-23" in words


def test_today_is_today_in_china_also_after_midnight(house: House, seen):
    house.passes(hours=14)  # 23:00
    house.filed()
    house.passes(hours=2)
    house.filed("医保断缴了怎么补")
    assert "1 今日受理" in seen(house.signed_in(WANG).get("/board"))


def test_a_supervisor_urges_from_the_list_of_the_late(house: House):
    late = house.dispatched()
    house.passes(days=2)
    browser = house.signed_in(WANG)
    assert late in browser.get("/board").text
    browser.post(f"/tickets/{late}", act="催办", seen=house.version(late), why="已经超期，请马上签收")
    assert house.acts(late)[-1] == "催办"
    assert "已经超期，请马上签收" in house.signed_in(ZHANG).get(f"/tickets/{late}").text


def test_a_dispatcher_may_look(house: House):
    assert house.signed_in(LIU).get("/board").status_code == 200
