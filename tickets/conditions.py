"""Why not now? What stands in the way of an act that the table allows, as a sentence with what to do instead.

A page shows an act that is absent from the table not at all, and one that a condition holds back with its reason."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from tickets.assignments import Assignment
from tickets.errors import ActRefused
from tickets.lifecycle import Act, Status, acts_of, permit
from tickets.people import Actor, Role
from tickets.ticket import Ticket

ATTEMPTS = 3
"""A follow-up call is tried so often before the ticket may be closed unrated."""
REWORKS = 2
"""After so many reworks a ticket is not sent back once more but supervised."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """One act that somebody may want to do now. `return_until` and `extension_until` are the last instants at which a return
    or an extension may be asked for; None where the limits allow none."""

    ticket: Ticket
    actor: Actor
    now: datetime
    return_until: datetime | None = None
    extension_until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Offer:
    """An act as a page offers it: `why_not` is empty when it can be done now."""

    act: Act
    why_not: str = ""


def offers(case: Case) -> tuple[Offer, ...]:
    """What this person may do to the ticket, in table order."""
    shares = case.ticket.shares_of(case.actor)
    acts = acts_of(case.ticket.status, case.actor, shares)
    return tuple(Offer(act=act, why_not=_why_not(act, case)) for act in acts)


def allow(act: Act, case: Case) -> None:
    """Refuse with a sentence unless the table and every condition let this person do it now."""
    permit(case.ticket.status, act, case.actor, case.ticket.shares_of(case.actor))
    why_not = _why_not(act, case)
    if why_not:
        raise ActRefused(why_not)


def _why_not(act: Act, case: Case) -> str:
    condition = CONDITIONS.get(act)
    return condition(case) if condition else ""


def _return(case: Case) -> str:
    own = case.ticket.lead
    if case.return_until is None:
        return "特急件不能自行退单，请先签收处置，同时联系区热线值班人员。"
    if any(one.department == own.department and one.return_asked_at for one in case.ticket.assignments):
        return "这件工单贵单位已经申请过一次退单，裁定后不能再退。有新情况请写“办理进展”。"
    if case.now > case.return_until:
        return f"退单期限已过（{case.return_until:%m-%d %H:%M}），请签收办理；确有异议请写“办理进展”由区热线协调。"
    return ""


def _ruling(case: Case) -> str:
    if case.ticket.elevated and case.actor.role is not Role.SUPERVISOR:
        return "这件工单已提级，由督办岗位会同有关单位裁定。"
    return ""


def _ask_extension(case: Case) -> str:
    ticket = case.ticket
    if ticket.reworks:
        return "重办件不能延期。"
    if ticket.pending_extension:
        return "延期申请正在等待审批。"
    if ticket.extension:
        return "延期只能申请一次，这件工单已经申请过。"
    if case.extension_until is None:
        return "这类工单按规定不能延期。"
    if case.now > case.extension_until:
        return f"延期须在 {case.extension_until:%m-%d %H:%M} 前申请，现在已经过了。"
    return ""


def _rule_extension(case: Case) -> str:
    return "" if case.ticket.pending_extension else "没有待审批的延期申请。"


def _co_sign(case: Case) -> str:
    return "贵单位已经签收过协办任务。" if _share(case).signed_at else ""


def _co_reply(case: Case) -> str:
    if _share(case).replied_at:
        return "贵单位的协办意见已经提交，补充情况请写“办理进展”。"
    return "" if _share(case).signed_at else "请先签收协办任务，再提交协办意见。"


def _share(case: Case) -> Assignment:
    return next(one for one in case.ticket.helpers if one.department == case.actor.department)


def _drop_co(case: Case) -> str:
    return "" if case.ticket.helpers else "这件工单没有协办单位。"


def _complete(case: Case) -> str:
    ticket = case.ticket
    waiting = [one.department for one in ticket.helpers if one.replied_at is None]
    if waiting:
        return f"协办单位（{'、'.join(waiting)}）还没有提交意见，主办单位不能办结。"
    if ticket.lead.replied_at is None:
        return "请先答复诉求人，再办结。重办件须重新答复。"
    return ""


def _rework(case: Case) -> str:
    ticket = case.ticket
    if ticket.lead is None:
        return "这件没有承办单位，请派单给一个单位办理。"
    if ticket.reworks >= REWORKS:
        return f"已经重办{ticket.reworks}次，请改用督办，由督办岗位提级协调。"
    return ""


def _dispatch(case: Case) -> str:
    ticket = case.ticket
    if ticket.status is Status.RATED and ticket.lead is not None:
        return "这件工单有承办单位，不满意请用“重办”。"
    return ""


def _close(case: Case) -> str:
    said = case.ticket.judgement
    if case.actor.role is Role.SYSTEM or case.ticket.status is Status.RATED or said.reached:
        return ""
    if said.attempts < ATTEMPTS:
        return f"回访{ATTEMPTS}次都联系不上才能按未评价结案，现在回访了{said.attempts}次。"
    return ""


def _follow_up(case: Case) -> str:
    return "已经回访到诉求人，请登记评价。" if case.ticket.judgement.reached else ""


def _merge(case: Case) -> str:
    return "重办件不能并单。" if case.ticket.reworks else ""


def _supervise(case: Case) -> str:
    return "已有一件督办等待回复。" if case.ticket.open_supervision else ""


def _answer_supervision(case: Case) -> str:
    return "" if case.ticket.open_supervision else "没有等待回复的督办。"


def _rule_exclusion(case: Case) -> str:
    pending = any(one.granted is None for one in case.ticket.exclusions)
    return "" if pending else "没有待审批的剔除申请。"


def _ask_exclusion(case: Case) -> str:
    own = (one for one in case.ticket.exclusions if one.department == case.actor.department)
    return "贵单位的剔除申请正在等待审批。" if any(one.granted is None for one in own) else ""


CONDITIONS: Mapping[Act, Callable[[Case], str]] = {
    Act.DISPATCH: _dispatch,
    Act.RETURN: _return,
    Act.GRANT_RETURN: _ruling,
    Act.REFUSE_RETURN: _ruling,
    Act.ASK_EXTENSION: _ask_extension,
    Act.GRANT_EXTENSION: _rule_extension,
    Act.REFUSE_EXTENSION: _rule_extension,
    Act.CO_SIGN: _co_sign,
    Act.CO_REPLY: _co_reply,
    Act.DROP_CO: _drop_co,
    Act.COMPLETE: _complete,
    Act.FOLLOW_UP: _follow_up,
    Act.REWORK: _rework,
    Act.CLOSE: _close,
    Act.MERGE: _merge,
    Act.SUPERVISE: _supervise,
    Act.ANSWER_SUPERVISION: _answer_supervision,
    Act.ASK_EXCLUSION: _ask_exclusion,
    Act.GRANT_EXCLUSION: _rule_exclusion,
    Act.REFUSE_EXCLUSION: _rule_exclusion,
}
