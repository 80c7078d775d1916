"""Was the citizen content?"""

import pytest

from hotline.casework import following_up
from hotline.casework.following_up import Answered
from hotline.casework.office import Office
from tests.casework.one_office import MONDAY, OPERATOR, completed
from tickets.errors import ActRefused
from tickets.lifecycle import Act, Status


def _call(office: Office, number: str, **said: object):
    return following_up.follow_up(office, number, Answered(**said), OPERATOR, MONDAY)


def test_a_content_citizen_closes_the_case_in_one_step(office: Office):
    done = _call(office, completed(office), reached=True, level=4, solved=True, contacted=True)
    assert done.status is Status.CLOSED
    assert (done.judgement.level, done.judgement.solved, done.judgement.contacted) == (4, True, True)


def test_a_citizen_who_would_not_rate_was_reached_all_the_same(office: Office):
    done = _call(office, completed(office), reached=True, solved=False)
    assert (done.status, done.judgement.reached, done.judgement.level) == (Status.TO_RATE, True, None)


def test_who_was_not_reached_said_nothing(office: Office):
    done = _call(office, completed(office), reached=False, solved=True, contacted=True)
    assert (done.judgement.attempts, done.judgement.solved, done.judgement.contacted) == (1, None, None)


@pytest.mark.parametrize("said", [{"reached": False, "level": 5}, {"reached": None}, {"reached": True, "level": 9}])
def test_a_call_that_makes_no_sense_stores_nothing(office: Office, said):
    number = completed(office)
    with pytest.raises(ActRefused):
        _call(office, number, **said)
    with office.store.look() as work:
        acts = {event.act for event in work.tickets.events(number)}
    assert not acts & {Act.FOLLOW_UP, Act.RATE}


def test_only_tickets_that_wait_for_a_rating_are_called_about(office: Office):
    first = completed(office)
    assert [row.number for row in following_up.waiting(office)] == [first]
    _call(office, first, reached=True, level=1, words="第二天又不亮了")
    assert following_up.waiting(office) == []
