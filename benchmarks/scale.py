"""How long does the search take beyond the sentence vector, for 684 articles, ten thousand and a hundred thousand?

Run from the project's root: `.venv/bin/python -m benchmarks.scale`. The larger libraries are the shipped articles again and
again, each copy with other characters swapped in and its vectors moved a little; the questions' vectors are known before
the clock starts. Figures: benchmarks/knowledge.md.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from hotline.cli.knowledge import GOLDEN
from hotline.settings import read_settings
from hotline.wiring import ARTICLES, clock
from knowledge_base.article import Article
from knowledge_base.calibration import load
from knowledge_base.measure import read_golden
from knowledge_base.reader import read_library
from knowledge_base.search import Search
from knowledge_base.vectors import E5, Vectors, remembered

SIZES = (684, 10_000, 100_000)
QUESTIONS, ROUNDS = 300, 3
PHRASINGS, BODY = 8, 200  # of a synthetic article; the shipped ones are used whole
SWAPPED = 0.15  # share of characters


class Moved:
    """The vectors of the shipped texts, moved a little for each copy, in the order in which they are asked for."""

    name, dimensions = E5.name, E5.dimensions

    def __init__(self, known: Vectors) -> None:
        self._known, self._chance = known, np.random.default_rng(12345)
        self._seen: dict[str, np.ndarray] = {}

    def learn(self, texts: Sequence[str], rows: np.ndarray) -> None:
        self._seen |= dict(zip(texts, rows, strict=True))

    def of(self, texts: Sequence[str]) -> np.ndarray:
        base = np.stack([self._seen[text.partition("\u200b")[0]] for text in texts])
        moved = base + self._chance.normal(scale=0.01, size=base.shape).astype(np.float32)
        return (moved / np.linalg.norm(moved, axis=1, keepdims=True)).astype(np.float32)


def main() -> None:
    shipped, _ = read_library(ARTICLES)
    e5, cache = E5(), read_settings().data / "vectors"
    today = clock().date()
    questions = [golden.text for golden in read_golden(GOLDEN)][:: max(1, 2000 // QUESTIONS)][:QUESTIONS]
    vectors = Moved(e5)
    texts = [text for article in shipped for text in _phrasings(article)]
    vectors.learn(texts, remembered(e5, texts, cache))
    print("| articles | built in, s | beyond the vector, ms: median | p95 |\n|---|---|---|---|")
    for size in SIZES:
        articles = shipped if size == len(shipped) else list(copies(shipped, size))
        start = time.perf_counter()
        search = Search(articles, vectors=vectors, today=today, calibration=load(E5.name))
        built = time.perf_counter() - start
        asked = [(text, e5.of([search.read(text)])[0]) for text in questions]
        took = [_milliseconds(search, text, vector, today) for _ in range(ROUNDS) for text, vector in asked]
        print(f"| {size:,} | {built:.1f} | {np.median(took):.1f} | {np.percentile(took, 95):.1f} |", flush=True)


def copies(shipped: Sequence[Article], size: int) -> Iterator[Article]:
    """So many articles that no two are alike, each resembling a shipped one."""
    chance = random.Random(12345)
    letters = sorted({character for article in shipped for character in article.title + article.short})
    for number in range(size):
        source = shipped[number % len(shipped)]
        yield replace(
            source,
            id=f"KB-{number + 1:06d}",
            questions=tuple(f"{text}\u200b{number}" for text in source.questions[: PHRASINGS - 2]),
            title=f"{source.title}\u200b{number}",
            short=f"{source.short}\u200b{number}",
            body="".join(chance.choice(letters) if chance.random() < SWAPPED else one for one in source.body[:BODY]),
        )


def _phrasings(article: Article) -> tuple[str, ...]:
    return (article.title, *article.questions, article.short)


def _milliseconds(search: Search, text: str, vector: np.ndarray, today) -> float:
    start = time.perf_counter()
    search.ask(text, today, vector)
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    main()
