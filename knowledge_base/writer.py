"""How does an article become a Markdown file again? `reader.read_article` gives back what was written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from knowledge_base.article import Article, Basis, Source

# What YAML reads as this very text: starts with a Chinese character, no sign that YAML could take for its own.
_PLAIN = re.compile(r"KB-\d+|[\u4e00-\u9fff][\w/（）、，]*")
# What YAML refuses, folds or takes for a line end inside quotes; JSON has already escaped what is below a space.
_UNPRINTABLE = re.compile(r"[\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff]")


def write_article(article: Article) -> str:
    """The file's text, fields in the order of the library. Texts must be stripped, as the reader leaves them; what the
    reader would refuse (no question, no keyword, an empty text) is written all the same, for it to say so."""
    return "\n".join(["---", *_header(article), "---", article.body, ""])


def _header(article: Article) -> Iterable[str]:
    yield f"id: {_plain(article.id)}"
    yield f"title: {_quoted(article.title)}"
    yield f"category: {_plain(article.category)}"
    yield f"kind: {_plain(article.kind)}"
    yield from _block("questions", map(_quoted, article.questions))
    yield f"keywords: [{', '.join(map(_quoted, article.keywords))}]"
    yield f"department: {_plain(article.department)}"
    yield f"scope: {_plain(article.scope)}"
    yield f"audience: {_plain(article.audience)}"
    yield f"effective: {article.effective.isoformat()}"
    yield f"expires: {article.expires.isoformat() if article.expires else 'null'}"
    yield f"review_due: {article.review_due.isoformat()}"
    yield from _block("basis", map(_basis, article.basis))
    yield from _block("sources", map(_source, article.sources))
    yield f"confirmed: {article.confirmed.isoformat()}"
    yield f"short: {_quoted(article.short)}"


def _block(name: str, items: Iterable[str]) -> list[str]:
    lines = [f"  - {item}" for item in items]
    return [f"{name}:", *lines] if lines else [f"{name}: []"]


def _basis(basis: Basis) -> str:
    return f"{{law: {_quoted(basis.law)}, article: {_quoted(basis.article)}}}"


def _source(source: Source) -> str:
    looked_up = source.looked_up.isoformat()
    return f"{{title: {_quoted(source.title)}, url: {_quoted(source.url)}, looked_up: {looked_up}}}"


def _plain(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else _quoted(text)


def _quoted(text: str) -> str:
    """A JSON string is a YAML string, but for the characters that YAML will not have in the raw."""
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))
