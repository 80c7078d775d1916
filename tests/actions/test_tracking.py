"""Ticket numbers and ratings are read from plain words."""

import pytest

from actions.tracking import level_in, number_in
from tickets.ratings import Level


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("查一下CD202611230001", "CD202611230001"),
        ("cd 20261123 0001到哪了", "CD202611230001"),
        ("CD20261123-0001", "CD202611230001"),
        ("我的工单到哪了", None),
        ("电话13900001111", None),
    ],
)
def test_a_ticket_number_is_found_in_the_text(text, number):
    assert number_in(text) == number


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("非常满意", 5),
        ("满意 CD202611230001", 4),
        ("基本满意", 3),
        ("不满意，没人来过", 2),
        ("不太满意", 2),
        ("非常不满意", 1),
        ("打五分", 5),
        ("三分吧", 3),
        ("给个差评", 1),
        ("我要评价", None),
        ("评价CD202611230005", None),  # the last digit of a number is no rating
    ],
)
def test_a_rating_is_heard_with_its_negation(text, level):
    assert level_in(text) == level


@pytest.mark.parametrize("level", Level)
def test_every_level_the_desk_offers_is_read_back_as_itself(level):
    assert level_in(f"评价 CD202611230001 {level.words}") == level
