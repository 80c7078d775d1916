"""What did the citizen mean to type? Pinyin input and voice recognition write 公机金 for 公积金: same sounds, other characters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from functools import cache
from itertools import pairwise

from pypinyin import lazy_pinyin

from knowledge_base.text import dictionary_words, is_chinese, normal

_LONGEST = 5
_COMMON = 3  # two characters sound like many words: such a word must be one the articles use often


@cache
def sound(character: str) -> str:
    """The syllable of a Chinese character without its tone; any other character stands for itself."""
    return lazy_pinyin(character)[0]


def sounds(text: str) -> list[str]:
    """Pairs of neighbouring syllables, never across a gap: 身份证 gives shen·fen, fen·zheng."""
    return [f"{sound(one)}·{sound(other)}" for run in normal(text).split() for one, other in pairwise(run)]


class Spelling:
    """Knows the words of one set of articles by their sound; nothing changes after making."""

    def __init__(self, texts: Iterable[str], known: Collection[str]) -> None:
        """`texts` are where the words are taken from, `known` the pairs of characters that stand in any article."""
        self._known = known
        counts = Counter(word for text in texts for word in _worth_knowing(text))
        self._by_sound: dict[tuple[str, ...], str] = {}
        for word, count in sorted(counts.items(), key=lambda item: (item[1], item[0])):
            if len(word) > 2 or count >= _COMMON:
                self._by_sound[tuple(map(sound, word))] = word

    def mended(self, question: str) -> str:
        """The normal form of the question, with every run of characters that stands in no article and sounds like a known
        word replaced by it. Whole dictionary words are left as they are."""
        text = normal(question)
        written, lengths = list(text), _starts(text)
        for length in range(_LONGEST, 1, -1):
            for at in range(len(text) - length + 1):
                word = self._meant(text, at, length, lengths)
                if word and written[at : at + length] == list(text[at : at + length]):
                    written[at : at + length] = word
        return "".join(written)

    def _meant(self, text: str, at: int, length: int, lengths: dict[int, int]) -> str | None:
        """The known word that these characters sound like, None where they may mean what they say."""
        run, end = text[at : at + length], at + length
        aligned = at in lengths and (end in lengths or end == len(text))
        inside = [size for start, size in lengths.items() if at <= start < end]
        if not aligned or 1 not in inside or len(inside) < 2 or not is_chinese(run):
            return None
        if all(pair in self._known for pair in map("".join, pairwise(run))):
            return None
        return self._by_sound.get(tuple(map(sound, run)))


def _worth_knowing(text: str) -> Iterable[str]:
    return (word for word in dictionary_words(text) if 2 <= len(word) <= _LONGEST and is_chinese(word))


def _starts(text: str) -> dict[int, int]:
    """Where each dictionary word of a text starts, and how long it is."""
    starts, at = {}, 0
    for word in dictionary_words(text):
        starts[at] = len(word)
        at += len(word)
    return starts
