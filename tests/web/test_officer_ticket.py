"""What happened to this ticket, and what may I do to it now?"""

from datetime import timedelta

import pytest
from officer_house import CHEN, LI, LIU, STALLS, WANG, ZHANG, House

from hotline.casework import reading
from hotline.web.holding import table
from hotline.web.timeline import days_of
from tickets.lifecycle import Act

REPLY = "执法队员已到现场，菜摊今天下午清走，以后每天巡查两次。"


def test_a_department_cannot_tell_anothers_ticket_from_one_that_is_not_there(house: House, seen):
    theirs = house.dispatched("城管")
    browser = house.signed_in(LI)
    foreign, missing = browser.get(f"/tickets/{theirs}"), browser.get("/tickets/ZD2026112399999")
    assert foreign.status_code == missing.status_code == 404
    assert "没有查到工单" in seen(foreign) and "占道" not in seen(foreign)


def test_a_department_cannot_act_on_anothers_ticket(house: House):
    theirs = house.dispatched("城管")
    refused = house.signed_in(LI).post(f"/tickets/{theirs}", act="签收", seen=house.version(theirs))
    assert refused.status_code == 404
    assert house.status(theirs) == "待签收"


@pytest.mark.parametrize(
    ("person", "offered", "absent"),
    [
        (ZHANG, ["签收这件工单", "申请退单"], ["答复诉求人", "确认办结", "催办", "改派"]),
        (WANG, ["催办", "督办", "改派"], ["签收这件工单", "答复诉求人"]),
        (LIU, ["改派", "增派协办"], ["签收这件工单", "答复诉求人", "催办", "查看联系方式"]),
    ],
)
def test_the_page_offers_only_what_this_person_may_do_now(house: House, seen, person, offered, absent):
    words = seen(house.signed_in(person).get(f"/tickets/{house.dispatched()}"))
    assert all(act in words for act in offered)
    assert not any(act in words for act in absent)


def test_one_ticket_goes_from_signing_to_a_closed_case_by_its_page(house: House, seen):
    number = house.dispatched()
    department, centre, operator = house.signed_in(ZHANG), house.signed_in(LIU), house.signed_in(CHEN)
    steps = [
        (department, "签收", {}),
        (department, "答复", {"why": REPLY}),
        (department, "办结", {}),
        (centre, "审核通过", {}),
        (operator, "评价", {"level": 5, "why": "菜摊清走了，很好"}),  # a satisfied rating closes the case
    ]
    for browser, act, fields in steps:
        done = browser.post(f"/tickets/{number}", act=act, seen=house.version(number), **fields)
        assert f"{act}成功" in seen(done), act
    assert house.status(number) == "已结案"
    assert house.acts(number) == ["受理", "派单", "签收", "答复", "办结", "审核通过", "评价", "结案"]


def test_what_was_typed_comes_back_after_a_collision(house: House, seen):
    number = house.signed()
    stale = house.version(number)
    house.act(number, Act.URGE, WANG, "请今天联系诉求人")
    refused = house.signed_in(ZHANG).post(f"/tickets/{number}", act="答复", seen=stale, why=REPLY)
    assert refused.status_code == 409
    assert "刚刚由王主任“催办”了" in seen(refused) and REPLY in refused.text
    assert "答复" not in house.acts(number)


def test_text_for_an_act_that_is_no_longer_possible_is_still_shown(house: House, seen):
    number = house.completed()
    refused = house.signed_in(ZHANG).post(f"/tickets/{number}", act="答复", why=REPLY)
    assert refused.status_code == 400
    assert "您刚才写的内容（没有提交）" in seen(refused) and REPLY in seen(refused)


def test_a_reply_too_short_is_told_and_comes_back(house: House, seen):
    number = house.signed()
    refused = house.signed_in(ZHANG).post(f"/tickets/{number}", act="答复", seen=house.version(number), why="好的")
    assert "不少于5个字" in seen(refused) and ">好的</textarea>" in refused.text


