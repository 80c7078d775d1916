"""How much danger to life is heard, how often in vain, and how long does listening take?

`.venv/bin/python -m benchmarks.danger`, and `--texts FILE` (one harmless message a line) to count alarms in other texts.
"""

import argparse
import json
import time
from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from pathlib import Path

import numpy as np

from hotline.casework.lookout import Lookout
from hotline.rules import load
from knowledge_base.likeness import Leaning, Likeness
from knowledge_base.vectors import E5

UNSEEN = Path("tests/casework/danger_unseen.jsonl")
FOLDS = 5
LEVELS = (-0.1, 0.0, 0.1, 0.2, 0.3)


class Kept:
    """Embeds each text once; the folds ask for the same sentences again and again."""

    def __init__(self, model: E5) -> None:
        self.name, self.dimensions, self.model = model.name, model.dimensions, model
        self._rows: dict[str, np.ndarray] = {}

    def of(self, texts: Sequence[str]) -> np.ndarray:
        new = [text for text in dict.fromkeys(texts) if text not in self._rows]
        self._rows |= dict(zip(new, self.model.of(new), strict=True))
        return np.stack([self._rows[text] for text in texts])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path)
    texts = parser.parse_args().texts
    spoken, alike = load.danger_examples()
    vectors = Kept(E5())
    cross_validate(spoken, alike, vectors)
    phrases, both = Lookout(load.dangers()), Lookout(load.dangers(), Likeness(spoken, alike, vectors=vectors))
    unseen(phrases, both)
    listening(Lookout(load.dangers(), Likeness(spoken, alike, vectors=vectors.model)))
    lines = texts.read_text(encoding="utf-8").splitlines() if texts else []
    if lines:
        print(f"{texts.name}: {len(lines)} texts, alarms {alarms(phrases, lines):.2%} → {alarms(both, lines):.2%}")


def cross_validate(spoken: Mapping[str, Sequence[str]], alike: Sequence[str], vectors: Kept) -> None:
    """Every example judged by a net that never saw it."""
    leanings: dict[str, Leaning] = {}
    for fold in range(FOLDS):
        rest = {kind: _without(texts, fold) for kind, texts in spoken.items()}
        net = Likeness(rest, _without(alike, fold), vectors=vectors)
        asked = [text for texts in (*spoken.values(), alike) for text in texts[fold::FOLDS]]
        leanings |= {text: net.leaning(text) for text in asked}
    phrases = Lookout(load.dangers())
    dangerous = {text: kind for kind, texts in spoken.items() for text in texts}
    for level, (name, pile) in product(LEVELS, (("dangerous", dangerous), ("look-alike", alike))):
        net_alone = [leanings[text].towards > level for text in pile]
        joined = [caught or phrases.danger_in(text) for caught, text in zip(net_alone, pile, strict=True)]
        print(f"cross-validated, level {level:+.1f}, {name}: net {_share(net_alone)}, phrases or net {_share(joined)}")
    left = [leanings[text].pile == kind for text, kind in dangerous.items() if not phrases.danger_in(text)]
    print(f"cross-validated, kind right where no phrase fits: {_share(left)} of {len(left)}")


def _without(texts: Sequence[str], fold: int) -> list[str]:
    return [text for place, text in enumerate(texts) if place % FOLDS != fold]


def unseen(phrases: Lookout, both: Lookout) -> None:
    rows = [json.loads(line) for line in UNSEEN.open(encoding="utf-8")]
    for voice, dangerous in product(sorted({row["round"] for row in rows}), (True, False)):
        texts = [row["text"] for row in rows if row["round"] == voice and row["danger"] is dangerous]
        name = "dangerous heard" if dangerous else "look-alikes alarmed"
        print(f"unseen {voice}, {name} of {len(texts)}: {alarms(phrases, texts):.1%} → {alarms(both, texts):.1%}")


def listening(lookout: Lookout) -> None:
    texts = [json.loads(line)["text"] for line in UNSEEN.open(encoding="utf-8")]
    spent = sorted(_milliseconds(lookout, text) for text in texts)
    print(f"ms a message: p50 {spent[len(spent) // 2]:.1f}, p95 {spent[len(spent) * 95 // 100]:.1f}")


def _milliseconds(lookout: Lookout, text: str) -> float:
    start = time.perf_counter()
    lookout.danger_in(text)
    return 1000 * (time.perf_counter() - start)


def alarms(lookout: Lookout, texts: Sequence[str]) -> float:
    return sum(lookout.danger_in(text) is not None for text in texts) / len(texts)


def _share(hits: Iterable[object]) -> str:
    counted = [bool(hit) for hit in hits]
    return f"{sum(counted) / len(counted):.1%}"


if __name__ == "__main__":
    main()
