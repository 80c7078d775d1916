"""Which tickets stand behind a figure? Whatever number one presses, the list that opens counts the same."""

import re
from html import unescape

import pytest
from officer_house import CHEN, LIU, MA, WANG, ZHANG, House

from hotline.web.listing import PAGE
from hotline.web.named_figures import NAMES, named, words_of
from tickets.figures import Measure, Period, figures, gathered
from tickets.lifecycle import Act


@pytest.fixture
def busy(house: House) -> House:
    """Tickets in every state, some of them late, over five days."""
    house.dispatched(what="广场舞音响太大，整晚不停")
    helped = house.dispatched(co=("住建",), what="施工围挡占了整条人行道")
    house.act(helped, Act.SIGN, ZHANG)
    house.act(helped, Act.CO_SIGN, MA)
    waiting = house.asked_for_time(what="停车位划到盲道上了，很危险")
    house.act(waiting, Act.SUPERVISE, WANG, "请今天内说明进展")
    house.act(house.filed("我要告邻居欠我两万块钱"), Act.DECLINE, LIU, "属于诉讼事项，请到法院起诉", channel="诉讼")
    house.act(house.filed("路口红绿灯不亮，车都乱走"), Act.WITHDRAW, CHEN, "已经修好了")
    house.act(house.reviewed(what="小区垃圾三天没人收，臭得很"), Act.RATE, CHEN, "好", level=5, solved=True)
    house.passes(days=2)
    house.dissatisfied(what="烧烤店半夜油烟呛人")
    house.act(house.dissatisfied(what="井盖松了，一压就响"), Act.REWORK, LIU, "井盖还在响，请更换")
    returned = house.returned(what="小区电梯坏了三天没有人修")
    house.act(returned, Act.GRANT_RETURN, LIU, "电梯归住建")
    house.act(returned, Act.DISPATCH, LIU, "电梯归住建", department="住建", kind="投诉", urgency="紧急")
    house.returned(what="河边护栏倒了一截")
    house.completed(what="树枝压到电线了，下雨冒火花")
    house.passes(days=3)
    house.filed("医保断缴了怎么补")
    house.signed(what="早市散了没有人扫地")
    return house


def _links(page: str) -> list[tuple[str, str]]:
    """Every link to a list of tickets, with its words."""
    found = re.findall(r'<a[^>]*href="(/tickets\?[^"]+)"[^>]*>(.*?)</a>', page, re.S)
    return [(unescape(href), unescape(re.sub(r"<[^>]+>", " ", words)).strip()) for href, words in found]


def _counted(page: str) -> int:
    """How many the list says it counts."""
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    told = re.search(r"（计 (\d+) 次", words) or re.search(r"共 (\d+) 件", words)
    return int(told[1])


@pytest.mark.parametrize("by", ["department", "street", "category", "channel"])
def test_every_number_on_the_board_opens_as_many_tickets(busy: House, by):
    browser = busy.signed_in(WANG)
    links = _links(browser.get(f"/board?by={by}&from=2026-11-20&to=2026-11-30").text)
    told = {href: (words, int(re.search(r"\d+", words.replace("24小时", ""))[0])) for href, words in links}
    assert len(told) > 50
    assert {href: _counted(browser.get(href).text) for href in told} == {href: n for href, (_, n) in told.items()}


def test_a_group_opened_alone_links_to_its_own_tickets(busy: House):
    browser = busy.signed_in(WANG)
    page = browser.get("/board?by=department&group=住建&from=2026-11-20&to=2026-11-30").text
    rates = page.split('id="groups"')[0].split('class="rates four"')[1]
    assert _links(rates)
    for href, words in _links(rates):
        assert "group=%E4%BD%8F%E5%BB%BA" in href and _counted(browser.get(href).text) == int(
            re.search(r"\d+", words)[0]
        )


def test_a_missed_sign_off_and_one_in_time_open_different_lists(house: House):
    in_time, late = house.signed(), house.dispatched(what="广场舞音响太大，整晚不停")
    house.passes(days=2)
    browser = house.signed_in(WANG)
    links = {words: href for href, words in _links(browser.get("/board").text)}
    missed = browser.get(links["1 件没有按时签收"]).text
    assert late in missed and in_time not in missed
    assert "没有按时签收" in missed and "期间 2026-11-01 至 2026-11-25" in missed


def test_a_ticket_that_counts_twice_is_listed_once_and_said_so(house: House, seen):
    number = house.signed()
    house.act(number, Act.REASSIGN, LIU, "改由住建办理", department="住建")
    house.act(number, Act.SIGN, MA)
    page = house.signed_in(WANG).get("/tickets?figure=按时签收率&from=2026-11-23&to=2026-11-23")
    assert "共 1 件（计 2 次" in seen(page)
    assert page.text.count(f'class="number"><a href="/tickets/{number}"') == 1


