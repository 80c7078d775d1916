"""How sure are we? Evidence puts the articles in order, and says how probably the first one answers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from knowledge_base.evidence import CERTAINTY, RANKING, Evidence

_FOLDER = Path(__file__).parent


class CalibrationError(Exception):
    """The stored calibration does not fit this version of the search."""


@dataclass(frozen=True, kw_only=True)
class Calibration:
    """Coefficients of two fits, and where answering and asking back begin."""

    vectors: str  # name of the vectors it was fitted with
    ranking: dict[str, float]  # by RANKING: the score of an article is their sum
    bias: float
    certainty: dict[str, float]  # by CERTAINTY: logistic, that the first article answers
    answer_from: float  # at or above: answer
    clarify_from: float  # at or above: ask which of three; below: unknown

    def scores(self, evidence: Evidence) -> np.ndarray:
        """One score per article examined; only their differences mean anything."""
        return evidence.features @ np.array([self.ranking[name] for name in RANKING])

    def probabilities(self, evidence: Evidence) -> np.ndarray:
        """One probability per article examined: that of the first is calibrated, the others have their share of it."""
        if not len(evidence.articles):
            return np.zeros(0)
        scores = self.scores(evidence)
        weighed = evidence.certainty(scores) @ np.array([self.certainty[name] for name in CERTAINTY])
        return _chance(weighed + self.bias) * np.exp(scores - scores.max())


def load(vectors: str, folder: Path = _FOLDER) -> Calibration:
    """The calibration fitted for these vectors; CalibrationError if there is none or it is of another version."""
    stored = json.loads((folder / "calibration.json").read_text(encoding="utf-8"))
    found = next((row for row in stored if row["vectors"] == vectors), None)
    if found is None:
        raise CalibrationError(f"No calibration for the vectors “{vectors}”: calibrate the knowledge base.")
    if set(found.get("ranking", ())) != set(RANKING) or set(found.get("certainty", ())) != set(CERTAINTY):
        raise CalibrationError(f"The calibration for “{vectors}” was fitted on other evidence: run it again.")
    return Calibration(**found)


def save(calibrations: Sequence[Calibration], folder: Path = _FOLDER) -> None:
    """One file for all vectors, figures rounded so that a refit shows as a small difference."""
    rows = [asdict(calibration) for calibration in calibrations]
    text = json.dumps(_rounded(rows), ensure_ascii=False, indent=2) + "\n"
    (folder / "calibration.json").write_text(text, encoding="utf-8")


def _rounded(value: object) -> object:
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    return [_rounded(item) for item in value] if isinstance(value, list) else value


def fit(features: np.ndarray, right: np.ndarray, penalty: float = 1.0) -> tuple[float, np.ndarray]:
    """Bias and coefficients of a logistic regression (Newton's method, ridge on standardised features)."""
    centre, spread = _standard(features)
    design = np.column_stack([np.ones(len(features)), (features - centre) / spread])
    ridge = np.diag([0.0, *[penalty] * features.shape[1]])
    beta = np.zeros(design.shape[1])
    for _ in range(50):
        chance = _chance(design @ beta)
        slope = design.T @ (right - chance) - ridge @ beta
        curve = (design * (chance * (1 - chance))[:, None]).T @ design + ridge
        step = np.linalg.solve(curve + 1e-9 * np.eye(len(beta)), slope)
        beta += step
        if np.abs(step).max() < 1e-8:
            break
    return float(beta[0] - (beta[1:] * centre / spread).sum()), beta[1:] / spread


def fit_ranking(choices: Sequence[np.ndarray], right: Sequence[np.ndarray], penalty: float = 1.0) -> np.ndarray:
    """Coefficients of a conditional logit: `choices` has one table of features per question, `right` a truth value per row,
    at least one of them true (several are as good as each other)."""
    centre, spread = _standard(np.concatenate(choices))
    tables = [(table - centre) / spread for table in choices]
    beta = np.zeros(len(centre))
    for _ in range(50):
        slope, curve = -penalty * beta, penalty * np.eye(len(beta))
        for table, truth in zip(tables, right, strict=True):
            all_of_them, the_right = _shares(table @ beta), _shares(np.where(truth, table @ beta, -np.inf))
            mean = all_of_them @ table
            slope = slope + the_right @ table - mean
            curve = curve + (table * all_of_them[:, None]).T @ table - np.outer(mean, mean)
        step = np.linalg.solve(curve, slope)
        beta = beta + step
        if np.abs(step).max() < 1e-8:
            break
    return beta / spread


def _standard(features: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    spread = features.std(axis=0)
    return features.mean(axis=0), np.where(spread > 1e-9, spread, 1.0)


def _chance(weighed: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(weighed, -30, 30)))


def _shares(scores: np.ndarray) -> np.ndarray:
    grown = np.exp(scores - scores.max())
    return grown / grown.sum()
