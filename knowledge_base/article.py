"""What is an article 知识条目? One true, sourced and owned answer, with the ways citizens ask for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

KINDS = ("办事指南", "政策法规", "热点问答", "生活服务", "热线规则")
SCOPES = ("全国", "湖北省", "随州市", "曾都区")


@dataclass(frozen=True, kw_only=True)
class Basis:
    """The law or notice an answer rests on."""

    law: str  # full official name with version or issue number
    article: str  # the article numbers, or 全文


@dataclass(frozen=True, kw_only=True)
class Source:
    """A page that was opened to confirm the facts."""

    title: str
    url: str
    looked_up: date


@dataclass(frozen=True, kw_only=True)
class Article:
    """One published answer; `file` is its path inside the library it was read from, if it was."""

    id: str  # KB-0001
    title: str
    category: str  # 大类/小类
    kind: str  # one of KINDS
    questions: tuple[str, ...]  # as citizens really ask
    keywords: tuple[str, ...]
    department: str  # short name in the directory of departments
    scope: str  # one of SCOPES: where the facts hold
    audience: str
    effective: date  # first day it may answer
    expires: date | None  # last day it may answer
    review_due: date
    basis: tuple[Basis, ...]
    sources: tuple[Source, ...]
    confirmed: date
    short: str  # the answer itself, at most 120 characters
    body: str  # Markdown
    file: str = ""

    def answers_on(self, day: date) -> bool:
        """Whether the article is in force on that day; its last day counts."""
        return self.effective <= day and (self.expires is None or day <= self.expires)

    @property
    def main_category(self) -> str:
        return self.category.partition("/")[0]
