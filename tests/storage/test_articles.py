"""Is the living knowledge base kept as it was lived: every wording, every step, and where each article stands?"""

import json
from dataclasses import replace
from datetime import date, timedelta
from threading import Event

import pytest
from hypothesis import given, settings
from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import DBAPIError

from hotline.records import ArticleFilter
from hotline.storage.article_content import packed, unpacked
from hotline.storage.shelf_tables import article_events, article_versions, articles
from hotline.storage.store import SqlStore
from hotline.troubles import Collision, NoSuchArticle
from knowledge_base.article import Article
from knowledge_base.life import Life, Stage, Standing, Step
from tests.knowledge_base.any_article import articles as any_article
from tests.knowledge_base.lives import CITY, EDITOR, MONDAY, PLAIN_WAY, POLICE, REVIEWER, done
from tests.knowledge_base.small_library import FUND, ID_CARD, MARRIAGE, NOISE, STREET_LIGHT
from tests.storage.one_appeal import at_once
from tests.storage.one_article import act, published
from tickets.people import SYSTEM

HOUR = timedelta(hours=1)
NEW = Life(article=NOISE.id)
QUIET = replace(NOISE, title="夜间施工扰民找谁管", department="城管", category="城市管理与市政公用/施工")


def counted(engine: Engine) -> tuple[int, ...]:
    with engine.connect() as connection:
        return tuple(
            connection.scalar(select(func.count()).select_from(table))
            for table in (articles, article_versions, article_events)
        )


@settings(max_examples=60, deadline=None)
@given(any_article())
def test_a_wording_comes_back_from_json_as_it_was_written(article: Article) -> None:
    assert unpacked(json.loads(json.dumps(packed(article)))) == article


def test_every_step_and_every_wording_comes_back_as_it_was(store: SqlStore) -> None:
    filed = replace(NOISE, file="生态环境/noise.md", expires=date(2027, 12, 31))
    said = replace(done(NEW, Step.DRAFT, EDITOR, draft=filed).event, why="群众常问", data={"golden": {"lost": 0}})
    with store.work() as work:
        drafted = work.articles.append(NEW, said, filed)
        act(work, drafted, Step.DRAFT, REVIEWER, MONDAY + HOUR, QUIET)
    with store.look() as work:
        first, second = work.articles.versions(NOISE.id)
        assert (first.no, first.content, first.by, first.at) == (1, filed, "编辑小何", MONDAY)
        assert (second.no, second.content.title, second.by, second.at) == (2, QUIET.title, "编辑老周", MONDAY + HOUR)
        assert (work.articles.version(NOISE.id, 1), work.articles.version(NOISE.id, 2)) == (first, second)
        assert work.articles.events(NOISE.id)[0] == said
        assert [event.no for event in work.articles.events(NOISE.id)] == [1, 2]


def test_the_stored_life_is_what_the_step_led_to(store: SqlStore) -> None:
    life = NEW
    for hand, step in ((hand, step) for step, hand in (*PLAIN_WAY, *PLAIN_WAY[:2])):
        with store.work() as work:
            life = act(work, life, step, hand)
        with store.look() as work:
            assert work.articles.life(NOISE.id) == life
    assert (life.standing, life.stage, life.published, life.versions) == (Standing.PUBLISHED, Stage.CONFIRMING, 1, 2)


