"""One appeal from WeChat to the rating, through the real service, dialogue engine, worker and browser."""

import re
import sqlite3
from collections.abc import Callable

from playwright.sync_api import Page

from tests.acceptance.conftest import Citizen, Product, wait_until

NUMBER = re.compile(r"ZD\d{13}")


def filed(citizen: Citizen, what: str) -> str:
    """Go through the whole form, answering what is asked until the summary is confirmed; the ticket's number."""
    said = citizen.says(what)
    answers = {
        "在哪": "西城街道草店子社区门口",
        "哪里": "西城街道草店子社区门口",
        "地点": "西城街道草店子社区门口",
        "什么时候": "三天前开始",
        "时间": "三天前开始",
        "电话": "13812345678",
    }
    for _ in range(8):
        if found := NUMBER.search(said):
            return found.group()
        said = citizen.says(_answer(said, answers))
    raise AssertionError(f"没有拿到工单号，最后一句是：{said}")


def do(page: Page, act: str, **fields: str) -> None:
    """Do one act on the ticket page that is open: unfold it, fill it in, press its button."""
    form = page.locator(f"[id='act-{act}']")
    if form.locator("summary").count() and form.get_attribute("open") is None:
        form.locator("summary").first.click()
    for name, value in fields.items():
        field = form.locator(f"[name={name}]")
        kind = field.first.evaluate("field => field.type || field.tagName")
        if kind == "radio":
            form.locator(f"[name={name}][value='{value}']").check()
        elif kind == "select-one":
            field.select_option(value)
        else:
            field.fill(value)
    with page.expect_navigation():
        form.locator("button:not([disabled])").last.click()
    refused = page.locator(".told.refused")
    assert not refused.count(), refused.first.inner_text()


def _answer(said: str, answers: dict[str, str]) -> str:
    if "确认" in said:
        return "确认提交"
    last = said.splitlines()
    asked = next((words for line in reversed(last) for words in answers if words in line), "电话")
    return answers[asked]


def test_a_question_is_answered_with_its_basis(citizen: Citizen) -> None:
    said = citizen.says("身份证丢了怎么补办")
    assert "依据" in said and "居民身份证法" in said


def test_a_message_that_wechat_brings_three_times_is_answered_once(citizen: Citizen, product: Product) -> None:
    replies = {citizen.says("公积金怎么取出来", message_id="90210") for _ in range(3)}
    assert len(replies) == 1
    assert _count(product, "SELECT count(*) FROM messages WHERE incoming AND text = '公积金怎么取出来'") == 1


def test_danger_to_life_is_answered_first_and_a_person_is_alerted(
    citizen: Citizen, signed_in: Callable[[str], Page]
) -> None:
    said = citizen.says("快来人啊我家煤气漏了")
    assert "119" in said.splitlines()[0]
    seat = signed_in("huawu")
    seat.goto("/seat")
    assert seat.get_by_text("煤气漏了").count() > 0


def test_one_appeal_goes_all_the_way_and_nothing_is_lost_when_the_worker_dies(
    citizen: Citizen, product: Product, signed_in: Callable[[str], Page]
) -> None:
    number = filed(citizen, "草店子社区门口的路灯坏了三天了，晚上看不见路")

    dispatcher = signed_in("paidan")
    dispatcher.goto(f"/dispatch/{number}")
    dispatcher.check('input[name=pick][value="其他"]')
    dispatcher.select_option("select[name=another]", "城管")
    dispatcher.fill("textarea[name=reason]", "市政路灯由城管部门养护")
    dispatcher.click("button:has-text('确认派单')")
    wait_until(lambda: citizen.was_told(f"{number}（") and citizen.was_told("已派单"), "派单通知")

    product.kill("worker")
    department = signed_in("城管")
    department.goto(f"/tickets/{number}")
    assert "138****5678" in department.content()
    assert "13812345678" not in department.content()
    do(department, "签收")
    do(department, "答复", why="您好，路灯已于今晚修好，感谢您的监督。")
    do(department, "办结")
    department.wait_for_selector("text=待评价")
    assert not citizen.was_told("今晚修好"), "后台停着，通知应当等着"

    product.start("worker")
    wait_until(lambda: citizen.was_told("满意吗"), "办结通知")
    assert citizen.was_told("签收") and citizen.was_told("路灯已于今晚修好")

    assert "谢谢" in citizen.says(f"评价 {number} 非常满意")
    wait_until(lambda: citizen.was_told("已结案"), "结案通知")
    assert len(citizen.pushed) == len(set(citizen.pushed)), "有通知发了两遍"

    board = signed_in("duban")
    board.goto("/board")
    said = board.locator("main").inner_text()
    assert "100%" in said and "1 / 1" in said
    board.click("a[href*='figure=']")
    board.wait_for_selector(f"text={number}")