def test_what_falls_due_soon_does_not_hold_what_is_late(house: House, seen):
    late = house.dispatched()
    house.passes(days=2)
    soon = house.dispatched(what="广场舞音响太大，整晚不停")
    house.passes(hours=10)
    page = house.signed_in(WANG).get("/tickets?soon=1")
    assert soon in page.text and late not in page.text and "24小时内到期：共 1 件" in seen(page)


@pytest.mark.parametrize(
    ("query", "listed"),
    [
        ("status=待派单", {"医保断缴了怎么补"}),
        ("holder=住建", {"小区电梯坏了三天没有人修"}),
        ("helper=住建", {"施工围挡占了整条人行道"}),
        ("pending=延期", {"停车位划到盲道上了，很危险"}),
        ("q=井盖", {"井盖松了，一压就响"}),
        ("q=ZD20261128+扫地", {"早市散了没有人扫地"}),
        ("from=2026-11-28&to=2026-11-28", {"医保断缴了怎么补", "早市散了没有人扫地"}),
        ("status=退单待裁定&late=1", {"河边护栏倒了一截"}),
    ],
)
def test_a_list_is_narrowed_by_its_address(busy: House, query, listed):
    page = busy.signed_in(WANG).get(f"/tickets?{query}").text
    assert set(re.findall(r'class="title"><a[^>]*>([^<]+)</a>', page)) == listed


def test_a_wrong_word_in_the_address_is_left_out(busy: House, seen):
    words = seen(busy.signed_in(WANG).get("/tickets?status=没有的&figure=好评率&pending=x&page=-3&from=昨天"))
    assert "全部：共 13 件" in words


def test_a_long_list_is_turned_page_by_page_with_honest_counts(house: House, seen):
    numbers = {house.filed(f"第{count}号路灯不亮，晚上看不见路") for count in range(PAGE + 5)}
    browser = house.signed_in(WANG)
    first, second = browser.get("/tickets?status=待派单"), browser.get("/tickets?status=待派单&page=2")
    assert f"共 {PAGE + 5} 件，第 1 / 2 页" in seen(first) and f"第 {PAGE + 1}–{PAGE + 5} 件" in seen(second)
    listed = [set(re.findall(r"/tickets/(ZD\d+)", page.text)) for page in (first, second)]
    assert listed[0] | listed[1] == numbers and not listed[0] & listed[1]
    assert 'rel="next"' in first.text and 'rel="next"' not in second.text


def test_a_figure_is_turned_page_by_page_too(house: House, seen):
    numbers = {house.filed(f"第{count}号路灯不亮，晚上看不见路") for count in range(PAGE + 5)}
    browser = house.signed_in(WANG)
    address = "/tickets?figure=本期受理&from=2026-11-23&to=2026-11-23"
    listed = [set(re.findall(r"/tickets/(ZD\d+)", browser.get(f"{address}&page={page}").text)) for page in (1, 2)]
    assert listed[0] | listed[1] == numbers and not listed[0] & listed[1]


def test_a_page_beyond_the_end_is_the_last_one(busy: House, seen):
    assert "全部：共 13 件" in seen(busy.signed_in(WANG).get("/tickets?page=9"))


def test_a_department_sees_only_its_own_also_behind_a_figure(busy: House, seen):
    browser = busy.signed_in(MA)
    page = browser.get("/tickets?figure=本期受理&group=城管&from=2026-11-20&to=2026-11-30")
    assert "承办单位：曾都区住房和城乡建设局" in seen(page) and "共 1 件" in seen(page)
    assert "小区电梯坏了三天没有人修" in page.text
    assert set(re.findall(r'class="title"><a[^>]*>([^<]+)</a>', browser.get("/tickets").text)) == {
        "小区电梯坏了三天没有人修",
        "施工围挡占了整条人行道",
    }


def test_an_empty_list_says_what_was_asked(house: House, seen):
    browser = house.signed_in(WANG)
    assert "没有符合条件的工单 条件：已超期" in seen(browser.get("/tickets?late=1"))
    assert "这个数字背后没有工单" in seen(browser.get("/tickets?figure=重办率&from=2026-11-01&to=2026-11-23"))


def test_a_clock_counts_once_its_fate_is_known(house: House):
    number = house.dispatched()
    address = "/tickets?figure=按时签收率&from=2026-11-23&to=2026-11-30"
    assert number not in house.signed_in(WANG).get(address).text
    house.passes(days=2)
    assert number in house.signed_in(WANG).get(address).text


def test_every_figure_has_a_name_that_an_address_may_use(house: House):
    nothing = figures(gathered((), (), ()), Period(start=house.clock.now, end=house.clock.now, now=house.clock.now))
    assert set(named(nothing)) == NAMES


@pytest.mark.parametrize("measure", Measure)
def test_the_three_sides_of_a_rate_are_told_apart(measure):
    assert len({words_of(measure, side) for side in ("all", "hit", "missed")}) == 3
