"""Does every citizen of a merged matter still get an answer, and does nobody get more time by merging?"""

from dataclasses import replace
from datetime import timedelta

import pytest

from hotline.casework.merging import likely_same, merge
from hotline.casework.office import Office
from tests.casework.one_office import (
    DISPATCHER,
    LAMP,
    LI,
    MONDAY,
    OPERATOR,
    WANG,
    act_on,
    completed,
    dispatched,
    filed,
    outbox_of,
    ticket_of,
    worked,
)
from tickets.errors import ActRefused
from tickets.lifecycle import Act, Status
from tickets.people import CITIZEN

SAME = replace(LAMP, what="沿河大道路灯坏了好几盏，晚上看不见路，快来修。", contact="13872880055")
LATER = MONDAY + timedelta(hours=2)


@pytest.fixture
def two(anywhere: Office) -> tuple[Office, str, str]:
    """A dispatched lamp of 王大姐's, and 李大爷's about the same one."""
    return anywhere, dispatched(anywhere), filed(anywhere, SAME, LATER, LI)


def test_the_same_matter_in_the_same_street_is_shown_and_another_is_not(two) -> None:
    office, main, second = two
    filed(office, replace(LAMP, what="沿河大道的井盖没了，车轮掉进去了。"), LATER, WANG)
    assert [likely.row.number for likely in likely_same(office, second)] == [main]


def test_each_citizen_is_answered_and_rates_on_the_own_ticket(two) -> None:
    office, main, second = two
    merge(office, second, main, OPERATOR, LATER)
    worked(office, main, LATER, Act.SIGN, Act.REPLY, Act.COMPLETE)
    act_on(office, main, Act.APPROVE, DISPATCHER, LATER)
    assert ticket_of(office, second).status is Status.TO_RATE
    assert ticket_of(office, second).reply == ticket_of(office, main).reply
    told = [line for line in outbox_of(office) if second in line]
    assert any("合并办理" in line for line in told) and any("满意吗" in line for line in told)
    act_on(office, second, Act.RATE, CITIZEN, LATER, level=5)
    assert ticket_of(office, second).status is Status.CLOSED
    assert ticket_of(office, main).status is Status.TO_RATE


def test_when_the_main_ticket_is_withdrawn_the_others_stand_on_their_own_again(two) -> None:
    office, main, second = two
    merge(office, second, main, OPERATOR, LATER)
    act_on(office, main, Act.WITHDRAW, CITIZEN, LATER, why="自己换好了灯泡")
    assert ticket_of(office, second).status is Status.TO_DISPATCH


def test_a_ticket_that_is_due_earlier_is_never_merged_into_one_that_is_due_later(two) -> None:
    office, main, second = two
    with pytest.raises(ActRefused, match="请反过来"):
        merge(office, main, second, DISPATCHER, LATER)
    assert ticket_of(office, main).status is Status.TO_SIGN


def test_the_act_alone_is_held_to_the_same_conditions(two) -> None:
    office, main, second = two
    with pytest.raises(ActRefused, match="请反过来"):
        act_on(office, main, Act.MERGE, DISPATCHER, LATER, into=second)


def test_nothing_is_merged_into_a_ticket_that_is_done_or_into_itself(anywhere: Office) -> None:
    done, second = completed(anywhere), filed(anywhere, SAME, LATER, LI)
    with pytest.raises(ActRefused, match="不能再并入"):
        merge(anywhere, second, done, OPERATOR, LATER)
    with pytest.raises(ActRefused, match="不能并入自己"):
        merge(anywhere, second, second, OPERATOR, LATER)


def test_a_main_ticket_is_not_merged_away_from_under_the_others(two) -> None:
    office, main, second = two
    third = filed(office, replace(SAME, what="路灯还是黑的，沿河大道那几盏"), LATER, WANG)
    merge(office, third, second, OPERATOR, LATER)
    with pytest.raises(ActRefused, match="请以它为主单"):
        merge(office, second, main, OPERATOR, LATER)