def test_a_wrongly_sent_complaint_is_returned_ruled_on_given_more_time_reviewed_and_worked_on_again(
    citizen: Citizen, signed_in: Callable[[str], Page]
) -> None:
    number = filed(citizen, "我要投诉，草店子社区楼下烧烤店天天占道油烟大")
    dispatcher, wrong, right = signed_in("paidan"), signed_in("教育"), signed_in("城管")
    dispatcher.goto(f"/dispatch/{number}")
    dispatcher.check('input[name=pick][value="其他"]')
    dispatcher.select_option("select[name=another]", "教育")
    dispatcher.select_option("select[name=kind]", "投诉")
    dispatcher.fill("textarea[name=reason]", "先请教育部门看看")
    dispatcher.click("button:has-text('确认派单')")
    wrong.goto(f"/tickets/{number}")
    do(wrong, "退单", reason="不属本单位职责", suggested="城管", why="权责清单里没有占道经营和油烟")

    dispatcher.goto(f"/tickets/{number}")
    do(dispatcher, "同意退单", department="城管", why="油烟和占道由城管执法")
    right.goto(f"/tickets/{number}")
    promised = right.locator(".clocks").inner_text()
    do(right, "签收")
    do(right, "先行联系", why="已电话联系诉求人，约了今晚到现场")
    do(right, "申请延期", amount="3", why="油烟检测要等报告，按期办不完")
    dispatcher.goto(f"/tickets/{number}")
    do(dispatcher, "同意延期")
    right.goto(f"/tickets/{number}")
    assert right.locator(".clocks").inner_text() != promised
    do(right, "答复", why="已责令店家清洗油烟净化器，不再占道。")
    do(right, "办结")
    right.wait_for_selector("text=待审核")
    dispatcher.goto(f"/tickets/{number}")
    do(dispatcher, "审核通过")
    wait_until(lambda: citizen.was_told(f"{number} 已办结"), "办结通知")

    assert "抱歉" in citizen.says(f"评价 {number} 不满意")
    dispatcher.goto(f"/tickets/{number}")
    do(dispatcher, "重办", why="请晚上八点后再到现场核实")
    right.goto(f"/tickets/{number}")
    assert "重办" in right.locator(".clocks").inner_text()
    do(right, "答复", why="昨晚八点复查，店家已停用外摆炉具。")
    do(right, "办结")
    dispatcher.goto(f"/tickets/{number}")
    do(dispatcher, "审核通过")
    wait_until(lambda: citizen.was_told("昨晚八点复查"), "重办后的答复")
    assert "谢谢" in citizen.says(f"评价 {number} 满意")
    wait_until(lambda: citizen.was_told(f"诉求 {number} 已结案"), "结案通知")

    board = signed_in("duban")
    board.goto("/board")
    assert "退单率" in board.content() and "重办率" in board.content()
    wrong.goto(f"/tickets/{number}")
    assert "同意退单" in wrong.content(), "退过单的单位还看得到裁定"


def test_another_department_does_not_see_the_ticket(product: Product, signed_in: Callable[[str], Page]) -> None:
    number = _value(product, "SELECT number FROM tickets WHERE holder = '城管'")
    stranger = signed_in("教育")
    stranger.goto(f"/tickets/{number}")
    assert "路灯" not in stranger.content()
    stranger.goto("/inbox")
    assert number not in stranger.content()


def test_when_the_dialogue_engine_is_gone_knowledge_still_answers_and_the_form_still_files(
    citizen: Citizen, product: Product, signed_in: Callable[[str], Page]
) -> None:
    product.kill("dialogue")
    assert "居民身份证法" in citizen.says("身份证丢了怎么补办啊")
    page = signed_in("huawu")
    page.goto("/appeal")
    page.fill("[name=what]", "小区门口的下水道堵了，污水流到路上")
    page.fill("[name=where]", "东城街道舜井道社区")
    page.fill("[name=contact]", "13912345678")
    page.click("button:has-text('提交')")
    page.wait_for_selector("text=/ZD\\d{13}/")
    product.start("dialogue")
    wait_until(lambda: product.answers(f"{product.settings.rasa_url}/"), "对话引擎再次应答", seconds=120)


def _count(product: Product, query: str) -> int:
    return int(_value(product, query))


def _value(product: Product, query: str) -> str:
    with sqlite3.connect(product.settings.data / "hotline.db") as connection:
        return connection.execute(query).fetchone()[0]
