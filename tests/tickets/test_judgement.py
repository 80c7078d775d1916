"""What did the citizen say, how often was he called, and what follows when he is not content?"""

import pytest

from tests.tickets.one_ticket import DAY, HOUR, MONDAY, OPERATOR, accepted, rated, to_rate
from tickets.lifecycle import Act, Status
from tickets.people import CITIZEN, SYSTEM
from tickets.runs import Ending
from tickets.service_levels import Clock


def test_three_calls_that_reach_nobody_close_the_ticket_unrated() -> None:
    matter = to_rate()
    for _ in range(3):
        matter.do(Act.FOLLOW_UP, reached=False)
    assert (matter.ticket.judgement.attempts, matter.ticket.judgement.reached) == (3, False)
    assert matter.run(Clock.FOLLOW_UP).running
    matter.do(Act.CLOSE, OPERATOR)
    said = matter.ticket.judgement
    assert (said.level, said.unrated, said.unrated_at) == (None, "未评价", MONDAY + 9 * HOUR)
    assert matter.run(Clock.FOLLOW_UP).ending is Ending.DROPPED


def test_a_citizen_who_is_reached_tells_whether_it_is_solved_and_whether_he_was_called() -> None:
    matter = to_rate()
    matter.do(Act.FOLLOW_UP, reached=False)
    matter.do(Act.FOLLOW_UP, reached=True, solved=True, contacted=False)
    said = matter.ticket.judgement
    assert (said.reached, said.attempts, said.solved, said.contacted) == (True, 1, True, False)
    assert matter.run(Clock.FOLLOW_UP).ending is Ending.DONE


def test_what_was_not_answered_stays_unknown() -> None:
    matter = to_rate()
    matter.do(Act.FOLLOW_UP, reached=True, solved=True)
    matter.do(Act.RATE, OPERATOR, level=4)
    assert (matter.ticket.judgement.solved, matter.ticket.judgement.contacted) == (True, None)


def test_a_rating_is_a_follow_up_too() -> None:
    matter = to_rate()
    matter.do(Act.RATE, CITIZEN, "换得快", level=5, solved=True)
    said = matter.ticket.judgement
    assert (said.level, said.words, said.solved, said.rated_at) == (5, "换得快", True, MONDAY + 6 * HOUR)
    assert matter.run(Clock.FOLLOW_UP).ending is Ending.DONE


@pytest.mark.parametrize(("level", "dissatisfied"), [(1, 1), (2, 1), (3, 0), (4, 0), (5, 0)])
def test_the_two_lowest_levels_are_dissatisfied(level: int, dissatisfied: int) -> None:
    assert rated(level).ticket.judgement.dissatisfied == dissatisfied


def test_a_rework_gets_a_clock_of_its_own_beside_the_matters_which_stays_as_it_was() -> None:
    matter = rated(2)
    total = matter.run(Clock.COMPLETE)
    matter.each(Act.REWORK)
    assert matter.run(Clock.COMPLETE) == total
    assert (matter.run(Clock.REWORK).started_at, matter.run(Clock.REWORK).department) == (MONDAY + 7 * HOUR, "城管")
    assert matter.ticket.status is Status.IN_PROGRESS
    assert (matter.ticket.reworks, matter.ticket.completed_at, matter.ticket.finished_at) == (1, None, None)


def test_a_rework_that_is_sent_back_goes_on_with_its_own_clock() -> None:
    matter = rated(2)
    matter.each(Act.REWORK)
    running = matter.run(Clock.REWORK)
    matter.each(Act.REPLY, Act.COMPLETE, Act.SEND_BACK)
    assert matter.run(Clock.REWORK) == running
    assert not matter.run(Clock.COMPLETE).running


def test_a_second_rework_has_a_second_clock() -> None:
    matter = rated(2)
    matter.each(Act.REWORK, Act.REPLY, Act.COMPLETE, Act.APPROVE)
    matter.do(Act.RATE, level=1)
    matter.each(Act.REWORK)
    assert [run.running for run in matter.ticket.runs if run.clock is Clock.REWORK] == [False, True]
    assert matter.ticket.judgement.dissatisfied == 2


def test_the_first_and_the_last_level_are_both_kept() -> None:
    matter = rated(1)
    matter.each(Act.REWORK, Act.REPLY, Act.COMPLETE, Act.APPROVE)
    matter.do(Act.RATE, level=4)
    assert (matter.ticket.judgement.first_level, matter.ticket.judgement.level) == (1, 4)


def test_after_a_rework_the_citizen_is_asked_anew() -> None:
    matter = to_rate()
    matter.do(Act.FOLLOW_UP, reached=True)
    matter.do(Act.RATE, OPERATOR, level=2)
    matter.each(Act.REWORK, Act.REPLY, Act.COMPLETE, Act.APPROVE)
    assert (matter.ticket.judgement.reached, matter.ticket.judgement.attempts) == (False, 0)
    assert matter.can(OPERATOR)[Act.FOLLOW_UP] == ""


@pytest.mark.parametrize("counts_as", ["未评价", "默认满意"])
def test_silence_counts_as_the_rules_say_and_never_as_a_level(counts_as: str) -> None:
    matter = to_rate()
    matter.do(Act.CLOSE, SYSTEM, at=MONDAY + 8 * DAY, unrated=counts_as)
    said = matter.ticket.judgement
    assert (said.level, said.unrated, said.unrated_at) == (None, counts_as, MONDAY + 8 * DAY)


def test_a_rated_ticket_is_closed_without_being_unrated() -> None:
    matter = rated(5)
    matter.do(Act.CLOSE, SYSTEM)
    assert (matter.ticket.judgement.unrated, matter.ticket.judgement.unrated_at) == ("", None)
    assert matter.ticket.closed_at == MONDAY + 7 * HOUR


def test_a_closed_ticket_can_be_done_again_and_is_open_then() -> None:
    matter = to_rate()
    matter.do(Act.CLOSE, SYSTEM, at=MONDAY + 8 * DAY, unrated="未评价")
    matter.do(Act.REWORK)
    assert (matter.ticket.status, matter.ticket.closed_at) == (Status.IN_PROGRESS, None)
    assert matter.ticket.judgement.unrated == ""


def test_a_direct_answer_is_rated_like_any_other() -> None:
    matter = accepted(kind="咨询")
    matter.do(Act.ANSWER, why="路灯报修请打城管值班电话")
    matter.do(Act.RATE, level=4)
    assert (matter.ticket.judgement.level, matter.ticket.status) == (4, Status.RATED)


def test_a_better_second_rating_does_not_make_the_first_undone() -> None:
    matter = rated(1)
    matter.each(Act.REWORK, Act.REPLY, Act.COMPLETE, Act.APPROVE)
    matter.do(Act.RATE, level=5)
    assert matter.ticket.judgement.dissatisfied == 1
