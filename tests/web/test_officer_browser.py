"""What do the officers' pages do in a real browser, with keys, with polling, and when no script runs?"""

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from browsing import CHROMIUM, a_browser, a_desk, served
from officer_house import CHEN, LIU, MA, WANG, ZHANG, House
from playwright.sync_api import Browser, Page

from tickets.lifecycle import Act

BARBECUE = "楼下烧烤店半夜油烟和吵闹声让人睡不着"
POLL = "htmx.trigger('#queue', 'every')"
pytestmark = pytest.mark.skipif(not CHROMIUM.is_file(), reason="没有 /usr/bin/chromium：浏览器里的规则没有试。")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with a_browser() as browser:
        yield browser


@pytest.fixture
def address(house: House) -> Iterator[str]:
    with served(house.app) as at:
        yield at


@pytest.fixture
def desk_of(chromium: Browser, address: str) -> Callable[..., Page]:
    """A person's own desk in a fresh browser."""
    return partial(a_desk, chromium, address, at="")


def _holder(house: House, number: str) -> str:
    with house.office.store.look() as work:
        return work.tickets.row(number).holder


def test_enter_opens_the_first_row_and_enter_confirms_the_first_suggestion(house: House, desk_of):
    number = house.filed()
    page = desk_of(LIU)
    page.keyboard.press("Enter")
    page.wait_for_selector(f"#panel-{number} [data-decide]")
    page.keyboard.press("Enter")
    page.wait_for_selector(".told.done")
    assert _holder(house, number) == "城管"


def test_a_key_meant_for_another_act_never_dispatches(house: House, desk_of):
    number = house.filed(BARBECUE)
    page = desk_of(LIU)
    page.click(f"#row-{number}")
    page.click("#act-转接紧急热线 summary")
    page.focus("#act-转接紧急热线 [name=number] >> nth=1")
    page.keyboard.press("2")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")  # the browser asks for the missing words
    page.fill("#act-转接紧急热线 textarea", "厨房起火，已转消防")
    page.click("#act-转接紧急热线 form button")
    page.wait_for_selector(".told.done")
    assert house.acts(number) == ["受理", "转接紧急热线"]


def test_a_number_picks_another_department_with_its_own_receipt(house: House, desk_of):
    number = house.filed(BARBECUE)
    page = desk_of(LIU)
    page.click(f"#row-{number}")
    page.wait_for_selector("[data-decide]")
    second = page.locator("input[data-key='2']")
    wanted, receipt = second.get_attribute("value"), second.get_attribute("data-reason")
    page.keyboard.press("2")
    assert page.input_value("[data-reason-field]") == receipt
    page.keyboard.press("Enter")
    page.wait_for_selector(".told.done")
    assert _holder(house, number) == wanted


def test_a_new_ticket_appears_and_what_was_typed_in_the_open_one_stays(house: House, desk_of):
    number = house.filed()
    page = desk_of(LIU)
    page.click(f"#row-{number}")
    page.fill("[data-reason-field]", "我正在写的理由 12")
    new = house.filed(BARBECUE)
    page.evaluate(POLL)
    page.wait_for_selector(f"#row-{new}")
    assert page.input_value("[data-reason-field]") == "我正在写的理由 12"
    assert page.evaluate("document.activeElement.name") == "reason"
    assert page.input_value("input[name=pick]:checked") == "城管"  # the digits were text, not keys


def test_a_poll_after_the_session_ended_leads_to_the_sign_in_page(house: House, desk_of):
    house.filed()
    page = desk_of(LIU)
    house.passes(hours=11)
    page.evaluate(POLL)
    page.wait_for_selector("#sign-in")


def test_danger_comes_up_while_the_operator_types_and_nothing_typed_is_lost(house: House, desk_of):
    talk = house.conversation()
    page = desk_of(CHEN)
    page.goto(f"{page.url}/{talk}")
    page.fill("#words", "您好，您说的情况我")
    bridge = house.conversation("桥上的人")
    with house.office.store.work() as work:
        work.alerts.raise_("危险：轻生自伤", bridge, "我站在白云湖大桥上", house.clock.now)
    page.evaluate("htmx.trigger('#waiting', 'every')")
    page.wait_for_selector(".danger-bar")
    assert page.title().startswith("【危险 1】")
    assert page.input_value("#words") == "您好，您说的情况我"
    assert page.evaluate("document.activeElement.id") == "words"


def test_reminders_that_were_unfolded_stay_unfolded_over_a_poll(house: House, desk_of):
    with house.office.store.work() as work:
        work.alerts.raise_("超期", "", "ZD2026112300001 签收时限已过", house.clock.now)
    page = desk_of(CHEN)
    page.click("#matters summary")
    with house.office.store.work() as work:
        work.alerts.raise_("超期", "", "ZD2026112300002 签收时限已过", house.clock.now)
    page.evaluate("htmx.trigger('#waiting', 'every')")
    page.wait_for_selector("#matters li >> nth=1")
    assert page.locator("#matters").get_attribute("open") is not None


def test_dispatching_works_without_scripts(house: House, desk_of):
    number = house.filed()
    page = desk_of(LIU, scripts=False)
    page.click(f"#row-{number}")
    page.click("button:has-text('确认派单')")
    assert "已派出" in page.inner_text(".told.done")
    assert _holder(house, number) == "城管"


