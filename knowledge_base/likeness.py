"""Is this sentence more like one of these piles of examples, or like the others, and which pile is it most like?

Every example has a say, the nearer the louder (a Gaussian kernel on sentence vectors), and how loud is fitted once by
regularised least squares: the examples that tell the piles apart best count most.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from knowledge_base.text import normal
from knowledge_base.vectors import Vectors, remembered

_SHARPNESS = 2.0  # 1, 2 and 3 were told apart by cross-validation in the third decimal only
_RIDGE = 0.2  # so were 0.1, 0.2 and 0.3


@dataclass(frozen=True, kw_only=True)
class Leaning:
    """Where a sentence leans: above 0 towards the named piles, below 0 towards the others, about 1 far into one."""

    sentence: str
    towards: float
    pile: str  # the named pile it is most like


class Likeness:
    """Fitted when made; asking costs one sentence vector and one small product."""

    def __init__(
        self, piles: Mapping[str, Sequence[str]], others: Sequence[str], *, vectors: Vectors, cache: Path | None = None
    ) -> None:
        """No pile is empty; `vectors` must not be absent; `cache` is the folder that remembers vectors."""
        self._names = tuple(piles)
        self._vectors = vectors
        rows = remembered(vectors, [normal(text) for pile in (*piles.values(), others) for text in pile], cache)
        self._centre = rows.mean(axis=0)
        self._rows = self._centred(rows)
        sizes = [len(piles[name]) for name in self._names]
        self._say = _fitted(self._nearness(self._rows), sizes)

    def leaning(self, sentence: str) -> Leaning:
        towards, *to_each = self._nearness(self._centred(self._vectors.of([normal(sentence)])))[0] @ self._say
        return Leaning(sentence=sentence, towards=float(towards), pile=self._names[int(np.argmax(to_each))])

    def _centred(self, rows: np.ndarray) -> np.ndarray:
        """Sentence vectors share one large direction; without it, what tells them apart is left."""
        away = rows - self._centre
        return away / np.maximum(np.linalg.norm(away, axis=1, keepdims=True), 1e-9)

    def _nearness(self, rows: np.ndarray) -> np.ndarray:
        return np.exp(_SHARPNESS * (rows @ self._rows.T - 1))


def _fitted(nearness: np.ndarray, sizes: Sequence[int]) -> np.ndarray:
    """The say of every example: a column for all named piles together, then one for each; both sides weigh the same."""
    total, named = len(nearness), sum(sizes)
    of_pile = np.repeat(np.arange(len(sizes) + 1), [*sizes, total - named])
    together = np.where(of_pile < len(sizes), 1.0, -1.0)
    each = np.where(of_pile[:, None] == np.arange(len(sizes)), 1.0, -1.0)
    slack = np.where(together > 0, 2 * named, 2 * (total - named)) / total
    return np.linalg.solve(nearness + _RIDGE * np.diag(slack), np.column_stack([together, each]))
