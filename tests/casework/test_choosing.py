"""Which choice is meant by a number, or by its own words?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.casework.choosing import chosen


class TestChoosing:
    questions = ("居民医保怎么缴费", "异地就医怎么备案", "转人工")

    @pytest.mark.parametrize(
        "reply", ["2", " 2 ", "２", "2.", "2、", "选2", "选择 2", "第2个", "回复2", "异地就医怎么备案"]
    )
    def test_a_citizen_names_a_choice_in_many_ways(self, reply):
        assert chosen(reply, self.questions) == "异地就医怎么备案"

    @pytest.mark.parametrize("reply", ["0", "4", "99", "", "2号楼路灯坏了", "13800000000", "二维码", "²3"])
    def test_anything_else_names_none(self, reply):
        assert chosen(reply, self.questions) is None

    @given(st.lists(st.text(st.characters(exclude_categories=["C", "Z", "N"]), min_size=1), min_size=1, max_size=20))
    def test_every_number_shown_leads_back_to_its_choice(self, choices):
        assert [chosen(str(n), choices) for n in range(1, len(choices) + 1)] == choices
