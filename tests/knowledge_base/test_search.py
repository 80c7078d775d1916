from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base.calibration import Calibration, CalibrationError, load
from knowledge_base.search import Found, Search
from knowledge_base.vectors import Absent, Vectors
from tests.knowledge_base.small_library import FUND, ID_CARD, LIBRARY, MARRIAGE, NOISE, STREET_LIGHT, TODAY, an_article


@pytest.fixture(scope="module")
def search(e5: Vectors) -> Search:
    return Search(LIBRARY, vectors=e5, today=TODAY)


@pytest.mark.parametrize(
    ("text", "article"),
    [
        ("我身份证不见了去哪里补", ID_CARD),
        ("身份正丢了咋补", ID_CARD),  # 正 for 证, as voice input writes it
        ("门口的灯一个星期不亮了", STREET_LIGHT),
        ("打结昏证要带么事", MARRIAGE),  # 昏 for 婚, 么事 as one says here
        ("租房可以用公积金吗", FUND),
        ("外面放音响吵死人", NOISE),
    ],
)
def test_spoken_and_misspelt_questions_find_their_article_first(search: Search, text: str, article) -> None:
    assert search.ask(text, TODAY).candidates[0].article == article


@pytest.mark.parametrize("article", LIBRARY, ids=lambda article: article.id)
def test_a_question_asked_exactly_as_published_is_answered(search: Search, article) -> None:
    for question in article.questions[:2]:
        found = search.ask(question, TODAY)
        assert (found.outcome, found.candidates[0].article.id) == ("answer", article.id)


@pytest.mark.parametrize(
    "text", ["播放一首周杰伦的歌", "红烧肉怎么做才不腻", "明天会不会下雨", "武汉的身份证丢了怎么补办"]
)
def test_what_is_not_ours_is_never_answered(search: Search, text: str) -> None:
    assert search.ask(text, TODAY).outcome != "answer"


@pytest.mark.parametrize("text", ["", "   ", "？？？", "。，！"])
def test_nothing_asked_is_unknown_without_candidates(search: Search, text: str) -> None:
    assert search.ask(text, TODAY) == Found(outcome="unknown", probability=0.0, candidates=())


def test_at_most_three_are_shown_likeliest_first(search: Search) -> None:
    chances = [candidate.probability for candidate in search.ask("要带什么证件去哪里办", TODAY).candidates]
    assert len(chances) == 3
    assert chances == sorted(chances, reverse=True)


@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_text_gets_a_probability_and_the_outcome_follows_it(text: str) -> None:
    found = _by_words().ask(text, TODAY)
    thresholds = load("absent")
    assert 0 <= found.probability <= 1
    assert (found.outcome == "answer") == (found.probability >= thresholds.answer_from)
    assert (found.outcome == "unknown") == (found.probability < thresholds.clarify_from)


@cache
def _by_words() -> Search:
    return Search(LIBRARY, vectors=Absent(), today=TODAY)


@given(st.permutations(LIBRARY), st.sampled_from(["身份证丢了", "公积金", "要带什么", "吵得睡不着"]))
@settings(max_examples=20, deadline=None)
def test_the_order_of_the_articles_makes_no_difference(articles: Sequence, text: str) -> None:
    assert Search(articles, vectors=Absent(), today=TODAY).ask(text, TODAY) == _by_words().ask(text, TODAY)


@given(st.integers(-400, 400), st.integers(0, 300))
@settings(max_examples=60, deadline=None)
def test_an_article_answers_from_its_first_to_its_last_day_only(offset: int, length: int) -> None:
    asked, first = TODAY + timedelta(days=offset), TODAY
    last = first + timedelta(days=length)
    search = Search([an_article(effective=first, expires=last), *LIBRARY[1:]], vectors=Absent(), today=date(2020, 1, 1))
    shown = {candidate.article.id for candidate in search.ask(NOISE.title, asked).candidates}
    assert (NOISE.id in shown) == (first <= asked <= last)


def test_an_article_that_ended_before_the_start_never_comes_back() -> None:
    over = an_article(expires=TODAY - timedelta(days=1))
    search = Search([over], vectors=Absent(), today=TODAY)
    assert search.ask(NOISE.title, TODAY - timedelta(days=30)).outcome == "unknown"


def test_an_article_taken_away_is_not_missed_by_the_others(e5: Vectors) -> None:
    found = Search([NOISE, STREET_LIGHT], vectors=e5, today=TODAY).ask("领证要不要户口本", TODAY)
    assert found.outcome != "answer"


def test_a_vector_that_is_known_already_makes_no_difference(e5: Vectors, search: Search) -> None:
    question = "打结昏证要带么事"
    assert search.ask(question, TODAY, e5.of([search.read(question)])[0]) == search.ask(question, TODAY)


def test_an_empty_library_knows_nothing() -> None:
    assert Search([], vectors=Absent(), today=TODAY).ask("身份证丢了", TODAY).outcome == "unknown"


def test_vectors_from_memory_find_the_same(e5: Vectors, tmp_path: Path) -> None:
    first, second = (Search(LIBRARY, vectors=e5, today=TODAY, cache=tmp_path) for _ in range(2))
    assert first.ask("证件掉了", TODAY) == second.ask("证件掉了", TODAY)


def test_vectors_nobody_calibrated_are_refused_in_words() -> None:
    class Strange(Absent):
        name = "strange"

    with pytest.raises(CalibrationError, match="No calibration for the vectors “strange”"):
        Search(LIBRARY, vectors=Strange(), today=TODAY)


def test_the_thresholds_decide_between_answering_asking_and_unknown() -> None:
    fitted = load("absent")
    outcomes = {
        _asked_with(fitted, answer_from=at, clarify_from=low).outcome
        for at, low in [(0.0, 0.0), (1.01, 0.0), (1.01, 1.01)]
    }
    assert outcomes == {"answer", "clarify", "unknown"}


def _asked_with(fitted: Calibration, *, answer_from: float, clarify_from: float) -> Found:
    calibration = replace(fitted, answer_from=answer_from, clarify_from=clarify_from)
    return Search(LIBRARY, vectors=Absent(), today=TODAY, calibration=calibration).ask("公积金", TODAY)
