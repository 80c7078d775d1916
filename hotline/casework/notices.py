"""What is the citizen told at each step? The sentences, one per act."""

from collections.abc import Callable

from hotline.casework.office import Office
from hotline.ports import Choice, Reply
from tickets.events import Event
from tickets.lifecycle import Act
from tickets.ratings import Level
from tickets.ticket import Ticket


def notice_of(office: Office, ticket: Ticket, event: Event) -> Reply | None:
    """The line for the citizen after this event, or None when the step is not theirs to know."""
    words = _WORDS.get(event.act)
    if words is None:
        return None
    choices = rating_choices(ticket.number) if event.act is Act.COMPLETE else ()
    return Reply(text=words(office, ticket), choices=choices, card=ticket_card(office, ticket))


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


def _dispatched(office: Office, ticket: Ticket) -> str:
    from_now = f"由{_holder(office, ticket)}承办"
    return f"您的诉求 {ticket.number}（{ticket.appeal.title}）已派单，{from_now}，正在等待签收。"


def _signed(office: Office, ticket: Ticket) -> str:
    return f"您的诉求 {ticket.number} 已由{_holder(office, ticket)}签收，正在办理。"


def _replied(office: Office, ticket: Ticket) -> str:
    return f"您的诉求 {ticket.number}，{_holder(office, ticket)}答复：\n{ticket.reply}"


def _completed(office: Office, ticket: Ticket) -> str:
    return f"您的诉求 {ticket.number} 已办结。您对办理结果满意吗？请点选或回复数字评价，您的评价会计入考核。"


def _closed(office: Office, ticket: Ticket) -> str:
    if ticket.rating is None:
        return f"您的诉求 {ticket.number} 已办结归档。没有收到评价，按“未评价”单独统计；问题没有解决可以再次登记。"
    return f"谢谢您的评价（{Level(ticket.rating).words}）。诉求 {ticket.number} 已结案。"


_WORDS: dict[Act, Callable[[Office, Ticket], str]] = {
    Act.DISPATCH: _dispatched,
    Act.SIGN: _signed,
    Act.REPLY: _replied,
    Act.COMPLETE: _completed,
    Act.CLOSE: _closed,
}
