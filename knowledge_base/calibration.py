"""How sure are we? Evidence becomes one honest probability, and the probability an outcome."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from knowledge_base.evidence import FEATURES

_FOLDER = Path(__file__).parent


class CalibrationError(Exception):
    """The stored calibration does not fit this version of the search."""


@dataclass(frozen=True, kw_only=True)
class Calibration:
    """Coefficients of a logistic regression over FEATURES, and where answering and asking back begin."""

    vectors: str  # name of the vectors it was fitted with
    bias: float
    weights: dict[str, float]  # by feature
    answer_from: float  # at or above: answer
    clarify_from: float  # at or above: ask which of three; below: unknown

    def probabilities(self, features: np.ndarray) -> np.ndarray:
        """One probability per row of features."""
        weights = np.array([self.weights[name] for name in FEATURES])
        return 1 / (1 + np.exp(-np.clip(features @ weights + self.bias, -30, 30)))


def load(vectors: str, folder: Path = _FOLDER) -> Calibration:
    """The calibration fitted for these vectors; CalibrationError if there is none or it is of another version."""
    stored = json.loads((folder / "calibration.json").read_text(encoding="utf-8"))
    fitted = next((Calibration(**row) for row in stored if row["vectors"] == vectors), None)
    if fitted is None:
        raise CalibrationError(f"No calibration for the vectors “{vectors}”: calibrate the knowledge base.")
    if set(fitted.weights) != set(FEATURES):
        raise CalibrationError(f"The calibration for “{vectors}” was fitted on other evidence: run it again.")
    return fitted


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


def fit(features: np.ndarray, right: np.ndarray, weights: np.ndarray, penalty: float = 1.0) -> tuple[float, np.ndarray]:
    """Bias and coefficients of a weighted logistic regression (Newton's method, ridge on standardised features)."""
    centre, spread = features.mean(axis=0), features.std(axis=0)
    spread = np.where(spread > 1e-9, spread, 1.0)
    design = np.column_stack([np.ones(len(features)), (features - centre) / spread])
    ridge = np.diag([0.0, *[penalty] * features.shape[1]])
    beta = np.zeros(design.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-np.clip(design @ beta, -30, 30)))
        slope = design.T @ (weights * (right - chance)) - ridge @ beta
        curve = (design * (weights * chance * (1 - chance))[:, None]).T @ design + ridge
        step = np.linalg.solve(curve + 1e-9 * np.eye(len(beta)), slope)
        beta += step
        if np.abs(step).max() < 1e-8:
            break
    return float(beta[0] - (beta[1:] * centre / spread).sum()), beta[1:] / spread
