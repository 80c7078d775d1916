"""What may I do to it now, and what must I write? The forms of every act, what they store, and what they give back."""

import pytest
from httpx import Response
from officer_house import CHEN, LIU, MA, REPLY, WANG, ZHANG, House, Person

from hotline.web.ticket_acts import ASKED
from tickets.lifecycle import TRANSITIONS, Act
from tickets.people import Role
from tickets.service_levels import Clock

NOT_OFFICERS = {Role.CITIZEN, Role.SYSTEM}
GREEN = "小区物业把公共绿地改成收费停车场"


def _send(house: House, person: Person, ticket: str, act: Act, **fields: object) -> Response:
    return house.signed_in(person).post(f"/tickets/{ticket}", act=act, seen=house.version(ticket), **fields)


def test_every_act_of_an_officer_has_a_form():
    theirs = {row.act for row in TRANSITIONS if row.by - NOT_OFFICERS and row.before is not None}
    assert theirs <= set(ASKED)


@pytest.mark.parametrize(
    "happened",
    ["filed", "dispatched", "returned", "signed", "asked_for_time", "completed", "reviewed", "dissatisfied"],
)
@pytest.mark.parametrize("person", [ZHANG, LIU, WANG, CHEN], ids=lambda person: person.role)
def test_every_form_offered_is_on_the_page_and_sent_empty_is_answered_with_a_sentence(house: House, happened, person):
    number = getattr(house, happened)()
    browser = house.signed_in(person)
    page = browser.get(f"/tickets/{number}")
    if page.status_code == 404:  # a department before anything was dispatched to it
        return
    with house.office.store.look() as work:
        before = work.tickets.ticket(number).version
    for act in ASKED:
        if f'name="act" value="{act}"' in page.text:
            assert browser.post(f"/tickets/{number}", act=act, seen=before - 1).status_code in (400, 409), act
    assert house.version(number) == before


def test_a_return_names_its_reason_its_basis_and_who_should_have_it(house: House):
    number = house.dispatched(what=GREEN)
    _send(house, ZHANG, number, Act.RETURN, reason="不属本单位职责", suggested="住建", why="三定方案第三条")
    event = house.last(number)
    assert (event.act, event.data, event.why) == (
        "退单",
        {"reason": "不属本单位职责", "suggested": "住建"},
        "三定方案第三条",
    )


def test_a_return_refused_comes_back_with_everything_that_was_chosen(house: House, seen):
    number = house.dispatched(what=GREEN)
    refused = _send(house, ZHANG, number, Act.RETURN, reason="不在本单位辖区", suggested="住建", why="不是")
    assert refused.status_code == 400 and "请写明退单依据" in seen(refused)
    assert "<option selected>不在本单位辖区</option>" in refused.text
    assert '<option value="住建" selected>' in refused.text and ">不是</textarea>" in refused.text


def test_an_extension_says_how_much_is_allowed_and_until_when_it_must_be_asked_for(house: House, seen):
    number = house.signed()
    words = seen(house.signed_in(ZHANG).get(f"/tickets/{number}"))
    assert "最多可延 10个工作日 （到 2026-12-21 17:30）" in words
    assert "须在 2026-12-04 17:30 前申请" in words  # a working day before 7 December
    _send(house, ZHANG, number, Act.ASK_EXTENSION, amount="5", why="新的划线要等交警批复")
    assert house.ticket(number).pending_extension.amount == 5


@pytest.mark.parametrize("amount", ["", "0", "-3", "很久", "2.5"])
def test_an_extension_of_nothing_is_refused(house: House, seen, amount):
    number = house.signed()
    refused = _send(house, ZHANG, number, Act.ASK_EXTENSION, amount=amount, why="新的划线要等交警批复")
    assert "请写明延长多少" in seen(refused) and house.ticket(number).extension is None


def test_granting_more_time_takes_the_departments_reason_for_the_citizen(house: House, seen):
    number = house.asked_for_time()
    assert ">新的划线要等交警批复</textarea>" in house.signed_in(LIU).get(f"/tickets/{number}").text
    refused = _send(house, LIU, number, Act.GRANT_EXTENSION, amount="许多", why="新的划线要等交警批复")
    assert "请写明批准延长多少" in seen(refused)
    _send(house, LIU, number, Act.GRANT_EXTENSION, amount="3", why="新的划线要等交警批复")
    assert house.ticket(number).granted == 3