def test_what_is_not_there_is_told_as_a_sentence(store: SqlStore) -> None:
    with store.work() as work:
        published(work)
        with pytest.raises(NoSuchArticle, match="没有知识条目 KB-9999"):
            work.articles.life("KB-9999")
        for article, no in ((NOISE.id, 2), (NOISE.id, 0), ("KB-9999", 1)):
            with pytest.raises(NoSuchArticle, match=f"{article} 没有第 {no} 版"):
                work.articles.version(article, no)
        assert (work.articles.events("KB-9999"), work.articles.versions("KB-9999")) == ([], [])


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("article_events", "UPDATE article_events SET name = '别人'"),
        ("article_events", "DELETE FROM article_events"),
        ("article_versions", "UPDATE article_versions SET content = '{}'"),
        ("article_versions", "DELETE FROM article_versions"),
    ],
)
def test_the_database_itself_refuses_to_change_what_was_written(
    store: SqlStore, engine: Engine, table: str, change: str
) -> None:
    with store.work() as work:
        published(work)
    with pytest.raises(DBAPIError, match=f"{table} is append-only"), engine.begin() as connection:
        connection.execute(text(change))
    with store.look() as work:
        assert work.articles.version(NOISE.id, 1).content == NOISE
        assert [event.name for event in work.articles.events(NOISE.id)] == [hand.name for _, hand in PLAIN_WAY]


def test_whoever_is_second_is_told_who_did_what_and_when_and_stored_nothing(store: SqlStore, engine: Engine) -> None:
    with store.work() as work:
        drafted = act(work, NEW, Step.DRAFT, EDITOR)
    with store.work() as work:
        act(work, drafted, Step.SUBMIT, REVIEWER, MONDAY + HOUR)
    with pytest.raises(Collision) as told, store.work() as work:
        act(work, drafted, Step.DRAFT, EDITOR, MONDAY + 2 * HOUR, QUIET)
    for word in (NOISE.id, "编辑老周", "11-23 10:00", "送部门确认", "没有提交"):
        assert word in str(told.value)
    assert counted(engine) == (1, 1, 2)


def test_a_department_that_was_first_is_told_by_its_name(store: SqlStore) -> None:
    with store.work() as work:
        waiting = act(work, act(work, NEW, Step.DRAFT, EDITOR), Step.SUBMIT, EDITOR)
        act(work, waiting, Step.CONFIRM, POLICE)
    with pytest.raises(Collision, match="已由公安在11-23 09:00“确认”"), store.work() as work:
        act(work, waiting, Step.SEND_BACK, EDITOR)


def test_of_two_who_publish_at_once_one_wins(store: SqlStore, engine: Engine) -> None:
    with store.work() as work:
        waiting = NEW
        for step, hand in PLAIN_WAY[:3]:
            waiting = act(work, waiting, step, hand)

    def publish(who: int) -> Life:
        with store.work() as work:
            return act(work, waiting, Step.PUBLISH, (REVIEWER, SYSTEM)[who])

    outcomes = at_once(publish)
    assert sorted(type(one).__name__ for one in outcomes) == ["Collision", "Life"]
    assert counted(engine) == (1, 1, 4)


def test_an_article_is_begun_once(store: SqlStore, engine: Engine) -> None:
    def begin(who: int) -> Life:
        with store.work() as work:
            return act(work, NEW, Step.DRAFT, (EDITOR, REVIEWER)[who])

    outcomes = at_once(begin)
    assert sorted(type(one).__name__ for one in outcomes) == ["Collision", "Life"]
    assert counted(engine) == (1, 1, 1)


def test_a_life_that_was_never_stored_cannot_go_on(store: SqlStore, engine: Engine) -> None:
    invented = replace(NEW, revision=3, versions=1, stage=Stage.REVIEWING)
    with pytest.raises(Collision, match="没有知识条目 KB-0511"), store.work() as work:
        act(work, invented, Step.PUBLISH, REVIEWER)
    assert counted(engine) == (0, 0, 0)


def test_no_event_out_of_turn_and_no_version_without_its_draft_is_stored(sqlite_store: SqlStore) -> None:
    drafted = done(NEW, Step.DRAFT, EDITOR)
    for wrong in (replace(drafted.event, no=2), replace(drafted.event, article="KB-0001")):
        with pytest.raises(ValueError, match="right after"), sqlite_store.work() as work:
            work.articles.append(NEW, wrong, NOISE)
    submitted = done(drafted.after, Step.SUBMIT, EDITOR)
    for before, event, draft in ((NEW, drafted.event, None), (drafted.after, submitted.event, NOISE)):
        with pytest.raises(ValueError, match="brings a version"), sqlite_store.work() as work:
            work.articles.append(before, event, draft)


