"""How good is the search? First right, in the first three, false answers, honesty of the probability, time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

import numpy as np

from knowledge_base.evidence import Examiner
from knowledge_base.search import Found, Search

_BINS = 10


@dataclass(frozen=True, kw_only=True)
class Golden:
    """A question written apart from the articles, and every article that truly helps who asks it; none: not ours."""

    id: str
    text: str
    articles: tuple[str, ...]
    noisy: bool  # misspelt, or in dialect


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A golden question and what the search made of it; seconds only where a clock was given."""

    golden: Golden
    found: Found
    seconds: float

    @property
    def first_right(self) -> bool:
        return any(found in self.golden.articles for found in self.ids[:1])

    @property
    def in_three(self) -> bool:
        return any(found in self.golden.articles for found in self.ids)

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(candidate.article.id for candidate in self.found.candidates)


@dataclass(frozen=True, kw_only=True)
class Report:
    """All shares are of the questions named; None where there was none."""

    answerable: int
    unanswerable: int
    first_right: float | None  # of the answerable: a right article is first
    in_three: float | None  # of the answerable: among the three
    noisy_first_right: float | None  # of the noisy answerable
    answered_right: float | None  # of the answerable: answered, by a right article
    answered_wrong: float | None  # of the answerable: answered, by any other article
    asked_back: float | None  # of the answerable: clarify
    clarify_holds: float | None  # of the clarified answerable: a right one is among the three
    said_unknown: float | None  # of the answerable: unknown
    false_answers: float | None  # of the unanswerable: answered
    false_clarifications: float | None  # of the unanswerable: clarify
    calibration_error: float  # mean distance of probability and truth over ten bins
    p50_ms: float
    p95_ms: float


def read_golden(file: Path) -> list[Golden]:
    """The questions of a JSON-lines file; ValueError names the first line that is not of the form."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return [_golden(line, f"{file.name}:{number}") for number, line in enumerate(lines, start=1) if line.strip()]


def _golden(line: str, where: str) -> Golden:
    row = json.loads(line)
    if not isinstance(row, dict) or set(row) != {field.name for field in fields(Golden)}:
        raise ValueError(f"{where}: a question has id, text, articles and noisy, and nothing else.")
    if type(row["noisy"]) is not bool or not all(isinstance(row[name], str) and row[name] for name in ("id", "text")):
        raise ValueError(f"{where}: id and text are words, noisy is true or false.")
    ids = row["articles"]
    if not isinstance(ids, list) or not all(isinstance(one, str) for one in ids) or len(set(ids)) < len(ids):
        raise ValueError(f"{where}: articles is a list of different ids, empty where none answers.")
    return Golden(id=row["id"], text=row["text"], articles=tuple(ids), noisy=row["noisy"])


def ask_all(search: Search, questions: Iterable[Golden], today: date, clock: Callable[[], float]) -> list[Asked]:
    """Puts every question once; `clock` gives seconds, e.g. time.perf_counter."""
    asked = []
    for golden in questions:
        start = clock()
        found = search.ask(golden.text, today)
        asked.append(Asked(golden=golden, found=found, seconds=clock() - start))
    return asked


def report(asked: Sequence[Asked]) -> Report:
    """The figures for what was asked."""
    known = [one for one in asked if one.golden.articles]
    strange = [one for one in asked if not one.golden.articles]
    clarified = [one for one in known if one.found.outcome == "clarify"]
    milliseconds = [one.seconds * 1000 for one in asked] or [0.0]
    return Report(
        answerable=len(known),
        unanswerable=len(strange),
        first_right=_share(one.first_right for one in known),
        in_three=_share(one.in_three for one in known),
        noisy_first_right=_share(one.first_right for one in known if one.golden.noisy),
        answered_right=_share(one.found.outcome == "answer" and one.first_right for one in known),
        answered_wrong=_share(one.found.outcome == "answer" and not one.first_right for one in known),
        asked_back=_share(one.found.outcome == "clarify" for one in known),
        clarify_holds=_share(one.in_three for one in clarified),
        said_unknown=_share(one.found.outcome == "unknown" for one in known),
        false_answers=_share(one.found.outcome == "answer" for one in strange),
        false_clarifications=_share(one.found.outcome == "clarify" for one in strange),
        calibration_error=calibration_error(
            [one.found.probability for one in asked], [one.first_right for one in asked]
        ),
        p50_ms=float(np.percentile(milliseconds, 50)),
        p95_ms=float(np.percentile(milliseconds, 95)),
    )


def worst(asked: Sequence[Asked], count: int) -> list[Asked]:
    """The questions whose first article is wrong, the surest of them first: answered, then asked back, then unknown."""
    wrong = [one for one in asked if not one.first_right and one.found.candidates]
    return sorted(wrong, key=lambda one: -one.found.probability)[:count]


@dataclass(frozen=True, kw_only=True)
class Part:
    """What one part of the search finds by itself, of the answerable questions."""

    name: str
    first_right: float | None
    in_three: float | None


def parts_alone(examiner: Examiner, ids: Sequence[str], questions: Iterable[Golden]) -> list[Part]:
    """Each part's own ranking, measured; `ids` are the articles the examiner was made of, in its order."""
    places: dict[str, list[int]] = {}
    for golden in questions:
        right = [ids.index(one) for one in golden.articles if one in ids]
        if right:
            for name, scores in examiner.parts(golden.text).items():
                places.setdefault(name, []).append(place_of(scores, right))
    return [
        Part(
            name=name, first_right=_share(place == 0 for place in found), in_three=_share(place < 3 for place in found)
        )
        for name, found in places.items()
    ]


def place_of(scores: np.ndarray, right: Sequence[int]) -> int:
    """How many others are ahead of the best right one or level with it: a tie is no find."""
    others = np.delete(scores, right)
    return int((others >= scores[right].max()).sum())


def _share(truths: Iterable[bool]) -> float | None:
    values = list(truths)
    return sum(values) / len(values) if values else None


def calibration_error(probabilities: Sequence[float], right: Sequence[bool]) -> float:
    """Expected calibration error: |mean probability − share right| in each tenth, weighted by its questions."""
    stated, true = np.array(probabilities, float), np.array(right, float)
    bins = np.minimum((stated * _BINS).astype(int), _BINS - 1)
    gaps = [abs(stated[bins == one].sum() - true[bins == one].sum()) for one in np.unique(bins)]
    return float(sum(gaps) / len(stated)) if len(stated) else 0.0