@pytest.mark.parametrize(("public", "mark"), [("yes", "公开"), ("no", "内部")])
def test_a_note_is_marked_with_who_may_read_it(house: House, seen, public, mark):
    number = house.signed()
    shown = _send(house, ZHANG, number, Act.NOTE, public=public, why="已向施工单位下达通知书")
    assert f"办理进展 {mark}" in seen(shown)
    assert house.last(number).data == {"public": public == "yes"}


def test_a_note_nobody_marked_stays_inside(house: House):
    number = house.signed()
    _send(house, ZHANG, number, Act.NOTE, why="施工方负责人不好打交道")
    assert house.last(number).data == {"public": False}


def test_finishing_is_held_back_with_the_reason_while_a_co_handler_is_silent(house: House, seen):
    number = house.dispatched(co=("住建",))
    house.act(number, Act.SIGN, ZHANG)
    house.act(number, Act.REPLY, ZHANG, REPLY)
    page = house.signed_in(ZHANG).get(f"/tickets/{number}")
    assert "协办单位（住建）还没有提交意见，主办单位不能办结。" in seen(page)
    assert 'name="act" value="办结"' not in page.text and "disabled" in page.text
    assert "协办单位（住建）还没有提交意见" in seen(_send(house, ZHANG, number, Act.COMPLETE))
    assert house.status(number) == "办理中"


def test_a_co_handler_signs_and_replies_on_its_own_and_cannot_finish(house: House, seen):
    number = house.dispatched(co=("住建",))
    page = seen(house.signed_in(MA).get(f"/tickets/{number}"))
    assert "签收协办任务" in page and "请先签收协办任务" in page and "确认办结" not in page
    _send(house, MA, number, Act.CO_SIGN)
    shown = _send(house, MA, number, Act.CO_REPLY, why="施工许可核定夜间施工截止22时")
    assert "曾都区住房和城乡建设局的协办意见" in seen(shown)
    assert house.status(number) == "待签收"  # the lead has a clock of its own


def test_first_contact_is_written_down_before_anything_is_done(house: House):
    number = house.dispatched()
    _send(house, ZHANG, number, Act.CONTACT, why="约定周四上午现场查看")
    assert house.ticket(number).lead.contacted_at == house.clock.now


def test_a_supervision_shows_its_order_and_takes_the_answer(house: House, seen):
    number = house.signed()
    _send(house, WANG, number, Act.SUPERVISE, why="请两日内报告整改情况")
    assert "督办要求 （11-23 09:00）请两日内报告整改情况" in seen(house.signed_in(ZHANG).get(f"/tickets/{number}"))
    _send(house, ZHANG, number, Act.ANSWER_SUPERVISION, why="已约谈施工方，周五前完成整改")
    assert house.ticket(number).open_supervision is None


def test_a_department_asks_to_be_left_out_of_a_figure_and_the_supervisor_rules(house: House, seen):
    number = house.reviewed()
    _send(house, ZHANG, number, Act.ASK_EXCLUSION, scope="满意", why="诉求人要求拆除合法建筑")
    shown = seen(house.signed_in(WANG).get(f"/tickets/{number}"))
    assert "申请从满意指标剔除： 等待审批，现在照常计入" in shown
    _send(house, WANG, number, Act.GRANT_EXCLUSION, scope="满意", why="属于无法满足的诉求")
    assert house.ticket(number).exclusions[0].granted is True


def test_handing_on_a_ticket_keeps_the_total_clock(house: House):
    number = house.signed()
    started = house.ticket(number).run(Clock.COMPLETE).started_at
    house.passes(days=1)
    _send(house, LIU, number, Act.REASSIGN, department="住建", why="三定方案明确由住建负责")
    assert house.ticket(number).holder == "住建" and house.ticket(number).run(Clock.COMPLETE).started_at == started


def test_a_co_handler_is_added_and_taken_away_by_the_centre(house: House):
    number = house.signed()
    _send(house, LIU, number, Act.ADD_CO, department="住建")
    assert [one.department for one in house.ticket(number).helpers] == ["住建"]
    _send(house, LIU, number, Act.DROP_CO, department="住建")
    assert house.ticket(number).helpers == ()


