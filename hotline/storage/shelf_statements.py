"""What is asked of the knowledge base at every answer and every step? Built once, as the statements of the tickets are."""

from sqlalchemy import bindparam, func, select, text, union_all, update

from hotline.storage.shelf_tables import article_events, article_numbers, article_versions, articles
from knowledge_base.life import ANSWERS_CHANGE, Step

TAKE_PEN = text("SELECT pg_advisory_xact_lock(12346)")
BY_ID = (func.length(articles.c.id), articles.c.id)  # KB-10000 comes after KB-9999
CHANGE = update(articles).where(articles.c.id == bindparam("_article"), articles.c.revision == bindparam("_base"))

_NEXT = select(func.coalesce(func.max(article_numbers.c.number), 0) + 1)
NEXT_NUMBER = article_numbers.insert().from_select(["number"], _NEXT).returning(article_numbers.c.number)

_CHANGING = sorted(str(step) for step in ANSWERS_CHANGE)
NEWEST_CHANGES = union_all(
    *(select(func.max(article_events.c.id)).where(article_events.c.step == step) for step in _CHANGING)
)

_CONTENT = (article_versions.c.no, article_versions.c.content)
_OWN = article_versions.c.article == articles.c.id
PUBLISHED = select(*_CONTENT).join(articles, _OWN & (article_versions.c.no == articles.c.published)).order_by(*BY_ID)
NEWEST = (
    select(articles, *_CONTENT, article_versions.c.by, article_versions.c.at)
    .join(article_versions, _OWN & (article_versions.c.no == articles.c.versions))
    .order_by(*BY_ID)
)

_MEANT = (article_versions.c.article == article_events.c.article) & (article_versions.c.no == article_events.c.version)
_LAST = (
    select(article_events.c.article, func.max(article_events.c.no).label("no"))
    .where(article_events.c.step.in_(_CHANGING), article_events.c.at <= bindparam("instant"))
    .group_by(article_events.c.article)
    .subquery()
)
PUBLISHED_AT = (
    select(*_CONTENT)
    .join(article_events, _MEANT)
    .join(_LAST, (article_events.c.article == _LAST.c.article) & (article_events.c.no == _LAST.c.no))
    .where(article_events.c.step == str(Step.PUBLISH))
    .order_by(func.length(article_versions.c.article), article_versions.c.article)
)
LAST_PUBLISHED = (
    select(article_versions.c.content)
    .join(article_events, _MEANT)
    .where(article_events.c.article == bindparam("article"), article_events.c.step == str(Step.PUBLISH))
    .order_by(article_events.c.no.desc())
    .limit(1)
)
