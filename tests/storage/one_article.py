"""Steps of the tests' articles, stored one after the other."""

from dataclasses import replace
from datetime import datetime

from hotline.ports import Work
from knowledge_base.article import Article
from knowledge_base.life import Life, Step
from tests.knowledge_base.lives import MONDAY, PLAIN_WAY, Done, done
from tests.knowledge_base.small_library import NOISE
from tickets.people import Actor


def act(work: Work, life: Life, step: Step, hand: Actor, at: datetime = MONDAY, draft: Article = NOISE) -> Life:
    """One more step in the caller's transaction; a draft is of `draft`."""
    one = done(life, step, hand, at, draft)
    return work.articles.append(one.before, one.event, one.draft)


def published(work: Work, article: Article = NOISE, at: datetime = MONDAY, life: Life | None = None) -> Life:
    """The whole way from the draft to the citizen at one instant, for a new article or the next version of one."""
    life = life or Life(article=article.id)
    for step, hand in PLAIN_WAY:
        life = act(work, life, step, hand, at, article)
    return life


def renamed(one: Done, article: str) -> Done:
    """The same step in the life of another article."""
    return replace(
        one,
        before=replace(one.before, article=article),
        event=replace(one.event, article=article),
        draft=replace(one.draft, id=article) if one.draft else None,
        after=replace(one.after, article=article),
    )
