from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.lexical import character_index
from knowledge_base.reader import read_library
from knowledge_base.spelling import Spelling, sound, sounds
from knowledge_base.text import normal

SAID = ("公积金怎么取", "身份证丢了", "居住证办理", "我的社保", "查社保", "交社保", "买房子", "医保报销")


@pytest.fixture(scope="module")
def spelling() -> Spelling:
    return Spelling(SAID, known={pair for text in SAID for pair in map("".join, zip(text, text[1:], strict=False))})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("公机金能取吗", "公积金能取吗"),
        ("设保断了三个月", "社保断了三个月"),
        ("居驻证要几天", "居住证要几天"),
        ("身份正不见了", "身份证不见了"),
    ],
)
def test_a_word_typed_by_its_sound_is_read_as_the_word(spelling: Spelling, typed: str, meant: str) -> None:
    assert spelling.mended(typed) == meant


@pytest.mark.parametrize(
    "plain",
    [
        "买房子",  # known as it stands
        "公鸡打鸣",  # 公鸡 is a word of the dictionary: it sounds like 公积 and is left alone
        "租个房间",  # no known word sounds so
        "ＥＴＣ 12345",
        "",
    ],
)
def test_what_may_mean_what_it_says_is_left_alone(spelling: Spelling, plain: str) -> None:
    assert spelling.mended(plain) == normal(plain)


def test_two_characters_are_mended_only_to_a_word_that_is_used_often() -> None:
    once = Spelling(["交社保"], known={"交社", "社保"})
    assert once.mended("设保断了") == "设保断了"


def test_sounds_are_pairs_of_syllables_without_tones_and_never_across_a_gap() -> None:
    assert sounds("身份证，掉了") == ["shen·fen", "fen·zheng", "diao·le"]
    assert sound("a") == "a"


@given(st.text())
def test_mending_keeps_the_length_and_the_gaps(text: str) -> None:
    mended = Spelling(SAID, known=()).mended(text)
    assert len(mended) == len(normal(text))
    assert [place for place, one in enumerate(mended) if one == " "] == [
        place for place, one in enumerate(normal(text)) if one == " "
    ]


def test_no_title_and_hardly_any_question_of_our_own_is_read_otherwise(pytestconfig: pytest.Config) -> None:
    articles, _ = read_library(Path(pytestconfig.rootpath) / "knowledge_base" / "articles")
    said = [text for article in articles for text in (article.title, *article.questions)]
    spelling = Spelling(said, known=character_index(articles).terms)
    assert [text for text in said if spelling.mended(text) != normal(text)] == []
