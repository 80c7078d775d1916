"""Whose is the next ticket?"""

import pytest
from officer_house import CHEN, LIU, MA, WANG, ZHANG, House

from hotline.casework import dispatch_rules
from tickets.lifecycle import Act

BARBECUE = "楼下烧烤店半夜油烟和吵闹声让人睡不着"
RIDDLE = "那个事情到现在还是那样"


def _decision(house: House, number: str, **changes: object) -> dict[str, object]:
    usual = {
        "seen": house.version(number),
        "pick": "城管",
        "kind": "投诉",
        "urgency": "普通",
        "category": "城市管理/占道经营",
    }
    return {**usual, "reason": "", "prefilled": "", **changes}


def test_an_empty_queue_says_what_would_appear(house: House, seen):
    assert "群众新登记的诉求会自动出现在这里" in seen(house.signed_in(LIU).get("/dispatch"))


def test_the_queue_shows_the_most_urgent_first_then_the_longest_waiting(house: House):
    quiet = house.filed()
    house.passes(minutes=5)
    pressing = house.filed("自来水爆管了，整条街都淹了，急")
    house.passes(minutes=5)
    late = house.filed(BARBECUE)
    page = house.signed_in(LIU).get("/dispatch").text
    assert page.index(pressing) < page.index(quiet) < page.index(late)


def test_an_opened_ticket_shows_the_matter_and_the_suggestion_with_its_receipt(house: House, seen):
    number = house.filed()
    page = house.signed_in(LIU).get(f"/dispatch/{number}")
    words = seen(page)
    assert "曾都区城市管理执法局" in words and "命中：占道经营" in words
    assert "北郊街道老街" in words


def test_the_reporters_number_is_masked_also_inside_the_words(house: House):
    number = house.filed()
    page = house.signed_in(LIU).get(f"/dispatch/{number}").text
    assert "13886881234" not in page and "138****1234" in page


def test_confirming_the_first_suggestion_keeps_its_receipt_for_the_department(house: House, seen):
    number = house.filed()
    landed = house.signed_in(LIU).post(f"/dispatch/{number}", **_decision(house, number))
    assert house.status(number) == "待签收"
    assert f"已派出 {number}" in seen(landed) and "由曾都区城市管理执法局承办" in seen(landed)
    with house.office.store.look() as work:
        assert "命中：占道经营" in work.tickets.events(number)[-1].why


def test_kind_urgency_and_category_are_the_dispatchers_to_correct(house: House):
    number = house.filed()
    changed = _decision(house, number, kind="求助", urgency="紧急", category="城市管理/流动摊贩")
    house.signed_in(LIU).post(f"/dispatch/{number}", **changed)
    with house.office.store.look() as work:
        row = work.tickets.row(number)
    assert (row.kind, row.urgency, row.category) == ("求助", "紧急", "城市管理/流动摊贩")


def test_a_department_nobody_suggested_needs_a_written_reason(house: House, seen):
    number = house.filed()
    browser = house.signed_in(LIU)
    first = "占道经营由城管查处"
    refused = browser.post(
        f"/dispatch/{number}", **_decision(house, number, pick="其他", another="民政", reason=first, prefilled=first)
    )
    assert refused.status_code == 400 and "请写一句派给它的理由" in seen(refused)
    assert house.status(number) == "待派单"
    reasoned = _decision(house, number, pick="其他", another="民政", reason="养老院自己摆的摊")
    browser.post(f"/dispatch/{number}", **reasoned)
    with house.office.store.look() as work:
        assert (work.tickets.row(number).holder, work.tickets.events(number)[-1].why) == ("民政", "养老院自己摆的摊")


def test_no_department_picked_is_told_and_nothing_typed_is_lost(house: House, seen):
    number = house.filed()
    refused = house.signed_in(LIU).post(
        f"/dispatch/{number}", **_decision(house, number, pick="", reason="大家都说归城管", category="别的/分类")
    )
    assert "请选一个承办单位" in seen(refused)
    assert "大家都说归城管" in refused.text and "别的/分类" in refused.text


def test_what_was_typed_comes_back_after_a_collision(house: House, seen):
    number = house.filed()
    stale = house.version(number)
    house.act(number, Act.DISPATCH, LIU, "同事先派了", department="住建", kind="投诉", urgency="普通")
    typed = _decision(house, number, seen=stale, reason="这是我写了很久的理由")
    refused = house.signed_in(LIU).post(f"/dispatch/{number}", **typed)
    assert refused.status_code == 409
    assert "刚刚由派单员小刘“派单”了" in seen(refused) and "这是我写了很久的理由" in refused.text
    with house.office.store.look() as work:
        assert work.tickets.row(number).holder == "住建"


