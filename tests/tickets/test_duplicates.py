"""Do two appeals about one matter look alike, and two about different ones not?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.duplicates import ALIKE, likeness

LAMP = "沿河大道的路灯坏了三盏，晚上看不见路。"


@pytest.mark.parametrize(
    "other",
    [
        "沿河大道路灯坏了好几盏，晚上看不见路，快修",
        "沿河大道的路灯坏了三盏 晚上看不见路",
        "晚上看不见路！沿河大道的路灯坏了。",
    ],
)
def test_the_same_matter_in_other_words_is_alike(other: str) -> None:
    assert likeness(LAMP, other) >= ALIKE


@pytest.mark.parametrize("other", ["沿河大道井盖没了，车掉进去了", "明珠路的路灯晚上太亮睡不着", "低保怎么申请", ""])
def test_another_matter_is_not_even_in_the_same_street(other: str) -> None:
    assert likeness(LAMP, other) < ALIKE


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_goes_both_ways_and_stays_a_share(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 1
