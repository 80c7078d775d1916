"""How is a long text cut into messages that WeChat takes, without tearing a sentence or a character?"""

import re

PAGE_BYTES = 2048  # what one text message may hold, in UTF-8; the same for passive replies and custom messages

_SENTENCE_END = re.compile(r"(?:[。！？；…\n]|[!?;](?=\s|$|[^\x00-\x7f]))[”’」』）)】》]*")
_CLAUSE_END = re.compile(r"[，、：\s]+|[,:](?=\s)")


def fits(text: str) -> bool:
    """Whether `text` goes into one message."""
    return len(text.encode("utf-8", "replace")) <= PAGE_BYTES


def pages(text: str, *, limit: int = PAGE_BYTES) -> list[str]:
    """`text` without outer blanks, cut after sentences, else after clauses, else between characters.

    Each page holds at most `limit` bytes (four or more); joined they are the stripped text. An empty text has no pages.
    """
    if limit < 4:
        raise ValueError("每页至少 4 个字节，才放得下任何一个字符。")
    rest, result = text.strip(), []
    while rest:
        cut = _cut(rest, limit)
        result.append(rest[:cut])
        rest = rest[cut:]
    return result


def _cut(text: str, limit: int) -> int:
    fitting = len(text[:limit].encode("utf-8", "replace")[:limit].decode("utf-8", "ignore"))
    if fitting == len(text):
        return fitting
    return _last_end(_SENTENCE_END, text, fitting) or _last_end(_CLAUSE_END, text, fitting) or fitting


def _last_end(end: re.Pattern[str], text: str, fitting: int) -> int:
    """Where the last match that lies wholly within the first `fitting` characters ends; 0 if there is none."""
    found = 0
    for match in end.finditer(text):
        if match.end() > fitting:
            break
        found = match.end()
    return found
