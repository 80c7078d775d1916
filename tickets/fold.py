"""How do events make a ticket? A fold: the status from the one table, the rest from what each act says."""

from collections.abc import Callable, Iterable
from datetime import datetime

from tickets import lifecycle
from tickets.anew import anew
from tickets.assignments import Assignment, lead_of
from tickets.events import Event
from tickets.hand_over import (
    changed,
    dropped,
    given_up,
    helped_by,
    helper_of,
    led_by,
    resumed_from_talks,
    start,
    stop,
    taken_away,
)
from tickets.lifecycle import Act, Status
from tickets.matter import Appeal, Kind, Privacy, Urgency
from tickets.ratings import SATISFIED_FROM
from tickets.runs import Break, Ending, resumed
from tickets.service_levels import Clock
from tickets.ticket import CityOrder, Exclusion, Extension, Supervision, Ticket


def replay(number: str, events: Iterable[Event]) -> Ticket:
    """The ticket that these events make; they start with 受理 and none is missing."""
    ticket: Ticket | None = None
    for event in events:
        ticket = apply(number, ticket, event)
    if ticket is None:
        raise ValueError(f"ticket {number} has no events")
    return ticket


def apply(number: str, ticket: Ticket | None, event: Event) -> Ticket:
    """The ticket after one more event; `ActRefused` where the law forbids it."""
    status = lifecycle.after(ticket.status if ticket else None, event.act)
    if ticket is None:
        return _accepted(number, event)
    if event.no != ticket.version + 1:
        raise ValueError(f"ticket {number}: event {event.no} does not follow {ticket.version}")
    done = _CHANGES.get(event.act, _unchanged)(ticket, event)
    return anew(done, status=status, version=event.no)


def _accepted(number: str, event: Event) -> Ticket:
    data = event.data
    appeal = Appeal(
        what=str(data["what"]),
        where=str(data.get("where", "")),
        when=str(data.get("when", "")),
        privacy=Privacy(data.get("privacy", Privacy.NAMED)),
        channel=str(data.get("channel", "网页")),
    )
    ticket = Ticket(
        number=number,
        version=event.no,
        status=lifecycle.after(None, event.act),
        appeal=appeal,
        kind=Kind(data["kind"]),
        urgency=Urgency(data["urgency"]),
        category=str(data.get("category", "")),
        street=str(data.get("street", "")),
        accepted_at=event.at,
        city=_city(data),
    )
    return start(ticket, Clock.DISPATCH, event.at)


def _city(data) -> CityOrder | None:
    if "city_number" not in data:
        return None
    due = data.get("city_due")
    return CityOrder(number=str(data["city_number"]), due=datetime.fromisoformat(due) if due else None)


def _dispatched(ticket: Ticket, event: Event) -> Ticket:
    """The matter's own clock starts with the first dispatch and is never started again; whoever was answered before and
    is not content gets the clock of a rework."""
    data, department = event.data, str(event.data["department"])
    answered = ticket.status is Status.RATED
    ticket = anew(
        _open_again(ticket) if answered else ticket,
        kind=Kind(data.get("kind", ticket.kind)),
        urgency=Urgency(data.get("urgency", ticket.urgency)),
        category=str(data.get("category", ticket.category)),
    )
    first = ticket.run(Clock.COMPLETE) is None
    ticket = led_by(stop(ticket, event.at, Clock.DISPATCH), department, event.at)
    if first:
        ticket = start(ticket, Clock.COMPLETE, event.at, department=department)
    elif answered:
        ticket = _once_more(ticket, event.at)
    for helper in data.get("co", ()):
        ticket = helped_by(ticket, str(helper), event.at)
    return ticket


def _open_again(ticket: Ticket) -> Ticket:
    """Not finished after all: what the citizen was asked about the last result is not known of the next one."""
    said = anew(ticket.judgement, attempts=0, reached=False, unrated="", unrated_at=None)
    return anew(ticket, judgement=said, completed_at=None, closed_at=None, merged_into="", merged_at=None, route=None)


def _once_more(ticket: Ticket, at: datetime) -> Ticket:
    return start(anew(ticket, reworks=ticket.reworks + 1), Clock.REWORK, at, department=ticket.holder)


