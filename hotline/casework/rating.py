"""How is a completed ticket rated, whoever writes it down? Satisfied closes it, dissatisfied calls a supervisor."""

from datetime import datetime

from hotline.casework.acts import perform_in
from hotline.casework.office import Office
from hotline.ports import Work
from tickets.lifecycle import Act
from tickets.people import SYSTEM, Actor
from tickets.ratings import SATISFIED_FROM, Level
from tickets.ticket import Ticket

DISSATISFIED = "不满意评价"


def rate(
    office: Office, number: str, actor: Actor, level: int, words: str, now: datetime, *, seen: int | None = None
) -> Ticket:
    """Rate, then close or call. Errors: those of `acts.perform`."""
    with office.store.work() as work:
        rated = rate_in(office, work, number, actor, level, words, now, seen=seen)
    office.bell.ring()
    return rated


def rate_in(
    office: Office,
    work: Work,
    number: str,
    actor: Actor,
    level: int,
    words: str,
    now: datetime,
    *,
    seen: int | None = None,
) -> Ticket:
    """`rate` inside a transaction that is already open."""
    rated = perform_in(office, work, number, Act.RATE, actor, now, why=words, data={"level": level}, seen=seen)
    if level >= SATISFIED_FROM:
        return perform_in(office, work, number, Act.CLOSE, SYSTEM, now, why="诉求人已评价")
    conversation = work.tickets.conversation_of(number)
    work.alerts.raise_(DISSATISFIED, conversation, f"{number}：{Level(level).words} {words}".strip(), now)
    return rated
