"""What do the officers' pages do in a real browser, with keys, with polling, and when no script runs?"""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import uvicorn
from officer_house import CHEN, LIU, PASSWORD, ZHANG, House, Person
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
BARBECUE = "楼下烧烤店半夜油烟和吵闹声让人睡不着"
POLL = "htmx.trigger('#queue', 'every')"
pytestmark = pytest.mark.skipif(not CHROMIUM.is_file(), reason="没有 /usr/bin/chromium：浏览器里的规则没有试。")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def address(house: House) -> Iterator[str]:
    """The service on a free port of this machine."""
    server = uvicorn.Server(uvicorn.Config(house.visitor().client.app, host="127.0.0.1", port=0, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture
def desk_of(chromium: Browser, address: str) -> Callable[..., Page]:
    """A person's own desk in a fresh browser."""

    def open_desk(person: Person, *, scripts: bool = True, width: int = 1280) -> Page:
        context = chromium.new_context(java_script_enabled=scripts, viewport={"width": width, "height": 800})
        page = context.new_page()
        page.goto(f"{address}/sign-in")
        page.fill("#login", person.login)
        page.fill("#password", PASSWORD)
        page.click("#sign-in button")
        page.wait_for_selector(".top")
        return page

    return open_desk


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
    page.fill("#answer", "菜摊今天下午已经清走，以后每天巡查。")
    page.click("button:has-text('提交答复')")
    page.click("summary:has-text('办结')")
    page.click("button:has-text('确认办结')")
    assert house.status(number) == "待评价"


@pytest.mark.parametrize("path", ["/inbox?tab=办理中", "/tickets/{number}", "/tickets"])
def test_nothing_is_wider_than_a_phone(house: House, desk_of, address: str, path: str):
    number = house.signed(what="很长的话没有标点" * 60 + "https://example.org/" + "x" * 90)
    page = desk_of(ZHANG, width=360)
    page.goto(address + path.format(number=number))
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_ticket_prints_on_one_sheet(house: House, desk_of, address: str):
    number = house.signed(what="菜市场门口占道经营，菜摊把人行道都摆满了，孩子上学只能走车道，很不安全。" * 12)
    page = desk_of(ZHANG)
    page.goto(f"{address}/tickets/{number}")
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1
