"""What did the knowledge base answer from, now and at any past instant, and does everybody notice when that changes?"""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import Engine, event

from hotline.ports import Work
from hotline.storage.store import SqlStore
from knowledge_base.article import Article
from knowledge_base.life import Life, Standing, Step, lived
from knowledge_base.reader import read_library
from tests.knowledge_base.lives import EDITOR, MONDAY, PLAIN_WAY, REVIEWER, Done, lives
from tests.knowledge_base.small_library import FUND, NOISE
from tests.storage.one_article import act, published, renamed
from tickets.people import SYSTEM

HOUR, DAY, MOMENT = timedelta(hours=1), timedelta(days=1), timedelta(microseconds=1)
LOUDER = replace(NOISE, title="广场舞扰民找谁管", short="打110，或在这里登记。")
ON_ONE_STORE = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def told(work: Work, at: datetime | None = None) -> list[tuple[int, str]]:
    return [(no, article.title) for no, article in work.articles.live(at)]


def test_what_answers_now_is_every_published_wording(store: SqlStore) -> None:
    with store.work() as work:
        published(work, NOISE)
        published(work, FUND)
        act(work, Life(article="KB-0700"), Step.DRAFT, EDITOR)
        assert work.articles.live() == [(1, FUND), (1, NOISE)]


def test_a_new_version_in_work_answers_nobody(store: SqlStore) -> None:
    with store.work() as work:
        life = published(work, NOISE)
        for step, hand in PLAIN_WAY[:3]:
            life = act(work, life, step, hand, MONDAY + DAY, LOUDER)
        assert told(work) == told(work, MONDAY + 9 * DAY) == [(1, NOISE.title)]
        act(work, life, Step.PUBLISH, REVIEWER, MONDAY + 2 * DAY)
        assert told(work) == [(2, LOUDER.title)]


def test_an_answer_given_on_any_past_day_can_be_shown_as_it_was_then(store: SqlStore) -> None:
    with store.work() as work:
        life = published(work, NOISE)
        life = act(work, life, Step.EXPIRE, SYSTEM, MONDAY + 10 * DAY)
        life = published(work, LOUDER, MONDAY + 20 * DAY, life)
        life = act(work, life, Step.WITHDRAW, EDITOR, MONDAY + 30 * DAY)
        act(work, life, Step.ARCHIVE, EDITOR, MONDAY + 40 * DAY)
    first, second = [(1, NOISE.title)], [(2, LOUDER.title)]
    with store.look() as work:
        for days, then in ((0, first), (10, []), (20, second), (30, []), (40, [])):
            assert told(work, MONDAY + days * DAY) == then  # from that very instant
            assert told(work, MONDAY + days * DAY + HOUR) == then
        for days, before in ((0, []), (10, first), (20, []), (30, second)):
            assert told(work, MONDAY + days * DAY - MOMENT) == before
        assert told(work) == []


@ON_ONE_STORE
@given(own=lives(), other=lives())
def test_what_answered_at_an_instant_is_the_fold_of_the_events_up_to_it(
    store: SqlStore, own: list[Done], other: list[Done]
) -> None:
    with store.work() as work:
        ids = [work.articles.next_id(), work.articles.next_id()]
        both = [[renamed(one, article) for one in life] for life, article in zip((own, other), ids, strict=True)]
        for one in sorted(both[0] + both[1], key=lambda one: one.event.at):
            assert work.articles.append(one.before, one.event, one.draft) == one.after
    instants = {one.event.at + shift for life in both for one in life for shift in (-MOMENT, MOMENT * 0)}
    with store.look() as work:
        for at in [None, *sorted(instants)]:
            answered = {article.id: (no, article) for no, article in work.articles.live(at) if article.id in ids}
            assert answered == {life[0].event.article: then for life in both if (then := _folded(life, at))}
        assert [work.articles.life(article) for article in ids] == [life[-1].after for life in both]


def _folded(life: list[Done], at: datetime | None) -> tuple[int, Article] | None:
    """The published version after the events up to that instant, folded one by one."""
    past = [one for one in life if at is None or one.event.at <= at]
    stood = lived("", [(one.event, one.draft.department if one.draft else "") for one in past])
    if stood.standing is not Standing.PUBLISHED:
        return None
    return stood.published, next(one.draft for one in past if one.draft and one.event.version == stood.published)


@ON_ONE_STORE
@given(life=lives())
def test_the_edition_grows_with_every_step_that_changes_answers_and_with_no_other(
    store: SqlStore, life: list[Done]
) -> None:
    with store.work() as work:
        article = work.articles.next_id()
        for one in (renamed(one, article) for one in life):
            before = work.articles.edition()
            work.articles.append(one.before, one.event, one.draft)
            changes = one.event.step in (Step.PUBLISH, Step.WITHDRAW, Step.EXPIRE, Step.ARCHIVE)
            assert (work.articles.edition() > before) is changes


@pytest.mark.parametrize("at", [None, MONDAY], ids=["现在", "当时"])
def test_what_answers_takes_two_queries_at_most(store: SqlStore, engine: Engine, at: datetime | None) -> None:
    said: list[str] = []
    with store.work() as work:
        published(work, NOISE)
        published(work, FUND)
        event.listen(engine, "before_cursor_execute", lambda *args: said.append(args[2]))
        assert len(work.articles.live(at)) == 2
    assert len(said) <= 2


def test_the_shipped_articles_come_back_word_for_word(store: SqlStore) -> None:
    shipped, _ = read_library(Path(__file__).parents[2] / "knowledge_base" / "articles")
    with store.work() as work:
        for article in shipped:
            published(work, article)
    with store.look() as work:
        assert [article for _, article in work.articles.live()] == shipped
        assert [article for _, article in work.articles.live(MONDAY)] == shipped
