"""Is a changed copy exactly what `dataclasses.replace` would make, and does it refuse what that refuses?"""

from dataclasses import FrozenInstanceError, replace

import pytest

from tests.tickets.one_ticket import in_progress
from tickets.anew import anew


def test_a_changed_copy_is_what_replace_makes_and_the_first_stays_as_it_was() -> None:
    ticket = in_progress().ticket
    changed = anew(ticket, urged=3, street="东城街道")
    assert changed == replace(ticket, urged=3, street="东城街道")
    assert hash(changed.lead) == hash(ticket.lead)
    assert (ticket.urged, ticket.street) == (0, "西城街道")


def test_a_field_that_does_not_exist_is_refused() -> None:
    with pytest.raises(TypeError, match="Ticket has no colour"):
        anew(in_progress().ticket, colour="红")


def test_the_copy_is_as_frozen_as_the_first() -> None:
    with pytest.raises(FrozenInstanceError):
        anew(in_progress().ticket, urged=1).urged = 2
