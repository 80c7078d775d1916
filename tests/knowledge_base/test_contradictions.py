from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from knowledge_base.article import Article
from knowledge_base.claims import About
from knowledge_base.contradictions import Contradiction, contradictions
from knowledge_base.vectors import Absent, Vectors
from tests.knowledge_base.small_library import FUND, LIBRARY, MARRIAGE, NOISE

LOST = replace(
    LIBRARY[2],
    id="KB-0901",
    title="身份证丢失补领",
    keywords=("身份证",),
    questions=("身份证掉了", "补一张身份证要钱吗"),
    short="补领身份证工本费40元，在派出所办，20日内发证。",
    body="**带什么**　户口簿。补领不用照片。",
)
WORN = replace(LOST, id="KB-0902", title="身份证损坏换领", questions=("身份证刮花了", "换一张身份证要钱吗"))


def found(*articles: Article) -> Sequence[Contradiction]:
    return contradictions((*articles, NOISE, FUND, MARRIAGE), vectors=Absent())


def units(*articles: Article) -> list[str]:
    return sorted(contradiction.one.unit for contradiction in found(*articles))


def test_articles_that_agree_contradict_nobody() -> None:
    assert units(LOST, WORN) == []


@pytest.mark.parametrize(
    ("said", "instead", "unit"),
    [
        ("40元", "20元", "元"),
        ("40元", "免费", "元"),
        ("20日", "六十日", "日"),
        ("不用照片", "要交照片", "照片"),
    ],
)
def test_another_value_for_the_same_is_a_contradiction(said: str, instead: str, unit: str) -> None:
    other = replace(WORN, short=LOST.short.replace(said, instead), body=LOST.body.replace(said, instead))
    assert units(LOST, other) == [unit]


def test_the_same_amount_written_otherwise_is_no_contradiction() -> None:
    assert units(LOST, replace(WORN, short=LOST.short.replace("40元", "四十元"))) == []


def test_another_telephone_of_the_same_office_is_a_contradiction() -> None:
    one = replace(LOST, short="身份证窗口电话0722-3312345。")
    other = replace(WORN, short="身份证窗口电话0722-3354321。")
    (contradiction,) = found(one, other)
    assert contradiction.one.about is About.PHONE
    assert str(contradiction) == (
        "电话：KB-0901 说 0722-3312345（身份证窗口电话0722-3312345）；"
        "KB-0902 说 0722-3354321（身份证窗口电话0722-3354321）"
    )


def test_emergency_lines_contradict_none() -> None:
    assert units(replace(LOST, short="身份证窗口电话110。"), replace(WORN, short="身份证窗口电话120。")) == []


def test_an_article_that_knows_both_values_speaks_of_two_cases() -> None:
    both = replace(WORN, short="换领身份证工本费20元，补领40元，在派出所办，20日内发证。")
    assert units(LOST, both) == []


def test_days_and_working_days_cannot_be_compared() -> None:
    assert units(LOST, replace(WORN, short=LOST.short.replace("20日", "20个工作日"))) == []


def test_the_same_number_of_another_matter_is_its_own() -> None:
    assert units(LOST, replace(NOISE, id="KB-0903", short="音响吵人的可罚500元，劝阻以后30日内复查。")) == []


class Compass:
    """A model for the test: what speaks of identity cards points north, the rest points elsewhere."""

    name = "compass"
    dimensions = 2

    def of(self, texts: Sequence[str]) -> np.ndarray:
        return np.array([[1, 0] if "身份证" in text else [0, 1] for text in texts], np.float32)


def test_vectors_say_which_articles_are_near_enough_to_compare() -> None:
    dear = replace(WORN, short=LOST.short.replace("40元", "20元"))
    far = replace(dear, title="证件刮花", questions=("刮花了",))
    library = (NOISE, FUND)
    assert len(contradictions((LOST, dear, *library), vectors=Compass())) == 1
    assert contradictions((LOST, far, *library), vectors=Compass()) == ()


def test_the_likeliest_comes_first() -> None:
    other = replace(WORN, short="补领身份证还收工本费20元，在派出所办，60日内发证。")
    first, second = found(LOST, other)
    assert first.likeness > second.likeness
    assert (first.one.clause, second.one.clause) == ("20日内发证", "补领身份证工本费40元")


@pytest.mark.parametrize("vectors", [Absent(), Compass()])
def test_an_article_alone_contradicts_nobody(vectors: Vectors) -> None:
    assert contradictions((), vectors=vectors) == contradictions((LOST,), vectors=vectors) == ()
