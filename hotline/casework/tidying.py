"""What is put away by itself? Tickets nobody rated are closed, ended ones archived, an outdated index made anew."""

from datetime import datetime

from hotline.casework.acts import deadlines_of, perform
from hotline.casework.deeds import Deed
from hotline.casework.office import Office
from tickets.lifecycle import Act
from tickets.people import SYSTEM

BATCH = 200


def close_unrated(office: Office, now: datetime) -> int:
    """Close tickets whose citizens were asked and said nothing; they are counted as the rules say, never as satisfied by
    themselves. Returns how many."""
    rules = office.handling
    with office.store.look() as work:
        numbers = work.tickets.unrated_since(now - rules.unrated_after, BATCH)
    for number in numbers:
        why = f"期满{rules.unrated_after.days}日没有评价，计作{rules.unrated}（{rules.label}）"
        data = {"unrated": rules.unrated}
        perform(office, Deed(number=number, act=Act.CLOSE, actor=SYSTEM, at=now, why=why, data=data))
    return len(numbers)


def archive_ended(office: Office, now: datetime) -> int:
    with office.store.look() as work:
        numbers = work.tickets.ended_before(now - office.handling.archive_after, BATCH)
    for number in numbers:
        perform(office, Deed(number=number, act=Act.ARCHIVE, actor=SYSTEM, at=now, why="期满归档"))
    return len(numbers)


def rebuild_stale(office: Office) -> int:
    """After a release that indexes more than the one before: make the index of every marked ticket from its events."""
    done = 0
    while True:
        with office.store.work() as work:
            numbers = work.tickets.stale(BATCH)
            for number in numbers:
                ticket = work.tickets.ticket(number)
                work.tickets.rebuild(ticket, deadlines_of(office, work, ticket))
        if not numbers:
            return done
        done += len(numbers)
