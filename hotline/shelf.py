"""What must be kept of the living knowledge base? The contracts for articles, and for what citizens asked of them."""

from datetime import datetime
from typing import Protocol

from hotline.records import ArticleFilter, ArticleRow, Gap, Question
from knowledge_base.article import Article
from knowledge_base.life import ArticleEvent, Life, Version


class Articles(Protocol):
    """The living knowledge base: versions and events are never changed, the rest is an index of them."""

    def next_id(self) -> str:
        """An id never given before: KB- and at least four digits."""

    def append(self, before: Life, event: ArticleEvent, draft: Article | None = None) -> Life:
        """Store one more event, with the new version it brings if it is a draft. `Collision` when the stored revision is
        not `before.revision`."""

    def life(self, article: str) -> Life:
        """`NoSuchArticle`."""

    def events(self, article: str) -> list[ArticleEvent]: ...
    def version(self, article: str, no: int) -> Version:
        """`NoSuchArticle`, also when there is no such version."""

    def versions(self, article: str) -> list[Version]: ...
    def rows(self, wanted: ArticleFilter) -> list[ArticleRow]:
        """By id; with `review_before` or `expires_before` by that day."""

    def count(self, wanted: ArticleFilter) -> int: ...
    def edition(self) -> int:
        """A number that grows whenever what answers citizens changes; cheap."""

    def live(self, at: datetime | None = None) -> list[tuple[int, Article]]:
        """Version and content of every article published now, or at that instant, by id."""

    def newest(self) -> list[tuple[Life, Version]]:
        """Every article with its newest version, by id."""


class Questions(Protocol):
    """What citizens asked the knowledge base, and the gaps found in it."""

    def note(self, question: Question) -> None: ...
    def judge(self, conversation: str, helped: bool, since: datetime) -> bool:
        """Say of the conversation's newest answer since then whether it helped; False when there is none."""

    def asked(self, start: datetime, end: datetime, limit: int = 10_000) -> list[Question]:
        """The newest ones of [start, end), oldest first."""

    def gaps(self, *, closed: bool = False) -> list[Gap]:
        """Open ones, the most asked first; or the closed ones, newest first."""

    def gap(self, gap_id: int) -> Gap:
        """`NoSuchArticle`."""

    def keep_gap(self, gap: Gap) -> int:
        """Store a new gap (id 0) or the new state of one; returns its id."""