def test_the_same_press_twice_acts_once(house: House):
    number = house.dispatched()
    browser, version = house.signed_in(ZHANG), house.version(number)
    first = browser.post(f"/tickets/{number}", act="签收", seen=version)
    again = browser.post(f"/tickets/{number}", act="签收", seen=version)
    assert (first.status_code, again.status_code) == (200, 409)
    assert house.acts(number).count("签收") == 1


def test_a_form_without_the_token_changes_nothing(house: House):
    number = house.dispatched()
    refused = house.signed_in(ZHANG).client.post(f"/tickets/{number}", data={"act": "签收"})
    assert refused.status_code == 403
    assert house.status(number) == "待签收"


def test_personal_data_is_masked_until_asked_for_with_a_reason_and_that_is_recorded(house: House, seen):
    number = house.signed()
    browser = house.signed_in(ZHANG)
    assert "13886881234" not in browser.get(f"/tickets/{number}").text
    shown = browser.post(f"/tickets/{number}", act="查阅联系方式", why="联系诉求人核实位置")
    assert "13886881234" in shown.text and "已记入工单" in seen(shown)
    assert shown.headers["cache-control"] == "no-store"
    after = browser.get(f"/tickets/{number}")
    assert "13886881234" not in after.text and "联系诉求人核实位置" in seen(after)


def test_no_reason_no_contact(house: House, seen):
    number = house.signed()
    refused = house.signed_in(ZHANG).post(f"/tickets/{number}", act="查阅联系方式", why=" ")
    assert "请写明查阅联系方式的原因" in seen(refused) and "13886881234" not in refused.text
    assert "查阅联系方式" not in house.acts(number)


def test_a_confidential_reporter_stays_hidden_from_the_department(house: House, seen):
    number = house.signed(confidential=True)
    browser = house.signed_in(ZHANG)
    page = browser.get(f"/tickets/{number}")
    assert "要求保密" in seen(page) and "1388" not in page.text.replace("138****1234", "")
    refused = browser.post(f"/tickets/{number}", act="查阅联系方式", why="想联系一下")
    assert refused.status_code == 400 and "13886881234" not in refused.text
    assert "13886881234" in house.signed_in(WANG).post(f"/tickets/{number}", act="查阅联系方式", why="核查").text


def test_a_number_inside_the_words_is_shown_only_with_the_contact(house: House):
    number = house.signed(contact="13997801111")
    browser = house.signed_in(ZHANG)
    assert "138****1234" in browser.get(f"/tickets/{number}").text
    assert STALLS in browser.post(f"/tickets/{number}", act="查阅联系方式", why="联系诉求人").text


def test_a_deadline_shows_how_it_was_computed(house: House, seen):
    words = seen(house.signed_in(ZHANG).get(f"/tickets/{house.dispatched()}"))
    assert "签收时限 1个工作日" in words and "2026-11-24 工作日，计第1个工作日" in words
    assert "到期 2026-12-07 17:30" in words  # a complaint has ten working days


def test_a_prepared_text_stands_in_the_reply_also_without_scripts(house: House, seen):
    number = house.signed()
    page = house.signed_in(ZHANG).get(f"/tickets/{number}?template=已经办好")
    assert ">您好，您反映的问题我们已于____到现场核实" in page.text


def test_a_prepared_text_with_a_blank_left_never_reaches_the_citizen(house: House, seen):
    number = house.signed()
    left = "您好，您反映的问题我们已于____到现场核实。"
    refused = house.signed_in(ZHANG).post(f"/tickets/{number}", act="答复", seen=house.version(number), why=left)
    assert "还有没填的空" in seen(refused) and left in refused.text
    assert house.status(number) == "办理中"


def test_finishing_asks_once_naming_the_ticket(house: House, seen):
    number = house.signed()
    house.act(number, Act.REPLY, ZHANG, REPLY)
    assert f"确认办结 {number}（老街菜市场门口占道经营" in seen(house.signed_in(ZHANG).get(f"/tickets/{number}"))


