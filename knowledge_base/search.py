"""Which article answers this question, and how sure are we? Answer, ask which of three, or say it is unknown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

import numpy as np

from knowledge_base import calibration as calibrations
from knowledge_base.article import Article
from knowledge_base.calibration import Calibration
from knowledge_base.evidence import Examiner
from knowledge_base.vectors import Vectors

Outcome = Literal["answer", "clarify", "unknown"]

_SHOWN = 3


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """An article that may answer, with the calibrated probability that it does."""

    article: Article
    probability: float


@dataclass(frozen=True, kw_only=True)
class Found:
    """What became of a question; candidates are ordered, likeliest first, at most three."""

    outcome: Outcome
    probability: float  # that the first candidate answers; 0 when there is none
    candidates: tuple[Candidate, ...]


class Search:
    """A search over one set of articles; build a new one when a publication changes the set."""

    def __init__(
        self,
        articles: Sequence[Article],
        *,
        vectors: Vectors,
        today: date,
        cache: Path | None = None,
        calibration: Calibration | None = None,
    ) -> None:
        """Articles that ended before `today` are left out for good; `cache` is the folder that remembers vectors."""
        kept = (article for article in articles if article.expires is None or article.expires >= today)
        self._articles = sorted(kept, key=lambda article: article.id)
        self._first_days = np.array([article.effective.toordinal() for article in self._articles], int)
        self._last_days = np.array([(article.expires or date.max).toordinal() for article in self._articles], int)
        self._examiner = Examiner(self._articles, vectors=vectors, cache=cache)
        self._calibration = calibration or calibrations.load(vectors.name)

    def read(self, text: str) -> str:
        """The words as the search compares them: normal form, misspelt words mended."""
        return self._examiner.read(text)

    def ask(self, text: str, today: date, vector: np.ndarray | None = None) -> Found:
        """The outcome for a citizen's words on a day; only articles in force on that day take part. Who knows the sentence
        vector of `read(text)` already may give it."""
        evidence = self._examiner.examine(text, self._in_force(today), vector)
        chances = self._calibration.probabilities(evidence)
        best = np.argsort(-chances, kind="stable")[:_SHOWN]
        candidates = tuple(
            Candidate(article=self._articles[evidence.articles[row]], probability=float(chances[row])) for row in best
        )
        first = candidates[0].probability if candidates else 0.0
        return Found(outcome=self._outcome(first), probability=first, candidates=candidates)

    def _in_force(self, today: date) -> np.ndarray:
        """Article by article what `Article.answers_on` says, without asking each."""
        return (self._first_days <= today.toordinal()) & (today.toordinal() <= self._last_days)

    def _outcome(self, probability: float) -> Outcome:
        if probability >= self._calibration.answer_from:
            return "answer"
        return "clarify" if probability >= self._calibration.clarify_from else "unknown"
