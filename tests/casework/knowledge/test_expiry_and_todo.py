"""What happens after an article's last day, and who finds what on the to-do list?"""

from dataclasses import replace
from datetime import timedelta

from hotline.casework.knowledge import acts
from hotline.casework.knowledge.expiry import expire
from hotline.casework.knowledge.todo import todo
from hotline.casework.office import Office
from hotline.casework.watching import round_of_work
from knowledge_base.life import Standing, Step
from tests.casework.knowledge.one_shelf import (
    ADMINISTRATOR,
    DAY,
    LAMPS,
    POLICE,
    QIAN,
    SNOW,
    TODAY,
    WU,
    answering,
    drafted,
    life_of,
    person,
    published,
    reviewing,
    walked,
)
from tests.casework.one_office import MONDAY, OPERATOR
from tickets.people import SYSTEM, Actor

UNTIL_TODAY = replace(SNOW, expires=TODAY)
TOMORROW = MONDAY + DAY


def tasks(office: Office, actor: Actor, days: int = 0) -> dict[str, list[str]]:
    found = todo(office, person(actor), TODAY + days * DAY)
    return {group.name: [row.id for row in group.rows] for group in found}


def test_on_its_last_day_an_article_still_answers_and_the_day_after_it_is_over(anywhere: Office) -> None:
    article = published(anywhere, UNTIL_TODAY)
    assert expire(anywhere, MONDAY) == 0
    assert expire(anywhere, TOMORROW) == 1
    life = life_of(anywhere, article)
    assert (life.standing, life.published) == (Standing.EXPIRED, 0)
    anywhere.search.refresh(TODAY)
    assert answering(anywhere, SNOW.title) == ""
    with anywhere.store.look() as work:
        assert work.articles.events(article)[-1].name == SYSTEM.name


def test_an_expired_article_waits_for_its_department_and_the_editors(office: Office) -> None:
    article = published(office, UNTIL_TODAY)
    expire(office, TOMORROW)
    assert tasks(office, LAMPS) == {"已失效待处理": [article]}
    assert tasks(office, POLICE) == {}
    assert tasks(office, WU) == {"已失效待处理": [article]}


def test_it_expires_once_and_is_off_the_list_when_somebody_writes_it_anew(office: Office) -> None:
    article = published(office, UNTIL_TODAY)
    expire(office, TOMORROW)
    assert expire(office, TOMORROW + DAY) == 0
    acts.draft(office, replace(SNOW, id=article), LAMPS, TOMORROW)
    assert tasks(office, LAMPS) == {}


def test_the_workers_round_ends_articles(office: Office) -> None:
    published(office, UNTIL_TODAY)
    assert [round_of_work(office, {}, TOMORROW).expired for _ in range(2)] == [1, 0]


def test_a_draft_that_lasts_longer_does_not_keep_the_published_version_alive(office: Office) -> None:
    article = published(office, UNTIL_TODAY)
    acts.draft(office, replace(SNOW, id=article, expires=None), WU, MONDAY)
    assert expire(office, TOMORROW) == 1


def test_a_draft_that_ends_early_does_not_end_the_published_version(office: Office) -> None:
    article = published(office, SNOW)
    acts.draft(office, replace(SNOW, id=article, expires=TODAY - DAY), WU, MONDAY)
    assert expire(office, TOMORROW) == 0


def test_the_department_confirms_and_somebody_else_than_the_author_reviews(office: Office) -> None:
    article = drafted(office)
    walked(office, article, Step.SUBMIT)
    assert tasks(office, LAMPS) == {"待我确认": [article]} and tasks(office, POLICE) == {}
    assert tasks(office, QIAN) == {}
    acts.confirm(office, article, LAMPS, MONDAY)
    assert (tasks(office, QIAN), tasks(office, ADMINISTRATOR)) == ({"待我复核": [article]},) * 2
    assert (tasks(office, WU), tasks(office, LAMPS)) == ({}, {})


def test_what_was_sent_back_returns_to_its_author_alone(office: Office) -> None:
    article = reviewing(office)
    assert tasks(office, WU) == {}
    acts.take_step(office, article, Step.SEND_BACK, QIAN, MONDAY, why="写上盐在哪里领")
    assert tasks(office, WU) == {"退回给我改": [article]} and tasks(office, QIAN) == {}
    acts.draft(office, replace(SNOW, id=article), WU, MONDAY)
    assert tasks(office, WU) == {}


def test_thirty_days_before_its_review_an_article_asks_for_it(office: Office) -> None:
    article = published(office, replace(SNOW, review_due=TODAY + timedelta(days=31)))
    assert (tasks(office, LAMPS, 0), tasks(office, LAMPS, 1)) == ({}, {"30天内到期复审": [article]})
    acts.renew(office, article, LAMPS, MONDAY)
    assert tasks(office, LAMPS, 1) == {}


def test_who_does_not_work_on_articles_has_nothing_to_do(office: Office) -> None:
    reviewing(office)
    assert tasks(office, OPERATOR) == {}
