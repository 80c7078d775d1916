"""Which two articles say different things about the same matter? Another fee, limit, telephone, or a paper needed here only.

Two claims speak of the same when their sentences and titles share their rarer words; how much is enough was measured on the
684 articles: claims that agree in their values show what speaking of the same looks like.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, product
from pathlib import Path

import numpy as np

from knowledge_base.article import Article
from knowledge_base.claims import About, Claim, claims, without_values
from knowledge_base.text import content_words
from knowledge_base.vectors import Vectors, remembered

SAME_SUBJECT = 0.37
"""Claims less alike than this speak of different things: what their sentences share, and a little what their clauses share."""
_CLAUSE = 0.3  # what the clause weighs beside the sentence
_PENALTY_TALK = frozenset(
    "责令 改正 限期改正 限期 拒不改正 拒不 逾期 不改 逾期未 罚 可罚 罚款 处 并处 可以 可 没收 违法所得 情节 情节严重 较重 严重 "
    "单位 个人 对 拘留 警告 造成 损失 赔 以上 以下 超过 不足 按 从 起 内 最高 最低 至少 最多 不超过".split()
)
"""Every law punishes in these words; they say nothing about for what."""
_EVERYWHERE = frozenset({"110", "119", "120", "122", "12345"})
"""Numbers that are right for every matter contradict none."""


@dataclass(frozen=True, kw_only=True)
class Nearness:
    """How like two articles must be, as this measure counts it."""

    compared: float  # less alike, they are not compared at all
    same_matter: float  # from here on a paper needed in one and not in the other is worth a look


BY_VECTORS = Nearness(compared=0.2, same_matter=0.5)
"""Cosine of the centred means of title and questions."""
BY_WORDS = Nearness(compared=0.018, same_matter=0.058)
"""By weight, how many of the words of title, questions and keywords are common; as many pairs pass as by vectors."""


@dataclass(frozen=True, kw_only=True)
class Contradiction:
    """Two claims that cannot both hold if they speak of the same; a person has to read them."""

    one: Claim
    other: Claim
    likeness: float  # of what they speak of, likelier above

    def __str__(self) -> str:
        return (
            f"{self.one.about}：{self.one.article} 说 {self.one.shown}（{self.one.sentence}）；"
            f"{self.other.article} 说 {self.other.shown}（{self.other.sentence}）"
        )


@dataclass(frozen=True, kw_only=True)
class _Spoken:
    """A claim with the words it goes by."""

    claim: Claim
    clause: frozenset[str]
    sentence: frozenset[str]  # with the article's title


@dataclass(frozen=True, kw_only=True)
class _Said:
    """What one article claims, and all its values by unit."""

    spoken: tuple[_Spoken, ...]
    values: Mapping[str, set[float | str]]


def contradictions(
    articles: Sequence[Article], *, vectors: Vectors, cache: Path | None = None
) -> tuple[Contradiction, ...]:
    """At most one per pair of articles and unit, likeliest first. Absent vectors: by words alone. `cache` is the folder that
    remembers vectors."""
    if len(articles) < 2:
        return ()
    weights = _weights(articles)
    bound = BY_VECTORS if vectors.dimensions else BY_WORDS
    near = _by_vectors(articles, vectors, cache) if vectors.dimensions else _by_words(articles, weights)
    said = [_said(article) for article in articles]
    found = (
        _between(said[one], said[other], weights, same_matter=bool(near[one, other] >= bound.same_matter))
        for one, other in np.argwhere(np.triu(near >= bound.compared, k=1))
    )
    return tuple(sorted(chain.from_iterable(found), key=lambda contradiction: -contradiction.likeness))


def _weights(articles: Sequence[Article]) -> Mapping[str, float]:
    """The rarer a word in the library, the more it says about what a sentence is about."""
    holders = Counter(
        word
        for article in articles
        for word in set(content_words(f"{article.title} {article.short} {article.body} {' '.join(article.questions)}"))
    )
    return {word: math.log((len(articles) + 1) / count) for word, count in holders.items()}


def _share(one: frozenset[str], other: frozenset[str], weights: Mapping[str, float]) -> float:
    """By weight, how much of all their words is common."""
    every = sum(weights.get(word, 0.0) for word in one | other)
    return sum(weights.get(word, 0.0) for word in one & other) / every if every else 0.0


def _by_vectors(articles: Sequence[Article], vectors: Vectors, cache: Path | None) -> np.ndarray:
    """float32 of shape (articles, articles): the cosine of what they are about."""
    asked = [(article.title, *article.questions) for article in articles]
    rows = remembered(vectors, [text for texts in asked for text in texts], cache)
    ends = np.cumsum([len(texts) for texts in asked])
    means = np.stack([part.mean(axis=0) for part in np.split(rows, ends[:-1])])
    means -= rows.mean(axis=0)
    means /= np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-9)
    return means @ means.T


def _by_words(articles: Sequence[Article], weights: Mapping[str, float]) -> np.ndarray:
    """float32 of shape (articles, articles): the share of common words."""
    places = {word: place for place, word in enumerate(weights)}
    held = np.zeros((len(articles), len(places)), np.float32)
    for row, article in enumerate(articles):
        asked = content_words(" ".join((article.title, *article.questions, *article.keywords)))
        held[row, [places[word] for word in asked if word in places]] = 1
    common = (held * np.array(list(weights.values()), np.float32)) @ held.T
    own = common.diagonal()
    return common / np.maximum(own[:, None] + own - common, 1e-9)


def _said(article: Article) -> _Said:
    spoken = tuple(
        _Spoken(
            claim=claim,
            clause=_subject(claim.clause),
            sentence=_subject(f"{article.title} {claim.sentence}"),
        )
        for claim in claims(article)
        if claim.values.isdisjoint(_EVERYWHERE)
    )
    values: dict[str, set[float | str]] = defaultdict(set)
    for one in spoken:
        values[one.claim.unit] |= one.claim.values
    return _Said(spoken=spoken, values=values)


def _subject(text: str) -> frozenset[str]:
    return frozenset(content_words(without_values(text))) - _PENALTY_TALK


def _between(one: _Said, other: _Said, weights: Mapping[str, float], *, same_matter: bool) -> Iterable[Contradiction]:
    """The likeliest of each unit."""
    best: dict[str, Contradiction] = {}
    for here, there in product(one.spoken, other.spoken):
        if here.claim.unit != there.claim.unit or not _apart(here.claim, there.claim, one, other):
            continue
        likeness = 1.0 if here.claim.about is About.PAPER and same_matter else _likeness(here, there, weights)
        found = Contradiction(one=here.claim, other=there.claim, likeness=likeness)
        if likeness >= SAME_SUBJECT and likeness > _likest(best.get(here.claim.unit)):
            best[here.claim.unit] = found
    return best.values()


def _likest(found: Contradiction | None) -> float:
    return found.likeness if found else 0.0


def _apart(here: Claim, there: Claim, one: _Said, other: _Said) -> bool:
    """Neither value stands anywhere in the other article: one that knows both speaks of two cases."""
    return here.values.isdisjoint(other.values[there.unit]) and there.values.isdisjoint(one.values[here.unit])


def _likeness(here: _Spoken, there: _Spoken, weights: Mapping[str, float]) -> float:
    return _share(here.sentence, there.sentence, weights) + _CLAUSE * _share(here.clause, there.clause, weights)