def _own(ticket: Ticket, event: Event) -> Assignment | None:
    """The assignment of the department that acts."""
    own = (one for one in reversed(ticket.assignments) if one.current and one.department == event.actor.department)
    return next(own, None)


def _signed(ticket: Ticket, event: Event, *, forced: bool = False) -> Ticket:
    lead = lead_of(ticket.assignments)
    ticket = stop(ticket, event.at, Clock.SIGN, place=lead.place)
    return changed(ticket, lead, signed_at=event.at, forced=forced)


def _return_asked(ticket: Ticket, event: Event) -> Ticket:
    """Asking in time answers the sign-off clock: from here the centre is waited for."""
    lead = lead_of(ticket.assignments)
    ticket = stop(ticket, event.at, Clock.SIGN, place=lead.place)
    ticket = changed(ticket, lead, return_asked_at=event.at)
    return start(anew(ticket, returns=ticket.returns + 1), Clock.RULE, event.at)


def _return_granted(ticket: Ticket, event: Event) -> Ticket:
    ticket = changed(stop(ticket, event.at, Clock.RULE), ticket.lead, returned_at=event.at)
    ticket = taken_away(ticket, ticket.lead, event.at)
    ticket = anew(ticket, returns_granted=ticket.returns_granted + 1, elevated=False)
    return start(ticket, Clock.DISPATCH, event.at)


def _return_refused(ticket: Ticket, event: Event) -> Ticket:
    ticket = stop(anew(ticket, elevated=False), event.at, Clock.RULE)
    return _signed(ticket, event, forced=True)


def _reassigned(ticket: Ticket, event: Event) -> Ticket:
    """Another lead; time spent talking it over ends, and a question for more time falls with the one who asked."""
    ticket = taken_away(resumed_from_talks(ticket, event.at), ticket.lead, event.at)
    ticket = stop(ticket, event.at, Clock.RULE, ending=Ending.DROPPED)
    extension = None if ticket.pending_extension else ticket.extension
    return led_by(anew(ticket, extension=extension), str(event.data["department"]), event.at)


def _co_replied(ticket: Ticket, event: Event) -> Ticket:
    own = helper_of(ticket, event.actor.department)
    ticket = stop(ticket, event.at, Clock.COMPLETE, place=own.place)
    return changed(ticket, own, replied_at=event.at, completed_at=event.at)


def _co_signed(ticket: Ticket, event: Event) -> Ticket:
    own = helper_of(ticket, event.actor.department)
    return changed(stop(ticket, event.at, Clock.SIGN, place=own.place), own, signed_at=event.at)


def _contacted(ticket: Ticket, event: Event) -> Ticket:
    own = _own(ticket, event)
    ticket = stop(ticket, event.at, Clock.CONTACT, place=own.place)
    return changed(ticket, own, contacted_at=own.contacted_at or event.at)


def _suspended(ticket: Ticket, event: Event) -> Ticket:
    return anew(ticket, breaks=(*ticket.breaks, Break(start=event.at)))


def _extension_asked(ticket: Ticket, event: Event) -> Ticket:
    asked = Extension(asked_at=event.at, amount=int(event.data["amount"]), why=event.why)
    return start(anew(ticket, extension=asked), Clock.RULE, event.at)


def _extension_ruled(ticket: Ticket, event: Event) -> Ticket:
    granted = event.act is Act.GRANT_EXTENSION
    amount = int(event.data.get("amount", ticket.extension.amount)) if granted else ticket.extension.amount
    ruled = anew(ticket.extension, granted=granted, amount=amount)
    return stop(anew(ticket, extension=ruled), event.at, Clock.RULE)


def _replied(ticket: Ticket, event: Event) -> Ticket:
    lead = lead_of(ticket.assignments)
    ticket = stop(ticket, event.at, Clock.CONTACT, place=lead.place)  # who was answered was spoken to
    ticket = changed(ticket, lead, replied_at=lead.replied_at or event.at)
    return anew(ticket, reply=event.why, answered_at=ticket.answered_at or event.at)