@pytest.mark.parametrize(
    ("happened", "person", "act"),
    [
        ("filed", LIU, Act.DECLINE),
        ("filed", LIU, Act.ANSWER),
        ("filed", LIU, Act.MERGE),
        ("filed", CHEN, Act.WITHDRAW),
        ("returned", LIU, Act.GRANT_RETURN),
        ("returned", LIU, Act.REFUSE_RETURN),
        ("asked_for_time", WANG, Act.GRANT_EXTENSION),
        ("completed", LIU, Act.APPROVE),
        ("dissatisfied", CHEN, Act.CLOSE),
    ],
)
def test_what_cannot_be_undone_asks_once_naming_the_ticket(house: House, seen, happened, person, act):
    number = getattr(house, happened)()
    assert f"确认{act} {number}（老街菜市场门口占道经营" in seen(house.signed_in(person).get(f"/tickets/{number}"))


@pytest.mark.parametrize(
    ("act", "fields", "status"),
    [
        (Act.ANSWER, {}, "待评价"),
        (Act.TRANSFER, {"number": "119"}, "已移交"),
        (Act.DECLINE, {"channel": "劳动人事争议仲裁"}, "不予受理"),
        (Act.EXPLAIN, {}, "不予受理"),
        (Act.HAND_TO_POLICE, {}, "已移交"),
    ],
)
def test_each_lawful_way_of_intake_leads_where_the_table_says(house: House, act, fields, status):
    number = house.filed()
    _send(house, LIU, number, act, why="已当场向诉求人说明情况", **fields)
    assert house.status(number) == status


def test_an_operator_supplements_urges_and_withdraws_for_a_caller(house: House):
    number = house.dispatched()
    _send(house, CHEN, number, Act.SUPPLEMENT, why="菜摊现在摆到公交站台了")
    _send(house, CHEN, number, Act.URGE)
    _send(house, CHEN, number, Act.WITHDRAW, why="诉求人说已经自行解决")
    assert house.acts(number)[-3:] == ["补充", "催办", "撤回"] and house.status(number) == "已撤回"


def test_a_call_that_reached_somebody_is_stored_with_the_rating(house: House):
    number = house.reviewed()
    _send(house, CHEN, number, Act.FOLLOW_UP, reached="yes", level="5", solved="yes", contacted="no", why="很满意")
    said = house.ticket(number).judgement
    assert (said.level, said.solved, said.contacted, said.reached) == (5, True, False, True)
    assert house.status(number) == "已结案"


def test_a_rating_without_a_conversation_is_refused_and_nothing_is_stored(house: House, seen):
    number = house.reviewed()
    refused = _send(house, CHEN, number, Act.FOLLOW_UP, reached="no", level="5")
    assert "没有联系上就不能登记评价" in seen(refused)
    assert house.ticket(number).judgement.attempts == 0


def test_three_calls_that_reached_nobody_let_the_operator_close_it_as_unrated(house: House, seen):
    number = house.reviewed()
    assert "现在回访了0次" in seen(_send(house, CHEN, number, Act.CLOSE))
    for _ in range(3):
        _send(house, CHEN, number, Act.FOLLOW_UP, reached="no", why="无人接听")
    _send(house, CHEN, number, Act.CLOSE)
    assert (house.status(number), house.ticket(number).judgement.unrated) == ("已结案", "未评价")


def test_a_merge_into_a_ticket_that_is_not_there_keeps_what_was_typed(house: House, seen):
    number = house.filed()
    refused = _send(house, LIU, number, Act.MERGE, into="ZD2026112399999", why="同一处菜摊")
    assert refused.status_code == 400 and "没有查到工单 ZD2026112399999" in seen(refused)
    assert 'value="ZD2026112399999"' in refused.text and house.status(number) == "待派单"


def test_a_merged_ticket_and_its_main_ticket_lead_to_one_another(house: House, seen):
    main, second = house.dispatched(), house.filed("老街菜市场门口又摆满了菜摊，人行道走不了")
    _send(house, LIU, second, Act.MERGE, into=main.lower())
    browser = house.signed_in(LIU)
    assert f'<a href="/tickets/{second}">' in browser.get(f"/tickets/{main}").text
    assert f"已并入主单 {main}" in seen(browser.get(f"/tickets/{second}"))
    department = seen(house.signed_in(ZHANG).get(f"/tickets/{main}"))
    assert "1 件没有派给贵单位，由区热线保管" in department  # a number it could not open anyway


def test_an_act_written_for_another_role_changes_nothing(house: House, seen):
    number = house.returned()
    refused = _send(house, ZHANG, number, Act.GRANT_RETURN, why="我们自己同意")
    assert refused.status_code == 400 and "您的岗位是承办单位" in seen(refused)
    assert house.status(number) == "退单待裁定"
