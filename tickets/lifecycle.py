"""What may happen to a ticket now, and who may do it? One table, one door."""

from dataclasses import dataclass
from enum import StrEnum

from tickets.errors import ActRefused
from tickets.people import Actor, Role


class Status(StrEnum):
    TO_DISPATCH = "待派单"
    TO_SIGN = "待签收"
    IN_PROGRESS = "办理中"
    REPLIED = "已答复"
    TO_RATE = "待评价"
    RATED = "已评价"
    CLOSED = "已结案"


class Act(StrEnum):
    ACCEPT = "受理"
    DISPATCH = "派单"
    SIGN = "签收"
    REPLY = "答复"
    COMPLETE = "办结"
    RATE = "评价"
    CLOSE = "结案"
    URGE = "催办"
    REVEAL = "查阅联系方式"
    WARN = "预警"
    BREACH = "超期"


@dataclass(frozen=True, kw_only=True)
class Transition:
    """From `before` by `act` to `after`. `by` may do it; a department officer only for the department that holds the ticket."""

    before: Status | None
    act: Act
    after: Status
    by: frozenset[Role]


def _row(before: Status | None, act: Act, after: Status, *by: Role) -> Transition:
    return Transition(before=before, act=act, after=after, by=frozenset(by))


_OPEN = (Status.TO_DISPATCH, Status.TO_SIGN, Status.IN_PROGRESS, Status.REPLIED)
_HELD = (Status.TO_SIGN, Status.IN_PROGRESS, Status.REPLIED)
_DONE = (Status.TO_RATE, Status.RATED)

TRANSITIONS: tuple[Transition, ...] = (
    _row(None, Act.ACCEPT, Status.TO_DISPATCH, Role.CITIZEN, Role.OPERATOR),
    _row(Status.TO_DISPATCH, Act.DISPATCH, Status.TO_SIGN, Role.DISPATCHER),
    _row(Status.TO_SIGN, Act.SIGN, Status.IN_PROGRESS, Role.DEPARTMENT),
    _row(Status.IN_PROGRESS, Act.REPLY, Status.REPLIED, Role.DEPARTMENT),
    _row(Status.REPLIED, Act.REPLY, Status.REPLIED, Role.DEPARTMENT),
    _row(Status.REPLIED, Act.COMPLETE, Status.TO_RATE, Role.DEPARTMENT),
    _row(Status.TO_RATE, Act.RATE, Status.RATED, Role.CITIZEN, Role.OPERATOR),
    _row(Status.TO_RATE, Act.CLOSE, Status.CLOSED, Role.SYSTEM, Role.OPERATOR),
    _row(Status.RATED, Act.CLOSE, Status.CLOSED, Role.SYSTEM, Role.OPERATOR, Role.SUPERVISOR),
    *(_row(status, Act.URGE, status, Role.CITIZEN, Role.OPERATOR, Role.SUPERVISOR) for status in _OPEN),
    *(_row(status, Act.REVEAL, status, Role.DEPARTMENT, Role.OPERATOR, Role.SUPERVISOR) for status in (*_HELD, *_DONE)),
    *(_row(status, act, status, Role.SYSTEM) for status in _HELD for act in (Act.WARN, Act.BREACH)),
)

_TABLE = {(row.before, row.act): row for row in TRANSITIONS}


def after(status: Status | None, act: Act) -> Status:
    """The status an act leads to; `ActRefused` where the table has no such row."""
    return _lawful(status, act).after


def permit(status: Status | None, act: Act, actor: Actor, *, holder: str) -> None:
    """Refuse with a sentence unless `actor` may do `act` now; `holder` is the department that holds the ticket, empty before dispatch."""
    row = _lawful(status, act)
    if actor.role not in row.by:
        allowed = "、".join(sorted(row.by))
        raise ActRefused(f"“{act}”由{allowed}办理，您的岗位是{actor.role}，不能操作。")
    if actor.role is Role.DEPARTMENT and actor.department != holder:
        raise ActRefused(f"这件工单由{holder or '其他单位'}承办，您所在的{actor.department}不能操作。")


def acts_of(status: Status, actor: Actor, *, holder: str) -> tuple[Act, ...]:
    """The acts this person may do now, in table order: what a page offers."""
    own = actor.role is not Role.DEPARTMENT or actor.department == holder
    return tuple(row.act for row in TRANSITIONS if own and row.before == status and actor.role in row.by)


def _lawful(status: Status | None, act: Act) -> Transition:
    row = _TABLE.get((status, act))
    if row is None:
        raise ActRefused(f"工单现在是“{status or '未受理'}”，不能“{act}”。请刷新页面看最新状态。")
    return row
