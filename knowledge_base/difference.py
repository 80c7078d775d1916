"""What changed between two versions of an article? Field by field, in the words officers know, down to the characters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from knowledge_base.article import Article, Basis, Source
from knowledge_base.fields import LABELS

_LISTS = ("questions", "keywords", "basis", "sources")
_READ_CLOSELY = ("title", "short", "body")
_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]+|[^。！？；\n]+")
_SIGN = re.compile(r"\d+(?:\.\d+)?|[A-Za-z]+|.", re.DOTALL)  # 20元 → 25元 is another number, not another last digit
_STILL_THE_SAME = 0.4  # a sentence that keeps less than this share of its signs is shown as another sentence
_ISLAND = 1  # so few characters between two changes are shown as part of them

Pair = tuple[str, str]  # what stood here, what stands here now


@dataclass(frozen=True, kw_only=True)
class Run:
    """A piece of a text that stayed, came or went."""

    kind: Literal["same", "added", "removed"]
    text: str


@dataclass(frozen=True, kw_only=True)
class TextChange:
    """A field that is one text: without the added runs it is the old one, without the removed runs the new one."""

    label: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, kw_only=True)
class ListChange:
    """A field that is a list: what came and what went; both are empty when only the order changed."""

    label: str
    added: tuple[str, ...]
    removed: tuple[str, ...]


def differences(old: Article, new: Article) -> tuple[TextChange | ListChange, ...]:
    """The changed fields in the order of the exchange table; none if the versions say the same (`file` is no content)."""
    changed = [field for field in LABELS if getattr(old, field) != getattr(new, field)]
    return tuple(_change(field, getattr(old, field), getattr(new, field)) for field in changed)


def _change(field: str, old: object, new: object) -> TextChange | ListChange:
    label = LABELS[field]
    if field in _LISTS:
        return ListChange(label=label, added=_without(new, old), removed=_without(old, new))
    before, after = _shown(old), _shown(new)
    pairs = _by_sentences(before, after) if field in _READ_CLOSELY else [(before, after)]
    return TextChange(label=label, runs=tuple(_runs(pairs)))


def _without(items: Iterable[Hashable], others: Iterable[Hashable]) -> tuple[str, ...]:
    """The items that are more often here than there, in their order."""
    left = Counter(items) - Counter(others)
    return tuple(_shown(item) for item in left.elements())


def _shown(value: object) -> str:
    if isinstance(value, Basis):
        return f"《{value.law}》{value.article}"
    if isinstance(value, Source):
        return f"{value.title} {value.url} {value.looked_up}"
    return "长期有效" if value is None else str(value)


def _by_sentences(old: str, new: str) -> Iterator[Pair]:
    for before, after in _aligned(_SENTENCE.findall(old), _SENTENCE.findall(new)):
        yield from [(before, after)] if before == after else _by_signs(before, after)


def _by_signs(old: str, new: str) -> list[Pair]:
    one, other = _SIGN.findall(old), _SIGN.findall(new)
    if SequenceMatcher(None, one, other, autojunk=False).ratio() < _STILL_THE_SAME:
        return [(old, new)]
    return _without_islands(list(_aligned(one, other)))


def _aligned(old: Sequence[str], new: Sequence[str]) -> Iterator[Pair]:
    for _, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield "".join(old[start:end]), "".join(new[new_start:new_end])


def _without_islands(pairs: list[Pair]) -> list[Pair]:
    """A single 的 that happens to stay between two changes makes a difference harder to read, not easier."""
    merged: list[Pair] = []
    for at, (before, after) in enumerate(pairs):
        island = before == after and len(before) <= _ISLAND and 0 < at < len(pairs) - 1
        if merged and (island or merged[-1][0] != merged[-1][1]) and (island or before != after):
            merged[-1] = (merged[-1][0] + before, merged[-1][1] + after)
        else:
            merged.append((before, after))
    return merged


def _runs(pairs: Iterable[Pair]) -> Iterator[Run]:
    for before, after in pairs:
        if before == after:
            yield Run(kind="same", text=before)
            continue
        if before:
            yield Run(kind="removed", text=before)
        if after:
            yield Run(kind="added", text=after)
