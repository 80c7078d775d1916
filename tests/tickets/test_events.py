"""Is an event fit to be the truth: placed in time, and never changed?"""

from dataclasses import FrozenInstanceError
from datetime import datetime

import pytest

from tests.tickets.golden_week import at
from tickets.events import Event
from tickets.lifecycle import Act
from tickets.people import CITIZEN


def test_an_event_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="timezone-aware"):
        Event(no=1, act=Act.URGE, at=datetime(2026, 11, 23, 9), actor=CITIZEN)


def test_an_event_cannot_be_changed() -> None:
    urged = Event(no=2, act=Act.URGE, at=at(11, 23, "09:00"), actor=CITIZEN, why="怎么还没来修")
    with pytest.raises(FrozenInstanceError):
        urged.why = "没有催过"


def test_two_events_do_not_share_their_facts() -> None:
    one, other = (Event(no=no, act=Act.URGE, at=at(11, 23, "09:00"), actor=CITIZEN) for no in (1, 2))
    assert one.data == {} and one.data is not other.data
