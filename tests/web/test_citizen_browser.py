"""What the script adds in a real browser: words at once, Enter sends, news by itself, and a failure loses nothing."""

import re
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright

from hotline.ports import Reply
from hotline.storage.store import SqlStore
from hotline.web.assets import missing
from tests.web.citizen_office import LAMP, Town, town

CHROMIUM = Path("/usr/bin/chromium")
pytestmark = pytest.mark.skipif(
    not CHROMIUM.exists() or bool(missing()), reason="没有 Chromium 或网页组件：浏览器里的规则没有试。"
)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def hotline(sqlite_store: SqlStore) -> Town:
    return town(sqlite_store)


@pytest.fixture
def address(hotline: Town) -> Iterator[str]:
    """The service at a free port of this machine."""
    door = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(hotline.app, log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{door.getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture
def phone(chromium: Browser, address: str) -> Iterator[Page]:
    """A phone-size page on the chat, with its clock in our hands."""
    context = chromium.new_context(viewport={"width": 360, "height": 740}, base_url=address)
    page = context.new_page()
    page.clock.install()
    page.goto("/chat")
    yield page
    context.close()


def send(phone: Page, words: str) -> None:
    phone.fill("#text", words)
    phone.keyboard.press("Enter")


def filed(phone: Page) -> str:
    """The number of an appeal filed by the plain form."""
    phone.goto("/appeal")
    phone.fill("[name=what]", LAMP)
    phone.check("[name=anonymous]")
    phone.click("text=提交")
    return phone.url.rsplit("/", 1)[1]


def test_enter_sends_and_the_answer_comes_without_a_new_page(phone: Page) -> None:
    send(phone, "身份证掉了咋补")
    expect(phone.locator(".theirs").last).to_contain_text("丢失补领40元")
    expect(phone.locator(".mine")).to_have_count(1)
    expect(phone.locator("#text")).to_have_value("")
    expect(phone.locator("#text")).to_be_focused()
    assert phone.url.endswith("/chat")


def test_shift_enter_is_a_new_line(phone: Page) -> None:
    phone.fill("#text", "路灯坏了")
    phone.keyboard.press("Shift+Enter")
    expect(phone.locator("#text")).to_have_value("路灯坏了\n")
    expect(phone.locator(".mine")).to_have_count(0)


def test_words_are_shown_while_the_answer_is_on_its_way(hotline: Town, phone: Page) -> None:
    answered = threading.Event()
    say = hotline.dialogue.say
    hotline.dialogue.say = lambda conversation, text: answered.wait(20) and say(conversation, text)
    send(phone, "身份证掉了咋补")
    expect(phone.locator(".mine")).to_have_text(re.compile("身份证掉了咋补"))
    expect(phone.locator("#waiting")).to_be_visible()
    answered.set()
    expect(phone.locator("#waiting")).to_be_hidden()
    expect(phone.locator(".mine")).to_have_count(1)


def test_a_busy_database_gives_the_words_back_and_a_retry_sends_them_once(hotline: Town, phone: Page) -> None:
    able = hotline.front
    hotline.jam()
    send(phone, LAMP)
    expect(phone.locator("#trouble")).to_contain_text("没有发出去")
    expect(phone.locator("#text")).to_have_value(LAMP)
    hotline.app.state.front = able
    phone.click("#send")
    expect(phone.locator(".theirs")).to_have_count(2)
    expect(phone.locator(".mine")).to_have_count(1)
    expect(phone.locator("#trouble")).to_be_empty()
    assert hotline.dialogue.heard == [LAMP]


def test_a_lost_network_gives_the_words_back(phone: Page) -> None:
    phone.context.set_offline(True)
    send(phone, LAMP)
    expect(phone.locator("#trouble")).to_contain_text("网络不通")
    expect(phone.locator("#text")).to_have_value(LAMP)
    expect(phone.locator(".mine")).to_have_count(0)


def test_news_comes_by_itself_and_once(hotline: Town, phone: Page) -> None:
    send(phone, "您好")
    expect(phone.locator(".theirs")).to_have_count(2)
    with hotline.office.store.work() as work:
        message = work.conversations.message(1)
        work.conversations.say(message.conversation, "seat:1", Reply(text="【话务员】我来帮您看看。"), message.at)
    for _ in range(3):
        phone.clock.run_for(6000)
    expect(phone.locator(".theirs")).to_have_count(3)
    expect(phone.locator(".theirs").last).to_contain_text("我来帮您看看。")
    phone.clock.run_for(12000)
    expect(phone.locator(".theirs")).to_have_count(3)


def test_a_number_is_copied(hotline: Town, phone: Page) -> None:
    filed(phone)
    phone.click("[data-copy]")
    expect(phone.locator("[data-copy]")).to_have_text("已复制")


@pytest.mark.parametrize("path", ["/chat", "/my", "/appeal"])
@pytest.mark.parametrize("width", [360, 180])  # 180 is 360 at 200 % zoom
def test_nothing_is_wider_than_the_screen(phone: Page, path: str, width: int) -> None:
    phone.set_viewport_size({"width": width, "height": 640})
    phone.goto(path)
    assert phone.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("width", [360, 180])
def test_no_state_of_a_ticket_is_wider_than_the_screen(hotline: Town, phone: Page, width: int) -> None:
    number = filed(phone)
    phone.set_viewport_size({"width": width, "height": 640})
    for step in (hotline.signed, hotline.paused, hotline.resumed, hotline.finished):
        step(number)
        phone.goto(f"/my/{number}")
        assert phone.evaluate("document.documentElement.scrollWidth") == width, step.__name__


def test_by_keyboard_alone_a_citizen_adds_to_a_ticket(hotline: Town, phone: Page) -> None:
    number = filed(phone)
    hotline.signed(number)
    phone.goto(f"/my/{number}")
    phone.locator("summary", has_text="补充情况").focus()
    phone.keyboard.press("Enter")
    phone.keyboard.press("Tab")
    phone.keyboard.type("灯杆是15号")
    phone.keyboard.press("Tab")
    phone.keyboard.press("Enter")
    expect(phone.locator("[role=status]")).to_contain_text("会看到")
    expect(phone.locator(".steps")).to_contain_text("灯杆是15号")


def test_a_refused_form_is_open_and_has_the_cursor(hotline: Town, phone: Page) -> None:
    number = filed(phone)
    phone.goto(f"/my/{number}")
    phone.locator("summary", has_text="撤回").click()
    words = phone.locator("form[action$=withdraw] textarea")
    words.fill("　　　")
    phone.get_by_role("button", name="确认撤回").click()
    expect(phone.get_by_role("alert")).to_contain_text("请写明为什么撤回")
    expect(words).to_be_focused()


def test_the_page_keeps_its_content_policy(phone: Page) -> None:
    complaints: list[str] = []
    phone.on("console", lambda line: complaints.append(line.text) if "Content Security" in line.text else None)
    phone.goto("/chat")
    send(phone, "身份证掉了咋补")
    expect(phone.locator(".theirs")).to_have_count(2)
    assert complaints == []
