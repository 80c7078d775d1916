"""How do Markdown files become articles? Every file is read; everything wrong is told at once, with file and line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from knowledge_base.article import Article, Basis, Source

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Both read the same; the one in C reads the whole library in a tenth of the time."""
_TEXTS = ("id", "title", "category", "kind", "department", "scope", "audience", "short")
_LISTS = ("questions", "keywords")
_DATES = ("effective", "review_due", "confirmed")
_FIELDS = (*_TEXTS, *_LISTS, *_DATES, "expires", "basis", "sources")


@dataclass(frozen=True, kw_only=True, order=True)
class Problem:
    """One thing an editor has to put right."""

    file: str  # path inside the library
    line: int  # counted from 1
    text: str  # the sentence shown

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}"


def read_library(folder: Path) -> tuple[list[Article], list[Problem]]:
    """All articles under `folder`, ordered by id, and every problem; a file with a problem yields no article."""
    articles: list[Article] = []
    problems: list[Problem] = []
    for path in sorted(Path(folder).rglob("*.md")):
        file = path.relative_to(folder).as_posix()
        article, found = read_article(path.read_bytes(), file)
        problems += found
        if article is not None:
            articles.append(article)
    return sorted(articles, key=lambda article: article.id), problems


def read_article(raw: bytes, file: str) -> tuple[Article | None, list[Problem]]:
    """One file's article, or None and what is wrong with it."""
    try:
        header, body = _split(raw.decode("utf-8"))
        fields = yaml.load(header, Loader=_LOADER)
    except UnicodeDecodeError:
        return None, [Problem(file=file, line=1, text="文件不是 UTF-8 编码。")]
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        text = f"文件头不是合法的 YAML：{getattr(error, 'problem', None) or '无法解析'}。"
        return None, [Problem(file=file, line=mark.line + 2 if mark else 1, text=text)]
    except ValueError as error:
        return None, [Problem(file=file, line=1, text=str(error))]
    if not isinstance(fields, dict):
        return None, [Problem(file=file, line=1, text="文件头里没有字段。")]
    problems = [Problem(file=file, line=line_of(header, field), text=text) for field, text in _faults(fields)]
    return (None, problems) if problems else (_article(fields, body, file), [])


def _split(text: str) -> tuple[str, str]:
    parts = re.match(r"﻿?---\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n(.*))?\Z", text, re.DOTALL)
    if parts is None:
        raise ValueError("文件须以“---”开头，文件头与正文之间须另有一行“---”。")
    return parts[1], (parts[2] or "").strip()


def line_of(text: str, field: str) -> int:
    """The line on which a field stands in a file or its front matter (1 if nowhere)."""
    lines = text.splitlines()
    starts_with_rule = bool(lines) and lines[0].lstrip("﻿").startswith("---")
    for number, line in enumerate(lines, start=1 if starts_with_rule else 2):
        if line.startswith(f"{field}:"):
            return number
    return 1


def _faults(fields: dict) -> Iterator[tuple[str, str]]:
    """Pairs of field and sentence: what is missing, of the wrong form, or not a field at all."""
    for name in _FIELDS:
        if name not in fields:
            yield name, f"缺少字段“{name}”。"
        else:
            yield from ((name, text) for text in _fault(name, fields[name]))
    yield from ((name, f"不认识的字段“{name}”。") for name in fields if name not in _FIELDS)


def _fault(name: str, value: object) -> Iterator[str]:
    if name in _TEXTS and not _is_text(value):
        yield f"字段“{name}”须是一段文字。"
    if name in _LISTS and not (isinstance(value, list) and value and all(_is_text(item) for item in value)):
        yield f"字段“{name}”须是一列文字。"
    if name in _DATES and not _is_date(value):
        yield f"字段“{name}”须是日期，如 2026-11-23。"
    if name == "expires" and not (value is None or _is_date(value)):
        yield "字段“expires”须是日期，长期有效写 null。"
    if name == "basis" and not _is_table(value, {"law": _is_text, "article": _is_text}):
        yield "字段“basis”须是一列 {law, article}，都要填写。"
    if name == "sources" and not _is_table(value, {"title": _is_text, "url": _is_text, "looked_up": _is_date}):
        yield "字段“sources”须是一列 {title, url, looked_up}，都要填写，looked_up 是日期。"


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_date(value: object) -> bool:
    return type(value) is date


def _is_table(value: object, columns: dict) -> bool:
    return isinstance(value, list) and all(
        isinstance(row, dict) and row.keys() == columns.keys() and all(columns[key](row[key]) for key in columns)
        for row in value
    )


def _article(fields: dict, body: str, file: str) -> Article:
    texts = {name: fields[name].strip() for name in _TEXTS}
    lists = {name: tuple(item.strip() for item in fields[name]) for name in _LISTS}
    return Article(
        **texts,
        **lists,
        **{name: fields[name] for name in (*_DATES, "expires")},
        basis=tuple(Basis(**row) for row in fields["basis"]),
        sources=tuple(Source(**row) for row in fields["sources"]),
        body=body,
        file=file,
    )
