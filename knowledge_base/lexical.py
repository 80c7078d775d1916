"""Which articles share the question's words, or at least its characters? BM25, as a share of what could be reached."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import bm25s
import numpy as np

from knowledge_base.article import Article
from knowledge_base.text import characters, content_words

_TITLE, _KEYWORDS = 2, 2  # how often these fields count


@dataclass(frozen=True, kw_only=True)
class Matches:
    """What an index says to one question."""

    scores: np.ndarray  # per article, share in 0..1 of the best score the question could reach
    known: float  # share of the question's terms, by weight, that any article holds


class Lexical:
    """An index of terms; a term that no article holds counts against all of them."""

    def __init__(self, documents: Sequence[str], cut: Callable[[str], list[str]]) -> None:
        self._count, self._cut = len(documents), cut
        self._index = bm25s.BM25(k1=1.2, b=0.6)
        if documents:
            self._index.index([cut(text) for text in documents], show_progress=False)
        self._ceilings = _ceilings(self._index.scores) if documents else np.zeros(0, np.float32)
        self._unseen = float(self._ceilings.max(initial=1.0))

    def matches(self, question: str) -> Matches:
        """The articles' scores for a question, in the order of the documents."""
        terms = list(dict.fromkeys(self._cut(question)))
        known = [term for term in terms if term in self._index.vocab_dict] if self._count else []
        if not known:
            return Matches(scores=np.zeros(self._count, np.float32), known=0.0)
        held = float(self._ceilings[[self._index.vocab_dict[term] for term in known]].sum())
        reachable = held + self._unseen * (len(terms) - len(known))
        return Matches(scores=self._index.get_scores(known) / np.float32(reachable), known=held / reachable)


def word_index(articles: Sequence[Article]) -> Lexical:
    """By jieba words over every field: finds what only the body speaks of."""
    return Lexical([f"{article.title} {article.short} {article.body}" for article in articles], content_words)


def character_index(articles: Sequence[Article]) -> Lexical:
    """By characters and their pairs over what citizens say, not the body: a typo costs only its own characters."""
    return Lexical([f"{_asked_as(article)} {article.short}" for article in articles], characters)


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
