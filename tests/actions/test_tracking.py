"""Ticket numbers, ratings and the wish to change a ticket are read from plain words."""

import pytest

from actions.tracking import level_in, number_in, wants_to_amend
from tickets.ratings import Level


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("查一下ZD2026112300001", "ZD2026112300001"),
        ("zd 20261123 00001到哪了", "ZD2026112300001"),
        ("ZD20261123-00001", "ZD2026112300001"),
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
        ("满意 ZD2026112300001", 4),
        ("基本满意", 3),
        ("不满意，没人来过", 2),
        ("不太满意", 2),
        ("非常不满意", 1),
        ("打五分", 5),
        ("三分吧", 3),
        ("给个差评", 1),
        ("我要评价", None),
        ("评价ZD2026112300005", None),  # the last digit of a number is no rating
    ],
)
def test_a_rating_is_heard_with_its_negation(text, level):
    assert level_in(text) == level


@pytest.mark.parametrize("level", Level)
def test_every_level_the_desk_offers_is_read_back_as_itself(level):
    assert level_in(f"评价 ZD2026112300001 {level.words}") == level


@pytest.mark.parametrize(
    "text",
    [
        "补充 ZD2026112300001：灯杆是15号",
        "我要补充一下ZD20261123-00001",
        "撤回 zd2026112300001",
        "麻烦把 ZD2026112300001 撤销",
        "撤单",
        "补充情况",
    ],
)
def test_the_wish_to_add_or_withdraw_is_heard(text):
    assert wants_to_amend(text)


@pytest.mark.parametrize(
    "text",
    [
        "查进度 ZD2026112300001",
        "社保断缴了怎么补充缴费",
        "撤回的申请还能再交吗",
        "评价 ZD2026112300001 不满意，请补充处理",
        "撤掉路边的摊位",
    ],
)
def test_other_words_with_the_same_verbs_are_left_alone(text):
    assert not wants_to_amend(text)