def _completed(ticket: Ticket, event: Event) -> Ticket:
    """Done as far as the department goes; a question for more time that was still open is answered by it."""
    lead = lead_of(ticket.assignments)
    ticket = stop(ticket, event.at, Clock.COMPLETE, Clock.REWORK)
    ticket = stop(ticket, event.at, Clock.RULE, ending=Ending.DROPPED)
    extension = None if ticket.pending_extension else ticket.extension
    ticket = anew(ticket, completed_at=event.at, extension=extension)
    return start(changed(ticket, lead, completed_at=event.at), Clock.REVIEW, event.at)


def _approved(ticket: Ticket, event: Event) -> Ticket:
    first = ticket.first_completed_at or ticket.completed_at
    ticket = anew(stop(ticket, event.at, Clock.REVIEW), reviewed_at=event.at, first_completed_at=first)
    return start(ticket, Clock.FOLLOW_UP, event.at)


def _sent_back(ticket: Ticket, event: Event) -> Ticket:
    """Not done: the clock goes on as if it had never stopped."""
    ticket = stop(ticket, event.at, Clock.REVIEW)
    clock = Clock.REWORK if ticket.reworks else Clock.COMPLETE
    ticket = anew(ticket, runs=resumed(ticket.runs, clock), completed_at=None)
    return changed(ticket, ticket.lead, completed_at=None)


def _answered(ticket: Ticket, event: Event) -> Ticket:
    """Answered by the centre or with the main ticket: no department, so nothing to review. Where one had it before, the
    matter's clock ends with the answer like any other."""
    ticket = given_up(stop(ticket, event.at, Clock.DISPATCH, Clock.COMPLETE, Clock.REWORK), event.at)
    route = event.act if event.act is Act.ANSWER else ticket.route
    ticket = anew(ticket, reply=event.why, answered_at=ticket.answered_at or event.at, route=route)
    return start(anew(ticket, completed_at=event.at, reviewed_at=event.at), Clock.FOLLOW_UP, event.at)


def _left_at_intake(ticket: Ticket, event: Event) -> Ticket:
    ticket = given_up(stop(ticket, event.at, Clock.DISPATCH), event.at)
    return anew(ticket, route=event.act, reply=event.why, closed_at=event.at)


def _followed_up(ticket: Ticket, event: Event) -> Ticket:
    said, reached = ticket.judgement, bool(event.data["reached"])
    if not reached:
        return anew(ticket, judgement=anew(said, attempts=said.attempts + 1))
    answers = {name: event.data[name] for name in ("solved", "contacted") if name in event.data}
    ticket = anew(ticket, judgement=anew(said, reached=True, **answers))
    return stop(ticket, event.at, Clock.FOLLOW_UP)


def _rated(ticket: Ticket, event: Event) -> Ticket:
    said, level = ticket.judgement, int(event.data["level"])
    judged = anew(
        said,
        level=level,
        first_level=said.first_level or level,
        words=event.why,
        solved=event.data.get("solved", said.solved),
        dissatisfied=said.dissatisfied + (level < SATISFIED_FROM),
        rated_at=event.at,
    )
    return stop(anew(ticket, judgement=judged), event.at, Clock.FOLLOW_UP)


def _reworked(ticket: Ticket, event: Event) -> Ticket:
    """A clock of its own beside the matter's, which stays as it was."""
    ticket = changed(_open_again(ticket), ticket.lead, completed_at=None, replied_at=None)
    return _once_more(ticket, event.at)


def _closed(ticket: Ticket, event: Event) -> Ticket:
    """Closed while the rating was waited for: unrated, whatever else nobody said of it."""
    unrated = event.data.get("unrated", "未评价") if ticket.status is Status.TO_RATE else ""
    judged = anew(ticket.judgement, unrated=unrated, unrated_at=event.at if unrated else None)
    return anew(dropped(ticket, event.at), closed_at=event.at, judgement=judged)


def _left(ticket: Ticket, event: Event) -> Ticket:
    """Merged or withdrawn."""
    ticket = given_up(ticket, event.at)
    if event.act is Act.WITHDRAW:
        return anew(ticket, withdrawn_at=event.at, closed_at=event.at)
    return anew(ticket, merged_into=str(event.data["into"]), merged_at=event.at)


def _unmerged(ticket: Ticket, event: Event) -> Ticket:
    """On its own again: the matter's clock goes on where it was, if it had started."""
    ticket = anew(ticket, merged_into="", merged_at=None, runs=resumed(ticket.runs, Clock.COMPLETE))
    return start(ticket, Clock.DISPATCH, event.at)