def test_a_matter_that_matches_nothing_is_not_passed_off_as_a_hit(house: House, seen):
    number = house.filed(RIDDLE)
    assert "未匹配派单目录" in seen(house.signed_in(LIU).get(f"/dispatch/{number}"))


def test_a_ticket_already_dispatched_opens_as_a_ticket(house: House):
    number = house.dispatched()
    assert house.signed_in(LIU).get(f"/dispatch/{number}").url.path == f"/tickets/{number}"


@pytest.mark.parametrize("still_waiting", [True, False])
def test_the_poll_never_takes_the_open_ticket_away(house: House, seen, still_waiting):
    number = house.filed() if still_waiting else house.dispatched()
    other = house.filed(BARBECUE)
    rows = house.signed_in(LIU).get(f"/dispatch/rows?open={number}")
    assert f'id="panel-{number}"' in rows.text and "hx-morph-skip" in rows.text
    assert other in rows.text
    assert ("已由别的同事派出" in seen(rows)) is not still_waiting


def test_a_dispatch_names_co_handlers_and_who_leads_does_not_help_as_well(house: House):
    number = house.filed()
    house.signed_in(LIU).post(f"/dispatch/{number}", **_decision(house, number, co=["住建", "城管", "市场监管"]))
    ticket = house.ticket(number)
    assert (ticket.holder, [one.department for one in ticket.helpers]) == ("城管", ["住建", "市场监管"])


def test_every_decision_has_its_tab_with_a_count_and_a_timer(house: House, seen):
    house.filed()
    house.returned(what="小区物业把公共绿地改成收费停车场")
    house.asked_for_time(what="市场门口的停车线什么时候划好")
    house.completed(what="菜市场门口垃圾没人收")
    house.dissatisfied(what="夜市油烟直排")
    words = seen(house.signed_in(LIU).get("/dispatch"))
    for tab in ("待派单 1", "退单裁定 1", "延期审批 1", "待审核 1", "不满意 1"):
        assert tab in words, tab
    assert "派单 今日到期 · 剩 6 时 30 分" in words  # four working hours, over the lunch break
    assert "裁定 今日到期" in seen(house.signed_in(LIU).get("/dispatch?tab=退单裁定"))
    assert "审核 剩 1 天 8 时" in seen(house.signed_in(LIU).get("/dispatch?tab=待审核"))


def test_a_supervisor_rules_but_never_dispatches(house: House, seen):
    waiting = house.filed()
    words = seen(house.signed_in(WANG).get("/dispatch?tab=待派单"))
    assert "待派单 1" not in words and "剔除申请 0" in words
    assert house.signed_in(WANG).get(f"/dispatch/{waiting}").url.path == f"/tickets/{waiting}"
    refused = house.signed_in(WANG).post(f"/dispatch/{waiting}", **_decision(house, waiting))
    assert refused.status_code == 403 and house.status(waiting) == "待派单"


def test_the_ruling_shows_the_departments_reason_basis_and_suggestion(house: House, seen):
    number = house.returned()
    words = seen(house.signed_in(LIU).get(f"/dispatch/{number}"))
    assert "原因 不属本单位职责" in words and "依据 三定方案没有这项职责" in words
    assert "建议单位 曾都区住房和城乡建设局" in words and "当初派单理由 占道经营由城管查处" in words


def test_a_return_is_granted_and_sent_on_in_one_step(house: House, seen):
    number = house.returned()
    browser = house.signed_in(LIU)
    assert '<option value="住建" selected>' in browser.get(f"/dispatch/{number}").text
    fields = {"department": "住建", "why": "同意，由住建办理", "back": "/dispatch?tab=退单裁定"}
    landed = browser.post(f"/tickets/{number}", act="同意退单", seen=house.version(number), **fields)
    assert house.acts(number)[-2:] == ["同意退单", "派单"] and house.ticket(number).holder == "住建"
    assert f"同意退单成功 {number}" in seen(landed) and landed.url.path == "/dispatch"
    assert dispatch_rules.holding(house.office) == ()


