"""Which articles are missing? Questions without a good answer, gathered by meaning, day after day under the same gap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby, pairwise

import numpy as np

from knowledge_base.text import characters, normal

SAME_GAP = 0.5
"""Average cosine from which questions are one gap. Of 2,000 real questions to a city's hotline 1,198 found company; 85 % of
these lay with the others of their office, among 149 offices. Unrelated questions reach it once in ten thousand pairs."""
SAME_CENTRE = 0.65
"""Cosine from which the middle of a new cluster is that of a known gap."""
SOON = timedelta(minutes=2)
SAME_WORDS = 0.08
"""Share of common characters and pairs from which two questions are about the same: of 1,500 pairs that customers meant alike
86 % reach it, of unrelated ones 2 %."""

_NEVER = -np.inf


@dataclass(frozen=True, kw_only=True, eq=False)
class Unanswered:
    """A question, how often it was asked, and its sentence vector of shape (dimensions,), as the model gives it."""

    text: str
    weight: int
    vector: np.ndarray


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """Questions that one article would answer."""

    text: str  # the one nearest to all of them
    members: tuple[tuple[str, int], ...]  # each wording with its weight, the heaviest first
    total: int
    centre: tuple[float, ...]  # the mean of their vectors


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One question as it came; `at` is timezone-aware."""

    conversation: str
    text: str
    at: datetime


def clusters(questions: Sequence[Unanswered], *, origin: np.ndarray) -> tuple[Cluster, ...]:
    """The heaviest first; every question is in one, alone if need be; the order they come in does not matter.

    `origin` is the mean of many sentence vectors of the same model, best of all questions of the articles: what all
    sentences share is taken away before they are compared. Memory grows with the square of the questions: 5,000 take 100 MB.
    """
    rows = _wordings(questions)
    if not rows:
        return ()
    directions = _centred(np.stack([row.vector for row in rows]), origin)
    groups = _average_link(directions @ directions.T, SAME_GAP)
    found = [_cluster([rows[row] for row in sorted(group)], origin) for group in groups]
    return tuple(sorted(found, key=lambda cluster: (-cluster.total, cluster.text)))


def _wordings(questions: Sequence[Unanswered]) -> list[Unanswered]:
    """The same words, however punctuated, are one question with their weights together."""
    ordered = sorted(questions, key=lambda question: (_letters(question.text), question.text))
    return [
        Unanswered(text=same[0].text, weight=sum(question.weight for question in same), vector=same[0].vector)
        for same in (list(group) for _, group in groupby(ordered, lambda question: _letters(question.text)))
    ]


def _letters(text: str) -> str:
    return normal(text).replace(" ", "")


def _centred(rows: np.ndarray, origin: np.ndarray) -> np.ndarray:
    away = rows - origin
    return away / np.maximum(np.linalg.norm(away, axis=-1, keepdims=True), 1e-9)


def _average_link(likeness: np.ndarray, at_least: float) -> list[list[int]]:
    """Groups of rows, the likeliest joined first while their average likeness is at least so much.

    Walks from each group to its nearest until two are nearest to each other; for average link that gives the same groups
    as always joining the best pair of all, in quadratic time.
    """
    likeness = likeness.copy()
    np.fill_diagonal(likeness, _NEVER)
    members = {row: [row] for row in range(len(likeness))}
    done: list[list[int]] = []
    path: list[int] = []
    while members:
        here = path[-1] if path else next(iter(members))
        path = path or [here]
        there = int(likeness[here].argmax())
        if likeness[here, there] < at_least:
            done.append(members.pop(here))
            likeness[:, here] = _NEVER
            path.pop()
        elif len(path) > 1 and likeness[here, path[-2]] >= likeness[here, there]:
            _join(likeness, members, here, path[-2])
            del path[-2:]
        else:
            path.append(there)
    return done


def _join(likeness: np.ndarray, members: dict[int, list[int]], here: int, there: int) -> None:
    """What was `here` is `there` from now on."""
    sizes = len(members[here]), len(members[there])
    average = (sizes[0] * likeness[here] + sizes[1] * likeness[there]) / sum(sizes)
    likeness[there] = likeness[:, there] = average
    likeness[here] = likeness[:, here] = _NEVER
    likeness[there, there] = _NEVER
    members[there] += members.pop(here)


def _cluster(group: Sequence[Unanswered], origin: np.ndarray) -> Cluster:
    weights = np.array([row.weight for row in group], float)
    vectors = np.stack([row.vector for row in group]).astype(float)
    centre = weights @ vectors / weights.sum()
    nearest = int(np.argmax(_centred(vectors, origin) @ _centred(centre, origin)))
    heaviest = sorted(group, key=lambda row: (-row.weight, row.text))
    return Cluster(
        text=group[nearest].text,
        members=tuple((row.text, row.weight) for row in heaviest),
        total=int(weights.sum()),
        centre=tuple(centre.tolist()),
    )


def continued(
    found: Sequence[Cluster], known: Sequence[Sequence[float]], *, origin: np.ndarray
) -> tuple[int | None, ...]:
    """For each cluster the place of the known gap (given by its centre) that it continues, or None for a new one. Several
    clusters may continue one gap."""
    if not found or not known:
        return (None,) * len(found)
    here = _centred(np.array([cluster.centre for cluster in found]), origin)
    there = _centred(np.array(known, float), origin)
    likeness = here @ there.T
    return tuple(int(row.argmax()) if row.max() >= SAME_CENTRE else None for row in likeness)


def rephrased(asked: Sequence[Asked]) -> tuple[Asked, ...]:
    """The questions that were asked again in other words within two minutes in the same conversation: what was answered to
    them was no answer. The same words again are impatience or a lost reply, not a rephrasing."""
    ordered = sorted(asked, key=lambda question: (question.conversation, question.at))
    return tuple(
        question
        for _, conversation in groupby(ordered, lambda question: question.conversation)
        for question, again in pairwise(conversation)
        if again.at - question.at <= SOON and _same_in_other_words(question.text, again.text)
    )


def _same_in_other_words(one: str, other: str) -> bool:
    if _letters(one) == _letters(other):
        return False
    here, there = set(characters(one)), set(characters(other))
    return len(here & there) >= SAME_WORDS * len(here | there)
