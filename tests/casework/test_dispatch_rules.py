"""Is a ruling remembered, so that the same dispute is not fought twice?"""

import pytest

from hotline.casework import dispatch_rules, dispatching
from hotline.casework.office import Office
from tests.casework.one_office import DISPATCHER, MONDAY, filed
from tickets.errors import ActRefused, UnknownDepartment

WHY = "路灯养护由住建负责（协调会纪要）"


def ruled(office: Office, number: str, **narrower: str) -> None:
    kept = {"category": "市政公用/路灯", "department": "住建", "why": WHY, "ticket": number}
    dispatch_rules.save(office, **(kept | narrower), actor=DISPATCHER, now=MONDAY)


def first(office: Office, number: str) -> tuple[str, str]:
    suggestion = dispatching.advice(office, number, MONDAY).departments[0]
    return suggestion.department, suggestion.reason


def test_the_next_ticket_of_the_category_is_suggested_to_who_was_ruled_to_have_it(anywhere: Office) -> None:
    number = filed(anywhere)
    ruled(anywhere, number)
    department, reason = first(anywhere, number)
    assert department == "住建" and WHY in reason and number in reason


@pytest.mark.parametrize(("narrower", "holds"), [({"street": "西城街道"}, True), ({"street": "洛阳镇"}, False)])
def test_a_ruling_for_one_street_holds_there_alone(anywhere: Office, narrower: dict[str, str], holds: bool) -> None:
    number = filed(anywhere)
    ruled(anywhere, number, **narrower)
    assert (WHY in first(anywhere, number)[1]) is holds


def test_a_ruling_that_was_retired_speaks_no_more_and_is_not_retired_twice(anywhere: Office) -> None:
    number = filed(anywhere)
    ruled(anywhere, number)
    rule = dispatch_rules.holding(anywhere)[0]
    dispatch_rules.retire(anywhere, rule.id, MONDAY)
    assert WHY not in first(anywhere, number)[1] and dispatch_rules.holding(anywhere) == ()
    with pytest.raises(ActRefused, match="已经停用"):
        dispatch_rules.retire(anywhere, rule.id, MONDAY)


def test_a_ruling_needs_a_category_a_reason_and_a_department_of_the_directory(anywhere: Office) -> None:
    with pytest.raises(ActRefused, match="类别"):
        ruled(anywhere, "ZD1", category=" ")
    with pytest.raises(ActRefused, match="理由"):
        ruled(anywhere, "ZD1", why="")
    with pytest.raises(UnknownDepartment):
        ruled(anywhere, "ZD1", department="武林盟主")
