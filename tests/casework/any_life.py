"""What might somebody do next? Any act that is offered to anybody, with valid data, through the real use cases."""

from dataclasses import replace
from datetime import datetime
from random import Random

from hotline.casework.acts import perform
from hotline.casework.deeds import Deed
from hotline.casework.office import Office
from tests.casework.one_office import ENOUGH, FIXED
from tests.tickets.histories import DATA, PEOPLE
from tests.tickets.one_ticket import Matter
from tickets.conditions import offers
from tickets.lifecycle import Act
from tickets.people import SYSTEM, Actor
from tickets.ticket import Ticket

OFFICERS = tuple(actor for actor in PEOPLE if actor is not SYSTEM)
"""Everybody with hands of his own: citizen, centre and three departments."""
_ENDINGS = frozenset({Act.WITHDRAW, Act.DECLINE, Act.EXPLAIN, Act.TRANSFER, Act.HAND_TO_POLICE})
_ONWARD = frozenset(
    {
        *(
            Act.DISPATCH,
            Act.SIGN,
            Act.CO_SIGN,
            Act.CO_REPLY,
            Act.REPLY,
            Act.COMPLETE,
            Act.APPROVE,
            Act.RATE,
            Act.REWORK,
        ),
        *(Act.RETURN, Act.GRANT_RETURN, Act.RESUME, Act.ASK_EXTENSION, Act.GRANT_EXTENSION),
    }
)
"""What most lives are made of."""
_BY_OTHER_WAYS = frozenset({Act.MERGE, Act.UNMERGE})


def next_deed(chance: Random, office: Office, number: str, now: datetime) -> Deed | None:
    """One of the acts that are offered to somebody now, None where nobody can do anything. The system acts by itself."""
    with office.store.look() as work:
        matter = Matter(number=number, book=office.book(work), ticket=work.tickets.ticket(number))
    offered = _offered(matter, now)
    lively = [one for one in offered if one[0] not in _ENDINGS]
    some = lively if lively and chance.random() < 0.95 else offered
    while some:
        act = _likely(chance, sorted({act for act, _ in some}))
        data = DATA[act](chance, matter) if act in DATA else {}
        if data is not None:
            actor = chance.choice([who for one, who in some if one is act])
            words = FIXED if act is Act.REPLY else ENOUGH
            return Deed(number=number, act=act, actor=actor, at=now, why=words, data=data)
        some = [one for one in some if one[0] is not act]
    return None


def _likely(chance: Random, acts: list[Act]) -> Act:
    return chance.choices(acts, [6 if act in _ONWARD else 1 for act in acts])[0]


def _offered(matter: Matter, now: datetime) -> list[tuple[Act, Actor]]:
    case = matter.case(SYSTEM, now)
    return [
        (offer.act, actor)
        for actor in OFFICERS
        for offer in offers(replace(case, actor=actor))
        if not offer.why_not and offer.act not in _BY_OTHER_WAYS
    ]


def live_on(chance: Random, office: Office, number: str, now: datetime) -> Ticket | None:
    """Do one of them."""
    deed = next_deed(chance, office, number, now)
    return perform(office, deed) if deed else None
