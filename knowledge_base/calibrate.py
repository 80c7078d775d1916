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
    "title": 0.35,  # a title, taken out of the index first: the whole matter in other words
    "held out": 0.05,  # a question of an article, taken out first: a side of the matter that no phrasing is left for
    "slip": 0.20,  # a question with a character lost, the index as it is
    "absent": 0.10,  # a question whose article is taken away: nothing answers it, the more articles the rarer
    "elsewhere": 0.10,  # a question with another place put in front: not ours to answer
    "stranger": 0.20,  # a sentence of unanswerable.txt
}
_ROUNDS = (0, 3, 6)  # which question of each article is taken out, counted on by one from article to article
_GROUPS = 4  # articles are taken away in so many groups
_RIGHT_WHEN_ANSWERING = 0.95  # of the lessons answered, by weight, so many by the right article
_WORTH_ASKING = 1 / 4  # asking back is worth it where one of the three is right at least this often


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
    sizes = np.array([len(lesson.right) for lesson in learned])
    bias, coefficients = fit(features, right, sizes, np.array([weight for _, weight in _weighted(learned)]))
    drawn = Calibration(
        vectors=vectors.name,
        bias=bias,
        weights=dict(zip(FEATURES, map(float, coefficients), strict=True)),
        answer_from=1.0,
        clarify_from=1.0,
    )
    return _with_thresholds(drawn, learned)


def lessons(articles: Sequence[Article], *, vectors: Vectors, cache: Path | None = None) -> Iterator[Lesson]:
    """Every lesson the content holds: of each kind but the strangers, one or a few for each article."""
    school = _School(articles, vectors=vectors, cache=cache)
    for first in _ROUNDS:
        held = _questions(articles, first)
        yield from school.ask(
            "held out", [_without(article, text) for article, (text, _) in zip(articles, held, strict=True)], held
        )
    untitled = [replace(article, title=article.questions[0]) for article in articles]
    yield from school.ask("title", untitled, [(article.title, article.id) for article in articles])
    yield from school.ask("slip", articles, [(_slip(text), of) for text, of in _questions(articles, 1)])
    for group in range(_GROUPS):
        gone = articles[group::_GROUPS]
        rest = [article for article in articles if article not in gone]
        yield from school.ask("absent", rest, [(text, None) for text, _ in _questions(gone, 2)])
    yield from school.ask("elsewhere", articles, [(text, None) for text in _moved_away(articles)])
    yield from school.ask("stranger", articles, [(text, None) for text in strangers()])


def _questions(articles: Sequence[Article], first: int) -> list[tuple[str, str]]:
    """One question of each article with the article's id."""
    return [
        (article.questions[number % len(article.questions)], article.id)
        for number, article in enumerate(articles, start=first)
    ]


def _without(article: Article, question: str) -> Article:
    return replace(article, questions=tuple(text for text in article.questions if text != question))


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
