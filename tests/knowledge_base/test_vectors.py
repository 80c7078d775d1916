from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from knowledge_base.vectors import Absent, Vectors, remembered

SENTENCES = ["身份证丢了怎么补办", "路灯坏了找谁", "", "结婚登记要带什么"]


def test_rows_are_of_unit_length_and_of_the_promised_shape(model: Vectors) -> None:
    rows = model.of(SENTENCES)
    assert rows.shape == (4, model.dimensions) and rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert model.of([]).shape == (0, model.dimensions)


def test_the_nearer_meaning_is_nearer(model: Vectors) -> None:
    asked, same, other = model.of(["证件掉了要重新做一张", "身份证丢失补领", "楼下跳广场舞太吵"])
    assert asked @ same > asked @ other


def test_a_sentence_means_the_same_alone_in_company_and_in_many_threads(model: Vectors) -> None:
    together = model.of(SENTENCES * 10)
    with ThreadPoolExecutor(4) as threads:
        alone = np.concatenate(list(threads.map(lambda text: model.of([text]), SENTENCES * 10)))
    assert np.allclose(together, alone, atol=1e-5)


class Counting:
    """Writes down what it was asked to embed."""

    name = "counting"
    dimensions = 3

    def __init__(self) -> None:
        self.embedded: list[str] = []

    def of(self, texts: Sequence[str]) -> np.ndarray:
        self.embedded += texts
        return np.array([[len(text), 1, 0] for text in texts], np.float32).reshape(-1, 3)


def test_only_new_texts_are_embedded_again(tmp_path: Path) -> None:
    remembered(Counting(), ["路灯", "井盖"], tmp_path)
    later = Counting()
    rows = remembered(later, ["井盖", "路灯", "停水了"], tmp_path)
    assert later.embedded == ["停水了"]
    assert rows[:, 0].tolist() == [2, 2, 3]


def test_the_same_text_twice_is_embedded_once(tmp_path: Path) -> None:
    counting = Counting()
    assert len(remembered(counting, ["路灯", "路灯"], tmp_path)) == 2
    assert counting.embedded == ["路灯"]


@pytest.mark.parametrize("damage", [b"", b"not a memory", b"PK\x03\x04half"])
def test_a_damaged_memory_is_made_anew(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "vectors-counting.npz").write_bytes(damage)
    assert remembered(Counting(), ["路灯"], tmp_path).tolist() == [[2, 1, 0]]
    again = Counting()
    remembered(again, ["路灯"], tmp_path)
    assert again.embedded == []


def test_no_draft_is_left_behind(tmp_path: Path) -> None:
    remembered(Counting(), ["路灯"], tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["vectors-counting.npz"]


def test_without_vectors_nothing_is_kept(tmp_path: Path) -> None:
    assert remembered(Absent(), ["路灯", "井盖"], tmp_path).shape == (2, 0)
    assert list(tmp_path.iterdir()) == []