def test_a_department_signs_replies_and_finishes_without_scripts(house: House, desk_of):
    number = house.dispatched()
    page = desk_of(ZHANG, scripts=False, width=360)
    page.click(f"[aria-label='签收 {number}']")
    page.click(".tabs a:has-text('办理中')")
    page.click(".rows .title a")
    page.fill("#act-答复 textarea", "菜摊今天下午已经清走，以后每天巡查。")
    page.click("#act-答复 button")
    page.click("#act-办结 summary")
    page.click("button:has-text('确认办结')")
    assert house.status(number) == "待审核"


def test_a_return_is_asked_for_ruled_on_and_sent_on_without_scripts(house: House, desk_of, address: str):
    number = house.dispatched(what="小区物业把公共绿地改成收费停车场，业主没有同意")
    department = desk_of(ZHANG, scripts=False, width=360)
    department.goto(f"{address}/tickets/{number}")
    department.click("#act-退单 summary")
    department.select_option("#act-退单 [name=reason]", "不属本单位职责")
    department.select_option("#act-退单 [name=suggested]", "住建")
    department.fill("#act-退单 textarea", "三定方案第三条")
    department.click("#act-退单 button")
    assert "退单成功" in department.inner_text(".told.done")
    centre = desk_of(LIU, scripts=False, width=360)
    centre.click(".tabs a:has-text('退单裁定')")
    centre.click(f"#row-{number}")
    assert centre.input_value("#act-同意退单 [name=department]") == "住建"
    centre.fill("#act-同意退单 textarea", "同意，由住建办理")
    centre.click("#act-同意退单 form button")
    assert "同意退单成功" in centre.inner_text(".told.done") and _holder(house, number) == "住建"


def test_an_operator_writes_down_a_call_by_the_keyboard_alone(house: House, desk_of, address: str):
    number = house.reviewed()
    page = desk_of(CHEN)
    page.goto(f"{address}/seat/follow-ups?open={number}")
    page.focus("#act-回访 [name=reached] >> nth=0")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # the first level is the best
    page.keyboard.press("Enter")  # in a field of the form: sends it
    page.wait_for_selector(".told.done")
    assert house.ticket(number).judgement.level == 5


def test_a_poll_of_the_rulings_keeps_what_was_typed(house: House, desk_of, address: str):
    number = house.returned()
    page = desk_of(LIU)
    page.goto(f"{address}/dispatch/{number}")
    page.fill("#act-驳回退单 textarea", "占道经营由城管负责")
    new = house.returned(what="夜市油烟直排，住户不敢开窗")
    page.evaluate(POLL)
    page.wait_for_selector(f"#row-{new}")
    assert page.input_value("#act-驳回退单 textarea") == "占道经营由城管负责"


def test_a_prepared_text_goes_into_the_reply(house: House, desk_of, address: str):
    page = desk_of(ZHANG)
    page.goto(f"{address}/tickets/{house.signed()}")
    page.fill("#act-答复 textarea", "您好。")
    page.click("text=已经办好")
    assert page.input_value("#act-答复 textarea").startswith("您好。\n您好，您反映的问题我们已于____")


LONG = "很长的话没有标点" * 60 + "https://example.org/" + "x" * 90


@pytest.mark.parametrize(
    ("happened", "person", "path"),
    [
        ("signed", ZHANG, "/inbox?tab=办理中"),
        ("signed", ZHANG, "/tickets/{number}"),
        ("signed", LIU, "/tickets/{number}"),
        ("signed", ZHANG, "/tickets"),
        ("filed", LIU, "/dispatch/{number}"),
        ("returned", LIU, "/dispatch/{number}"),
        ("asked_for_time", WANG, "/dispatch/{number}"),
        ("completed", LIU, "/dispatch/{number}"),
        ("dissatisfied", WANG, "/dispatch/{number}"),
        ("reviewed", CHEN, "/seat/follow-ups?open={number}"),
        ("reviewed", CHEN, "/seat"),
    ],
)
def test_nothing_is_wider_than_a_phone(house: House, desk_of, address: str, happened, person, path: str):
    number = getattr(house, happened)(what=LONG)
    page = desk_of(person, width=360)
    page.goto(address + path.format(number=number))
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_whatever_is_pressed_is_large_enough_for_a_finger(house: House, desk_of, address: str):
    page = desk_of(ZHANG, width=360)
    page.goto(f"{address}/tickets/{house.signed()}")
    small = "[...document.querySelectorAll('main button, main .btn, main summary, main select')]"
    assert page.evaluate(f"{small}.filter((one) => one.offsetHeight && one.offsetHeight < 44).length") == 0


@pytest.mark.parametrize("words", [1, 12, 50])
def test_the_ticket_prints_on_one_sheet(house: House, desk_of, address: str, words: int):
    matter = "菜市场门口占道经营，菜摊把人行道都摆满了，孩子上学只能走车道，很不安全。\n" * words
    number = house.dispatched(what=matter, co=("住建", "交警"))
    house.act(number, Act.SIGN, ZHANG)
    house.act(number, Act.CO_SIGN, MA)
    house.act(number, Act.CO_REPLY, MA, matter)
    house.act(number, Act.REPLY, ZHANG, matter)
    page = desk_of(ZHANG)
    page.goto(f"{address}/tickets/{number}")
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1
