"""What does each kind of sentence vectors bring the search, and what does each part of the search find alone?

Run from the project's root: `.venv/bin/python -m benchmarks.knowledge`. The questions are those of `hotline kb measure`:
written apart from the articles, a quarter of them not answerable by any. Vectors are remembered in the data folder. Two
plain searches are put the same questions in the same run: jieba words in BM25, and the sum of its score and a cosine.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import bm25s
import numpy as np

from hotline.cli.knowledge import GOLDEN
from hotline.rules import working_time
from hotline.settings import read_settings
from hotline.wiring import ARTICLES, VECTORS, clock
from knowledge_base.article import Article
from knowledge_base.evidence import Examiner
from knowledge_base.measure import Golden, ask_all, parts_alone, place_of, read_golden, report
from knowledge_base.reader import read_library
from knowledge_base.search import Search
from knowledge_base.text import normal, words
from knowledge_base.vectors import remembered

SHARES = (
    "first_right",
    "in_three",
    "noisy_first_right",
    "answered_right",
    "answered_wrong",
    "asked_back",
    "clarify_holds",
    "said_unknown",
    "false_answers",
    "false_clarifications",
)


def main() -> None:
    articles, _ = read_library(ARTICLES)
    cache, today = read_settings().data / "vectors", clock().astimezone(working_time.calendar().zone).date()
    questions = read_golden(GOLDEN)
    known = sum(bool(golden.articles) for golden in questions)
    print(f"{len(articles)} articles, {known} answerable and {len(questions) - known} unanswerable questions\n")
    print_whole(articles, questions, today, cache)
    print_parts(articles, questions, cache)
    print_plain(articles, questions, cache)


def print_whole(articles: Sequence[Article], questions: Sequence[Golden], today: date, cache: Path) -> None:
    """The whole search with each kind of vectors; the first question of each only loads the model."""
    found = {}
    for name, make in VECTORS.items():
        search = Search(articles, vectors=make(), today=today, cache=cache)
        search.ask("先热身一次", today)
        found[name] = report(ask_all(search, questions, today, time.perf_counter))
    print(f"| | {' | '.join(found)} |\n|---|{'---|' * len(found)}")
    for share in SHARES:
        print(f"| {share} | {' | '.join(_percent(getattr(one, share)) for one in found.values())} |")
    print(f"| calibration error | {' | '.join(f'{one.calibration_error:.3f}' for one in found.values())} |")
    print(f"| p50 / p95, ms | {' | '.join(f'{one.p50_ms:.0f} / {one.p95_ms:.0f}' for one in found.values())} |\n")


def print_parts(articles: Sequence[Article], questions: Sequence[Golden], cache: Path) -> None:
    """Words, characters and spelling are the same whatever the vectors: only meaning is printed for each."""
    ids = [article.id for article in articles]
    print("| part alone | first right | in three |\n|---|---|---|")
    for name in ("e5", "use"):
        for part in parts_alone(Examiner(articles, vectors=VECTORS[name](), cache=cache), ids, questions):
            if part.name == "meaning" or name == "e5":
                label = f"meaning ({name})" if part.name == "meaning" else part.name
                print(f"| {label} | {_percent(part.first_right)} | {_percent(part.in_three)} |")


def print_plain(articles: Sequence[Article], questions: Sequence[Golden], cache: Path) -> None:
    """What a search without our own parts finds: jieba and BM25 over everything, E5 over title, questions and answer, and
    both scores, each brought to 0..1, added up."""
    vectors = VECTORS["e5"]()
    known = [golden for golden in questions if golden.articles]
    index = bm25s.BM25()
    index.index([words(f"{one.title} {' '.join(one.questions)} {one.short} {one.body}") for one in articles])
    texts = [(at, text) for at, one in enumerate(articles) for text in (one.title, *one.questions, one.short)]
    rows, of = remembered(vectors, [text for _, text in texts], cache), np.array([at for at, _ in texts])
    starts = np.flatnonzero(np.diff(of, prepend=-1))
    found: dict[str, list[np.ndarray]] = {"jieba + BM25": [], "E5, nearest text": [], "sum of the two": []}
    for golden in known:
        terms = [word for word in words(golden.text) if word in index.vocab_dict]
        by_words = index.get_scores(terms) if terms else np.zeros(len(articles))
        by_meaning = np.maximum.reduceat(rows @ vectors.of([normal(golden.text)])[0], starts)
        scores = (by_words, by_meaning, _levelled(by_words) + _levelled(by_meaning))
        for kept, one in zip(found.values(), scores, strict=True):
            kept.append(one)
    ids = np.array([article.id for article in articles])
    print("\n| plain search | first right | in three | noisy first right |\n|---|---|---|---|")
    for name, scores in found.items():
        places = [
            place_of(one, np.flatnonzero(np.isin(ids, golden.articles)))
            for one, golden in zip(scores, known, strict=True)
        ]
        noisy = [place for place, golden in zip(places, known, strict=True) if golden.noisy]
        shares = (np.mean(np.array(places) == 0), np.mean(np.array(places) < 3), np.mean(np.array(noisy) == 0))
        print(f"| {name} | {' | '.join(_percent(float(share)) for share in shares)} |")


def _levelled(scores: np.ndarray) -> np.ndarray:
    spread = scores.max() - scores.min()
    return (scores - scores.min()) / (spread or 1.0)


def _percent(share: float | None) -> str:
    return "—" if share is None else f"{share:.1%}"


if __name__ == "__main__":
    main()
