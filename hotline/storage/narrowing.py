"""Which tickets does a list hold? A filter as conditions on the index."""

from sqlalchemy import Select, and_, exists, not_, or_

from hotline.records import TicketFilter
from hotline.storage.tables import assignments, tickets


def narrowed(query: Select, wanted: TicketFilter) -> Select:
    """The query with every condition that is asked for."""
    conditions = (
        (wanted.statuses, lambda: tickets.c.status.in_([str(status) for status in wanted.statuses])),
        (wanted.holder, lambda: tickets.c.holder == wanted.holder),
        (wanted.helper, lambda: _helped_by(wanted.helper)),
        (wanted.part, lambda: _taken_part(wanted.part)),
        (wanted.conversation, lambda: tickets.c.conversation == wanted.conversation),
        (wanted.street, lambda: tickets.c.street == wanted.street),
        (wanted.category, lambda: tickets.c.category.startswith(wanted.category, autoescape=True)),
        (wanted.channel, lambda: tickets.c.channel == wanted.channel),
        (wanted.pending, lambda: tickets.c.pending == wanted.pending),
        (
            wanted.supervised is not None,
            lambda: tickets.c.supervised if wanted.supervised else not_(tickets.c.supervised),
        ),
        (wanted.of_city is not None, lambda: tickets.c.city_number.is_not(None) == wanted.of_city),
        (wanted.numbers, lambda: tickets.c.number.in_(wanted.numbers)),
        (wanted.late_at, lambda: and_(tickets.c.due_at < wanted.late_at, tickets.c.paused.is_(False))),
        (wanted.due_before, lambda: and_(tickets.c.due_at < wanted.due_before, tickets.c.paused.is_(False))),
        (wanted.accepted_from, lambda: tickets.c.accepted_at >= wanted.accepted_from),
        (wanted.accepted_to, lambda: tickets.c.accepted_at < wanted.accepted_to),
        *((word, lambda word=word: _says(word)) for word in wanted.words.split()),
    )
    return query.where(*(made() for asked, made in conditions if asked))


def _says(word: str):
    columns = (tickets.c.number, tickets.c.title, tickets.c.place, tickets.c.city_number)
    return or_(*(column.contains(word, autoescape=True) for column in columns))


def _helped_by(department: str):
    own = and_(assignments.c.ticket == tickets.c.number, assignments.c.department == department)
    return exists().where(own, assignments.c.lead.is_(False), assignments.c.ended_at.is_(None))


def _taken_part(department: str):
    return exists().where(assignments.c.ticket == tickets.c.number, assignments.c.department == department)
