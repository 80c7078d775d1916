"""Is every act at every moment by every person either lawful or refused with a sentence?"""

import re
from itertools import product

import pytest

from tickets import lifecycle
from tickets.errors import ActRefused
from tickets.lifecycle import TRANSITIONS, Act, Status
from tickets.people import Actor, Role

# The law once more, written down apart from the program: act, from, to, by whom.
LAW = """
受理 -       待派单 群众 话务员
派单 待派单  待签收 派单员
签收 待签收  办理中 承办单位
答复 办理中  已答复 承办单位
答复 已答复  已答复 承办单位
办结 已答复  待评价 承办单位
评价 待评价  已评价 群众 话务员
结案 待评价  已结案 系统 话务员
结案 已评价  已结案 系统 话务员 督办
催办 待派单  待派单 群众 话务员 督办
催办 待签收  待签收 群众 话务员 督办
催办 办理中  办理中 群众 话务员 督办
催办 已答复  已答复 群众 话务员 督办
查阅联系方式 待签收 待签收 承办单位 话务员 督办
查阅联系方式 办理中 办理中 承办单位 话务员 督办
查阅联系方式 已答复 已答复 承办单位 话务员 督办
查阅联系方式 待评价 待评价 承办单位 话务员 督办
查阅联系方式 已评价 已评价 承办单位 话务员 督办
预警 待签收  待签收 系统
预警 办理中  办理中 系统
预警 已答复  已答复 系统
超期 待签收  待签收 系统
超期 办理中  办理中 系统
超期 已答复  已答复 系统
"""
_ROWS = [line.split() for line in LAW.strip().splitlines()]
LEADS_TO = {(before, act): after for act, before, after, *_ in _ROWS}
ALLOWED = {(before, act): set(roles) for act, before, _, *roles in _ROWS}
STATUSES: tuple[Status | None, ...] = (None, *Status)
CHINESE_SENTENCE = re.compile(r"[\u4e00-\u9fff].*。$")


def person(role: Role, department: str = "城管") -> Actor:
    return Actor(role=role, name="小刘", department=department if role is Role.DEPARTMENT else "")


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("status", STATUSES)
def test_every_status_act_and_role_is_in_the_law_or_refused(status: Status | None, act: Act, role: Role) -> None:
    if role in ALLOWED.get((status or "-", act), ()):
        lifecycle.permit(status, act, person(role), holder="城管")
        return
    with pytest.raises(ActRefused) as refused:
        lifecycle.permit(status, act, person(role), holder="城管")
    assert CHINESE_SENTENCE.search(str(refused.value))


@pytest.mark.parametrize(("status", "act"), list(product(STATUSES, Act)))
def test_an_act_leads_where_the_law_says_and_nowhere_else(status: Status | None, act: Act) -> None:
    leads_to = LEADS_TO.get((status or "-", act))
    if leads_to:
        assert lifecycle.after(status, act) == leads_to
        return
    with pytest.raises(ActRefused, match=f"工单现在是“{status or '未受理'}”，不能“{act}”"):
        lifecycle.after(status, act)


def test_the_table_has_one_row_per_status_and_act() -> None:
    places = [(row.before, row.act) for row in TRANSITIONS]
    assert len(places) == len(set(places)) == len(_ROWS)


@pytest.mark.parametrize("row", [row for row in TRANSITIONS if Role.DEPARTMENT in row.by])
def test_another_department_cannot_act_on_a_ticket(row: lifecycle.Transition) -> None:
    with pytest.raises(ActRefused, match="由城管承办，您所在的住建不能操作"):
        lifecycle.permit(row.before, row.act, person(Role.DEPARTMENT, "住建"), holder="城管")


def test_a_department_without_a_name_holds_nothing() -> None:
    """An officer whose account lacks a department does not hold a ticket that lacks a holder."""
    with pytest.raises(ActRefused):
        lifecycle.permit(Status.TO_DISPATCH, Act.SIGN, person(Role.DEPARTMENT, ""), holder="")


def test_the_refusal_says_who_may() -> None:
    with pytest.raises(ActRefused, match="“签收”由承办单位办理，您的岗位是派单员，不能操作"):
        lifecycle.permit(Status.TO_SIGN, Act.SIGN, person(Role.DISPATCHER), holder="城管")


@pytest.mark.parametrize(("status", "role"), list(product(Status, Role)))
def test_a_page_offers_exactly_what_is_permitted(status: Status, role: Role) -> None:
    offered = lifecycle.acts_of(status, person(role), holder="城管")
    assert {(status, act) for act in offered} == {
        (before, act) for (before, act), roles in ALLOWED.items() if before == status and role in roles
    }
    assert len(offered) == len(set(offered))


def test_another_department_is_offered_nothing() -> None:
    assert all(lifecycle.acts_of(status, person(Role.DEPARTMENT, "住建"), holder="城管") == () for status in Status)


def test_a_closed_ticket_stays_closed() -> None:
    assert all(row.before is not Status.CLOSED for row in TRANSITIONS)


def test_every_status_can_be_reached_and_every_open_one_can_be_closed() -> None:
    def reach(start: Status) -> set[Status]:
        found = {start}
        while new := {row.after for row in TRANSITIONS if row.before in found} - found:
            found |= new
        return found

    assert reach(Status.TO_DISPATCH) == set(Status)
    assert all(Status.CLOSED in reach(status) for status in Status)
