"""By which rules does the office work? What rulings have settled can be read and retired, limits and escalations read."""

import pytest
from officer_house import CHEN, LIU, PASSWORD, WANG, ZHANG, House

from hotline.casework import dispatch_rules
from hotline.ports import Person
from hotline.rules import limits
from hotline.web.rules import condition, lights
from tickets.escalation import EscalationRule
from tickets.lifecycle import Act
from tickets.matter import Urgency
from tickets.people import Role
from tickets.service_levels import Clock, Limit, Unit

ZHAO = Person(login="zhao", name="系统管理员小赵", role=Role.ADMINISTRATOR, password_hash=PASSWORD)


@pytest.fixture
def ruled(house: House) -> House:
    """One dispute about a lift was settled and kept."""
    dispatch_rules.save(
        house.office,
        category="住房物业/电梯",
        department="住建",
        why="电梯维保资金归住建监管",
        ticket=house.returned(what="小区电梯坏了三天没有人修"),
        actor=LIU.actor,
        now=house.clock.now,
        street="西城街道",
        words="电梯",
    )
    with house.office.store.work() as work:
        work.people.add(ZHAO)
    return house


def test_a_rule_says_what_goes_where_why_and_from_which_ruling(ruled: House, seen):
    words = seen(ruled.signed_in(WANG).get("/admin/rules"))
    assert "裁定规则 1 条" in words
    assert "住房物业/电梯 西城街道，含“电梯” 曾都区住房和城乡建设局 电梯维保资金归住建监管 ZD2026112300001" in words
    assert "2026-11-23，派单员小刘" in words


def test_a_supervisor_retires_a_rule_after_being_asked_once(ruled: House, seen):
    browser = ruled.signed_in(WANG)
    page = browser.get("/admin/rules").text
    assert "确认停用" in page
    words = seen(browser.post("/admin/rules/1/retire"))
    assert "已停用" in words and "还没有裁定规则" in words
    assert dispatch_rules.holding(ruled.office) == ()


def test_a_rule_retired_by_two_says_so_to_the_second(ruled: House, seen):
    browser = ruled.signed_in(ZHAO)
    browser.post("/admin/rules/1/retire")
    again = browser.post("/admin/rules/1/retire")
    assert again.status_code == 400 and "这条规则已经停用。" in seen(again)


def test_a_dispatcher_reads_but_does_not_retire(ruled: House):
    browser = ruled.signed_in(LIU)
    assert "确认停用" not in browser.get("/admin/rules").text
    assert browser.post("/admin/rules/1/retire").status_code == 403
    assert len(dispatch_rules.holding(ruled.office)) == 1


def test_every_limit_in_force_can_be_read_and_says_that_it_is_an_example(house: House, seen):
    words = seen(house.signed_in(WANG).get("/admin/rules"))
    assert "时限 示范默认值 版本 2026-01" in words
    assert all(limit.words in words for limit in limits.levels()[0].limits)
    assert "办结 普通 咨询 各单位 3个工作日 余6.5小时黄灯（工作时间）" in words


def test_every_escalation_can_be_read(house: House, seen):
    words = seen(house.signed_in(WANG).get("/admin/rules"))
    for rule in house.office.handling.escalations:
        assert rule.name in words and rule.words in words
    assert "第二次退单 退单，退单次数达到 2 提级" in words


@pytest.mark.parametrize(
    ("warn", "red", "unit", "words"),
    [
        (0, 0, Unit.WORKING_DAYS, ""),
        (20, 0, Unit.MINUTES, "余20分钟黄灯"),
        (780, 390, Unit.WORKING_DAYS, "余13小时黄灯，余6.5小时红灯（工作时间）"),
    ],
)
def test_lights_are_told_in_hours(warn, red, unit, words):
    limit = Limit(clock=Clock.COMPLETE, urgency=Urgency.ORDINARY, amount=1000, unit=unit, warn=warn, red=red)
    assert lights(limit) == words


def test_a_condition_is_told_in_words():
    urgent = EscalationRule(
        name="特急", on=Act.BREACH, clocks=frozenset({Clock.SIGN}), urgencies=frozenset({Urgency.CRITICAL}),
        then=Act.SUPERVISE, words="请立即签收",
    )  # fmt: skip
    assert condition(urgent) == "特急件签收超期"


@pytest.mark.parametrize("person", [CHEN, ZHANG], ids=lambda person: str(person.role))
def test_others_have_no_business_there(house: House, person):
    assert house.signed_in(person).get("/admin/rules").status_code == 403