def test_the_timeline_tells_who_when_and_why_newest_first(house: House, seen):
    number = house.dispatched()
    house.passes(days=1)
    house.act(number, Act.URGE, WANG, "明天到期，请今天签收")
    words = seen(house.signed_in(ZHANG).get(f"/tickets/{number}"))
    tuesday, monday = words.index("2026年11月24日 周二"), words.index("2026年11月23日 周一")
    assert tuesday < words.index("明天到期，请今天签收") < monday < words.index("派单 → 曾都区城市管理执法局")


def test_a_day_is_the_day_in_china(house: House):
    house.passes(hours=14, minutes=30)  # 23:30
    number = house.filed()
    house.passes(hours=1)
    house.act(number, Act.DISPATCH, LIU, "占道经营由城管查处", department="城管", kind="投诉", urgency="普通")
    with house.office.store.look() as work:
        days = days_of(work.tickets.events(number))
    assert [day for day, _ in days] == ["2026年11月24日 周二", "2026年11月23日 周一"]


def test_the_printed_sheet_carries_district_number_matter_clocks_reply_and_signatures(house: House, seen):
    number = house.completed()
    sheet = seen(house.signed_in(ZHANG).get(f"/tickets/{number}")).split("工 单 工单号：")[1]
    for part in (number, "占道经营", "最迟 2026-12-07 17:30", "已经清走", "承办人：", "负责人（签章）：", "审核人："):
        assert part in sheet
    assert "13886881234" not in sheet


def test_markup_in_a_citizens_words_stays_words(house: House):
    number = house.signed(what="<script>alert(1)</script>门口占道经营没人管")
    page = house.signed_in(ZHANG).get(f"/tickets/{number}").text
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page


def test_the_list_of_all_tickets_is_narrowed_by_its_address(house: House, seen):
    waiting, done = house.filed(), house.completed(what="菜市场门口垃圾没人收，臭得很")
    browser = house.signed_in(WANG)
    todo = browser.get("/tickets?status=待派单").text
    assert waiting in todo and done not in todo
    assert done in browser.get("/tickets?holder=城管&from=2026-11-23&to=2026-11-23").text
    assert "没有符合条件的工单" in seen(browser.get("/tickets?to=2026-11-22"))


def test_an_address_written_wrongly_still_gives_a_list(house: House):
    number = house.filed()
    assert number in house.signed_in(WANG).get("/tickets?status=没有的状态&from=昨天&rate=别的").text


def test_a_department_that_asks_for_anothers_list_gets_its_own(house: House):
    theirs = house.dispatched("城管")
    assert theirs not in house.signed_in(LI).get("/tickets?holder=城管").text


def test_the_total_clock_stands_in_the_header_beside_every_clock_that_runs(house: House, seen):
    head = seen(house.signed_in(ZHANG).get(f"/tickets/{house.dispatched(co=('住建',))}")).split("打印工单")[0]
    assert "总时限 剩 14 天 8 时" in head  # due on 7 December at 17:30
    for clock in ("城管 签收 剩 1 天 8 时", "城管 先行联系 剩", "住建 协办签收 剩", "住建 协办办结 剩"):
        assert clock in head, clock


def test_every_clock_shows_its_receipt_also_one_that_has_stopped(house: House, seen):
    words = seen(house.signed_in(ZHANG).get(f"/tickets/{house.signed()}"))
    assert "签收 按时 2026-11-23 09:00 停，最迟 2026-11-24 17:30" in words
    assert words.count("怎么算的") == 4  # 办结, 先行联系; 派单 and 签收 have stopped


def test_a_suspended_ticket_says_that_the_total_stands_still(house: House, seen):
    number = house.signed()
    house.act(number, Act.SUSPEND, LIU, "和住建会商由谁负责")
    words = seen(house.signed_in(ZHANG).get(f"/tickets/{number}"))
    assert "总时限 会商中，暂停计时" in words and "现在会商中，暂停计时，恢复后顺延" in words