def test_a_number_once_given_or_stored_is_never_given_again(store: SqlStore) -> None:
    with store.work() as work:
        assert [work.articles.next_id(), work.articles.next_id()] == ["KB-0001", "KB-0002"]
        act(work, Life(article="KB-0684"), Step.DRAFT, SYSTEM)  # the seed brings its own numbers
        act(work, Life(article="KB-0017"), Step.DRAFT, SYSTEM)
    with store.work() as work:
        given = work.articles.next_id()
        act(work, act(work, Life(article=given), Step.DRAFT, EDITOR), Step.DROP, EDITOR)
        assert (given, work.articles.next_id()) == ("KB-0685", "KB-0686")


def test_numbers_grow_beyond_four_digits_and_lists_stay_in_their_order(store: SqlStore) -> None:
    with store.work() as work:
        for number in ("KB-10000", "KB-9999", "KB-0003"):
            published(work, replace(NOISE, id=number))
        assert work.articles.next_id() == "KB-10001"
        ordered = ["KB-0003", "KB-9999", "KB-10000"]
        assert [row.id for row in work.articles.rows(ArticleFilter())] == ordered
        assert [article.id for _, article in work.articles.live()] == ordered
        assert [article.id for _, article in work.articles.live(MONDAY)] == ordered
        assert [life.article for life, _ in work.articles.newest()] == ordered


def test_twenty_writers_at_once_get_twenty_numbers(store: SqlStore) -> None:
    def number(who: int) -> str:
        with store.work() as work:
            return work.articles.next_id()

    assert sorted(at_once(number, 20)) == [f"KB-{place:04d}" for place in range(1, 21)]


def test_a_list_shows_the_wording_in_work_and_after_a_drop_the_published_one_again(store: SqlStore) -> None:
    def shown() -> tuple[str, str, str]:
        (row,) = work.articles.rows(ArticleFilter())
        return row.title, row.department, row.category

    with store.work() as work:
        drafted = act(work, published(work), Step.DRAFT, EDITOR, draft=QUIET)
        assert shown() == ("夜间施工扰民找谁管", "城管", "城市管理与市政公用/施工")
        dropped = act(work, drafted, Step.DROP, EDITOR)
        assert shown() == ("广场舞、音响扰民找谁管", "公安", "生态环境/噪声")
        assert work.articles.life(NOISE.id) == dropped


def test_a_draft_that_was_never_published_stays_in_the_list_when_dropped(store: SqlStore) -> None:
    with store.work() as work:
        act(work, act(work, NEW, Step.DRAFT, EDITOR), Step.DROP, EDITOR)
        (row,) = work.articles.rows(ArticleFilter())
    assert (row.title, row.standing, row.stage) == (NOISE.title, Standing.NEVER, Stage.NONE)


