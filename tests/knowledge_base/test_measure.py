from collections.abc import Sequence
from itertools import count

import pytest

from knowledge_base.evidence import Examiner
from knowledge_base.measure import Asked, Golden, ask_all, calibration_error, parts_alone, report
from knowledge_base.search import Candidate, Found, Outcome, Search
from knowledge_base.vectors import Absent
from tests.knowledge_base.small_library import ID_CARD, LIBRARY, MARRIAGE, NOISE, TODAY


def asked(article: str | None, outcome: Outcome, probability: float, shown: Sequence, noisy: bool = False) -> Asked:
    candidates = tuple(Candidate(article=one, probability=probability) for one in shown)
    return Asked(
        golden=Golden(id="G", text="问", article=article, noisy=noisy),
        found=Found(outcome=outcome, probability=probability, candidates=candidates),
        seconds=0.01,
    )


def test_each_share_is_of_the_questions_it_speaks_about() -> None:
    figures = report(
        [
            asked(ID_CARD.id, "answer", 0.9, [ID_CARD, NOISE]),
            asked(ID_CARD.id, "answer", 0.8, [NOISE, ID_CARD], noisy=True),
            asked(ID_CARD.id, "clarify", 0.4, [NOISE, ID_CARD]),
            asked(ID_CARD.id, "unknown", 0.1, [NOISE, MARRIAGE]),
            asked(None, "answer", 0.9, [NOISE]),
            asked(None, "unknown", 0.0, []),
        ]
    )
    assert (figures.answerable, figures.unanswerable) == (4, 2)
    assert (figures.first_right, figures.in_three, figures.noisy_first_right) == (1 / 4, 3 / 4, 0)
    assert (figures.answered_right, figures.answered_wrong) == (1 / 4, 1 / 4)
    assert (figures.asked_back, figures.clarify_holds, figures.said_unknown) == (1 / 4, 1, 1 / 4)
    assert (figures.false_answers, figures.false_clarifications) == (1 / 2, 0)
    assert figures.p95_ms == pytest.approx(10)


def test_a_share_of_nothing_is_none() -> None:
    figures = report([asked(None, "unknown", 0.0, [])])
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
    questions = [Golden(id="G-1", text=MARRIAGE.questions[0], article=MARRIAGE.id, noisy=False)]
    (one,) = ask_all(search, questions, TODAY, clock=lambda: float(next(ticks)))
    assert one.first_right and one.in_three and one.seconds == 1


def test_parts_are_measured_apart_and_a_tie_is_no_find() -> None:
    questions = [Golden(id="G-1", text="领证要不要户口本", article=MARRIAGE.id, noisy=False)]
    parts = {part.name: part for part in parts_alone(_examiner(), [article.id for article in LIBRARY], questions)}
    assert parts["spelling"].first_right == 1
    assert parts["meaning"].first_right == 0  # without vectors all articles are level


def _examiner() -> Examiner:
    return Examiner(LIBRARY, vectors=Absent())
