"""What speaks for each article? Words, meaning and spelling compared with every way the article is asked for."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz

from knowledge_base.article import Article
from knowledge_base.lexical import character_index, word_index
from knowledge_base.places import names_elsewhere
from knowledge_base.text import normal
from knowledge_base.vectors import Vectors, remembered

FEATURES = (
    "words_lead",  # by words of title, short answer and body: ahead of the best other article (negative: behind)
    "characters",  # by characters and pairs of what citizens say: share of the best score the question could reach
    "characters_lead",
    "meaning",  # mean cosine with the nearest three phrasings
    "meaning_above_usual",  # above the mean over all articles
    "meaning_lead",
    "near_identical",  # rapidfuzz likeness of the nearest phrasing, above 0.8
    "known",  # share of the question's characters, by weight, that any article holds
    "length",  # logarithm of the question's characters
    "elsewhere",  # 1 if another place is named and none of ours
)
_POOL = 10  # the articles examined closely: so many by words, by characters, by meaning
_NEAREST = 3  # phrasings whose mean speaks for an article: one alone is luck (measured)
_ALIKE = 0.8  # below this likeness spelling tells nothing that words do not


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """The articles examined and, row by row, their FEATURES."""

    articles: np.ndarray  # positions in the library, int
    features: np.ndarray  # float64 of shape (len(articles), len(FEATURES))


class Examiner:
    """Holds the indexes over one set of articles; nothing changes after making, so threads may share it."""

    def __init__(self, articles: Sequence[Article], *, vectors: Vectors, cache: Path | None = None) -> None:
        self._vectors = vectors
        self._words, self._characters = word_index(articles), character_index(articles)
        phrasings = [_phrasings(article) for article in articles]
        self._rows = remembered(vectors, [text for texts in phrasings for text in texts], cache)
        self._spellings = [[normal(text) for text in texts] for texts in phrasings]
        self._places = _places([len(texts) for texts in phrasings])

    def examine(self, question: str, live: np.ndarray, vector: np.ndarray | None = None) -> Evidence:
        """The evidence for the likeliest of the articles that are `live` (a truth value per article)."""
        if not live.any() or not normal(question):
            return Evidence(articles=np.zeros(0, int), features=np.zeros((0, len(FEATURES))))
        chosen = np.flatnonzero(live)
        matches = self._characters.matches(question)
        words, characters = self._words.matches(question).scores[chosen], matches.scores[chosen]
        meaning = self._meaning(question, vector)[chosen]
        pool = np.flatnonzero(_among_best(words) | _among_best(characters) | _among_best(meaning))
        asked = (matches.known, math.log(len(normal(question))), float(names_elsewhere(question)))
        columns = [
            _lead(words)[pool],
            characters[pool],
            _lead(characters)[pool],
            meaning[pool],
            meaning[pool] - meaning.mean(),
            _lead(meaning)[pool],
            np.maximum(self._spelling(question, chosen[pool]) - _ALIKE, 0),
            *(np.full(len(pool), value) for value in asked),
        ]
        return Evidence(articles=chosen[pool], features=np.column_stack(columns).astype(float))

    def parts(self, question: str) -> dict[str, np.ndarray]:
        """What each part alone says of every article, to measure what it is worth."""
        return {
            "words": self._words.matches(question).scores,
            "characters": self._characters.matches(question).scores,
            "meaning": self._meaning(question, None),
            "spelling": self._spelling(question, np.arange(len(self._spellings))),
        }

    def _meaning(self, question: str, vector: np.ndarray | None) -> np.ndarray:
        """Per article the mean cosine with its nearest phrasings."""
        if not self._vectors.dimensions:
            return np.zeros(len(self._spellings))
        cosines = self._rows @ (self._vectors.of([normal(question)])[0] if vector is None else vector)
        best = np.sort(np.append(cosines, -np.inf)[self._places], axis=1)[:, -_NEAREST:]
        counted = np.isfinite(best)
        return np.where(counted, best, 0).sum(axis=1) / counted.sum(axis=1)

    def _spelling(self, question: str, pool: np.ndarray) -> np.ndarray:
        """Per article in the pool, rapidfuzz likeness (0..1) of its nearest phrasing."""
        asked = normal(question)
        return np.array([max(fuzz.ratio(asked, known) for known in self._spellings[at]) / 100 for at in pool])


def _places(lengths: Sequence[int]) -> np.ndarray:
    """Row by article, where its phrasings stand among all; -1 (one past the last) fills short rows."""
    places = np.full((len(lengths), max(lengths, default=0)), -1)
    start = 0
    for row, length in zip(places, lengths, strict=True):
        row[:length] = np.arange(start, start + length)
        start += length
    return places


def _phrasings(article: Article) -> tuple[str, ...]:
    return (article.title, *article.questions, article.short)


def _among_best(scores: np.ndarray) -> np.ndarray:
    if len(scores) <= _POOL:
        return np.ones(len(scores), bool)
    return scores >= np.partition(scores, -_POOL)[-_POOL]


def _lead(scores: np.ndarray) -> np.ndarray:
    """How far each is ahead of the best other one; negative when behind."""
    if len(scores) < 2:
        return scores
    second, best = np.partition(scores, -2)[-2:]
    lead = scores - best
    lead[scores.argmax()] = best - second
    return lead
