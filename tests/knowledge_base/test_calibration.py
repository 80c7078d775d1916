from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.calibrate import MIX, calibrate, lessons, strangers
from knowledge_base.calibration import CalibrationError, fit, load, save
from knowledge_base.evidence import FEATURES
from knowledge_base.vectors import E5, USE, Absent
from tests.knowledge_base.small_library import LIBRARY


def test_a_fit_finds_the_coefficients_that_made_the_data() -> None:
    chance = np.random.default_rng(12345)
    features = chance.normal(size=(20_000, 2))
    right = chance.random(20_000) < 1 / (1 + np.exp(-(features @ [2.0, -1.0] + 0.5)))
    bias, weights = fit(features, right.astype(float), np.ones(20_000))
    assert np.allclose([bias, *weights], [0.5, 2.0, -1.0], atol=0.1)


def test_a_feature_that_never_changes_does_no_harm() -> None:
    features = np.column_stack([np.ones(40), np.repeat([0.0, 1.0], 20)])
    bias, weights = fit(features, np.repeat([0.0, 1.0], 20), np.ones(40))
    assert np.isfinite([bias, *weights]).all() and weights[1] > 0


@given(st.lists(st.floats(-1e6, 1e6), min_size=len(FEATURES), max_size=len(FEATURES)))
def test_whatever_the_evidence_it_is_a_probability(row: list[float]) -> None:
    (probability,) = load("absent").probabilities(np.array([row]))
    assert 0 <= probability <= 1


def test_the_same_content_gives_the_same_figures() -> None:
    once, again = (calibrate(LIBRARY, vectors=Absent()) for _ in range(2))
    assert once == again
    assert 0 < once.clarify_from <= once.answer_from <= 1


def test_no_lesson_can_be_known_by_heart() -> None:
    held_out = [lesson for lesson in lessons(LIBRARY, vectors=Absent()) if lesson.kind in ("held out", "title")]
    alike = FEATURES.index("near_identical")
    assert all((lesson.evidence.features[:, alike] < 0.1).all() for lesson in held_out)


def test_every_kind_of_lesson_is_taught_and_only_answerable_ones_have_a_right_row() -> None:
    taught = list(lessons(LIBRARY, vectors=Absent()))
    assert {lesson.kind for lesson in taught} == set(MIX)
    assert not any(lesson.right.any() for lesson in taught if lesson.kind in ("absent", "elsewhere", "stranger"))
    assert sum(MIX.values()) == pytest.approx(1)


def test_the_strangers_are_many_and_all_different() -> None:
    assert len(strangers()) >= 150
    assert len(set(strangers())) == len(strangers())


@pytest.mark.parametrize("vectors", [E5.name, USE.name, Absent.name])
def test_every_kind_of_vectors_is_calibrated(vectors: str) -> None:
    stored = load(vectors)
    assert set(stored.weights) == set(FEATURES)
    assert 0 < stored.clarify_from < stored.answer_from < 1


def test_being_named_elsewhere_speaks_against_every_article() -> None:
    assert all(load(vectors).weights["elsewhere"] < -2 for vectors in (E5.name, USE.name, Absent.name))


def test_what_is_saved_is_loaded_but_for_rounding(tmp_path: Path) -> None:
    calibration = replace(load("absent"), bias=-1.23456789)
    save([calibration], tmp_path)
    assert load("absent", tmp_path) == replace(calibration, bias=-1.2346)


def test_a_calibration_for_other_evidence_is_refused(tmp_path: Path) -> None:
    save([replace(load("absent"), weights={"words": 1.0})], tmp_path)
    with pytest.raises(CalibrationError, match="fitted on other evidence"):
        load("absent", tmp_path)
