"""How is a citizen's sentence cut into words? One normal form, jieba with the government dictionary, few stop words."""

from __future__ import annotations

import logging
import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

import jieba

DICTIONARY = Path(__file__).with_name("government_words.txt")

_NOT_A_WORD = re.compile(r"[\W_]+")
_STOP_WORDS = frozenset(
    "的 了 呢 吗 啊 呀 吧 嘛 哦 哈 呗 哪 哪里 哪儿 哪个 什么 啥 咋 怎么 怎样 怎么样 如何 "
    "多少 几 是 是不是 有 有没有 没有 我 我们 你 你们 您 他 她 它 他们 我家 这 那 这个 "
    "那个 这些 那些 这样 那样 这里 那里 在 到 去 来 和 与 及 或 或者 还是 还 也 都 就 才 "
    "又 再 很 太 把 被 给 让 跟 对 对于 从 向 往 为 为什么 为了 因为 所以 如果 要是 但是 "
    "不过 可以 可 能 能不能 能否 可不可以 会 会不会 要 要不要 想 需要 应该 得 着 过 一 一个 "
    "一下 一些 个 些 点 请问 问 问一下 想问 咨询 你好 您好 谢谢 麻烦 帮忙 帮 一直 现在 已经 "
    "然后 之后 时候 的话 地 之 其 此 等 并 上 下 里 中 后 前 时 说 办 办理 咋办 怎么办 "
    "咋弄 咋个 啥子 搞 弄 做 用 找 行 行不行 不 没 知道 事 事情 东西 情况 问题 相关 有关 "
    "进行 以及".split()
)


def normal(text: str) -> str:
    """The form in which texts are compared: full-width folded, lower case, punctuation as single spaces."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return _NOT_A_WORD.sub(" ", folded).strip()


def words(text: str) -> list[str]:
    """All words of a text in order, stop words included."""
    return [word for word in _cutter().lcut(normal(text)) if not word.isspace()]


def dictionary_words(text: str) -> tuple[str, ...]:
    """The normal form cut into words of the dictionary, whatever is in none character by character; gaps are kept."""
    return _cut(normal(text))


def is_chinese(text: str) -> bool:
    """Whether every character is a Chinese one."""
    return all("一" <= character <= "鿿" for character in text)


def content_words(text: str) -> list[str]:
    """The words that carry the matter; if a text has none, all its words."""
    found = words(text)
    return [word for word in found if word not in _STOP_WORDS] or found


def characters(text: str) -> list[str]:
    """Single characters and neighbouring pairs, pairs never across a gap: 身份证 gives 身 份 证 身份 份证."""
    runs = normal(text).split()
    return [*"".join(runs), *(run[at : at + 2] for run in runs for at in range(len(run) - 1))]


@lru_cache(maxsize=1 << 16)
def _cut(text: str) -> tuple[str, ...]:
    """Remembered, because a new edition of the knowledge base has nearly the same texts as the one before."""
    return tuple(_cutter().lcut(text, HMM=False))


@cache
def _cutter() -> jieba.Tokenizer:
    jieba.setLogLevel(logging.WARNING)
    cutter = jieba.Tokenizer()
    cutter.load_userdict(str(DICTIONARY))
    return cutter
