"""What stands in a row of the exchange table, and what is wrong with it? Articles to rows of an .xlsx and back.

The first columns are those of the 信阳 notice of 2021 (类目, 标题, 内容, 发文单位, 材料性质, 关键字) with its rules: at most 1,000
items, titles unique and of at most 128 characters, keywords of at most 20, a category that exists. Ours follow.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from typing import TypeVar

from knowledge_base.article import KINDS, SCOPES, Article, Basis, Source
from knowledge_base.fields import LABELS

COLUMNS = tuple(LABELS.values())
REQUIRED = ("类目", "标题", "内容", "发文单位", "材料性质")
LIMIT = 1000  # rows
TITLE_CHARACTERS, KEYWORD_CHARACTERS = 128, 20
NEXT_REVIEW = timedelta(days=365)
"""So long after its import an article is reviewed if the row names no day."""

_BETWEEN_KEYWORDS = re.compile(r"[，,、;；\n]")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_FOREVER = ("", "长期", "长期有效")
_Item = TypeVar("_Item")


@dataclass(frozen=True, kw_only=True)
class Known:
    """What a row is held against."""

    categories: Collection[str]  # leaves, as 大类/小类
    departments: Collection[str]  # short names in the directory
    today: date


@dataclass(frozen=True, kw_only=True)
class RowProblem:
    """One thing to put right in the table before it can be imported."""

    row: int  # as the sheet shows it
    column: str
    text: str

    def __str__(self) -> str:
        return f"第 {self.row} 行“{self.column}”：{self.text}"


class _Wrong(Exception):
    """The cell cannot be read; every argument is a sentence."""


def from_rows(rows: Sequence[tuple[int, Mapping[str, str]]], known: Known) -> tuple[list[Article], list[RowProblem]]:
    """The articles of all good rows, given as (number, values), and every problem of the others."""
    if len(rows) > LIMIT:
        number = rows[LIMIT][0]
        return [], [RowProblem(row=number, column="编号", text=f"一次最多导入 {LIMIT} 条，从这一行起请另存一个文件。")]
    problems = [*_repeated(rows, "编号"), *_repeated(rows, "标题")]
    repeated = {problem.row for problem in problems}
    articles = []
    for number, values in rows:
        read = from_row(number, values, known)
        if not isinstance(read, Article):
            problems += read
        elif number not in repeated:
            articles.append(read)
    return articles, sorted(problems, key=lambda problem: (problem.row, COLUMNS.index(problem.column)))


def _repeated(rows: Iterable[tuple[int, Mapping[str, str]]], column: str) -> Iterator[RowProblem]:
    first: dict[str, int] = {}
    for number, values in rows:
        text = values.get(column, "").strip()
        if text and text in first:
            yield RowProblem(row=number, column=column, text=f"“{text}”与第 {first[text]} 行重复。")
        first.setdefault(text, number)


def from_row(number: int, values: Mapping[str, str], known: Known) -> Article | list[RowProblem]:
    """The article of one row, or all that is wrong with it. Without 编号 the article is new and its id empty; other empty
    cells of ours stay empty, or hold today, next year's review, 曾都区 and 个人."""
    problems: list[RowProblem] = []
    fields: dict = {}
    for field, column in LABELS.items():
        text = values.get(column, "").strip()
        try:
            fields[field] = _read(field, text, known)
        except _Wrong as wrong:
            problems += [RowProblem(row=number, column=column, text=sentence) for sentence in wrong.args]
    if fields.get("title") in fields.get("keywords", ()):
        problems.append(RowProblem(row=number, column="关键字", text="关键字不能与标题相同。"))
    return problems or Article(**fields)


def _read(field: str, text: str, known: Known) -> object:
    if not text and LABELS[field] in REQUIRED:
        raise _Wrong("不能空着。")
    return _READERS[field](text, known)


def to_row(article: Article) -> dict[str, str]:
    """Column → cell. `from_row` gives back the article (its `file` apart) if every text stands on one line, keywords hold
    none of ，,、;； and urls no space."""
    lists = {
        "keywords": "，".join(article.keywords),
        "questions": "\n".join(article.questions),
        "basis": "\n".join(f"《{basis.law}》{basis.article}" for basis in article.basis),
        "sources": "\n".join(f"{source.title} {source.url} {source.looked_up}" for source in article.sources),
        "expires": str(article.expires or ""),
    }
    return {column: lists.get(field, str(getattr(article, field))) for field, column in LABELS.items()}


