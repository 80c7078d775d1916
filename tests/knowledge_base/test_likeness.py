"""Does a sentence lean to the pile whose meaning it shares, in whatever words?"""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.likeness import Likeness
from knowledge_base.vectors import Vectors

SPOKEN = {
    "溺水": ("有个娃掉塘里了", "河里有人在扑腾", "老人滑到水渠里去了", "落水了快来人", "掉进水库捞不到", "他沉下去了"),
    "火灾": ("楼下着火了", "屋里烧起来了", "窗户里冒火", "林子烧着了", "浓烟把楼道封了", "厨房起火了"),
}
EVERYDAY = (
    "水费怎么交", "自来水发黄能喝吗", "水管冻裂了找谁", "这个月停水几天", "水表不准", "消防证怎么办",
    "灭火器过期了", "火车票怎么退", "烧烤摊油烟大", "燃气费涨了吗", "钓鱼要办证吗", "游泳馆几点开门",
)  # fmt: skip


class Compass:
    """A model for the test: a text is the angle written in it."""

    name = "compass"
    dimensions = 2

    def of(self, texts: Sequence[str]) -> np.ndarray:
        angles = np.radians([float(text.replace(" ", ".")) for text in texts])  # a normal form has no points
        return np.column_stack([np.cos(angles), np.sin(angles)]).astype(np.float32)


NORTH, EAST, SOUTH = ("80", "90", "100"), ("350", "0", "10"), ("240", "225", "210")


def compass(others: Sequence[str] = SOUTH) -> Likeness:
    return Likeness({"北": NORTH, "东": EAST}, others, vectors=Compass())


@pytest.mark.parametrize(("sentence", "pile"), [("孙伢落水了捞不到", "溺水"), ("隔壁房子在烧", "火灾")])
def test_a_sentence_leans_to_the_pile_that_means_the_same(model: Vectors, sentence: str, pile: str) -> None:
    leaning = Likeness(SPOKEN, EVERYDAY, vectors=model).leaning(sentence)
    assert leaning.towards > 0 and leaning.pile == pile


def test_a_sentence_that_shares_only_words_leans_away(model: Vectors) -> None:
    assert Likeness(SPOKEN, EVERYDAY, vectors=model).leaning("水费单和火车票怎么报销").towards < 0


def test_an_example_leans_to_its_own_pile() -> None:
    likeness = compass()
    for pile, texts in (("北", NORTH), ("东", EAST)):
        leanings = [likeness.leaning(text) for text in texts]
        assert [leaning.pile for leaning in leanings] == [pile] * 3
        assert min(leaning.towards for leaning in leanings) > 0
    assert max(likeness.leaning(text).towards for text in SOUTH) < 0


def test_the_others_do_not_win_by_being_many() -> None:
    crowd = [str(200 + place / 4) for place in range(200)]
    assert compass(crowd).leaning("95").towards > 0


@given(st.integers(0, 359))
def test_exchanging_one_pile_and_the_others_turns_every_leaning_round(angle: int) -> None:
    there = Likeness({"北": NORTH}, SOUTH, vectors=Compass()).leaning(str(angle))
    back = Likeness({"南": SOUTH}, NORTH, vectors=Compass()).leaning(str(angle))
    assert there.towards == pytest.approx(-back.towards, abs=1e-6)
