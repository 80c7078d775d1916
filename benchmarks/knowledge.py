"""What does each kind of sentence vectors bring the search, and what does each part of the search find alone?

Run from the project's root: `.venv/bin/python -m benchmarks.knowledge`. The questions are those of `hotline kb measure`:
written apart from the articles, two in five of them not answerable by any. Vectors are remembered in the data folder.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from hotline.cli.knowledge import GOLDEN
from hotline.rules import working_time
from hotline.settings import read_settings
from hotline.wiring import ARTICLES, VECTORS, clock
from knowledge_base.article import Article
from knowledge_base.evidence import Examiner
from knowledge_base.measure import Golden, ask_all, parts_alone, read_golden, report
from knowledge_base.reader import read_library
from knowledge_base.search import Search

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


def _percent(share: float | None) -> str:
    return "—" if share is None else f"{share:.1%}"


if __name__ == "__main__":
    main()
