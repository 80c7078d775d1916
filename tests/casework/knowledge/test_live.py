"""Do all processes answer by the newest publication, and can a past answer be given again?"""

from dataclasses import replace
from datetime import date, timedelta
from threading import Event

from hotline.casework.answering import answer
from hotline.casework.knowledge import acts, shelf
from hotline.casework.knowledge.live import LiveSearch, Stored, following
from hotline.casework.office import Office
from hotline.troubles import StorageBusy
from knowledge_base.life import Step
from tests.casework.knowledge.one_shelf import (
    DAY,
    LAMP,
    LAMPS,
    QIAN,
    SNOW,
    TODAY,
    WU,
    answering,
    content_of,
    drafted,
    published,
    walked,
)
from tests.casework.one_office import MONDAY, word_bench

WHO_SWEEPS = "门前积雪谁来扫"


def other_process(office: Office) -> Office:
    """The same store, a search of its own."""
    return replace(office, search=LiveSearch(Stored(office.store), word_bench(), TODAY))


def test_a_publication_answers_in_every_process_after_its_next_look(anywhere: Office) -> None:
    elsewhere = other_process(anywhere)
    article = published(anywhere)
    assert answering(elsewhere, WHO_SWEEPS) == ""
    assert elsewhere.search.refresh(TODAY) and not elsewhere.search.refresh(TODAY)
    assert answering(elsewhere, WHO_SWEEPS) == article


def test_only_what_changes_answers_is_worth_a_new_edition(office: Office) -> None:
    article = drafted(office)
    walked(office, article, Step.SUBMIT, Step.CONFIRM)
    assert not office.search.refresh(TODAY)
    walked(office, article, Step.PUBLISH)
    assert office.search.refresh(TODAY)
    walked(office, article, Step.WITHDRAW)
    assert office.search.refresh(TODAY) and answering(office, WHO_SWEEPS) == ""


def test_a_new_day_is_a_new_edition(office: Office) -> None:
    assert office.search.refresh(TODAY + DAY)


def test_while_the_next_edition_is_being_built_the_old_one_answers(office: Office) -> None:
    held = office.search.edition
    published(office)
    office.search.refresh(TODAY)
    assert held.search.ask(WHO_SWEEPS, TODAY).outcome != "answer" and answering(office, WHO_SWEEPS)


def test_an_article_answers_from_its_first_day_to_its_last(office: Office) -> None:
    article = published(office, replace(SNOW, effective=TODAY + DAY, expires=TODAY + 2 * DAY))
    office.search.refresh(TODAY)
    days = [TODAY + n * DAY for n in range(4)]
    assert [answering(office, WHO_SWEEPS, day) for day in days] == ["", article, article, ""]


def test_an_answer_tells_which_version_it_is(office: Office) -> None:
    article = published(office)
    acts.draft(office, replace(SNOW, id=article, short=f"{SNOW.short[:-1]}，夜里也有人。"), WU, MONDAY)
    walked(office, article, Step.SUBMIT, Step.CONFIRM, Step.PUBLISH)
    office.search.refresh(TODAY)
    answered = answer(office, WHO_SWEEPS, MONDAY)
    assert answered.version == 2 and answered.reply.card["version"] == 2
    assert answer(office, "……", MONDAY).version == 0


def test_what_was_found_just_before_a_publication_keeps_its_version(office: Office) -> None:
    found = office.search.ask("路灯报修", TODAY).candidates[0].article
    acts.draft(office, replace(SNOW, id=LAMP), WU, MONDAY)
    walked(office, LAMP, Step.SUBMIT, Step.CONFIRM, Step.PUBLISH)
    office.search.refresh(TODAY)
    assert office.search.version_of(found) == 1


def test_a_thread_follows_publications_until_it_is_told_to_stop(office: Office) -> None:
    elsewhere = other_process(office)
    with following(elsewhere.search, lambda: TODAY, every=0.01):
        article = published(office)
        pause = Event()
        assert any(answering(elsewhere, WHO_SWEEPS) == article or pause.wait(0.05) for _ in range(200))
    walked(office, article, Step.WITHDRAW)
    assert not pause.wait(0.1) and answering(elsewhere, WHO_SWEEPS) == article


def test_a_database_out_of_reach_leaves_the_edition_and_is_asked_again(office: Office) -> None:
    class Flickering:
        looks = 0

        def edition(self) -> int:
            self.looks += 1
            if self.looks == 1:
                raise StorageBusy("库忙")
            return Stored(office.store).edition()

        def live(self):
            return Stored(office.store).live()

    elsewhere = LiveSearch(Flickering(), word_bench(), TODAY)
    with following(elsewhere, lambda: TODAY, every=0.01):
        article = published(office)
        pause = Event()
        assert any(article in elsewhere.edition.articles or pause.wait(0.05) for _ in range(200))


def test_a_past_answer_is_given_again_as_it_was(anywhere: Office) -> None:
    article = published(anywhere)
    rewritten = replace(SNOW, id=article, short="自家门前的雪自家清，其余打12345，城管十二小时内派人来清。")
    acts.take_step(anywhere, article, Step.DRAFT, WU, MONDAY + DAY, content=rewritten)
    for step, actor in ((Step.SUBMIT, WU), (Step.CONFIRM, LAMPS), (Step.PUBLISH, QIAN)):
        acts.take_step(anywhere, article, step, actor, MONDAY + DAY)
    acts.take_step(anywhere, article, Step.WITHDRAW, QIAN, MONDAY + 2 * DAY, why="改由住建负责")
    answers = [shelf.as_of(anywhere, WHO_SWEEPS, MONDAY + n * DAY) for n in (-1, 0, 1, 2)]
    assert [one.version for one in answers if one.outcome == "answer"] == [1, 2]
    assert [one.article.short if one.article else "" for one in answers] == ["", SNOW.short, rewritten.short, ""]


def test_a_past_answer_counts_the_articles_days_as_they_were_then(office: Office) -> None:
    published(office, replace(SNOW, expires=date(2026, 12, 31)))
    assert shelf.as_of(office, WHO_SWEEPS, MONDAY + timedelta(days=30)).outcome == "answer"
    assert shelf.as_of(office, WHO_SWEEPS, MONDAY + timedelta(days=40)).outcome != "answer"


def test_seeded_articles_keep_their_content(office: Office) -> None:
    assert content_of(office, LAMP, 1).title == "路灯报修"
