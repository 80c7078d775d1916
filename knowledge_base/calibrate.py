"""Where do the coefficients come from? From lessons: questions of our own whose right articles are known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import cycle
from pathlib import Path

import numpy as np

from knowledge_base.article import Article
from knowledge_base.calibration import Calibration, fit, fit_ranking
from knowledge_base.evidence import CERTAINTY, RANKING, Evidence, Examiner
from knowledge_base.measure import Golden, read_golden
from knowledge_base.places import other_places
from knowledge_base.vectors import Vectors

LESSONS = Path(__file__).with_name("lessons.jsonl")

_MOVED_EVERY = 8  # of so many articles one is asked for elsewhere
_RIGHT_WHEN_ANSWERING = 0.95  # of the lessons answered, so many by a right article
_NEVER_ANSWERED = 0.98  # of the lessons that nothing answers, so many are not answered
_WORTH_ASKING = 1 / 3  # asking back is worth it where one of the three is right at least this often


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """One question, the articles that were examined for it, and which rows of them are right."""

    answerable: bool  # some article answers it, whether examined or not
    evidence: Evidence
    right: np.ndarray  # truth value per row


def shipped_lessons() -> list[Golden]:
    """The committed lessons, a fifth of which nothing answers. Never used for measuring."""
    return read_golden(LESSONS)


def calibrate(
    articles: Sequence[Article], lessons: Sequence[Golden], *, vectors: Vectors, cache: Path | None = None
) -> Calibration:
    """Coefficients and thresholds for these articles and vectors; the same content gives the same figures."""
    learned = taught(articles, [*lessons, *moved_away(articles)], vectors=vectors, cache=cache)
    solvable = [lesson for lesson in learned if lesson.right.any()]
    ranking = fit_ranking([lesson.evidence.features for lesson in solvable], [lesson.right for lesson in solvable])
    scores = [lesson.evidence.features @ ranking for lesson in learned]
    certainty = np.array([lesson.evidence.certainty(score) for lesson, score in zip(learned, scores, strict=True)])
    right = np.array([lesson.right[score.argmax()] for lesson, score in zip(learned, scores, strict=True)], float)
    bias, coefficients = fit(certainty, right)
    drawn = Calibration(
        vectors=vectors.name,
        ranking=_named(RANKING, ranking),
        bias=bias,
        certainty=_named(CERTAINTY, coefficients),
        answer_from=1.0,
        clarify_from=1.0,
    )
    return _with_thresholds(drawn, learned)


def moved_away(articles: Sequence[Article]) -> list[Golden]:
    """Questions of some articles with another place put in front: however near the words, they are not ours to answer."""
    moved = zip(cycle(other_places()), articles[::_MOVED_EVERY], strict=False)
    return [
        Golden(id=article.id, text=f"{place}{article.questions[0]}", articles=(), noisy=False)
        for place, article in moved
    ]


def taught(
    articles: Sequence[Article], lessons: Sequence[Golden], *, vectors: Vectors, cache: Path | None = None
) -> list[Lesson]:
    """What the search sees of every lesson; one that finds nothing to examine teaches nothing."""
    examiner, live = Examiner(articles, vectors=vectors, cache=cache), np.ones(len(articles), bool)
    ids = np.array([article.id for article in articles])
    learned = []
    for lesson in lessons:
        evidence = examiner.examine(lesson.text, live)
        right = np.isin(ids[evidence.articles], lesson.articles)
        learned.append(Lesson(answerable=bool(np.isin(lesson.articles, ids).any()), evidence=evidence, right=right))
    return [lesson for lesson in learned if len(lesson.right)]


def _named(names: Sequence[str], values: np.ndarray) -> dict[str, float]:
    return dict(zip(names, map(float, values), strict=True))


def _with_thresholds(drawn: Calibration, learned: Sequence[Lesson]) -> Calibration:
    """Answer from where answers are right often enough and strange questions are left alone; ask back down to where one of
    the three still often is right."""
    right, among = np.array([_right_shown(drawn, lesson) for lesson in learned]).T
    first = np.array([drawn.probabilities(lesson.evidence).max() for lesson in learned])
    answerable = np.array([lesson.answerable for lesson in learned])

    def worth_answering(step: float) -> bool:
        return (
            _mean(right, first >= step) >= _RIGHT_WHEN_ANSWERING and _mean(first < step, ~answerable) >= _NEVER_ANSWERED
        )

    steps = np.arange(0.05, 1.0, 0.01)
    answer_from = _lowest(steps, worth_answering)
    clarify_from = _lowest(steps, lambda step: _mean(among, np.abs(first - step) <= 0.05) >= _WORTH_ASKING)
    return replace(drawn, answer_from=answer_from, clarify_from=min(answer_from, clarify_from))


def _right_shown(drawn: Calibration, lesson: Lesson) -> tuple[bool, bool]:
    """Whether a right article is first, and whether one is among the three shown."""
    best = np.argsort(-drawn.scores(lesson.evidence))[:3]
    return lesson.right[best[0]], lesson.right[best].any()


def _lowest(steps: np.ndarray, holds: Callable[[float], bool]) -> float:
    """The lowest step from which the condition holds at every higher one; 1 if at none."""
    found = 1.0
    for step in steps[::-1]:
        if not holds(step):
            return found
        found = round(float(step), 2)
    return found


def _mean(values: np.ndarray, chosen: np.ndarray) -> float:
    """The mean of the chosen; 1 where there is none, which stops nobody."""
    return float(values[chosen].mean()) if chosen.any() else 1.0