def _supervised(ticket: Ticket, event: Event) -> Ticket:
    order = Supervision(ordered_at=event.at, words=event.why, rule=str(event.data.get("rule", "")))
    ticket = anew(ticket, supervisions=(*ticket.supervisions, order))
    lead = ticket.lead
    return start(ticket, Clock.SUPERVISE, event.at, place=lead.place, department=lead.department) if lead else ticket


def _supervision_answered(ticket: Ticket, event: Event) -> Ticket:
    orders = tuple(anew(one, answered_at=event.at) if one.open else one for one in ticket.supervisions)
    return stop(anew(ticket, supervisions=orders), event.at, Clock.SUPERVISE, place=None)


def _exclusion_asked(ticket: Ticket, event: Event) -> Ticket:
    asked = Exclusion(scope=event.data["scope"], department=event.actor.department)
    return anew(ticket, exclusions=(*ticket.exclusions, asked))


def _exclusion_ruled(ticket: Ticket, event: Event) -> Ticket:
    granted = event.act is Act.GRANT_EXCLUSION
    ruled = tuple(
        anew(one, granted=granted) if one.granted is None and one.scope == event.data["scope"] else one
        for one in ticket.exclusions
    )
    return anew(ticket, exclusions=ruled)


def _fired(ticket: Ticket, event: Event) -> Ticket:
    """Remember each light that a clock has given, so that none is given twice."""
    step, at = event.data.get("step", str(event.act)), datetime.fromisoformat(event.data["fell_due"])
    fired = tuple(
        anew(run, given=tuple({**dict(run.given), step: at}.items())) if run.no == event.data.get("run") else run
        for run in ticket.runs
    )
    return anew(ticket, runs=fired)


def _unchanged(ticket: Ticket, event: Event) -> Ticket:
    return ticket


_CHANGES: dict[Act, Callable[[Ticket, Event], Ticket]] = {
    Act.DISPATCH: _dispatched,
    Act.SIGN: _signed,
    Act.RETURN: _return_asked,
    Act.GRANT_RETURN: _return_granted,
    Act.REFUSE_RETURN: _return_refused,
    Act.REASSIGN: _reassigned,
    Act.ADD_CO: lambda ticket, event: helped_by(ticket, str(event.data["department"]), event.at),
    Act.DROP_CO: lambda ticket, event: taken_away(ticket, helper_of(ticket, event.data["department"]), event.at),
    Act.CO_SIGN: _co_signed,
    Act.CO_REPLY: _co_replied,
    Act.CONTACT: _contacted,
    Act.SUSPEND: _suspended,
    Act.RESUME: lambda ticket, event: resumed_from_talks(ticket, event.at),
    Act.ASK_EXTENSION: _extension_asked,
    Act.GRANT_EXTENSION: _extension_ruled,
    Act.REFUSE_EXTENSION: _extension_ruled,
    Act.REPLY: _replied,
    Act.COMPLETE: _completed,
    Act.APPROVE: _approved,
    Act.SEND_BACK: _sent_back,
    Act.ANSWER: _answered,
    Act.ANSWER_MERGED: _answered,
    **dict.fromkeys((Act.TRANSFER, Act.DECLINE, Act.EXPLAIN, Act.HAND_TO_POLICE), _left_at_intake),
    Act.FOLLOW_UP: _followed_up,
    Act.RATE: _rated,
    Act.REWORK: _reworked,
    Act.CLOSE: _closed,
    Act.MERGE: _left,
    Act.WITHDRAW: _left,
    Act.UNMERGE: _unmerged,
    Act.SUPERVISE: _supervised,
    Act.ANSWER_SUPERVISION: _supervision_answered,
    Act.ASK_EXCLUSION: _exclusion_asked,
    Act.GRANT_EXCLUSION: _exclusion_ruled,
    Act.REFUSE_EXCLUSION: _exclusion_ruled,
    Act.WARN: _fired,
    Act.BREACH: _fired,
    Act.URGE: lambda ticket, event: anew(ticket, urged=ticket.urged + 1),
    Act.ESCALATE: lambda ticket, event: anew(ticket, elevated=True),
}
