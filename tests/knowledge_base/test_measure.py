import json
from collections.abc import Sequence
from itertools import count
from pathlib import Path

import pytest

from knowledge_base.article import Article
from knowledge_base.evidence import Examiner
from knowledge_base.measure import Asked, Golden, ask_all, calibration_error, parts_alone, read_golden, report
from knowledge_base.search import Candidate, Found, Outcome, Search
from knowledge_base.vectors import Absent
from tests.knowledge_base.small_library import ID_CARD, LIBRARY, MARRIAGE, NOISE, TODAY


def asked(
    right: Sequence[Article], outcome: Outcome, probability: float, shown: Sequence, noisy: bool = False
) -> Asked:
    candidates = tuple(Candidate(article=one, probability=probability) for one in shown)
    return Asked(
        golden=Golden(id="G", text="问", articles=tuple(article.id for article in right), noisy=noisy),
        found=Found(outcome=outcome, probability=probability, candidates=candidates),
        seconds=0.01,
    )


def test_each_share_is_of_the_questions_it_speaks_about() -> None:
    figures = report(
        [
            asked([ID_CARD], "answer", 0.9, [ID_CARD, NOISE]),
            asked([ID_CARD], "answer", 0.8, [NOISE, ID_CARD], noisy=True),
            asked([ID_CARD], "clarify", 0.4, [NOISE, ID_CARD]),
            asked([ID_CARD], "unknown", 0.1, [NOISE, MARRIAGE]),
            asked([], "answer", 0.9, [NOISE]),
            asked([], "unknown", 0.0, []),
        ]
    )
    assert (figures.answerable, figures.unanswerable) == (4, 2)
    assert (figures.first_right, figures.in_three, figures.noisy_first_right) == (1 / 4, 3 / 4, 0)
    assert (figures.answered_right, figures.answered_wrong) == (1 / 4, 1 / 4)
    assert (figures.asked_back, figures.clarify_holds, figures.said_unknown) == (1 / 4, 1, 1 / 4)
    assert (figures.false_answers, figures.false_clarifications) == (1 / 2, 0)
    assert figures.p95_ms == pytest.approx(10)


@pytest.mark.parametrize("shown", [(NOISE, MARRIAGE), (ID_CARD, MARRIAGE)])
def test_any_of_several_right_articles_is_right(shown: Sequence[Article]) -> None:
    one = asked([ID_CARD, NOISE], "answer", 0.9, shown)
    assert one.first_right and one.in_three


def test_a_right_article_that_is_not_first_is_only_in_the_three() -> None:
    one = asked([ID_CARD, NOISE], "clarify", 0.5, [MARRIAGE, NOISE])
    assert one.in_three and not one.first_right


def test_a_share_of_nothing_is_none() -> None:
    figures = report([asked([], "unknown", 0.0, [])])
    assert figures.first_right is None and figures.false_answers == 0


def test_a_probability_that_keeps_its_word_has_no_error() -> None:
    assert calibration_error([0.8] * 5, [True] * 4 + [False]) == pytest.approx(0)
    assert calibration_error([0.95] * 4, [False] * 4) == pytest.approx(0.95)
    assert calibration_error([], []) == 0


def test_a_sure_thing_falls_into_the_last_tenth() -> None:
    assert calibration_error([1.0, 0.95], [True, True]) == pytest.approx(0.025)


def test_every_question_is_put_and_timed_by_the_clock_given() -> None:
    ticks = count()
    search = Search(LIBRARY, vectors=Absent(), today=TODAY)
    questions = [Golden(id="G-1", text=MARRIAGE.questions[0], articles=(MARRIAGE.id,), noisy=False)]
    (one,) = ask_all(search, questions, TODAY, clock=lambda: float(next(ticks)))
    assert one.first_right and one.in_three and one.seconds == 1


def test_parts_are_measured_apart_and_a_tie_is_no_find() -> None:
    questions = [Golden(id="G-1", text="领证要不要户口本", articles=(MARRIAGE.id,), noisy=False)]
    parts = {part.name: part for part in parts_alone(_examiner(), [article.id for article in LIBRARY], questions)}
    assert parts["spelling"].first_right == 1
    assert parts["meaning"].first_right == 0  # without vectors all articles are level


def test_a_part_that_puts_either_right_article_first_has_found_it() -> None:
    (question, ids) = ("领证要不要户口本", (NOISE.id, MARRIAGE.id))
    questions = [Golden(id="G-1", text=question, articles=ids, noisy=False)]
    parts = {part.name: part for part in parts_alone(_examiner(), [article.id for article in LIBRARY], questions)}
    assert parts["spelling"].first_right == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"article": "KB-0001"}, "nothing else"),  # the form of a time when a question had one article only
        ({"id": ""}, "are words"),
        ({"text": 12345}, "are words"),
        ({"noisy": "no"}, "true or false"),
        ({"articles": "KB-0001"}, "a list of different ids"),
        ({"articles": None}, "a list of different ids"),
        ({"articles": ["KB-0001", "KB-0001"]}, "a list of different ids"),
    ],
)
def test_a_question_of_another_form_is_refused_with_its_line(tmp_path: Path, changes: dict, sentence: str) -> None:
    good = {"id": "G-1", "text": "领证要带什么", "articles": ["KB-0261"], "noisy": False}
    file = tmp_path / "golden.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in (good, good | changes)), encoding="utf-8")
    with pytest.raises(ValueError, match=f"golden.jsonl:2: .*{sentence}"):
        read_golden(file)


def test_a_question_is_read_with_all_its_right_articles(tmp_path: Path) -> None:
    file = tmp_path / "golden.jsonl"
    file.write_text('{"id": "G-1", "text": "楼上狗叫", "articles": ["KB-0025", "KB-0506"], "noisy": true}\n', "utf-8")
    assert read_golden(file) == [Golden(id="G-1", text="楼上狗叫", articles=("KB-0025", "KB-0506"), noisy=True)]


def _examiner() -> Examiner:
    return Examiner(LIBRARY, vectors=Absent())
