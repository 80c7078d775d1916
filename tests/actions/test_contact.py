"""A citizen can be reached by a Chinese mobile or landline number, or chooses not to be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.contact import contact_in

SPOKEN = str.maketrans("0123456789", "零幺二三四五六七八九")
mobiles = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("13900001111", "13900001111"),
        ("我电话是139 0000 1111，姓张", "13900001111"),
        ("+86-13900001111", "13900001111"),
        ("１３９００００１１１１", "13900001111"),
        ("幺三九零零零零幺幺幺幺", "13900001111"),  # as voice recognition writes it
        ("0722-3300000", "07223300000"),
        ("座机3300000", "3300000"),
        ("1390000111", None),  # ten digits
        ("139000011112", None),  # twelve digits
        ("12900001111", None),  # no such range
        ("ZD2026112300001", None),  # a ticket number is no telephone
        ("就在三单元", None),
    ],
)
def test_a_number_is_heard_however_it_is_written(text, number):
    assert contact_in(text).number == number


@pytest.mark.parametrize("text", ["匿名", "我不想留电话", "不方便透露", "跳过", "没有电话", "不用了", "算了"])
def test_nobody_has_to_leave_a_number(text):
    assert contact_in(text).anonymous


@pytest.mark.parametrize("text", ["保密", "请别告诉他们是我说的", "13900001111，要保密"])
def test_confidential_is_not_anonymous(text):
    assert contact_in(text).confidential
    assert not contact_in(text).anonymous


def test_a_number_outweighs_the_word_anonymous():
    assert contact_in("先别匿名了，打13900001111").number == "13900001111"
    assert not contact_in("先别匿名了，打13900001111").anonymous


@given(mobiles, st.lists(st.sampled_from(["", " ", "-"]), min_size=10, max_size=10))
def test_gaps_and_spoken_digits_change_nothing(mobile, gaps):
    gapped = "".join(digit + gap for digit, gap in zip(mobile, [*gaps, ""], strict=True))
    assert contact_in(f"打我电话{gapped}吧").number == mobile
    assert contact_in(mobile.translate(SPOKEN)).number == mobile
