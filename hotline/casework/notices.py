"""What is the citizen told at each step? The sentences, one per act."""

from collections.abc import Callable, Mapping

from hotline.casework.office import Office
from hotline.ports import Choice, Reply
from tickets.events import Event
from tickets.lifecycle import Act
from tickets.ratings import Level
from tickets.ticket import Ticket

WRITTEN = frozenset({"微信", "网页"})
"""Channels on which a line can be sent; who called or came by the city platform is told by telephone at the follow-up."""


def reaches(ticket: Ticket) -> bool:
    return ticket.appeal.channel in WRITTEN


def notice_of(office: Office, ticket: Ticket, event: Event) -> Reply | None:
    """The line for the citizen after this event, or None when the step is not theirs to know."""
    words = _WORDS.get(event.act)
    text = words(office, ticket, event) if words else ""
    if not text:
        return None
    choices = rating_choices(ticket.number) if event.act in _ASK_TO_RATE else ()
    return Reply(text=text, choices=choices, card=ticket_card(office, ticket))


def rating_choices(number: str) -> tuple[Choice, ...]:
    """The five levels, each value naming the ticket so that an answer is never given to another one."""
    return tuple(Choice(label=level.words, value=f"评价 {number} {level.words}") for level in reversed(Level))


def ticket_card(office: Office, ticket: Ticket) -> dict[str, object]:
    return {
        "type": "ticket",
        "number": ticket.number,
        "title": ticket.appeal.title,
        "status": str(ticket.status),
        "holder": _holder(office, ticket),
    }


def _holder(office: Office, ticket: Ticket) -> str:
    return office.directory.named(ticket.holder).name if ticket.holder else "区热线"


def _dispatched(office: Office, ticket: Ticket, event: Event) -> str:
    helpers = "、".join(office.directory.named(one.department).name for one in ticket.helpers)
    together = f"，{helpers}协办" if helpers else ""
    again = "改由" if ticket.hand_overs else "由"
    title = f"您的诉求 {ticket.number}（{ticket.appeal.title}）已派单"
    return f"{title}，{again}{_holder(office, ticket)}承办{together}，正在等待签收。"


def _signed(office: Office, ticket: Ticket, event: Event) -> str:
    return f"您的诉求 {ticket.number} 已由{_holder(office, ticket)}签收，正在办理。"


def _returned(office: Office, ticket: Ticket, event: Event) -> str:
    return (
        f"您的诉求 {ticket.number} 经核定应由其他单位办理，区热线正在重新派单。办理期限从第一次派单算起，不会重新计算。"
    )


def _noted(office: Office, ticket: Ticket, event: Event) -> str:
    """Only what was marked as public."""
    who = office.directory.named(event.actor.department).name if event.actor.department else "区热线"
    return f"您的诉求 {ticket.number} 有新进展，{who}：\n{event.why}" if event.data.get("public") else ""


def _suspended(office: Office, ticket: Ticket, event: Event) -> str:
    return f"您的诉求 {ticket.number} 涉及几个单位，正在会商，会商期间暂停计时。事由：{event.why}"


def _resumed(office: Office, ticket: Ticket, event: Event) -> str:
    return f"您的诉求 {ticket.number} 会商结束，{_holder(office, ticket)}继续办理。"


def _extended(office: Office, ticket: Ticket, event: Event) -> str:
    why = ticket.extension.why.rstrip("。")
    return f"您的诉求 {ticket.number} 按期办不完，经批准延期。原因：{why}。新的期限请看工单进度。"


def _replied(office: Office, ticket: Ticket, event: Event) -> str:
    return f"您的诉求 {ticket.number}，{_holder(office, ticket)}答复：\n{ticket.reply}"


def _completed(office: Office, ticket: Ticket, event: Event) -> str:
    return f"您的诉求 {ticket.number} 已办结。您对办理结果满意吗？请点选或回复数字评价，您的评价会计入考核。"


def _answered(office: Office, ticket: Ticket, event: Event) -> str:
    return f"您的诉求 {ticket.number}，区热线答复：\n{ticket.reply}\n您对答复满意吗？请点选或回复数字评价。"


def _merged(office: Office, ticket: Ticket, event: Event) -> str:
    return (
        f"您的诉求 {ticket.number} 与 {ticket.merged_into} 反映的是同一件事，合并办理。"
        "办好后同样会答复您，也同样请您评价。"
    )


def _unmerged(office: Office, ticket: Ticket, event: Event) -> str:
    return f"您的诉求 {ticket.number} 恢复单独办理，正在派单。"


def _transferred(office: Office, ticket: Ticket, event: Event) -> str:
    number = event.data["number"]
    return f"您的诉求 {ticket.number} 属于{number}受理范围，已转接{number}。情况紧急请立即直接拨打{number}。{event.why}"


def _declined(office: Office, ticket: Ticket, event: Event) -> str:
    return (
        f"您的诉求 {ticket.number} 按规定不属于12345热线受理范围。{event.why}\n"
        f"依法应当通过“{event.data['channel']}”解决。对此有疑问可以再来电或留言。"
    )


def _explained(office: Office, ticket: Ticket, event: Event) -> str:
    return f"您的诉求 {ticket.number}：{event.why}"


def _reworked(office: Office, ticket: Ticket, event: Event) -> str:
    return f"您对 {ticket.number} 的结果不满意，已退回{_holder(office, ticket)}重新办理，办好后再答复您。"


def _supervised(office: Office, ticket: Ticket, event: Event) -> str:
    return f"您的诉求 {ticket.number} 已由督办岗位督办，{_holder(office, ticket)}须限时回复。"


def _withdrawn(office: Office, ticket: Ticket, event: Event) -> str:
    return f"您的诉求 {ticket.number} 已撤回。以后需要可以再次登记。"


def _closed(office: Office, ticket: Ticket, event: Event) -> str:
    said = ticket.judgement
    if said.level is None:
        counted = f"按“{said.unrated or '未评价'}”单独统计"
        return f"您的诉求 {ticket.number} 已办结。没有收到评价，{counted}；问题没有解决可以再次登记。"
    return f"谢谢您的评价（{Level(said.level).words}）。诉求 {ticket.number} 已结案。"


_ASK_TO_RATE = frozenset({Act.APPROVE, Act.ANSWER, Act.ANSWER_MERGED})
_WORDS: Mapping[Act, Callable[[Office, Ticket, Event], str]] = {
    Act.DISPATCH: _dispatched,
    Act.REASSIGN: _dispatched,
    Act.SIGN: _signed,
    Act.REFUSE_RETURN: _signed,
    Act.GRANT_RETURN: _returned,
    Act.NOTE: _noted,
    Act.SUSPEND: _suspended,
    Act.RESUME: _resumed,
    Act.GRANT_EXTENSION: _extended,
    Act.REPLY: _replied,
    Act.APPROVE: _completed,
    Act.ANSWER: _answered,
    Act.ANSWER_MERGED: _answered,
    Act.MERGE: _merged,
    Act.UNMERGE: _unmerged,
    Act.TRANSFER: _transferred,
    Act.DECLINE: _declined,
    Act.EXPLAIN: _explained,
    Act.REWORK: _reworked,
    Act.SUPERVISE: _supervised,
    Act.WITHDRAW: _withdrawn,
    Act.CLOSE: _closed,
}
