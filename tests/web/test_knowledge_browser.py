"""What do the editor's pages do in a real browser, on a phone, and when no script runs?"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import pytest
from browsing import CHROMIUM, a_browser, a_desk, served
from library_house import FOURTH, LAMP, LAMP_OUT, ZHENG, confirming, drafted, gap, life_of, newest, reviewing, rival
from officer_house import EDITOR, ZHANG, House
from playwright.sync_api import Browser, Page

from hotline.web.knowledge.fields import FIELDS, of_article
from knowledge_base.life import Stage, Standing
from tests.casework.knowledge.one_shelf import SNOW

pytestmark = pytest.mark.skipif(not CHROMIUM.is_file(), reason="没有 /usr/bin/chromium：浏览器里的规则没有试。")
LONG = "很长的话没有标点" * 12 + "https://example.org/" + "x" * 90


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with a_browser() as browser:
        yield browser


@pytest.fixture
def address(library: House) -> Iterator[str]:
    with served(library.app) as at:
        yield at


@pytest.fixture
def desk_of(chromium: Browser, address: str) -> Callable[..., Page]:
    """A person's own desk in a fresh browser."""
    return partial(a_desk, chromium, address, at="/knowledge")


def _fill(page: Page) -> None:
    for name, text in of_article(SNOW).items():
        one = next((field for field in FIELDS if field.name == name), None)
        if one is None:
            continue
        if one.shape in ("choice", "department"):
            page.select_option(f"#f-{name}", text)
        else:
            page.fill(f"#f-{name}", text)


def test_counters_follow_the_typing_and_say_when_it_is_too_much(library: House, desk_of, address: str):
    page = desk_of(EDITOR)
    page.goto(f"{address}/knowledge/new")
    page.fill("#f-short", "雪" * 121)
    counter = page.locator("[data-counter=short]")
    assert "121" in counter.inner_text() and "bad" in counter.get_attribute("class")
    page.fill("#f-questions", "谁扫雪\n\n不扫呢\n")
    assert "2 条" in page.inner_text("[data-counter=questions]")
    page.fill("#f-body", "一 二\n三")
    assert "3 字" in page.inner_text("[data-counter=body]")


def test_near_articles_and_the_preview_come_while_one_writes(library: House, desk_of, address: str):
    page = desk_of(EDITOR)
    page.goto(f"{address}/knowledge/new")
    page.fill("#f-title", LAMP_OUT)
    page.wait_for_selector(f"#near a[href='/knowledge/{LAMP}']")
    page.fill("#f-short", "先报杆号再报路段，一天内有人来修。")
    page.click("text=预览")
    page.wait_for_selector("#preview :text('先报杆号再报路段')")
    assert page.input_value("#f-title") == LAMP_OUT and page.url.endswith("/knowledge/new")


def test_the_rehearsal_comes_by_itself_and_a_press_publishes(library: House, desk_of, address: str):
    article = reviewing(library)
    page = desk_of(ZHENG)
    page.goto(f"{address}/knowledge/{article}/publish")
    page.click("text=复核无误，发布")
    page.wait_for_selector(".told.done:has-text('复核发布成功')")
    assert life_of(library, article).standing is Standing.PUBLISHED


def test_an_articles_whole_life_works_without_scripts(library: House, desk_of, address: str):
    editor = desk_of(EDITOR, scripts=False)
    editor.click("text=写新条目")
    _fill(editor)
    editor.click("text=保存并送部门确认")
    assert life_of(library, FOURTH).stage is Stage.CONFIRMING
    department = desk_of(ZHANG, scripts=False, width=360)
    department.click(".todo >> text=门前积雪谁来扫")
    department.click("text=确认属实")
    second = desk_of(ZHENG, scripts=False)
    second.click(".todo >> text=门前积雪谁来扫")
    second.click("#act a:has-text('复核发布')")
    second.click("noscript a")
    second.click("text=复核无误，发布")
    assert "复核发布成功" in second.inner_text(".told.done")
    assert newest(library, FOURTH) == replace(SNOW, id=FOURTH)


def test_a_refusal_is_told_and_led_to_without_scripts(library: House, desk_of, address: str):
    page = desk_of(EDITOR, scripts=False, width=360)
    page.goto(f"{address}/knowledge/new")
    page.fill("#f-title", "扫雪")
    page.click("text=保存草稿")
    page.click(".told.refused a:has-text('类目')")
    assert page.url.endswith("#f-category") and page.input_value("#f-title") == "扫雪"


@pytest.mark.parametrize(
    "path",
    [
        "/knowledge",
        f"/knowledge/{FOURTH}",
        f"/knowledge/{FOURTH}/edit?lacking=1",
        f"/knowledge/{FOURTH}/difference?before=1&after=2",
        f"/knowledge/{LAMP}/publish?withdraw=1&run=1",
        "/knowledge/new",
        "/knowledge/gaps",
        "/knowledge/contradictions?run=1",
        f"/knowledge/try?q={LAMP_OUT}",
        "/knowledge/exchange",
    ],
)
def test_nothing_is_wider_than_a_phone_and_all_is_large_enough_for_a_finger(library: House, desk_of, address, path):
    changed = replace(SNOW, id=drafted(library), title=LONG[:128], short=LONG, questions=(LONG,), body=f"| 甲 | 乙 |\n|-|-|\n| {LONG} | {LONG} |")  # fmt: skip
    drafted(library, changed)
    gap(library, LONG)
    page = desk_of(EDITOR, width=360)
    page.goto(address + path)
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    pressed = "[...document.querySelectorAll('main button, main .btn, main summary, main select')]"
    assert page.evaluate(f"{pressed}.filter((one) => one.offsetHeight && one.offsetHeight < 44).length") == 0


def test_a_loss_is_red_and_says_so_in_words(library: House, desk_of, address: str):
    article = reviewing(library, rival(LAMP_OUT))
    page = desk_of(ZHENG)
    page.goto(f"{address}/knowledge/{article}/publish")
    page.wait_for_selector(".moves .lost")
    assert "变坏" in page.inner_text(".moves li >> nth=0")


def test_an_article_prints_without_buttons(library: House, desk_of, address: str):
    article = confirming(library)
    page = desk_of(EDITOR)
    page.goto(f"{address}/knowledge/{article}")
    page.emulate_media(media="print")
    assert not page.locator("#act").is_visible() and not page.locator(".top").is_visible()
    assert page.locator(".phone").is_visible() and page.locator("text=经过").is_visible()
