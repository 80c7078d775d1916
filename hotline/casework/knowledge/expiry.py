"""Which articles have had their last day? They stop answering, and their department finds them on its to-do list."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from hotline.casework.knowledge.acts import StepNotTaken, take_step
from hotline.casework.office import Office
from hotline.ports import Work
from hotline.records import ArticleFilter
from hotline.troubles import Collision
from knowledge_base.life import Stage, Standing, Step
from tickets.people import SYSTEM

_MOST = 10_000
_IN_WORK = frozenset(Stage) - {Stage.NONE}
_PUBLISHED = frozenset({Standing.PUBLISHED})


def expire(office: Office, now: datetime) -> int:
    """End every published article whose last day is past; returns how many. What somebody changes at the same instant is
    left for the next round."""
    today = office.calendar.local(now).date()
    with office.store.look() as work:
        ended = list(_ended(work, today))
    return sum(_end(office, article, now) for article in ended)


def _ended(work: Work, today: date) -> Iterator[str]:
    """The list shows the dates of a version in work, so those articles are looked into one by one."""
    past = ArticleFilter(standings=_PUBLISHED, expires_before=today - timedelta(days=1), limit=_MOST)
    in_work = ArticleFilter(standings=_PUBLISHED, stages=_IN_WORK, limit=_MOST)
    for row in {row.id: row for wanted in (past, in_work) for row in work.articles.rows(wanted)}.values():
        last = work.articles.version(row.id, row.published).content.expires
        if last is not None and last < today:
            yield row.id


def _end(office: Office, article: str, now: datetime) -> bool:
    try:
        take_step(office, article, Step.EXPIRE, SYSTEM, now, why="已过最后一天，不再答复群众")
    except (StepNotTaken, Collision):
        return False
    return True
