"""What speaks for each article? Characters, sounds, meaning and spelling, compared with every way the article is asked for."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process

from knowledge_base.article import Article
from knowledge_base.lexical import character_index, sound_index
from knowledge_base.places import names_elsewhere
from knowledge_base.spelling import Spelling
from knowledge_base.text import normal
from knowledge_base.vectors import Vectors, remembered

RANKING = (  # what tells one article from another, of one question
    "characters",  # root of BM25 by characters and pairs over all fields
    "sounds",  # root of BM25 by syllables over what citizens say
    "nearest",  # cosine of the nearest phrasing
    "meaning",  # mean cosine of the nearest eight phrasings
    "centre",  # cosine of the mean of all its phrasings
    "spelling",  # rapidfuzz likeness of the nearest phrasing
)
CERTAINTY = (  # what tells whether the first article answers at all
    "share",  # log odds of its share among the articles examined
    "lead",  # of its score over the second
    "nearest",
    "meaning",
    "spelling",
    "characters_share",  # its BM25 as a share of what the question could reach
    "known",  # share of the question's characters, by weight, that any article holds
    "length",  # logarithm of the question's characters
    "elsewhere",  # 1 if another place is named and none of ours
)
_POOL = 30  # the articles examined closely: so many by characters, by sounds and by meaning
_NEAREST = 8  # phrasings whose mean speaks for an article: one alone is luck, sixteen are too many (measured)


_UNRIVALLED = 12.0  # a lead beyond this says no more


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """The articles examined and, row by row, their RANKING; what else certainty is judged by, of the whole question."""

    articles: np.ndarray  # positions in the library, int
    features: np.ndarray  # float64 of shape (len(articles), len(RANKING))
    reachable: float  # the best BM25 the question could reach
    known: float
    length: float
    elsewhere: float

    def certainty(self, scores: np.ndarray) -> np.ndarray:
        """The CERTAINTY features of the article that `scores` (one per row) put first; there is at least one row."""
        first = int(scores.argmax())
        others = np.delete(scores, first) - scores[first]
        lead = -float(others.max(initial=-_UNRIVALLED))
        of_first = dict(zip(RANKING, self.features[first], strict=True))
        rest = float(np.log(np.exp(np.maximum(others, -_UNRIVALLED)).sum() + math.exp(-_UNRIVALLED)))
        return np.array(
            [
                -rest,
                min(lead, _UNRIVALLED),
                of_first["nearest"],
                of_first["meaning"],
                of_first["spelling"],
                of_first["characters"] ** 2 / self.reachable,
                self.known,
                self.length,
                self.elsewhere,
            ]
        )


class Examiner:
    """Holds the indexes over one set of articles; nothing changes after making, so threads may share it."""

    def __init__(self, articles: Sequence[Article], *, vectors: Vectors, cache: Path | None = None) -> None:
        self._vectors = vectors
        self._characters, self._sounds = character_index(articles), sound_index(articles)
        phrasings = [_phrasings(article) for article in articles]
        self._spelling = Spelling(
            [text for article, texts in zip(articles, phrasings, strict=True) for text in (*texts, *article.keywords)],
            known=self._characters.terms,
        )
        self._rows = remembered(vectors, [text for texts in phrasings for text in texts], cache)
        self._texts = [normal(text) for texts in phrasings for text in texts]
        self._places = _places([len(texts) for texts in phrasings])
        self._centres = _centres(self._rows, self._places)

    def read(self, question: str) -> str:
        """The question as it is compared: in normal form, words mended that sound like a known one."""
        return self._spelling.mended(question)

    def examine(self, question: str, live: np.ndarray, vector: np.ndarray | None = None) -> Evidence:
        """The evidence for the likeliest of the articles that are `live` (a truth value per article); `vector` is that of
        the question as read, where it is known already."""
        asked = self.read(question)
        matches = self._characters.matches(asked)
        sounds = self._sounds.matches(asked).scores
        around = self._around(asked, vector)
        pool = np.flatnonzero(live & (_among_best(matches.scores, live) | _among_best(sounds, live)))
        if around is not None:
            pool = np.union1d(pool, np.flatnonzero(live & _among_best(self._centres @ around, live)))
        if not asked:
            pool = pool[:0]
        features = np.column_stack(
            [
                np.sqrt(matches.scores[pool]),
                np.sqrt(sounds[pool]),
                *self._meaning(around, pool),
                self._likeness(asked, pool),
            ]
        )
        return Evidence(
            articles=pool,
            features=features.astype(float),
            reachable=matches.reachable,
            known=matches.known,
            length=math.log(max(len(asked), 1)),
            elsewhere=float(names_elsewhere(asked)),
        )

    def parts(self, question: str) -> dict[str, np.ndarray]:
        """What each part alone says of every article, to measure what it is worth."""
        asked, everything = self.read(question), np.arange(len(self._places))
        return {
            "characters": self._characters.matches(asked).scores,
            "sounds": self._sounds.matches(asked).scores,
            "meaning": self._meaning(self._around(asked, None), everything)[1],
            "spelling": self._likeness(asked, everything),
        }

    def _around(self, asked: str, vector: np.ndarray | None) -> np.ndarray | None:
        """The sentence vector of the question, None where there are none."""
        if not self._vectors.dimensions:
            return None
        return self._vectors.of([asked])[0] if vector is None else vector

    def _meaning(self, around: np.ndarray | None, pool: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Per article in the pool the cosine of its nearest phrasing, the mean over its nearest few, and that of its centre."""
        if around is None or not pool.size:
            return (np.zeros(len(pool)),) * 3
        places = self._places[pool]
        cosines = np.where(places >= 0, self._rows[places] @ around, -np.inf)
        best = -np.sort(-cosines, axis=1)[:, :_NEAREST]
        return best[:, 0], _mean_of(best), self._centres[pool] @ around

    def _likeness(self, asked: str, pool: np.ndarray) -> np.ndarray:
        """Per article in the pool, rapidfuzz likeness (0..1) of its nearest phrasing."""
        places = self._places[pool]
        texts = [self._texts[place] for place in places[places >= 0]]
        likeness = np.zeros(places.shape, np.float32)
        if texts:
            likeness[places >= 0] = process.cdist([asked], texts, scorer=fuzz.ratio)[0] / 100
        return likeness.max(axis=1, initial=0.0)


def _mean_of(best: np.ndarray) -> np.ndarray:
    """Row by row the mean of what is finite; every row has such a value."""
    counted = np.isfinite(best)
    return np.where(counted, best, 0).sum(axis=1) / counted.sum(axis=1)


def _places(lengths: Sequence[int]) -> np.ndarray:
    """Row by article, where its phrasings stand among all; -1 fills short rows."""
    places = np.full((len(lengths), max(lengths, default=0)), -1)
    start = 0
    for row, length in zip(places, lengths, strict=True):
        row[:length] = np.arange(start, start + length)
        start += length
    return places


def _centres(rows: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Article by article the mean of its phrasings' vectors, of unit length."""
    if not rows.size:
        return np.zeros((len(places), rows.shape[1] if rows.ndim == 2 else 0), np.float32)
    means = np.stack([rows[row[row >= 0]].mean(axis=0) for row in places])
    return (means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-9)).astype(np.float32)


def _phrasings(article: Article) -> tuple[str, ...]:
    return (article.title, *article.questions, article.short)


def _among_best(scores: np.ndarray, live: np.ndarray) -> np.ndarray:
    if len(scores) <= _POOL:
        return np.ones(len(scores), bool)
    scores = np.where(live, scores, -np.inf)
    return scores >= np.partition(scores, -_POOL)[-_POOL]
