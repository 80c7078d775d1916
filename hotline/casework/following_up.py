"""Was the citizen content? What one follow-up call 回访 brought, written down in one step."""

from dataclasses import dataclass
from datetime import datetime

from hotline.casework.acts import perform_in
from hotline.casework.deeds import Deed
from hotline.casework.office import Office
from hotline.records import TicketFilter, TicketRow
from tickets.errors import ActRefused
from tickets.lifecycle import Act, Status
from tickets.people import Actor
from tickets.ticket import Ticket


@dataclass(frozen=True, kw_only=True)
class Answered:
    """What the call brought. `reached` is None when that was not said; `solved` 是否解决, `contacted` 是否联系 and `level` (1 to 5)
    are None where the citizen did not say."""

    reached: bool | None
    solved: bool | None = None
    contacted: bool | None = None
    level: int | None = None
    words: str = ""

    @property
    def told(self) -> dict[str, object]:
        """The answers beside the level, only those that were given."""
        answers = {"solved": self.solved, "contacted": self.contacted}
        return {name: said for name, said in answers.items() if self.reached and said is not None}


def waiting(office: Office, limit: int = 200) -> list[TicketRow]:
    """Tickets that nobody has rated yet, those finished first standing first."""
    with office.store.look() as work:
        rows = work.tickets.rows(TicketFilter(statuses=frozenset({Status.TO_RATE}), limit=limit))
    return sorted(rows, key=lambda row: row.completed_at or row.accepted_at)


def follow_up(
    office: Office, number: str, call: Answered, actor: Actor, now: datetime, *, seen: int | None = None
) -> Ticket:
    """Record the call and, where the citizen gave one, the rating, stored together. Errors: those of `acts.perform`."""
    if call.level is not None and not call.reached:
        raise ActRefused("没有联系上就不能登记评价。请选“联系上了”，或把评价去掉。")
    data = {"reached": call.reached, **call.told}
    with office.store.work() as work:
        asked = Deed(number=number, act=Act.FOLLOW_UP, actor=actor, at=now, why=call.words, data=data, seen=seen)
        done = perform_in(office, work, asked)
        if call.level is not None:
            done = perform_in(office, work, _rating(number, call, actor, now))
    office.bell.ring()
    return done


def _rating(number: str, call: Answered, actor: Actor, now: datetime) -> Deed:
    solved = {} if call.solved is None else {"solved": call.solved}
    data = {"level": call.level, **solved}
    return Deed(number=number, act=Act.RATE, actor=actor, at=now, why=call.words, data=data)