def test_a_rework_has_a_clock_of_its_own_beside_the_total(house: House, seen):
    number = house.dissatisfied()
    house.act(number, Act.REWORK, LIU, "请会同街道现场处理")
    assert "总时限 按时 城管 重办 剩 7 天 8 时" in seen(house.signed_in(ZHANG).get(f"/tickets/{number}"))


def test_a_deadline_into_a_year_without_a_notice_is_marked(house: House, seen):
    house.passes(days=35)
    assert "总时限 剩" in (words := seen(house.signed_in(ZHANG).get(f"/tickets/{house.signed()}")))
    assert "暂定" in words.split("打印工单")[0]


def test_the_ledger_sums_to_the_whole(house: House):
    number = house.filed()
    house.passes(hours=2)
    house.act(number, Act.DISPATCH, LIU, "占道经营由城管查处", department="城管")
    house.passes(days=1)
    view = reading.view(house.office, number, WANG.actor, house.clock.now)
    made = table(view, house.office.directory)
    assert [(line.who, line.calendar_time) for line in made.lines] == [
        ("区热线", timedelta(hours=2)),
        ("曾都区城市管理执法局", timedelta(days=1)),
    ]
    assert made.whole.calendar_time == timedelta(days=1, hours=2)
    assert made.whole.working_time == sum((line.working_time for line in made.lines), timedelta(0))
    assert sum(line.share for line in made.lines) == pytest.approx(1)


def test_the_page_shows_who_had_it_how_long_in_working_and_calendar_time(house: House, seen):
    number = house.dispatched()
    house.passes(days=1, hours=1)
    words = seen(house.signed_in(WANG).get(f"/tickets/{number}"))
    assert "曾都区城市管理执法局 7 时 30 分 1 天 1 时 100% 合计 7 时 30 分 1 天 1 时" in words


def test_lead_and_co_handlers_show_what_each_has_done(house: House, seen):
    number = house.dispatched(co=("住建",))
    house.act(number, Act.SIGN, ZHANG)
    words = seen(house.signed_in(WANG).get(f"/tickets/{number}"))
    assert "曾都区城市管理执法局 主办 办理中" in words and "曾都区住房和城乡建设局 协办 待签收" in words


def test_a_department_that_lost_a_ticket_is_still_named(house: House, seen):
    number = house.returned()
    house.act(number, Act.GRANT_RETURN, LIU, "同意，由住建办理")
    words = seen(house.signed_in(WANG).get(f"/tickets/{number}"))
    assert "曾都区城市管理执法局 主办 已退回" in words and "申请 1 次，同意 1 次" in words


def test_a_ticket_of_the_city_shows_its_number_and_the_citys_deadline(house: House, seen):
    number = house.from_the_city()
    words = seen(house.signed_in(LIU).get(f"/tickets/{number}"))
    assert "市级工单 SZ2026112300077 （市级期限 2026-12-02 17:30）" in words


def test_the_timeline_says_what_each_act_was_about(house: House, seen):
    number = house.returned()
    house.act(number, Act.REFUSE_RETURN, LIU, "占道经营由城管负责")
    house.act(number, Act.ASK_EXTENSION, ZHANG, "新的划线要等交警批复", amount=5)
    words = seen(house.signed_in(WANG).get(f"/tickets/{number}"))
    assert "退单 不属本单位职责，建议由曾都区住房和城乡建设局办理" in words
    assert "申请延期 5个工作日" in words and "（裁定强制）" in words


def test_a_second_officer_keeps_what_was_typed_in_every_field(house: House, seen):
    number = house.asked_for_time()
    stale = house.version(number)
    house.act(number, Act.URGE, WANG, "请今天答复")
    refused = house.signed_in(LIU).post(f"/tickets/{number}", act="同意延期", seen=stale, amount="3", why="等批复")
    assert refused.status_code == 409 and "刚刚由王主任“催办”了" in seen(refused)
    assert 'name="amount" min="1" max="10" required value="3"' in refused.text and ">等批复</textarea>" in refused.text