def test_a_ruling_kept_as_a_rule_leads_the_next_suggestion(house: House, seen):
    number = house.returned()
    fields = {"department": "住建", "why": "老街由住建管养", "kept": "yes"}
    house.signed_in(LIU).post(f"/tickets/{number}", act="同意退单", seen=house.version(number), **fields)
    [rule] = dispatch_rules.holding(house.office)
    assert (rule.department, rule.ticket, rule.by) == ("住建", number, "派单员小刘")
    following = house.filed("老街菜市场门口又占道经营了，摊位越摆越多")
    words = seen(house.signed_in(LIU).get(f"/dispatch/{following}"))
    assert "曾都区住房和城乡建设局 首选" in words and "按裁定派单" in words


@pytest.mark.parametrize("department", ["城管局一分队", "城管"])
def test_a_return_that_cannot_be_sent_on_is_not_granted_either(house: House, department):
    number = house.returned()
    fields = {"department": department, "why": "好", "kept": "yes"}  # the words are too short as well
    refused = house.signed_in(LIU).post(f"/tickets/{number}", act="同意退单", seen=house.version(number), **fields)
    assert refused.status_code == 400
    assert house.status(number) == "退单待裁定" and dispatch_rules.holding(house.office) == ()


def test_a_return_granted_without_a_department_waits_for_dispatch_and_says_who_returned_it(house: House, seen):
    number = house.returned()
    house.signed_in(LIU).post(f"/tickets/{number}", act="同意退单", seen=house.version(number), why="再研究由谁办")
    assert house.status(number) == "待派单"
    assert "曾都区城市管理执法局退过单 不属本单位职责" in seen(house.signed_in(LIU).get(f"/dispatch/{number}"))


def test_a_second_return_is_the_supervisors_to_rule_and_the_dispatcher_reads_why(house: House, seen):
    number = house.returned()
    house.act(number, Act.GRANT_RETURN, LIU, "同意")
    house.act(number, Act.DISPATCH, LIU, "由住建办理", department="住建")
    house.act(number, Act.RETURN, MA, "道路养护不在本单位", reason="不属本单位职责", suggested="城管")
    assert "已提级，由督办岗位会同有关单位裁定" in seen(house.signed_in(LIU).get(f"/dispatch/{number}"))
    page = house.signed_in(WANG).get(f"/dispatch/{number}")
    assert 'name="act" value="同意退单"' in page.text and 'name="department"' not in page.text


def test_the_likely_same_matter_is_merged_with_one_press(house: House, seen):
    main = house.filed()
    house.passes(minutes=5)
    second = house.filed("老街菜市场门口占道经营，菜摊把人行道都摆满了，没法走路。")
    page = house.signed_in(LIU).get(f"/dispatch/{second}")
    assert f"确认把 {second} 并入 {main}" in seen(page)
    fields = {"into": main, "back": "/dispatch?tab=待派单"}
    landed = house.signed_in(LIU).post(f"/tickets/{second}", act="并单", seen=house.version(second), **fields)
    assert house.status(second) == "已并单" and f"并单成功 {second}" in seen(landed)


def test_the_ways_of_intake_stand_beside_the_dispatch(house: House, seen):
    words = seen(house.signed_in(LIU).get(f"/dispatch/{house.filed()}"))
    for way in ("直接答复", "转接紧急热线", "不予受理·告知法定途径", "解释说明", "移送公安"):
        assert way in words, way


def test_a_dissatisfied_citizen_answered_by_the_centre_can_be_given_a_department(house: House):
    number = house.filed("医保断缴了怎么补")
    house.act(number, Act.ANSWER, LIU, "请到政务大厅医保窗口补缴。")
    house.act(number, Act.RATE, CHEN, "窗口说不能补", level=1)
    browser = house.signed_in(LIU)
    assert "data-decide" in browser.get(f"/dispatch/{number}").text
    browser.post(
        f"/dispatch/{number}", **_decision(house, number, pick="其他", another="医保", reason="请核实补缴政策")
    )
    assert house.ticket(number).holder == "医保"


def test_an_exclusion_is_ruled_on_in_its_own_tab(house: House, seen):
    number = house.reviewed()
    house.act(number, Act.ASK_EXCLUSION, ZHANG, "诉求人要求拆除合法建筑", scope="满意")
    words = seen(house.signed_in(WANG).get(f"/dispatch/{number}?tab=剔除申请"))
    assert "剔除申请 1" in words and "诉求人要求拆除合法建筑" in words and "曾都区城市管理执法局：满意指标" in words
