"""What may happen to a ticket now, and who may do it? One table, one door."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from tickets.errors import ActRefused
from tickets.people import Actor, Role


class Status(StrEnum):
    TO_DISPATCH = "待派单"
    TO_SIGN = "待签收"
    RETURN_ASKED = "退单待裁定"
    IN_PROGRESS = "办理中"
    SUSPENDED = "会商中"
    TO_REVIEW = "待审核"
    TO_RATE = "待评价"
    RATED = "已评价"
    CLOSED = "已结案"
    DECLINED = "不予受理"
    HANDED_OVER = "已移交"
    MERGED = "已并单"
    WITHDRAWN = "已撤回"
    ARCHIVED = "已归档"


class Act(StrEnum):
    ACCEPT = "受理"
    TRANSFER = "转接紧急热线"
    DECLINE = "不予受理"
    EXPLAIN = "解释说明"
    HAND_TO_POLICE = "移送公安"
    ANSWER = "直接答复"
    DISPATCH = "派单"
    SIGN = "签收"
    RETURN = "退单"
    GRANT_RETURN = "同意退单"
    REFUSE_RETURN = "驳回退单"
    REASSIGN = "改派"
    ADD_CO = "增派协办"
    DROP_CO = "取消协办"
    CO_SIGN = "协办签收"
    CO_REPLY = "协办答复"
    CONTACT = "先行联系"
    NOTE = "办理进展"
    SUSPEND = "会商"
    RESUME = "恢复办理"
    ASK_EXTENSION = "申请延期"
    GRANT_EXTENSION = "同意延期"
    REFUSE_EXTENSION = "驳回延期"
    REPLY = "答复"
    COMPLETE = "办结"
    APPROVE = "审核通过"
    SEND_BACK = "审核退回"
    FOLLOW_UP = "回访"
    RATE = "评价"
    REWORK = "重办"
    CLOSE = "结案"
    ARCHIVE = "归档"
    MERGE = "并单"
    UNMERGE = "解除并单"
    ANSWER_MERGED = "并单答复"
    SUPPLEMENT = "补充"
    URGE = "催办"
    WITHDRAW = "撤回"
    SUPERVISE = "督办"
    ANSWER_SUPERVISION = "督办回复"
    INSTRUCT = "领导批示"
    ESCALATE = "提级"
    ASK_EXCLUSION = "申请剔除"
    GRANT_EXCLUSION = "同意剔除"
    REFUSE_EXCLUSION = "驳回剔除"
    REVEAL = "查阅联系方式"
    WARN = "预警"
    BREACH = "超期"
    RECALCULATE = "期限重算"


class Share(StrEnum):
    """How a department must be part of a ticket to do an act on it."""

    LEAD = "主办"
    CO = "协办"
    EITHER = "主办或协办"
    EVER = "曾经承办"


@dataclass(frozen=True, kw_only=True)
class Transition:
    """From `before` by `act` to `after`. `by` may do it; a department officer only where his department has that `share`."""

    before: Status | None
    act: Act
    after: Status
    by: frozenset[Role]
    share: Share


def _row(before: Status | None, act: Act, after: Status, *by: Role, share: Share = Share.LEAD) -> Transition:
    return Transition(before=before, act=act, after=after, by=frozenset(by), share=share)


def _stays(statuses: Collection[Status], act: Act, *by: Role, share: Share = Share.LEAD) -> tuple[Transition, ...]:
    return tuple(_row(status, act, status, *by, share=share) for status in statuses)


_S, _A, _R = Status, Act, Role
_WORKING = (_S.IN_PROGRESS, _S.SUSPENDED)
_HELD = (_S.TO_SIGN, _S.RETURN_ASKED, *_WORKING, _S.TO_REVIEW)
OPEN = (_S.TO_DISPATCH, *_HELD)
"""Statuses in which the matter is not answered yet."""
_ANSWERED = (_S.TO_RATE, _S.RATED)
_WITH_DEPARTMENTS = (_S.TO_SIGN, _S.RETURN_ASKED, *_WORKING)
_CENTRE = (_R.DISPATCHER, _R.SUPERVISOR)
_DESK = (_R.OPERATOR, _R.DISPATCHER)
_CITIZEN = (_R.CITIZEN, _R.OPERATOR)

TRANSITIONS: tuple[Transition, ...] = (
    # Intake: the five routes of 国办函〔2025〕66号 (二), and the answer that needs no department.
    _row(None, _A.ACCEPT, _S.TO_DISPATCH, _R.CITIZEN, _R.OPERATOR, _R.SYSTEM),
    _row(_S.TO_DISPATCH, _A.TRANSFER, _S.HANDED_OVER, *_DESK),
    _row(_S.TO_DISPATCH, _A.DECLINE, _S.DECLINED, *_DESK),
    _row(_S.TO_DISPATCH, _A.EXPLAIN, _S.DECLINED, *_DESK),
    _row(_S.TO_DISPATCH, _A.HAND_TO_POLICE, _S.HANDED_OVER, *_DESK),
    _row(_S.TO_DISPATCH, _A.ANSWER, _S.TO_RATE, *_DESK),
    # Dispatch, sign-off, return and its ruling.
    _row(_S.TO_DISPATCH, _A.DISPATCH, _S.TO_SIGN, _R.DISPATCHER),
    _row(_S.RATED, _A.DISPATCH, _S.TO_SIGN, _R.DISPATCHER),
    _row(_S.TO_SIGN, _A.SIGN, _S.IN_PROGRESS, _R.DEPARTMENT),
    _row(_S.TO_SIGN, _A.RETURN, _S.RETURN_ASKED, _R.DEPARTMENT),
    _row(_S.RETURN_ASKED, _A.GRANT_RETURN, _S.TO_DISPATCH, *_CENTRE),
    _row(_S.RETURN_ASKED, _A.REFUSE_RETURN, _S.IN_PROGRESS, *_CENTRE),
    *(_row(status, _A.REASSIGN, _S.TO_SIGN, *_CENTRE) for status in (_S.TO_SIGN, *_WORKING)),
    # Co-handlers, each with clocks of its own.
    *_stays((_S.TO_SIGN, *_WORKING), _A.ADD_CO, *_CENTRE),
    *_stays(_WITH_DEPARTMENTS, _A.DROP_CO, *_CENTRE),
    *_stays(_WITH_DEPARTMENTS, _A.CO_SIGN, _R.DEPARTMENT, share=Share.CO),
    *_stays(_WITH_DEPARTMENTS, _A.CO_REPLY, _R.DEPARTMENT, share=Share.CO),
    # Handling.
    *_stays((_S.TO_SIGN, *_WORKING), _A.CONTACT, _R.DEPARTMENT, share=Share.EITHER),
    *_stays(OPEN, _A.NOTE, _R.DEPARTMENT, _R.OPERATOR, *_CENTRE, share=Share.EITHER),
    _row(_S.IN_PROGRESS, _A.SUSPEND, _S.SUSPENDED, *_CENTRE),
    _row(_S.SUSPENDED, _A.RESUME, _S.IN_PROGRESS, *_CENTRE),
    *_stays((_S.IN_PROGRESS,), _A.ASK_EXTENSION, _R.DEPARTMENT),
    *_stays(_WORKING, _A.GRANT_EXTENSION, *_CENTRE),
    *_stays(_WORKING, _A.REFUSE_EXTENSION, *_CENTRE),
    *_stays((_S.IN_PROGRESS,), _A.REPLY, _R.DEPARTMENT),
    _row(_S.IN_PROGRESS, _A.COMPLETE, _S.TO_REVIEW, _R.DEPARTMENT),
    _row(_S.TO_REVIEW, _A.APPROVE, _S.TO_RATE, *_CENTRE, _R.SYSTEM),
    _row(_S.TO_REVIEW, _A.SEND_BACK, _S.IN_PROGRESS, *_CENTRE),
    # The citizen's judgement.
    *_stays((_S.TO_RATE,), _A.FOLLOW_UP, _R.OPERATOR),
    _row(_S.TO_RATE, _A.RATE, _S.RATED, *_CITIZEN),
    _row(_S.RATED, _A.REWORK, _S.IN_PROGRESS, *_CENTRE),
    _row(_S.CLOSED, _A.REWORK, _S.IN_PROGRESS, *_CENTRE),
    _row(_S.TO_RATE, _A.CLOSE, _S.CLOSED, _R.SYSTEM, _R.OPERATOR),
    _row(_S.RATED, _A.CLOSE, _S.CLOSED, _R.SYSTEM, _R.OPERATOR, _R.SUPERVISOR),
    *(_row(end, _A.ARCHIVE, _S.ARCHIVED, _R.SYSTEM) for end in (_S.CLOSED, _S.DECLINED, _S.HANDED_OVER, _S.WITHDRAWN)),
    # Several tickets about one matter.
    *(_row(status, _A.MERGE, _S.MERGED, *_DESK) for status in (_S.TO_DISPATCH, _S.TO_SIGN, _S.IN_PROGRESS)),
    _row(_S.MERGED, _A.UNMERGE, _S.TO_DISPATCH, *_DESK, _R.SYSTEM),
    _row(_S.MERGED, _A.ANSWER_MERGED, _S.TO_RATE, _R.SYSTEM),
    # What the citizen may always do while it is open.
    *_stays(OPEN, _A.SUPPLEMENT, *_CITIZEN),
    *_stays(OPEN, _A.URGE, *_CITIZEN, _R.SUPERVISOR),
    *(_row(status, _A.WITHDRAW, _S.WITHDRAWN, *_CITIZEN) for status in (_S.TO_DISPATCH, *_WITH_DEPARTMENTS)),
    # Supervision.
    *_stays((*OPEN, *_ANSWERED), _A.SUPERVISE, _R.SUPERVISOR, _R.SYSTEM),
    *_stays((*_HELD, *_ANSWERED), _A.ANSWER_SUPERVISION, _R.DEPARTMENT),
    *_stays((*OPEN, _S.RATED), _A.INSTRUCT, _R.SUPERVISOR),
    *_stays(OPEN, _A.ESCALATE, _R.SYSTEM),
    *_stays((*_WORKING, *_ANSWERED, _S.CLOSED), _A.ASK_EXCLUSION, _R.DEPARTMENT, share=Share.EVER),
    *_stays((*_WORKING, *_ANSWERED, _S.CLOSED), _A.GRANT_EXCLUSION, _R.SUPERVISOR),
    *_stays((*_WORKING, *_ANSWERED, _S.CLOSED), _A.REFUSE_EXCLUSION, _R.SUPERVISOR),
    # Records beside the state.
    *_stays((*_HELD, *_ANSWERED), _A.REVEAL, _R.DEPARTMENT, _R.OPERATOR, _R.SUPERVISOR, share=Share.EITHER),
    *(row for act in (_A.WARN, _A.BREACH, _A.RECALCULATE) for row in _stays((*OPEN, *_ANSWERED), act, _R.SYSTEM)),
)

_TABLE = {(row.before, row.act): row for row in TRANSITIONS}


def after(status: Status | None, act: Act) -> Status:
    """The status an act leads to; `ActRefused` where the table has no such row."""
    return _lawful(status, act).after


def permit(status: Status | None, act: Act, actor: Actor, shares: Collection[Share]) -> None:
    """Refuse with a sentence unless `actor` may do `act` now; `shares` are those his department has in the ticket."""
    row = _lawful(status, act)
    if actor.role not in row.by:
        allowed = "、".join(sorted(row.by))
        raise ActRefused(f"“{act}”由{allowed}办理，您的岗位是{actor.role}，不能操作。")
    if actor.role is Role.DEPARTMENT and row.share not in shares:
        raise ActRefused(f"“{act}”由这件工单的{row.share}单位办理，{actor.department}现在不是。")


def acts_of(status: Status, actor: Actor, shares: Collection[Share]) -> tuple[Act, ...]:
    """The acts this person may do now, in table order: what a page offers."""
    rows = _rows_from(status)
    return tuple(
        row.act for row in rows if actor.role in row.by and (actor.role is not Role.DEPARTMENT or row.share in shares)
    )


@cache
def _rows_from(status: Status) -> tuple[Transition, ...]:
    return tuple(row for row in TRANSITIONS if row.before == status)


def _lawful(status: Status | None, act: Act) -> Transition:
    row = _TABLE.get((status, act))
    if row is None:
        raise ActRefused(f"工单现在是“{status or '未受理'}”，不能“{act}”。请刷新页面看最新状态。")
    return row
