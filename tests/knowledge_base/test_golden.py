"""Is the question set fit to measure with, and does the search still pass it?"""

from datetime import date
from pathlib import Path
from time import perf_counter

import numpy as np
import pytest
from rapidfuzz import fuzz, process

from knowledge_base.article import Article
from knowledge_base.calibrate import shipped_lessons
from knowledge_base.measure import Golden, ask_all, read_golden, report
from knowledge_base.reader import read_library
from knowledge_base.search import Search
from knowledge_base.text import normal
from knowledge_base.vectors import Vectors

TODAY = date(2026, 11, 23)
GOLDEN = read_golden(Path(__file__).with_name("golden.jsonl"))


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    return read_library(Path(__file__).parents[2] / "knowledge_base" / "articles")[0]


def test_ids_and_texts_are_all_different() -> None:
    assert len({golden.id for golden in GOLDEN}) == len({normal(golden.text) for golden in GOLDEN}) == len(GOLDEN)


def test_enough_is_asked_a_quarter_of_it_badly_and_of_every_article() -> None:
    answerable = [golden for golden in GOLDEN if golden.articles]
    assert len(answerable) >= 1_500 and len(GOLDEN) - len(answerable) >= 500
    assert sum(golden.noisy for golden in answerable) >= 400
    assert len({article for golden in answerable for article in golden.articles}) >= 670


def test_every_article_asked_for_exists(articles: list[Article]) -> None:
    assert {id for golden in GOLDEN for id in golden.articles} <= {article.id for article in articles}


def test_no_golden_question_is_known_to_the_search_or_the_calibration(articles: list[Article]) -> None:
    known = [normal(text) for article in articles for text in (article.title, *article.questions)]
    known += [normal(lesson.text) for lesson in shipped_lessons()]
    likeness = process.cdist([normal(golden.text) for golden in GOLDEN], known, scorer=fuzz.ratio, dtype=np.uint8)
    assert [golden.text for golden, row in zip(GOLDEN, likeness, strict=True) if row.max() > 90] == []


def test_the_search_passes_the_golden_questions(e5: Vectors, articles: list[Article], memory: Path) -> None:
    search = Search(articles, vectors=e5, today=TODAY, cache=memory)
    figures = report(ask_all(search, _about(GOLDEN, articles), TODAY, perf_counter))
    assert figures.first_right >= 0.86
    assert figures.in_three >= 0.955
    assert figures.noisy_first_right >= 0.88
    assert figures.false_answers <= 0.02
    assert figures.answered_wrong <= 0.02
    assert figures.calibration_error <= 0.05


def _about(questions: list[Golden], articles: list[Article]) -> list[Golden]:
    ids = {article.id for article in articles}
    return [golden for golden in questions if ids.issuperset(golden.articles)]
