"""Which articles share the question's characters, or at least its sounds? BM25 over what articles say and are asked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import bm25s
import numpy as np

from knowledge_base.article import Article
from knowledge_base.spelling import sounds
from knowledge_base.text import characters

_TITLE, _KEYWORDS = 2, 2  # how often these fields count
_SATURATION = 2.0  # k1: a term said by many phrasings goes on counting; 1.2 finds one question in a hundred less
_LENGTH = 0.6  # b


@dataclass(frozen=True, kw_only=True)
class Matches:
    """What an index says to one question."""

    scores: np.ndarray  # per article, BM25
    reachable: float  # the best score the question could reach, above 0
    known: float  # share of the question's terms, by weight, that any article holds


class Lexical:
    """An index of terms; a term that no article holds counts as one that could have been reached."""

    def __init__(self, documents: Sequence[str], cut: Callable[[str], list[str]]) -> None:
        self._count, self._cut = len(documents), cut
        self._index = bm25s.BM25(k1=_SATURATION, b=_LENGTH)
        if documents:
            self._index.index([cut(text) for text in documents], show_progress=False)
        self._ceilings = _ceilings(self._index.scores) if documents else np.zeros(0, np.float32)
        self._unseen = float(self._ceilings.max(initial=1.0))

    @property
    def terms(self) -> Collection[str]:
        """Every term that any article holds."""
        return self._index.vocab_dict.keys() if self._count else ()

    def matches(self, question: str) -> Matches:
        """The articles' scores for a question, in the order of the documents."""
        terms = list(dict.fromkeys(self._cut(question)))
        known = [term for term in terms if term in self._index.vocab_dict] if self._count else []
        if not known:
            return Matches(scores=np.zeros(self._count, np.float32), reachable=1.0, known=0.0)
        held = float(self._ceilings[[self._index.vocab_dict[term] for term in known]].sum())
        reachable = held + self._unseen * (len(terms) - len(known))
        return Matches(scores=self._index.get_scores(known), reachable=reachable, known=held / reachable)


def character_index(articles: Sequence[Article]) -> Lexical:
    """By characters and their pairs over every field: a typo costs only its own characters."""
    return Lexical([f"{_asked_as(article)} {article.short} {article.body}" for article in articles], characters)


def sound_index(articles: Sequence[Article]) -> Lexical:
    """By syllables over what citizens say, not the body: homophones are no typos here."""
    return Lexical([f"{_asked_as(article)} {article.short}" for article in articles], sounds)


def _asked_as(article: Article) -> str:
    return " ".join((*[article.title] * _TITLE, *article.questions, *article.keywords * _KEYWORDS))


def _ceilings(scores: dict) -> np.ndarray:
    """The most each term can add to any article's score."""
    starts, values = scores["indptr"], scores["data"]
    best = np.zeros(len(starts) - 1, np.float32)
    held = np.flatnonzero(np.diff(starts))
    if held.size:
        best[held] = np.maximum.reduceat(values, starts[held])
    return best
