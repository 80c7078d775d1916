"""What of an article is indexed, and how do its rows come back? The columns that lists are found by, all derived from the fold."""

from sqlalchemy import Row, Select, or_

from hotline.records import ArticleFilter, ArticleRow
from hotline.storage.article_content import packed, unpacked
from hotline.storage.shelf_tables import articles
from knowledge_base.article import Article
from knowledge_base.life import ArticleEvent, Life, Stage, Standing, Step, Version

_LIFE = ("department", "home", "revision", "versions", "published", "author")


def life_columns(life: Life, event: ArticleEvent) -> dict[str, object]:
    """Where the article stands after this event."""
    kept = {name: getattr(life, name) for name in _LIFE}
    return {**kept, "standing": str(life.standing), "stage": str(life.stage), "changed_at": event.at}


def content_columns(article: Article) -> dict[str, object]:
    """What lists show of its wording."""
    return {
        "title": article.title,
        "category": article.category,
        "main_category": article.main_category,
        "effective": article.effective,
        "expires": article.expires,
        "review_due": article.review_due,
    }


def event_columns(event: ArticleEvent) -> dict[str, object]:
    return {**vars(event), "step": str(event.step), "role": str(event.role), "data": dict(event.data)}


def version_columns(event: ArticleEvent, draft: Article) -> dict[str, object]:
    """The version that a draft brings."""
    content = packed(draft)
    return {"article": event.article, "no": event.version, "content": content, "by": event.name, "at": event.at}


def narrowed(query: Select, wanted: ArticleFilter) -> Select:
    """The query with every condition that is asked for."""
    conditions = (
        (wanted.standings, lambda: articles.c.standing.in_([str(standing) for standing in wanted.standings])),
        (wanted.stages, lambda: articles.c.stage.in_([str(stage) for stage in wanted.stages])),
        (wanted.category, lambda: articles.c.main_category == wanted.category),
        (wanted.department, lambda: articles.c.department == wanted.department),
        (wanted.review_before, lambda: articles.c.review_due <= wanted.review_before),
        (wanted.expires_before, lambda: articles.c.expires <= wanted.expires_before),
        *((word, lambda word=word: _says(word)) for word in wanted.words.split()),
    )
    return query.where(*(made() for asked, made in conditions if asked))


def _says(word: str):
    return or_(*(column.icontains(word, autoescape=True) for column in (articles.c.id, articles.c.title)))


def life_of(row: Row) -> Life:
    kept = {name: getattr(row, name) for name in _LIFE}
    return Life(article=row.id, standing=Standing(row.standing), stage=Stage(row.stage), **kept)


def article_row(row: Row) -> ArticleRow:
    return ArticleRow(
        id=row.id,
        title=row.title,
        category=row.category,
        department=row.department,
        standing=Standing(row.standing),
        stage=Stage(row.stage),
        published=row.published,
        versions=row.versions,
        author=row.author,
        effective=row.effective,
        expires=row.expires,
        review_due=row.review_due,
        changed_at=row.changed_at,
    )


def event_of(row: Row) -> ArticleEvent:
    kept = {name: value for name, value in row._mapping.items() if name != "id"}
    return ArticleEvent(**{**kept, "step": Step(row.step)})


def version_of(row: Row) -> Version:
    return Version(no=row.no, content=unpacked(row.content), by=row.by, at=row.at)
