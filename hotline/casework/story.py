"""How does a ticket look to its own citizen? Steps told by offices, who had it how long, what was promised and why it moved."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from hotline.casework.acts import case_of
from hotline.casework.office import Office
from hotline.ports import Work
from hotline.troubles import NoSuchTicket
from tickets import clocks
from tickets.clocks import Rulebook
from tickets.conditions import Offer, offers
from tickets.deadlines import Deadline
from tickets.events import Event
from tickets.ledger import Held, spans, total
from tickets.lifecycle import OPEN, Act, Status
from tickets.people import CITIZEN, Role
from tickets.ratings import Level
from tickets.service_levels import Clock
from tickets.ticket import Ticket

_HIDDEN = frozenset(
    {
        Act.REVEAL,
        Act.WARN,
        Act.BREACH,
        Act.ESCALATE,
        Act.RETURN,
        Act.ASK_EXTENSION,
        Act.REFUSE_EXTENSION,
        Act.CO_SIGN,
        Act.CO_REPLY,
        Act.ANSWER_SUPERVISION,
        Act.INSTRUCT,
        Act.ASK_EXCLUSION,
        Act.GRANT_EXCLUSION,
        Act.REFUSE_EXCLUSION,
    }
)
"""Steps between offices; what they mean for the citizen shows in the ledger and in the deadline."""
_SPOKEN = frozenset(
    {
        Act.REPLY,
        Act.ANSWER,
        Act.ANSWER_MERGED,
        Act.NOTE,
        Act.SUPPLEMENT,
        Act.SUSPEND,
        Act.DECLINE,
        Act.EXPLAIN,
        Act.TRANSFER,
        Act.WITHDRAW,
        Act.RECALCULATE,
    }
)
"""Acts whose own words the citizen may read."""
_ANSWERS = frozenset({Act.REPLY, Act.ANSWER, Act.ANSWER_MERGED, Act.DECLINE, Act.EXPLAIN, Act.TRANSFER})
_PLAIN: Mapping[Act, str] = {
    Act.GRANT_RETURN: "核定由其他单位办理，重新派单",
    Act.REFUSE_RETURN: "核定仍由原单位办理",
    Act.ADD_CO: "增加协办单位",
    Act.DROP_CO: "减少协办单位",
    Act.CONTACT: "先与您联系",
    Act.SUSPEND: "会商，暂停计时",
    Act.RESUME: "会商结束，恢复办理",
    Act.GRANT_EXTENSION: "批准延期",
    Act.APPROVE: "请您评价",
    Act.SEND_BACK: "审核后请承办单位继续办理",
    Act.REWORK: "重新办理",
    Act.MERGE: "与同一件事合并办理",
    Act.UNMERGE: "恢复单独办理",
    Act.ANSWER_MERGED: "答复",
    Act.RECALCULATE: "期限按放假安排重新计算",
}
"""What the office's own word for a step does not tell a citizen."""
_STANDING: Mapping[Status, str] = {
    Status.TO_DISPATCH: "区热线正在派单",
    Status.TO_SIGN: "等{holder}签收",
    Status.RETURN_ASKED: "区热线正在核定由谁办理",
    Status.IN_PROGRESS: "{holder}正在办理",
    Status.SUSPENDED: "区热线正在召集有关单位会商",
    Status.TO_REVIEW: "区热线正在审核办理结果",
    Status.TO_RATE: "等您评价",
    Status.RATED: "区热线正在核查您的评价",
    Status.CLOSED: "已经办结",
    Status.DECLINED: "已经作出说明，请看答复",
    Status.HANDED_OVER: "已经转交有关部门",
    Status.MERGED: "与同一件事合并办理，办好后同样答复您",
    Status.WITHDRAWN: "您已经撤回",
    Status.ARCHIVED: "已经归档",
}
_HELD_BY_SOMEBODY = frozenset({*OPEN, Status.TO_RATE, Status.RATED, Status.MERGED})
_PROMISES = (Clock.REWORK, Clock.COMPLETE)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of the citizen's timeline. `step` is the act in plain words; `who` and `to` are offices, never an officer's name."""

    at: datetime
    act: Act
    step: str
    who: str
    to: tuple[str, ...]
    words: str


@dataclass(frozen=True, kw_only=True)
class Main:
    """The matter this ticket was merged into, as far as another citizen may know: its state and its dates, no words."""

    status: Status
    standing: str
    promised: Deadline | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True)
class Story:
    """One ticket as its own citizen sees it. `held` says who had it how long, `with_whom` (as there) who has it now, empty
    when the matter is over. `promised` is the completion deadline while one runs; `longer` is why the department needed more
    time, empty unless that was granted. `answer` is the line that ended the matter or waits for a rating."""

    ticket: Ticket
    lines: tuple[Line, ...]
    held: tuple[Held, ...]
    with_whom: str
    promised: Deadline | None
    longer: str
    answer: Line | None
    main: Main | None
    offers: tuple[Offer, ...]


def story(office: Office, conversation: str, number: str, now: datetime) -> Story:
    """`NoSuchTicket` for anybody else's ticket."""
    with office.store.look() as work:
        ticket = own(work, conversation, number)
        events, book = work.tickets.events(number), office.book(work)
        parts, lines = spans(number, events, now), tuple(_lines(office, ticket, events))
        return Story(
            ticket=ticket,
            lines=lines,
            held=total(parts, book.timetable.calendar),
            with_whom=parts[-1].holder if parts and ticket.status in _HELD_BY_SOMEBODY else "",
            promised=_promised(ticket, book),
            longer=ticket.extension.why if ticket.granted else "",
            answer=_answer(ticket, lines),
            main=_main(office, work, ticket, book),
            offers=offers(case_of(ticket, CITIZEN, now, book)),
        )