@pytest.fixture
def shelf(store: SqlStore) -> SqlStore:
    """Five articles at five stations."""
    with store.work() as work:
        published(work, replace(NOISE, review_due=date(2026, 12, 10)))
        expired = published(work, replace(ID_CARD, expires=date(2026, 11, 22)))
        act(work, expired, Step.EXPIRE, SYSTEM, MONDAY + HOUR)
        published(work, replace(FUND, expires=date(2026, 12, 31), review_due=date(2026, 12, 1)))
        act(work, Life(article=MARRIAGE.id), Step.DRAFT, EDITOR, MONDAY, MARRIAGE)
        lamps = act(work, published(work, STREET_LIGHT), Step.DRAFT, CITY, MONDAY, STREET_LIGHT)
        act(work, lamps, Step.SUBMIT, CITY)
    return store


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (ArticleFilter(), [ID_CARD, FUND, MARRIAGE, STREET_LIGHT, NOISE]),
        (ArticleFilter(standings=frozenset({Standing.PUBLISHED})), [FUND, STREET_LIGHT, NOISE]),
        (ArticleFilter(standings=frozenset({Standing.EXPIRED, Standing.NEVER})), [ID_CARD, MARRIAGE]),
        (ArticleFilter(stages=frozenset({Stage.CONFIRMING})), [STREET_LIGHT]),
        (ArticleFilter(stages=frozenset({Stage.NONE})), [ID_CARD, FUND, NOISE]),
        (ArticleFilter(category="公安户政"), [ID_CARD]),  # the main category of 公安户政/身份证
        (ArticleFilter(category="公安"), []),
        (ArticleFilter(department="公安"), [ID_CARD, NOISE]),
        (ArticleFilter(department="公安", standings=frozenset({Standing.PUBLISHED})), [NOISE]),
        (ArticleFilter(review_before=date(2026, 12, 10)), [FUND, NOISE]),  # that day counts; by day
        (ArticleFilter(review_before=date(2026, 12, 9)), [FUND]),
        (ArticleFilter(expires_before=date(2026, 12, 31)), [ID_CARD, FUND]),  # none without an end
        (ArticleFilter(expires_before=date(2026, 12, 30)), [ID_CARD]),
        (ArticleFilter(words="身份证"), [ID_CARD]),
        (ArticleFilter(words="找谁 音响"), [NOISE]),  # every word
        (ArticleFilter(words="kb-0511"), [NOISE]),
        (ArticleFilter(words="%"), []),
        (ArticleFilter(limit=2, skip=1), [FUND, MARRIAGE]),
    ],
)
def test_a_list_holds_what_was_asked_for(shelf: SqlStore, wanted: ArticleFilter, found: list[Article]) -> None:
    with shelf.look() as work:
        assert [row.id for row in work.articles.rows(wanted)] == [article.id for article in found]
        assert work.articles.count(wanted) == len(work.articles.rows(replace(wanted, limit=100, skip=0)))


def test_a_row_says_where_the_article_stands(shelf: SqlStore) -> None:
    with shelf.look() as work:
        (row,) = work.articles.rows(ArticleFilter(words=ID_CARD.id))
        (lamps,) = work.articles.rows(ArticleFilter(words=STREET_LIGHT.id))
    assert (row.title, row.category, row.department) == (ID_CARD.title, "公安户政/身份证", "公安")
    assert (row.standing, row.stage, row.published, row.versions) == (Standing.EXPIRED, Stage.NONE, 0, 1)
    assert (row.effective, row.expires, row.review_due) == (date(2026, 1, 1), date(2026, 11, 22), ID_CARD.review_due)
    assert (row.author, row.changed_at) == ("编辑小何", MONDAY + HOUR)
    assert (lamps.standing, lamps.stage, lamps.published, lamps.versions) == (
        Standing.PUBLISHED, Stage.CONFIRMING, 1, 2
    )  # fmt: skip


def test_the_newest_wording_of_every_article_comes_with_its_life(shelf: SqlStore) -> None:
    with shelf.look() as work:
        newest = {life.article: (life, version) for life, version in work.articles.newest()}
        assert newest == {
            article: (work.articles.life(article), work.articles.versions(article)[-1]) for article in newest
        }
    assert newest[STREET_LIGHT.id][1].no == 2


def test_one_transaction_writes_at_a_time_so_that_no_publication_hides_behind_a_later_one(store: SqlStore) -> None:
    first_wrote, second_done = Event(), Event()

    def publish(who: int) -> bool:
        if who == 0:
            with store.work() as work:
                published(work, NOISE)
                first_wrote.set()
                return second_done.wait(0.5)  # a second writer that does not wait would be done by now
        first_wrote.wait()
        with store.work() as work:
            published(work, FUND)
        second_done.set()
        return True

    assert at_once(publish) == [False, True]


def test_a_failed_transaction_leaves_nothing(store: SqlStore, engine: Engine) -> None:
    with pytest.raises(RuntimeError), store.work() as work:
        published(work)
        raise RuntimeError
    assert counted(engine) == (0, 0, 0)
    with store.look() as work:
        assert (work.articles.edition(), work.articles.live()) == (0, [])
