"""What became of my appeal? Progress, and what the citizen may do about it: add, urge, withdraw, rate."""

from datetime import datetime

from hotline.casework.acts import perform_in
from hotline.casework.deeds import Deed
from hotline.casework.notices import rating_choices, ticket_card
from hotline.casework.office import Office
from hotline.casework.story import Story, own, standing, story
from hotline.ports import Choice, Reply
from hotline.records import TicketFilter, TicketRow
from tickets.lifecycle import OPEN, Act, Status
from tickets.people import CITIZEN
from tickets.ratings import SATISFIED_FROM, Level
from tickets.ticket import Ticket

WEB = "网页"
_NEWEST = 8
"""Steps told in a conversation; the page shows all."""


def mine(office: Office, conversation: str) -> list[TicketRow]:
    with office.store.look() as work:
        return work.tickets.rows(TicketFilter(conversation=conversation, limit=50))


def progress(office: Office, conversation: str, number: str | None, now: datetime) -> Reply:
    number = number or _only(office, conversation, frozenset(Status), "查进度")
    if isinstance(number, Reply):
        return number
    told = story(office, conversation, number, now)
    ticket = told.ticket
    head = f"{number}（{ticket.appeal.title}）现在：{ticket.status}，{standing(office, ticket.status, ticket.holder)}。"
    choices = (Choice(label="催一下", value=f"催办 {number}"),) if ticket.status in OPEN else ()
    return Reply(
        text="\n".join([head, *_steps(office, told), *_promise(told), *_of_main(told)]),
        choices=rating_choices(number) if ticket.status is Status.TO_RATE else choices,
        card=ticket_card(office, ticket),
    )


def _steps(office: Office, told: Story) -> list[str]:
    steps = [
        f"{office.calendar.local(line.at):%m-%d %H:%M} {line.who}{line.step}{'：' if line.to else ''}{'、'.join(line.to)}"
        for line in told.lines[-_NEWEST:]
    ]
    return steps if len(told.lines) <= _NEWEST else [f"（前面还有{len(told.lines) - _NEWEST}步）", *steps]


def _promise(told: Story) -> list[str]:
    if told.promised is None:
        return []
    if told.promised.paused:
        return ["正在会商，暂停计时，恢复后告诉您新的期限。"]
    provisional = "（暂定）" if told.promised.provisional else ""
    return [f"承诺最迟 {told.promised.due:%m月%d日 %H:%M} 前办结{provisional}。"]


def _of_main(told: Story) -> list[str]:
    if told.main is None:
        return []
    due = told.main.promised
    promise = f"，承诺最迟 {due.due:%m月%d日 %H:%M} 前办结" if due and not due.paused else ""
    return [f"合并办理的那件现在：{told.main.status}，{told.main.standing}{promise}。"]


def urge(office: Office, conversation: str, number: str | None, now: datetime) -> Reply:
    number = number or _only(office, conversation, frozenset(OPEN), "催办")
    if isinstance(number, Reply):
        return number
    urged = do(office, conversation, Deed(number=number, act=Act.URGE, actor=CITIZEN, at=now, why="诉求人催办"))
    return Reply(
        text=f"已经帮您催办（第{urged.urged}次），{_whoever(office, urged)}会看到。工单 {number} 现在：{urged.status}。"
    )


def rate(office: Office, conversation: str, number: str | None, level: int | None, words: str, now: datetime) -> Reply:
    """Rate a completed ticket in one's own words, which may hold the level and the number too; without a level, ask for it."""
    number = number or _only(office, conversation, frozenset({Status.TO_RATE}), "评价")
    if isinstance(number, Reply):
        return number
    if level is None:
        return Reply(text=f"请给 {number} 的办理结果打个分：", choices=rating_choices(number))
    return judge(office, conversation, number, level, _beyond_the_choice(words, number, level), now)


def judge(
    office: Office,
    conversation: str,
    number: str,
    level: int,
    words: str,
    now: datetime,
    *,
    solved: bool | None = None,
) -> Reply:
    """Rate with `level` 1..5, whether the matter is `solved` (None: not said) and free words."""
    data = {"level": level} if solved is None else {"level": level, "solved": solved}
    do(office, conversation, Deed(number=number, act=Act.RATE, actor=CITIZEN, at=now, why=words, data=data))
    told = (
        "谢谢您的评价，已记录。" if level >= SATISFIED_FROM else "记下了，让您不满意了很抱歉。督办人员会核查并联系您。"
    )
    return Reply(text=f"{told}（{number}：{Level(level).words}）")


def supplement(office: Office, conversation: str, number: str, words: str, now: datetime) -> Reply:
    deed = Deed(number=number, act=Act.SUPPLEMENT, actor=CITIZEN, at=now, why=words)
    ticket = do(office, conversation, deed)
    return Reply(text=f"补充的情况已经记入 {number}，{_whoever(office, ticket)}会看到。")


def withdraw(office: Office, conversation: str, number: str, why: str, now: datetime) -> Reply:
    do(office, conversation, Deed(number=number, act=Act.WITHDRAW, actor=CITIZEN, at=now, why=why))
    return Reply(text=f"{number} 已经撤回，不再办理。以后需要可以再次登记。")


def amend(office: Office, conversation: str, number: str | None) -> Reply:
    """Where to add to a ticket or withdraw it: its own page on the web, an operator for whoever came by another channel."""
    number = number or _only(office, conversation, frozenset(OPEN), "补充")
    if isinstance(number, Reply):
        return number
    with office.store.look() as work:
        own(work, conversation, number)
        channel = work.conversations.address(conversation).channel
    if channel != WEB:
        text = f"要补充或撤回 {number}，请直接告诉话务员，或拨打12345报工单号，由话务员替您办。"
        return Reply(text=text, choices=(Choice(label="转人工", value="转人工"),))
    card = {"type": "form", "url": f"/my/{number}", "title": "打开这件诉求"}
    return Reply(text=f"补充、撤回 {number} 请打开这件诉求，在页面上填写。", card=card)


def do(office: Office, conversation: str, deed: Deed) -> Ticket:
    """An act of the citizen on the own ticket. Errors: those of `acts.perform`; `NoSuchTicket` for anybody else's."""
    with office.store.work() as work:
        own(work, conversation, deed.number)
        done = perform_in(office, work, deed)
    office.bell.ring()
    return done


def _whoever(office: Office, ticket: Ticket) -> str:
    return office.directory.named(ticket.holder).name if ticket.holder else "派单人员"


def _beyond_the_choice(words: str, number: str, level: int) -> str:
    said = Level(level).words if level in set(Level) else ""
    for chosen in ("评价", number, said):
        words = words.replace(chosen, "")
    return words.strip(" ，,。！!：:")


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