def _id(text: str, known: Known) -> str:
    if text and not re.fullmatch(r"KB-\d{4,}", text):
        raise _Wrong(f"“{text}”不合式样，应如 KB-0001；新条目留空。")
    return text


def _title(text: str, known: Known) -> str:
    if len(text) > TITLE_CHARACTERS:
        raise _Wrong(f"标题 {len(text)} 字，最多 {TITLE_CHARACTERS} 字。")
    return text


def _category(text: str, known: Known) -> str:
    return _one_of(known.categories, text, "类目表")


def _department(text: str, known: Known) -> str:
    return _one_of(known.departments, text, "单位名录")


def _one_of(names: Collection[str], text: str, register: str) -> str:
    if text in names:
        return text
    near = get_close_matches(text, names, n=1)
    raise _Wrong(f"“{text}”不在{register}里。" + (f"是不是“{near[0]}”？" if near else ""))


def _choice(names: Sequence[str], default: str = "") -> Callable[[str, Known], str]:
    def read(text: str, known: Known) -> str:
        if (text or default) not in names:
            raise _Wrong(f"“{text}”不在 {'、'.join(names)} 之内。")
        return text or default

    return read


def _keywords(text: str, known: Known) -> tuple[str, ...]:
    found = tuple(word for part in _BETWEEN_KEYWORDS.split(text) if (word := part.strip()))
    if long := [word for word in found if len(word) > KEYWORD_CHARACTERS]:
        raise _Wrong(*(f"关键字“{word}”超过 {KEYWORD_CHARACTERS} 字。" for word in long))
    return found


def _questions(text: str, known: Known) -> tuple[str, ...]:
    return tuple(_lines(text))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _text(text: str, known: Known) -> str:
    return text


def _audience(text: str, known: Known) -> str:
    return text or "个人"


def _today(text: str, known: Known) -> date:
    return _day(text) if text else known.today


def _review_due(text: str, known: Known) -> date:
    return _day(text) if text else known.today + NEXT_REVIEW


def _expires(text: str, known: Known) -> date | None:
    return None if text in _FOREVER else _day(text)


def _day(text: str) -> date:
    """2026-11-23, 2026/11/23, 2026.11.23 or 2026年11月23日."""
    parts = _DAY.fullmatch(text)
    try:
        return date(*map(int, parts.groups())) if parts else date.fromisoformat(text)
    except ValueError:
        raise _Wrong(f"“{text}”不是日期，应如 2026-11-23。") from None


def _basis(text: str, known: Known) -> tuple[Basis, ...]:
    return _each(text, _one_basis)


def _one_basis(line: str) -> Basis:
    end = _end_of_name(line)
    if end < 2:
        raise _Wrong(f"“{line}”应写成《法名》第几条。")
    return Basis(law=line[1:end].strip(), article=line[end + 1 :].strip() or "全文")


def _end_of_name(line: str) -> int:
    """Where the 》 stands that closes the first 《, names within the name passed over; -1 if nowhere."""
    depth = 0
    for at, character in enumerate(line):
        depth += {"《": 1, "》": -1}.get(character, 0)
        if depth == 0:
            return at if at else -1
    return -1


def _sources(text: str, known: Known) -> tuple[Source, ...]:
    return _each(text, _one_source)


def _one_source(line: str) -> Source:
    parts = line.rsplit(maxsplit=2)
    if len(parts) < 3:
        raise _Wrong(f"“{line}”应写成“标题 网址 查阅日”，中间空一格。")
    return Source(title=parts[0], url=parts[1], looked_up=_day(parts[2]))


def _each(text: str, read: Callable[[str], _Item]) -> tuple[_Item, ...]:
    """Every line read, or every line's fault."""
    found, faults = [], []
    for line in _lines(text):
        try:
            found.append(read(line))
        except _Wrong as wrong:
            faults += wrong.args
    if faults:
        raise _Wrong(*faults)
    return tuple(found)


_READERS: Mapping[str, Callable[[str, Known], object]] = {
    "id": _id,
    "category": _category,
    "title": _title,
    "body": _text,
    "department": _department,
    "kind": _choice(KINDS),
    "keywords": _keywords,
    "questions": _questions,
    "short": _text,
    "scope": _choice(SCOPES, "曾都区"),
    "audience": _audience,
    "effective": _today,
    "expires": _expires,
    "review_due": _review_due,
    "basis": _basis,
    "sources": _sources,
    "confirmed": _today,
}
