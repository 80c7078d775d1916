"""How is the living knowledge base kept? Events and versions appended, and beside them the index row of each article."""

import re
from datetime import datetime

from sqlalchemy import Connection, func, select

from hotline.records import ArticleFilter, ArticleRow
from hotline.storage import shelf_statements, statements
from hotline.storage.article_content import unpacked
from hotline.storage.article_index import (
    article_row,
    content_columns,
    event_columns,
    event_of,
    life_columns,
    life_of,
    narrowed,
    version_columns,
    version_of,
)
from hotline.storage.shelf_tables import article_events, article_numbers, article_versions, articles
from hotline.troubles import Collision, NoSuchArticle
from knowledge_base.article import Article
from knowledge_base.life import ArticleEvent, Life, Step, Version, fold
from tickets.calendar import CHINA


class SqlArticles:
    """`hotline.shelf.Articles` over one open transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._has_pen = connection.dialect.name != "postgresql"

    def next_id(self) -> str:
        self._take_pen()
        return f"KB-{self._connection.execute(shelf_statements.NEXT_NUMBER).scalar_one():04d}"

    def append(self, before: Life, event: ArticleEvent, draft: Article | None = None) -> Life:
        if (event.article, event.no) != (before.article, before.revision + 1):
            raise ValueError("an event comes right after the life it is about")
        if (event.step is Step.DRAFT) is (draft is None):
            raise ValueError("a draft brings a version, and nothing else does")
        self._take_pen()
        after = fold(before, event, draft.department if draft else "")
        self._index(before, after, event, draft)
        self._connection.execute(article_events.insert(), event_columns(event))
        if draft:
            self._connection.execute(article_versions.insert(), version_columns(event, draft))
        return after

    def life(self, article: str) -> Life:
        row = self._connection.execute(select(articles).where(articles.c.id == article)).first()
        if row is None:
            raise NoSuchArticle(f"没有知识条目 {article}，请核对编号。")
        return life_of(row)

    def events(self, article: str) -> list[ArticleEvent]:
        of = select(article_events).where(article_events.c.article == article).order_by(article_events.c.no)
        return [event_of(row) for row in self._connection.execute(of)]

    def version(self, article: str, no: int) -> Version:
        of = select(article_versions).where(article_versions.c.article == article, article_versions.c.no == no)
        row = self._connection.execute(of).first()
        if row is None:
            raise NoSuchArticle(f"知识条目 {article} 没有第 {no} 版，请核对编号和版本。")
        return version_of(row)

    def versions(self, article: str) -> list[Version]:
        of = select(article_versions).where(article_versions.c.article == article).order_by(article_versions.c.no)
        return [version_of(row) for row in self._connection.execute(of)]

    def rows(self, wanted: ArticleFilter) -> list[ArticleRow]:
        first = (articles.c.review_due,) if wanted.review_before else ()
        order = (articles.c.expires,) if wanted.expires_before else first
        query = (
            narrowed(select(articles), wanted)
            .order_by(*order, *shelf_statements.BY_ID)
            .limit(wanted.limit)
            .offset(wanted.skip)
        )
        return [article_row(row) for row in self._connection.execute(query)]

    def count(self, wanted: ArticleFilter) -> int:
        return self._connection.scalar(narrowed(select(func.count()).select_from(articles), wanted)) or 0

    def edition(self) -> int:
        return max((newest or 0 for newest in self._connection.scalars(shelf_statements.NEWEST_CHANGES)), default=0)

    def live(self, at: datetime | None = None) -> list[tuple[int, Article]]:
        found = self._connection.execute(
            *((shelf_statements.PUBLISHED_AT, {"instant": at}) if at else (shelf_statements.PUBLISHED,))
        )
        return [(row.no, unpacked(row.content)) for row in found]

    def newest(self) -> list[tuple[Life, Version]]:
        return [(life_of(row), version_of(row)) for row in self._connection.execute(shelf_statements.NEWEST)]

    def _take_pen(self) -> None:
        """One transaction writes at a time, as SQLite has it anyway: an edition must not be seen before a smaller one."""
        if not self._has_pen:
            self._connection.execute(shelf_statements.TAKE_PEN)
            self._has_pen = True

    def _index(self, before: Life, after: Life, event: ArticleEvent, draft: Article | None) -> None:
        """Goes first: whoever is second stops there. A dropped draft leaves the wording that was published last."""
        shown = self._last_published(after.article) if event.step is Step.DROP else draft
        columns = life_columns(after, event) | (content_columns(shown) if shown else {})
        if before.revision == 0:
            done = self._begin({"id": after.article, **columns})
        else:
            base = {"_article": after.article, "_base": before.revision}
            done = self._connection.execute(shelf_statements.CHANGE, {**base, **columns}).rowcount == 1
        if not done:
            raise Collision(self._who_was_first(after.article))

    def _begin(self, row: dict[str, object]) -> bool:
        """The row of a new article; its number is never given again. False when there is such an article."""
        dialect = self._connection.dialect.name
        number = re.fullmatch(r"KB-0*(\d{1,9})", str(row["id"]))
        if number:
            given = statements.insert_once(article_numbers, ("number",), dialect)
            self._connection.execute(given, {"number": int(number[1])})
        made = statements.insert_once(articles, tuple(row), dialect)
        return self._connection.execute(made, row).first() is not None

    def _last_published(self, article: str) -> Article | None:
        content = self._connection.scalar(shelf_statements.LAST_PUBLISHED, {"article": article})
        return unpacked(content) if content else None

    def _who_was_first(self, article: str) -> str:
        events = self.events(article)
        if not events:
            return f"没有知识条目 {article}，您这一步没有提交。请刷新页面再看。"
        last = events[-1]
        who, at = last.department or last.name, last.at.astimezone(CHINA)
        return (
            f"知识条目 {article} 已由{who}在{at:%m-%d %H:%M}“{last.step}”，您这一步没有提交。"
            "您写的内容还在，请看过最新情况再决定。"
        )
