"""Where do the coefficients come from? From our own content, asked in ways whose right outcome is known.

Every kind of lesson stands for a share of what citizens send (MIX, an assumption until real questions are counted).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import cycle
from pathlib import Path

import numpy as np

from knowledge_base.article import Article
from knowledge_base.calibration import Calibration, fit
from knowledge_base.evidence import FEATURES, Evidence, Examiner
from knowledge_base.places import other_places
from knowledge_base.text import normal
from knowledge_base.vectors import Vectors, remembered

STRANGERS = Path(__file__).with_name("unanswerable.txt")

MIX = {
    "held out": 0.20,  # a question of an article, taken out of the index first
    "title": 0.20,  # a title, taken out of the index first
    "slip": 0.20,  # a question with a character lost, the index as it is
    "absent": 0.15,  # a question whose article is taken away: nothing answers it
    "elsewhere": 0.10,  # a question with another place put in front: not ours to answer
    "stranger": 0.15,  # a sentence of unanswerable.txt
}
_ANSWERABLE = ("held out", "title", "slip")
_GROUPS = 12  # articles are taken away in so many groups
_RIGHT_WHEN_ANSWERING = 0.95  # of the lessons answered, by weight, so many by the right article
_WORTH_ASKING = 1 / 3  # asking back is worth it where one of the three is right at least this often


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """One question, the articles that were examined for it, and which row of them is right."""

    kind: str  # one of MIX
    evidence: Evidence
    right: np.ndarray  # truth value per row


def calibrate(articles: Sequence[Article], *, vectors: Vectors, cache: Path | None = None) -> Calibration:
    """Coefficients and thresholds for these articles and vectors; the same content gives the same figures."""
    learned = [lesson for lesson in lessons(articles, vectors=vectors, cache=cache) if len(lesson.right)]
    features = np.concatenate([lesson.evidence.features for lesson in learned])
    right = np.concatenate([lesson.right for lesson in learned]).astype(float)
    weights = np.concatenate([np.full(len(lesson.right), weight) for lesson, weight in _weighted(learned)])
    bias, coefficients = _honest_at_first_place(learned, *fit(features, right, weights))
    drawn = Calibration(
        vectors=vectors.name,
        bias=bias,
        weights=dict(zip(FEATURES, map(float, coefficients), strict=True)),
        answer_from=1.0,
        clarify_from=1.0,
    )
    return _with_thresholds(drawn, learned)


def lessons(articles: Sequence[Article], *, vectors: Vectors, cache: Path | None = None) -> Iterator[Lesson]:
    """Every lesson the content holds."""
    school = _School(articles, vectors=vectors, cache=cache)
    for number in range(max(len(article.questions) for article in articles)):
        asked = [(article.questions[number], article.id) for article in articles if number < len(article.questions)]
        yield from school.ask("held out", [_without_question(article, number) for article in articles], asked)
    untitled = [replace(article, title=article.questions[0]) for article in articles]
    yield from school.ask("title", untitled, [(article.title, article.id) for article in articles])
    yield from school.ask("slip", articles, [(_slip(text), of) for text, of in _questions(articles)])
    for group in range(_GROUPS):
        gone = articles[group::_GROUPS]
        rest = [article for article in articles if article not in gone]
        yield from school.ask("absent", rest, [(text, None) for text, _ in _questions(gone)])
    yield from school.ask("elsewhere", articles, [(text, None) for text in _moved_away(articles)])
    yield from school.ask("stranger", articles, [(text, None) for text in strangers()])


def _questions(articles: Sequence[Article]) -> list[tuple[str, str]]:
    return [(question, article.id) for article in articles for question in article.questions]


def _without_question(article: Article, number: int) -> Article:
    return replace(article, questions=article.questions[:number] + article.questions[number + 1 :])


def _slip(text: str) -> str:
    """The text with the character in its middle lost."""
    return text[: len(text) // 2] + text[len(text) // 2 + 1 :]


def _moved_away(articles: Sequence[Article]) -> list[str]:
    places = cycle(other_places())
    return [next(places) + article.questions[0] for article in articles]


def strangers() -> list[str]:
    """The committed sentences that nothing answers."""
    lines = STRANGERS.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


class _School:
    """Embeds each text once, then puts questions to one selection of articles after another."""

    def __init__(self, articles: Sequence[Article], *, vectors: Vectors, cache: Path | None) -> None:
        self._vectors, self._cache = vectors, cache

    def ask(self, kind: str, articles: Sequence[Article], asked: Sequence[tuple[str, str | None]]) -> Iterator[Lesson]:
        examiner = Examiner(articles, vectors=self._vectors, cache=self._cache)
        rows = remembered(self._vectors, [normal(text) for text, _ in asked], self._cache)
        live = np.ones(len(articles), bool)
        for (text, answered_by), row in zip(asked, rows, strict=True):
            evidence = examiner.examine(text, live, row)
            right = np.array([articles[at].id == answered_by for at in evidence.articles], bool)
            yield Lesson(kind=kind, evidence=evidence, right=right)


def _weighted(learned: Sequence[Lesson]) -> Iterator[tuple[Lesson, float]]:
    """Each lesson with the weight that gives its kind its share of the whole."""
    counts = Counter(lesson.kind for lesson in learned)
    for lesson in learned:
        yield lesson, MIX[lesson.kind] * len(learned) / counts[lesson.kind]


def _honest_at_first_place(learned: Sequence[Lesson], bias: float, weights: np.ndarray) -> tuple[float, np.ndarray]:
    """The fit judges every row; being first is a selection, so scale and shift until first places are honest."""
    scores = [lesson.evidence.features @ weights + bias for lesson in learned]
    first = np.array([score.max() for score in scores])[:, None]
    right = np.array([lesson.right[score.argmax()] for lesson, score in zip(learned, scores, strict=True)], float)
    shift, (scale,) = fit(first, right, np.array([weight for _, weight in _weighted(learned)]))
    return shift + scale * bias, scale * weights


def _with_thresholds(drawn: Calibration, learned: Sequence[Lesson]) -> Calibration:
    """Answer from where answers are right often enough; ask back down to where one of three still often is."""
    right, among = np.array([_right_shown(drawn, lesson) for lesson in learned]).T
    first = np.array([drawn.probabilities(lesson.evidence.features).max() for lesson in learned])
    weights = np.array([weight for _, weight in _weighted(learned)])
    steps = np.arange(0.05, 1.0, 0.01)
    answer_from = _lowest(steps, lambda step: _mean(right, weights, first >= step) >= _RIGHT_WHEN_ANSWERING)
    clarify_from = _lowest(steps, lambda step: _mean(among, weights, np.abs(first - step) <= 0.05) >= _WORTH_ASKING)
    return replace(drawn, answer_from=answer_from, clarify_from=min(answer_from, clarify_from))


def _right_shown(drawn: Calibration, lesson: Lesson) -> tuple[bool, bool]:
    """Whether the right article is first, and whether it is among the three shown."""
    best = np.argsort(-drawn.probabilities(lesson.evidence.features))[:3]
    return lesson.right[best[0]], lesson.right[best].any()


def _lowest(steps: np.ndarray, holds: Callable[[float], bool]) -> float:
    """The lowest step from which the condition holds at every higher one that has been seen; 1 if at none."""
    found = 1.0
    for step in steps[::-1]:
        if not holds(step):
            return found
        found = round(float(step), 2)
    return found


def _mean(values: np.ndarray, weights: np.ndarray, chosen: np.ndarray) -> float:
    """The weighted mean of the chosen; 1 where there is none, which stops nobody."""
    return float(np.average(values[chosen], weights=weights[chosen])) if chosen.any() else 1.0
