"""What does work on articles need besides the store? Sentence vectors, golden questions, the list of categories."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from knowledge_base.article import Article
from knowledge_base.calibration import Calibration
from knowledge_base.search import Search
from knowledge_base.vectors import Recent


@dataclass(frozen=True, kw_only=True)
class Workbench:
    """`cache` is the folder that remembers vectors of published texts, `golden` the file of questions with known right
    articles, None where there is none; without a `calibration` the one shipped for the vectors holds."""

    vectors: Recent
    categories: tuple[str, ...]  # main categories
    cache: Path | None = None
    golden: Path | None = None
    calibration: Calibration | None = None

    def search(self, articles: Sequence[Article], today: date) -> Search:
        return Search(articles, vectors=self.vectors, today=today, cache=self.cache, calibration=self.calibration)
