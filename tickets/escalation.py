"""When does a matter go one level up by itself? Rules as data over what has happened to the ticket."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from tickets.events import Event
from tickets.lifecycle import Act
from tickets.matter import Urgency
from tickets.service_levels import Clock
from tickets.ticket import Ticket

Counter = Literal["退单次数", "转手次数", "不满意次数", "重办次数", ""]


@dataclass(frozen=True, kw_only=True)
class EscalationRule:
    """After act `on`, when `counter` has come to `at_least` (an empty counter: always), `then` is done by the system:
    督办 orders the department to answer, 提级 gives the next ruling to the supervisor. `clocks` narrows 超期 and 预警,
    `urgencies` everything; empty means every one."""

    name: str
    on: Act
    counter: Counter = ""
    at_least: int = 1
    clocks: frozenset[Clock] = frozenset()
    urgencies: frozenset[Urgency] = frozenset()
    then: Act
    words: str

    def __post_init__(self) -> None:
        if self.then not in (Act.SUPERVISE, Act.ESCALATE):
            raise ValueError(f"升级规则“{self.name}”只能引出督办或提级")


def escalations(ticket: Ticket, event: Event, rules: Iterable[EscalationRule]) -> tuple[EscalationRule, ...]:
    """The rules that `event`, which has made `ticket` what it is, sets off."""
    return tuple(rule for rule in rules if rule.on is event.act and _holds(rule, ticket, event))


def _holds(rule: EscalationRule, ticket: Ticket, event: Event) -> bool:
    if rule.urgencies and ticket.urgency not in rule.urgencies:
        return False
    if rule.clocks and event.data.get("clock") not in rule.clocks:
        return False
    return not rule.counter or _COUNT[rule.counter](ticket) >= rule.at_least


_COUNT = {
    "退单次数": lambda ticket: ticket.returns,
    "转手次数": lambda ticket: ticket.hand_overs,
    "不满意次数": lambda ticket: ticket.judgement.dissatisfied,
    "重办次数": lambda ticket: ticket.reworks,
}
