"""How is a return ruled on so that nothing is lost between two desks?"""

import pytest

from hotline.casework import dispatch_rules
from hotline.casework.acts import perform
from hotline.casework.deeds import Deed
from hotline.casework.filing import Draft
from hotline.casework.office import Office
from hotline.casework.returning import NextLead, grant_and_dispatch, may_send_on
from hotline.troubles import Collision
from tests.casework.one_office import DISPATCHER, LAMP, MONDAY, OFFICER, OPERATOR, dispatched, outbox_of
from tickets.errors import TicketError
from tickets.lifecycle import Act
from tickets.people import Actor, Role
from tickets.service_levels import Clock

SUPERVISOR = Actor(role=Role.SUPERVISOR, name="督办员老李")
WHY = "沿河大道由住建养护"


def _returned(office: Office, draft: Draft = LAMP) -> str:
    number = dispatched(office, draft)
    data = {"reason": "不属本单位职责", "suggested": "住建"}
    perform(
        office, Deed(number=number, act=Act.RETURN, actor=OFFICER, at=MONDAY, why="三定方案没有这项职责", data=data)
    )
    return number


def _events(office: Office, number: str) -> list[str]:
    with office.store.look() as work:
        return [str(event.act) for event in work.tickets.events(number)]


def test_one_step_grants_the_return_and_gives_the_ticket_to_the_next_lead(office: Office):
    number = _returned(office)
    done = grant_and_dispatch(office, number, NextLead(department="住建", why=WHY), DISPATCHER, MONDAY)
    assert _events(office, number)[-2:] == ["同意退单", "派单"]
    assert (done.holder, done.returns_granted) == ("住建", 1)
    assert any("改由曾都区住房和城乡建设局承办" in told for told in outbox_of(office))


def test_the_total_clock_is_the_first_dispatchs(office: Office):
    number = _returned(office)
    done = grant_and_dispatch(office, number, NextLead(department="住建", why=WHY), DISPATCHER, MONDAY.replace(hour=11))
    assert done.run(Clock.COMPLETE).started_at == MONDAY


@pytest.mark.parametrize(
    "following",
    [
        NextLead(department="没有的单位", why=WHY),
        NextLead(department="住建", why="好"),  # the words are too short for the ruling
        NextLead(department="", why=WHY),
    ],
)
def test_what_cannot_be_dispatched_is_not_granted_either(office: Office, following: NextLead):
    number = _returned(office)
    before = _events(office, number)
    with pytest.raises(TicketError):
        grant_and_dispatch(office, number, following, DISPATCHER, MONDAY)
    assert _events(office, number) == before


def test_a_ruling_that_somebody_else_gave_first_stores_nothing_and_no_rule(office: Office):
    number = _returned(office)
    seen = len(_events(office, number))
    perform(office, Deed(number=number, act=Act.URGE, actor=OPERATOR, at=MONDAY))
    with pytest.raises(Collision):
        grant_and_dispatch(
            office, number, NextLead(department="住建", why=WHY, kept=True), DISPATCHER, MONDAY, seen=seen
        )
    assert _events(office, number)[-1] == "催办" and dispatch_rules.holding(office) == ()


def test_a_ruling_is_kept_as_a_rule_only_when_it_was_asked_for(office: Office):
    for kept, what in ((False, "沿河大道路灯不亮"), (True, "烈山大道路灯不亮")):
        number = _returned(office, Draft(what=what))
        grant_and_dispatch(office, number, NextLead(department="住建", why=WHY, kept=kept), DISPATCHER, MONDAY)
    [rule] = dispatch_rules.holding(office)
    assert (rule.category, rule.department, rule.ticket) == ("市政公用/路灯", "住建", number)


def test_a_supervisor_grants_but_does_not_dispatch():
    assert may_send_on(DISPATCHER) and not may_send_on(SUPERVISOR)
