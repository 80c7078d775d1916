"""What became of my appeal? Progress, urging and rating, for the citizen whose ticket it is."""

from dataclasses import dataclass
from datetime import datetime

from hotline.casework.acts import deadlines_of, perform, perform_in
from hotline.casework.notices import rating_choices, ticket_card
from hotline.casework.office import Office
from hotline.casework.rating import rate_in
from hotline.ports import Choice, Reply, TicketFilter, TicketRow, Work
from hotline.troubles import NoSuchTicket
from tickets import ticket
from tickets.events import Event
from tickets.lifecycle import Act, Status
from tickets.people import CITIZEN, SYSTEM
from tickets.ratings import SATISFIED_FROM, Level

OPEN = frozenset({Status.TO_DISPATCH, Status.TO_SIGN, Status.IN_PROGRESS, Status.REPLIED})
_TOLD = {Act.ACCEPT, Act.DISPATCH, Act.SIGN, Act.REPLY, Act.COMPLETE, Act.RATE, Act.CLOSE, Act.URGE}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of the citizen's timeline; `who` is an office, never an officer's name."""

    at: datetime
    act: Act
    who: str
    words: str


def mine(office: Office, conversation: str) -> list[TicketRow]:
    with office.store.look() as work:
        return work.tickets.rows(TicketFilter(conversation=conversation, limit=50))


def story(office: Office, conversation: str, number: str) -> tuple[ticket.Ticket, list[Line]]:
    """The ticket and its timeline as its own citizen may see it; `NoSuchTicket` for anybody else's."""
    with office.store.look() as work:
        events = _own_events(work, conversation, number)
    return ticket.replay(number, events), [_line(office, event) for event in events if event.act in _TOLD]


def progress(office: Office, conversation: str, number: str | None) -> Reply:
    number = number or _only(office, conversation, frozenset(Status), "查进度")
    if isinstance(number, Reply):
        return number
    held, lines = story(office, conversation, number)
    told = "\n".join(f"{office.calendar.local(line.at):%m-%d %H:%M} {line.who}{line.act}" for line in lines)
    due = (
        f"\n承诺最迟 {deadlines_of(office, held)[1].due:%m月%d日 %H:%M} 前办结。"
        if held.lead and held.status in OPEN
        else ""
    )
    text = f"{number}（{held.appeal.title}）现在：{held.status}。\n{told}{due}"
    choices = (Choice(label="催一下", value=f"催办 {number}"),) if held.status in OPEN else ()
    return Reply(
        text=text,
        choices=rating_choices(number) if held.status is Status.TO_RATE else choices,
        card=ticket_card(office, held),
    )


def urge(office: Office, conversation: str, number: str | None, now: datetime) -> Reply:
    number = number or _only(office, conversation, OPEN, "催办")
    if isinstance(number, Reply):
        return number
    with office.store.work() as work:
        _own_events(work, conversation, number)
        urged = perform_in(office, work, number, Act.URGE, CITIZEN, now, why="诉求人催办")
    whom = office.directory.named(urged.holder).name if urged.holder else "派单人员"
    return Reply(text=f"已经帮您催办（第{urged.urged}次），{whom}会看到。工单 {number} 现在：{urged.status}。")


def rate(office: Office, conversation: str, number: str | None, level: int | None, words: str, now: datetime) -> Reply:
    """Rate a completed ticket; without a level, ask for it."""
    number = number or _only(office, conversation, frozenset({Status.TO_RATE}), "评价")
    if isinstance(number, Reply):
        return number
    if level is None:
        return Reply(text=f"请给 {number} 的办理结果打个分：", choices=rating_choices(number))
    with office.store.work() as work:
        _own_events(work, conversation, number)
        rate_in(office, work, number, CITIZEN, level, _own_words(words, number, level), now)
    office.bell.ring()
    told = (
        "谢谢您的评价，已记录。" if level >= SATISFIED_FROM else "记下了，让您不满意了很抱歉。督办人员会核查并联系您。"
    )
    return Reply(text=f"{told}（{number}：{Level(level).words}）")


def _own_words(words: str, number: str, level: int) -> str:
    """What the citizen said beyond the choice itself."""
    said = Level(level).words if level in set(Level) else ""
    for chosen in ("评价", number, said):
        words = words.replace(chosen, "")
    return words.strip(" ，,。！!：:")


def close_unrated(office: Office, now: datetime, before: datetime, limit: int = 100) -> int:
    """Close tickets that nobody rated since `before`; they count as unrated, never as satisfied."""
    with office.store.look() as work:
        numbers = work.tickets.unrated_since(before, limit)
    for number in numbers:
        perform(office, number, Act.CLOSE, SYSTEM, now, why="期满未评价")
    return len(numbers)


def _only(office: Office, conversation: str, statuses: frozenset[Status], verb: str) -> str | Reply:
    """The one ticket meant, or a question which."""
    rows = [row for row in mine(office, conversation) if row.status in statuses]
    if len(rows) == 1:
        return rows[0].number
    if not rows:
        return Reply(
            text="这里还没有您可以操作的诉求。登记过的诉求请告诉我工单号，或先登记一件。",
            choices=(Choice(label="我要诉求", value="我要诉求"),),
        )
    choices = tuple(
        Choice(label=f"{row.number} {row.title}（{row.status}）", value=f"{verb} {row.number}") for row in rows[:5]
    )
    return Reply(text="您有几件诉求，是哪一件？", choices=choices)


def _own_events(work: Work, conversation: str, number: str) -> list[Event]:
    if work.tickets.conversation_of(number) != conversation:
        raise NoSuchTicket(number)
    return work.tickets.events(number)


def _line(office: Office, event: Event) -> Line:
    words = event.why if event.act in (Act.REPLY, Act.RATE) else ""
    return Line(at=event.at, act=event.act, who=_who(office, event), words=words)


def _who(office: Office, event: Event) -> str:
    if event.actor.department:
        return office.directory.named(event.actor.department).name
    by_citizen = event.actor.role is CITIZEN.role and event.act is not Act.ACCEPT
    return "您" if by_citizen else "区热线"
