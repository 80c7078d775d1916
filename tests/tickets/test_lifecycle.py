"""Is every act at every moment by every person either lawful or refused with a sentence?"""

import re
from collections.abc import Collection
from itertools import product

import pytest

from tickets import lifecycle
from tickets.errors import ActRefused
from tickets.lifecycle import TRANSITIONS, Act, Share, Status, Transition
from tickets.people import Actor, Role

# The law once more, written down apart from the program: act | from | to (= stays) | by whom | which share a department needs.
LAW = """
受理         | -                                     | 待派单     | 群众 话务员 系统        |
转接紧急热线 | 待派单                                | 已移交     | 话务员 派单员           |
不予受理     | 待派单                                | 不予受理   | 话务员 派单员           |
解释说明     | 待派单                                | 不予受理   | 话务员 派单员           |
移送公安     | 待派单                                | 已移交     | 话务员 派单员           |
直接答复     | 待派单                                | 待评价     | 话务员 派单员           |
派单         | 待派单 已评价                         | 待签收     | 派单员                  |
签收         | 待签收                                | 办理中     | 承办单位                | 主办
退单         | 待签收                                | 退单待裁定 | 承办单位                | 主办
同意退单     | 退单待裁定                            | 待派单     | 派单员 督办             |
驳回退单     | 退单待裁定                            | 办理中     | 派单员 督办             |
改派         | 待签收 办理中 会商中                  | 待签收     | 派单员 督办             |
增派协办     | 待签收 办理中 会商中                  | =          | 派单员 督办             |
取消协办     | 待签收 退单待裁定 办理中 会商中       | =          | 派单员 督办             |
协办签收     | 待签收 退单待裁定 办理中 会商中       | =          | 承办单位                | 协办
协办答复     | 待签收 退单待裁定 办理中 会商中       | =          | 承办单位                | 协办
先行联系     | 待签收 办理中 会商中                  | =          | 承办单位                | 主办或协办
办理进展     | 未办完                                | =          | 承办单位 话务员 派单员 督办 | 主办或协办
会商         | 办理中                                | 会商中     | 派单员 督办             |
恢复办理     | 会商中                                | 办理中     | 派单员 督办             |
申请延期     | 办理中                                | =          | 承办单位                | 主办
同意延期     | 办理中 会商中                         | =          | 派单员 督办             |
驳回延期     | 办理中 会商中                         | =          | 派单员 督办             |
答复         | 办理中                                | =          | 承办单位                | 主办
办结         | 办理中                                | 待审核     | 承办单位                | 主办
审核通过     | 待审核                                | 待评价     | 派单员 督办 系统        |
审核退回     | 待审核                                | 办理中     | 派单员 督办             |
回访         | 待评价                                | =          | 话务员                  |
评价         | 待评价                                | 已评价     | 群众 话务员             |
重办         | 已评价 已结案                         | 办理中     | 派单员 督办             |
结案         | 待评价                                | 已结案     | 系统 话务员             |
结案         | 已评价                                | 已结案     | 系统 话务员 督办        |
归档         | 已结案 不予受理 已移交 已撤回         | 已归档     | 系统                    |
并单         | 待派单 待签收 办理中                  | 已并单     | 话务员 派单员           |
解除并单     | 已并单                                | 待派单     | 话务员 派单员 系统      |
并单答复     | 已并单                                | 待评价     | 系统                    |
补充         | 未办完                                | =          | 群众 话务员             |
催办         | 未办完                                | =          | 群众 话务员 督办        |
撤回         | 待派单 待签收 退单待裁定 办理中 会商中 | 已撤回    | 群众 话务员             |
督办         | 未办完 待评价 已评价                  | =          | 督办 系统               |
督办回复     | 在单位 待评价 已评价                  | =          | 承办单位                | 主办
领导批示     | 未办完 已评价                         | =          | 督办                    |
提级         | 未办完                                | =          | 系统                    |
申请剔除     | 办理中 会商中 待评价 已评价 已结案    | =          | 承办单位                | 曾经承办
同意剔除     | 办理中 会商中 待评价 已评价 已结案    | =          | 督办                    |
驳回剔除     | 办理中 会商中 待评价 已评价 已结案    | =          | 督办                    |
查阅联系方式 | 在单位 待评价 已评价                  | =          | 承办单位 话务员 督办    | 主办或协办
预警         | 未办完 待评价 已评价                  | =          | 系统                    |
超期         | 未办完 待评价 已评价                  | =          | 系统                    |
期限重算     | 未办完 待评价 已评价                  | =          | 系统                    |
"""
_AT_DEPARTMENTS = "待签收 退单待裁定 办理中 会商中 待审核"
_GROUPS = {"在单位": _AT_DEPARTMENTS, "未办完": f"待派单 {_AT_DEPARTMENTS}"}


