"""Any lawful history of a ticket: step by step some act out of what somebody is offered, with valid data, at a later instant.

Chance decides, not hypothesis, which would rather stay with short and dull lives; hypothesis draws the seed and the number of
acts, so that a failure shrinks to the shortest beginning that fails."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from random import Random

from hypothesis import strategies as st

from tests.tickets.golden_week import at
from tests.tickets.one_ticket import (
    CITY_MANAGEMENT,
    DAY,
    DEPARTMENTS,
    DISPATCHER,
    FIXED,
    HOUSING,
    OPERATOR,
    POWER,
    SUPERVISOR,
    WORDS,
    Matter,
    accepted,
)
from tickets.clocks import Rulebook, deadlines_of, extension_limit
from tickets.conditions import offers
from tickets.lifecycle import Act
from tickets.matter import Kind, Privacy, Urgency
from tickets.people import CITIZEN, SYSTEM
from tickets.requirements import EMERGENCY_NUMBERS, SCOPES, ReturnReason

PEOPLE = (CITIZEN, OPERATOR, DISPATCHER, SUPERVISOR, CITY_MANAGEMENT, HOUSING, POWER, SYSTEM)
FIRST = at(9, 21, "09:00")  # ten days before the National Day holiday
LONGEST = 60
STREETS = ("西城街道", "东城街道", "何店镇", "")
CATEGORIES = ("市政公用/路灯", "住房城建/物业服务", "")
CHANNELS = ("电话", "微信", "网页")

_LEAVING = (Act.WITHDRAW, Act.DECLINE, Act.EXPLAIN, Act.TRANSFER, Act.HAND_TO_POLICE, Act.ARCHIVE)
_PASSING = (Act.NOTE, Act.URGE, Act.SUPPLEMENT, Act.REVEAL, Act.INSTRUCT, Act.RECALCULATE, Act.ESCALATE, Act.WARN)
_ONWARD = (Act.SIGN, Act.REPLY, Act.COMPLETE, Act.APPROVE, Act.RATE, Act.REWORK, Act.RESUME, Act.UNMERGE, Act.CO_SIGN)
_SIDEWAYS = (Act.REASSIGN, Act.ADD_CO, Act.CONTACT, Act.ASK_EXCLUSION)
_USUAL = 6
_WEIGHTS = {
    **dict.fromkeys(_LEAVING, 1),
    **dict.fromkeys(_PASSING, 1),
    **dict.fromkeys(_ONWARD, 20),
    **dict.fromkeys(_SIDEWAYS, 3),
    Act.DISPATCH: 40,
    Act.CO_REPLY: 20,
    Act.RETURN: 12,
    Act.GRANT_RETURN: 12,
    Act.ASK_EXTENSION: 12,
    Act.GRANT_EXTENSION: 12,
    Act.ANSWER: 2,
    Act.MERGE: 2,
    Act.CLOSE: 3,
    Act.SUPERVISE: 2,
    Act.BREACH: 2,
}
"""How much likelier one act is than another where both are offered, so that most lives reach a department and come to an end."""

Facts = dict[str, object]


@st.composite
def histories(draw: st.DrawFn, *, number: str = "ZD2026092100001", book: Rulebook | None = None) -> Matter:
    """A ticket after up to `LONGEST` acts. Tickets that share a rulebook need different numbers."""
    acts = draw(st.integers(1, LONGEST))
    return history(Random(draw(st.integers(0, 2**32))), acts, number=number, book=book)


def history(chance: Random, acts: int, *, number: str = "ZD2026092100001", book: Rulebook | None = None) -> Matter:
    """The same chance gives the same life, however much of it is asked for."""
    matter = beginning(chance, number, book)
    for _ in range(acts - 1):
        if not one_more(chance, matter):
            break
    return matter


def beginning(chance: Random, number: str, book: Rulebook | None = None) -> Matter:
    start = FIRST + timedelta(minutes=chance.randrange(14 * 1440))
    facts: Facts = {
        "kind": str(chance.choice(tuple(Kind))),
        "urgency": str(chance.choice((Urgency.ORDINARY, Urgency.ORDINARY, *Urgency))),
        "privacy": str(chance.choice(tuple(Privacy))),
        "street": chance.choice(STREETS),
        "category": chance.choice(CATEGORIES),
        "channel": chance.choice(CHANNELS),
    }
    if chance.random() < 0.25:
        facts["city_number"] = f"SZ-{number}"
        facts["city_due"] = (start + chance.randint(1, 20) * DAY).isoformat()
    return accepted(number, at=start, book=book, **facts)


def one_more(chance: Random, matter: Matter) -> bool:
    """Let somebody do something that is offered; False when nobody can do anything any more."""
    now = matter.events[-1].at + timedelta(minutes=chance.randrange(chance.choice((120, 600, 6 * 1440))))
    case = matter.case(SYSTEM, now)
    offered = [(one.act, who) for who in PEOPLE for one in offers(replace(case, actor=who)) if not one.why_not]
    acts = list(dict.fromkeys(act for act, _ in offered))
    while acts:
        act = chance.choices(acts, [_WEIGHTS.get(one, _USUAL) for one in acts])[0]
        actor = chance.choice([who for other, who in offered if other is act])
        data = DATA[act](chance, matter) if act in DATA else {}
        if data is not None:
            matter.do(act, actor, FIXED if act is Act.REPLY else WORDS, at=now, **data)
            return True
        acts.remove(act)
    return False


def _dispatch(chance: Random, matter: Matter) -> Facts:
    department, *others = chance.sample(DEPARTMENTS, len(DEPARTMENTS))
    return {
        "department": department,
        "co": others[: chance.choice((0, 0, 1, 2))],
        "kind": str(chance.choice(tuple(Kind))),
        "urgency": str(chance.choice((Urgency.ORDINARY, Urgency.ORDINARY, *Urgency))),
        "category": chance.choice(CATEGORIES),
    }


def _other_department(chance: Random, matter: Matter) -> Facts:
    return {"department": chance.choice([one for one in DEPARTMENTS if one != matter.ticket.holder])}


def _new_helper(chance: Random, matter: Matter) -> Facts | None:
    taken = {matter.ticket.holder, *(one.department for one in matter.ticket.helpers)}
    free = [one for one in DEPARTMENTS if one not in taken]
    return {"department": chance.choice(free)} if free else None


def _helper(chance: Random, matter: Matter) -> Facts:
    return {"department": chance.choice([one.department for one in matter.ticket.helpers])}


def _return(chance: Random, matter: Matter) -> Facts:
    suggested = _other_department(chance, matter)["department"]
    return {"reason": str(chance.choice(tuple(ReturnReason))), "suggested": suggested}


def _amount(chance: Random, matter: Matter) -> Facts:
    return {"amount": chance.randint(1, extension_limit(matter.ticket, matter.book))}


def _granted(chance: Random, matter: Matter) -> Facts:
    return chance.choice(({}, _amount(chance, matter)))


def _follow_up(chance: Random, matter: Matter) -> Facts:
    if chance.random() < 0.5:
        return {"reached": False}
    return {"reached": True, "solved": chance.random() < 0.5, "contacted": chance.random() < 0.5}


def _rating(chance: Random, matter: Matter) -> Facts:
    return {"level": chance.choice((1, 2, 2, 3, 4, 5)), **chance.choice(({}, {"solved": True}, {"solved": False}))}


def _closing(chance: Random, matter: Matter) -> Facts:
    return chance.choice(({}, {"unrated": "未评价"}, {"unrated": "默认满意"}))


def _scope(chance: Random, matter: Matter) -> Facts:
    return {"scope": chance.choice(SCOPES)}


def _asked_scope(chance: Random, matter: Matter) -> Facts:
    return {"scope": chance.choice([one.scope for one in matter.ticket.exclusions if one.granted is None])}


def _fired(step: str) -> Callable[[Random, Matter], Facts | None]:
    def facts(chance: Random, matter: Matter) -> Facts | None:
        deadlines = deadlines_of(matter.ticket, matter.book)
        running = [run for run in matter.ticket.runs if run.running and run.no in deadlines]
        if not running:
            return None
        run = chance.choice(running)
        made = deadlines[run.no]
        fell_due = made.due if step == "超期" else made.warn_at
        return {"clock": str(run.clock), "run": run.no, "step": step, "fell_due": fell_due.isoformat()}

    return facts


DATA: dict[Act, Callable[[Random, Matter], Facts | None]] = {
    Act.DISPATCH: _dispatch,
    Act.REASSIGN: _other_department,
    Act.ADD_CO: _new_helper,
    Act.DROP_CO: _helper,
    Act.RETURN: _return,
    Act.ASK_EXTENSION: _amount,
    Act.GRANT_EXTENSION: _granted,
    Act.FOLLOW_UP: _follow_up,
    Act.RATE: _rating,
    Act.CLOSE: _closing,
    Act.ASK_EXCLUSION: _scope,
    Act.GRANT_EXCLUSION: _asked_scope,
    Act.REFUSE_EXCLUSION: _asked_scope,
    Act.TRANSFER: lambda chance, matter: {"number": chance.choice(EMERGENCY_NUMBERS)},
    Act.DECLINE: lambda chance, matter: {"channel": "行政复议"},
    Act.MERGE: lambda chance, matter: {"into": "ZD2026092199999"},
    Act.NOTE: lambda chance, matter: {"public": chance.random() < 0.5},
    Act.WARN: _fired("黄灯"),
    Act.BREACH: _fired("超期"),
}
"""What an act says, by act; None where it cannot be said now."""