def own(work: Work, conversation: str, number: str) -> Ticket:
    """The ticket, when it was filed in this conversation; else `NoSuchTicket`, so that numbers cannot be probed."""
    if not conversation or work.tickets.conversation_of(number) != conversation:
        raise NoSuchTicket(number)
    return work.tickets.ticket(number)


def standing(office: Office, status: Status, holder: str) -> str:
    """Who does what with it now, in one clause; `holder` is the short name of the lead department, if any."""
    return _STANDING[status].format(holder=office.directory.named(holder).name if holder else "区热线")


def _promised(ticket: Ticket, book: Rulebook) -> Deadline | None:
    deadlines = clocks.deadlines_of(ticket, book)
    runs = (ticket.run(clock) for clock in _PROMISES)
    return next((deadlines[run.no] for run in runs if run and run.running and run.no in deadlines), None)


def _answer(ticket: Ticket, lines: Sequence[Line]) -> Line | None:
    if ticket.status in (*OPEN, Status.MERGED, Status.WITHDRAWN):
        return None
    return next((line for line in reversed(lines) if line.act in _ANSWERS), None)


def _main(office: Office, work: Work, ticket: Ticket, book: Rulebook) -> Main | None:
    if ticket.status is not Status.MERGED:
        return None
    main, events = work.tickets.ticket(ticket.merged_into), work.tickets.events(ticket.merged_into)
    steps = (event for event in events if _shown(event) and event.actor.role not in (Role.CITIZEN, Role.OPERATOR))
    return Main(
        status=main.status,
        standing=standing(office, main.status, main.holder),
        promised=_promised(main, book),
        lines=tuple(_line(office, event, "") for event in steps),
    )


def _lines(office: Office, ticket: Ticket, events: Iterable[Event]) -> Iterator[Line]:
    return (_line(office, event, _words(ticket, event)) for event in events if _shown(event))


def _shown(event: Event) -> bool:
    return event.act not in _HIDDEN and (event.act is not Act.NOTE or bool(event.data.get("public")))


def _line(office: Office, event: Event, words: str) -> Line:
    return Line(
        at=event.at,
        act=event.act,
        step=_step(event),
        who=_who(office, event),
        to=tuple(office.directory.named(short).name for short in _to(event)),
        words=words,
    )


def _step(event: Event) -> str:
    if event.act is Act.FOLLOW_UP and not event.data["reached"]:
        return "回访，没有联系上您"
    return _PLAIN.get(event.act, str(event.act))


def _who(office: Office, event: Event) -> str:
    if event.actor.department:
        return office.directory.named(event.actor.department).name
    by_citizen = event.actor.role is CITIZEN.role and event.act is not Act.ACCEPT
    return "您" if by_citizen else "区热线"


def _to(event: Event) -> tuple[str, ...]:
    """Short names of the departments an act gave the ticket to; the lead first."""
    if event.act not in (Act.DISPATCH, Act.REASSIGN, Act.ADD_CO, Act.DROP_CO):
        return ()
    return (str(event.data["department"]), *map(str, event.data.get("co", ())))


def _words(ticket: Ticket, event: Event) -> str:
    told = _TOLD.get(event.act)
    if told:
        return told(ticket, event)
    return event.why if event.act in _SPOKEN else ""


def _declined(ticket: Ticket, event: Event) -> str:
    return f"{event.why}\n依法应当通过“{event.data['channel']}”解决。"


def _transferred(ticket: Ticket, event: Event) -> str:
    number = event.data["number"]
    return f"属于{number}受理范围，已经转接。情况紧急请直接拨打{number}。\n{event.why}"


def _rated(ticket: Ticket, event: Event) -> str:
    solved = {True: "，问题已解决", False: "，问题没有解决"}.get(event.data.get("solved"), "")
    return f"{Level(event.data['level']).words}{solved}\n{event.why}".strip()


def _longer(ticket: Ticket, event: Event) -> str:
    """The department's own reason, not the words of the ruling."""
    return f"原因：{ticket.extension.why}"


_TOLD: Mapping[Act, Callable[[Ticket, Event], str]] = {
    Act.DECLINE: _declined,
    Act.TRANSFER: _transferred,
    Act.RATE: _rated,
    Act.GRANT_EXTENSION: _longer,
}