def _rows() -> dict[tuple[str, str], tuple[str, set[str], str]]:
    """(from, act) → (to, roles, share)."""
    rows = {}
    for line in LAW.strip().splitlines():
        act, before, to, roles, share = (cell.strip() for cell in line.split("|"))
        for status in " ".join(_GROUPS.get(word, word) for word in before.split()).split():
            rows[status, act] = (status if to == "=" else to, set(roles.split()), share)
    return rows


ROWS = _rows()
STATUSES: tuple[Status | None, ...] = (None, *Status)
EVERY_SHARE = frozenset(Share)
CHINESE_SENTENCE = re.compile(r"[\u4e00-\u9fff].*。$")


def person(role: Role, department: str = "城管") -> Actor:
    return Actor(role=role, name="小刘", department=department if role is Role.DEPARTMENT else "")


def test_the_table_has_one_row_per_status_and_act_and_no_more_than_the_law() -> None:
    places = [(row.before or "-", row.act) for row in TRANSITIONS]
    assert len(places) == len(set(places))
    assert set(places) == set(ROWS)


def refusal(status: Status | None, act: Act, actor: Actor, shares: Collection[Share] = EVERY_SHARE) -> str:
    """The sentence of the refusal, empty where it is permitted."""
    try:
        lifecycle.permit(status, act, actor, shares)
    except ActRefused as refused:
        return str(refused)
    return ""


@pytest.mark.parametrize(("status", "role"), list(product(STATUSES, Role)))
def test_every_act_is_in_the_law_or_refused_with_a_sentence(status: Status | None, role: Role) -> None:
    for act in Act:
        _, roles, _ = ROWS.get((status or "-", act), ("", set(), ""))
        said = refusal(status, act, person(role))
        assert not said if role in roles else CHINESE_SENTENCE.search(said), act


@pytest.mark.parametrize("status", STATUSES)
def test_an_act_leads_where_the_law_says_and_nowhere_else(status: Status | None) -> None:
    for act in Act:
        if (status or "-", act) in ROWS:
            assert lifecycle.after(status, act) == ROWS[status or "-", act][0]
            continue
        with pytest.raises(ActRefused, match=f"工单现在是“{status or '未受理'}”，不能“{act}”"):
            lifecycle.after(status, act)


_OF_DEPARTMENTS = [row for row in TRANSITIONS if Role.DEPARTMENT in row.by]


@pytest.mark.parametrize("row", _OF_DEPARTMENTS, ids=lambda row: f"{row.before}-{row.act}")
def test_an_officer_acts_only_where_his_department_has_the_share_that_the_act_needs(row: Transition) -> None:
    needed = ROWS[row.before, row.act][2]
    officer = person(Role.DEPARTMENT)
    assert refusal(row.before, row.act, officer, {needed}) == ""
    for lacking in ([], *([share] for share in Share if share != needed)):
        said = refusal(row.before, row.act, officer, lacking)
        assert said == f"“{row.act}”由这件工单的{needed}单位办理，城管现在不是。"


def test_the_refusal_says_who_may() -> None:
    with pytest.raises(ActRefused, match="“签收”由承办单位办理，您的岗位是派单员，不能操作"):
        lifecycle.permit(Status.TO_SIGN, Act.SIGN, person(Role.DISPATCHER), EVERY_SHARE)


@pytest.mark.parametrize(("status", "role"), list(product(Status, Role)))
def test_a_page_offers_exactly_what_is_permitted(status: Status, role: Role) -> None:
    for share in Share:
        offered = lifecycle.acts_of(status, person(role), {share})
        assert set(offered) == {act for act in Act if not refusal(status, act, person(role), {share})}
        assert len(offered) == len(set(offered))


def test_only_a_rework_brings_a_closed_ticket_back() -> None:
    moves = {row.act for row in TRANSITIONS if row.before is Status.CLOSED and row.after is not Status.CLOSED}
    assert moves == {Act.REWORK, Act.ARCHIVE}


def test_nothing_happens_to_an_archived_ticket() -> None:
    assert not [row for row in TRANSITIONS if row.before is Status.ARCHIVED]


def test_every_status_can_be_reached_and_every_ticket_can_be_put_away() -> None:
    def reach(start: Status) -> set[Status]:
        found = {start}
        while new := {row.after for row in TRANSITIONS if row.before in found} - found:
            found |= new
        return found

    assert reach(Status.TO_DISPATCH) == set(Status)
    assert all(Status.ARCHIVED in reach(status) for status in Status)
